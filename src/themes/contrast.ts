import { rowOf } from '../kernel/index.ts';
import type { Level } from './catalogue.ts';
import type { Tree } from './members.ts';
import { dotRow } from './vectors.ts';

/** How a text stands to a cluster: `own` where no other centroid of the level is nearer. */
export type Standing = { readonly contrast: number; readonly own: boolean };

/** A text's vector shifts by about this much with its batch-mates (int8 scales are per batch): nearer by less is not nearer. */
const SURE = 0.02;
/** Other centroids whose mean similarity counts against a text: it must tell its entry from its neighbours. */
const RIVALS = 5;
const RIVAL_WEIGHT = 0.5;
/** Up to so many clusters all are compared; 600 matters with eight candidates each are 1.5 billion products, a second or two. */
const FEW = 600;
/**
 * Themes whose matters are compared with a candidate where there are more: those nearest to the matter's own theme, it
 * among them. Enough to rank candidates; the best one is then told from the matters of the themes nearest to itself.
 */
const THEMES_SEARCHED = 6;
const THEMES_CHECKED = 24;

/** Indices of `values`' largest entries, largest first, ties by index. */
const largest = (values: ArrayLike<number>, count: number): number[] => {
  const best: number[] = [];
  if (count <= 0) return best;
  for (let i = 0; i < values.length; i++) {
    if (best.length === count && values[i]! <= values[best.at(-1)!]!) continue;
    let at = best.length;
    while (at > 0 && values[best[at - 1]!]! < values[i]!) at--;
    best.splice(at, 0, i);
    if (best.length > count) best.pop();
  }
  return best;
};

/** Puts `value` into the descending list `kept` where it belongs; the least falls out. No array for each of millions. */
const keep = (kept: Float64Array, value: number): void => {
  let at = kept.length - 1;
  if (value <= kept[at]!) return;
  for (; at > 0 && kept[at - 1]! < value; at--) kept[at] = kept[at - 1]!;
  kept[at] = value;
};

/** Mean of the values that are there; 0 of none. */
const meanOfKept = (kept: Float64Array): number => {
  let sum = 0;
  let count = 0;
  while (count < kept.length && kept[count]! > -Infinity) sum += kept[count++]!;
  return sum / Math.max(count, 1);
};

/** Compares texts with centroids. */
export const contrastWith = (tree: Tree) => {
  const themesNear = (vector: Float32Array, count: number): number[] => {
    const { theme } = tree.centroids;
    const similarity = new Float64Array(theme.n);
    for (let c = 0; c < theme.n; c++) similarity[c] = dotRow(theme, c, vector);
    return largest(similarity, count);
  };
  const mattersOf = (themes: readonly number[]): number[] =>
    themes.flatMap((theme) => tree.clusters.theme[theme]!.children);
  const everyCluster = {
    group: tree.clusters.group.map((_, c) => c),
    theme: tree.clusters.theme.map((_, c) => c),
    matter: tree.clusters.matter.map((_, c) => c),
  };
  const besideTheme = new Map<number, number[]>();
  /** Clusters that a text for cluster `c` has to be told from: of many matters only those of the themes around. */
  const compared = (level: Level, c: number): readonly number[] => {
    if (level !== 'matter' || everyCluster.matter.length <= FEW) return everyCluster[level];
    const { parent } = tree.clusters.matter[c]!;
    const known = besideTheme.get(parent);
    if (known !== undefined) return known;
    const found = mattersOf(themesNear(rowOf(tree.centroids.theme, parent), THEMES_SEARCHED));
    besideTheme.set(parent, found);
    return found;
  };

  const standingAmong = (
    level: Level,
    c: number,
    vector: Float32Array,
    others: readonly number[],
  ): Standing => {
    const centroids = tree.centroids[level];
    const rivals = new Float64Array(RIVALS).fill(-Infinity);
    for (const other of others) if (other !== c) keep(rivals, dotRow(centroids, other, vector));
    const own = dotRow(centroids, c, vector);
    return { contrast: own - RIVAL_WEIGHT * meanOfKept(rivals), own: own > rivals[0]! + SURE };
  };

  const standing = (level: Level, c: number, vector: Float32Array): Standing =>
    standingAmong(level, c, vector, compared(level, c));

  /** As `standing`, but a matter is told only from the others of its theme: ten times less work for many words. */
  const standingAmongSiblings = (level: Level, c: number, vector: Float32Array): Standing => {
    const { parent } = tree.clusters[level][c]!;
    const others = level === 'matter' ? tree.clusters.theme[parent]!.children : everyCluster[level];
    return standingAmong(level, c, vector, others);
  };

  /** Whether no centroid of the level is nearer to the text than that of cluster `c`; of many matters, those of 24 themes. */
  const isNearestToOwn = (level: Level, c: number, vector: Float32Array): boolean => {
    const centroids = tree.centroids[level];
    const own = dotRow(centroids, c, vector);
    const isNearer = (other: number): boolean =>
      other !== c && dotRow(centroids, other, vector) + SURE >= own;
    if (level !== 'matter' || everyCluster.matter.length <= FEW) return !everyCluster[level].some(isNearer);
    return !mattersOf(themesNear(vector, THEMES_CHECKED)).some(isNearer);
  };

  return { standing, standingAmongSiblings, isNearestToOwn };
};

export type Contrast = ReturnType<typeof contrastWith>;
