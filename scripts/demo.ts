/** `npm run demo`: the whole way from residents' messages to cited digests, on this machine, with invented messages. */
import path from 'node:path';
import { Command } from 'commander';
import { type DigestRun, type DigestStage, runDigest } from '../src/app/index.ts';
import { countMessagesBy, type MaskKind, maskKinds } from '../src/intake/index.ts';
import { config, type Database, ensureFolder, systemClock } from '../src/platform/index.ts';
import { everything } from '../src/topics/index.ts';
import { type DemoTopic, type Loaded, loadDemo } from './demo/load.ts';
import { facts, framed, groupTable, heading, opposition, paragraph, quotes } from './demo/summary.ts';
import { writeDigest } from './support/digest-files.ts';
import { progressReporter } from './support/progress.ts';
import { runScript } from './support/script.ts';
import { fitted, styled } from './support/terminal.ts';
import { type Models, withDatabase, withModels } from './support/tools.ts';

const SEED = 1;

const stages: Record<DigestStage, string> = {
  load: '读取 load',
  embed: '向量 embed',
  cluster: '聚类 cluster',
  label: '命名 label',
  digest: '起草 draft',
};

const sources: Record<DemoTopic['source'], string> = {
  party: '党委点题 party',
  congress: '人大派题 congress',
  deputy: '代表荐题 deputy',
  residents: '群众出题 residents',
};

type Digested = DigestRun & {
  readonly topic: DemoTopic | null;
  readonly folder: string;
  readonly wrote: boolean;
};

/** The digest of everything, then one a topic. */
const digestAll = async (
  given: {
    readonly database: Database;
    readonly models: Models;
    readonly output: string;
    readonly signal: AbortSignal;
  },
  topics: readonly DemoTopic[],
): Promise<Digested[]> => {
  const { database, models, output, signal } = given;
  const reporter = progressReporter();
  const digested: Digested[] = [];
  try {
    for (const topic of [null, ...topics]) {
      const name = topic === null ? '' : ` · ${topic.title}`;
      const done = await runDigest({
        database,
        ...models,
        clock: systemClock,
        scope: { ...everything, topic: topic?.id ?? null },
        options: { seed: SEED, algorithm: 'leiden' },
        lang: 'zh',
        note: '演示用的虚构留言，',
        signal,
        onProgress: ({ stage, ...step }) => reporter.update(`${stages[stage]}${name}`, step),
      });
      const folder = topic === null ? output : path.join(output, topic.key);
      digested.push({ ...done, topic, folder, wrote: await writeDigest(folder, done.digest.content) });
    }
  } finally {
    reporter.finish();
  }
  return digested;
};

const maskedWords = (masked: Loaded['masked']): string => {
  const hits = Object.entries(masked) as [MaskKind, number][];
  const each = hits
    .toSorted((a, b) => b[1] - a[1])
    .map(([kind, count]) => `${maskKinds[kind].mark.replace(/[〔〕]/g, '')} ${count}`);
  return `${hits.reduce((sum, [, count]) => sum + count, 0)} 处：${each.join('、')}`;
};

const showLoaded = ({ inserted, unchanged, masked }: Loaded): void => {
  heading('导入', 'Messages in');
  facts([
    ['留言 messages', `${inserted} 件新入库 new，${unchanged} 件此前已有 already there`],
    ['隐去个人信息 masked', maskedWords(masked)],
  ]);
};

const showTotals = ({ digest: { content } }: Digested): void => {
  const { totals, about } = content;
  heading(content.title, `digest of ${totals.messages} messages`);
  facts([
    ['时间 period', about.period === null ? '—' : `${about.period.from} → ${about.period.to}`],
    ['来源 collected', about.collectedBy],
    [
      '留言 messages',
      `${totals.people} 人 people，${totals.messages} 件 messages，其中雷同 ${totals.copies} 件 copies`,
    ],
    [
      '归纳 found',
      `${totals.groups} 个板块 groups，${totals.themes} 个主题 themes，${totals.matters} 个事项 matters，其中个别意见 ${totals.singleVoices} 个 single voices`,
    ],
  ]);
};

/** What the digest says beyond how much there is: changes, copies, opposing voices, what needs an answer first. */
const showFindings = ({ digest: { content } }: Digested): void => {
  const [, ...findings] = content.overview;
  if (findings.length === 0) return;
  heading('请先看', 'To look at first');
  for (const sentences of findings) paragraph(sentences.map(({ text }) => text).join(''));
};

const aspectsOf = async (database: Database, { id, aspects }: DemoTopic): Promise<string> => {
  const counted = await countMessagesBy(database.db, 'aspect', { topic: id });
  const perAspect = new Map(counted.map(({ of, messages }) => [of, messages]));
  return aspects
    .map(({ number, title }) => `${number} ${title} ${perAspect.get(String(number)) ?? 0}件`)
    .join('；');
};

/** What the other columns leave of 100. */
const LEADING_COLUMNS = 46;
const LEADING = 2;

const showTopics = async (database: Database, digested: readonly Digested[]): Promise<void> => {
  heading('五个议题', 'The five topics, each with a digest of its own');
  framed(
    [
      { head: '议题 topic' },
      { head: '出题\nset by' },
      { head: '人\npeople', align: 'right' },
      { head: '件\nmessages', align: 'right' },
      { head: '反映最多的主题\nmost raised' },
    ],
    digested.flatMap(({ topic, digest }) => {
      if (topic === null) return [];
      const { totals, groups } = digest.content;
      const leading = groups
        .flatMap(({ children }) => children)
        .toSorted((a, b) => b.counts.people - a.counts.people)
        .slice(0, LEADING)
        .map(({ label, counts }) => fitted(`${label} ${counts.people}人`, LEADING_COLUMNS));
      const source = sources[topic.source].replace(' ', '\n');
      return [[topic.title, source, totals.people, totals.messages, leading.join('\n')]];
    }),
  );
  for (const { topic } of digested)
    if (topic !== null && topic.aspects.length > 0)
      facts([
        [`${topic.aspects.length} 个方面 aspects`, `${topic.title}：${await aspectsOf(database, topic)}`],
      ]);
};

const rate = (count: number, seconds: number): string =>
  seconds > 0 ? Math.round(count / seconds).toLocaleString('en') : '—';

const total = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0);
const workOf = ({ work }: Digested): number => total(Object.values(work?.seconds ?? {}));

/** Time for each stage of the digest of everything, and of the topics together, whose vectors are there by then. */
const showTimes = (
  spent: { readonly load: number; readonly all: number },
  loaded: Loaded,
  digested: readonly Digested[],
): void => {
  heading('用时', 'Time');
  const messages = loaded.inserted + loaded.unchanged;
  const [all, ...topics] = digested;
  const drafted = topics.filter(({ work }) => work !== null);
  const rows: [name: string, count: number | null, seconds: number][] = [
    ['导入和脱敏 import and mask', messages, spent.load],
    ...Object.entries(all?.work?.seconds ?? {}).map(([stage, seconds]): [string, number, number] => [
      stages[stage as DigestStage],
      messages,
      seconds,
    ]),
    [
      `${drafted.length} 个议题的简报 digests of the topics`,
      total(drafted.map(({ digest }) => digest.content.totals.messages)),
      total(drafted.map(workOf)),
    ],
    [
      '打开数据库和模型、写文件 database, models, files',
      null,
      spent.all - spent.load - total(digested.map(workOf)),
    ],
    ['全程 all of it', messages, spent.all],
  ];
  framed(
    [
      { head: '阶段 stage' },
      { head: '件 messages', align: 'right' },
      { head: '秒 seconds', align: 'right' },
      { head: '每秒 messages/s', align: 'right' },
    ],
    rows.map(([name, count, seconds]) => [
      name,
      count ?? '',
      seconds.toFixed(2),
      count === null ? '' : rate(count, seconds),
    ]),
  );
};

const showFiles = (digested: readonly Digested[]): void => {
  heading('简报文件', 'Digests, each as HTML, DOCX, Markdown and JSON');
  facts(digested.map(({ folder, digest }) => [path.join(folder, 'digest.html'), digest.content.title]));
};

const showUnchanged = (digested: readonly Digested[], output: string): void => {
  console.log(
    '\n没有变化：留言、议题和简报都已在库，什么也没有改动。\n' +
      'Nothing has changed: messages, topics and digests are there already.',
  );
  if (digested.some(({ wrote }) => wrote))
    console.log(
      '有简报文件缺失或被改动，已从库里重新写出。\nMissing or altered files were written again from the database.',
    );
  showFiles(digested);
  const { databaseUrl, dataDir } = config();
  console.log(
    styled(
      'dim',
      databaseUrl === null
        ? `\n想从头再来，先删除 ${dataDir} 和 ${output}。To start afresh, delete ${dataDir} and ${output} first.`
        : `\n想从头再来，换一个空的数据库。To start afresh, use an empty database.`,
    ),
  );
};

const readOptions = (argv: readonly string[]): { readonly output: string } =>
  new Command('npm run demo --')
    .description(
      '用虚构的留言走完全程：入库、归纳、起草简报。数据在 .data/，简报在 out/demo/。再运行一次不会重复。\n' +
        'The whole way with invented messages: into .data/, themes found, digests in out/demo/. Running it again changes nothing.',
    )
    .option('--output <folder>', '简报放在哪里 | folder for the digests', path.join('out', 'demo'))
    .parse(argv)
    .opts<{ output: string }>();

await runScript(async (signal) => {
  const { output } = readOptions(process.argv);
  await ensureFolder(output);
  const started = performance.now();
  const since = (start: number): number => (performance.now() - start) / 1000;
  console.log(
    `${styled('bold', '码上 Mashang')}  居民留言 → 主题 → 简报，全部在本机完成\n` +
      `${styled('dim', 'Residents’ messages → themes → a cited digest, all on this machine. The messages are invented.')}`,
  );
  await withDatabase(async (database) => {
    const loadStarted = performance.now();
    const loaded = await loadDemo(database.db, signal);
    const load = since(loadStarted);
    // At once: vectors and themes take their time, and what is in the database is safe by now.
    if (loaded.inserted > 0) showLoaded(loaded);
    const digested = await withModels((models) =>
      digestAll({ database, models, output, signal }, loaded.topics),
    );
    const [all] = digested;
    if (all === undefined) throw new Error('there is always the digest of everything');
    if (loaded.inserted === 0 && digested.every(({ work }) => work === null)) {
      showUnchanged(digested, output);
      return;
    }
    if (loaded.inserted === 0) showLoaded(loaded);
    showTotals(all);
    groupTable(all.digest.content);
    showFindings(all);
    heading('居民原话', 'In residents’ own words');
    quotes(all.digest.content);
    opposition(all.digest.content);
    await showTopics(database, digested);
    showTimes({ load, all: since(started) }, loaded, digested);
    showFiles(digested);
  });
});
