import { type Rng, rngFrom, shuffle } from '../kernel/index.ts';
import { aggregate, compactLabels, type Graph, splitDisconnected } from './graph.ts';

/** `labels` [n] are 0 … count−1 in order of first appearance. */
export type Partition = { readonly labels: Int32Array; readonly count: number };

/** Differences below this are rounding, not gain. */
const GAIN_EPSILON = 1e-10;
/** Randomness of the refinement: Traag et al. find 0.0005 to 0.1 equally good. */
const THETA = 0.01;
/** Two or three rounds reach a fixed point on every graph tried; the bound only guards against rounding cycles. */
const MOST_ROUNDS = 10;

/**
 * Modularity with resolution γ (Newman and Girvan 2004; Reichardt and Bornholdt 2006):
 * Σ over communities of inner weight / 2m − γ (strength / 2m)².
 */
export const modularity = (graph: Graph, labels: Int32Array, resolution = 1): number => {
  if (graph.total === 0) return 0;
  let inner = 0;
  let largest = 0;
  for (let i = 0; i < graph.n; i++) largest = Math.max(largest, labels[i]!);
  const strength = new Float64Array(largest + 1);
  for (let i = 0; i < graph.n; i++) {
    inner += graph.loops[i]!;
    strength[labels[i]!]! += graph.strength[i]!;
    for (let e = graph.offsets[i]!; e < graph.offsets[i + 1]!; e++)
      if (labels[graph.targets[e]!] === labels[i]) inner += graph.weights[e]!;
  }
  let expected = 0;
  for (let c = 0; c < strength.length; c++) expected += (strength[c]! / graph.total) ** 2;
  return inner / graph.total - resolution * expected;
};

/** Weights from one node to the communities around it; `touched[0 … count)` lists those met. */
class Around {
  readonly weight: Float64Array;
  readonly touched: Int32Array;
  count = 0;

  constructor(n: number) {
    this.weight = new Float64Array(n);
    this.touched = new Int32Array(n);
  }

  add(community: number, weight: number): void {
    if (weight === 0) return;
    if (this.weight[community] === 0) this.touched[this.count++] = community;
    this.weight[community]! += weight;
  }

  clear(): void {
    for (let t = 0; t < this.count; t++) this.weight[this.touched[t]!] = 0;
    this.count = 0;
  }
}

/**
 * Fast local moving: each node goes to the neighbouring (or an empty) community of greatest gain until none gains.
 * The nodes are visited in random order with `rng`, else in their own.
 */
const moveNodes = (graph: Graph, labels: Int32Array, resolution: number, rng: Rng | undefined): void => {
  const { n, offsets, targets, weights, strength, total } = graph;
  const scale = resolution / total;
  const communityStrength = new Float64Array(n);
  const size = new Int32Array(n);
  for (let i = 0; i < n; i++) {
    communityStrength[labels[i]!]! += strength[i]!;
    size[labels[i]!]!++;
  }
  const empty: number[] = [];
  for (let c = n - 1; c >= 0; c--) if (size[c] === 0) empty.push(c);

  const queue = new Int32Array(n);
  for (let i = 0; i < n; i++) queue[i] = i;
  if (rng) shuffle(queue, rng);
  const waiting = new Uint8Array(n).fill(1);
  const around = new Around(n);
  let head = 0;
  let length = n;
  while (length > 0) {
    const i = queue[head]!;
    head = head + 1 === n ? 0 : head + 1;
    length--;
    waiting[i] = 0;
    const from = labels[i]!;
    for (let e = offsets[i]!; e < offsets[i + 1]!; e++) around.add(labels[targets[e]!]!, weights[e]!);
    communityStrength[from]! -= strength[i]!;
    size[from]!--;
    const cost = scale * strength[i]!;
    let best = from;
    let bestGain = around.weight[from]! - cost * communityStrength[from]!;
    for (let t = 0; t < around.count; t++) {
      const c = around.touched[t]!;
      const gain = around.weight[c]! - cost * communityStrength[c]!;
      if (gain > bestGain + GAIN_EPSILON) {
        best = c;
        bestGain = gain;
      }
    }
    if (bestGain < -GAIN_EPSILON && size[from]! > 0) best = empty.pop()!;
    around.clear();
    labels[i] = best;
    communityStrength[best]! += strength[i]!;
    size[best]!++;
    if (best === from) continue;
    if (size[from] === 0) {
      empty.push(from);
      // Exactly zero: what subtraction leaves behind would grow with every reuse.
      communityStrength[from] = 0;
    }
    for (let e = offsets[i]!; e < offsets[i + 1]!; e++) {
      const j = targets[e]!;
      if (waiting[j] === 1 || labels[j] === best) continue;
      waiting[j] = 1;
      const tail = head + length >= n ? head + length - n : head + length;
      queue[tail] = j;
      length++;
    }
  }
};

/** Draws one of `gains[0 … count)` with probability ∝ exp(gain / θ). */
const draw = (gains: Float64Array, count: number, rng: Rng): number => {
  let most = -Infinity;
  for (let t = 0; t < count; t++) most = Math.max(most, gains[t]!);
  let sum = 0;
  for (let t = 0; t < count; t++) {
    gains[t] = Math.exp((gains[t]! - most) / THETA);
    sum += gains[t]!;
  }
  let left = rng() * sum;
  for (let t = 0; t < count; t++) {
    left -= gains[t]!;
    if (left <= 0) return t;
  }
  return count - 1;
};

/**
 * Refinement: inside each community of `labels`, single nodes merge at random into well-connected sub-communities.
 * What comes out is connected by construction.
 */
const refine = (graph: Graph, labels: Int32Array, resolution: number, rng: Rng): Int32Array => {
  const { n, offsets, targets, weights, strength, total } = graph;
  const scale = resolution / total;
  const refined = new Int32Array(n);
  const size = new Int32Array(n).fill(1);
  const subStrength = strength.slice();
  const communityStrength = new Float64Array(n);
  /** Weight from a sub-community to the rest of its community. */
  const outward = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    refined[i] = i;
    communityStrength[labels[i]!]! += strength[i]!;
    for (let e = offsets[i]!; e < offsets[i + 1]!; e++)
      if (labels[targets[e]!] === labels[i]) outward[i]! += weights[e]!;
  }
  const wellConnected = (sub: number, community: number): boolean =>
    outward[sub]! + GAIN_EPSILON >=
    scale * subStrength[sub]! * (communityStrength[community]! - subStrength[sub]!);

  const order = new Int32Array(n);
  for (let i = 0; i < n; i++) order[i] = i;
  shuffle(order, rng);
  const around = new Around(n);
  const gains = new Float64Array(n + 1);
  const choices = new Int32Array(n + 1);
  for (let at = 0; at < n; at++) {
    const i = order[at]!;
    const community = labels[i]!;
    const own = refined[i]!;
    if (size[own] !== 1 || !wellConnected(own, community)) continue;
    for (let e = offsets[i]!; e < offsets[i + 1]!; e++)
      if (labels[targets[e]!] === community) around.add(refined[targets[e]!]!, weights[e]!);
    gains[0] = 0;
    choices[0] = own;
    let count = 1;
    for (let t = 0; t < around.count; t++) {
      const sub = around.touched[t]!;
      const gain = around.weight[sub]! - scale * strength[i]! * subStrength[sub]!;
      if (gain < GAIN_EPSILON || !wellConnected(sub, community)) continue;
      gains[count] = gain;
      choices[count++] = sub;
    }
    const chosen = count === 1 ? own : choices[draw(gains, count, rng)]!;
    if (chosen !== own) {
      outward[chosen]! += outward[own]! - 2 * around.weight[chosen]!;
      subStrength[chosen]! += strength[i]!;
      size[chosen]!++;
      size[own] = 0;
      subStrength[own] = 0;
      refined[i] = chosen;
    }
    around.clear();
  }
  return refined;
};

/** One pass of Leiden over all its levels of aggregation, from the partition in `labels`, in place. */
const pass = (graph: Graph, labels: Int32Array, resolution: number, rng: Rng): void => {
  let level = graph;
  let levelLabels = labels.slice();
  /** For each node of `graph`, its node in `level`. */
  const nodeOf = new Int32Array(graph.n);
  for (let i = 0; i < graph.n; i++) nodeOf[i] = i;
  for (;;) {
    // Chance enters at the nodes and in the refinement. Aggregated levels go in order: as good on eight graphs of ten,
    // better on a ring of cliques (0.8879 against 0.8863), where order lets neighbours pair up without leaving gaps.
    moveNodes(level, levelLabels, resolution, level === graph ? rng : undefined);
    for (let i = 0; i < graph.n; i++) labels[i] = levelLabels[nodeOf[i]!]!;
    if (compactLabels(levelLabels.slice()) === level.n) return;
    const refined = refine(level, levelLabels, resolution, rng);
    const count = compactLabels(refined);
    if (count === level.n) return;
    const above = new Int32Array(count);
    for (let i = 0; i < level.n; i++) above[refined[i]!] = levelLabels[i]!;
    for (let i = 0; i < graph.n; i++) nodeOf[i] = refined[nodeOf[i]!]!;
    level = aggregate(level, refined, count);
    compactLabels(above);
    levelLabels = above;
  }
};

/**
 * Leiden communities (Traag, Waltman, van Eck 2019, "From Louvain to Leiden", algorithm A.2) for modularity with
 * resolution `resolution`. Same graph and seed, same partition; every community is connected. `start` [n] gives a
 * partition to begin from; singletons without it.
 */
export const leiden = (
  graph: Graph,
  options: { readonly resolution: number; readonly seed: number; readonly start?: Int32Array },
): Partition => {
  const { resolution, seed } = options;
  const labels = new Int32Array(graph.n);
  for (let i = 0; i < graph.n; i++) labels[i] = options.start?.[i] ?? i;
  if (graph.total === 0) return { labels, count: compactLabels(labels) };
  compactLabels(labels);
  const rng = rngFrom(seed);
  let quality = -Infinity;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const next = labels.slice();
    pass(graph, next, resolution, rng);
    // Parting what hangs together by nothing never lowers modularity: no inner edge is lost.
    splitDisconnected(graph, next);
    const nextQuality = modularity(graph, next, resolution);
    if (nextQuality <= quality + GAIN_EPSILON) break;
    labels.set(next);
    quality = nextQuality;
  }
  return { labels, count: compactLabels(labels) };
};
