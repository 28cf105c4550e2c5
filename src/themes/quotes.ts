import { type Rows, rowOf } from '../kernel/index.ts';
import type { Level, Quote } from './catalogue.ts';
import { type Cluster, personOf, type Tree } from './members.ts';
import { type Passage, passageOf } from './passages.ts';
import type { Term } from './term.ts';
import { dotOf } from './vectors.ts';

/** More similar messages are taken for the same one said twice; copies that were marked are left out anyway. */
const SAME_MESSAGE = 0.9;
/** Members that a matter's quotes have to cover, and from which they are chosen. */
const MOST_MEMBERS = 40;
/** Parts below that quotes come from, the largest first. */
const MOST_PARTS = 30;
/** Candidates from each part below: its centre, and what stands in when a neighbour has taken the person. */
const PER_CHILD = 4;

/** Parts of fewer of the people do not speak for the whole: their quotes stand with themselves. */
const LEAST_PART = 0.06;

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
    const rows = Array.from(cluster.rows.slice(0, MOST_MEMBERS));
    return { points: tree.centred, indices: rows, weights: rows.map(() => 1), candidates: rows };
  }
  const all = cluster.children.map((c) => tree.clusters[below][c]!);
  const large = all.filter(({ counts }) => counts.people >= LEAST_PART * cluster.counts.people);
  const children = large.length > 0 ? large : all;
  return {
    points: tree.centroids[below],
    indices: cluster.children,
    weights: all.map(({ counts }) => counts.people),
    candidates: children
      .slice(0, MOST_PARTS)
      .flatMap(({ rows }) => Array.from(rows.filter((row) => isOriginal(tree, row)).slice(0, PER_CHILD))),
  };
};

/** Similarity of every candidate to every point: [candidates × points], computed once. */
const similarities = (tree: Tree, candidates: readonly number[], ground: Ground): Float64Array[] =>
  candidates.map((row) => {
    const vector = rowOf(tree.centred, row);
    return Float64Array.from(ground.indices, (index) => dotOf(vector, rowOf(ground.points, index)));
  });

/** How much better the points are covered with one candidate more (facility location). */
const gainOf = (similarity: Float64Array, covered: Float64Array, weights: readonly number[]): number => {
  let gain = 0;
  for (let p = 0; p < similarity.length; p++) gain += weights[p]! * Math.max(0, similarity[p]! - covered[p]!);
  return gain;
};

type Option = { readonly row: number; readonly passage: Passage; readonly similarity: Float64Array };

/** Same person, same words, or the same message said twice. */
const excludes = (tree: Tree, chosen: Option, other: Option): boolean =>
  personOf(tree.voices[other.row]!) === personOf(tree.voices[chosen.row]!) ||
  other.passage.quote.text === chosen.passage.quote.text ||
  dotOf(rowOf(tree.centred, other.row), rowOf(tree.centred, chosen.row)) > SAME_MESSAGE;

/**
 * Two to four passages, at most one a person and no two alike, that cover the members: greedy facility location
 * (Nemhauser, Wolsey, Fisher 1978), each gain times the passage's own worth. The first is near the centre by itself,
 * because it covers most. A cluster of one person has one.
 */
export const quotesOf = (tree: Tree, cluster: Cluster, terms: readonly Term[]): Quote[] => {
  const ground = groundOf(tree, cluster);
  const originals = ground.candidates.filter((row) => isOriginal(tree, row));
  const candidates = originals.length > 0 ? originals : ground.candidates;
  const weights = new Map(terms.slice(0, 12).map(({ word, weight }) => [word, weight]));
  const similarity = similarities(tree, candidates, ground);
  let options: Option[] = candidates.map((row, at) => ({
    row,
    passage: passageOf(tree.voices[row]!, weights),
    similarity: similarity[at]!,
  }));
  const covered = new Float64Array(ground.indices.length);
  const quotes: Quote[] = [];
  const wanted = quotesWanted(cluster.level, cluster.counts.people);
  while (quotes.length < wanted && options.length > 0) {
    let best = options[0]!;
    let bestGain = -Infinity;
    for (const option of options) {
      const gain = (gainOf(option.similarity, covered, ground.weights) + 1e-6) * option.passage.worth;
      if (gain > bestGain) {
        best = option;
        bestGain = gain;
      }
    }
    for (let p = 0; p < covered.length; p++) covered[p] = Math.max(covered[p]!, best.similarity[p]!);
    quotes.push(best.passage.quote);
    options = options.filter((option) => !excludes(tree, best, option));
  }
  return quotes;
};
