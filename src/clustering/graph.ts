/**
 * An undirected weighted graph in compressed sparse rows: the edges of node `i` are `targets[offsets[i] … offsets[i+1])`,
 * each edge stands in both its rows, and a node's own loop stands in `loops` (counted in both directions already).
 */
export type Graph = {
  readonly n: number;
  readonly offsets: Int32Array;
  readonly targets: Int32Array;
  readonly weights: Float64Array;
  readonly loops: Float64Array;
  /** Sum of a node's edge weights and its loop: [n]. */
  readonly strength: Float64Array;
  /** Sum of all strengths, twice the number of edges where weights are 1. */
  readonly total: number;
};

/** The k nearest rows of each row, itself left out, most similar first; both arrays are [n × k]. */
export type Neighbours = {
  readonly n: number;
  readonly k: number;
  readonly index: Int32Array;
  readonly similarity: Float32Array;
};

const withStrength = (graph: Omit<Graph, 'strength' | 'total'>): Graph => {
  const strength = new Float64Array(graph.n);
  let total = 0;
  for (let i = 0; i < graph.n; i++) {
    let sum = graph.loops[i]!;
    for (let e = graph.offsets[i]!; e < graph.offsets[i + 1]!; e++) sum += graph.weights[e]!;
    strength[i] = sum;
    total += sum;
  }
  return { ...graph, strength, total };
};

/** Edges as three parallel lists; each undirected edge is given once, loops not at all. */
export const graphFromEdges = (
  n: number,
  edges: {
    readonly from: ArrayLike<number>;
    readonly to: ArrayLike<number>;
    readonly weight: ArrayLike<number>;
  },
): Graph => {
  const offsets = new Int32Array(n + 1);
  for (let e = 0; e < edges.from.length; e++) {
    offsets[edges.from[e]! + 1]!++;
    offsets[edges.to[e]! + 1]!++;
  }
  for (let i = 0; i < n; i++) offsets[i + 1]! += offsets[i]!;
  const cursor = offsets.slice(0, n);
  const targets = new Int32Array(edges.from.length * 2);
  const weights = new Float64Array(targets.length);
  const put = (from: number, to: number, weight: number): void => {
    const at = cursor[from]!++;
    targets[at] = to;
    weights[at] = weight;
  };
  for (let e = 0; e < edges.from.length; e++) {
    put(edges.from[e]!, edges.to[e]!, edges.weight[e]!);
    put(edges.to[e]!, edges.from[e]!, edges.weight[e]!);
  }
  return withStrength({ n, offsets, targets, weights, loops: new Float64Array(n) });
};

/** A bandwidth below this would turn rounding noise between copies into structure. */
const LEAST_SIGMA = 0.001;

/** Membership strength of each directed neighbour, as in UMAP (McInnes, Healy, Melville 2018, algorithm 3), σ in closed form. */
const membership = ({ n, k, similarity }: Neighbours): Float64Array => {
  const out = new Float64Array(n * k);
  for (let i = 0; i < n; i++) {
    let nearest = Infinity;
    let mean = 0;
    for (let j = 0; j < k; j++) {
      const distance = 1 - similarity[i * k + j]!;
      nearest = Math.min(nearest, distance);
      mean += distance / k;
    }
    const sigma = Math.max(mean - nearest, LEAST_SIGMA);
    for (let j = 0; j < k; j++) {
      const distance = 1 - similarity[i * k + j]!;
      out[i * k + j] = Math.exp(-Math.max(distance - nearest, 0) / sigma);
    }
  }
  return out;
};

/** The fuzzy union p + q − pq of both directions of every neighbour pair: an undirected graph over the n rows. */
export const fuzzyGraph = (neighbours: Neighbours): Graph => {
  const { n, k, index } = neighbours;
  const p = membership(neighbours);
  const from: number[] = [];
  const to: number[] = [];
  const weight: number[] = [];
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < k; j++) {
      const other = index[i * k + j]!;
      let back = 0;
      for (let b = other * k; b < (other + 1) * k; b++) if (index[b] === i) back = p[b]!;
      // A mutual pair is met twice: it is added at the lower row.
      if (back > 0 && other < i) continue;
      const one = p[i * k + j]!;
      from.push(i);
      to.push(other);
      weight.push(one + back - one * back);
    }
  }
  return graphFromEdges(n, { from, to, weight });
};

/** The same graph without the edges whose ends have different labels; strengths shrink with the edges. */
export const withoutCrossingEdges = (graph: Graph, labels: Int32Array): Graph => {
  const offsets = new Int32Array(graph.n + 1);
  const targets = new Int32Array(graph.targets.length);
  const weights = new Float64Array(graph.targets.length);
  let at = 0;
  for (let i = 0; i < graph.n; i++) {
    for (let e = graph.offsets[i]!; e < graph.offsets[i + 1]!; e++) {
      const j = graph.targets[e]!;
      if (labels[i] !== labels[j]) continue;
      targets[at] = j;
      weights[at++] = graph.weights[e]!;
    }
    offsets[i + 1] = at;
  }
  return withStrength({
    n: graph.n,
    offsets,
    targets: targets.slice(0, at),
    weights: weights.slice(0, at),
    loops: graph.loops,
  });
};

/** One node a label (0 … count−1), edges summed, inner edges and loops summed into the loop. */
export const aggregate = (graph: Graph, labels: Int32Array, count: number): Graph => {
  const starts = new Int32Array(count + 1);
  for (let i = 0; i < graph.n; i++) starts[labels[i]! + 1]!++;
  for (let c = 0; c < count; c++) starts[c + 1]! += starts[c]!;
  const members = new Int32Array(graph.n);
  const cursor = starts.slice(0, count);
  for (let i = 0; i < graph.n; i++) members[cursor[labels[i]!]!++] = i;

  const offsets = new Int32Array(count + 1);
  const targets = new Int32Array(graph.targets.length);
  const weights = new Float64Array(graph.targets.length);
  const loops = new Float64Array(count);
  const slot = new Int32Array(count).fill(-1);
  let at = 0;
  for (let c = 0; c < count; c++) {
    const start = at;
    for (let m = starts[c]!; m < starts[c + 1]!; m++) {
      const i = members[m]!;
      loops[c]! += graph.loops[i]!;
      for (let e = graph.offsets[i]!; e < graph.offsets[i + 1]!; e++) {
        const other = labels[graph.targets[e]!]!;
        if (other === c) {
          loops[c]! += graph.weights[e]!;
          continue;
        }
        // Slots of earlier rows lie before `start`: no clearing between rows.
        if (slot[other]! < start) {
          slot[other] = at;
          targets[at] = other;
          weights[at++] = 0;
        }
        weights[slot[other]!]! += graph.weights[e]!;
      }
    }
    offsets[c + 1] = at;
  }
  return withStrength({
    n: count,
    offsets,
    targets: targets.slice(0, at),
    weights: weights.slice(0, at),
    loops,
  });
};

/** Renumbers labels 0, 1, 2 … in order of first appearance, in place; returns how many there are. */
export const compactLabels = (labels: Int32Array): number => {
  let largest = -1;
  for (let i = 0; i < labels.length; i++) largest = Math.max(largest, labels[i]!);
  const renamed = new Int32Array(largest + 1).fill(-1);
  let count = 0;
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i]!;
    if (renamed[label] === -1) renamed[label] = count++;
    labels[i] = renamed[label]!;
  }
  return count;
};

/** Splits labels whose members do not hang together, in place, and renumbers; returns how many there are. */
export const splitDisconnected = (graph: Graph, labels: Int32Array): number => {
  const before = labels.slice();
  labels.fill(-1);
  const stack = new Int32Array(graph.n);
  let count = 0;
  for (let root = 0; root < graph.n; root++) {
    if (labels[root] !== -1) continue;
    let depth = 0;
    stack[depth++] = root;
    labels[root] = count;
    while (depth > 0) {
      const i = stack[--depth]!;
      for (let e = graph.offsets[i]!; e < graph.offsets[i + 1]!; e++) {
        const j = graph.targets[e]!;
        if (labels[j] !== -1 || before[j] !== before[i]) continue;
        labels[j] = count;
        stack[depth++] = j;
      }
    }
    count++;
  }
  return count;
};
