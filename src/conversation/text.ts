/** Characters as a reader counts them: an emoji of several code points is one. */
const segmenter = new Intl.Segmenter('zh', { granularity: 'grapheme' });

const graphemes = (text: string): string[] => Array.from(segmenter.segment(text), ({ segment }) => segment);

/** Code points; what limits are given in. */
export const lengthOf = (text: string): number => Array.from(text).length;

/**
 * `text` on one line and with at most `most` UTF-16 units, the last an ellipsis where something was left out; never
 * cut inside a character.
 */
export const clip = (text: string, most: number): string => {
  const line = text.replaceAll(/\s+/gu, ' ').trim();
  if (line.length <= most) return line;
  let out = '';
  for (const piece of graphemes(line.slice(0, most + 1))) {
    if (out.length + piece.length > most - 1) break;
    out += piece;
  }
  return `${out.trimEnd()}…`;
};

/**
 * What a keyboard can send and a database or a page cannot hold is taken out: control characters (NUL above all) and
 * halves of surrogate pairs. Everything else stays as written.
 */
export const clean = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll('\r\n', '\n')
    .replaceAll(/(?![\n\t])\p{Cc}/gu, '')
    .trim();

// Under 300 with room to spare: what fits on a small screen without scrolling, in large type.
const REPLY = 280;

/** Lines put together into as few replies as their length allows; a line is never divided. */
export const pack = (lines: readonly string[]): readonly string[] => {
  const packed: string[] = [];
  for (const line of lines) {
    const last = packed.at(-1);
    if (last !== undefined && last.length + 1 + line.length <= REPLY)
      packed[packed.length - 1] = `${last}\n${line}`;
    else packed.push(line);
  }
  return packed;
};

// How far back from the limit a sentence's end is looked for, so that a cut message ends well and stays nearly full.
const LOOK_BACK = 200;

/** Cuts a text after a sentence at or before `most` code points, and never inside a mask mark. */
export const cutAt = (text: string, most: number): { readonly head: string; readonly tail: string } => {
  const points = Array.from(text);
  if (points.length <= most) return { head: text, tail: '' };
  let end = most;
  for (let at = most; at > Math.max(0, most - LOOK_BACK); at--)
    if (/[。！？!?\n]/u.test(points[at - 1] ?? '')) {
      end = at;
      break;
    }
  const open = points.lastIndexOf('〔', end - 1);
  if (open > 0 && points.indexOf('〕', open) >= end) end = open;
  return { head: points.slice(0, end).join('').trim(), tail: points.slice(end).join('').trim() };
};
