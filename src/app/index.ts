export {
  type Analysis,
  type AnalysisOptions,
  analyse,
  type Progress,
  type Stage,
  type Tools,
} from './analyse.ts';
