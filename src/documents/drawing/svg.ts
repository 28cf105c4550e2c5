import type { Fonts } from '../fonts.ts';
import {
  type Drawing,
  decimal,
  type PathShape,
  type PictureShape,
  roundedBox,
  type Shape,
  type TextShape,
} from './drawing.ts';

const escaped = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');

const pathTag = ({ d, fill, stroke, strokeWidth }: PathShape): string => {
  const line =
    stroke === undefined ? '' : ` stroke="${stroke}" stroke-width="${decimal(strokeWidth ?? 0.2)}"`;
  return `<path d="${d}" fill="${fill ?? 'none'}"${line}/>`;
};

const pictureTag = (shape: PictureShape, id: string): string => {
  const { x, y, width, height, radius, jpeg } = shape;
  const at = `x="${decimal(x)}" y="${decimal(y)}" width="${decimal(width)}" height="${decimal(height)}"`;
  const data = Buffer.from(jpeg.buffer, jpeg.byteOffset, jpeg.byteLength).toString('base64');
  return (
    `<clipPath id="${id}"><path d="${roundedBox(shape, radius)}"/></clipPath>` +
    `<image ${at} preserveAspectRatio="xMidYMid slice" clip-path="url(#${id})" href="data:image/jpeg;base64,${data}"/>`
  );
};

/** Each glyph is drawn once, in `defs`, and placed wherever it stands. */
const textTags = (shape: TextShape, fonts: Fonts, outlines: Map<string, string>): string => {
  const scale = shape.size / fonts.unitsPerEm;
  const tags = fonts.glyphs(shape.text, shape).map(({ glyph, dx }) => {
    const id = `${shape.weight.charAt(0)}${glyph.id}`;
    const d = outlines.get(id) ?? glyph.path.toSVG();
    outlines.set(id, d);
    // Blanks have no outline.
    return d === ''
      ? ''
      : `<use href="#${id}" transform="translate(${decimal(shape.x + dx * scale)} ${decimal(shape.baseline)}) scale(${scale.toFixed(6)} -${scale.toFixed(6)})"/>`;
  });
  return `<g fill="${shape.fill}" aria-hidden="true">${tags.join('')}</g>`;
};

type Context = { readonly at: number; readonly fonts: Fonts; readonly outlines: Map<string, string> };

const tagOf = (shape: Shape, { at, fonts, outlines }: Context): string => {
  switch (shape.kind) {
    case 'path':
      return pathTag(shape);
    case 'picture':
      return pictureTag(shape, `clip${at}`);
    case 'text':
      return textTags(shape, fonts, outlines);
  }
};

/**
 * The page as one self-contained SVG. Text is drawn as outlines: it looks the same where no Chinese font is installed;
 * `title` says for screen readers what stands there.
 */
export const renderSvg = (drawing: Drawing, fonts: Fonts): string => {
  const outlines = new Map<string, string>();
  const body = drawing.shapes.map((shape, at) => tagOf(shape, { at, fonts, outlines }));
  const glyphs = [...outlines].map(([id, d]) => (d === '' ? '' : `<path id="${id}" d="${d}"/>`)).join('');
  const { widthMm: w, heightMm: h } = drawing;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${w}mm" height="${h}mm" viewBox="0 0 ${w} ${h}" role="img">` +
    `<title>${escaped(drawing.title)}</title><defs>${glyphs}</defs>\n${body.join('\n')}\n</svg>\n`
  );
};
