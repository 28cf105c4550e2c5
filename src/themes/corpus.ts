import type { Voice } from './catalogue.ts';
import { STOP_WORDS } from './lexicon.ts';
import { CODED_PLACE } from './places.ts';
import { FOREIGN, segment, type Token } from './segment.ts';

/** Between clauses in a token sequence. */
export const BREAK = -1;

/** All messages as sequences of word numbers: 4 bytes a word where token objects would take 100. */
export type Corpus = {
  readonly words: readonly string[];
  /** Part of speech of each word: [words]. */
  readonly tags: readonly string[];
  /** Whether a word can be a keyword: [words]. */
  readonly telling: readonly boolean[];
  /** Whether a word may stand inside a collocation: [words]. */
  readonly plain: readonly boolean[];
  /** Word numbers of each message, collocations glued, `BREAK` between clauses. */
  readonly sequences: readonly Int32Array[];
  /** The same as cut, with punctuation: from these a message's tokens come without cutting it again. */
  readonly raw: readonly Int32Array[];
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

const SEPARATOR = /^[\p{P}\p{S}\p{Z}\p{C}]+$/u;
const UNTELLING_WORD = /[\d０-９〔〕*＊_@#]|^[A-Za-z]$|^[a-z]\d|^x{2,}$/iu;
/** Parts of speech that say nothing alone: pronouns, numbers, adverbs, particles, times, directions, names of persons and places. */
const UNTELLING_TAG = /^(?:r|m|q|d|p|c|u|y|e|o|t|f|k|h|nr|ns|zg$)/;
const ENGLISH_STOP = new Set(
  'the and for that this with are was were have has had not but you your our his her its they them from will would could should can all any there their what when where which who how about into than then also been being please very just more some out over under only'.split(
    ' ',
  ),
);

const isTelling = (word: string, tag: string, places: ReadonlySet<string>): boolean => {
  if (UNTELLING_WORD.test(word) || STOP_WORDS.has(word) || places.has(word)) return false;
  if (tag === FOREIGN) return word.length >= 3 && !ENGLISH_STOP.has(word.toLowerCase());
  // A long word that the dictionary does not know is mostly two that stuck together (主持人|明显).
  if (tag === 'x' && word.length >= 4) return false;
  return Array.from(word).length >= 2 && !UNTELLING_TAG.test(tag);
};

/** Words from which a collocation may be glued: also single characters, never particles or digits. */
const isPlain = (word: string, tag: string): boolean =>
  !UNTELLING_WORD.test(word) &&
  tag !== FOREIGN &&
  !/^(?:r|m|q|d|p|c|u|y|e|o|t|k)/.test(tag) &&
  !STOP_WORDS.has(word);

const pairKey = (a: number, b: number): number => a * 0x200000 + b;

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
const boundPairs = (counting: Counting, plain: readonly boolean[], words: readonly string[]): Set<number> => {
  const frequency = documentFrequency(counting);
  const together = new Map<number, number>();
  counting.sequences.forEach((sequence, row) => {
    if (!counting.counted[row]) return;
    for (let i = 0; i + 1 < sequence.length; i++) {
      const a = sequence[i]!;
      const b = sequence[i + 1]!;
      if (a === BREAK || b === BREAK || a === b || !plain[a] || !plain[b]) continue;
      const key = pairKey(a, b);
      together.set(key, (together.get(key) ?? 0) + 1);
    }
  });
  const bound = new Set<number>();
  for (const [key, count] of together) {
    const a = Math.floor(key / 0x200000);
    const b = key % 0x200000;
    const rarer = Math.min(frequency[a]!, frequency[b]!);
    const lift = (count * counting.sequences.length) / (frequency[a]! * frequency[b]!);
    if (count < LEAST_TOGETHER || count < LEAST_BOUND * rarer || lift < LEAST_LIFT) continue;
    if (words[a]!.length + words[b]!.length <= LONGEST_GLUED) bound.add(key);
  }
  return bound;
};

/** Words get their numbers in order of appearance. */
class Vocabulary {
  readonly words: string[] = [];
  readonly tags: string[] = [];
  readonly telling: boolean[] = [];
  readonly plain: boolean[] = [];
  readonly separator: boolean[] = [];
  private readonly numbers = new Map<string, number>();
  private readonly places: ReadonlySet<string>;

  constructor(places: ReadonlySet<string>) {
    this.places = places;
  }

  numberOf(word: string, tag: string): number {
    const known = this.numbers.get(word);
    if (known !== undefined) return known;
    const separator = SEPARATOR.test(word);
    this.separator.push(separator);
    this.tags.push(tag);
    this.telling.push(!separator && isTelling(word, tag, this.places));
    this.plain.push(!separator && isPlain(word, tag));
    this.numbers.set(word, this.words.length);
    return this.words.push(word) - 1;
  }

  glued(a: number, b: number): number {
    const word = this.words[a]! + this.words[b]!;
    const known = this.numbers.get(word);
    if (known !== undefined) return known;
    const number = this.numberOf(word, this.tags[b]!);
    this.telling[number] = this.telling[a]! || this.telling[b]!;
    this.plain[number] = true;
    return number;
  }
}

const glue = (sequence: Int32Array, bound: ReadonlySet<number>, vocabulary: Vocabulary): Int32Array => {
  const out: number[] = [];
  for (let i = 0; i < sequence.length; i++) {
    const a = sequence[i]!;
    const b = sequence[i + 1] ?? BREAK;
    if (a === BREAK || b === BREAK || !bound.has(pairKey(a, b))) out.push(a);
    else {
      out.push(vocabulary.glued(a, b));
      i++;
    }
  }
  return Int32Array.from(out);
};

/** Reads every message once. `places` are words of the messages' own place fields: shown elsewhere, never keywords. */
export const readCorpus = (voices: readonly Voice[], places: ReadonlySet<string>): Corpus => {
  const vocabulary = new Vocabulary(places);
  const raw = voices.map(({ text }) =>
    // A coded place name becomes a separator, so that no word grows across it.
    Int32Array.from(segment(text.slice(0, MOST_CHARACTERS).replace(CODED_PLACE, '；')), ({ word, tag }) =>
      vocabulary.numberOf(word, tag),
    ),
  );
  const broken = raw.map((sequence) => sequence.map((word) => (vocabulary.separator[word] ? BREAK : word)));
  const counted = voices.map((voice) => voice.copyOf === null);
  const { words, tags, telling, plain } = vocabulary;
  const bound = boundPairs({ sequences: broken, counted, size: words.length }, plain, words);
  const sequences = broken.map((sequence) => glue(sequence, bound, vocabulary));
  return { words, tags, telling, plain, sequences, raw };
};

/** The tokens of a message's first 2,000 characters. */
export const tokensOf = (corpus: Corpus, row: number): Token[] =>
  Array.from(corpus.raw[row]!, (word) => ({ word: corpus.words[word]!, tag: corpus.tags[word]! }));
