import { readFile } from 'node:fs/promises';
import path from 'node:path';
import {
  type Fonts,
  openFonts,
  renderPdf,
  renderPng,
  renderSvg,
  writeZip,
  type ZipPart,
} from '../../documents/index.ts';
import type { Db } from '../../platform/index.ts';
import { codeUrl, type Slug } from '../codes/slug.ts';
import { listCodes, listStationPlaces } from '../codes/store.ts';
import type { Destination, OfficeCode } from '../model.ts';
import { type PosterContent, posterContent } from './content.ts';
import { posterDrawing } from './layout.ts';

export const posterFormats = ['pdf', 'svg', 'png', 'zip'] as const;
export type PosterFormat = (typeof posterFormats)[number];

/** 300 dots an inch: what print shops ask for. A4 is 2,480 × 3,508 then. */
const PRINT_DPI = 300;

export type Poster = { readonly content: PosterContent; readonly to: Destination };

const HELPFUL = ['home', 'station', 'point', 'room'];

/** From the poster's own place upwards, the first that has a station; of several there, a home before a station. */
const nearest = (
  stations: ReadonlyMap<OfficeCode, { name: string; kind: string }[]>,
  to: Destination,
): string | null => {
  for (const { code } of to.place.toReversed()) {
    const there = stations.get(code)?.toSorted((a, b) => HELPFUL.indexOf(a.kind) - HELPFUL.indexOf(b.kind));
    if (there?.[0] !== undefined) return there[0].name;
  }
  return null;
};

/**
 * The posters of the codes in force: of studios whose deputy serves, and of stations. With `slug`, of that one alone.
 * A portrait that is not in the folder is left out.
 */
export const loadPosters = async (
  db: Db,
  options: { publicUrl: string; photoDir: string; slug?: Slug },
): Promise<Poster[]> => {
  const { publicUrl, photoDir, slug } = options;
  const stations = Map.groupBy(await listStationPlaces(db), (station) => station.place);
  const posters: Poster[] = [];
  for (const code of await listCodes(db)) {
    if (slug !== undefined && code.slug !== slug) continue;
    const { to } = code;
    if (to.kind === 'studio' && !to.deputy.serving) continue;
    const photo = to.kind === 'studio' ? to.deputy.photo : null;
    const content = posterContent(code, {
      url: codeUrl(publicUrl, code.slug),
      help: nearest(stations, to),
      photo: photo === null ? null : await readFile(path.join(photoDir, photo)).catch(() => null),
    });
    posters.push({ content, to });
  }
  return posters;
};

/** `Y0001-王建国-K7M2PX9RD.pdf`: sorts by the office's code; the slug ties the paper to the code. */
export const posterName = ({ content, to }: Poster, extension: string): string => {
  const name = content.name.replace(/[^\p{L}\p{N}·]/gu, '');
  return `${to.code}-${name}-${content.slug}.${extension}`;
};

/** Characters of the posters that the font lacks, with the poster they are on: a printed box helps nobody. */
export const lackingCharacters = (posters: readonly Poster[], fonts: Fonts): Map<string, string[]> => {
  const lacking = new Map<string, string[]>();
  for (const { content } of posters) {
    const { city, name, about, where, help } = content;
    const missing = fonts.missing([city, name, about ?? '', where, help ?? ''].join(''));
    if (missing.length > 0) lacking.set(content.slug, missing);
  }
  return lacking;
};

type RenderOptions = {
  readonly created: Date;
  readonly onProgress?: (done: number) => void;
};

/** Drawings one at a time, as the writer asks for them: 1,332 at once would be 400 MB. */
function* drawn(posters: readonly Poster[], fonts: Fonts, onProgress: RenderOptions['onProgress']) {
  for (const [at, { content }] of posters.entries()) {
    yield posterDrawing(content, fonts);
    onProgress?.(at + 1);
  }
}

/** All posters in one PDF, a page each. */
export const postersPdf = async (posters: readonly Poster[], options: RenderOptions): Promise<Uint8Array> => {
  const fonts = await openFonts();
  const [only] = posters;
  const title = posters.length === 1 && only !== undefined ? `海报 ${only.content.name}` : '代表码海报';
  return renderPdf(drawn(posters, fonts, options.onProgress), { fonts, title, created: options.created });
};

/** A ZIP with one PDF a poster, in a folder a town; text is curves, so that any print shop prints it as it is. */
export const postersZip = async (posters: readonly Poster[], options: RenderOptions): Promise<Uint8Array> => {
  const fonts = await openFonts();
  const parts: ZipPart[] = [];
  for (const [at, poster] of posters.entries()) {
    const town = poster.to.place.find((place) => place.kind === 'town')?.name ?? '';
    const { created } = options;
    const title = `海报 ${poster.content.name}`;
    const drawing = posterDrawing(poster.content, fonts);
    const data = await renderPdf([drawing], { fonts, title, created, text: 'outlines' });
    parts.push({ path: [town, posterName(poster, 'pdf')].filter(Boolean).join('/'), data, stored: true });
    options.onProgress?.(at + 1);
  }
  return writeZip(parts);
};

export const posterSvg = async ({ content }: Poster): Promise<string> => {
  const fonts = await openFonts();
  return renderSvg(posterDrawing(content, fonts), fonts);
};

export const posterPng = async (poster: Poster, dpi = PRINT_DPI): Promise<Uint8Array> =>
  renderPng(await posterSvg(poster), dpi);
