export type { Catalogue, Counts, Entry, Level, Opposition, Quote, Voice } from './catalogue.ts';
export { inputFingerprint } from './fingerprint.ts';
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
  lastingThemes,
  latestRun,
  listEdits,
  loadRun,
  markIncomplete,
  saveEdit,
  saveRun,
  startRun,
} from './store.ts';
