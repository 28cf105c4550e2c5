import { setImmediate } from 'node:timers/promises';
import type { Fonts, Weight } from '../fonts.ts';
import { type Drawing, roundedBox, type Shape, type TextShape } from './drawing.ts';

const POINTS_PER_MM = 72 / 25.4;
const weights = ['regular', 'medium', 'bold'] as const satisfies readonly Weight[];

const operators = {
  moveTo: 'm',
  lineTo: 'l',
  bezierCurveTo: 'c',
  closePath: 'h',
} as const;

const isOperator = (command: string): command is keyof typeof operators => Object.hasOwn(operators, command);

/** Draws text as outlines; a glyph's operators (ISO 32000-1, 8.5.2) are put together once and used on every page. */
const outliner = (doc: PDFKit.PDFDocument, fonts: Fonts) => {
  const drawn = new Map<string, string>();
  return (shape: TextShape): void => {
    const scale = shape.size / fonts.unitsPerEm;
    doc.fillColor(shape.fill);
    for (const { glyph, dx } of fonts.glyphs(shape.text, shape)) {
      const key = `${shape.weight}${glyph.id}`;
      const path =
        drawn.get(key) ??
        glyph.path.commands
          .map(({ command, args }) => {
            // Noto's outlines are cubic (CFF): there is nothing else to draw.
            if (!isOperator(command)) throw new Error(`an outline with ${command}`);
            return `${args.join(' ')} ${operators[command]}`;
          })
          .join('\n');
      drawn.set(key, path);
      if (path === '') continue;
      const place = [scale, 0, 0, -scale, shape.x + dx * scale, shape.baseline];
      doc.addContent(`q ${place.map((value) => value.toFixed(5)).join(' ')} cm\n${path}\nf Q`);
    }
  };
};

const embedder =
  (doc: PDFKit.PDFDocument) =>
  ({ text, x, baseline, size, weight, fill, spacing }: TextShape): void => {
    doc.font(weight, size).fillColor(fill);
    doc.text(text, x, baseline, {
      lineBreak: false,
      baseline: 'alphabetic',
      characterSpacing: spacing ?? 0,
    });
  };

const paint = (doc: PDFKit.PDFDocument, shape: Shape, write: (text: TextShape) => void): void => {
  switch (shape.kind) {
    case 'path': {
      doc.path(shape.d);
      if (shape.stroke !== undefined) doc.lineWidth(shape.strokeWidth ?? 0.2).strokeColor(shape.stroke);
      if (shape.fill !== undefined) doc.fillColor(shape.fill);
      if (shape.fill !== undefined && shape.stroke !== undefined) doc.fillAndStroke();
      else if (shape.fill !== undefined) doc.fill();
      else doc.stroke();
      return;
    }
    case 'picture': {
      const { x, y, width, height, jpeg, radius } = shape;
      doc.save().path(roundedBox(shape, radius)).clip();
      doc.image(Buffer.from(jpeg.buffer, jpeg.byteOffset, jpeg.byteLength), x, y, {
        cover: [width, height],
        align: 'center',
        valign: 'center',
      });
      doc.restore();
      return;
    }
    case 'text':
      write(shape);
  }
};

export type PdfOptions = {
  readonly fonts: Fonts;
  readonly title: string;
  /** Written into the file; the same drawings and time give the same bytes. */
  readonly created: Date;
  /**
   * `embedded`: the glyphs that were used are in the file as fonts, so the text can be searched and copied. `outlines`:
   * as curves, which print shops ask for; a small file is made ten times as fast, because no font is cut to size.
   */
  readonly text?: 'embedded' | 'outlines';
};

// A page takes 5 to 15 ms: often enough for Ctrl-C and the progress bar.
const PAGES_A_TURN = 10;

/** One page a drawing, with a bookmark for each where there are several. */
export const renderPdf = async (drawings: Iterable<Drawing>, options: PdfOptions): Promise<Uint8Array> => {
  const { default: PDFDocument } = await import('pdfkit');
  const { fonts, title, created, text = 'embedded' } = options;
  const doc = new PDFDocument({
    autoFirstPage: false,
    margin: 0,
    lang: 'zh-CN',
    displayTitle: true,
    info: { Title: title, Creator: 'Mashang', Producer: 'Mashang', CreationDate: created },
  });
  const chunks: Buffer[] = [];
  const ended = new Promise<void>((resolve, reject) => {
    doc.on('data', (chunk: Buffer) => chunks.push(chunk));
    doc.on('end', resolve);
    doc.on('error', reject);
  });
  // The writer takes an opened font as it is, which its types do not say: parsing 8 MB anew for each file takes 0.1 s.
  if (text === 'embedded')
    for (const weight of weights)
      doc.registerFont(weight, fonts.face(weight) as unknown as PDFKit.Mixins.PDFFontSource);
  const write = text === 'embedded' ? embedder(doc) : outliner(doc, fonts);
  let pages = 0;
  for (const drawing of drawings) {
    doc.addPage({
      size: [drawing.widthMm * POINTS_PER_MM, drawing.heightMm * POINTS_PER_MM],
      margin: 0,
    });
    if (drawing.bookmark !== undefined) doc.outline.addItem(drawing.bookmark);
    doc.scale(POINTS_PER_MM);
    for (const shape of drawing.shapes) paint(doc, shape, write);
    pages++;
    if (pages % PAGES_A_TURN === 0) await setImmediate();
  }
  doc.end();
  await ended;
  return new Uint8Array(Buffer.concat(chunks));
};
