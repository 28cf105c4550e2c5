export type { Catalogue, Counts, Entry, Level, Opposition, Quote, Voice } from './catalogue.ts';
export { type DescribeInput, describeThemes } from './describe.ts';
export { applyEdits, type Edited, type EditsInput } from './edits.ts';
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
  editsOfScope,
  findRunByFingerprint,
  lastingThemes,
  latestRun,
  listEdits,
  loadRun,
  markIncomplete,
  saveEdit,
  saveRun,
  startRun,
} from './store.ts';
