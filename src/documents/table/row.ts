import { BadInput } from '../../kernel/index.ts';

/** The same sentence in both languages. It may name columns and line numbers, never what a resident wrote. */
export type Wording = { readonly zh: string; readonly en: string };

/** One record of a table. `line` is the physical line of the file (1-based) on which it starts; for XLSX, the row. */
export type TableRow = { readonly line: number; readonly record: Readonly<Record<string, unknown>> };

/** A line that could not become a record; the lines after it still can. */
export type BadLine = { readonly line: number; readonly refusal: Wording };

export type TableLine = TableRow | BadLine;

export const isBadLine = (line: TableLine): line is BadLine => 'refusal' in line;

/** The whole file cannot be used. */
export const badFile = (path: string, words: Wording, cause?: unknown): BadInput =>
  new BadInput({ zh: `${path}：${words.zh}`, en: `${path}: ${words.en}` }, { cause });

/** One line of the file cannot be used. */
export const badLine = (path: string, bad: BadLine): BadInput =>
  new BadInput({
    zh: `${path} 第 ${bad.line} 行：${bad.refusal.zh}`,
    en: `${path}, line ${bad.line}: ${bad.refusal.en}`,
  });

/**
 * Names for the columns of a header row: trimmed, blank ones called `column 3`.
 * @throws BadInput where two columns have one name.
 */
export const columnNames = (path: string, line: number, cells: readonly string[]): string[] => {
  const names = cells.map((cell, at) => cell.trim() || `column ${at + 1}`);
  const first = new Map<string, number>();
  names.forEach((name, at) => {
    const before = first.get(name);
    if (before !== undefined)
      throw badLine(path, {
        line,
        refusal: {
          zh: `第 ${before + 1} 列和第 ${at + 1} 列都叫“${name}”，请改名后重试。`,
          en: `columns ${before + 1} and ${at + 1} are both called "${name}": rename one and try again.`,
        },
      });
    first.set(name, at);
  });
  return names;
};

/** The record of one row of cells under `columns`; a row that is too short or too long is refused. */
export const recordOf = (columns: readonly string[], cells: readonly string[], line: number): TableLine => {
  let width = cells.length;
  // Spreadsheet programs pad rows with empty cells on the right: those are no data.
  while (width > columns.length && cells[width - 1]?.trim() === '') width--;
  if (width !== columns.length)
    return {
      line,
      refusal: {
        zh: `有 ${width} 列，而表头有 ${columns.length} 列；请检查该行的分隔符和引号（内容中有分隔符、引号或换行时，整格要用英文双引号括起）。`,
        en: `${width} columns where the header has ${columns.length}: check the separators and quotes of this line (a cell that holds a separator, quote or line break must stand in double quotes).`,
      },
    };
  return { line, record: Object.fromEntries(columns.map((name, at) => [name, cells[at] ?? ''])) };
};
