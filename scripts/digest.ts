/** `npm run digest`: from the messages of a topic, place and period in the database to a digest in a folder. */
import { Option } from 'commander';
import { type DigestRun, type DigestStage, runDigest } from '../src/app/index.ts';
import { type Lang, writeDigest } from '../src/digest/index.ts';
import { ensureFolder, systemClock } from '../src/platform/index.ts';
import { aCommand } from './support/command.ts';
import { whole } from './support/options.ts';
import { progressReporter } from './support/progress.ts';
import { checkPeriod, day, topicByKey } from './support/scope-options.ts';
import { runScript } from './support/script.ts';
import { withDatabase, withModels } from './support/tools.ts';

type Options = {
  readonly topic?: string;
  readonly from?: string;
  readonly to?: string;
  readonly place?: string;
  readonly output: string;
  readonly lang: Lang;
  readonly groups?: number;
  readonly themes?: number;
  readonly algorithm: 'leiden' | 'kmeans';
  readonly seed: number;
};

const words: Record<
  Lang,
  {
    readonly stages: Record<DigestStage, string>;
    readonly drafted: (digest: DigestRun['digest'], seconds: number) => string;
    readonly unchanged: (digest: DigestRun['digest']) => string;
    readonly written: (output: string) => string;
  }
> = {
  zh: {
    stages: { load: '读取', embed: '向量', cluster: '聚类', label: '命名', digest: '起草' },
    drafted: ({ content: { title, totals }, edition }, seconds) =>
      `《${title}》第 ${edition} 期：${totals.messages} 件留言、${totals.people} 人 → ${totals.groups} 个板块、${totals.themes} 个主题、${totals.matters} 个事项，用时 ${seconds.toFixed(1)} 秒。`,
    unchanged: ({ content, edition }) =>
      `没有变化：自《${content.title}》第 ${edition} 期以来，留言、参数和人工修改都没有变。`,
    written: (output) => `简报在 ${output}（digest.html、.docx、.md、.json）`,
  },
  en: {
    stages: {
      load: 'loading',
      embed: 'embedding',
      cluster: 'clustering',
      label: 'labels',
      digest: 'drafting',
    },
    drafted: ({ content: { title, totals }, edition }, seconds) =>
      `“${title}”, edition ${edition}: ${totals.messages} messages by ${totals.people} people → ${totals.groups} groups, ${totals.themes} themes, ${totals.matters} matters in ${seconds.toFixed(1)} s.`,
    unchanged: ({ content, edition }) =>
      `Nothing has changed since edition ${edition} of “${content.title}”: neither messages nor options nor people’s edits.`,
    written: (output) => `The digest is in ${output} (digest.html, .docx, .md, .json)`,
  },
};

const readOptions = (argv: readonly string[]): Options =>
  aCommand('npm run digest --')
    .description(
      '从数据库里的留言起草简报；不写议题、地点、时间就是全部。\n' +
        'Drafts a digest from the messages in the database: all of them, or those of a topic, place and period.',
    )
    .option('--topic <key>', '只看一个议题（代号） | only this topic, by its key')
    .option('--from <date>', '起始日期（含），如 2026-09-01 | first day', day('begins'))
    .option('--to <date>', '截止日期（含） | last day', day('ends'))
    .option('--place <name>', '只看一个地点 | only this place')
    .option('--output <folder>', '结果文件夹 | folder for the results', 'out/digest')
    .addOption(new Option('--lang <lang>', '简报语言 | language').choices(['zh', 'en']).default('zh'))
    .option('--groups <n>', '板块数，默认自动 | number of groups; found by itself without it', whole(1))
    .option('--themes <n>', '主题数，默认自动 | number of themes; found by itself without it', whole(1))
    .addOption(
      new Option('--algorithm <name>', '算法 | algorithm').choices(['leiden', 'kmeans']).default('leiden'),
    )
    .option('--seed <n>', '随机种子 | seed', whole(0), 1)
    .parse(argv)
    .opts<Options>();

await runScript(async (signal) => {
  const options = readOptions(process.argv);
  const { topic, from, to, place, output, lang, seed, algorithm, groups, themes } = options;
  checkPeriod(from, to);
  await ensureFolder(output);
  const say = words[lang];
  const started = performance.now();
  await withDatabase(async (database) => {
    const topicId = topic === undefined ? null : (await topicByKey(database.db, topic)).id;
    const reporter = progressReporter();
    const { digest, work } = await withModels((models) =>
      runDigest({
        database,
        ...models,
        clock: systemClock,
        scope: { topic: topicId, place: place ?? null, from: from ?? null, to: to ?? null },
        options: { seed, algorithm, groups, themes },
        lang,
        signal,
        onProgress: ({ stage, ...step }) => reporter.update(say.stages[stage], step),
      }).finally(() => reporter.finish()),
    );
    await writeDigest(output, digest.content);
    const seconds = (performance.now() - started) / 1000;
    console.log(work === null ? say.unchanged(digest) : say.drafted(digest, seconds));
    console.log(say.written(output));
  });
});
