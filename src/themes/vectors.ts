import { newRows, normaliseRow, type Rows, rowOf } from '../kernel/index.ts';
import { byText } from './by-text.ts';

/** The part of an encoder that themes need: raw vectors, a row a text. */
export type Embedder = { embed(texts: string[]): Promise<Rows> };

/** Vectors of texts in the centred space of the clustering, by text. */
export type CentredTexts = ReadonlyMap<string, Float32Array>;

/** Embeds the distinct texts that are not `known`, in one order whatever order they come in. */
export const embedCentred = async (
  texts: Iterable<string>,
  { mean, encoder, known }: { mean: Float32Array; encoder: Embedder; known?: CentredTexts },
): Promise<CentredTexts> => {
  const distinct = [...new Set(texts)].filter((text) => known?.has(text) !== true).toSorted(byText);
  if (distinct.length === 0) return new Map();
  const raw = await encoder.embed(distinct);
  const out = newRows(raw.n, raw.d);
  return new Map(
    distinct.map((text, i) => {
      const from = rowOf(raw, i);
      const to = rowOf(out, i);
      for (let t = 0; t < raw.d; t++) to[t] = from[t]! - mean[t]!;
      normaliseRow(out, i);
      return [text, to];
    }),
  );
};

/** Inner product of row `i` of `rows` with `vector`; four sums at once are twice as fast as one, whose additions wait for each other. */
export const dotRow = (rows: Rows, i: number, vector: Float32Array): number => {
  const { data, d } = rows;
  const start = i * d;
  let p = 0;
  let q = 0;
  let r = 0;
  let s = 0;
  let t = 0;
  for (; t + 3 < d; t += 4) {
    p += data[start + t]! * vector[t]!;
    q += data[start + t + 1]! * vector[t + 1]!;
    r += data[start + t + 2]! * vector[t + 2]!;
    s += data[start + t + 3]! * vector[t + 3]!;
  }
  for (; t < d; t++) p += data[start + t]! * vector[t]!;
  return p + q + r + s;
};

export const dotOf = (a: Float32Array, b: Float32Array): number =>
  dotRow({ data: a, n: 1, d: a.length }, 0, b);
