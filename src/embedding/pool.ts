import { newRows, normaliseRow, type Rows } from '../kernel/index.ts';
import type { Pooling } from './model-files.ts';

/** A model's output: [texts × width], or [texts × length × width] with a state for each token. */
export type Output = { readonly data: Float32Array; readonly dims: readonly number[] };

/** The mean of the first `tokens` states of one text, left unscaled: rows are brought to unit length anyway. */
const sumStates = (states: Float32Array, tokens: number, out: Float32Array): void => {
  const d = out.length;
  for (let token = 0; token < tokens; token++)
    for (let t = 0; t < d; t++) out[t] = out[t]! + states[token * d + t]!;
};

/**
 * One row of unit length a text. Token states are pooled over the `lengths[i]` tokens that are no padding; what the
 * model pooled itself is only scaled.
 * @throws Error where a row is not finite or is zero: the model's file is then unfit, whatever its texts.
 */
export const poolRows = (output: Output, lengths: readonly number[], pooling: Pooling): Rows => {
  const [n = 0, second = 0, third] = output.dims;
  const d = third ?? second;
  const rows = newRows(n, d);
  for (let i = 0; i < n; i++) {
    const row = rows.data.subarray(i * d, (i + 1) * d);
    const start = third === undefined ? i * d : i * second * d;
    if (third !== undefined && pooling === 'mean')
      sumStates(output.data.subarray(start, start + second * d), lengths[i]!, row);
    else row.set(output.data.subarray(start, start + d));
    normaliseRow(rows, i);
    // Of a vector of unit length the sum of squares is 1; NaN and infinity spread to it, and zero stays zero.
    let squares = 0;
    for (let t = 0; t < d; t++) squares += row[t]! * row[t]!;
    if (!(squares > 0.99 && squares < 1.01))
      throw new Error('the model returned a vector without a direction');
  }
  return rows;
};
