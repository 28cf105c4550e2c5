export {
  type Analysis,
  type AnalysisOptions,
  type Arrangement,
  analyse,
  arrange,
  type Progress,
  type Stage,
  type Tools,
} from './analyse.ts';
export { type Placement, type Placements, placementsIn } from './placements.ts';
export { type DigestRequest, type DigestRun, type DigestStage, runDigest } from './run-digest.ts';
export { type ServeDeps, type Serving, serve } from './serve.ts';
