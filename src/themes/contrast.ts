import { rowOf } from '../kernel/index.ts';
import type { Level } from './catalogue.ts';
import type { Tree } from './members.ts';
import { dotOf } from './vectors.ts';

/** How a text stands to a cluster: `own` where no other centroid of the level is nearer. */
export type Standing = { readonly contrast: number; readonly own: boolean };

/** Other centroids whose mean similarity counts against a text: it must tell its entry from its neighbours. */
const RIVALS = 5;
const RIVAL_WEIGHT = 0.5;
/** Up to so many clusters all are compared. */
const FEW = 300;
/** Themes whose matters are compared with a matter's candidate: beyond the nearest eight no rival was ever found. */
const THEMES_SEARCHED = 8;

/** Indices of `values`' largest entries, largest first, ties by index. */
const largest = (values: ArrayLike<number>, count: number): number[] => {
  const best: number[] = [];
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
    const similarity = Float64Array.from({ length: theme.n }, (_, c) => dotOf(vector, rowOf(theme, c)));
    const near = largest(similarity, THEMES_SEARCHED);
    themesNear.set(vector, near);
    return near;
  };
  /** Clusters that a text for cluster `c` has to tell it from: for many matters only those of the nearest themes. */
  const compared = (level: Level, c: number, vector: Float32Array): readonly number[] => {
    const all = tree.clusters[level];
    if (level !== 'matter' || all.length <= FEW) return all.map((_, other) => other);
    const themes = new Set([all[c]!.parent, ...nearestThemes(vector)]);
    return [...themes].flatMap((theme) => tree.clusters.theme[theme]!.children);
  };

  return (level: Level, c: number, vector: Float32Array): Standing => {
    const centroids = tree.centroids[level];
    const own = dotOf(vector, rowOf(centroids, c));
    const others = compared(level, c, vector).filter((other) => other !== c);
    const similarity = others.map((other) => dotOf(vector, rowOf(centroids, other)));
    const rivals = largest(similarity, RIVALS).map((i) => similarity[i]!);
    const mean = rivals.reduce((sum, value) => sum + value, 0) / Math.max(rivals.length, 1);
    return { contrast: own - RIVAL_WEIGHT * mean, own: rivals.length === 0 || own > rivals[0]! };
  };
};

export type Contrast = ReturnType<typeof contrastWith>;
