import { maskKinds } from '../mask/kinds.ts';

const marks = new RegExp(
  Object.values(maskKinds)
    .map(({ mark }) => mark)
    .join('|'),
  'g',
);

/**
 * What of a text counts when texts are compared: letters and figures alone, in one width and case. Marks and numbers
 * of seven figures or more (telephones, cards) go, so that a copy with another telephone is the same text.
 */
export const essence = (text: string): string =>
  text
    .replace(marks, ' ')
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
    .replace(/\d{7,}/g, '');

/** Finaliser of MurmurHash3 (Appleby): every bit of three characters reaches every bit of the hash. */
const mixed = (a: number, b: number, c: number): number => {
  let h = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b) ^ Math.imul(c, 0xc2b2ae35);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
};

/** The set of a text's 3-grams as hashes, ascending, each once; empty for a text under three characters. */
export const shinglesOf = (text: string): Int32Array => {
  const all = new Int32Array(Math.max(0, text.length - 2));
  for (let at = 0; at < all.length; at++)
    all[at] = mixed(text.charCodeAt(at), text.charCodeAt(at + 1), text.charCodeAt(at + 2));
  all.sort();
  let kept = 0;
  for (let at = 0; at < all.length; at++) if (at === 0 || all[at] !== all[at - 1]) all[kept++] = all[at]!;
  return all.subarray(0, kept);
};

/** Jaccard index of two sets of shingles. */
export const overlap = (a: Int32Array, b: Int32Array): number => {
  let shared = 0;
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const x = a[i]!;
    const y = b[j]!;
    if (x === y) {
      shared++;
      i++;
      j++;
    } else if (x < y) i++;
    else j++;
  }
  const union = a.length + b.length - shared;
  return union === 0 ? 0 : shared / union;
};
