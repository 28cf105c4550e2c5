import { READ_OUT } from './numerals.ts';

/**
 * What a text must have for a rule to be worth asking: so many digits or numerals in a row (with nothing but separators
 * between them), so many Latin letters, and one of the characters. Most messages are short and have none of it, and
 * asking fifty rules costs ten times what this costs.
 */
export type Need = {
  readonly run?: number;
  /** The same for a run with a written numeral in it. */
  readonly spoken?: number;
  readonly latin?: number;
  readonly oneOf?: string;
};

export type Traits = {
  readonly run: number;
  readonly spoken: number;
  readonly latin: number;
  readonly seen: number;
};

// The low bits of a character say that it is a figure, a letter, or what stands between figures; each set of characters
// that a rule asks for has a further bit, so there may be 28 such sets.
const FIGURE = 1;
const LATIN = 2;
const BETWEEN = 4;
const WRITTEN = 8;
const OWN_BITS = 4;
const bits = new Uint32Array(0x10000);
const mark = (characters: string, bit: number): void => {
  for (const char of characters) bits[char.charCodeAt(0)]! |= bit;
};
mark(`0123456789${READ_OUT}`, FIGURE);
mark(READ_OUT, WRITTEN);
mark('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ', LATIN);
mark(' \n._·/,、。…-#()+', BETWEEN);

const sets = new Map<string, number>();
const bitOf = (characters: string): number => {
  const known = sets.get(characters);
  if (known !== undefined) return known;
  if (sets.size === 31 - OWN_BITS)
    throw new RangeError('More sets of characters are asked for than have a bit');
  const bit = 2 ** (sets.size + OWN_BITS);
  mark(characters, bit);
  sets.set(characters, bit);
  return bit;
};

export const traitsOf = (text: string): Traits => {
  let longest = 0;
  let run = 0;
  let spoken = 0;
  let written = false;
  let latin = 0;
  let seen = 0;
  for (let at = 0; at < text.length; at++) {
    const own = bits[text.charCodeAt(at)]!;
    seen |= own;
    latin += (own & LATIN) >> 1;
    if ((own & FIGURE) !== 0) {
      run++;
      if ((own & WRITTEN) !== 0) written = true;
      if (run > longest) longest = run;
      if (written && run > spoken) spoken = run;
    } else if ((own & BETWEEN) === 0) {
      run = 0;
      written = false;
    }
  }
  return { run: longest, spoken, latin, seen };
};

/** Whether a text has what is needed. To be made once for each need, before the first text is read. */
export const meets = ({
  run = 0,
  spoken = 0,
  latin = 0,
  oneOf = '',
}: Need): ((traits: Traits) => boolean) => {
  const bit = oneOf === '' ? 0 : bitOf(oneOf);
  return (traits) =>
    traits.run >= run &&
    traits.spoken >= spoken &&
    traits.latin >= latin &&
    (bit === 0 || (traits.seen & bit) !== 0);
};
