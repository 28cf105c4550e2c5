import { type Graph, graphFromEdges } from '../../src/clustering/graph.ts';
import { rngFrom } from '../../src/kernel/index.ts';

export type Edges = { from: number[]; to: number[]; weight: number[] };

export const toGraph = (n: number, edges: Edges): Graph => graphFromEdges(n, edges);

const unweighted = (pairs: readonly (readonly [number, number])[]): Edges => ({
  from: pairs.map(([a]) => a),
  to: pairs.map(([, b]) => b),
  weight: pairs.map(() => 1),
});

/** Zachary 1977: 34 members of a karate club, 78 friendships; best known modularity 0.4198. */
export const karateClub = (): { n: number; edges: Edges } => {
  const rows: Record<number, number[]> = {
    0: [1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 17, 19, 21, 31],
    1: [2, 3, 7, 13, 17, 19, 21, 30],
    2: [3, 7, 8, 9, 13, 27, 28, 32],
    3: [7, 12, 13],
    4: [6, 10],
    5: [6, 10, 16],
    6: [16],
    8: [30, 32, 33],
    9: [33],
    13: [33],
    14: [32, 33],
    15: [32, 33],
    18: [32, 33],
    19: [33],
    20: [32, 33],
    22: [32, 33],
    23: [25, 27, 29, 32, 33],
    24: [25, 27, 31],
    25: [31],
    26: [29, 33],
    27: [33],
    28: [31, 33],
    29: [32, 33],
    30: [32, 33],
    31: [32, 33],
    32: [33],
  };
  const pairs = Object.entries(rows).flatMap(([from, tos]) => tos.map((to) => [Number(from), to] as const));
  return { n: 34, edges: unweighted(pairs) };
};

/** A planted partition: `blocks` of `size` nodes, an edge inside a block with `inside`, between blocks with `between`. */
export const plantedPartition = (options: {
  blocks: number;
  size: number;
  inside: number;
  between: number;
  seed: number;
}): { n: number; edges: Edges } => {
  const rng = rngFrom(options.seed);
  const n = options.blocks * options.size;
  const pairs: [number, number][] = [];
  for (let a = 0; a < n; a++)
    for (let b = a + 1; b < n; b++) {
      const same = Math.floor(a / options.size) === Math.floor(b / options.size);
      if (rng() < (same ? options.inside : options.between)) pairs.push([a, b]);
    }
  return { n, edges: unweighted(pairs) };
};

/** Cliques in a ring, neighbours joined by one edge (Fortunato and Barthélemy 2007). */
export const ringOfCliques = (cliques: number, size: number): { n: number; edges: Edges } => {
  const pairs: [number, number][] = [];
  for (let c = 0; c < cliques; c++) {
    for (let a = 0; a < size; a++)
      for (let b = a + 1; b < size; b++) pairs.push([c * size + a, c * size + b]);
    pairs.push([c * size, ((c + 1) % cliques) * size + 1]);
  }
  return { n: cliques * size, edges: unweighted(pairs) };
};

/** Points on a plane, each joined to its nearest six with weight 1/(1 + distance): the shape of a neighbour graph. */
export const nearestOnPlane = (n: number, seed: number): { n: number; edges: Edges } => {
  const rng = rngFrom(seed);
  const points = Array.from({ length: n }, () => [rng(), rng()] as const);
  const seen = new Set<string>();
  const edges: Edges = { from: [], to: [], weight: [] };
  for (const [i, [x, y]] of points.entries()) {
    const near = points
      .map(([u, v], j) => ({ j, distance: Math.hypot(x - u, y - v) }))
      .filter(({ j }) => j !== i)
      .sort((a, b) => a.distance - b.distance)
      .slice(0, 6);
    for (const { j, distance } of near) {
      const key = `${Math.min(i, j)} ${Math.max(i, j)}`;
      if (seen.has(key)) continue;
      seen.add(key);
      edges.from.push(i);
      edges.to.push(j);
      edges.weight.push(1 / (1 + 10 * distance));
    }
  }
  return { n, edges };
};

/** Preferential attachment (Barabási and Albert 1999), two edges a newcomer: hubs, hardly any communities. */
export const preferentialAttachment = (n: number, seed: number): { n: number; edges: Edges } => {
  const rng = rngFrom(seed);
  const ends = [0, 1];
  const pairs: [number, number][] = [[0, 1]];
  for (let i = 2; i < n; i++) {
    const chosen = new Set<number>();
    while (chosen.size < Math.min(2, i)) chosen.add(ends[Math.floor(rng() * ends.length)] ?? 0);
    for (const j of chosen) {
      pairs.push([j, i]);
      ends.push(j, i);
    }
  }
  return { n, edges: unweighted(pairs) };
};
