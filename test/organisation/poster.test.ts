import jsqr from 'jsqr';
import sharp from 'sharp';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  type Drawing,
  type Fonts,
  openFonts,
  readZip,
  renderPdf,
  renderPng,
  renderSvg,
} from '../../src/documents/index.ts';
import {
  lackingCharacters,
  type PlacePath,
  type Poster,
  type PosterContent,
  placeLine,
  posterContent,
  posterDrawing,
  posterName,
  postersPdf,
  postersZip,
  readSlug,
  type Slug,
} from '../../src/organisation/index.ts';

// CommonJS: its types put the function under `default`, where the test runner finds it at the top as well.
const readQr = 'default' in jsqr ? jsqr.default : jsqr;

let fonts: Fonts;
beforeAll(async () => {
  fonts = await openFonts();
});

const slug = readSlug('K7M2PX9RD') as Slug;
const path: PlacePath = [
  { code: 'A', name: '安丰市', kind: 'city' },
  { code: 'A1', name: '石桥镇', kind: 'town' },
  { code: 'A11', name: '河东村', kind: 'community' },
  { code: 'A111', name: '河东村第十二网格', kind: 'grid' },
];

const aPoster = (changes: Partial<PosterContent> = {}): PosterContent => ({
  city: '安丰市',
  slug,
  url: `https://mashang.anfeng.example/s/${slug}`,
  name: '王建国',
  after: '代表',
  about: '安丰市人大代表 · 城乡建设专业小组',
  where: '兴业街道 翠湖社区 第一网格',
  photo: null,
  help: '翠湖社区人大代表联络站',
  ...changes,
});

const aPhoto = (): Promise<Buffer> =>
  sharp({ create: { width: 413, height: 579, channels: 3, background: '#778899' } })
    .jpeg()
    .toBuffer();

const extremes: Record<string, Partial<PosterContent>> = {
  'a usual one': {},
  'a name of four characters and a long grid name': {
    name: '欧阳建国',
    where: '沧浪街道 高新技术产业开发区人民路南社区 汽车零部件产业园职工宿舍第一百二十三网格',
  },
  'a name of eighteen characters': { name: '阿依古丽·买买提江·阿卜杜热合曼' },
  'sixty characters in every line': {
    city: '安'.repeat(60),
    name: '王'.repeat(60),
    about: '组'.repeat(60),
    where: '街'.repeat(180),
    help: '站'.repeat(60),
    url: `https://${'a'.repeat(60)}.example.cn/a/long/path/s/${slug}`,
  },
  'a station without address or hours': { name: '兴业街道人大代表之家', after: null, about: '', help: null },
};

type Line = { readonly text: string; left: number; right: number; top: number; bottom: number };

/** The boxes of all lines of text: ascent 0.88 and descent 0.12 of the em, as Noto's Chinese characters fill it. */
const linesOf = (drawing: Drawing): Line[] =>
  drawing.shapes.flatMap((shape) => {
    if (shape.kind !== 'text') return [];
    const { text, x, baseline, size } = shape;
    const right = x + fonts.width(text, shape) - (shape.spacing ?? 0);
    return [{ text, left: x, right, top: baseline - 0.88 * size, bottom: baseline + 0.12 * size }];
  });

const overlap = (a: Line, b: Line): boolean =>
  Math.min(a.right, b.right) - Math.max(a.left, b.left) > 0.1 &&
  Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 0.1;

describe.each(Object.keys(extremes))('the poster of %s', (name) => {
  const drawingOf = async (withPhoto: boolean): Promise<Drawing> =>
    posterDrawing(aPoster({ ...extremes[name], photo: withPhoto ? await aPhoto() : null }), fonts);

  test.each([true, false])(
    'keeps every line on the page and apart from the others (photo: %s)',
    async (photo) => {
      const lines = linesOf(await drawingOf(photo));
      const outside = lines.filter(({ left, right, bottom }) => left < 10 || right > 200 || bottom > 287);
      expect(outside).toEqual([]);
      const pairs = lines.flatMap((a, at) => lines.slice(at + 1).map((b) => [a, b] as const));
      expect(pairs.filter(([a, b]) => overlap(a, b))).toEqual([]);
    },
  );

  test('has a QR code that a reader finds in the picture, and that holds the address', async () => {
    const png = await renderPng(renderSvg(await drawingOf(true), fonts), 100);
    const { data, info } = await sharp(png).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
    expect([info.width, info.height]).toEqual([827, 1169]);
    const found = readQr(new Uint8ClampedArray(data), info.width, info.height);
    expect(found?.data).toBe(aPoster(extremes[name]).url);
  });
});

test('the QR code is still read with a tenth of it covered: error correction Q', async () => {
  const content = aPoster();
  const png = await renderPng(renderSvg(posterDrawing(content, fonts), fonts), 150);
  // The code fills 80 mm from (65, 145); without the quiet zone 64 mm. A blot of 20 mm in its middle is a tenth.
  const millimetre = 150 / 25.4;
  const side = Math.round(20 * millimetre);
  const blot = await sharp({ create: { width: side, height: side, channels: 3, background: '#666666' } })
    .png()
    .toBuffer();
  const [left, top] = [105 - 10, 185 - 10].map((mm) => Math.round(mm * millimetre));
  const { data, info } = await sharp(png)
    .composite([{ input: blot, left: left ?? 0, top: top ?? 0 }])
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  expect(readQr(new Uint8ClampedArray(data), info.width, info.height)?.data).toBe(content.url);
});

describe('what a poster says', () => {
  const deputy = { id: 1, code: 'D1', name: '王建国', group: '教育专业小组', photo: null, serving: true };
  const about = (level: 'nation' | 'province' | 'prefecture' | 'county' | 'town', place: PlacePath) =>
    posterContent(
      { slug, to: { kind: 'studio', id: 1, code: 'Y1', name: 'y', deputy: { ...deputy, level }, place } },
      { url: 'u', help: null, photo: null },
    ).about;

  test('of which congress the deputy is; a street office has none', () => {
    expect(about('county', path)).toBe('安丰市人大代表 · 教育专业小组');
    expect(about('town', path)).toBe('石桥镇人大代表 · 教育专业小组');
    const street = path.map((place) => (place.kind === 'town' ? { ...place, name: '兴业街道' } : place));
    expect(about('town', street)).toBe('人大代表 · 教育专业小组');
  });

  test('a place from town to grid, each name once', () => {
    expect(placeLine(path)).toBe('石桥镇 河东村 第十二网格');
    expect(placeLine(path.slice(0, 2))).toBe('石桥镇');
  });
});

describe('files of posters', () => {
  const to = {
    kind: 'station',
    id: 1,
    code: 'S1',
    name: 's',
    station: 'home',
    address: null,
    hours: null,
  } as const;
  const posters = ['王建国', '李秀兰', '𬱖䶮'].map(
    (name): Poster => ({ content: aPoster({ name }), to: { ...to, place: path } }),
  );
  const created = new Date('2026-11-24T00:00:00Z');

  test('are the same bytes for the same posters and time', async () => {
    const [one, two] = [await postersPdf(posters, { created }), await postersPdf(posters, { created })];
    expect(Buffer.from(one).equals(Buffer.from(two))).toBe(true);
  });

  test('a PDF has a page a poster and three fonts inside, cut to what is used', async () => {
    const bytes = Buffer.from(await postersPdf(posters, { created })).toString('latin1');
    expect(bytes.match(/\/Type \/Page\b/g)).toHaveLength(3);
    expect(new Set(bytes.match(/\/FontName \/\w+\+NotoSansHans-\w+/g)).size).toBe(3);
    expect(bytes.match(/\/FontFile3/g)).toHaveLength(3);
    expect(bytes.length).toBeLessThan(400_000);
  });

  test('a ZIP has a PDF a poster, without fonts, in the folder of its town', async () => {
    const parts = readZip(await postersZip(posters, { created }));
    expect(parts.map((part) => part.path)).toEqual([
      `石桥镇/S1-王建国-${slug}.pdf`,
      `石桥镇/S1-李秀兰-${slug}.pdf`,
      `石桥镇/S1-𬱖䶮-${slug}.pdf`,
    ]);
    for (const { data } of parts) {
      const text = Buffer.from(data).toString('latin1');
      expect(text.startsWith('%PDF-')).toBe(true);
      expect(text).not.toContain('/FontFile');
    }
  });

  test('have names that no path can be hidden in', () => {
    const poster = { content: aPoster({ name: '../王/建\\国' }), to: { ...to, place: path } };
    expect(posterName(poster, 'svg')).toBe(`S1-王建国-${slug}.svg`);
  });

  test('rare characters of names are in the font, and others are named before they are printed as boxes', () => {
    expect(lackingCharacters(posters, fonts).size).toBe(0);
    const poster = { content: aPoster({ name: '王ཨ' }), to: { ...to, place: path } };
    expect(lackingCharacters([poster], fonts).get(slug)).toEqual(['ཨ']);
  });

  test('a hundred posters take a time in which 1,332 are made within a minute', async () => {
    const started = performance.now();
    function* many() {
      for (let at = 0; at < 100; at++) yield posterDrawing(aPoster({ name: `王${at}` }), fonts);
    }
    await renderPdf(many(), { fonts, title: 't', created });
    // 0.7 s alone on two cores; 4.5 s would be a minute for 1,332.
    expect(performance.now() - started).toBeLessThan(4_500);
  });
});
