import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { badFile, isBadLine, readTableSheets, type TableSheet, type Wording } from '../../documents/index.ts';
import { type OrganisationKind, organisationKinds } from '../model.ts';
import type { IncomingOrganisation } from './check.ts';
import { type CellsOf, EXAMPLE, organisationTables } from './columns.ts';
import { parseRow, tidy } from './parse.ts';
import { type Origin, wrong } from './words.ts';

/** Something that the person should know and that stopped no row. */
export type Remark = { readonly file: string; readonly line: number | null; readonly words: Wording };

export type ReadOrganisation = {
  readonly incoming: IncomingOrganisation;
  readonly refused: readonly { kind: OrganisationKind; origin: Origin; words: Wording }[];
  readonly remarks: readonly Remark[];
  /** Rows of the templates' own examples, passed over. */
  readonly examples: number;
  readonly files: readonly string[];
};

const readable = /\.(xlsx|csv|tsv)$/i;
const explanation = /说明|readme/i;
const personal = /电话|手机|联系方式|身份证|证件|住址|家庭|生日|出生|微信|qq|邮箱/i;

/** The file, or the organisationTables of the folder by name. Lock files of office programs (`~$…`) are none. */
const filesOf = async (input: string): Promise<string[]> => {
  const found = await stat(input).catch(() => null);
  // What is no folder is left to the reader, which says why it cannot be read.
  if (!found?.isDirectory()) return [input];
  const names = (await readdir(input)).filter((name) => readable.test(name) && !/^[~.]/.test(name)).sort();
  if (names.length === 0)
    throw badFile(input, {
      zh: '文件夹里没有 .xlsx 或 .csv 文件；可先用 --templates 生成模板。',
      en: 'no .xlsx or .csv file in this folder: --templates writes templates to begin with.',
    });
  return names.map((name) => path.join(input, name));
};

/** `编号 *`, `编号(必填)` and `编号` are one header. */
const plainHeader = (header: string): string =>
  tidy(header)
    .replace(/\(.*\)$|[*＊\s]/g, '')
    .toLowerCase();

const keyOf = (kind: OrganisationKind, header: string): string | null => {
  const plain = plainHeader(header);
  const column = organisationTables[kind].columns.find((each) =>
    [each.title, ...each.also].some((title) => title.toLowerCase() === plain),
  );
  return column?.key ?? null;
};

const requiredThere = (kind: OrganisationKind, headers: readonly string[]): boolean => {
  const keys = new Set(headers.map((header) => keyOf(kind, header)));
  return organisationTables[kind].columns.every((column) => !column.required || keys.has(column.key));
};

/** By the name of sheet or file; where that says nothing, the kind that knows most of the columns. */
const kindOf = (names: readonly string[], headers: readonly string[]): OrganisationKind | null => {
  for (const name of names) {
    // 代表 stands in the names of stations and studios too, so it is asked last.
    const order = ['studios', 'stations', 'groups', 'places', 'deputies'] as const;
    const named = order.find((kind) => organisationTables[kind].named.test(name));
    if (named !== undefined) return named;
  }
  const known = (kind: OrganisationKind): number =>
    headers.filter((header) => keyOf(kind, header) !== null).length;
  const fitting = organisationKinds
    .filter((kind) => requiredThere(kind, headers))
    .toSorted((a, b) => known(b) - known(a));
  const [first, second] = fitting;
  if (first === undefined || (second !== undefined && known(second) === known(first))) return null;
  return first;
};

type Sink = {
  readonly incoming: { [Kind in OrganisationKind]: IncomingOrganisation[Kind][number][] };
  readonly refused: { kind: OrganisationKind; origin: Origin; words: Wording }[];
  readonly remarks: Remark[];
  examples: number;
};

const missingColumns = (where: string, kind: OrganisationKind, headers: readonly string[]) => {
  const keys = new Set(headers.map((header) => keyOf(kind, header)));
  const missing = organisationTables[kind].columns.filter(
    (column) => column.required && !keys.has(column.key),
  );
  if (missing.length === 0) return;
  const titles = missing.map((column) => column.title);
  throw badFile(where, {
    zh: `按“${organisationTables[kind].title}”读取，但缺少这些列：${titles.join('、')}；请对照模板补上（--templates 可生成模板）。`,
    en: `read as ${kind}, but the columns ${titles.join(', ')} are missing: add them (--templates writes templates).`,
  });
};

/** The columns that mean something, and remarks on the others. */
const columnsOf = (where: string, kind: OrganisationKind, headers: readonly string[], remarks: Remark[]) => {
  missingColumns(where, kind, headers);
  const keys = new Map<string, string>();
  const unused: string[] = [];
  for (const header of headers) {
    const key = keyOf(kind, header);
    if (key !== null && ![...keys.values()].includes(key)) keys.set(header, key);
    else if (!/^column \d+$/.test(header)) unused.push(header);
  }
  const secret = unused.filter((header) => personal.test(header));
  const others = unused.filter((header) => !personal.test(header));
  if (secret.length > 0) remarks.push({ file: where, line: null, words: wrong.privateColumns(secret) });
  if (others.length > 0) remarks.push({ file: where, line: null, words: wrong.ignoredColumns(others) });
  return keys;
};

/** Cells of XLSX and CSV are text already. */
const textOf = (cell: unknown): string => (typeof cell === 'string' ? cell : '');

const take = <Kind extends OrganisationKind>(
  kind: Kind,
  row: { origin: Origin; record: Readonly<Record<string, unknown>>; keys: ReadonlyMap<string, string> },
  sink: Sink,
): void => {
  const { origin, record, keys } = row;
  const cells = Object.fromEntries([...keys].map(([header, key]) => [key, textOf(record[header])]));
  if (tidy(cells.code ?? '').startsWith(EXAMPLE)) {
    sink.examples++;
    return;
  }
  const parsed = parseRow(kind, cells as CellsOf<Kind>);
  if (!parsed.ok) sink.refused.push({ kind, origin, words: parsed.error });
  else {
    const rows: { origin: Origin; draft: typeof parsed.value }[] = sink.incoming[kind];
    rows.push({ origin, draft: parsed.value });
  }
};

const readSheetInto = async (file: string, table: TableSheet, sink: Sink): Promise<void> => {
  const where = table.sheet === null ? file : `${file}〔${table.sheet}〕`;
  if (explanation.test(table.sheet ?? path.basename(file))) return;
  let known: { kind: OrganisationKind; keys: ReadonlyMap<string, string> } | null = null;
  const early: { line: number; words: Wording }[] = [];
  for await (const line of table.lines()) {
    if (isBadLine(line)) {
      if (known === null) early.push({ line: line.line, words: line.refusal });
      else
        sink.refused.push({
          kind: known.kind,
          origin: { file: where, line: line.line },
          words: line.refusal,
        });
      continue;
    }
    if (known === null) {
      const headers = Object.keys(line.record);
      // A sheet's own name says more than the file's; a file's more than that of its folder.
      const kind = kindOf([table.sheet ?? '', path.basename(file)], headers);
      if (kind === null) {
        const titles = organisationKinds.map((each) => organisationTables[each].title).join('、');
        sink.remarks.push({ file: where, line: null, words: wrong.unknownSheet(titles) });
        return;
      }
      known = { kind, keys: columnsOf(where, kind, headers, sink.remarks) };
      for (const { line: at, words } of early)
        sink.refused.push({ kind, origin: { file: where, line: at }, words });
    }
    take(
      known.kind,
      { origin: { file: where, line: line.line }, record: line.record, keys: known.keys },
      sink,
    );
  }
  if (known === null) for (const { line, words } of early) sink.remarks.push({ file: where, line, words });
};

/**
 * All rows of a file or of a folder's files (XLSX, CSV), sorted by kind.
 * @throws BadInput where a file cannot be read at all or lacks a required column.
 */
export const readOrganisation = async (input: string): Promise<ReadOrganisation> => {
  const files = await filesOf(input);
  const sink: Sink = {
    incoming: { places: [], groups: [], deputies: [], stations: [], studios: [] },
    refused: [],
    remarks: [],
    examples: 0,
  };
  for (const file of files)
    for (const table of await readTableSheets(file)) await readSheetInto(file, table, sink);
  return { ...sink, files };
};
