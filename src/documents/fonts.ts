import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Font, Glyph, GlyphRun } from 'fontkit';
import { BadSetup } from '../kernel/index.ts';

/** Weights of Noto Sans Hans that documents use. */
export type Weight = 'regular' | 'medium' | 'bold';

export type TextStyle = {
  readonly weight: Weight;
  /** Height of the em, in the unit of the drawing (millimetres). */
  readonly size: number;
  /** Added after every character, in the same unit. */
  readonly spacing?: number;
};

/** A glyph of a text that was set: `dx` from the start of the text, both in font units. */
type PlacedGlyph = { readonly glyph: Glyph; readonly dx: number };

export type Fonts = {
  readonly unitsPerEm: number;
  /** Advance width of one line, in the unit of `size`. */
  readonly width: (text: string, style: TextStyle) => number;
  readonly glyphs: (text: string, style: TextStyle) => PlacedGlyph[];
  /** Characters for which the font has only a box, each once. */
  readonly missing: (text: string) => string[];
  /** For the PDF writer, which embeds the glyphs that were used. */
  readonly face: (weight: Weight) => Font;
};

const files = {
  regular: 'NotoSansHans-Regular.otf',
  medium: 'NotoSansHans-Medium.otf',
  bold: 'NotoSansHans-Bold.otf',
} as const satisfies Record<Weight, string>;

const folder = (): string =>
  path.join(path.dirname(createRequire(import.meta.url).resolve('@embedpdf/fonts-sc')), '..', 'fonts');

const readFaces = async (): Promise<Record<Weight, Buffer>> => {
  try {
    const [regular, medium, bold] = await Promise.all(
      [files.regular, files.medium, files.bold].map((file) => readFile(path.join(folder(), file))),
    );
    if (regular === undefined || medium === undefined || bold === undefined) throw new Error('no font files');
    return { regular, medium, bold };
  } catch (cause) {
    throw new BadSetup(
      {
        zh: '缺少中文字体包 @embedpdf/fonts-sc：请运行 npm ci 重新安装依赖。',
        en: 'The Chinese font package @embedpdf/fonts-sc is missing: run npm ci to install it again.',
      },
      { cause },
    );
  }
};

/**
 * Noto Sans Hans (SIL Open Font License 1.1, see NOTICE): 20,945 of the 20,992 characters of the basic CJK block, all
 * 6,582 of extension A that people are named with, and parts of B. Opened once a process: 0.1 s, 25 MB.
 * @throws BadSetup where the package is not installed.
 */
export const openFonts = async (): Promise<Fonts> => {
  opened ??= load();
  return opened;
};

// Most lines of a poster stand on every poster: setting them anew took half the time of 1,458 of them.
const KEPT_RUNS = 500;

let opened: Promise<Fonts> | null = null;

const load = async (): Promise<Fonts> => {
  // Loaded when used: most programs that read tables draw nothing.
  const [{ create }, bytes] = await Promise.all([import('fontkit'), readFaces()]);
  const faceOf = (weight: Weight): Font => {
    const font = create(bytes[weight]);
    if (!('layout' in font)) throw new Error('a font collection where a font was expected');
    return font;
  };
  const faces = { regular: faceOf('regular'), medium: faceOf('medium'), bold: faceOf('bold') };
  const unitsPerEm = faces.regular.unitsPerEm;
  const runs = new Map<string, GlyphRun>();
  const runOf = (text: string, weight: Weight): GlyphRun => {
    const key = `${weight} ${text}`;
    const known = runs.get(key);
    if (known !== undefined) return known;
    if (runs.size >= KEPT_RUNS) runs.clear();
    const run = faces[weight].layout(text);
    runs.set(key, run);
    return run;
  };
  const glyphs = (text: string, style: TextStyle): PlacedGlyph[] => {
    const run = runOf(text, style.weight);
    const extra = ((style.spacing ?? 0) / style.size) * unitsPerEm;
    let dx = 0;
    return run.glyphs.map((glyph, at) => {
      const placed = { glyph, dx };
      dx += (run.positions[at]?.xAdvance ?? glyph.advanceWidth) + extra;
      return placed;
    });
  };
  const width = (text: string, style: TextStyle): number => {
    const run = runOf(text, style.weight);
    return (run.advanceWidth / unitsPerEm) * style.size + run.glyphs.length * (style.spacing ?? 0);
  };
  const missing = (text: string): string[] => [
    ...new Set(Array.from(text).filter((char) => !faces.bold.hasGlyphForCodePoint(char.codePointAt(0) ?? 0))),
  ];
  return { unitsPerEm, width, glyphs, missing, face: (weight) => faces[weight] };
};
