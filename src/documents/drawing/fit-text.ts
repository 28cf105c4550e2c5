import type { Fonts, Weight } from '../fonts.ts';

export type FittedText = {
  readonly lines: readonly string[];
  /** The size at which every line is at most as wide as was asked for. */
  readonly size: number;
};

/** Where a line may end: between Chinese characters, at blanks, never inside a word or number, nor before a closing mark. */
const pieces = (text: string): string[] =>
  text.match(/(?:[\p{Script=Latin}\p{N}.:/_-]+|.)[，。、；：！？）》”’·]*\s*/gsu) ?? [text];

/** The split into two lines whose longer one is shortest. */
const halves = (text: string, width: (line: string) => number): string[] => {
  const parts = pieces(text);
  let best = [text];
  let shortest = Infinity;
  for (let at = 1; at < parts.length; at++) {
    const lines = [parts.slice(0, at).join('').trimEnd(), parts.slice(at).join('')];
    const longer = Math.max(...lines.map(width));
    if (longer < shortest) {
      shortest = longer;
      best = lines;
    }
  }
  return best;
};

/**
 * The text within `width`, as large as `size` allows: on one line while that does not make it smaller than `keep` (a
 * share of `size`), then on `maxLines` (1 or 2). What is longer still is set smaller: nothing is ever cut off.
 */
export const fitText = (
  text: string,
  options: {
    readonly fonts: Fonts;
    readonly weight: Weight;
    readonly size: number;
    readonly width: number;
    readonly maxLines: 1 | 2;
    readonly keep?: number;
  },
): FittedText => {
  const { fonts, weight, size, width, maxLines, keep = 0.8 } = options;
  // Measured at size 1: widths grow in proportion.
  const unit = (line: string): number => fonts.width(line, { weight, size: 1 });
  const fitted = (lines: readonly string[]): FittedText => ({
    lines,
    size: Math.min(size, width / Math.max(...lines.map(unit), Number.EPSILON)),
  });
  const one = fitted([text]);
  if (maxLines === 1 || one.size >= keep * size) return one;
  const two = fitted(halves(text, unit));
  return two.size > one.size ? two : one;
};
