// 16 bands of 3: two texts that share 0.7 of their shingles meet in a band with probability 1 − (1 − 0.7³)¹⁶ = 0.999,
// two that share 0.02, as unrelated messages do, with 0.0001.
const BANDS = 16;
const WIDTH = 3;
const BINS = BANDS * WIDTH;
const EMPTY = 0x7fffffff;

/**
 * One permutation hashing (Li, Owen, Zhang 2012): the least shingle of each bin; an empty bin borrows from the next
 * full one to its right (rotation, Shrivastava and Li 2014), so that short texts have a whole sketch too.
 */
const sketch = (shingles: Int32Array, out: Int32Array): void => {
  out.fill(EMPTY);
  for (let at = 0; at < shingles.length; at++) {
    const hash = shingles[at]!;
    const bin = (hash >>> 0) % BINS;
    const value = hash & 0x7ffffffe;
    if (value < out[bin]!) out[bin] = value;
  }
  for (let bin = 0; bin < BINS; bin++) {
    if (out[bin] !== EMPTY) continue;
    for (let step = 1; step < BINS; step++) {
      const lender = out[(bin + step) % BINS]!;
      // A borrowed value is odd: it is not lent on, and does not meet a bin's own value.
      if (lender === EMPTY || (lender & 1) === 1) continue;
      out[bin] = (lender + Math.imul(step, 0x2545f492)) | 1;
      break;
    }
  }
};

/**
 * The buckets in which a set of shingles meets others that share most of them: 16 integers of 32 bits, for an index.
 * Two sets that share 0.7 have one in common with probability 0.999. Empty for an empty set.
 */
export const bandsOf = (shingles: Int32Array): number[] => {
  if (shingles.length === 0) return [];
  const values = new Int32Array(BINS);
  sketch(shingles, values);
  const bands = new Set<number>();
  for (let band = 0; band < BANDS; band++) {
    // FNV-1a over the band's number and its three values, a word at a time.
    let hash = 0x811c9dc5 ^ band;
    for (let at = 0; at < WIDTH; at++) {
      hash = Math.imul(hash ^ values[band * WIDTH + at]!, 0x01000193);
      hash ^= hash >>> 15;
    }
    bands.add(hash | 0);
  }
  return [...bands];
};

/** Calls `meet` for pairs (earlier, later) of sets that probably share most of their shingles; a pair may come twice. */
export const probablePairs = (
  sets: readonly Int32Array[],
  meet: (earlier: number, later: number) => void,
): void => {
  const sketches = new Int32Array(sets.length * BINS);
  for (const [at, set] of sets.entries()) sketch(set, sketches.subarray(at * BINS, (at + 1) * BINS));
  for (let band = 0; band < BANDS; band++) {
    const buckets = new Map<string, number[]>();
    for (let at = 0; at < sets.length; at++) {
      if (sets[at]!.length === 0) continue;
      const start = at * BINS + band * WIDTH;
      const key = `${sketches[start]} ${sketches[start + 1]} ${sketches[start + 2]}`;
      const bucket = buckets.get(key);
      if (bucket === undefined) buckets.set(key, [at]);
      else {
        // A flood fills a bucket: the first few and the last few of it connect a newcomer as well as all would.
        for (let other = 0; other < Math.min(8, bucket.length); other++) meet(bucket[other]!, at);
        for (let other = Math.max(8, bucket.length - 8); other < bucket.length; other++)
          meet(bucket[other]!, at);
        bucket.push(at);
      }
    }
  }
};
