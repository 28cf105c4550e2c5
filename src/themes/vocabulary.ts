import { STOP_WORDS } from './lexicon.ts';
import { FOREIGN } from './segment.ts';

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

/** Words get their numbers in order of appearance. */
export class Vocabulary {
  readonly words: string[] = [];
  readonly tags: string[] = [];
  readonly telling: boolean[] = [];
  readonly plain: boolean[] = [];
  readonly separator: boolean[] = [];
  /** The two words of which a word was glued. */
  readonly parts = new Map<number, readonly [number, number]>();
  readonly numbers = new Map<string, number>();
  private readonly places: ReadonlySet<string>;

  constructor(places: ReadonlySet<string>) {
    this.places = places;
  }

  /** `tagOf` is asked once a word: its part of speech is a property of the dictionary. */
  numberOf(word: string, tagOf: (word: string) => string): number {
    const known = this.numbers.get(word);
    if (known !== undefined) return known;
    const tag = tagOf(word);
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
    const number = this.numberOf(word, () => this.tags[b]!);
    this.telling[number] = this.telling[a]! || this.telling[b]!;
    this.plain[number] = true;
    this.parts.set(number, [a, b]);
    return number;
  }
}
