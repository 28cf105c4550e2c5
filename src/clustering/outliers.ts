import { newRows, type Rows } from '../kernel/index.ts';
import { compactLabels } from './graph.ts';
import type { Partition } from './leiden.ts';

/**
 * Cosine of each row to the mean of the other rows of its label: [n]. Rows are of unit length; a row alone under its
 * label has 1.
 */
export const cohesion = (rows: Rows, { labels, count }: Partition): Float64Array => {
  const sums = newRows(count, rows.d);
  const size = new Int32Array(count);
  for (let i = 0; i < rows.n; i++) {
    size[labels[i]!]!++;
    for (let t = 0; t < rows.d; t++) sums.data[labels[i]! * rows.d + t]! += rows.data[i * rows.d + t]!;
  }
  const out = new Float64Array(rows.n).fill(1);
  for (let i = 0; i < rows.n; i++) {
    if (size[labels[i]!] === 1) continue;
    let product = 0;
    let square = 0;
    for (let t = 0; t < rows.d; t++) {
      const own = rows.data[i * rows.d + t]!;
      const others = sums.data[labels[i]! * rows.d + t]! - own;
      product += own * others;
      square += others * others;
    }
    out[i] = square === 0 ? 0 : product / Math.sqrt(square);
  }
  return out;
};

/** Rows whose cohesion is below `least` get labels of their own. */
export const setApart = (rows: Rows, partition: Partition, least: number): Partition => {
  const near = cohesion(rows, partition);
  const labels = partition.labels.slice();
  let next = partition.count;
  for (let i = 0; i < rows.n; i++) if (near[i]! < least) labels[i] = next++;
  return { labels, count: compactLabels(labels) };
};
