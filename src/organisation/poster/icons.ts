import { circle, roundedBox, type Shape } from '../../documents/index.ts';
import { palette } from './palette.ts';

const line = (d: string, strokeWidth = 0.8): Shape => ({ kind: 'path', d, stroke: palette.red, strokeWidth });

/** Each icon fills a square of 11 mm whose upper left corner is at (`x`, `y`). */
export type Icon = (x: number, y: number) => Shape[];

/** A telephone that looks at a square code. */
export const phoneIcon: Icon = (x, y) => [
  line(roundedBox({ x: x + 2.4, y: y + 0.4, width: 6.2, height: 10.2 }, 1.2)),
  line(`M${x + 4.7} ${y + 9.1}h1.6`, 0.6),
  line(
    `M${x + 4} ${y + 3.6}v-1h1M${x + 6} ${y + 2.6}h1v1M${x + 7} ${y + 5.4}v1h-1M${x + 5} ${y + 6.4}h-1v-1`,
    0.55,
  ),
  { kind: 'path', d: `M${x + 4.9} ${y + 3.9}h1.2v1.2h-1.2z`, fill: palette.red },
];

/** A speech bubble with lines of text. */
export const bubbleIcon: Icon = (x, y) => [
  line(
    `M${x + 1.8} ${y + 1}h7.4a1.4 1.4 0 0 1 1.4 1.4v4a1.4 1.4 0 0 1 -1.4 1.4h-3.6l-2.6 2.4v-2.4h-1.2a1.4 1.4 0 0 1 -1.4 -1.4v-4a1.4 1.4 0 0 1 1.4 -1.4z`,
  ),
  line(`M${x + 2.7} ${y + 3.4}h5.6M${x + 2.7} ${y + 5.4}h3.6`, 0.6),
];

/** A slip with a tick. */
export const receiptIcon: Icon = (x, y) => [
  line(`M${x + 2} ${y + 0.6}h7v9.6l-1.4 -1l-1.05 1l-1.05 -1l-1.05 1l-1.05 -1l-1.4 1z`),
  { kind: 'path', d: circle(x + 5.5, y + 4.4, 2.2), fill: palette.red },
  { kind: 'path', d: `M${x + 4.5} ${y + 4.5}l0.75 0.8l1.35 -1.6`, stroke: palette.white, strokeWidth: 0.5 },
];
