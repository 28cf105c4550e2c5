import { type Candidate, type CandidateDeps, candidatesOf } from './candidates.ts';
import type { Level } from './catalogue.ts';
import type { Contrast, Standing } from './contrast.ts';
import { missedShares } from './coverage.ts';
import { LEVELS } from './members.ts';
import type { Pace } from './pace.ts';
import { ranked, resortsOf, type Scored } from './ranking.ts';
import { type CentredTexts, type Embedder, embedCentred } from './vectors.ts';

/** A label nearer to another entry than to its own is taken only where nothing else is left. */
const ASTRAY = 0.4;
/** Against a label that says nothing of a large part of its cluster. */
const MISSED = 0.12;

type Ballot = { readonly level: Level; readonly cluster: number; readonly candidates: readonly Candidate[] };

type Evidence = { readonly standings: readonly Standing[]; readonly vectors: CentredTexts };

const scoreBallot = (deps: BallotDeps, ballot: Ballot, { standings, vectors }: Evidence): Scored[] => {
  const { level, cluster, candidates } = ballot;
  const missed = missedShares(deps, ballot, vectors);
  const scores = candidates.map(({ merit }, i) => {
    const { contrast, own } = standings[i]!;
    return contrast + merit - (own ? 0 : ASTRAY) - MISSED * missed[i]!;
  });
  const leading = deps.terms[level][cluster]!.map(({ word }) => word);
  const extra = resortsOf({ level, candidates, scores, missed, leading });
  return ranked(
    candidates.map((candidate, i) => ({
      ...candidate,
      own: standings[i]!.own,
      score: scores[i]! + extra[i]!,
    })),
  );
};

/** Standings of all candidates, ballot by ballot. */
const standingsOf = async (
  contrast: Contrast,
  ballots: readonly Ballot[],
  vectors: CentredTexts,
): Promise<(readonly Standing[])[]> => {
  const found: (readonly Standing[])[] = [];
  for (const level of LEVELS) {
    const voters = ballots.flatMap((ballot, i) => (ballot.level === level ? [{ ...ballot, i }] : []));
    const standings = await contrast.standings(
      level,
      voters.flatMap(({ cluster, candidates }) =>
        candidates.map(({ text }) => ({ cluster, vector: vectors.get(text)! })),
      ),
    );
    let at = 0;
    for (const { i, candidates } of voters) {
      found[i] = standings.slice(at, at + candidates.length);
      at += candidates.length;
    }
  }
  return found;
};

/** Clusters whose candidates are embedded while those of the next are gathered. */
const CHUNK = 256;

export type BallotDeps = CandidateDeps & {
  readonly encoder: Embedder;
  readonly pace: Pace;
  readonly contrast: Contrast;
};

export type Voter = { readonly level: Level; readonly cluster: number };

type Round = {
  /** A second round, for clusters to none of whose candidates they are nearest. */
  readonly again: boolean;
  /** Of the rounds before; those of this one are added. */
  readonly vectors: Map<string, Float32Array>;
};

/** The candidates of each cluster, all of them embedded: the encoder's thread works while the next are gathered. */
const castBallots = async (deps: BallotDeps, voters: readonly Voter[], { again, vectors }: Round) => {
  const { tree, encoder, pace } = deps;
  const ballots: Ballot[] = [];
  let embedding = Promise.resolve();
  const embed = async (texts: readonly string[]): Promise<void> => {
    const found = await embedCentred(texts, { mean: tree.mean, encoder, known: vectors });
    for (const [text, vector] of found) vectors.set(text, vector);
  };
  for (let from = 0; from < voters.length; from += CHUNK) {
    const chunk: Ballot[] = [];
    for (const { level, cluster } of voters.slice(from, from + CHUNK)) {
      await pace();
      chunk.push({ level, cluster, candidates: candidatesOf(level, cluster, deps, again) });
    }
    ballots.push(...chunk);
    await embedding;
    embedding = embed(chunk.flatMap(({ candidates }) => candidates.map(({ text }) => text)));
    // Awaited in its turn; should gathering fail before, nobody comes for this one.
    embedding.catch(() => undefined);
  }
  await embedding;
  return ballots;
};

/** The candidates of each cluster, best first. */
export const scoredCandidates = async (
  deps: BallotDeps,
  voters: readonly Voter[],
  round: Round,
): Promise<Scored[][]> => {
  const ballots = await castBallots(deps, voters, round);
  const { vectors } = round;
  const standings = await standingsOf(deps.contrast, ballots, vectors);
  const found: Scored[][] = [];
  for (const [i, ballot] of ballots.entries()) {
    await deps.pace();
    found.push(scoreBallot(deps, ballot, { standings: standings[i]!, vectors }));
  }
  return found;
};
