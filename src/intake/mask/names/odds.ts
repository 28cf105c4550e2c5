import { dict } from '@node-rs/jieba/dict.js';
import { COMMON_GIVEN } from './shape.ts';
import { compoundSurname, surnames } from './surnames.ts';

/**
 * How likely characters are words, and how likely they are somebody's name: counted in the dictionary of jieba (MIT),
 * which has 280,000 words with their frequencies and 60,000 names of persons. All values are natural logarithms.
 */

// 2^19 places for some 280,000 words: half full, so most words are found at the first look or the second.
const SLOTS = 1 << 19;
const keys = new Uint32Array(SLOTS);
const values = new Float32Array(SLOTS);
/** Longer words add nothing: a name has three characters, and what overlaps it is shorter. */
export const LONGEST = 4;
// Where a text has a character that no word begins with.
const UNSEEN = -12.5;

const mix = (key: number, code: number): number => Math.imul(key ^ code, 0x9e3779b1) + 0x7f4a7c15;
const slotOf = (key: number): number => {
  let slot = (key ^ (key >>> 15)) & (SLOTS - 1);
  while (keys[slot] !== 0 && keys[slot] !== key) slot = (slot + 1) & (SLOTS - 1);
  return slot;
};
// One row a Chinese character, so that a look at one touches one line of the cache.
const FIRST_HAN = 0x4e00;
const ROWS = 0x9fff - FIRST_HAN + 2;
const WIDTH = 8;
const SINGLE = 0;
/** How often it is a surname, the first and the second given character, and the only given one. */
const SURNAME = 1;
const FIRST = 2;
const SECOND = 3;
const ONLY = 4;
const table = new Float32Array(ROWS * WIDTH);
/** The last row is that of whatever is no Chinese character. */
const rowOf = (text: string, at: number): number => {
  const row = text.charCodeAt(at) - FIRST_HAN;
  return (row >= 0 && row < ROWS ? row : ROWS - 1) * WIDTH;
};

// A name that is used as often as a word (武松, 李自成) is one of history, and no evidence of what people are called now.
const FAMOUS = 500;
/** What stands for characters that the names do not have, as if each had been seen half a time. */
const SMOOTH = 0.5;

const isNameOf = (word: string, tag: string, frequency: number): boolean =>
  tag.startsWith('nr') &&
  tag !== 'nrt' &&
  frequency < FAMOUS &&
  (word.length === 2 || word.length === 3) &&
  surnames.has(word.charAt(0)) &&
  !compoundSurname.test(word);

/** What is given now is rare in a dictionary (梓, 涵, 萱): it counts like what is given often there. */
const GIVEN_NOW = 150;
/** A surname of the county (綦, 逄) has no famous bearers: it counts like one that a few have. */
const RARE_SURNAME = 4;

/** Counts of the part `part` become logarithms. */
const toLogs = (part: number): void => {
  let total = 0;
  for (let at = part; at < table.length; at += WIDTH) total += table[at]!;
  const all = Math.log(total + SMOOTH * 3000);
  for (let at = part; at < table.length; at += WIDTH) table[at] = Math.log(table[at]! + SMOOTH) - all;
};

const countName = (line: string, length: number): void => {
  table[rowOf(line, 0) + SURNAME]!++;
  if (length === 2) table[rowOf(line, 1) + ONLY]!++;
  else {
    table[rowOf(line, 1) + FIRST]!++;
    table[rowOf(line, 2) + SECOND]!++;
  }
};

const noteWord = (line: string, length: number, frequency: number): void => {
  let key = 0;
  for (let at = 0; at < length; at++) key = mix(key, line.charCodeAt(at));
  const slot = slotOf(key >>> 0 || 1);
  keys[slot] = key >>> 0 || 1;
  values[slot] = frequency;
};

const read = (): void => {
  let total = 0;
  for (const line of new TextDecoder().decode(dict).split('\n')) {
    const length = line.indexOf(' ');
    const last = line.lastIndexOf(' ');
    const frequency = Number(line.slice(length + 1, last));
    total += frequency;
    if (length < 1 || length > LONGEST) continue;
    if (isNameOf(line.slice(0, length), line.slice(last + 1), frequency)) countName(line, length);
    else if (length === 1) table[rowOf(line, 0) + SINGLE] = frequency;
    else noteWord(line, length, frequency);
  }
  const all = Math.log(total);
  for (let slot = 0; slot < SLOTS; slot++)
    if (keys[slot] !== 0) values[slot] = Math.log(Math.max(1, values[slot]!)) - all;
  for (let at = SINGLE; at < table.length; at += WIDTH)
    table[at] = table[at]! > 0 ? Math.log(table[at]!) - all : UNSEEN;
  for (const char of COMMON_GIVEN)
    for (const part of [FIRST, SECOND]) {
      const at = rowOf(char, 0) + part;
      table[at] = Math.max(GIVEN_NOW, table[at]!);
    }
  for (const char of surnames) {
    const at = rowOf(char, 0) + SURNAME;
    table[at] = Math.max(RARE_SURNAME, table[at]!);
  }
  for (const part of [SURNAME, FIRST, SECOND, ONLY]) toLogs(part);
};
read();

const NO_WORD = -Infinity;
/** The word of `length` characters at `at`; NO_WORD where the dictionary has none. */
export const wordOdds = (text: string, at: number, length: number): number => {
  if (length === 1) return table[rowOf(text, at) + SINGLE]!;
  let key = 0;
  for (let step = 0; step < length; step++) key = mix(key, text.charCodeAt(at + step));
  const slot = slotOf(key >>> 0 || 1);
  return keys[slot] === 0 ? NO_WORD : values[slot]!;
};

/** A name of two or three characters at `at`, its surname being the first. */
export const nameOdds = (text: string, at: number, length: number): number =>
  table[rowOf(text, at) + SURNAME]! +
  (length === 2
    ? table[rowOf(text, at + 1) + ONLY]!
    : table[rowOf(text, at + 1) + FIRST]! + table[rowOf(text, at + 2) + SECOND]!);

/**
 * The most that a name at `at` can be likelier than words: against its own characters and pairs alone, without what
 * overlaps it. A few looks into tables, by which most characters are passed over.
 */
export const mostOdds = (text: string, at: number, length: number): number => {
  const first = wordOdds(text, at, 1);
  const second = wordOdds(text, at + 1, 1);
  const name = nameOdds(text, at, length);
  if (length === 2) {
    const least = name - first - second;
    return least < 0 || wordOdds(text, at, 2) === NO_WORD ? least : NO_WORD;
  }
  const third = wordOdds(text, at + 2, 1);
  const least = name - first - second - third;
  return least < 0
    ? least
    : Math.min(least, name - wordOdds(text, at, 2) - third, name - first - wordOdds(text, at + 1, 2));
};
