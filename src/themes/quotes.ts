import { type Rows, rowOf } from '../kernel/index.ts';
import type { Level, Quote } from './catalogue.ts';
import type { Term } from './keywords.ts';
import { type Cluster, personOf, type Tree } from './members.ts';
import { type Passage, passageOf } from './passages.ts';
import { dotOf } from './vectors.ts';

/** More similar messages are taken for the same one said twice; copies that were marked are left out anyway. */
const SAME_MESSAGE = 0.9;
/** Members that a matter's quotes have to cover, and from which they are chosen. */
const MOST_MEMBERS = 120;
/** Candidates from each part below: its centre, and what stands in when a neighbour has taken the person. */
const PER_CHILD = 4;

/** Two for a few, four for many: a reader wants voices, not a list. */
const quotesWanted = (level: Level, people: number): number => {
  if (people <= 1) return 1;
  if (people <= 4) return 2;
  return level === 'matter' || people <= 12 ? 3 : 4;
};

/** What quotes should cover: points with weights, and the rows they may come from. */
type Ground = {
  readonly points: Rows;
  readonly indices: readonly number[];
  readonly weights: readonly number[];
  readonly candidates: readonly number[];
};

const BELOW = { group: 'theme', theme: 'matter', matter: null } as const satisfies Record<
  Level,
  Level | null
>;

const isOriginal = (tree: Tree, row: number): boolean => tree.voices[row]!.copyOf === null;

/** A group is covered through its themes, a theme through its matters, a matter through its members. */
const groundOf = (tree: Tree, cluster: Cluster): Ground => {
  const below = BELOW[cluster.level];
  if (below === null || cluster.children.length < 2) {
    const rows = [...cluster.rows.slice(0, MOST_MEMBERS)];
    return { points: tree.centred, indices: rows, weights: rows.map(() => 1), candidates: rows };
  }
  const children = cluster.children.map((c) => tree.clusters[below][c]!);
  return {
    points: tree.centroids[below],
    indices: cluster.children,
    weights: children.map(({ counts }) => counts.people),
    candidates: children
      .slice(0, 60)
      .flatMap(({ rows }) => [...rows.filter((row) => isOriginal(tree, row)).slice(0, PER_CHILD)]),
  };
};

/** How much better the points are covered with `row` than by what is chosen so far (facility location). */
const gainOf = (tree: Tree, row: number, ground: Ground, covered: Float64Array): number => {
  const vector = rowOf(tree.centred, row);
  let gain = 0;
  for (const [p, index] of ground.indices.entries()) {
    const similarity = dotOf(vector, rowOf(ground.points, index));
    gain += ground.weights[p]! * Math.max(0, similarity - covered[p]!);
  }
  return gain;
};

const cover = (tree: Tree, row: number, ground: Ground, covered: Float64Array): void => {
  const vector = rowOf(tree.centred, row);
  for (const [p, index] of ground.indices.entries())
    covered[p] = Math.max(covered[p]!, dotOf(vector, rowOf(ground.points, index)));
};

/**
 * Two to four passages, at most one a person and no two alike, that cover the members: greedy facility location
 * (Nemhauser, Wolsey, Fisher 1978), each gain times the passage's own worth. The first is near the centre by itself,
 * because it covers most. A cluster of one person has one.
 */
export const quotesOf = (tree: Tree, cluster: Cluster, terms: readonly Term[]): Quote[] => {
  const ground = groundOf(tree, cluster);
  const originals = ground.candidates.filter((row) => isOriginal(tree, row));
  const weights = new Map(terms.slice(0, 12).map(({ word, weight }) => [word, weight]));
  const passages = new Map<number, Passage>();
  for (const row of originals.length > 0 ? originals : ground.candidates)
    passages.set(row, passageOf(tree.voices[row]!, weights));

  const covered = new Float64Array(ground.indices.length);
  const chosen: Quote[] = [];
  const wanted = quotesWanted(cluster.level, cluster.counts.people);
  while (chosen.length < wanted) {
    let best = -1;
    let bestGain = -Infinity;
    for (const [row, { worth }] of passages) {
      const gain = gainOf(tree, row, ground, covered) * worth + 1e-6 * worth;
      if (gain > bestGain) {
        best = row;
        bestGain = gain;
      }
    }
    if (best < 0) break;
    cover(tree, best, ground, covered);
    const taken = passages.get(best)!.quote;
    chosen.push(taken);
    const person = personOf(tree.voices[best]!);
    for (const [row, { quote }] of passages)
      if (
        personOf(tree.voices[row]!) === person ||
        quote.text === taken.text ||
        dotOf(rowOf(tree.centred, row), rowOf(tree.centred, best)) > SAME_MESSAGE
      )
        passages.delete(row);
  }
  return chosen;
};
