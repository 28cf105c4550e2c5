/** `npm run -s cluster -- --input FILE --output DIR`: messages in a file, themes and a cited digest in a folder. */
import path from 'node:path';
import { Option } from 'commander';
import { stringify } from 'csv-stringify/sync';
import { type Analysis, analyse } from '../src/app/index.ts';
import { openNeighbourSearch } from '../src/clustering/index.ts';
import {
  type About,
  draftDigest,
  findUnsupported,
  type Lang,
  renderDocx,
  renderHtml,
  renderJson,
  renderMarkdown,
} from '../src/digest/index.ts';
import { checkArtefact, folderVectorStore, openEncoder } from '../src/embedding/index.ts';
import { readSubmissions, type SubmissionsRead } from '../src/intake/index.ts';
import { inChina } from '../src/kernel/index.ts';
import { config, ensureFolder, type OutputFile, systemClock, writeFolder } from '../src/platform/index.ts';
import { safeCell } from './support/cells.ts';
import { aCommand } from './support/command.ts';
import { columns, whole } from './support/options.ts';
import { progressReporter } from './support/progress.ts';
import { runScript } from './support/script.ts';

type Options = {
  readonly input: string;
  readonly output: string;
  readonly text?: readonly string[];
  readonly id?: string;
  readonly author?: string;
  readonly time?: string;
  readonly place?: readonly string[];
  readonly groups?: number;
  readonly themes?: number;
  readonly algorithm: 'leiden' | 'kmeans';
  readonly seed: number;
  readonly lang: Lang;
  readonly mask: boolean;
};

const words = {
  zh: {
    stages: { embed: '向量', cluster: '聚类', label: '命名' },
    collectedBy: (name: string) => `由文件 ${name} 导入`,
    cached: '所有文本的向量都已在输出文件夹中，跳过向量计算。',
    times: (count: number, line: number) =>
      `有 ${count} 条留言的时间无法识别（首条在第 ${line} 行），这些留言不计入时间段。`,
    done: (run: RunFacts, output: string) =>
      `${run.messages} 条留言、${run.people} 人 → ${run.groups} 个板块、${run.themes} 个主题、${run.matters} 个事项，用时 ${run.seconds.total.toFixed(1)} 秒。结果在 ${output}`,
  },
  en: {
    stages: { embed: 'embedding', cluster: 'clustering', label: 'labels' },
    collectedBy: (name: string) => `imported from the file ${name}`,
    cached: 'The vectors of all texts are in the output folder already: embedding is skipped.',
    times: (count: number, line: number) =>
      `The time of ${count} messages cannot be read (the first in line ${line}); they do not count for the period.`,
    done: (run: RunFacts, output: string) =>
      `${run.messages} messages by ${run.people} people → ${run.groups} groups, ${run.themes} themes, ${run.matters} matters in ${run.seconds.total.toFixed(1)} s. Results are in ${output}`,
  },
} as const;

const readOptions = (argv: readonly string[]): Options =>
  aCommand('npm run -s cluster --')
    .description(
      '把一个文件里的留言归成主题，并起草简报。\nFinds the themes in a file of messages and drafts a digest.',
    )
    .requiredOption('--input <file>', '留言文件 JSONL、CSV（UTF-8 或 GB18030）、XLSX | file of messages')
    .requiredOption('--output <folder>', '结果文件夹 | folder for the results')
    .option('--text <columns>', '正文列；两列为“标题,正文” | column of the text, or title,body', columns)
    .option('--id <column>', '编号列，默认按行号 | column of the id; line numbers without it')
    .option(
      '--author <column>',
      '留言人列；没有则每条留言算一人 | column of the author; without it a message is a person',
    )
    .option('--time <column>', '时间列 | column of the time')
    .option('--place <columns>', '地点列，可多列 | column(s) of the place', columns)
    .option('--groups <n>', '板块数，默认自动 | number of groups; found by itself without it', whole(1))
    .option('--themes <n>', '主题数，默认自动 | number of themes; found by itself without it', whole(1))
    .addOption(
      new Option('--algorithm <name>', '算法 | algorithm').choices(['leiden', 'kmeans']).default('leiden'),
    )
    .option('--seed <n>', '随机种子 | seed', whole(0), 1)
    .addOption(
      new Option('--lang <lang>', '简报语言 | language of the digest').choices(['zh', 'en']).default('zh'),
    )
    .option('--no-mask', '文本已脱敏，不再处理 | the text is masked already')
    .parse([...argv])
    .opts<Options>();

type Seconds = Record<'read' | 'embed' | 'cluster' | 'label' | 'digest' | 'total', number>;

type RunFacts = {
  readonly messages: number;
  readonly people: number;
  readonly copies: number;
  readonly groups: number;
  readonly themes: number;
  readonly matters: number;
  readonly seconds: Seconds;
  /** null where every vector was there already. */
  readonly tokensPerSecond: number | null;
  readonly peakRssBytes: number;
  readonly seed: number;
  readonly model: string;
  readonly algorithm: string;
  readonly modularity: Readonly<Record<'group' | 'theme' | 'matter', number | null>>;
  readonly masked: SubmissionsRead['masked'];
};

const periodOf = ({ submissions }: SubmissionsRead): About['period'] => {
  const days = submissions.flatMap(({ at }) => at ?? []).sort();
  const [from, to] = [days.at(0), days.at(-1)];
  return from === undefined || to === undefined ? null : { from: from.slice(0, 10), to: to.slice(0, 10) };
};

const assignments = ({ catalogue, voices }: Analysis): string => {
  const parentOf = new Map(catalogue.themes.map(({ key, parent }) => [key, parent]));
  const matterOf = new Map(
    catalogue.matters.flatMap((matter) => matter.messageIds.map((id) => [id, matter])),
  );
  const rows = voices.map(({ id }) => {
    const matter = matterOf.get(id);
    return [safeCell(id), matter?.key, matter?.parent, parentOf.get(matter?.parent ?? '')];
  });
  return stringify([['id', 'matter', 'theme', 'group'], ...rows], { bom: true });
};

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

const digestFiles = async (analysis: Analysis, about: About, lang: Lang): Promise<OutputFile[]> => {
  const { catalogue, voices } = analysis;
  const content = draftDigest({ catalogue, voices, about, lang });
  const unsupported = findUnsupported(content, { catalogue, voices });
  if (unsupported.length > 0)
    throw new Error(`the digest states what no message supports: ${JSON.stringify(unsupported.slice(0, 5))}`);
  return [
    { name: 'digest.html', content: renderHtml(content) },
    { name: 'digest.docx', content: await renderDocx(content) },
    { name: 'digest.md', content: renderMarkdown(content) },
    { name: 'digest.json', content: renderJson(content) },
  ];
};

const factsOf = (
  analysis: Analysis,
  read: SubmissionsRead,
  options: Options,
): Omit<RunFacts, 'seconds' | 'model'> => {
  const { voices, embedded, catalogue, hierarchy, seconds } = analysis;
  const { group, theme, matter } = hierarchy.levels;
  const known = new Set(voices.flatMap(({ person }) => person ?? []));
  return {
    messages: voices.length,
    people: known.size + voices.filter(({ person }) => person === null).length,
    copies: voices.filter(({ copyOf }) => copyOf !== null).length,
    groups: catalogue.groups.length,
    themes: catalogue.themes.length,
    matters: catalogue.matters.length,
    tokensPerSecond: embedded.tokens === 0 ? null : Math.round(embedded.tokens / seconds.embed),
    // What the operating system counted, in KiB.
    peakRssBytes: process.resourceUsage().maxRSS * 1024,
    seed: options.seed,
    algorithm: options.algorithm,
    modularity: {
      group: group.modularity || null,
      theme: theme.modularity || null,
      matter: matter.modularity || null,
    },
    masked: read.masked,
  };
};

await runScript(async (signal) => {
  const options = readOptions(process.argv);
  const { input, output, lang, seed, algorithm, groups, themes } = options;
  const say = words[lang];
  const started = performance.now();
  const clock = (since: number): number => (performance.now() - since) / 1000;
  const read = await readSubmissions(input, { columns: options, mask: options.mask });
  const readSeconds = clock(started);
  if (read.unreadTimes.firstLine !== null)
    console.error(say.times(read.unreadTimes.count, read.unreadTimes.firstLine));
  await ensureFolder(output);

  const { modelDir, threads } = config();
  const encoder = await openEncoder({ modelDir, threads });
  const search = await openNeighbourSearch(await checkArtefact('models/knn.onnx'));
  const reporter = progressReporter();
  try {
    const store = folderVectorStore(path.join(output, '.embeddings'));
    const incoming = read.submissions.map(({ id, text, author, place, at }) => ({
      id,
      text,
      person: author,
      place,
      at,
    }));
    const analysis = await analyse(
      incoming,
      { seed, algorithm, groups, themes, lang },
      {
        encoder,
        store,
        search,
        signal,
        onProgress: ({ stage, ...step }) => reporter.update(say.stages[stage], step),
      },
    );
    reporter.finish();
    if (analysis.embedded.embedded === 0) console.error(say.cached);
    const digestStarted = performance.now();
    const about: About = {
      scope: path.basename(input),
      period: periodOf(read),
      collectedBy: say.collectedBy(path.basename(input)),
      authorsKnown: read.columns.author !== null,
      masked: options.mask,
      run: { model: encoder.model.name, algorithm, seed, messages: analysis.voices.length },
      generatedAt: inChina(systemClock.now()),
    };
    const digest = await digestFiles(analysis, about, lang);
    const seconds = {
      read: readSeconds,
      ...analysis.seconds,
      digest: clock(digestStarted),
      total: clock(started),
    };
    const facts: RunFacts = { ...factsOf(analysis, read, options), seconds, model: encoder.model.name };
    await writeFolder(output, [
      { name: 'assignments.csv', content: assignments(analysis) },
      { name: 'themes.json', content: json(analysis.catalogue) },
      ...digest,
      { name: 'run.json', content: json(facts) },
    ]);
    console.log(say.done(facts, output));
  } finally {
    reporter.finish();
    await Promise.all([encoder.close(), search.close()]);
  }
});
