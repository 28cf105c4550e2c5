import { byText } from './by-text.ts';
import { type Candidate, type CandidateDeps, candidatesOf } from './candidates.ts';
import type { Level } from './catalogue.ts';
import type { Contrast } from './contrast.ts';
import { missedShares } from './coverage.ts';
import { type Cluster, LEVELS } from './members.ts';
import type { Pace } from './pace.ts';
import { LONGEST_LABEL, lengthOf } from './phrase.ts';
import { hasHan } from './segment.ts';
import type { Term } from './term.ts';
import { type CentredTexts, type Embedder, embedCentred } from './vectors.ts';

/** A label nearer to another entry than to its own is taken only where nothing else is left. */
const ASTRAY = 0.4;
/** Against a label that says nothing of a large part of its cluster. */
const MISSED = 0.12;
/** Where the leading phrase says nothing of so many of the people, and does not even hold the leading word, two nouns may. */
const MOST_MISSED = 0.45;
const RESORT = { group: 0, theme: 0.5, matter: 0 } as const satisfies Record<Level, number>;

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

const bestPhrase = ({ candidates }: Ballot, scores: readonly number[]): number | null => {
  let best: number | null = null;
  for (const [i, { nouns }] of candidates.entries())
    if (nouns === undefined && (best === null || scores[i]! > scores[best]!)) best = i;
  return best;
};

/** Candidates scored, best first. `vectors` are those of earlier rounds, and get those of this one. */
const scoreBallots = async (
  deps: LabelDeps,
  ballots: readonly Ballot[],
  vectors: Map<string, Float32Array>,
): Promise<Scored[][]> => {
  const texts = ballots.flatMap(({ candidates }) => candidates.map(({ text }) => text));
  const { encoder, tree, pace } = deps;
  for (const [text, vector] of await embedCentred(texts, { mean: tree.mean, encoder, known: vectors }))
    vectors.set(text, vector);
  const found: Scored[][] = [];
  for (const ballot of ballots) {
    await pace();
    const missed = missedShares(deps, ballot, vectors);
    const standings = ballot.candidates.map(({ text }) =>
      deps.contrast.standing(ballot.level, ballot.cluster, vectors.get(text)!),
    );
    const scores = ballot.candidates.map(({ merit }, i) => {
      const { contrast, own } = standings[i]!;
      return contrast + merit - (own ? 0 : ASTRAY) - MISSED * missed[i]!;
    });
    const leader = bestPhrase(ballot, scores);
    const [leading] = deps.terms[ballot.level][ballot.cluster]!;
    const beside =
      leader !== null &&
      missed[leader]! >= MOST_MISSED &&
      leading !== undefined &&
      !ballot.candidates[leader]!.text.includes(leading.word);
    const resort = beside ? RESORT[ballot.level] : 0;
    const scored = ballot.candidates.map((candidate, i): Scored => {
      const score = scores[i]! + (candidate.nouns === undefined ? 0 : resort);
      return { ...candidate, own: standings[i]!.own, score };
    });
    found.push(checkLeaders(scored.toSorted(bestFirst), { ballot, contrast: deps.contrast, vectors }));
  }
  return found;
};

const effortTwice = (scored: readonly Scored[]): boolean => !scored.some(({ own }) => own);

/** Label and standing of every cluster, chosen level by level: themes first, they are what readers meet most. */
const ORDER = ['theme', 'group', 'matter'] as const satisfies readonly Level[];
/** A label inside another one beside it reads like a double. */
const NESTED = 0.12;

export type LabelDeps = CandidateDeps & {
  readonly encoder: Embedder;
  readonly pace: Pace;
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
  beside: readonly string[],
): string | null => {
  let best: { text: string; score: number } | null = null;
  for (const { text, score } of scored) {
    if (taken.has(text)) continue;
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
      const beside = siblings.get(cluster.parent) ?? [];
      const label =
        choose(scored[level][c]!, taken, beside) ??
        madeDistinct(
          fallback(cluster, own),
          taken,
          own.map(({ word }) => word),
        );
      taken.add(label);
      labels[level].push(label);
      siblings.set(cluster.parent, [...beside, label]);
    }
  }
  return labels;
};

/** One label a cluster, distinct over all levels, in the order of `tree.clusters`. */
export const labelsOf = async (deps: LabelDeps): Promise<Record<Level, string[]>> => {
  const { tree, pace } = deps;
  const vectors = new Map<string, Float32Array>();
  const everyone = LEVELS.flatMap((level) => tree.clusters[level].map((_, cluster) => ({ level, cluster })));
  const ballotsFor = async (voters: typeof everyone, effort: number): Promise<Ballot[]> => {
    const ballots: Ballot[] = [];
    for (const { level, cluster } of voters) {
      await pace();
      ballots.push({ level, cluster, candidates: candidatesOf(level, cluster, deps, effort) });
    }
    return ballots;
  };
  const scored = { group: [], theme: [], matter: [] } as Record<Level, (readonly Scored[])[]>;
  const first = await scoreBallots(deps, await ballotsFor(everyone, 1), vectors);
  for (const [i, { level, cluster }] of everyone.entries()) scored[level][cluster] = first[i]!;
  const again = everyone.filter(({ level, cluster }) => effortTwice(scored[level][cluster]!));
  const second = await scoreBallots(deps, await ballotsFor(again, 2), vectors);
  for (const [i, { level, cluster }] of again.entries()) scored[level][cluster] = second[i]!;
  return chooseAll({ deps, scored });
};
