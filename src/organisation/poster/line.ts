import type { Fonts, Shape, Weight } from '../../documents/index.ts';

type LineStyle = {
  readonly weight: Weight;
  readonly size: number;
  readonly fill: string;
  readonly spacing?: number;
};

/** A line of text centred on `x`; the space after its last character does not count. */
export const centred = (
  fonts: Fonts,
  text: string,
  { x, baseline, ...style }: LineStyle & { x: number; baseline: number },
): Shape => {
  const width = fonts.width(text, style) - (style.spacing ?? 0);
  return { kind: 'text', text, x: x - width / 2, baseline, ...style };
};
