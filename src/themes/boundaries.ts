/** What punctuation teaches about a word: [words] each, by word number. */
export type Boundaries = {
  /** How likely a clause opens with the word, and closes with it: 0 to 1. */
  readonly opening: Float32Array;
  readonly closing: Float32Array;
  /** The word that stands before (after) this one in most of its uses, or −1: the two are one name or one turn. */
  readonly before: Int32Array;
  readonly after: Int32Array;
  readonly uses: Int32Array;
};

export type BoundaryInput = {
  /** Word numbers of each message, with punctuation. */
  readonly raw: readonly Int32Array[];
  readonly counted: readonly boolean[];
  readonly tags: readonly string[];
  readonly words: readonly string[];
  /** Whether a word is a mark between clauses, and whether it is no word at all: [words]. */
  readonly ends: readonly boolean[];
  readonly separator: readonly boolean[];
};

/** Uses of an average word of the same kind that are counted in with the word's own: rare words lean on their kind. */
const LENT = 4;
/** Frequent words are no example for rare ones, so a word counts for its kind with so many uses at most. */
const MOST_EXAMPLES = 20;
/** Seen less often, a word may have met its neighbour by chance. */
const LEAST_SEEN = 3;
const MOSTLY = 0.5;

type Counts = { readonly uses: Int32Array; readonly opens: Int32Array; readonly closes: Int32Array };

const countEdges = ({ raw, counted, ends, separator, words }: BoundaryInput): Counts => {
  const uses = new Int32Array(words.length);
  const opens = new Int32Array(words.length);
  const closes = new Int32Array(words.length);
  raw.forEach((sequence, row) => {
    if (!counted[row]) return;
    for (let i = 0; i < sequence.length; i++) {
      const word = sequence[i]!;
      if (separator[word]) continue;
      uses[word]!++;
      if (i === 0 || ends[sequence[i - 1]!]) opens[word]!++;
      if (i + 1 === sequence.length || ends[sequence[i + 1]!]) closes[word]!++;
    }
  });
  return { uses, opens, closes };
};

/** What the dictionary does not know, and a single character, is half a name as often as a word: only its own uses speak for it. */
const isDoubtful = (word: string, tag: string | undefined): boolean => tag === 'x' || word.length === 1;

/** Shares of `hits` in `uses`, each drawn towards the mean of the words of its part of speech. */
const smoothed = ({ words, tags }: BoundaryInput, uses: Int32Array, hits: Int32Array): Float32Array => {
  const kinds = new Map<string, { hits: number; uses: number }>();
  for (let i = 0; i < words.length; i++) {
    if (uses[i] === 0) continue;
    const kind = kinds.get(tags[i]!) ?? { hits: 0, uses: 0 };
    const examples = Math.min(MOST_EXAMPLES, uses[i]!);
    kind.uses += examples;
    kind.hits += (examples * hits[i]!) / uses[i]!;
    kinds.set(tags[i]!, kind);
  }
  return Float32Array.from(words, (word, i) => {
    const kind = isDoubtful(word, tags[i]) ? undefined : kinds.get(tags[i]!);
    return (hits[i]! + (kind === undefined ? 0 : (LENT * kind.hits) / kind.uses)) / (uses[i]! + LENT);
  });
};

const PAIR = 0x200000;
export const pairKey = (a: number, b: number): number => a * PAIR + b;

/** Pairs of neighbouring words as numbers, sorted: equal pairs stand together. 8 bytes a word, where a table would take 60. */
export const sortedPairs = ({
  raw,
  counted,
  separator,
}: Pick<BoundaryInput, 'raw' | 'counted' | 'separator'>): Float64Array => {
  let size = 0;
  raw.forEach((sequence, row) => {
    if (counted[row]) size += sequence.length;
  });
  const pairs = new Float64Array(size);
  let n = 0;
  raw.forEach((sequence, row) => {
    if (!counted[row]) return;
    for (let i = 0; i + 1 < sequence.length; i++)
      if (!separator[sequence[i]!] && !separator[sequence[i + 1]!])
        pairs[n++] = pairKey(sequence[i]!, sequence[i + 1]!);
  });
  return pairs.subarray(0, n).sort();
};

/** Calls `visit` once for each pair of neighbouring words, with how often they stand side by side. */
export const eachPair = (pairs: Float64Array, visit: (a: number, b: number, count: number) => void): void => {
  for (let from = 0; from < pairs.length; ) {
    const key = pairs[from]!;
    let to = from + 1;
    while (to < pairs.length && pairs[to] === key) to++;
    visit(Math.floor(key / PAIR), key % PAIR, to - from);
    from = to;
  }
};

/**
 * Where clauses of these messages open and close, learned from their own punctuation: a cut inside a clause is good
 * where others put a comma. Together with the neighbours that a word hardly ever goes without (accessor variety, Feng
 * et al. 2004) it tells 「公司|拖欠工资」 from 「有限公司|拖欠工资」 and 「伊|景园」, without a list of names.
 */
export const learnBoundaries = (input: BoundaryInput, pairs: Float64Array): Boundaries => {
  const { uses, opens, closes } = countEdges(input);
  const before = new Int32Array(input.words.length).fill(-1);
  const after = new Int32Array(input.words.length).fill(-1);
  eachPair(pairs, (a, b, count) => {
    if (uses[b]! >= LEAST_SEEN && count >= MOSTLY * uses[b]!) before[b] = a;
    if (uses[a]! >= LEAST_SEEN && count >= MOSTLY * uses[a]!) after[a] = b;
  });
  return {
    opening: smoothed(input, uses, opens),
    closing: smoothed(input, uses, closes),
    before,
    after,
    uses,
  };
};
