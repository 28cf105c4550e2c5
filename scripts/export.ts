/** `npm run export -- --output FILE`: messages with their group, theme and matter, as JSON Lines, CSV or a workbook. */
import path from 'node:path';
import { stringify } from 'csv-stringify/sync';
import { type Placements, placementsIn } from '../src/app/index.ts';
import { writeWorkbook } from '../src/documents/index.ts';
import { countMessages, type LoadedMessage, loadMessages } from '../src/intake/index.ts';
import { BadInput, inChina } from '../src/kernel/index.ts';
import { type Db, writeFileWhole } from '../src/platform/index.ts';
import { listTopics, type Scope } from '../src/topics/index.ts';
import { safeCell } from './support/cells.ts';
import { aCommand } from './support/command.ts';
import { EXPORTED, type ExportedColumn } from './support/exported.ts';
import { progressReporter } from './support/progress.ts';
import { checkPeriod, day, topicByKey } from './support/scope-options.ts';
import { runScript } from './support/script.ts';
import { withDatabase } from './support/tools.ts';

type Options = {
  readonly output: string;
  readonly topic?: string;
  readonly from?: string;
  readonly to?: string;
};

type Format = 'jsonl' | 'csv' | 'xlsx';
type Row = Readonly<Record<ExportedColumn, string | number | null>>;

/** A workbook is held in memory as a whole: 50,000 rows of 100 characters took 0.5 GB. */
const MOST_XLSX_ROWS = 50_000;
/** Excel's own limit; longer text would be cut off when the file is opened. */
const LONGEST_XLSX_CELL = 32_767;

const readOptions = (argv: readonly string[]): Options =>
  aCommand('npm run export --')
    .description(
      '导出留言和它们所属的板块、主题、事项。只有脱敏后的文字，不含留言人。\n' +
        'Exports messages with their group, theme and matter: masked text only, and nothing about who wrote.',
    )
    .requiredOption('--output <file>', '结果文件 .jsonl、.csv、.xlsx | file for the result')
    .option('--topic <key>', '只导出一个议题（代号） | only this topic, by its key')
    .option('--from <date>', '起始日期（含），如 2026-09-01 | first day', day('begins'))
    .option('--to <date>', '截止日期（含） | last day', day('ends'))
    .parse(argv)
    .opts<Options>();

const formatOf = (file: string): Format => {
  const extension = path.extname(file).toLowerCase().slice(1);
  if (extension === 'jsonl' || extension === 'csv' || extension === 'xlsx') return extension;
  throw new BadInput({
    zh: `不知道要把 ${file} 写成哪种格式；文件名请以 .jsonl、.csv 或 .xlsx 结尾。`,
    en: `The format of ${file} is not clear: let its name end in .jsonl, .csv or .xlsx.`,
  });
};

type Source = {
  readonly db: Db;
  readonly scope: Scope;
  readonly placements: Placements | null;
  readonly topicKeys: ReadonlyMap<string, string>;
  /** Called with the rows so far; throws where the work is to stop. */
  readonly onRows: (done: number) => void;
};

const rowOf = (message: LoadedMessage, { placements, topicKeys }: Source): Row => {
  const { id, text, place, at, topic, aspect, source } = message;
  const placed = placements?.of.get(id);
  return {
    id,
    text,
    place,
    time: at === null ? null : inChina(new Date(at)),
    topic: topic === null ? null : (topicKeys.get(topic) ?? null),
    aspect,
    source,
    group: placed?.group.key ?? null,
    group_label: placed?.group.label ?? null,
    theme: placed?.theme.key ?? null,
    theme_label: placed?.theme.label ?? null,
    matter: placed?.matter.key ?? null,
    matter_label: placed?.matter.label ?? null,
  };
};

/** Chunks of at most 5,000 rows. */
async function* rowsOf(source: Source): AsyncGenerator<Row[]> {
  let done = 0;
  for await (const chunk of loadMessages(source.db, source.scope)) {
    yield chunk.map((message) => rowOf(message, source));
    done += chunk.length;
    source.onRows(done);
  }
}

const cellOf = (value: string | number | null): string | number | null =>
  typeof value === 'string' ? safeCell(value) : value;

async function* asCsv(rows: AsyncIterable<Row[]>): AsyncGenerator<string> {
  // The mark of UTF-8, without which Excel takes the file for GBK.
  yield `\uFEFF${stringify([[...EXPORTED]])}`;
  for await (const chunk of rows)
    yield stringify(chunk.map((row) => EXPORTED.map((column) => cellOf(row[column]))));
}

async function* asJsonLines(rows: AsyncIterable<Row[]>): AsyncGenerator<string> {
  for await (const chunk of rows) yield chunk.map((row) => `${JSON.stringify(row)}\n`).join('');
}

const widths: Partial<Record<ExportedColumn, number>> = { text: 80, place: 20, time: 26, id: 10, aspect: 8 };
const WIDTH = 18;

const asWorkbook = async (rows: AsyncIterable<Row[]>): Promise<Uint8Array> => {
  const cells: string[][] = [];
  for await (const chunk of rows)
    for (const row of chunk) cells.push(EXPORTED.map((column) => safeCell(String(row[column] ?? ''))));
  const long = cells.findIndex((row) => row.some((cell) => cell.length > LONGEST_XLSX_CELL));
  if (long >= 0)
    throw new BadInput({
      zh: `留言 ${cells[long]?.[0]} 太长，Excel 的一格装不下（最多 ${LONGEST_XLSX_CELL} 字）；请导出为 .csv 或 .jsonl。`,
      en: `Message ${cells[long]?.[0]} is too long for a cell of Excel (${LONGEST_XLSX_CELL} characters): export to .csv or .jsonl.`,
    });
  const titles = EXPORTED.map((title) => ({ title, width: widths[title] ?? WIDTH }));
  return writeWorkbook([{ name: 'messages', columns: titles, rows: cells, wrap: true }]);
};

const checkRows = (format: Format, count: number): void => {
  if (count === 0)
    throw new BadInput({
      zh: '没有可导出的留言；请检查 --topic、--from 和 --to，或先导入留言。',
      en: 'There are no messages to export: check --topic, --from and --to, or import some first.',
    });
  if (format === 'xlsx' && count > MOST_XLSX_ROWS)
    throw new BadInput({
      zh: `有 ${count} 条留言，.xlsx 最多 ${MOST_XLSX_ROWS} 条；请导出为 .csv（Excel 也能打开），或用 --from 和 --to 分段。`,
      en: `There are ${count} messages, and .xlsx takes ${MOST_XLSX_ROWS} at most: export to .csv, which Excel opens too, or in parts by --from and --to.`,
    });
};

type Written = { readonly rows: number; readonly placements: Placements | null; readonly placed: number };

/** All of it from one snapshot of the database, so that what is counted first is what must have been written at the end. */
const write = (
  db: Db,
  { output, format, scope, signal }: { output: string; format: Format; scope: Scope; signal: AbortSignal },
): Promise<Written> =>
  db.transaction(
    async (tx) => {
      const total = await countMessages(tx, scope);
      checkRows(format, total);
      const placements = await placementsIn(tx, scope);
      const topicKeys = new Map((await listTopics(tx)).map(({ id, key }) => [id as string, key]));
      const reporter = progressReporter();
      let [rows, placed] = [0, 0];
      const onRows = (done: number): void => {
        signal.throwIfAborted();
        rows = done;
        reporter.update('导出 exporting', { done, total });
      };
      const counted = async function* (): AsyncGenerator<Row[]> {
        for await (const chunk of rowsOf({ db: tx, scope, placements, topicKeys, onRows })) {
          placed += chunk.filter(({ matter }) => matter !== null).length;
          yield chunk;
        }
        // Before the file is given its name: one that lacks rows must never pass for whole.
        if (rows !== total) throw new Error(`${rows} of ${total} messages were written`);
      };
      const content = {
        csv: () => asCsv(counted()),
        jsonl: () => asJsonLines(counted()),
        xlsx: () => asWorkbook(counted()),
      }[format];
      try {
        await writeFileWhole(output, await content());
      } finally {
        reporter.finish();
      }
      return { rows, placements, placed };
    },
    { isolationLevel: 'repeatable read' },
  );

const report = (output: string, { rows, placements, placed }: Written): void => {
  console.log(`已导出 ${rows} 条留言，一条不少，在 ${output}\nAll messages (${rows}) are in ${output}`);
  if (placements === null)
    console.log(
      '还没有归纳过主题，板块、主题、事项三项为空；先运行 npm run digest。\n' +
        'No themes have been found yet, so those columns are empty: run npm run digest first.',
    );
  else if (placed < rows)
    console.log(
      `其中 ${rows - placed} 条在最近一次归纳之后才收到，板块、主题、事项三项为空；再运行 npm run digest 即可补上。\n` +
        `Messages that came after the last run, whose columns are empty: ${rows - placed}. Run npm run digest again.`,
    );
};

await runScript(async (signal) => {
  const { output, topic: key, from, to } = readOptions(process.argv);
  const format = formatOf(output);
  checkPeriod(from, to);
  await withDatabase(async ({ db }) => {
    const topic = key === undefined ? null : (await topicByKey(db, key)).id;
    const scope: Scope = { topic, place: null, from: from ?? null, to: to ?? null };
    report(output, await write(db, { output, format, scope, signal }));
  });
});
