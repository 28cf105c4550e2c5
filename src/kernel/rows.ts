/** A dense row-major matrix [n × d] over one flat array. */
export type Rows = { readonly data: Float32Array; readonly n: number; readonly d: number };

export const newRows = (n: number, d: number): Rows => ({ data: new Float32Array(n * d), n, d });

/** A view of row `i`, not a copy: [d]. */
export const rowOf = (rows: Rows, i: number): Float32Array =>
  rows.data.subarray(i * rows.d, (i + 1) * rows.d);

/** The rows at `indices`, copied in that order: [indices.length × d]. */
export const takeRows = (rows: Rows, indices: ArrayLike<number>): Rows => {
  const out = newRows(indices.length, rows.d);
  for (let i = 0; i < indices.length; i++) out.data.set(rowOf(rows, indices[i]!), i * rows.d);
  return out;
};

/** Inner product of row `i` of `a` and row `j` of `b`; the cosine, where both are of unit length. */
export const dot = (a: Rows, i: number, b: Rows, j: number): number => {
  const { data: x, d } = a;
  const y = b.data;
  let p = i * d;
  let q = j * d;
  let sum = 0;
  for (let t = 0; t < d; t++) sum += x[p++]! * y[q++]!;
  return sum;
};

/** Scales row `i` to unit length, in place; a zero row stays zero. */
export const normaliseRow = (rows: Rows, i: number): void => {
  const { data, d } = rows;
  const start = i * d;
  let sum = 0;
  for (let t = start; t < start + d; t++) sum += data[t]! * data[t]!;
  if (sum === 0) return;
  const scale = 1 / Math.sqrt(sum);
  for (let t = start; t < start + d; t++) data[t] = data[t]! * scale;
};
