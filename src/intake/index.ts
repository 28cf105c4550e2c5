export { analysisText } from './analysis-text.ts';
export type { ColumnChoice, Columns } from './columns.ts';
export { readReceipt } from './filing/receipt.ts';
export {
  type Filed,
  type Filing,
  type FilingDeps,
  type FilingLimits,
  type FilingRefusal,
  fileMessage,
  filingLimits,
  type MeToo,
  type MeTooRefusal,
  supportMessage,
} from './filing/store.ts';
export {
  type DataDeleted,
  deleteData,
  type Forgotten,
  forget,
  type Retention,
  type Withdrawn,
  type WithdrawRefusal,
  withdraw,
} from './leaving/store.ts';
export { type SlidingLimit, takeSlot } from './limits/store.ts';
export { type MaskHit, type MaskKind, maskKinds } from './mask/kinds.ts';
export { maskText } from './mask/mask-text.ts';
export {
  decideHolds,
  type Flag,
  flagForStaff,
  type HeldMessage,
  type HoldDecision,
  type HoldGroup,
  handleFlag,
  listFlags,
  listHolds,
  type NewFlag,
} from './moderation/store.ts';
export { type HoldReason, holdReasons } from './moderation/suspicions.ts';
export { type UrgentKind, urgentKinds, urgentSigns } from './moderation/urgent.ts';
export { type NearDuplicateInput, nearDuplicates } from './near-duplicates.ts';
export {
  forgetOriginals,
  keepOriginal,
  type OriginalPart,
  openOriginal,
  resealOriginals,
} from './originals/store.ts';
export { namedPhotos } from './photos/store.ts';
export {
  listSubmissions,
  readSubmissions,
  type Submission,
  type SubmissionOptions,
  type SubmissionsRead,
} from './read-submissions.ts';
export { type Person, type PersonHash, personOf } from './residents/person.ts';
export {
  agree,
  checkSecret,
  chooseLanguage,
  dropDraft,
  findResident,
  keyAuthors,
  loadConversation,
  type Reachable,
  reachableFor,
  resealAddresses,
  type SavedConversation,
  saveConversation,
  takeTurn,
} from './residents/store.ts';
export {
  countMessages,
  countMessagesBy,
  type LoadedMessage,
  loadMessages,
  type MessageBatch,
  type MessageFilter,
  type NewMessage,
  type Saved,
  SERVED_CHUNK,
  saveMessages,
} from './store.ts';
export {
  appendEvents,
  claimNews,
  type EventNews,
  eventsAfter,
  type LookUpRefusal,
  lookUp,
  type NewEvent,
  noteThemes,
  receiptHolders,
  supportersOf,
  type ThemeNote,
  trailFor,
} from './trail/store.ts';
export type { MessageEvent, Trail, TrailStep } from './trail/trail.ts';
export { databaseSeenUpdates, markSeen, type Update } from './updates/store.ts';
