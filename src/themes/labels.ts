import { type Candidate, type CandidateDeps, candidatesOf } from './candidates.ts';
import type { Level } from './catalogue.ts';
import type { Contrast } from './contrast.ts';
import type { Term } from './keywords.ts';
import { byText, type Cluster, LEVELS } from './members.ts';
import { LONGEST_LABEL, lengthOf } from './phrase.ts';
import { hasHan } from './segment.ts';
import { type CentredTexts, type Embedder, embedCentred } from './vectors.ts';

/** A label nearer to another entry than to its own is taken only where nothing else is left. */
const ASTRAY = 0.5;

type Scored = Candidate & { readonly score: number; readonly own: boolean };

type Ballot = { readonly level: Level; readonly cluster: number; readonly candidates: readonly Candidate[] };

const bestFirst = (a: Scored, b: Scored): number => b.score - a.score || byText(a.text, b.text);

/** How often the leader of a ballot is checked against every centroid before the order is taken as it is. */
const MOST_CHECKS = 4;

type Check = { readonly ballot: Ballot; readonly contrast: Contrast; readonly vectors: CentredTexts };

/** Leaders that some centroid beyond those compared is nearer to fall back behind the rest. */
const checkLeaders = (scored: readonly Scored[], { ballot, contrast, vectors }: Check): Scored[] => {
  let order = scored;
  for (let check = 0; check < MOST_CHECKS; check++) {
    const [leader, ...rest] = order;
    if (leader === undefined || !leader.own) break;
    if (contrast.isNearestToOwn(ballot.level, ballot.cluster, vectors.get(leader.text)!)) break;
    order = [...rest, { ...leader, own: false, score: leader.score - ASTRAY }].toSorted(bestFirst);
  }
  return [...order];
};

const scoreBallots = async (deps: LabelDeps, ballots: readonly Ballot[]): Promise<Scored[][]> => {
  const texts = ballots.flatMap(({ candidates }) => candidates.map(({ text }) => text));
  const vectors = await embedCentred(texts, deps.tree.mean, deps.encoder);
  return ballots.map((ballot) => {
    const scored = ballot.candidates.map((candidate): Scored => {
      const vector = vectors.get(candidate.text)!;
      const { contrast, own } = deps.contrast.standing(ballot.level, ballot.cluster, vector);
      return { ...candidate, own, score: contrast + candidate.merit - (own ? 0 : ASTRAY) };
    });
    return checkLeaders(scored.toSorted(bestFirst), { ballot, contrast: deps.contrast, vectors });
  });
};

const effortTwice = (scored: readonly Scored[]): boolean => !scored.some(({ own }) => own);

/** Label and standing of every cluster, chosen level by level: themes first, they are what readers meet most. */
const ORDER = ['theme', 'group', 'matter'] as const satisfies readonly Level[];
/** A label inside another label of its level reads like a double. */
const NESTED = 0.12;

export type LabelDeps = CandidateDeps & {
  readonly encoder: Embedder;
  readonly contrast: Contrast;
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

const choose = (
  scored: readonly Scored[],
  taken: ReadonlySet<string>,
  level: readonly string[],
): string | null => {
  let best: { text: string; score: number } | null = null;
  for (const { text, score } of scored) {
    if (taken.has(text)) continue;
    if (best !== null && score <= best.score) break;
    const nested = level.some((other) => other.includes(text) || text.includes(other));
    const value = nested ? score - NESTED : score;
    if (best === null || value > best.score) best = { text, score: value };
  }
  return best?.text ?? null;
};

/** One label a cluster, distinct over all levels, in the order of `tree.clusters`. */
export const labelsOf = async (deps: LabelDeps): Promise<Record<Level, string[]>> => {
  const { tree, terms } = deps;
  const ballot = (level: Level, cluster: number, effort: number): Ballot => ({
    level,
    cluster,
    candidates: candidatesOf(level, cluster, deps, effort),
  });
  const ballots = LEVELS.flatMap((level) => tree.clusters[level].map((_, c) => ballot(level, c, 1)));
  const scored = await scoreBallots(deps, ballots);
  const again = ballots.flatMap((_, i) => (effortTwice(scored[i]!) ? [i] : []));
  const second = await scoreBallots(
    deps,
    again.map((i) => ballot(ballots[i]!.level, ballots[i]!.cluster, 2)),
  );
  again.forEach((i, at) => {
    scored[i] = second[at]!;
  });

  const taken = new Set<string>();
  const labels: Record<Level, string[]> = { group: [], theme: [], matter: [] };
  for (const level of ORDER)
    ballots.forEach((entry, i) => {
      if (entry.level !== level) return;
      const own = terms[level][entry.cluster]!;
      const label =
        choose(scored[i]!, taken, labels[level]) ??
        madeDistinct(
          deps.fallback(tree.clusters[level][entry.cluster]!, own),
          taken,
          own.map(({ word }) => word),
        );
      taken.add(label);
      labels[level].push(label);
    });
  return labels;
};
