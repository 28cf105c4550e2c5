import { newRows, normaliseRow, type Rows, rowOf } from '../kernel/index.ts';

/** Mean of the rows: [d], summed in double precision so that the order of rows does not show. */
export const meanOf = (rows: Rows): Float32Array => {
  const sum = new Float64Array(rows.d);
  for (let i = 0; i < rows.n; i++) {
    const start = i * rows.d;
    for (let t = 0; t < rows.d; t++) sum[t]! += rows.data[start + t]!;
  }
  return Float32Array.from(sum, (value) => value / Math.max(rows.n, 1));
};

/**
 * The rows with `mean` [d] subtracted and brought back to unit length: what all messages of a corpus share ("people
 * writing to an office") no longer counts as similarity. A row equal to the mean becomes zero.
 */
export const centre = (rows: Rows, mean: Float32Array): Rows => {
  const out = newRows(rows.n, rows.d);
  for (let i = 0; i < rows.n; i++) {
    const from = rowOf(rows, i);
    const to = rowOf(out, i);
    for (let t = 0; t < rows.d; t++) to[t] = from[t]! - mean[t]!;
    normaliseRow(out, i);
  }
  return out;
};
