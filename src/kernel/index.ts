export { inChina, midnight } from './china-time.ts';
export { BadInput, BadSetup, Failure } from './failure.ts';
export {
  type Branded,
  type DigestId,
  digestId,
  type MessageId,
  messageId,
  type RunId,
  runId,
  type ThemeId,
  type TopicId,
  themeId,
  topicId,
} from './ids.ts';
export { type Rng, rngFrom, shuffle } from './random.ts';
export { ok, type Result, refuse } from './result.ts';
export { dot, newRows, normaliseRow, type Rows, rowOf, takeRows } from './rows.ts';
