/** Numerals as they are read out and as they stand on bank slips. */
const strict = ['〇零○', '一幺壹', '二贰貳', '三叁', '四肆', '五伍', '六陆', '七柒', '八捌', '九玖'];

// Read out so that they cannot be misheard (洞幺两拐勾: soldiers, dispatchers), and 幺 as dictation hears it (妖, 腰, 么).
// Elsewhere they are ordinary words, so only what stands inside a number is read as one.
const loose: Readonly<Record<string, string>> = {
  洞: '0',
  O: '0',
  o: '0',
  妖: '1',
  腰: '1',
  么: '1',
  吆: '1',
  两: '2',
  拐: '7',
  勾: '9',
};

const digits = new Map([
  ...strict.flatMap((chars, digit) => Array.from(chars, (char) => [char, String(digit)] as const)),
  ...Object.entries(loose),
]);

/** For a character class: numerals that are numerals wherever they stand. */
export const NUMERALS = strict.join('');

/** For a character class: everything that may stand for a digit inside a number that is read out. */
export const READ_OUT = `${NUMERALS}${Object.keys(loose).join('')}`;

/** `一三八`, `幺三八` and `138` as `138`; separators are dropped, X is kept. */
export const digitsOf = (value: string): string =>
  Array.from(value, (char) => digits.get(char) ?? (/[\dX]/i.test(char) ? char.toUpperCase() : '')).join('');
