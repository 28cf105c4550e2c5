import {
  type BadLine,
  badFile,
  badLine,
  isBadLine,
  readTableLines,
  type TableRow,
  type Wording,
} from '../documents/index.ts';
import { BadInput, type MessageId, messageId, ok, type Result, refuse } from '../kernel/index.ts';
import { type ColumnChoice, type Columns, chooseColumns } from './columns.ts';
import type { MaskKind } from './mask/kinds.ts';
import { maskText } from './mask/mask-text.ts';
import { readTime } from './read-time.ts';

/** One message as it comes from a file. */
export type Submission = {
  readonly id: MessageId;
  /** Masked, unless masking was switched off; with a title, the title, a line feed, and the body. */
  readonly text: string;
  /** Whoever wrote it, as the file names them: for counting people only, never printed. */
  readonly author: string | null;
  readonly place: string | null;
  /** ISO 8601 with offset. */
  readonly at: string | null;
};

export type SubmissionOptions = {
  readonly columns?: ColumnChoice;
  /** false only for text that is masked already. */
  readonly mask: boolean;
};

export type SubmissionsRead = {
  readonly submissions: readonly Submission[];
  /** Lines that could not become a submission, in file order. Always empty where the whole file was asked for. */
  readonly refused: readonly BadLine[];
  readonly columns: Columns;
  /** How many times could not be read, and the first such line: those messages are kept, without a time. */
  readonly unreadTimes: { readonly count: number; readonly firstLine: number | null };
  readonly masked: Readonly<Partial<Record<MaskKind, number>>>;
};

// 20: what fits on a screen. The person mends these, runs again, and sees the next ones.
const SHOWN = 20;

const filled = (value: unknown): boolean => value !== undefined && value !== null && value !== '';

/** Without NUL, which databases do not take, and without half surrogate pairs, which UTF-8 cannot hold. */
const clean = (text: string): string => text.replaceAll('\0', '').toWellFormed().trim();

const textOf = ({ record }: TableRow, columns: readonly string[]): Result<string, Wording> => {
  const parts: string[] = [];
  const named = columns.join(', ');
  if (columns.every((name) => record[name] === undefined || record[name] === null))
    return refuse({ zh: `没有内容（${named} 列缺失）。`, en: `no text: ${named} is missing.` });
  for (const name of columns) {
    const value = record[name];
    if (value === undefined || value === null) continue;
    if (typeof value !== 'string')
      return refuse({
        zh: `“${name}”不是文字而是 ${Array.isArray(value) ? 'array' : typeof value}；请给它加上引号。`,
        en: `"${name}" is not a string but ${Array.isArray(value) ? 'an array' : `of type ${typeof value}`}: put it in quotes.`,
      });
    const part = clean(value);
    if (part !== '') parts.push(part);
  }
  return ok(parts.join('\n'));
};

const idOf = ({ line, record }: TableRow, column: string | null): Result<string, Wording> => {
  const value = column === null ? undefined : record[column];
  if (typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value))
    return refuse({
      zh: `“${column}”的数字太长，会丢失位数；请给它加上引号。`,
      en: `"${column}" is a number too long to be exact: put it in quotes.`,
    });
  if (filled(value) && typeof value !== 'string' && typeof value !== 'number')
    return refuse({ zh: `“${column}”必须是文字或数字。`, en: `"${column}" must be a string or a number.` });
  const id = filled(value) ? clean(String(value)) : '';
  return ok(id === '' ? String(line) : id);
};

const wordOf = (value: unknown): string | null => {
  const word = typeof value === 'string' ? clean(value) : typeof value === 'number' ? String(value) : '';
  return word === '' ? null : word;
};

type Reading = {
  readonly columns: Columns;
  readonly mask: boolean;
  readonly keepEmpty: boolean;
  readonly lineOfId: Map<string, number>;
  readonly masked: Partial<Record<MaskKind, number>>;
  unread: { count: number; firstLine: number | null };
};

const maskedIn = (reading: Reading, text: string): string => {
  if (!reading.mask) return text;
  const result = maskText(text);
  for (const { kind } of result.hits) reading.masked[kind] = (reading.masked[kind] ?? 0) + 1;
  return result.text;
};

const timeOf = (reading: Reading, { line, record }: TableRow): string | null => {
  const value = reading.columns.time === null ? undefined : record[reading.columns.time];
  if (!filled(value)) return null;
  const at = readTime(value);
  if (at === null)
    reading.unread = { count: reading.unread.count + 1, firstLine: reading.unread.firstLine ?? line };
  return at;
};

const placeOf = (reading: Reading, { record }: TableRow): string | null => {
  const place = reading.columns.place.flatMap((name) => wordOf(record[name]) ?? []).join(' ');
  return place === '' ? null : maskedIn(reading, place);
};

const submissionOf = (reading: Reading, row: TableRow): Result<Submission, Wording> => {
  const { columns, lineOfId } = reading;
  const text = textOf(row, columns.text);
  if (!text.ok) return text;
  if (text.value === '' && !reading.keepEmpty) return refuse({ zh: '内容为空。', en: 'the text is empty.' });
  const id = idOf(row, columns.id);
  if (!id.ok) return id;
  const before = lineOfId.get(id.value);
  if (before !== undefined)
    return refuse({
      zh: `编号 ${id.value} 与第 ${before} 行重复；每条留言的编号必须不同。`,
      en: `id ${id.value} stands on line ${before} too: every message needs an id of its own.`,
    });
  lineOfId.set(id.value, row.line);
  return ok({
    id: messageId(id.value),
    text: maskedIn(reading, text.value),
    author: columns.author === null ? null : wordOf(row.record[columns.author]),
    place: placeOf(reading, row),
    at: timeOf(reading, row),
  });
};

const noMessages = (path: string): BadInput =>
  badFile(path, {
    zh: '文件里没有一条留言；请检查导出是否成功。',
    en: 'there is not one message in the file: check that the export worked.',
  });

const read = async (
  path: string,
  options: SubmissionOptions,
  keepEmpty: boolean,
): Promise<SubmissionsRead> => {
  const rows: TableRow[] = [];
  const refused: BadLine[] = [];
  const present = new Set<string>();
  for await (const line of readTableLines(path)) {
    if (isBadLine(line)) refused.push(line);
    else {
      rows.push(line);
      for (const name of Object.keys(line.record)) present.add(name);
    }
  }
  if (rows.length === 0 && refused.length === 0) throw noMessages(path);
  const columns =
    rows.length > 0
      ? chooseColumns(path, [...present], options.columns ?? {})
      : { text: [], id: null, author: null, time: null, place: [] };
  const reading: Reading = {
    columns,
    mask: options.mask,
    keepEmpty,
    lineOfId: new Map(),
    masked: {},
    unread: { count: 0, firstLine: null },
  };
  const submissions: Submission[] = [];
  for (const row of rows) {
    const submission = submissionOf(reading, row);
    if (submission.ok) submissions.push(submission.value);
    else refused.push({ line: row.line, refusal: submission.error });
  }
  refused.sort((a, b) => a.line - b.line);
  return { submissions, refused, columns, unreadTimes: reading.unread, masked: reading.masked };
};

const refuseWhole = (path: string, refused: readonly BadLine[]): BadInput => {
  const shown = refused.slice(0, SHOWN).map((bad) => badLine(path, bad));
  const more = refused.length - shown.length;
  const zh = shown.map((failure) => failure.zh);
  const en = shown.map((failure) => failure.en);
  if (more > 0) {
    zh.push(`……另有 ${more} 行有问题。`);
    en.push(`… and ${more} more lines.`);
  }
  return new BadInput({ zh: zh.join('\n'), en: en.join('\n') });
};

/**
 * Every message of a file, or none: for work that must account for each input line. A message whose text is empty is
 * kept. A missing id is the line number.
 * @throws BadInput with the first 20 bad lines (unreadable, text not a string, duplicate id), for a column that does
 * not exist, and for a file without messages.
 */
export const readSubmissions = async (path: string, options: SubmissionOptions): Promise<SubmissionsRead> => {
  const result = await read(path, options, true);
  if (result.refused.length > 0) throw refuseWhole(path, result.refused);
  return result;
};

/**
 * The messages of a file that can be taken, and the lines that cannot with their reasons (an empty text is one). With
 * `strict`, one bad line refuses all.
 * @throws BadInput as `readSubmissions`, bad lines only with `strict`.
 */
export const listSubmissions = async (
  path: string,
  { strict, ...options }: SubmissionOptions & { readonly strict: boolean },
): Promise<SubmissionsRead> => {
  const result = await read(path, options, false);
  if (strict && result.refused.length > 0) throw refuseWhole(path, result.refused);
  return result;
};
