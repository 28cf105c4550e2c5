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
 * Themes whose matters are compared with a candidate where there are more. They hold the nearest rival of 87 % of
 * labels (456 matters), enough to rank candidates; whether the best one is nearest to its own is then checked exactly.
 */
const THEMES_SEARCHED = 8;

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

/** Compares texts with centroids; remembers which themes a text is near, because several matters ask. */
export const contrastWith = (tree: Tree) => {
  const themesNear = new Map<Float32Array, number[]>();
  const nearestThemes = (vector: Float32Array): number[] => {
    const known = themesNear.get(vector);
    if (known !== undefined) return known;
    const { theme } = tree.centroids;
    const similarity = new Float64Array(theme.n);
    for (let c = 0; c < theme.n; c++) similarity[c] = dotRow(theme, c, vector);
    const near = largest(similarity, THEMES_SEARCHED);
    themesNear.set(vector, near);
    return near;
  };
  const everyCluster = {
    group: tree.clusters.group.map((_, c) => c),
    theme: tree.clusters.theme.map((_, c) => c),
    matter: tree.clusters.matter.map((_, c) => c),
  };
  /** Clusters that a text for cluster `c` has to be told from: for many matters only those of the nearest themes. */
  const compared = (level: Level, c: number, vector: Float32Array): readonly number[] => {
    if (level !== 'matter' || everyCluster.matter.length <= FEW) return everyCluster[level];
    const near = nearestThemes(vector);
    const { parent } = tree.clusters.matter[c]!;
    const themes = near.includes(parent) ? near : [...near, parent];
    return themes.flatMap((theme) => tree.clusters.theme[theme]!.children);
  };

  const standingAmong = (
    level: Level,
    c: number,
    vector: Float32Array,
    others: readonly number[],
  ): Standing => {
    const centroids = tree.centroids[level];
    const similarity = new Float64Array(others.length);
    for (let i = 0; i < others.length; i++)
      similarity[i] = others[i] === c ? -Infinity : dotRow(centroids, others[i]!, vector);
    const own = dotRow(centroids, c, vector);
    const rivals = largest(similarity, Math.min(RIVALS, others.length - 1)).map((i) => similarity[i]!);
    const mean = rivals.reduce((sum, value) => sum + value, 0) / Math.max(rivals.length, 1);
    return { contrast: own - RIVAL_WEIGHT * mean, own: rivals.length === 0 || own > rivals[0]! + SURE };
  };

  const standing = (level: Level, c: number, vector: Float32Array): Standing =>
    standingAmong(level, c, vector, compared(level, c, vector));

  /** As `standing`, but a matter is told only from the others of its theme: ten times less work for many words. */
  const standingAmongSiblings = (level: Level, c: number, vector: Float32Array): Standing => {
    const { parent } = tree.clusters[level][c]!;
    const others = level === 'matter' ? tree.clusters.theme[parent]!.children : everyCluster[level];
    return standingAmong(level, c, vector, others);
  };

  /** Whether no centroid of the level at all is nearer to the text than that of cluster `c`. */
  const isNearestToOwn = (level: Level, c: number, vector: Float32Array): boolean => {
    const centroids = tree.centroids[level];
    const own = dotRow(centroids, c, vector);
    for (let other = 0; other < centroids.n; other++)
      if (other !== c && dotRow(centroids, other, vector) + SURE >= own) return false;
    return true;
  };

  return { standing, standingAmongSiblings, isNearestToOwn };
};

export type Contrast = ReturnType<typeof contrastWith>;
