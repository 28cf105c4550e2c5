export {
  type DocxBlock,
  type DocxCell,
  type DocxColumn,
  type DocxDocument,
  type DocxRun,
  type DocxStyle,
  docxContents,
  docxHeading,
  docxParagraph,
  docxQuote,
  docxRule,
  docxTable,
  renderDocx,
} from './docx.ts';
export { circle, type Drawing, roundedBox, type Shape } from './drawing/drawing.ts';
export { fitText } from './drawing/fit-text.ts';
export { renderPdf } from './drawing/pdf.ts';
export { qrCode } from './drawing/qr.ts';
export { renderSvg } from './drawing/svg.ts';
export { type Fonts, openFonts, type Weight } from './fonts.ts';
export { portrait, renderPng } from './picture.ts';
export { readTable, readTableLines, readTableSheets, type TableSheet } from './read-table.ts';
export {
  type BadLine,
  badFile,
  badLine,
  isBadLine,
  type TableLine,
  type TableRow,
  type Wording,
} from './table/row.ts';
export { type Sheet, writeWorkbook } from './workbook.ts';
export { readZip, writeZip, type ZipPart } from './zip.ts';
