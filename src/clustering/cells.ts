import { newRows, normaliseRow, type Rng, type Rows, rngFrom, shuffle, takeRows } from '../kernel/index.ts';
import type { Neighbours } from './graph.ts';
import type { NeighbourSearch } from './neighbours.ts';

/** Rows that the cells' centroids are learnt from, a cell: fewer leave centroids noisy, more only cost time. */
const SAMPLE_PER_CELL = 40;
/** Lloyd iterations on the sample: recall at a fixed number of probes no longer rises after the sixth (bench clustering). */
const ITERATIONS = 6;

/**
 * How many cells, and how many of them each row searches: √n cells balance the search for cells with the search in
 * them, and a sixth of them holds 0.95 of the true neighbours on 100,000 messages (docs/benchmarks.md).
 */
export const cellsFor = (n: number): { cells: number; probes: number } => {
  const cells = Math.max(1, Math.round(Math.sqrt(n)));
  return { cells, probes: Math.max(1, Math.round(cells / 6)) };
};

const sampleOf = (n: number, size: number, rng: Rng): Int32Array => {
  const all = new Int32Array(n);
  for (let i = 0; i < n; i++) all[i] = i;
  if (size >= n) return all;
  shuffle(all, rng);
  return all.slice(0, size).sort();
};

/** Centroids [count × d] of unit length by spherical k-means (Dhillon and Modha 2001), assignment by `knn.onnx`. */
const learnCells = async (
  search: NeighbourSearch,
  rows: Rows,
  { count, seed }: { readonly count: number; readonly seed: number },
): Promise<Rows> => {
  const rng = rngFrom(seed);
  const sample = takeRows(rows, sampleOf(rows.n, count * SAMPLE_PER_CELL, rng));
  let centroids = takeRows(sample, sampleOf(sample.n, count, rng));
  for (let iteration = 0; iteration < ITERATIONS; iteration++) {
    const { index } = await search.nearest(sample, search.prepare(centroids), 1);
    const next = newRows(count, rows.d);
    for (let i = 0; i < sample.n; i++) {
      const to = index[i]! * rows.d;
      const from = i * rows.d;
      for (let t = 0; t < rows.d; t++) next.data[to + t]! += sample.data[from + t]!;
    }
    const members = new Int32Array(count);
    for (let i = 0; i < sample.n; i++) members[index[i]!]!++;
    for (let c = 0; c < count; c++) {
      // A cell that lost all its rows keeps its place.
      if (members[c] === 0) next.data.set(centroids.data.subarray(c * rows.d, (c + 1) * rows.d), c * rows.d);
      else normaliseRow(next, c);
    }
    centroids = next;
  }
  return centroids;
};

/** Keeps the k best of what is offered to each row, most similar first. */
class Best {
  readonly index: Int32Array;
  readonly similarity: Float32Array;
  private readonly k: number;

  constructor(n: number, k: number) {
    this.k = k;
    this.index = new Int32Array(n * k).fill(-1);
    this.similarity = new Float32Array(n * k).fill(-Infinity);
  }

  offer(row: number, candidate: number, similarity: number): void {
    const start = row * this.k;
    let at = start + this.k - 1;
    if (similarity <= this.similarity[at]!) return;
    while (at > start && this.similarity[at - 1]! < similarity) {
      this.similarity[at] = this.similarity[at - 1]!;
      this.index[at] = this.index[at - 1]!;
      at--;
    }
    this.similarity[at] = similarity;
    this.index[at] = candidate;
  }
}

/** Rows of each cell as one list and where each cell starts in it: counting sort. */
const membersOf = (cellOf: ArrayLike<number>, count: number) => {
  const starts = new Int32Array(count + 1);
  for (let i = 0; i < cellOf.length; i++) starts[cellOf[i]! + 1]!++;
  for (let c = 0; c < count; c++) starts[c + 1]! += starts[c]!;
  const cursor = starts.slice(0, count);
  const members = new Int32Array(cellOf.length);
  for (let i = 0; i < cellOf.length; i++) members[cursor[cellOf[i]!]!++] = i;
  return { starts, members };
};

/**
 * Nearest neighbours through cells (inverted file, Jégou, Douze and Schmid 2011): each row searches the `probes` cells
 * whose centroids are nearest to it. About n · probes / cells comparisons a row instead of n.
 */
export const cellNeighbours = async (
  search: NeighbourSearch,
  rows: Rows,
  options: { readonly k: number; readonly cells: number; readonly probes: number; readonly seed: number },
): Promise<Neighbours> => {
  const { k, cells, seed } = options;
  const probes = Math.min(options.probes, cells);
  const centroids = await learnCells(search, rows, { count: cells, seed });
  const probed = (await search.nearest(rows, search.prepare(centroids), probes)).index;
  const home = new Int32Array(rows.n);
  for (let i = 0; i < rows.n; i++) home[i] = probed[i * probes]!;
  const inside = membersOf(home, cells);
  const visitors = membersOf(probed, cells);
  const best = new Best(rows.n, k);
  for (let c = 0; c < cells; c++) {
    const candidates = inside.members.subarray(inside.starts[c], inside.starts[c + 1]);
    if (candidates.length === 0) continue;
    const queries = visitors.members.subarray(visitors.starts[c], visitors.starts[c + 1]);
    const queryRows = Int32Array.from(queries, (at) => Math.floor(at / probes));
    const target = search.prepare(takeRows(rows, candidates));
    const kept = Math.min(k + 1, candidates.length);
    const { index, similarity } = await search.nearest(takeRows(rows, queryRows), target, kept);
    for (let q = 0; q < queryRows.length; q++) {
      const row = queryRows[q]!;
      for (let j = q * kept; j < (q + 1) * kept; j++) {
        const candidate = candidates[index[j]!]!;
        if (candidate !== row) best.offer(row, candidate, similarity[j]!);
      }
    }
  }
  return { n: rows.n, k, index: best.index, similarity: best.similarity };
};
