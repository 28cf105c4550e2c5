import {
  type Boundaries,
  type BoundaryInput,
  eachPair,
  learnBoundaries,
  pairKey,
  sortedPairs,
} from './boundaries.ts';
import type { Voice } from './catalogue.ts';
import { CLAUSE_END, HIDDEN } from './clause-marks.ts';
import type { Pace } from './pace.ts';
import { CODED_PLACE } from './places.ts';
import { cutWords, hasHan, recut, type Token, tagOf, UNKNOWN } from './segment.ts';
import { Vocabulary } from './vocabulary.ts';

/** Between clauses in a token sequence. */
export const BREAK = -1;

/** A word as this corpus uses it. */
export type CorpusToken = Token & {
  readonly uses: number;
  /** How likely a clause opens, or closes, with it: 0 to 1. */
  readonly opening: number;
  readonly closing: number;
  /** The word without which it is hardly ever seen in front of it (behind it), or null. */
  readonly before: string | null;
  readonly after: string | null;
};

/** All messages as sequences of word numbers: 4 bytes a word where token objects would take 100. */
export type Corpus = {
  readonly words: readonly string[];
  readonly numbers: ReadonlyMap<string, number>;
  /** Whether a word can be a keyword: [words]. */
  readonly telling: readonly boolean[];
  /** Whether a word may stand inside a collocation: [words]. */
  readonly plain: readonly boolean[];
  /** Word numbers of each message, collocations glued, `BREAK` between clauses. */
  readonly sequences: readonly Int32Array[];
  /** The same as cut, with punctuation: from these a message's tokens come without cutting it again. */
  readonly raw: readonly Int32Array[];
  /** One token a word, shared by all messages; glued words have none, but two parts. */
  readonly tokens: readonly CorpusToken[];
  readonly parts: ReadonlyMap<number, readonly [number, number]>;
};

/** Statistics need no more of a message than this; a text of 100,000 characters would otherwise be a corpus of its own. */
const MOST_CHARACTERS = 2000;
/** Seen together in fewer messages, two words may be neighbours by chance. */
const LEAST_TOGETHER = 4;
/** Of the rarer word's messages, those where the other follows: 0.4 glued 光伏|板 and 末|班车 but not 小区|停车. */
const LEAST_BOUND = 0.4;
/** Times as often together as by chance; keeps frequent words apart. */
const LEAST_LIFT = 20;
const LONGEST_GLUED = 6;
/** Messages that must have a word that the dictionary lacks, before jieba's guess is believed: 违停, but not 旁建 or 村农民. */
const LEAST_BELIEVED = 3;

type Counting = {
  readonly sequences: readonly Int32Array[];
  readonly counted: readonly boolean[];
  readonly size: number;
};

const documentFrequency = ({ sequences, counted, size }: Counting): Int32Array => {
  const frequency = new Int32Array(size);
  const seen = new Int32Array(size).fill(-1);
  sequences.forEach((sequence, row) => {
    if (!counted[row]) return;
    for (const word of sequence) {
      if (word === BREAK || seen[word] === row) continue;
      seen[word] = row;
      frequency[word]!++;
    }
  });
  return frequency;
};

/** Pairs of neighbouring words that belong together (phrase detection as in Mikolov et al. 2013, by messages). */
const boundPairs = (counting: Counting, { words, plain }: Vocabulary, pairs: Float64Array): Set<number> => {
  const frequency = documentFrequency(counting);
  const bound = new Set<number>();
  eachPair(pairs, (a, b, count) => {
    if (count < LEAST_TOGETHER || a === b || !plain[a] || !plain[b]) return;
    const rarer = Math.min(frequency[a]!, frequency[b]!);
    const lift = (count * counting.sequences.length) / (frequency[a]! * frequency[b]!);
    if (count < LEAST_BOUND * rarer || lift < LEAST_LIFT) return;
    if (words[a]!.length + words[b]!.length <= LONGEST_GLUED) bound.add(pairKey(a, b));
  });
  return bound;
};

/** The sequence without punctuation: `BREAK` stands for each mark, and pairs that belong together are one word. */
const glue = (raw: Int32Array, bound: ReadonlySet<number>, vocabulary: Vocabulary): Int32Array => {
  const { separator } = vocabulary;
  const out = new Int32Array(raw.length);
  let n = 0;
  for (let i = 0; i < raw.length; i++) {
    const a = raw[i]!;
    const b = raw[i + 1];
    if (separator[a]) out[n++] = BREAK;
    else if (b === undefined || separator[b] || !bound.has(pairKey(a, b))) out[n++] = a;
    else {
      out[n++] = vocabulary.glued(a, b);
      i++;
    }
  }
  return out.slice(0, n);
};

/** The pieces of each word that jieba only guessed and few messages have; null for every other word: [words]. */
const piecesOfGuesses = (
  sequences: readonly Int32Array[],
  vocabulary: Vocabulary,
): readonly (readonly number[] | null)[] => {
  const counted = sequences.map(() => true);
  const frequency = documentFrequency({ sequences, counted, size: vocabulary.words.length });
  const known = vocabulary.words.length;
  return Array.from({ length: known }, (_, i) => {
    const word = vocabulary.words[i]!;
    if (vocabulary.tags[i] !== UNKNOWN || frequency[i]! >= LEAST_BELIEVED || !hasHan(word)) return null;
    const found = recut(word);
    return found.length > 1 ? found.map((piece) => vocabulary.numberOf(piece, tagOf)) : null;
  });
};

const inPieces = (sequence: Int32Array, pieces: readonly (readonly number[] | null)[]): Int32Array => {
  if (!sequence.some((word) => (pieces[word] ?? null) !== null)) return sequence;
  const out: number[] = [];
  for (const word of sequence) {
    const found = pieces[word];
    if (found === undefined || found === null) out.push(word);
    else out.push(...found);
  }
  return Int32Array.from(out);
};

const tokensWith = ({ words, tags }: Vocabulary, boundaries: Boundaries): CorpusToken[] =>
  words.map((word, i) => ({
    word,
    tag: tags[i]!,
    uses: boundaries.uses[i]!,
    opening: boundaries.opening[i]!,
    closing: boundaries.closing[i]!,
    before: words[boundaries.before[i]!] ?? null,
    after: words[boundaries.after[i]!] ?? null,
  }));

const cutAll = async (
  voices: readonly Voice[],
  vocabulary: Vocabulary,
  pace: Pace,
): Promise<Int32Array[]> => {
  const sequences: Int32Array[] = [];
  for (const { text } of voices) {
    // A coded place name becomes a separator, so that no word grows across it.
    const { words, tagOf: tag } = cutWords(text.slice(0, MOST_CHARACTERS).replace(CODED_PLACE, HIDDEN));
    const sequence = new Int32Array(words.length);
    for (let i = 0; i < words.length; i++) sequence[i] = vocabulary.numberOf(words[i]!, tag);
    sequences.push(sequence);
    await pace();
  }
  return sequences;
};

/** Reads every message once. `places` are words of the messages' own place fields: shown elsewhere, never keywords. */
export const readCorpus = async (
  voices: readonly Voice[],
  places: ReadonlySet<string>,
  pace: Pace,
): Promise<Corpus> => {
  const vocabulary = new Vocabulary(places);
  const cut = await cutAll(voices, vocabulary, pace);
  const pieces = piecesOfGuesses(cut, vocabulary);
  const raw = cut.map((sequence) => inPieces(sequence, pieces));
  await pace();
  const counted = voices.map((voice) => voice.copyOf === null);
  const { words, tags, separator } = vocabulary;
  const ends = words.map((word) => CLAUSE_END.test(word));
  const input: BoundaryInput = { raw, counted, words, tags, separator, ends };
  const pairs = sortedPairs(input);
  await pace();
  // Before gluing: a glued word has no place in `raw`.
  const tokens = tokensWith(vocabulary, learnBoundaries(input, pairs));
  const bound = boundPairs({ sequences: raw, counted, size: words.length }, vocabulary, pairs);
  await pace();
  const sequences = raw.map((sequence) => glue(sequence, bound, vocabulary));
  const { telling, plain, parts, numbers } = vocabulary;
  return { words, numbers, telling, plain, sequences, raw, tokens, parts };
};

/** The tokens of word numbers, glued words taken apart again. */
export const tokensFor = (
  { tokens, parts }: Pick<Corpus, 'tokens' | 'parts'>,
  numbers: Iterable<number>,
): CorpusToken[] =>
  Array.from(numbers).flatMap((word) => tokens[word] ?? tokensFor({ tokens, parts }, parts.get(word) ?? []));

/** The tokens of a message's first 2,000 characters. */
export const tokensOf = (corpus: Corpus, row: number): CorpusToken[] =>
  Array.from(corpus.raw[row]!, (word) => corpus.tokens[word]!);
