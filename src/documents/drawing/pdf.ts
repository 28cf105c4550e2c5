import type { Fonts, Weight } from '../fonts.ts';
import { type Drawing, roundedBox, type Shape } from './drawing.ts';

const POINTS_PER_MM = 72 / 25.4;
const weights = ['regular', 'medium', 'bold'] as const satisfies readonly Weight[];

const paint = (doc: PDFKit.PDFDocument, shape: Shape): void => {
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
    case 'text': {
      const { text, x, baseline, size, weight, fill, spacing } = shape;
      doc.font(weight, size).fillColor(fill);
      doc.text(text, x, baseline, {
        lineBreak: false,
        baseline: 'alphabetic',
        characterSpacing: spacing ?? 0,
      });
    }
  }
};

export type PdfOptions = {
  readonly fonts: Fonts;
  readonly title: string;
  /** Written into the file; the same drawings and time give the same bytes. */
  readonly created: Date;
};

/** One page a drawing; the glyphs that were used are embedded, so the text can be searched and copied. */
export const renderPdf = async (drawings: Iterable<Drawing>, options: PdfOptions): Promise<Uint8Array> => {
  const { default: PDFDocument } = await import('pdfkit');
  const { fonts, title, created } = options;
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
  for (const weight of weights)
    doc.registerFont(weight, fonts.face(weight) as unknown as PDFKit.Mixins.PDFFontSource);
  for (const drawing of drawings) {
    doc.addPage({
      size: [drawing.widthMm * POINTS_PER_MM, drawing.heightMm * POINTS_PER_MM],
      margin: 0,
    });
    doc.scale(POINTS_PER_MM);
    for (const shape of drawing.shapes) paint(doc, shape);
  }
  doc.end();
  await ended;
  return new Uint8Array(Buffer.concat(chunks));
};
