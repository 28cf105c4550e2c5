/** `npm run evaluate -- --input FILE --label label`: how well clusters agree with labels, this recipe beside others. */
import path from 'node:path';
import Table from 'cli-table3';
import { type Arrangement, arrange, type Stage } from '../src/app/index.ts';
import {
  agreement,
  centre,
  exactNeighbours,
  fuzzyGraph,
  kMeans,
  meanBestF1,
  meanOf,
  type NeighbourSearch,
} from '../src/clustering/index.ts';
import { badFile, readTable } from '../src/documents/index.ts';
import { folderVectorStore } from '../src/embedding/index.ts';
import { readSubmissions } from '../src/intake/index.ts';
import { writeFileWhole } from '../src/platform/index.ts';
import { aCommand } from './support/command.ts';
import { louvain } from './support/louvain.ts';
import { columns, whole } from './support/options.ts';
import { progressReporter } from './support/progress.ts';
import { runScript } from './support/script.ts';
import { withModels } from './support/tools.ts';

type Options = {
  readonly input: string;
  readonly label: string;
  readonly text?: readonly string[];
  readonly seed: number;
  readonly cache: string;
  readonly json?: string;
};

const readOptions = (argv: readonly string[]): Options =>
  aCommand('npm run -s evaluate --')
    .description(
      '用带标签的文件检验聚类质量。\nMeasures clusters against the labels of a file: V-measure, NMI, AMI, ARI, purity, share unassigned.',
    )
    .requiredOption('--input <file>', '带标签的文件 | file with labels')
    .requiredOption('--label <column>', '标签列 | column of the label')
    .option('--text <columns>', '正文列 | column of the text, or title,body', columns)
    .option('--seed <n>', '随机种子 | seed', whole(0), 1)
    .option('--cache <folder>', '向量缓存 | folder for the vectors', 'out/evaluate')
    .option('--json <file>', '另存为 JSON | write the table as JSON too')
    .parse([...argv])
    .opts<Options>();

/** Labels in file order, numbered by first appearance. @throws BadInput where the column is missing or a label is empty */
const readLabels = async (file: string, column: string): Promise<Int32Array> => {
  const numbers = new Map<string, number>();
  const labels: number[] = [];
  for await (const { line, record } of readTable(file)) {
    const value = record[column];
    if (value === undefined)
      throw badFile(file, {
        zh: `没有名为“${column}”的列；现有的列：${Object.keys(record).join('、')}`,
        en: `no column "${column}"; the columns are: ${Object.keys(record).join(', ')}`,
      });
    const label = (typeof value === 'string' ? value : JSON.stringify(value)).trim();
    if (label === '') throw badFile(file, { zh: `第 ${line} 行没有标签`, en: `line ${line} has no label` });
    if (!numbers.has(label)) numbers.set(label, numbers.size);
    labels.push(numbers.get(label)!);
  }
  return Int32Array.from(labels);
};

const stages = {
  embed: '向量 embedding',
  cluster: '聚类 clustering',
  label: '命名 labels',
} as const satisfies Record<Stage, string>;

type Result = { readonly method: string; readonly labels: Int32Array; readonly seconds: number };

const timed = async (method: string, work: () => Promise<Int32Array> | Int32Array): Promise<Result> => {
  const started = performance.now();
  const labels = await work();
  return { method, labels, seconds: (performance.now() - started) / 1000 };
};

const rowOfResult = (truth: Int32Array, { method, labels, seconds }: Result) => {
  const { vMeasure, nmi, ami, ari, purity } = agreement(truth, labels);
  const sizes = new Map<number, number>();
  for (const label of labels) sizes.set(label, (sizes.get(label) ?? 0) + 1);
  const ordered = [...sizes.values()].sort((a, b) => a - b);
  return {
    method,
    clusters: sizes.size,
    medianSize: ordered[Math.floor(ordered.length / 2)] ?? 0,
    vMeasure,
    nmi,
    ami,
    ari,
    purity,
    bestF1: meanBestF1(truth, labels),
    unassigned: labels.filter((label) => label < 0).length / labels.length,
    seconds,
  };
};

/** What the product finds, beside two usual ways over all the same vectors. */
const compare = async (
  { hierarchy, embedded, seconds }: Arrangement,
  truth: Int32Array,
  { search, seed }: { readonly search: NeighbourSearch; readonly seed: number },
) => {
  const { group, theme, matter, levels } = hierarchy;
  const centred = centre(embedded.vectors, meanOf(embedded.vectors));
  const classes = new Set(truth).size;
  const results: Result[] = [
    { method: 'Mashang, groups', labels: group, seconds: seconds.cluster },
    { method: 'Mashang, themes', labels: theme, seconds: seconds.cluster },
    { method: 'Mashang, matters', labels: matter, seconds: seconds.cluster },
    await timed('Louvain (graphology), γ = 1.3', async () =>
      louvain(fuzzyGraph(await exactNeighbours(search, centred, 15)), { resolution: 1.3, seed }),
    ),
  ];
  for (const count of new Set([classes, levels.theme.count]))
    results.push(await timed(`ml-kmeans, k = ${count}`, () => kMeans(centred, { count, seed }).labels));
  return results.map((result) => rowOfResult(truth, result));
};

const decimals = (value: number): string => value.toFixed(3);

const print = (rows: Awaited<ReturnType<typeof compare>>): void => {
  const table = new Table({
    head: ['method', 'clusters', 'median', 'V', 'NMI', 'AMI', 'ARI', 'purity', 'best F1', 'unassigned', 's'],
    style: { head: [], border: [] },
  });
  for (const row of rows)
    table.push([
      row.method,
      row.clusters,
      row.medianSize,
      ...[row.vMeasure, row.nmi, row.ami, row.ari, row.purity, row.bestF1, row.unassigned].map(decimals),
      row.seconds.toFixed(1),
    ]);
  console.log(table.toString());
};

await runScript(async (signal) => {
  const options = readOptions(process.argv);
  const { input, label, text, seed, cache } = options;
  const truth = await readLabels(input, label);
  const { submissions } = await readSubmissions(input, { columns: text ? { text } : {}, mask: true });
  const voices = submissions.map(({ author, ...submission }) => ({ ...submission, person: author }));
  const reporter = progressReporter();
  await withModels(async ({ encoder, search }) => {
    const store = folderVectorStore(path.join(cache, '.embeddings'));
    const arranged = await arrange(
      voices,
      { seed, algorithm: 'leiden' },
      {
        encoder,
        search,
        store,
        signal,
        onProgress: ({ stage, ...step }) => reporter.update(stages[stage], step),
      },
    );
    reporter.finish();
    const copies = arranged.voices.filter(({ copyOf }) => copyOf !== null).length;
    const rows = await compare(arranged, truth, { search, seed });
    const labels = new Set(truth).size;
    console.log(
      `${path.basename(input)}: ${voices.length} texts, ${copies} of them copies, ${labels} labels, seed ${seed}`,
    );
    print(rows);
    if (options.json)
      await writeFileWhole(
        options.json,
        `${JSON.stringify({ texts: voices.length, copies, labels, seed, methods: rows }, null, 2)}\n`,
      );
  }).finally(() => reporter.finish());
});
