/** `npm run import -- --input FILE`: messages of a file into the database, masked. */
import path from 'node:path';
import { badLine, isBadLine, readTableLines } from '../src/documents/index.ts';
import { listSubmissions, type NewMessage, type SubmissionsRead, saveMessages } from '../src/intake/index.ts';
import { BadInput, type TopicId } from '../src/kernel/index.ts';
import type { Database, Db, Secret } from '../src/platform/index.ts';
import type { Topic } from '../src/topics/index.ts';
import { unsafeCell } from './support/cells.ts';
import { aCommand } from './support/command.ts';
import { EXPORTED } from './support/exported.ts';
import { columns, whole } from './support/options.ts';
import { progressReporter } from './support/progress.ts';
import { topicByKey } from './support/scope-options.ts';
import { runScript } from './support/script.ts';
import { secretFor, withDatabase } from './support/tools.ts';

type Options = {
  readonly input: string;
  readonly topic?: string;
  readonly aspect?: number;
  readonly source?: string;
  readonly text?: readonly string[];
  readonly id?: string;
  readonly author?: string;
  readonly time?: string;
  readonly place?: readonly string[];
  readonly strict?: true;
  readonly mask: boolean;
};

// Committed one after another: a killed import of 250,000 rows loses at most these, and the next one goes on.
const BATCH = 10_000;

const readOptions = (argv: readonly string[]): Options =>
  aCommand('npm run import --')
    .description(
      '把文件里的留言导入数据库；个人信息在入库前隐去。再次导入同一文件不会重复。\n' +
        'Puts the messages of a file into the database, masked. Importing a file again changes nothing.',
    )
    .requiredOption('--input <file>', '留言文件 JSONL、CSV(UTF-8 或 GB18030)、XLSX | file of messages')
    .option('--topic <key>', '归入哪个议题（代号） | the topic that they are about, by its key')
    .option('--aspect <n>', '归入议题的第几个方面 | and the number of its aspect', whole(1))
    .option('--source <name>', '来源名称，默认为文件名 | name of the source; the file’s name without it')
    .option('--text <columns>', '正文列；两列为“标题，正文” | column of the text, or title,body', columns)
    .option('--id <column>', '编号列，默认按行号 | column of the id; line numbers without it')
    .option(
      '--author <column>',
      '留言人列；只存摘要，用来数人 | column of the author: kept as a hash, to count people',
    )
    .option('--time <column>', '时间列 | column of the time')
    .option('--place <columns>', '地点列，可多列 | column(s) of the place', columns)
    .option('--strict', '有一行不合格就全部不导入 | import nothing where one line fails')
    .option('--no-mask', '文本已脱敏，不再处理 | the text is masked already')
    .parse(argv)
    .opts<Options>();

/** Whether `npm run export` wrote the file: its cells then carry the apostrophes of `safeCell`. */
const isOwnExport = async (file: string): Promise<boolean> => {
  if (!/\.(?:csv|xlsx)$/i.test(file)) return false;
  for await (const line of readTableLines(file))
    return !isBadLine(line) && EXPORTED.every((name) => Object.hasOwn(line.record, name));
  return false;
};

const messagesOf = ({ submissions }: SubmissionsRead, own: boolean): NewMessage[] =>
  submissions.map(({ id, text, author, place, at }) => ({
    externalId: id,
    text: own ? unsafeCell(text) : text,
    author,
    place: own && place !== null ? unsafeCell(place) : place,
    at,
  }));

const aspectOf = ({ key, aspects }: Topic, number: number): number => {
  if (aspects.some((aspect) => aspect.number === number)) return number;
  const known = aspects.map((aspect) => `${aspect.number} ${aspect.title}`);
  throw new BadInput({
    zh: `议题“${key}”没有第 ${number} 个方面。${known.length > 0 ? `现有：${known.join('、')}。` : '它不分方面，请去掉 --aspect。'}`,
    en: `The topic “${key}” has no aspect ${number}. ${known.length > 0 ? `There are: ${known.join(', ')}.` : 'It has none: leave --aspect out.'}`,
  });
};

type Home = { readonly source: string; readonly topic: TopicId | null; readonly aspect: number | null };

const homeOf = async (db: Db, { input, source, topic: key, aspect }: Options): Promise<Home> => {
  const topic = key === undefined ? null : await topicByKey(db, key);
  return {
    source: source ?? path.basename(input),
    topic: topic?.id ?? null,
    aspect: topic === null || aspect === undefined ? null : aspectOf(topic, aspect),
  };
};

type Outcome = {
  readonly inserted: number;
  readonly unchanged: number;
  readonly differing: readonly string[];
};

const save = async (
  db: Db,
  given: {
    readonly home: Home;
    readonly messages: readonly NewMessage[];
    readonly secret: Secret;
    readonly signal: AbortSignal;
  },
): Promise<Outcome> => {
  const { home, messages, secret, signal } = given;
  const reporter = progressReporter();
  let [inserted, unchanged] = [0, 0];
  const differing: string[] = [];
  try {
    for (let start = 0; start < messages.length; start += BATCH) {
      signal.throwIfAborted();
      reporter.update('入库 saving', { done: start, total: messages.length });
      const saved = await saveMessages(
        db,
        { ...home, messages: messages.slice(start, start + BATCH) },
        secret,
      );
      inserted += saved.inserted;
      unchanged += saved.unchanged;
      differing.push(...saved.differing);
    }
  } finally {
    reporter.finish();
  }
  return { inserted, unchanged, differing };
};

const SHOWN = 20;

const differingRefusal = (source: string, ids: readonly string[]): BadInput => {
  const shown = ids.slice(0, SHOWN).join('、');
  const more = ids.length > SHOWN;
  return new BadInput({
    zh: `来源“${source}”里有 ${ids.length} 条留言已经在库，但文字不同；库里的没有改动。编号：${shown}${more ? '……' : ''}\n  如果这是另一个文件，请用 --source 另起名称；如果没有编号列，请用 --id 指明。`,
    en: `Messages of the source “${source}” that are there already with another text: ${ids.length}; those in the database stay. Ids: ${shown}${more ? ' …' : ''}\nIf this is another file, give it another name with --source; where lines have no id, name the column with --id.`,
  });
};

/** With --strict it is one transaction, which a message that is there with another text undoes as well. */
const saveAs = (database: Database, strict: boolean, given: Parameters<typeof save>[1]): Promise<Outcome> =>
  strict
    ? database.db.transaction(async (tx) => {
        const outcome = await save(tx, given);
        if (outcome.differing.length > 0) throw differingRefusal(given.home.source, outcome.differing);
        return outcome;
      })
    : save(database.db, given);

const report = (read: SubmissionsRead, { inserted, unchanged }: Outcome): void => {
  const masked = Object.values(read.masked).reduce((sum, hits) => sum + hits, 0);
  console.log(
    `新导入 ${inserted} 条，此前已有 ${unchanged} 条；隐去个人信息 ${masked} 处。\n` +
      `New messages: ${inserted}; there already: ${unchanged}. Places in which personal data was masked: ${masked}.`,
  );
  const { count, firstLine } = read.unreadTimes;
  if (firstLine !== null)
    console.error(
      `有 ${count} 条留言的时间无法识别（首条在第 ${firstLine} 行），已不带时间导入。\n` +
        `Times that cannot be read: ${count}, the first in line ${firstLine}; those messages went in without one.`,
    );
};

/** What did not go in ends the script with an exit code, after everything else did. */
const complain = (input: string, read: SubmissionsRead, { differing }: Outcome, source: string): void => {
  const failures: BadInput[] = read.refused.map((bad) => badLine(input, bad));
  for (const { zh, en } of failures) console.error(`✗ ${zh}\n  ${en}`);
  if (differing.length > 0) throw differingRefusal(source, differing);
  if (failures.length > 0)
    throw new BadInput({
      zh: `${failures.length} 行没有导入，原因见上；改好后再次导入整个文件即可。`,
      en: `Lines that were not imported, for the reasons above: ${failures.length}. Mend them and import the whole file again.`,
    });
};

await runScript(async (signal) => {
  const options = readOptions(process.argv);
  const { input, strict = false, mask, topic, aspect } = options;
  if (topic === undefined && aspect !== undefined)
    throw new BadInput({ zh: '--aspect 要和 --topic 一起用。', en: '--aspect needs --topic beside it.' });
  const read = await listSubmissions(input, { columns: options, mask, strict });
  const messages = messagesOf(read, await isOwnExport(input));
  await withDatabase(async (database) => {
    const home = await homeOf(database.db, options);
    const secret = await secretFor(database.db);
    const outcome = await saveAs(database, strict, { home, messages, secret, signal });
    report(read, outcome);
    complain(input, read, outcome, home.source);
  });
});
