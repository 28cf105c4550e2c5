import { BadInput, newRows, type Rows, takeRows } from '../kernel/index.ts';
import { cellNeighbours, cellsFor } from './cells.ts';
import { centre, meanOf } from './centre.ts';
import { compactLabels, fuzzyGraph, type Graph, type Neighbours } from './graph.ts';
import { centroidsOf, kMeans } from './k-means.ts';
import { modularity } from './leiden.ts';
import { findLevel } from './level.ts';
import { exactNeighbours, type NeighbourSearch } from './neighbours.ts';
import { setApart } from './outliers.ts';

/**
 * Neighbours a row: 15 to 25 gave the same agreement with labels, fewer less (docs/decisions/0006). Below 57 rows
 * 2√n: among 16 rows the fifteenth neighbour is the last one.
 */
const neighbourCount = (n: number): number => Math.min(15, Math.max(5, Math.round(2 * Math.sqrt(n))));
/** The mean of fewer texts is mostly those texts themselves: it is not subtracted. */
const LEAST_TO_CENTRE = 30;
/** Above this, exact search (quadratic) takes longer than cells: about 20 s on two cores. */
const MOST_EXACT = 60_000;

type Ramp = { readonly from: number; readonly to: number; readonly low: number; readonly high: number };

/** `low` up to `from` rows, `high` from `to` rows on, and in between along the logarithm of n. */
const ramp = (n: number, { from, to, low, high }: Ramp): number =>
  low + (high - low) * Math.min(1, Math.max(0, Math.log(n / from) / Math.log(to / from)));

// The small ends were read on the demo's five topics of 15 to 66 messages, where the settings of a large corpus gave as
// many groups as themes and nearly as many matters as messages (docs/decisions/0006).
/** γ of groups: 10 to 25 of them on every corpus of hundreds and more; 15 messages are one or two groups. */
const groupResolution = (n: number): number => ramp(n, { from: 15, to: 270, low: 0.7, high: 1.3 });
/** γ of themes grows with the square root of the texts up to 12: about 40 themes on 600 messages, 105 on 4,300. */
const themeResolution = (n: number): number => Math.min(12, Math.max(1.5, 0.3 * Math.sqrt(n)));
/**
 * γ of matters: a community at γ holds about n/γ rows at most, so n/80 keeps a matter at what one answer can settle on
 * a corpus of any size; at least 3.5 times the themes' γ (2.5 on 60 messages), so that small corpora divide once more.
 */
const matterResolution = (n: number): number =>
  Math.max(ramp(n, { from: 60, to: 600, low: 2.5, high: 3.5 }) * themeResolution(n), n / 80);
/**
 * A message less similar than this to the mean of the others in its matter speaks for itself. At 0.30 the demo corpus'
 * issues came out as matters with a mean best F1 of 0.81 against 0.54 without, 21 of its 30 single voices stood
 * alone, and adjusted mutual information stayed the same (an early corpus; docs/decisions/0006). A small corpus shares
 * its subject with its mean, so what is left after centring is less alike: 0.30 left 60 matters of 66 messages.
 */
const leastCohesionOf = (n: number): number => ramp(n, { from: 30, to: 300, low: 0.15, high: 0.3 });

export type HierarchyOptions = {
  readonly search: NeighbourSearch;
  /** A key a row that does not depend on the file's order; rows with equal keys are one and the same text. */
  readonly order: readonly string[];
  readonly seed: number;
  readonly algorithm: 'leiden' | 'kmeans';
  /** Numbers that the reader wants; each is bounded by the distinct texts, and groups by themes. */
  readonly groups?: number | undefined;
  readonly themes?: number | undefined;
  /**
   * Asked once the neighbours of the distinct texts are known: for each distinct text the one it copies, or −1. Copies
   * take no part in finding clusters, and lie where their original lies: a flood must not bend the map.
   */
  readonly originalsOf?: ((distinct: Distinct) => Int32Array) | undefined;
  /** Cosine below which a message leaves its matter as a single voice; for evaluations. */
  readonly leastCohesion?: number | undefined;
  readonly signal?: AbortSignal | undefined;
};

/** The distinct texts in canonical order: `rowOf` [m] gives an input row of each. */
export type Distinct = {
  readonly rowOf: Int32Array;
  /** [n]: the distinct text of each input row. */
  readonly distinctOf: Int32Array;
  /** Among the distinct texts, by centred similarity. */
  readonly neighbours: Neighbours;
};

export type LevelNumbers = {
  readonly count: number;
  readonly resolution: number;
  readonly modularity: number;
};

export type Hierarchy = {
  /** Labels a row [n], 0 … count−1 by first appearance in canonical order; nested: a matter lies in one theme, it in one group. */
  readonly group: Int32Array;
  readonly theme: Int32Array;
  readonly matter: Int32Array;
  readonly levels: {
    readonly group: LevelNumbers;
    readonly theme: LevelNumbers;
    readonly matter: LevelNumbers;
  };
  /** What was subtracted from every row [d] before comparing; zeros on very small corpora. Kept with the run. */
  readonly mean: Float32Array;
};

/**
 * Three nested levels, top down: groups on the whole graph, themes inside groups, matters inside themes. Copies of one
 * text count once here and get the same labels. Same texts and seed, same labels, in whatever order the rows come.
 * Correct from no rows on. Throws the signal's reason when it is aborted.
 */
export const buildHierarchy = async (vectors: Rows, options: HierarchyOptions): Promise<Hierarchy> => {
  const { originalsOf } = options;
  checkNumbers(options);
  const { distinctOf, rowOf } = canonicalOrder(options.order);
  const distinct = takeRows(vectors, rowOf);
  let searched = await centreAndSearch(distinct, options);
  const original = originalsOf?.({ rowOf, distinctOf, neighbours: searched.neighbours });
  const { keep, placeOf } = placesWithoutCopies(original ?? new Int32Array(distinct.n).fill(-1));
  // Both the mean and the neighbours must be those of the originals alone, or a flood would still bend them.
  if (keep.length < distinct.n) searched = await centreAndSearch(takeRows(distinct, keep), options);
  const { group, theme, matter } = await findLevels(searched, options);
  const spread = ({ labels }: Found): Int32Array =>
    Int32Array.from(distinctOf, (at) => labels[placeOf[at]!]!);
  return {
    group: spread(group),
    theme: spread(theme),
    matter: spread(matter),
    levels: { group: group.numbers, theme: theme.numbers, matter: matter.numbers },
    mean: searched.mean,
  };
};

type Searched = { readonly rows: Rows; readonly mean: Float32Array; readonly neighbours: Neighbours };

const centreAndSearch = async (
  distinct: Rows,
  { search, seed, signal }: HierarchyOptions,
): Promise<Searched> => {
  signal?.throwIfAborted();
  const mean = distinct.n < LEAST_TO_CENTRE ? new Float32Array(distinct.d) : meanOf(distinct);
  const rows = centre(distinct, mean);
  const neighbours = await neighboursOf(search, rows, seed);
  signal?.throwIfAborted();
  return { rows, mean, neighbours };
};

/** The rows that copy no other, and for each row where it, or its original, stands among them. */
const placesWithoutCopies = (original: Int32Array): { keep: number[]; placeOf: Int32Array } => {
  const keep: number[] = [];
  const placeOf = new Int32Array(original.length);
  for (let i = 0; i < original.length; i++) if (original[i] === -1) placeOf[i] = keep.push(i) - 1;
  for (let i = 0; i < original.length; i++) if (original[i] !== -1) placeOf[i] = placeOf[original[i]!]!;
  return { keep, placeOf };
};

const findLevels = async (
  { rows, neighbours }: Searched,
  options: HierarchyOptions,
): Promise<Record<'group' | 'theme' | 'matter', Found>> => {
  const { seed, signal, algorithm, leastCohesion = leastCohesionOf(rows.n) } = options;
  const graph = fuzzyGraph(neighbours);
  const { group, theme } =
    algorithm === 'kmeans' ? await kMeansLevels(rows, options) : leidenLevels(graph, options);
  signal?.throwIfAborted();
  const resolution = matterResolution(graph.n);
  const parted = findLevel(graph, { above: theme.labels, resolution, wanted: undefined, seed });
  return { group, theme, matter: numbered(graph, { resolution, ...setApart(rows, parted, leastCohesion) }) };
};

const checkNumbers = ({ groups, themes, algorithm }: HierarchyOptions): void => {
  if (groups !== undefined && themes !== undefined && groups > themes)
    throw new BadInput({
      zh: `板块数（${groups}）不能多于主题数（${themes}）：请减小 --groups 或增大 --themes。`,
      en: `There cannot be more groups (${groups}) than themes (${themes}): lower --groups or raise --themes.`,
    });
  if (algorithm === 'kmeans' && themes === undefined)
    throw new BadInput({
      zh: '--algorithm kmeans 需要指定主题数：请加上 --themes N。',
      en: '--algorithm kmeans needs a number of themes: add --themes N.',
    });
};

const canonicalOrder = (order: readonly string[]): { distinctOf: Int32Array; rowOf: Int32Array } => {
  const firstRow = new Map<string, number>();
  for (const [row, key] of order.entries()) if (!firstRow.has(key)) firstRow.set(key, row);
  const keys = [...firstRow.keys()].sort();
  const place = new Map(keys.map((key, at) => [key, at]));
  return {
    distinctOf: Int32Array.from(order, (key) => place.get(key)!),
    rowOf: Int32Array.from(keys, (key) => firstRow.get(key)!),
  };
};

const neighboursOf = (search: NeighbourSearch, rows: Rows, seed: number): Promise<Neighbours> => {
  if (rows.n <= MOST_EXACT) return exactNeighbours(search, rows, neighbourCount(rows.n));
  return cellNeighbours(search, rows, { k: neighbourCount(rows.n), ...cellsFor(rows.n), seed });
};

type Found = { readonly labels: Int32Array; readonly numbers: LevelNumbers };

const numbered = (graph: Graph, found: { labels: Int32Array; count: number; resolution: number }): Found => ({
  labels: found.labels,
  numbers: {
    count: found.count,
    resolution: found.resolution,
    modularity: modularity(graph, found.labels, Number.isFinite(found.resolution) ? found.resolution : 1),
  },
});

const leidenLevels = (
  graph: Graph,
  { groups, themes, seed }: HierarchyOptions,
): { group: Found; theme: Found } => {
  const whole = new Int32Array(graph.n);
  const level = (above: Int32Array, resolution: number, wanted: number | undefined): Found =>
    numbered(graph, findLevel(graph, { above, resolution, wanted, seed }));
  let group = level(whole, groupResolution(graph.n), groups);
  // Fewer themes than the groups found by default: then every theme is a group of its own.
  if (themes !== undefined && group.numbers.count > themes)
    group = level(whole, groupResolution(graph.n), themes);
  return { group, theme: level(group.labels, themeResolution(graph.n), themes) };
};

/** Themes are ml-kmeans' clusters; groups are communities of the graph of their centroids. */
const kMeansLevels = async (
  centred: Rows,
  { search, groups, themes = 1, seed }: HierarchyOptions,
): Promise<{ group: Found; theme: Found }> => {
  const { labels, count } = kMeans(centred, { count: themes, seed });
  const centroids = centred.n === 0 ? newRows(0, centred.d) : centroidsOf(centred, labels, count);
  const graph = fuzzyGraph(await exactNeighbours(search, centroids, neighbourCount(centroids.n)));
  const found = findLevel(graph, {
    above: new Int32Array(graph.n),
    resolution: groupResolution(graph.n),
    wanted: groups,
    seed,
  });
  const group = Int32Array.from(labels, (theme) => found.labels[theme]!);
  return {
    group: { labels: group, numbers: { ...numbered(graph, found).numbers, count: compactLabels(group) } },
    theme: { labels, numbers: { count, resolution: Number.NaN, modularity: Number.NaN } },
  };
};
