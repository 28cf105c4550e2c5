export type { ColumnChoice, Columns } from './columns.ts';
export { type MaskHit, type MaskKind, maskKinds } from './mask/kinds.ts';
export { maskText } from './mask/mask-text.ts';
export { type NearDuplicateInput, nearDuplicates } from './near-duplicates.ts';
export {
  listSubmissions,
  readSubmissions,
  type Submission,
  type SubmissionOptions,
  type SubmissionsRead,
} from './read-submissions.ts';
export {
  countMessages,
  countMessagesBy,
  type LoadedMessage,
  loadMessages,
  type MessageBatch,
  type MessageFilter,
  type NewMessage,
  type Saved,
  saveMessages,
} from './store.ts';
