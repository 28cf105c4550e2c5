import type { Weight } from '../fonts.ts';

/**
 * A page as shapes, in millimetres from its upper left corner, in the order in which they are painted. One drawing is
 * rendered to PDF, SVG and PNG, so the three can never differ. Colours are `#rrggbb`.
 */
export type Drawing = {
  readonly widthMm: number;
  readonly heightMm: number;
  /** Says what the page is to those who cannot see it, and names the PDF. */
  readonly title: string;
  /** What a list of pages calls it. */
  readonly bookmark?: string;
  readonly shapes: readonly Shape[];
};

export type Shape = PathShape | TextShape | PictureShape;

export type PathShape = {
  readonly kind: 'path';
  /** SVG path data. */
  readonly d: string;
  readonly fill?: string;
  readonly stroke?: string;
  readonly strokeWidth?: number;
};

export type TextShape = {
  readonly kind: 'text';
  readonly text: string;
  /** Left end of the line and the height of its baseline. */
  readonly x: number;
  readonly baseline: number;
  readonly size: number;
  readonly weight: Weight;
  readonly fill: string;
  readonly spacing?: number;
};

export type PictureShape = {
  readonly kind: 'picture';
  readonly jpeg: Uint8Array;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Radius of its rounded corners. */
  readonly radius: number;
};

/** At most three decimals: a thousandth of a millimetre is beyond every printer. */
export const decimal = (value: number): string => String(Math.round(value * 1000) / 1000);

export type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };

/** Path data of a rectangle whose corners are rounded by `radius`. */
export const roundedBox = ({ x, y, width, height }: Box, radius: number): string => {
  const [w, h, r] = [width - 2 * radius, height - 2 * radius, radius].map(decimal);
  const arc = (dx: number, dy: number): string =>
    `a${r} ${r} 0 0 1 ${decimal(dx * radius)} ${decimal(dy * radius)}`;
  return `M${decimal(x + radius)} ${decimal(y)}h${w}${arc(1, 1)}v${h}${arc(-1, 1)}h-${w}${arc(-1, -1)}v-${h}${arc(1, -1)}z`;
};

export const circle = (x: number, y: number, radius: number): string => {
  const r = decimal(radius);
  const d = decimal(2 * radius);
  return `M${decimal(x - radius)} ${decimal(y)}a${r} ${r} 0 1 0 ${d} 0a${r} ${r} 0 1 0 -${d} 0z`;
};
