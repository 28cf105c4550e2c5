import type { Candidate } from './candidates.ts';
import type { Level } from './catalogue.ts';
import type { Tree } from './members.ts';
import type { Term } from './term.ts';
import { type CentredTexts, dotRow } from './vectors.ts';

/** Parts of fewer of the people are no reason against a label. */
const LEAST_PART = 0.15;
/** Terms of a part of which a label must hold one, or else be near it. */
const TERMS = 3;
/** So near to a part, compared with the nearest of all candidates, a label speaks for it in other words. */
const NEAR = 0.8;

const BELOW = { group: 'theme', theme: 'matter', matter: null } as const satisfies Record<
  Level,
  Level | null
>;

export type CoverageDeps = {
  readonly tree: Tree;
  readonly terms: Readonly<Record<Level, readonly Term[][]>>;
  /** Vectors of the telling words. */
  readonly words: CentredTexts;
};

/**
 * For each candidate, the share of people in the large parts of the cluster of whom it says nothing: a theme of street
 * lamps and traffic lights is not named after the lights alone. In the vector space the two are neighbours; the words tell
 * them apart. 0 for matters, which have no parts.
 */
export const missedShares = (
  { tree, terms, words }: CoverageDeps,
  { level, cluster, candidates }: { level: Level; cluster: number; candidates: readonly Candidate[] },
  vectors: CentredTexts,
): number[] => {
  const missed = candidates.map(() => 0);
  const below = BELOW[level];
  if (below === null) return missed;
  const { children, counts } = tree.clusters[level][cluster]!;
  const peopleOf = (part: number): number => tree.clusters[below][part]!.counts.people;
  const parts = children.filter((part) => peopleOf(part) >= LEAST_PART * counts.people);
  const people = parts.reduce((sum, part) => sum + peopleOf(part), 0);
  for (const part of parts) {
    const telling = terms[below][part]!.slice(0, TERMS).map(({ word }) => word);
    const near = candidates.map(({ text, nouns = [] }) =>
      Math.max(
        dotRow(tree.centroids[below], part, vectors.get(text)!),
        ...nouns.map((noun) => dotRow(tree.centroids[below], part, words.get(noun) ?? vectors.get(text)!)),
      ),
    );
    const least = NEAR * Math.max(0, ...near);
    candidates.forEach(({ text }, i) => {
      if (near[i]! < least && !telling.some((word) => text.includes(word)))
        missed[i]! += peopleOf(part) / people;
    });
  }
  return missed;
};
