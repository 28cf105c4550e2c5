import { readFile } from 'node:fs/promises';
import { readSheet } from 'read-excel-file/node';
import { badFile, columnNames, recordOf, type TableLine } from './row.ts';

const pad = (value: number): string => String(value).padStart(2, '0');

/** A workbook knows no time zone: what the cell shows is kept, in the library's UTC fields. */
const shownDate = (date: Date): string => {
  const day = `${date.getUTCFullYear()}-${pad(date.getUTCMonth() + 1)}-${pad(date.getUTCDate())}`;
  return `${day} ${pad(date.getUTCHours())}:${pad(date.getUTCMinutes())}:${pad(date.getUTCSeconds())}`;
};

/** Numbers stay as the file writes them, so that a long id loses no digit; only 1.2E+5 is written out. */
const shownNumber = (written: string): string => (/e/i.test(written) ? String(Number(written)) : written);

const shown = (cell: unknown): string => {
  if (typeof cell === 'string') return cell;
  if (typeof cell === 'boolean') return cell ? 'TRUE' : 'FALSE';
  if (cell instanceof Date) {
    // Excel stores a fraction of a day: 11:25:05 comes back as 11:25:04.999.
    return Number.isNaN(cell.getTime()) ? '' : shownDate(new Date(Math.round(cell.getTime() / 1000) * 1000));
  }
  return '';
};

/** The first row with two filled cells: offices put a title over the table. A one-column sheet has its first row. */
const headerRow = (rows: readonly (readonly string[])[]): number => {
  const filled = rows.map((row) => row.filter((cell) => cell.trim() !== '').length);
  const wide = filled.findIndex((count) => count >= 2);
  return wide >= 0 ? wide : filled.findIndex((count) => count >= 1);
};

/**
 * The first sheet of an XLSX workbook; every cell is given as text, dates as `2019-02-28 11:25:05`.
 * @throws BadInput where the workbook is cut short, corrupt or protected by a password.
 */
export async function* readXlsx(path: string): AsyncGenerator<TableLine> {
  let rows: string[][];
  try {
    const sheet = await readSheet(await readFile(path), { trim: false, parseNumber: shownNumber });
    rows = sheet.map((row) => row.map(shown));
  } catch (cause) {
    throw badFile(
      path,
      {
        zh: 'XLSX 文件不完整或已损坏；请用 Excel 或 WPS 打开后另存为 .xlsx，或重新下载。',
        en: 'the XLSX file is cut short or corrupt: open it in Excel or WPS and save it again as .xlsx, or download it again.',
      },
      cause,
    );
  }
  const header = headerRow(rows);
  const headerCells = rows[header];
  if (headerCells === undefined) return;
  while (headerCells.at(-1)?.trim() === '') headerCells.pop();
  const columns = columnNames(path, header + 1, headerCells);
  for (let at = header + 1; at < rows.length; at++) {
    const cells = rows[at] ?? [];
    if (cells.every((cell) => cell.trim() === '')) continue;
    while (cells.length < columns.length) cells.push('');
    yield recordOf(columns, cells, at + 1);
  }
}
