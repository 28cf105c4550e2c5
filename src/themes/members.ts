import { type MessageId, newRows, normaliseRow, type Rows, rowOf } from '../kernel/index.ts';
import { byText } from './by-text.ts';
import type { Counts, Level, Voice } from './catalogue.ts';
import { dotRow } from './vectors.ts';

/** Group, theme and matter of each voice; the numbers only say who belongs together. All [n]. */
export type Levels = {
  readonly group: Int32Array;
  readonly theme: Int32Array;
  readonly matter: Int32Array;
  /** What clustering subtracted from every vector: [d]. */
  readonly mean: Float32Array;
};

/** A group, theme or matter before it is described. Indices point into the arrays of `Tree`. */
export type Cluster = {
  readonly level: Level;
  /** Rows of `Tree.voices`, most central first. */
  readonly rows: Int32Array;
  /** Index of the cluster one level up; −1 for a group. */
  readonly parent: number;
  /** Indices of the clusters one level down, in reading order. */
  readonly children: readonly number[];
  readonly counts: Counts;
};

export type Tree = {
  /** In canonical order, by id: nothing that follows depends on the order of the input. */
  readonly voices: readonly Voice[];
  /** Centred and of unit length, a row a voice: the space that clustering works in. */
  readonly centred: Rows;
  readonly mean: Float32Array;
  readonly clusters: Readonly<Record<Level, readonly Cluster[]>>;
  /** Unit centroids, a row a cluster. */
  readonly centroids: Readonly<Record<Level, Rows>>;
};

export { byText };

export const LEVELS = ['group', 'theme', 'matter'] as const satisfies readonly Level[];
const ABOVE = { group: null, theme: 'group', matter: 'theme' } as const satisfies Record<Level, Level | null>;

/** A message without an author is one person. */
export const personOf = (voice: Voice): string => voice.person ?? `message ${voice.id}`;

export const countOf = (voices: readonly Voice[]): Counts => ({
  messages: voices.length,
  people: new Set(voices.flatMap((voice) => [personOf(voice), ...(voice.supporters ?? [])])).size,
  copies: voices.filter((voice) => voice.copyOf !== null).length,
});

const membersOf = (labels: ArrayLike<number>): number[][] => {
  const members = new Map<number, number[]>();
  for (let row = 0; row < labels.length; row++) {
    const label = labels[row]!;
    const list = members.get(label);
    if (list === undefined) members.set(label, [row]);
    else list.push(row);
  }
  return [...members.values()];
};

/** The first row of every distinct text among `members`: as in clustering, a flood of copies must not bend a centroid. */
const distinctTexts = (voices: readonly Voice[], members: readonly number[]): number[] => {
  const seen = new Set<string>();
  return members.filter((row) => {
    const { text } = voices[row]!;
    return !seen.has(text) && seen.add(text);
  });
};

/** The unit mean of the rows of each cluster: [clusters × d]; a sum of nothing stays zero. */
const centroidsOf = (rows: Rows, members: readonly (readonly number[])[]): Rows => {
  const out = newRows(members.length, rows.d);
  const sum = new Float64Array(rows.d);
  for (let c = 0; c < members.length; c++) {
    sum.fill(0);
    for (const row of members[c]!) {
      const start = row * rows.d;
      for (let t = 0; t < rows.d; t++) sum[t]! += rows.data[start + t]!;
    }
    rowOf(out, c).set(sum);
    normaliseRow(out, c);
  }
  return out;
};

/** The rows of `vectors` in the given order, with `mean` subtracted and of unit length, as clustering centres them. */
const centredInOrder = (vectors: Rows, order: readonly number[], mean: Float32Array): Rows => {
  const out = newRows(order.length, vectors.d);
  for (let i = 0; i < order.length; i++) {
    const from = order[i]! * vectors.d;
    const to = i * vectors.d;
    for (let t = 0; t < vectors.d; t++) out.data[to + t] = vectors.data[from + t]! - mean[t]!;
    normaliseRow(out, i);
  }
  return out;
};

const mostCentralFirst = (rows: Rows, members: readonly number[], centroid: Float32Array): Int32Array => {
  const similarity = Float64Array.from(members, (row) => dotRow(rows, row, centroid));
  const order = Array.from(members, (_, at) => at);
  // Rows are in order of id, so the row breaks ties by id.
  order.sort((a, b) => similarity[b]! - similarity[a]! || members[a]! - members[b]!);
  return Int32Array.from(order, (at) => members[at]!);
};

type Draft = { readonly members: readonly number[]; readonly counts: Counts };

const draftLevel = (voices: readonly Voice[], labels: Int32Array): Draft[] =>
  membersOf(labels)
    .map((members) => ({ members, counts: countOf(members.map((row) => voices[row]!)) }))
    .toSorted(
      (a, b) =>
        b.counts.people - a.counts.people ||
        b.counts.messages - a.counts.messages ||
        a.members[0]! - b.members[0]!,
    );

/** Indices of the clusters one level down, by cluster, in reading order. */
const childrenOf = (clusters: number, parents: readonly number[]): number[][] => {
  const children = Array.from({ length: clusters }, (): number[] => []);
  parents.forEach((parent, child) => {
    children[parent]!.push(child);
  });
  return children;
};

const clusterPerRow = (drafts: readonly Draft[], n: number): Int32Array => {
  const out = new Int32Array(n);
  drafts.forEach((draft, c) => {
    for (const row of draft.members) out[row] = c;
  });
  return out;
};

const checkNested = (inner: Int32Array, outer: Int32Array, what: string): void => {
  const above = new Map<number, number>();
  for (let i = 0; i < inner.length; i++) {
    const known = above.get(inner[i]!);
    if (known !== undefined && known !== outer[i])
      throw new Error(`${what} are not nested: label ${inner[i]}`);
    above.set(inner[i]!, outer[i]!);
  }
};

const checkInput = (voices: readonly Voice[], vectors: Rows, levels: Levels): void => {
  for (const size of [vectors.n, levels.group.length, levels.theme.length, levels.matter.length])
    if (size !== voices.length) throw new Error(`${voices.length} voices, but ${size} rows or labels`);
  checkNested(levels.matter, levels.theme, 'matters in themes');
  checkNested(levels.theme, levels.group, 'themes in groups');
};

/**
 * Clusters of all three levels with their members, in reading order (people, messages, smallest id).
 * `vectors` are the raw embeddings, a row a voice. Throws where sizes differ or levels are not nested.
 */
export const growTree = (voices: readonly Voice[], vectors: Rows, levels: Levels): Tree => {
  checkInput(voices, vectors, levels);
  const order = voices.map((_, i) => i).toSorted((a, b) => byText(voices[a]!.id, voices[b]!.id));
  const sorted = order.map((i) => voices[i]!);
  const { mean } = levels;
  const centred = centredInOrder(vectors, order, mean);

  const drafts = {} as Record<Level, Draft[]>;
  const clusterOf = {} as Record<Level, Int32Array>;
  const centroids = {} as Record<Level, Rows>;
  for (const level of LEVELS) {
    drafts[level] = draftLevel(
      sorted,
      Int32Array.from(order, (i) => levels[level][i]!),
    );
    clusterOf[level] = clusterPerRow(drafts[level], sorted.length);
    centroids[level] = centroidsOf(
      centred,
      drafts[level].map((draft) => distinctTexts(sorted, draft.members)),
    );
  }
  const parentOf = (level: Level, draft: Draft): number => {
    const above = ABOVE[level];
    return above === null ? -1 : clusterOf[above][draft.members[0]!]!;
  };
  const parents = {} as Record<Level, number[]>;
  for (const level of LEVELS) parents[level] = drafts[level].map((draft) => parentOf(level, draft));

  const clustersOf = (level: Level, children: readonly (readonly number[])[]): Cluster[] =>
    drafts[level].map(({ members, counts }, c) => ({
      level,
      rows: mostCentralFirst(centred, members, rowOf(centroids[level], c)),
      parent: parents[level][c]!,
      children: children[c] ?? [],
      counts,
    }));
  const clusters = {
    group: clustersOf('group', childrenOf(drafts.group.length, parents.theme)),
    theme: clustersOf('theme', childrenOf(drafts.theme.length, parents.matter)),
    matter: clustersOf('matter', []),
  };
  return { voices: sorted, centred, mean, clusters, centroids };
};

/** The message ids of a cluster, most central first. */
export const idsOf = (tree: Tree, cluster: Cluster): MessageId[] =>
  Array.from(cluster.rows, (row) => tree.voices[row]!.id);
