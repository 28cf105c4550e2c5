/** `npm run demo`: the whole way from residents' messages to cited digests, on this machine, with invented messages. */
import path from 'node:path';
import { runDigest } from '../src/app/index.ts';
import { writeDigest } from '../src/digest/index.ts';
import { type Database, ensureFolder, systemClock } from '../src/platform/index.ts';
import { everything } from '../src/topics/index.ts';
import { loadDemo } from './demo/load.ts';
import {
  type Digested,
  showFiles,
  showFindings,
  showLoaded,
  showTimes,
  showTopics,
  showTotals,
  showUnchanged,
  stages,
} from './demo/report.ts';
import { groupTable, opposition, quotes } from './demo/summary.ts';
import type { DemoTopic } from './demo/topics.ts';
import { aCommand } from './support/command.ts';
import { heading } from './support/layout.ts';
import { progressReporter } from './support/progress.ts';
import { runScript } from './support/script.ts';
import { serveDemo } from './support/serve-demo.ts';
import { styled } from './support/terminal.ts';
import { type Models, secretFor, withDatabase, withModels } from './support/tools.ts';

const SEED = 1;

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

type Options = { readonly output: string; readonly serve: boolean };

const readOptions = (argv: readonly string[]): Options =>
  aCommand('npm run demo --')
    .description(
      '用虚构的留言走完全程：入库、归纳、起草简报。数据在 .data/，简报在 out/demo/。再运行一次不会重复。\n' +
        'The whole way with invented messages: into .data/, themes found, digests in out/demo/. Running it again changes nothing.',
    )
    .option('--output <folder>', '简报放在哪里 | folder for the digests', path.join('out', 'demo'))
    .option('--no-serve', '写完简报就结束，不打开网页 | end after the digests instead of serving the pages')
    .parse(argv)
    .opts<Options>();

await runScript(async (signal) => {
  const { output, serve } = readOptions(process.argv);
  // Unless somebody asks for it, a line for every request would push the links out of sight.
  process.env.MASHANG_LOG_LEVEL ??= 'warn';
  await ensureFolder(output);
  const started = performance.now();
  const since = (start: number): number => (performance.now() - start) / 1000;
  console.log(
    `${styled('bold', '码上 Mashang')}  居民留言 → 主题 → 简报，全部在本机完成\n` +
      `${styled('dim', 'Residents’ messages → themes → a cited digest, all on this machine. The messages are invented.')}`,
  );
  const report = async (database: Database): Promise<void> => {
    const loadStarted = performance.now();
    const loaded = await loadDemo(database.db, { secret: await secretFor(database.db), signal });
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
  };
  await withDatabase(async (database) => {
    await report(database);
    // Somebody has to be there to press Ctrl-C: without a terminal the demo ends here.
    if (serve && process.stdout.isTTY)
      await withModels(({ encoder }) => serveDemo({ database, encoder, folder: output, signal }));
  });
});
