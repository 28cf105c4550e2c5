export type { Catalogue, Counts, Entry, Level, Opposition, Quote, Voice } from './catalogue.ts';
export { type DescribeInput, describeThemes } from './describe.ts';
export { applyEdits, type Edited, type EditsInput } from './edits/apply-edits.ts';
export { editsOfScope, lastingThemes, listEdits, saveEdit } from './edits/store.ts';
export { inputFingerprint } from './fingerprint.ts';
export { type LineageInput, type Matched, matchLineage, type Remembered, withIdentities } from './lineage.ts';
export { growTree } from './members.ts';
export type {
  Edit,
  LastingTheme,
  Lineage,
  RunPlan,
  RunRecord,
  RunResult,
  RunState,
  StoredRun,
} from './record.ts';
export {
  findRunByFingerprint,
  latestRun,
  markIncomplete,
  markLost,
  runsOver,
  runsUnderWay,
  startRun,
} from './runs/store.ts';
export { loadRun, saveParts, saveRun } from './store.ts';
