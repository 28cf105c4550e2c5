import { Readable } from 'node:stream';
import { CsvError, type Info, parse } from 'csv-parse';
import { decodedText, type TextEncoding } from './encoding.ts';
import { badFile, badLine, columnNames, recordOf, type TableLine } from './row.ts';

type Delimiter = ',' | ';' | '\t';

/** The separator that stands most often in the header outside quotes; a comma where there is only one column. */
const sniff = (start: string): Delimiter => {
  const counts = { ',': 0, ';': 0, '\t': 0 };
  let quoted = false;
  for (const char of start.trimStart()) {
    if (char === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (char === '\n') break;
    else if (char === ',' || char === ';' || char === '\t') counts[char]++;
  }
  if (counts['\t'] > Math.max(counts[','], counts[';'])) return '\t';
  return counts[';'] > counts[','] ? ';' : ',';
};

const lineBreaks = (cells: readonly string[]): number => {
  let count = 0;
  for (const cell of cells)
    for (let at = cell.indexOf('\n'); at >= 0; at = cell.indexOf('\n', at + 1)) count++;
  return count;
};

async function* startingWith(first: string, rest: AsyncGenerator<string>): AsyncGenerator<string> {
  yield first;
  yield* rest;
}

/**
 * Comma-, semicolon- or tab-separated values with a header row (RFC 4180, and stray quotes inside a bare cell are
 * taken as they are). Rows whose cells are all empty are skipped.
 * @throws BadInput for an unclosed quote: where the cell ends can then not be known, and so no later row either.
 */
export async function* readCsv(path: string, encoding: TextEncoding): AsyncGenerator<TableLine> {
  const text = decodedText(path, encoding);
  const start = await text.next();
  if (start.done) return;
  const parser = Readable.from(startingWith(start.value, text)).compose(
    parse({
      delimiter: sniff(start.value),
      info: true,
      record_delimiter: '\n',
      relax_column_count: true,
      relax_quotes: true,
      skip_records_with_empty_values: true,
      skip_empty_lines: true,
    }),
  );
  let columns: string[] | null = null;
  let lastLine = 0;
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: Info }>) {
      const line = info.lines - lineBreaks(record);
      lastLine = info.lines;
      if (columns === null) columns = columnNames(path, line, record);
      else yield recordOf(columns, record, line);
    }
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    if (cause.code === 'CSV_QUOTE_NOT_CLOSED')
      throw badLine(path, {
        line: lastLine + 1,
        refusal: {
          zh: '从这一行（或其后）开始，有一个英文双引号没有配对；请补上，或去掉该引号。',
          en: 'a double quote that opens on this line or below is never closed: close it or remove it.',
        },
      });
    throw badFile(
      path,
      {
        zh: `CSV 无法解析（第 ${lastLine + 1} 行附近）。`,
        en: `the CSV cannot be parsed, near line ${lastLine + 1}.`,
      },
      cause,
    );
  }
}
