import { type BallotDeps, scoredCandidates, type Voter } from './ballots.ts';
import { isOneTheme } from './candidates.ts';
import type { Level } from './catalogue.ts';
import { type Cluster, LEVELS } from './members.ts';
import { FEW_PEOPLE } from './merit.ts';
import { LONGEST_LABEL, lengthOf } from './phrase.ts';
import type { Scored } from './ranking.ts';
import { hasHan } from './segment.ts';
import type { Term } from './term.ts';

/** Label and standing of every cluster, chosen level by level: themes first, they are what readers meet most. */
const ORDER = ['theme', 'group', 'matter'] as const satisfies readonly Level[];
/** A label inside another one beside it reads like a double. */
const NESTED = 0.12;

export type LabelDeps = BallotDeps & {
  /** What an entry is called when none of its candidates will do; never empty, made distinct afterwards. */
  readonly fallback: (cluster: Cluster, terms: readonly Term[]) => string;
};

/** `label`, or the label with the first telling word (then a number) in brackets that makes it new. */
export const madeDistinct = (
  label: string,
  taken: ReadonlySet<string>,
  keywords: readonly string[],
): string => {
  if (!taken.has(label)) return label;
  const bracketed = (inside: string): string =>
    hasHan(label) ? `${label}（${inside}）` : `${label} (${inside})`;
  const words = keywords.map(bracketed).filter((text) => lengthOf(text) <= LONGEST_LABEL);
  for (const text of words) if (!taken.has(text)) return text;
  for (let n = 2; ; n++) if (!taken.has(bracketed(String(n)))) return bracketed(String(n));
};

/** 房屋的外墙有渗水问题 and 房屋外墙有渗水问题 are one label. */
const keyOf = (label: string): string => label.replaceAll('的', '');

const choose = (
  scored: readonly Scored[],
  taken: ReadonlySet<string>,
  beside: readonly string[],
): string | null => {
  let best: { text: string; score: number } | null = null;
  for (const { text, score } of scored) {
    if (taken.has(keyOf(text))) continue;
    if (best !== null && score <= best.score) break;
    const nested = beside.some((other) => other.includes(text) || text.includes(other));
    const value = nested ? score - NESTED : score;
    if (best === null || value > best.score) best = { text, score: value };
  }
  return best?.text ?? null;
};

type Choosing = {
  readonly deps: LabelDeps;
  readonly scored: Readonly<Record<Level, readonly (readonly Scored[])[]>>;
};

/** The best label of each cluster that is not taken yet, level by level. */
const chooseAll = async ({ deps, scored }: Choosing): Promise<Record<Level, string[]>> => {
  const { tree, terms, fallback, pace } = deps;
  const taken = new Set<string>();
  const labels: Record<Level, string[]> = { group: [], theme: [], matter: [] };
  for (const level of ORDER) {
    const siblings = new Map<number, string[]>();
    for (const [c, cluster] of tree.clusters[level].entries()) {
      await pace();
      const own = terms[level][c]!;
      // Themes have their labels by now; where one is nearly the whole group, the two should not read alike.
      const parts =
        level === 'group' && isOneTheme(tree, cluster)
          ? cluster.children.map((theme) => labels.theme[theme]!)
          : [];
      const beside = [...(siblings.get(cluster.parent) ?? []), ...parts];
      const label =
        choose(scored[level][c]!, taken, beside) ??
        madeDistinct(
          fallback(cluster, own),
          taken,
          own.map(({ word }) => word),
        );
      taken.add(label);
      taken.add(keyOf(label));
      labels[level].push(label);
      siblings.set(cluster.parent, [...(siblings.get(cluster.parent) ?? []), label]);
    }
  }
  return labels;
};

/** Beyond so many clusters what one or two people wrote is not tried twice: it has not much more to offer. */
const MANY = 5_000;

/** Whether a cluster of so many `people`, to none of whose candidates it is nearest, gets a second round. */
export const mayTryAgain = (clusters: number, people: number): boolean =>
  clusters <= MANY || people >= FEW_PEOPLE;

/** One label a cluster, distinct over all levels, in the order of `tree.clusters`. */
export const labelsOf = async (deps: LabelDeps): Promise<Record<Level, string[]>> => {
  const vectors = new Map<string, Float32Array>();
  const scored = { group: [], theme: [], matter: [] } as Record<Level, (readonly Scored[])[]>;
  const vote = async (voters: readonly Voter[], again: boolean): Promise<void> => {
    const found = await scoredCandidates(deps, voters, { again, vectors });
    for (const [i, { level, cluster }] of voters.entries()) scored[level][cluster] = found[i]!;
  };
  const everyone = LEVELS.flatMap((level) =>
    deps.tree.clusters[level].map((_, cluster) => ({ level, cluster })),
  );
  await vote(everyone, false);
  const nameless = everyone.filter(({ level, cluster }) => !scored[level][cluster]!.some(({ own }) => own));
  const peopleOf = ({ level, cluster }: Voter): number => deps.tree.clusters[level][cluster]!.counts.people;
  await vote(
    nameless.filter((voter) => mayTryAgain(everyone.length, peopleOf(voter))),
    true,
  );
  return chooseAll({ deps, scored });
};
