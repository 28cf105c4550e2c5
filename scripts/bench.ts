/** `npm run bench [-- embedding clustering labels load nightly storage]`: one table and JSON; docs/benchmarks.md holds a full run. */
import os from 'node:os';
import Table from 'cli-table3';
import { Argument } from 'commander';
import { BadInput } from '../src/kernel/index.ts';
import { config, writeFileWhole } from '../src/platform/index.ts';
import type { BenchRow } from './bench/row.ts';
import { aCommand } from './support/command.ts';
import { whole } from './support/options.ts';
import { runScript } from './support/script.ts';

type Options = { readonly rows?: number; readonly json: string };

type Bench = (options: Options) => Promise<readonly BenchRow[]>;

// Loaded when asked for: what one bench measures of memory is not to hold the others' code.
const benches: Readonly<Record<string, Bench>> = {
  embedding: async ({ rows }) => {
    const { benchEmbedding } = await import('./bench/embedding.ts');
    return benchEmbedding(rows === undefined ? {} : { texts: rows });
  },
  clustering: async ({ rows }) => {
    const { benchClustering } = await import('./bench/clustering.ts');
    return benchClustering(rows === undefined ? {} : { rows });
  },
  labels: async () => {
    const { benchCorpora } = await import('./bench/corpora.ts');
    return benchCorpora();
  },
  load: async ({ rows }) => {
    const { benchLoad } = await import('./bench/load.ts');
    return benchLoad({ ...(rows !== undefined && { conversations: rows }), ...storageAddress() });
  },
  nightly: async ({ rows }) => {
    const { benchNightly } = await import('./bench/nightly.ts');
    return benchNightly({ ...(rows !== undefined && { messages: rows }), ...storageAddress() });
  },
  storage: async ({ rows }) => {
    const { benchStorage } = await import('./bench/storage.ts');
    return benchStorage({ ...(rows !== undefined && { messages: rows }), ...storageAddress() });
  },
};

const storageAddress = (): { databaseUrl?: string } => {
  const { databaseUrl } = config();
  return databaseUrl === null ? {} : { databaseUrl };
};

const machine = () => ({
  processor: os.cpus()[0]?.model ?? 'unknown',
  cores: os.availableParallelism(),
  memoryGb: Math.round(os.totalmem() / 1e9),
  node: process.version,
  at: new Date().toISOString(),
  seed: 1,
  load: os.loadavg().map((value) => Number(value.toFixed(1))),
});

const figure = (value: number): string =>
  Math.abs(value) >= 100 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(4)));

await runScript(async () => {
  const command = aCommand('npm run bench --')
    .description(
      '性能测试：打印一张表，并写出 JSON。\nMeasures speed, memory and quality; prints one table and writes JSON.',
    )
    .addArgument(new Argument('[benches...]', Object.keys(benches).join(' | ')))
    .option('--rows <n>', '规模上限 | most rows, to try it quickly', whole(100))
    .option('--json <file>', 'JSON 文件 | where the JSON goes', 'out/bench/bench.json')
    .parse(process.argv);
  const options = command.opts<Options>();
  const wanted = command.args.length > 0 ? command.args : Object.keys(benches);
  const facts = machine();
  const results: Record<string, readonly BenchRow[]> = {};
  for (const name of wanted) {
    const bench = benches[name];
    if (!bench)
      throw new BadInput({
        zh: `没有名为“${name}”的测试：可选 ${Object.keys(benches).join('、')}。`,
        en: `There is no bench "${name}": choose from ${Object.keys(benches).join(', ')}.`,
      });
    console.error(`▶ ${name}`);
    results[name] = await bench(options);
  }
  const table = new Table({ head: ['bench', 'what', 'value', 'unit'], style: { head: [], border: [] } });
  for (const [name, rows] of Object.entries(results))
    for (const { name: what, value, unit } of rows)
      table.push([name, what, { content: figure(value), hAlign: 'right' }, unit]);
  console.log(JSON.stringify(facts));
  console.log(table.toString());
  await writeFileWhole(options.json, `${JSON.stringify({ machine: facts, results }, null, 2)}\n`);
  console.log(`JSON: ${options.json}`);
});
