import { writeZip } from '../../src/documents/zip.ts';

const zip = (entries: readonly { name: string; content: string }[]): Buffer =>
  Buffer.from(writeZip(entries.map(({ name, content }) => ({ path: name, data: Buffer.from(content) }))));

/** A cell: text, a number as the file would write it, or a day as Excel counts them. */
type Cell = string | { readonly number: string } | { readonly serial: number };

const escaped = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

const cellXml = (cell: Cell): string => {
  if (typeof cell === 'string')
    return cell === '' ? '' : `<is><t xml:space="preserve">${escaped(cell)}</t></is>`;
  return 'number' in cell ? `<v>${cell.number}</v>` : `<v>${cell.serial}</v>`;
};

const row = (cells: readonly Cell[], at: number): string => {
  const xml = cells.map((cell, column) => {
    const reference = `${String.fromCharCode(65 + column)}${at + 1}`;
    if (cell === '') return '';
    const kind = typeof cell === 'string' ? ' t="inlineStr"' : 'serial' in cell ? ' s="1"' : '';
    return `<c r="${reference}"${kind}>${cellXml(cell)}</c>`;
  });
  return `<row r="${at + 1}">${xml.join('')}</row>`;
};

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packageRelations = 'http://schemas.openxmlformats.org/package/2006/relationships';

/** A workbook of one sheet, with the parts that spreadsheet programs write and readers ask for. */
export const workbook = (rows: readonly (readonly Cell[])[]): Buffer =>
  zip([
    {
      name: '[Content_Types].xml',
      content: '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"></Types>',
    },
    {
      name: '_rels/.rels',
      content: `<Relationships xmlns="${packageRelations}"><Relationship Id="rId1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    },
    {
      name: 'xl/workbook.xml',
      content: `<workbook xmlns="${main}" xmlns:r="${relations}"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      content: `<Relationships xmlns="${packageRelations}"><Relationship Id="rId1" Type="${relations}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${relations}/styles" Target="styles.xml"/></Relationships>`,
    },
    {
      name: 'xl/styles.xml',
      content: `<styleSheet xmlns="${main}"><cellStyleXfs count="1"><xf numFmtId="0"/></cellStyleXfs><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="22" applyNumberFormat="1"/></cellXfs></styleSheet>`,
    },
    {
      name: 'xl/worksheets/sheet1.xml',
      content: `<worksheet xmlns="${main}"><sheetData>${rows.map(row).join('')}</sheetData></worksheet>`,
    },
  ]);
