export { collectedBy, scopeName } from './about.ts';
export { findUnsupported, type Unsupported } from './check.ts';
export type {
  About,
  AnswerItem,
  AppendixTheme,
  Change,
  Cited,
  DigestContent,
  EntrySection,
  Evidence,
  Figure,
  Lang,
  OpenQuestion,
  Sentence,
  SingleVoice,
  Totals,
  Unit,
} from './content.ts';
export { renderDocx } from './docx.ts';
export { draftDigest } from './draft.ts';
export { renderHtml } from './html.tsx';
export { renderJson } from './json.ts';
export type { Sources } from './ledger.ts';
export { renderMarkdown } from './markdown.ts';
export { lastIssue, latestDigest, type NewDigest, type StoredDigest, saveDigest } from './store.ts';
export { holdsDigest, renderFiles, writeDigest } from './write-digest.ts';
