import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import {
  agreement,
  buildHierarchy,
  cellNeighbours,
  cellsFor,
  centre,
  exactNeighbours,
  kMeans,
  meanOf,
  type NeighbourSearch,
  openNeighbourSearch,
} from '../../src/clustering/index.ts';
import { type Rows, takeRows } from '../../src/kernel/index.ts';
import type { BenchRow } from './row.ts';
import { benchVectors } from './vectors.ts';

const SIZES = [5_000, 10_000, 20_000, 35_000, 100_000];
const SEED = 1;
/** Rows whose true neighbours the cells' are held against: exact search for all 100,000 would take a minute. */
const QUERIES = 1_000;

type Run = { seconds: number; groups: number; themes: number; matters: number; peakMb: number };

const runAlone = async (n: number): Promise<Run> => {
  const script = new URL('./clustering-run.ts', import.meta.url);
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--import',
    'tsx',
    script.pathname,
    String(n),
    String(SEED),
  ]);
  return JSON.parse(stdout) as Run;
};

/** Least-squares slope of ln seconds over ln n: 1 is linear, 2 quadratic. */
const growth = (points: readonly { n: number; seconds: number }[]): number => {
  const x = points.map(({ n }) => Math.log(n));
  const y = points.map(({ seconds }) => Math.log(seconds));
  const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
  const [mx, my] = [mean(x), mean(y)];
  const covariance = x.reduce((sum, value, i) => sum + (value - mx) * ((y[i] ?? my) - my), 0);
  return covariance / x.reduce((sum, value) => sum + (value - mx) ** 2, 0);
};

const sizes = async (texts: number): Promise<BenchRow[]> => {
  const rows: BenchRow[] = [];
  const exact: { n: number; seconds: number }[] = [];
  for (const n of SIZES.filter((size) => size <= texts)) {
    const run = await runAlone(n);
    if (n <= 60_000) exact.push({ n, seconds: run.seconds });
    const name = `three levels of ${n.toLocaleString('en')}`;
    rows.push({ name, value: run.seconds, unit: 's' }, { name, value: run.peakMb, unit: 'MB peak' });
    rows.push({ name: `${name}: themes`, value: run.themes, unit: 'themes' });
  }
  if (exact.length > 1)
    rows.push({ name: 'growth of seconds with rows (exact search)', value: growth(exact), unit: 'exponent' });
  return rows;
};

const againstKMeans = async (search: NeighbourSearch, n: number): Promise<BenchRow[]> => {
  const { rows, order, real } = await benchVectors(n, SEED);
  const started = performance.now();
  await buildHierarchy(rows, { search, order, seed: SEED, algorithm: 'leiden' });
  const ours = (performance.now() - started) / 1000;
  const centred = centre(rows, meanOf(rows));
  const kStarted = performance.now();
  kMeans(centred, { count: 100, seed: SEED, iterations: 20 });
  const theirs = (performance.now() - kStarted) / 1000;
  return [
    { name: `real vectors among ${n.toLocaleString('en')}`, value: real, unit: 'rows' },
    { name: `three levels of ${n.toLocaleString('en')}, same process`, value: ours, unit: 's' },
    { name: 'ml-kmeans, k = 100, at most 20 iterations', value: theirs, unit: 's' },
    { name: 'three levels are faster than ml-kmeans', value: theirs / ours, unit: 'times' },
  ];
};

const recallOfCells = async (search: NeighbourSearch, rows: Rows): Promise<BenchRow[]> => {
  const centred = centre(rows, meanOf(rows));
  const { cells, probes } = cellsFor(rows.n);
  const started = performance.now();
  const found = await cellNeighbours(search, centred, { k: 15, cells, probes, seed: SEED });
  const seconds = (performance.now() - started) / 1000;
  const step = Math.floor(rows.n / QUERIES);
  const queries = Int32Array.from({ length: QUERIES }, (_, i) => i * step);
  const { index } = await search.nearest(takeRows(centred, queries), search.prepare(centred), 16);
  let hits = 0;
  for (const [q, row] of queries.entries()) {
    const truth = new Set(index.subarray(q * 16, (q + 1) * 16));
    for (let j = row * 15; j < (row + 1) * 15; j++) if (truth.has(found.index[j]!)) hits++;
  }
  const name = `${rows.n.toLocaleString('en')} through ${cells} cells, ${probes} probed`;
  return [
    { name: `neighbours of ${name}`, value: seconds, unit: 's' },
    { name: `recall of true neighbours, ${name}`, value: hits / (15 * QUERIES), unit: 'share' },
  ];
};

const seedAgreement = async (search: NeighbourSearch, n: number): Promise<BenchRow> => {
  const { rows, order } = await benchVectors(n, SEED);
  const themes: Int32Array[] = [];
  for (const seed of [1, 2, 3])
    themes.push((await buildHierarchy(rows, { search, order, seed, algorithm: 'leiden' })).theme);
  const pairs = [
    agreement(themes[0]!, themes[1]!),
    agreement(themes[0]!, themes[2]!),
    agreement(themes[1]!, themes[2]!),
  ];
  const mean = pairs.reduce((sum, { ami }) => sum + ami, 0) / pairs.length;
  return { name: `themes of three seeds agree, ${n.toLocaleString('en')} rows`, value: mean, unit: 'AMI' };
};

/** Seconds, memory and growth by number of rows, against ml-kmeans; recall of cells; agreement between seeds. */
export const benchClustering = async ({
  rows: most = 100_000,
}: {
  rows?: number;
} = {}): Promise<BenchRow[]> => {
  const search = await openNeighbourSearch('models/knn.onnx');
  try {
    const out = await sizes(most);
    out.push(...(await againstKMeans(search, Math.min(most, 35_000))));
    if (most >= 100_000) {
      const { rows } = await benchVectors(100_000, SEED);
      out.push(...(await recallOfCells(search, rows)));
      const exact = await exactSeconds(search, rows);
      out.push(exact);
    }
    for (const n of [5_000, 10_000, 35_000].filter((size) => size <= most))
      out.push(await seedAgreement(search, n));
    return out;
  } finally {
    await search.close();
  }
};

const exactSeconds = async (search: NeighbourSearch, rows: Rows): Promise<BenchRow> => {
  const sample = takeRows(
    rows,
    Int32Array.from({ length: Math.min(rows.n, 35_000) }, (_, i) => i),
  );
  const started = performance.now();
  await exactNeighbours(search, sample, 15);
  return {
    name: `exact neighbours of ${sample.n.toLocaleString('en')}`,
    value: (performance.now() - started) / 1000,
    unit: 's',
  };
};
