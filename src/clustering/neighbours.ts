import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { Rows } from '../kernel/index.ts';
import type { Neighbours } from './graph.ts';

/** Queries a call: 256 keep the score block of 60,000 rows at 60 MB, and larger ones were no faster. */
const BLOCK = 256;

type Search = { readonly query: Rows; readonly width: number; readonly k: number };

/** The opened `knn.onnx` (MatMul, then TopK); `close` it when done. */
export type NeighbourSearch = {
  /** Rows turned for searching in them, once for many searches. */
  prepare(rows: Rows): TransposedRows;
  /** The k nearest rows of each query row by inner product, most similar first: indices and similarities [n × k]. */
  nearest(
    query: Rows,
    target: TransposedRows,
    k: number,
  ): Promise<{ index: Int32Array; similarity: Float32Array }>;
  close(): Promise<void>;
};

/** Rows turned into [d × n], made once for many searches. */
export type TransposedRows = { readonly tensor: Tensor; readonly n: number };

const transpose = (rows: Rows): TransposedRows => {
  const out = new Float32Array(rows.n * rows.d);
  for (let i = 0; i < rows.n; i++) {
    const start = i * rows.d;
    for (let t = 0; t < rows.d; t++) out[t * rows.n + i] = rows.data[start + t]!;
  }
  return { tensor: new Tensor('float32', out, [rows.d, rows.n]), n: rows.n };
};

const runBlock = async (session: InferenceSession, xt: Tensor, { query, width, k }: Search) =>
  session.run({
    q: new Tensor('float32', query.data, [query.n, width]),
    xt,
    k: new Tensor('int64', BigInt64Array.of(BigInt(k)), [1]),
  });

type Around = <T>(call: () => Promise<T>) => Promise<T>;

/**
 * Opens the model at `path`; it needs onnxruntime and no network. Throws where the file is missing.
 * @param around is put around every native call, in a thread that may be ended
 */
export const openNeighbourSearch = async (
  path: string,
  around: Around = (call) => call(),
): Promise<NeighbourSearch> => {
  // The score block of each call is as large as the last: an arena would only keep the largest for ever.
  const session = await around(() => InferenceSession.create(path, { enableCpuMemArena: false }));
  return {
    prepare: transpose,
    async nearest(query, target, k) {
      const width = query.d;
      const kept = Math.min(k, target.n);
      const index = new Int32Array(query.n * kept);
      const similarity = new Float32Array(query.n * kept);
      for (let from = 0; from < query.n; from += BLOCK) {
        const n = Math.min(BLOCK, query.n - from);
        const block = { data: query.data.subarray(from * width, (from + n) * width), n, d: width };
        const { v, i } = await around(() =>
          runBlock(session, target.tensor, { query: block, width, k: kept }),
        );
        similarity.set(v!.data as Float32Array, from * kept);
        const indices = i!.data as BigInt64Array;
        for (let at = 0; at < indices.length; at++) index[from * kept + at] = Number(indices[at]!);
      }
      return { index, similarity };
    },
    close: () => session.release(),
  };
};

/** Exact neighbours of every row among all rows, itself left out. Quadratic: 35,000 × 512 take about 6 s on two cores. */
export const exactNeighbours = async (
  search: NeighbourSearch,
  rows: Rows,
  k: number,
): Promise<Neighbours> => {
  const kept = Math.max(0, Math.min(k, rows.n - 1));
  const { index, similarity } = await search.nearest(rows, search.prepare(rows), kept + 1);
  const out = {
    n: rows.n,
    k: kept,
    index: new Int32Array(rows.n * kept),
    similarity: new Float32Array(rows.n * kept),
  };
  for (let i = 0; i < rows.n; i++) {
    let at = i * kept;
    // Among more than k equal rows a row may be missing from its own list: then the last one is left out.
    for (let j = i * (kept + 1); j < (i + 1) * (kept + 1) && at < (i + 1) * kept; j++) {
      if (index[j] === i) continue;
      out.index[at] = index[j]!;
      out.similarity[at++] = similarity[j]!;
    }
  }
  return out;
};
