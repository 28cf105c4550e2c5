import { type Fonts, fitText, roundedBox, type Shape } from '../../documents/index.ts';
import type { PosterContent } from './content.ts';
import { centred } from './line.ts';
import { CENTRE, INNER, MARGIN, palette } from './palette.ts';

/** On one line where it can be large; else on two that end above the code's corners. */
const place = (
  content: PosterContent,
  fonts: Fonts,
  { x, width, next }: { x: number; width: number; next: number },
): Shape[] => {
  const style = { weight: 'medium', fill: palette.ink, x } as const;
  const { lines, size } = fitText(content.where, { fonts, weight: 'medium', size: 7.6, width, maxLines: 2 });
  if (lines.length === 1) return [centred(fonts, content.where, { ...style, size, baseline: next + 10.4 })];
  const small = Math.min(size, 5.4);
  return lines.map((line, at) =>
    centred(fonts, line, { ...style, size: small, baseline: next + 7.4 + 6.3 * at }),
  );
};

/** Who it is and where: beside the portrait, or in the middle where there is none. */
export const person = (content: PosterContent, fonts: Fonts): Shape[] => {
  const photo =
    content.photo === null ? null : { x: MARGIN + 14, y: 103.5, width: 27, height: 37.8, radius: 2 };
  const width = photo === null ? INNER - 16 : INNER - 16 - photo.width - 16;
  const x = photo === null ? CENTRE : photo.x + photo.width + 8 + width / 2;
  const shapes: Shape[] = [];
  if (photo !== null && content.photo !== null) {
    const frame = roundedBox(
      { x: photo.x - 0.9, y: photo.y - 0.9, width: photo.width + 1.8, height: photo.height + 1.8 },
      2.6,
    );
    shapes.push(
      { kind: 'path', d: frame, fill: palette.gold },
      { kind: 'picture', jpeg: content.photo, ...photo },
    );
  }
  const after = content.after === null ? null : ({ weight: 'medium', size: 9, fill: palette.red } as const);
  const afterWidth = after === null ? 0 : fonts.width(content.after ?? '', after) + 3.5;
  const name = fitText(content.name, {
    fonts,
    weight: 'bold',
    size: content.after === null ? 13 : 16,
    width: width - afterWidth,
    maxLines: 1,
  });
  const nameStyle = { weight: 'bold', size: name.size, fill: palette.ink } as const;
  const nameWidth = fonts.width(content.name, nameStyle);
  const start = x - (nameWidth + afterWidth) / 2;
  const baseline = 118;
  shapes.push({ kind: 'text', text: content.name, x: start, baseline, ...nameStyle });
  if (after !== null && content.after !== null)
    shapes.push({ kind: 'text', text: content.after, x: start + nameWidth + 3.5, baseline, ...after });
  let next = 127.5;
  if (content.about !== null && content.about !== '') {
    const about = fitText(content.about, { fonts, weight: 'regular', size: 5, width, maxLines: 1 });
    shapes.push(
      centred(fonts, content.about, {
        weight: 'regular',
        size: about.size,
        fill: palette.grey,
        x,
        baseline: next,
      }),
    );
  } else next -= 8;
  shapes.push(...place(content, fonts, { x, width, next }));
  return shapes;
};
