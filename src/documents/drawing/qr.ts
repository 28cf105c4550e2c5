import qrcode from 'qrcode';
import { decimal } from './drawing.ts';

/** White modules around the dark ones: ISO/IEC 18004 asks for four. */
const QUIET = 4;

export type QrCode = {
  /** Path data of the dark area, drawn to fill a square with the quiet zone inside it. */
  readonly d: string;
  /** Width in modules, quiet zone included. */
  readonly modules: number;
};

type Edge = { readonly dx: number; readonly dy: number };

/** One directed edge a side of each dark module that meets a light one, the dark always on its right. */
const edgesOf = (size: number, dark: (x: number, y: number) => boolean): Map<number, Edge[]> => {
  const from = new Map<number, Edge[]>();
  const add = (x: number, y: number, edge: Edge): void => {
    const key = y * (size + 1) + x;
    from.set(key, [...(from.get(key) ?? []), edge]);
  };
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++) {
      if (!dark(x, y)) continue;
      if (!dark(x, y - 1)) add(x, y, { dx: 1, dy: 0 });
      if (!dark(x + 1, y)) add(x + 1, y, { dx: 0, dy: 1 });
      if (!dark(x, y + 1)) add(x + 1, y + 1, { dx: -1, dy: 0 });
      if (!dark(x - 1, y)) add(x, y + 1, { dx: 0, dy: -1 });
    }
  return from;
};

/**
 * The outlines of the dark area as closed polygons. Squares beside squares would leave hairlines between them in many
 * viewers; outlines cannot, and are 1.8 times shorter.
 */
const outlines = (size: number, dark: (x: number, y: number) => boolean): [number, number][][] => {
  const from = edgesOf(size, dark);
  const polygons: [number, number][][] = [];
  for (const start of from.keys()) {
    while ((from.get(start)?.length ?? 0) > 0) {
      const corners: [number, number][] = [];
      let key = start;
      let before: Edge | null = null;
      do {
        const choices = from.get(key) ?? [];
        // Where two modules touch only at a corner, turning right keeps their outlines apart.
        const right: Edge | undefined = choices.find(
          (edge) => before !== null && edge.dx === -before.dy && edge.dy === before.dx,
        );
        const edge: Edge | undefined = right ?? choices[0];
        if (edge === undefined) throw new Error('an outline that does not close');
        choices.splice(choices.indexOf(edge), 1);
        if (edge.dx !== before?.dx || edge.dy !== before.dy)
          corners.push([key % (size + 1), Math.floor(key / (size + 1))]);
        before = edge;
        key += edge.dy * (size + 1) + edge.dx;
      } while (key !== start);
      polygons.push(corners);
    }
  }
  return polygons;
};

/**
 * A QR code with error correction level Q (a quarter of it may be dirty or torn), as one vector path in the square at
 * (`x`, `y`) whose side is `side` millimetres.
 */
export const qrCode = (text: string, square: { x: number; y: number; side: number }): QrCode => {
  const { modules } = qrcode.create(text, { errorCorrectionLevel: 'Q' });
  const { size, data } = modules;
  const dark = (x: number, y: number): boolean =>
    x >= 0 && y >= 0 && x < size && y < size && data[y * size + x] === 1;
  const unit = square.side / (size + 2 * QUIET);
  const place = ([x, y]: [number, number]): string =>
    `${decimal(square.x + (x + QUIET) * unit)} ${decimal(square.y + (y + QUIET) * unit)}`;
  const d = outlines(size, dark)
    .map((corners) => `M${corners.map(place).join('L')}z`)
    .join('');
  return { d, modules: size + 2 * QUIET };
};
