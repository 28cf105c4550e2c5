import { readFile } from 'node:fs/promises';
import readAllSheets, { readSheet } from 'read-excel-file/node';
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

const options = { trim: false, parseNumber: shownNumber } as const;

const opened = async <T>(path: string, read: (bytes: Buffer) => Promise<T>): Promise<T> => {
  try {
    return await read(await readFile(path));
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
};

/** The table in the cells of one sheet. `where` names the sheet for whoever must mend it. */
function* tableOf(where: string, sheet: readonly (readonly unknown[])[]): Generator<TableLine> {
  const rows = sheet.map((row) => row.map(shown));
  const header = headerRow(rows);
  const headerCells = rows[header];
  if (headerCells === undefined) return;
  while (headerCells.at(-1)?.trim() === '') headerCells.pop();
  const columns = columnNames(where, header + 1, headerCells);
  for (let at = header + 1; at < rows.length; at++) {
    const cells = rows[at] ?? [];
    if (cells.every((cell) => cell.trim() === '')) continue;
    while (cells.length < columns.length) cells.push('');
    yield recordOf(columns, cells, at + 1);
  }
}

/**
 * The first sheet of an XLSX workbook; every cell is given as text, dates as `2019-02-28 11:25:05`.
 * @throws BadInput where the workbook is cut short, corrupt or protected by a password.
 */
export async function* readXlsx(path: string): AsyncGenerator<TableLine> {
  yield* tableOf(path, await opened(path, (bytes) => readSheet(bytes, options)));
}

/**
 * All sheets in their order; a sheet's table is read when it is asked for, so that what is wrong in a sheet nobody
 * wants stops nobody.
 * @throws BadInput as `readXlsx`; a sheet's own faults name file and sheet.
 */
export const readXlsxSheets = async (
  path: string,
): Promise<{ name: string; lines: () => Iterable<TableLine> }[]> => {
  const sheets = await opened(path, (bytes) => readAllSheets(bytes, options));
  return sheets.map(({ sheet, data }) => ({
    name: sheet,
    lines: () => tableOf(`${path}〔${sheet}〕`, data),
  }));
};
