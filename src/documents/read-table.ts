import { open, stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { readCsv } from './table/csv.ts';
import { decodedText, detectEncoding, type TextEncoding } from './table/encoding.ts';
import { readJsonArray, readJsonLines } from './table/json.ts';
import { badFile, badLine, isBadLine, type TableLine, type TableRow } from './table/row.ts';
import { readXlsx, readXlsxSheets } from './table/xlsx.ts';

const formats = {
  '.jsonl': 'lines',
  '.ndjson': 'lines',
  '.json': 'json',
  '.csv': 'csv',
  '.tsv': 'csv',
  '.txt': 'csv',
  '.xlsx': 'xlsx',
} as const;
type Format = (typeof formats)[keyof typeof formats];

const isKnown = (extension: string): extension is keyof typeof formats => Object.hasOwn(formats, extension);

const formatOf = (path: string): Format => {
  const extension = extname(path).toLowerCase();
  if (isKnown(extension)) return formats[extension];
  const known = Object.keys(formats).join(' ');
  throw badFile(path, {
    zh: `不支持${extension === '' ? '没有扩展名的文件' : ` ${extension} 文件`}；请另存为以下格式之一：${known}`,
    en: `${extension === '' ? 'a file without an extension' : `${extension} files`} cannot be read: save it as one of ${known}`,
  });
};

const explainOpen = (path: string, cause: unknown): unknown => {
  const code = cause instanceof Error && 'code' in cause ? cause.code : '';
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return badFile(path, { zh: '找不到该文件；请检查路径。', en: 'no such file: check the path.' }, cause);
  if (code === 'EACCES' || code === 'EPERM')
    return badFile(
      path,
      {
        zh: '没有读取权限；请修改文件权限。',
        en: 'no permission to read it: change the permissions of the file.',
      },
      cause,
    );
  if (code === 'EISDIR')
    return badFile(
      path,
      { zh: '这是一个文件夹；请给出其中的一个文件。', en: 'this is a folder: name a file in it.' },
      cause,
    );
  return cause;
};

/** The first bytes of a file that can be opened and is not empty. */
const firstBytes = async (path: string): Promise<Uint8Array> => {
  try {
    if ((await stat(path)).isDirectory()) throw Object.assign(new Error('a directory'), { code: 'EISDIR' });
    const file = await open(path);
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(8), 0, 8, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  } catch (cause) {
    throw explainOpen(path, cause);
  }
};

const startsWith = (bytes: Uint8Array, signature: readonly number[]): boolean =>
  signature.every((byte, at) => bytes[at] === byte);

/** What the name says and what the file is must agree: a workbook renamed to .csv is not text. */
const checkSignature = (path: string, format: Format, start: Uint8Array): void => {
  // ECMA-376 workbooks are ZIP archives; old .xls files, and workbooks under a password, are OLE compound files.
  if (startsWith(start, [0xd0, 0xcf, 0x11, 0xe0]))
    throw badFile(path, {
      zh: '这是旧版 Excel（.xls）文件或设有密码的工作簿；请去掉密码，另存为 .xlsx 后重试。',
      en: 'this is an old Excel (.xls) file or a workbook with a password: remove the password and save it as .xlsx.',
    });
  const isZip = startsWith(start, [0x50, 0x4b, 0x03, 0x04]);
  if (format !== 'xlsx' && isZip)
    throw badFile(path, {
      zh: '内容是 XLSX 工作簿（或压缩包），不是文本；请把扩展名改为 .xlsx，或另存为文本格式。',
      en: 'this is an XLSX workbook (or an archive), not text: rename it to .xlsx or save it as text.',
    });
  if (format === 'xlsx' && !isZip)
    throw badFile(path, {
      zh: '内容不是 XLSX 工作簿，或文件已损坏；请用 Excel 或 WPS 另存为 .xlsx，文本表格请用 .csv 扩展名。',
      en: 'this is no XLSX workbook, or a corrupt one: save it as .xlsx in Excel or WPS; a text table is called .csv.',
    });
};

const emptyFile = (path: string) =>
  badFile(path, {
    zh: '文件是空的；请检查导出是否成功。',
    en: 'the file is empty: check that the export worked.',
  });

/** The first character that is not white space, or '' in a file of white space alone. */
const firstCharacter = async (path: string, encoding: TextEncoding): Promise<string> => {
  for await (const piece of decodedText(path, encoding)) {
    const text = piece.trimStart();
    if (text !== '') return text.charAt(0);
  }
  return '';
};

/**
 * The records of a table in file order, and in their place the lines that cannot be read, each with its reason: for
 * callers that list what is wrong and go on. Text files are streamed; workbooks and JSON arrays are held in memory.
 * Cells of CSV and XLSX are strings, values of JSON are what they are.
 * @throws BadInput where the file as a whole cannot be used.
 */
export async function* readTableLines(path: string): AsyncGenerator<TableLine> {
  // A path that leads nowhere is told first: a folder that was mistyped has no extension either.
  const start = await firstBytes(path);
  const format = formatOf(path);
  if (start.length === 0) throw emptyFile(path);
  checkSignature(path, format, start);
  if (format === 'xlsx') {
    yield* readXlsx(path);
    return;
  }
  const encoding = await detectEncoding(path, start);
  const first = await firstCharacter(path, encoding);
  if (first === '') throw emptyFile(path);
  if (format === 'csv') yield* readCsv(path, encoding);
  else if (format === 'json' && first === '[') yield* readJsonArray(path, encoding);
  else yield* readJsonLines(path, encoding);
}

/**
 * The records of a table in file order: JSON Lines (`.jsonl`, `.ndjson`), JSON (`.json`: lines, or one array), CSV and
 * TSV (UTF-8, GB18030, UTF-16 with its mark), XLSX (first sheet).
 * @throws BadInput naming file and line at the first thing that cannot be read.
 */
export async function* readTable(path: string): AsyncGenerator<TableRow> {
  for await (const line of readTableLines(path)) {
    if (isBadLine(line)) throw badLine(path, line);
    yield line;
  }
}

/** One table of a file: a workbook has one a sheet, any other file has one, whose `sheet` is null. */
export type TableSheet = {
  readonly sheet: string | null;
  readonly lines: () => AsyncIterable<TableLine> | Iterable<TableLine>;
};

/**
 * All tables of a file, each as `readTableLines` gives one.
 * @throws BadInput where the file as a whole cannot be used.
 */
export const readTableSheets = async (path: string): Promise<TableSheet[]> => {
  const start = await firstBytes(path);
  const format = formatOf(path);
  if (format !== 'xlsx') return [{ sheet: null, lines: () => readTableLines(path) }];
  if (start.length === 0) throw emptyFile(path);
  checkSignature(path, format, start);
  const sheets = await readXlsxSheets(path);
  return sheets.map(({ name, lines }) => ({ sheet: name, lines }));
};
