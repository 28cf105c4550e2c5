import { styleText } from 'node:util';

/** Terminals are 80 columns by default and wider nowadays; 100 fits half of a laptop's screen. */
export const COLUMNS = 100;

// Unicode's East Asian Width "Wide" and "Fullwidth" (UAX #11), and the emoji that terminals draw as wide.
const WIDE =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f000}-\u{1faff}\u{20000}-\u{3fffd}]/u;
const INVISIBLE = /^[\p{Mark}\p{Control}\p{Format}]+$/u;
const graphemes = new Intl.Segmenter('zh', { granularity: 'grapheme' });

const charactersOf = (text: string): string[] =>
  Array.from(graphemes.segment(text), ({ segment }) => segment);

const widthOfOne = (character: string): number =>
  INVISIBLE.test(character) ? 0 : WIDE.test(character) || character.includes('\u{fe0f}') ? 2 : 1;

/** Columns that `text` takes on a terminal: two for a Chinese character. */
export const widthOf = (text: string): number => {
  let width = 0;
  for (const character of charactersOf(text)) width += widthOfOne(character);
  return width;
};

/** Cut to `width` columns, with an ellipsis where something was cut. */
export const fitted = (text: string, width: number): string => {
  if (widthOf(text) <= width) return text;
  let kept = '';
  let used = 1;
  for (const character of charactersOf(text)) {
    used += widthOfOne(character);
    if (used > width) break;
    kept += character;
  }
  return `${kept}…`;
};

// GB/T 15834: these may not begin a line, and those may not end one.
const NOT_FIRST = /^[，。、；：？！）】》”’…·,.;:?!)\]%]/u;
const NOT_LAST = /[（【《“‘([]$/u;

/** What a line may not be broken within: a Latin word or number, or one character of anything else. */
const piecesOf = (text: string, longest: number): string[] => {
  const pieces = text.match(/[\p{Script=Latin}\d.%+'’/-]+|\s+|[^\s]/gsu) ?? [];
  // An address on the web may be longer than the screen.
  return pieces.flatMap((piece) => piece.match(new RegExp(`.{1,${longest}}`, 'gsu')) ?? []);
};

/** So many characters go over to the next line at most: a row of twenty exclamation marks may be broken. */
const CARRIED = 3;

/** Broken into lines of at most `width` (20 or more) columns, not within a Latin word and not before a closing mark. */
export const wrapped = (text: string, width: number): string[] => {
  const lines: string[] = [];
  let line: string[] = [];
  let used = 0;
  const end = (): void => {
    const whole = line.join('').trim();
    if (whole !== '') lines.push(whole);
  };
  for (const piece of piecesOf(text, Math.floor(width / 2))) {
    if (used + widthOf(piece) > width) {
      const next = [piece];
      while (
        line.length > 1 &&
        next.length <= CARRIED &&
        (NOT_FIRST.test(next[0] ?? '') || NOT_LAST.test(line.at(-1) ?? ''))
      )
        next.unshift(line.pop() ?? '');
      // A mark that could not be kept from the break takes no more than itself along.
      const carried = next.length > CARRIED ? next.splice(0, next.length - 1) : [];
      line.push(...carried);
      end();
      line = next;
      used = widthOf(next.join(''));
    } else {
      line.push(piece);
      used += widthOf(piece);
    }
  }
  end();
  return lines;
};

type Style = Parameters<typeof styleText>[0];

/** Colour and weight only where standard output is a terminal that wants them (NO_COLOR and FORCE_COLOR count). */
export const styled = (style: Style, text: string): string =>
  styleText(style, text, { stream: process.stdout });
