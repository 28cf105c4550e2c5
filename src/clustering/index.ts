export { type Agreement, agreement, meanBestF1 } from './agreement.ts';
export { cellNeighbours, cellsFor } from './cells.ts';
export { centre, meanOf } from './centre.ts';
export { fuzzyGraph, type Graph, type Neighbours } from './graph.ts';
export {
  buildHierarchy,
  type Distinct,
  type Hierarchy,
  type HierarchyOptions,
  type LevelNumbers,
} from './hierarchy.ts';
export { centroidsOf, kMeans } from './k-means.ts';
export type { Partition } from './leiden.ts';
export {
  exactNeighbours,
  type NeighbourSearch,
  openNeighbourSearch,
  type TransposedRows,
} from './neighbours.ts';
