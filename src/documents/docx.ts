import {
  AlignmentType,
  Bookmark,
  BorderStyle,
  Document,
  Footer,
  type IBorderOptions,
  InternalHyperlink,
  Packer,
  PageNumber,
  Paragraph,
  type ParagraphChild,
  Table,
  TableCell,
  TableLayoutType,
  TableOfContents,
  TableRow,
  TextRun,
  VerticalAlignTable,
  WidthType,
} from 'docx';
import { type DocxFonts, GREY, latinFonts, officialFonts, officialStyles, RED, RULE } from './docx-styles.ts';
import { readZip, writeZip } from './zip.ts';

/** Anything that stands in the body of a document. */
export type DocxBlock = Paragraph | Table | TableOfContents;
/** A stretch of text, grey and smaller where `muted`; `to` is a bookmark set by a heading's or paragraph's `anchor`. Line feeds become line breaks. */
export type DocxRun = {
  readonly text: string;
  readonly bold?: boolean;
  readonly muted?: boolean;
  readonly to?: string;
};
export type DocxStyle =
  | 'Title'
  | 'Subtitle'
  | 'Body'
  | 'Note'
  | 'Small'
  | 'Warning'
  | 'Label'
  | 'Cell'
  | 'Voice'
  | 'Register';

const LINE_BREAK = /\r\n|\r|\n/;

/** XML 1.0 holds hardly any control characters and no half surrogate pairs: each shows as U+FFFD, so that nothing vanishes unseen. */
const xmlSafe = (text: string): string =>
  text.toWellFormed().replace(/(?![\t\n\r])\p{Cc}|[\uFFFE\uFFFF]/gu, '\uFFFD');

const textRuns = ({ text, bold, muted }: DocxRun): TextRun[] =>
  xmlSafe(text)
    .split(LINE_BREAK)
    .map(
      (line, i) =>
        new TextRun({
          text: line,
          ...(bold ? { bold } : {}),
          ...(muted ? { style: 'Muted' } : {}),
          ...(i > 0 ? { break: 1 } : {}),
        }),
    );

const childrenOf = (runs: readonly DocxRun[]): ParagraphChild[] =>
  runs.flatMap((run): ParagraphChild[] =>
    run.to === undefined
      ? textRuns(run)
      : [new InternalHyperlink({ anchor: run.to, children: textRuns(run) })],
  );

/** A real heading of level 1–4, so that Word's outline and the table of contents know it. */
export const docxHeading = (of: {
  level: 1 | 2 | 3 | 4;
  text: string;
  anchor?: string;
  newPage?: boolean;
}): Paragraph => {
  const runs = textRuns({ text: of.text });
  return new Paragraph({
    heading: `Heading${of.level}`,
    children: of.anchor ? [new Bookmark({ id: of.anchor, children: runs })] : runs,
    ...(of.newPage ? { pageBreakBefore: true } : {}),
  });
};

export const docxParagraph = (runs: readonly DocxRun[], style: DocxStyle = 'Body'): Paragraph =>
  new Paragraph({ style, children: childrenOf(runs) });

/** Four lines or so. */
const KEPT_WHOLE = 120;

/** The words of somebody, and a line that says whose: kept on one page. */
export const docxQuote = (of: { text: string; source: string }): Paragraph[] => [
  // A long quote may break over pages: kept whole it would leave half a page empty.
  new Paragraph({
    style: 'Quotation',
    keepLines: of.text.length < KEPT_WHOLE,
    children: textRuns({ text: of.text }),
  }),
  new Paragraph({ style: 'QuotationSource', children: textRuns({ text: of.source }) }),
];

/** The rule under a masthead. */
export const docxRule = (): Paragraph =>
  new Paragraph({
    spacing: { before: 0, after: 200, line: 120 },
    border: { bottom: { style: BorderStyle.THICK_THIN_SMALL_GAP, size: 24, space: 1, color: RED } },
  });

export type DocxCell = {
  readonly runs: readonly DocxRun[];
  readonly style?: DocxStyle;
  readonly indent?: boolean;
};
export type DocxColumn = { readonly title: string; readonly align: 'start' | 'end'; readonly weight: number };

const line: IBorderOptions = { style: BorderStyle.SINGLE, size: 4, color: RULE };
const strong: IBorderOptions = { style: BorderStyle.SINGLE, size: 10, color: GREY };
const none: IBorderOptions = { style: BorderStyle.NONE, size: 0, color: 'auto' };

/** Width of the text between the margins below, in twips: 210 mm − 28 mm − 26 mm. */
const TEXT_WIDTH = 8844;

const widthsOf = (columns: readonly DocxColumn[]): number[] => {
  const sum = columns.reduce((all, { weight }) => all + weight, 0);
  return columns.map(({ weight }) => Math.floor((TEXT_WIDTH * weight) / sum));
};

const cellOf = (cell: DocxCell, column: DocxColumn | undefined, width: number | undefined): TableCell =>
  new TableCell({
    ...(width === undefined ? {} : { width: { size: width, type: WidthType.DXA } }),
    verticalAlign: VerticalAlignTable.CENTER,
    margins: { top: 24, bottom: 24, left: 90, right: 90 },
    children: [
      new Paragraph({
        style: cell.style ?? 'Cell',
        alignment: column?.align === 'end' ? AlignmentType.RIGHT : AlignmentType.LEFT,
        ...(cell.indent ? { indent: { left: 320 } } : {}),
        children: childrenOf(cell.runs),
      }),
    ],
  });

/** A ruled table whose head is repeated on every page and whose rows are not torn. */
export const docxTable = (of: {
  columns: readonly DocxColumn[];
  rows: readonly (readonly DocxCell[])[];
}): Table => {
  const widths = widthsOf(of.columns);
  const row = (cells: readonly DocxCell[], head: boolean): TableRow =>
    new TableRow({
      tableHeader: head,
      cantSplit: true,
      children: cells.map((cell, i) => cellOf(cell, of.columns[i], widths[i])),
    });
  return new Table({
    layout: TableLayoutType.FIXED,
    width: { size: TEXT_WIDTH, type: WidthType.DXA },
    columnWidths: widths,
    borders: {
      top: strong,
      bottom: strong,
      left: none,
      right: none,
      insideHorizontal: line,
      insideVertical: none,
    },
    rows: [
      row(
        of.columns.map(({ title }) => ({ runs: [{ text: title, bold: true }] })),
        true,
      ),
      ...of.rows.map((cells) => row(cells, false)),
    ],
  });
};

/** A table of contents of the headings down to `depth`: a field, already filled for readers that do not update fields. */
export const docxContents = (of: { title: string; depth: number }): DocxBlock[] => [
  new Paragraph({ style: 'ContentsTitle', children: textRuns({ text: of.title }) }),
  new TableOfContents(of.title, { hyperlink: true, headingStyleRange: `1-${of.depth}`, tabLeader: 'none' }),
];

export type DocxDocument = {
  readonly title: string;
  readonly lang: 'zh-CN' | 'en-GB';
  /** ISO 8601; the dates in the file's properties, so that the same input gives the same bytes. */
  readonly createdAt: string;
  readonly blocks: readonly DocxBlock[];
};

const footer = (): Footer =>
  new Footer({
    children: [
      new Paragraph({
        alignment: AlignmentType.CENTER,
        children: [new TextRun({ children: ['— ', PageNumber.CURRENT, ' —'], size: 24 })],
      }),
    ],
  });

const millimetres = (mm: number): number => Math.round((mm * 1440) / 25.4);

/**
 * docx stamps the present time and numbers its bookmarks through the life of the process: both are made a matter of the
 * document alone.
 */
const settled = (bytes: Uint8Array, createdAt: string): Uint8Array => {
  const seen = new Map<string, number>();
  const stamp = Number.isNaN(Date.parse(createdAt))
    ? '1980-01-01T00:00:00Z'
    : `${new Date(createdAt).toISOString().slice(0, 19)}Z`;
  const parts = readZip(bytes).map(({ path, data }) => {
    if (path === 'docProps/core.xml') {
      const text = Buffer.from(data).toString('utf8');
      return {
        path,
        data: Buffer.from(text.replace(/(<dcterms:(?:created|modified)[^>]*>)[^<]*/g, `$1${stamp}`)),
      };
    }
    if (path !== 'word/document.xml') return { path, data };
    const text = Buffer.from(data).toString('utf8');
    const again = (id: string): string => {
      if (!seen.has(id)) seen.set(id, seen.size + 1);
      return String(seen.get(id));
    };
    const renumbered = text
      .replace(
        /(<w:bookmark(?:Start|End)\b[^>]*?w:id=")(\d+)/g,
        (_all, head: string, id: string) => head + again(id),
      )
      .replace(
        /((?:w:name="|w:anchor="|PAGEREF )_Toc)(\d+)/g,
        (_all, head: string, id: string) => head + again(id),
      );
    return { path, data: Buffer.from(renumbered) };
  });
  return writeZip(parts);
};

/** A4 with the side margins of GB/T 9704 (28 and 26 mm) and less above and below, page numbers, and the official faces. */
export const renderDocx = async (of: DocxDocument): Promise<Uint8Array> => {
  const fonts: DocxFonts = of.lang === 'zh-CN' ? officialFonts : latinFonts;
  const file = new Document({
    title: xmlSafe(of.title),
    creator: 'Mashang',
    lastModifiedBy: 'Mashang',
    styles: officialStyles(fonts),
    // Word fills in the page numbers of the contents when it opens the file. docx can guess them, but was 17 pages off
    // in 86 (its width tables know no Chinese faces), and a wrong number is worse than none.
    features: { updateFields: true },
    sections: [
      {
        properties: {
          page: {
            size: { width: millimetres(210), height: millimetres(297) },
            margin: {
              top: millimetres(28),
              right: millimetres(26),
              bottom: millimetres(26),
              left: millimetres(28),
              footer: millimetres(15),
            },
          },
        },
        footers: { default: footer() },
        children: [...of.blocks],
      },
    ],
  });
  return settled(await Packer.toBuffer(file), of.createdAt);
};
