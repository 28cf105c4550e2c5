/** Colours of the poster: the red and gold of public notices, dark enough for AA contrast on white (red: 7.4 to 1). */
export const palette = {
  red: '#B5121B',
  deepRed: '#94090F',
  gold: '#D8A548',
  paleGold: '#FFE9B0',
  cream: '#FFF8EC',
  ink: '#1E1A18',
  grey: '#5A5450',
  white: '#FFFFFF',
} as const;

/** A4, in millimetres. Nothing but white lies within `MARGIN` of the edge: office printers cannot print there. */
export const PAGE = { width: 210, height: 297 } as const;
export const MARGIN = 10;
export const CENTRE = PAGE.width / 2;
export const INNER = PAGE.width - 2 * MARGIN;
