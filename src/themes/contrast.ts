import type { NeighbourSearch, TransposedRows } from '../clustering/index.ts';
import { newRows } from '../kernel/index.ts';
import type { Level } from './catalogue.ts';
import type { Tree } from './members.ts';
import { dotRow } from './vectors.ts';

/** How a text stands to a cluster: `own` where no other centroid of the level is nearer. */
export type Standing = { readonly contrast: number; readonly own: boolean };

/** A text for a cluster. */
export type Claim = { readonly cluster: number; readonly vector: Float32Array };

/** A text's vector shifts by about this much with its batch-mates (int8 scales are per batch): nearer by less is not nearer. */
const SURE = 0.02;
/** Other centroids whose mean similarity counts against a text: it must tell its entry from its neighbours. */
const RIVALS = 5;
const RIVAL_WEIGHT = 0.5;
/** Texts that are compared at once: 4 MB of vectors. */
const BLOCK = 2_048;

/** Puts `value` into the descending list `kept` where it belongs; the least falls out. No array for each of thousands. */
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

/**
 * Compares texts with all centroids of a level. 16,000 texts and 3,600 centroids of 512 dimensions are 30 billion
 * products: 1 s for the neighbour search, 20 s one by one.
 */
export const contrastWith = (tree: Tree, search: NeighbourSearch) => {
  const targets = new Map<Level, TransposedRows>();
  const targetOf = (level: Level): TransposedRows => {
    const target = targets.get(level) ?? search.prepare(tree.centroids[level]);
    targets.set(level, target);
    return target;
  };

  const standingsOfBlock = async (level: Level, claims: readonly Claim[]): Promise<Standing[]> => {
    const centroids = tree.centroids[level];
    const rowOfVector = new Map<Float32Array, number>();
    for (const { vector } of claims) if (!rowOfVector.has(vector)) rowOfVector.set(vector, rowOfVector.size);
    const query = newRows(rowOfVector.size, centroids.d);
    for (const [vector, row] of rowOfVector) query.data.set(vector, row * centroids.d);
    // One more than the rivals, because the cluster itself is mostly among them.
    const k = Math.min(RIVALS + 1, centroids.n);
    const { index, similarity } = await search.nearest(query, targetOf(level), k);
    return claims.map(({ cluster, vector }) => {
      const start = rowOfVector.get(vector)! * k;
      let sum = 0;
      let count = 0;
      let best = -Infinity;
      for (let at = start; at < start + k && count < RIVALS; at++) {
        if (index[at] === cluster) continue;
        best = Math.max(best, similarity[at]!);
        sum += similarity[at]!;
        count++;
      }
      const own = dotRow(centroids, cluster, vector);
      return { contrast: own - (RIVAL_WEIGHT * sum) / Math.max(count, 1), own: own > best + SURE };
    });
  };

  /** For each claim, in order: cosine to its own centroid − ½ × mean cosine to the five nearest others. */
  const standings = async (level: Level, claims: readonly Claim[]): Promise<Standing[]> => {
    const found: Standing[] = [];
    for (let from = 0; from < claims.length; from += BLOCK)
      found.push(...(await standingsOfBlock(level, claims.slice(from, from + BLOCK))));
    return found;
  };

  /** As `standings`, but matters are told from the others of their theme only: for the 30,000 words of 3,600 matters. */
  const standingsAmongSiblings = (claims: readonly Claim[]): Standing[] =>
    claims.map(({ cluster, vector }) => {
      const { parent } = tree.clusters.matter[cluster]!;
      const rivals = new Float64Array(RIVALS).fill(-Infinity);
      for (const other of tree.clusters.theme[parent]!.children)
        if (other !== cluster) keep(rivals, dotRow(tree.centroids.matter, other, vector));
      const own = dotRow(tree.centroids.matter, cluster, vector);
      return { contrast: own - RIVAL_WEIGHT * meanOfKept(rivals), own: own > rivals[0]! + SURE };
    });

  return { standings, standingsAmongSiblings };
};

export type Contrast = ReturnType<typeof contrastWith>;
