import type { Neighbours } from '../clustering/index.ts';
import { probablePairs } from './copies/buckets.ts';
import { essence, overlap, shinglesOf } from './copies/shingles.ts';
import { elsewhere, type Whereabouts, whereaboutsOf } from './copies/whereabouts.ts';

// The three numbers were read off 7,223 pairs of neighbours in the resident messages and 467 in the demo corpus
// (docs/decisions/0005-near-duplicates.md). There every marked copy has a centred similarity of 0.79 or more and an
// overlap of 0.42 or more, and no other pair an overlap above 0.03. A vector wobbles by 0.02 with its batch.
const SIMILAR = 0.75;
const OVERLAPPING = 0.4;
// Without a known similarity (a flood fills the k places with itself): what so overlapped had been copied.
const SAME_WORDS = 0.7;
/** Under 8 characters two people write the same by chance; only equal texts are copies. */
const SHORTEST = 8;
/** Up to 60 characters, another house number makes another complaint. */
const SHORT = 60;

export type NearDuplicateInput = {
  readonly texts: readonly string[];
  /** Over the same rows; `similarity` is the cosine of centred vectors. */
  readonly neighbours: Neighbours;
  /** A key a row: the row with the least key is the earliest. Rows are in order where it is left out. */
  readonly order?: readonly string[];
};

/** A text that differs from all others, by its earliest row. */
type Distinct = {
  readonly row: number;
  readonly essence: string;
  readonly shingles: Int32Array;
  whereabouts: Whereabouts | null;
};

const inOrder = (n: number, order: readonly string[] | undefined): Int32Array => {
  const rows = Int32Array.from({ length: n }, (_, row) => row);
  if (order === undefined) return rows;
  return rows.sort((a, b) => {
    const x = order[a] ?? '';
    const y = order[b] ?? '';
    return x < y ? -1 : x > y ? 1 : a - b;
  });
};

/** The distinct texts, earliest first, and the place among them of each row: [n], −1 for an empty text. */
const distinctTexts = (texts: readonly string[], rows: Int32Array) => {
  const distinct: Distinct[] = [];
  const placeOf = new Int32Array(texts.length).fill(-1);
  const seen = new Map<string, number>();
  for (const row of rows) {
    const words = essence(texts[row] ?? '');
    // Emoji or punctuation alone: compared as they stand.
    const key = words === '' ? `\n${(texts[row] ?? '').trim()}` : words;
    if (key === '\n') continue;
    let place = seen.get(key);
    if (place === undefined) {
      place = distinct.length;
      seen.set(key, place);
      distinct.push({ row, essence: words, shingles: shinglesOf(words), whereabouts: null });
    }
    placeOf[row] = place;
  }
  return { distinct, placeOf };
};

/** Whether `later` copies `earlier`, given that they overlap by `enough`; the overlap, or 0. */
const copied = (texts: readonly string[], a: Distinct, b: Distinct, enough: number): number => {
  const shorter = Math.min(a.shingles.length, b.shingles.length);
  const longer = Math.max(a.shingles.length, b.shingles.length);
  // The overlap is at most the ratio of the sizes: most candidates end here.
  if (shorter + 2 < SHORTEST || shorter < enough * longer) return 0;
  const share = overlap(a.shingles, b.shingles);
  if (share < enough) return 0;
  a.whereabouts ??= whereaboutsOf(texts[a.row] ?? '');
  b.whereabouts ??= whereaboutsOf(texts[b.row] ?? '');
  const short = Math.max(a.essence.length, b.essence.length) <= SHORT;
  return elsewhere(a.whereabouts, b.whereabouts, short) ? 0 : share;
};

/** For each distinct text the earlier ones of which it is a copy, as far as neighbours and buckets show: sorted. */
const earlierCopies = (
  { texts, neighbours }: NearDuplicateInput,
  distinct: readonly Distinct[],
  placeOf: Int32Array,
): readonly ReadonlySet<number>[] => {
  const links = distinct.map(() => new Set<number>());
  const tried = new Set<number>();
  const link = (a: number, b: number, enough: number): void => {
    const earlier = Math.min(a, b);
    const later = Math.max(a, b);
    if (earlier < 0 || earlier === later || links[later]!.has(earlier)) return;
    // The second bit of a pair's key: tried with the lower threshold already, so not again.
    const pair = (later * distinct.length + earlier) * 2;
    if (tried.has(pair) || (enough === SAME_WORDS && tried.has(pair + 1))) return;
    tried.add(enough === SAME_WORDS ? pair + 1 : pair);
    if (copied(texts, distinct[earlier]!, distinct[later]!, enough) > 0) links[later]!.add(earlier);
  };
  for (let row = 0; row < neighbours.n; row++)
    for (let at = row * neighbours.k; at < (row + 1) * neighbours.k; at++) {
      const other = neighbours.index[at]!;
      if (other < 0 || neighbours.similarity[at]! < SIMILAR) continue;
      link(placeOf[row]!, placeOf[other]!, OVERLAPPING);
    }
  probablePairs(
    distinct.map(({ shingles }) => shingles),
    (earlier, later) => link(earlier, later, SAME_WORDS),
  );
  return links;
};

/** The original of each distinct text, itself where it is one: a copy overlaps with its original, not only with a copy of it. */
const originalsOf = (
  texts: readonly string[],
  distinct: readonly Distinct[],
  links: readonly ReadonlySet<number>[],
): Int32Array => {
  const original = Int32Array.from(distinct, (_, place) => place);
  for (let place = 0; place < distinct.length; place++) {
    let best = 0;
    const candidates = new Set([...links[place]!].map((earlier) => original[earlier]!));
    for (const candidate of [...candidates].toSorted((a, b) => a - b)) {
      const share = copied(texts, distinct[candidate]!, distinct[place]!, OVERLAPPING);
      if (share > best) {
        best = share;
        original[place] = candidate;
      }
    }
  }
  return original;
};

/**
 * For each row the row of the earliest text of which it is a near-duplicate, or −1: [n]. Copies are equal in letters
 * and figures (numbers of seven figures and masks aside), or near in meaning and in wording and not about different
 * places. A chain of copies does not drift: each is compared with its original. The same for any order of the rows
 * where `order` tells them apart.
 */
export const nearDuplicates = (input: NearDuplicateInput): Int32Array => {
  const { texts, order } = input;
  const { distinct, placeOf } = distinctTexts(texts, inOrder(texts.length, order));
  const original = originalsOf(texts, distinct, earlierCopies(input, distinct, placeOf));
  return Int32Array.from(texts, (_, row) => {
    const place = placeOf[row]!;
    if (place < 0) return -1;
    const first = distinct[original[place]!]!.row;
    return first === row ? -1 : first;
  });
};
