import { consensusLeiden, consensusRuns } from './consensus.ts';
import { aggregate, compactLabels, type Graph, withoutCrossingEdges } from './graph.ts';
import { leiden, type Partition } from './leiden.ts';

/** Halvings of the logarithm of γ: 24 tell two resolutions apart that differ by a thousandth. */
const BISECTIONS = 24;

/**
 * The level below `above`: communities of the graph without the edges that cross `above`'s labels. Without `wanted`, at
 * `resolution`; with it, at the resolution found by bisection, and merged down to exactly that many where the bisection
 * jumps over it. At least one a label of `above`, at most one a row.
 */
export const findLevel = (
  graph: Graph,
  options: {
    readonly above: Int32Array;
    readonly resolution: number;
    readonly wanted: number | undefined;
    readonly seed: number;
  },
): Partition & { readonly resolution: number } => {
  const { above, resolution, wanted, seed } = options;
  const inner = withoutCrossingEdges(graph, above);
  const parted = ({ labels }: Partition): Partition => partedBy(labels, above);
  const runs = consensusRuns(graph.n);
  if (wanted === undefined)
    return { ...parted(consensusLeiden(inner, { resolution, seed, runs })), resolution };

  const least = compactLabels(above.slice());
  const target = Math.max(least, Math.min(wanted, graph.n));
  if (target === graph.n) return { ...parted(singletons(graph.n)), resolution: Infinity };
  const at = bisect((gamma) => parted(leiden(inner, { resolution: gamma, seed })).count, target, graph.n);
  const found = parted(consensusLeiden(inner, { resolution: at, seed, runs }));
  // The consensus may fall short of what its single runs gave: then one of these is the start.
  const start = found.count >= target ? found : parted(leiden(inner, { resolution: at, seed }));
  return { ...mergeDown(inner, start, { target, above }), resolution: at };
};

const singletons = (n: number): Partition => ({
  labels: Int32Array.from({ length: n }, (_, i) => i),
  count: n,
});

/** Labels cut by `above`, for rows that no edge binds: loose rows of different groups never share a theme. */
const partedBy = (labels: Int32Array, above: Int32Array): Partition => {
  const seen = new Map<number, number>();
  const out = new Int32Array(labels.length);
  const width = labels.length + 1;
  for (let i = 0; i < labels.length; i++) {
    const key = above[i]! * width + labels[i]!;
    const label = seen.get(key) ?? seen.size;
    seen.set(key, label);
    out[i] = label;
  }
  return { labels: out, count: seen.size };
};

/** The lowest resolution tried at which at least `target` communities are found; counts grow with γ but for chance. */
const bisect = (count: (resolution: number) => number, target: number, n: number): number => {
  let low = Math.log(0.01);
  let high = Math.log(4 * n);
  for (let step = 0; step < BISECTIONS; step++) {
    const middle = (low + high) / 2;
    const found = count(Math.exp(middle));
    if (found === target) return Math.exp(middle);
    if (found > target) high = middle;
    else low = middle;
  }
  return Math.exp(high);
};

/** Merges, one pair at a time, the two communities of one label above that hang together most, until `target` are left. */
const mergeDown = (
  graph: Graph,
  start: Partition,
  { target, above }: { readonly target: number; readonly above: Int32Array },
): Partition => {
  const labels = start.labels.slice();
  let count = compactLabels(labels);
  while (count > target) {
    const pair = closestPair(graph, labels, { count, above });
    if (!pair) break;
    for (let i = 0; i < labels.length; i++) if (labels[i] === pair[1]) labels[i] = pair[0];
    count = compactLabels(labels);
  }
  return { labels, count };
};

/** Weight between two communities over the smaller one's strength: how much of it points at the other. */
const closestPair = (
  graph: Graph,
  labels: Int32Array,
  { count, above }: { readonly count: number; readonly above: Int32Array },
): [number, number] | undefined => {
  const whole = aggregate(graph, labels, count);
  const parent = new Int32Array(count);
  const size = new Int32Array(count);
  for (let i = 0; i < labels.length; i++) {
    parent[labels[i]!] = above[i]!;
    size[labels[i]!]!++;
  }
  let best: [number, number] | undefined;
  let most = -1;
  for (let c = 0; c < count; c++) {
    for (let e = whole.offsets[c]!; e < whole.offsets[c + 1]!; e++) {
      const other = whole.targets[e]!;
      const pull = whole.weights[e]! / Math.min(whole.strength[c]!, whole.strength[other]!);
      if (other > c && pull > most) {
        most = pull;
        best = [c, other];
      }
    }
  }
  return best ?? smallestSiblings(parent, size);
};

/** Where nothing hangs together any more: the two smallest communities below one label above. */
const smallestSiblings = (parent: Int32Array, size: Int32Array): [number, number] | undefined => {
  const order = [...size.keys()].sort((a, b) => size[a]! - size[b]! || a - b);
  for (const [at, one] of order.entries())
    for (const other of order.slice(at + 1))
      if (parent[one] === parent[other]) return [Math.min(one, other), Math.max(one, other)];
  return undefined;
};
