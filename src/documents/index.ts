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
export { readTable, readTableLines } from './read-table.ts';
export {
  type BadLine,
  badFile,
  badLine,
  isBadLine,
  type TableLine,
  type TableRow,
  type Wording,
} from './table/row.ts';
export { readZip } from './zip.ts';
