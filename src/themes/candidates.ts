import { byText } from './by-text.ts';
import type { Level } from './catalogue.ts';
import { clausesOf, titleLength } from './clauses.ts';
import { collocationsOf } from './collocations.ts';
import { type Corpus, type CorpusToken, tokensFor, tokensOf } from './corpus.ts';
import type { Cluster, Tree } from './members.ts';
import { BONUS, FEW_PEOPLE, type Found, meritsFor } from './merit.ts';
import { phrasesOfClause, SHORTEST_LABEL } from './phrase.ts';
import type { PlaceStripper } from './places.ts';
import { affinityFor } from './promise.ts';
import type { Term } from './term.ts';
import type { CentredTexts } from './vectors.ts';
import type { WordVectors } from './word-vectors.ts';

/** A possible label with all that counts for or against it but its embedding. */
export type Candidate = {
  readonly text: string;
  readonly merit: number;
  /** The nouns that were joined; a passage has none. */
  readonly nouns?: readonly [string, string];
};

/**
 * How many central messages are read, and how many candidates embedded: at most, at least, and for the whole level. A
 * candidate costs a millisecond on two cores, however short it is: nearly all that labels take.
 */
const EFFORT = {
  group: { messages: 40, kept: 40, least: 16, budget: 900 },
  theme: { messages: 30, kept: 20, least: 10, budget: 2_500 },
  matter: { messages: 8, kept: 8, least: 2, budget: 7_000 },
} as const satisfies Record<Level, { messages: number; kept: number; least: number; budget: number }>;
/** Where the first candidates are nearer to others, a few more are worth their time: matters nearest to their own rose from 0.83 to 0.88. */
const LEAST_AGAIN = 5;
/** Messages beyond the candidates kept: more hold no better ones. */
const MORE_MESSAGES = 4;
/** Who has not come to the point after twenty clauses tells a story. */
const MOST_CLAUSES = 20;
const MOST_COLLOCATIONS = 40;

const keptOf = (level: Level, clusters: number, people: number): number => {
  const { kept, least, budget } = EFFORT[level];
  const each = Math.max(least, Math.min(kept, Math.floor(budget / clusters)));
  // One or two people give less to choose from.
  return people < FEW_PEOPLE ? Math.ceil(each / 2) : each;
};

export type CandidateDeps = {
  readonly tree: Tree;
  readonly corpus: Corpus;
  readonly strip: PlaceStripper;
  readonly terms: Readonly<Record<Level, readonly Term[][]>>;
  /** What terms mean in the messages, and the encoder's vectors of those of groups and themes. */
  readonly used: WordVectors;
  readonly words: CentredTexts;
  readonly joints: (level: Level, c: number) => readonly Candidate[];
};

/** The phrases of one message; without a title, the first clause that holds any leads. */
const phrasesOf = ({ corpus, strip }: CandidateDeps, row: number): Found[] => {
  const tokens = tokensOf(corpus, row);
  const title = titleLength(tokens);
  const read = (part: readonly CorpusToken[], from: Found['from']): Found[][] =>
    clausesOf(part, SHORTEST_LABEL)
      .slice(0, MOST_CLAUSES)
      .map((clause) =>
        phrasesOfClause(clause, strip).map((phrase) => ({ phrase, from, first: clause.first })),
      )
      .filter((found) => found.length > 0);
  const titles = title > 0 ? read(tokens.slice(0, title), 'title') : [];
  const [lead = [], ...rest] = read(tokens.slice(title), 'body');
  const opening = title > 0 ? lead : lead.map((found) => ({ ...found, from: 'lead' as const }));
  return [...titles, opening, ...rest].flat();
};

/** Phrases of several people's shared words, and how much speaks for each. */
const sharedPhrases = (deps: CandidateDeps, level: Level, c: number): { found: Found; shared: number }[] => {
  const { tree, corpus, strip, terms } = deps;
  const shared = collocationsOf(tree, corpus, tree.clusters[level][c]!, terms[level][c]!);
  return shared.slice(0, MOST_COLLOCATIONS).flatMap(({ words, people }) => {
    const tokens = tokensFor(corpus, words);
    const clause = { tokens, opens: false, closes: false, first: false } as const;
    const bonus = BONUS.perDoubling * Math.min(Math.log2(people), BONUS.mostDoublings);
    return phrasesOfClause(clause, strip).map((phrase) => ({
      found: { phrase, from: 'body' as const, first: false },
      shared: bonus,
    }));
  });
};

const NEARLY_ALL = 0.8;

/** Whether one theme holds nearly all of a group's people: then the group is named like a theme. */
export const isOneTheme = (tree: Tree, { children, counts }: Cluster): boolean =>
  children.some((theme) => tree.clusters.theme[theme]!.counts.people >= NEARLY_ALL * counts.people);

/** Candidates for one cluster, most promising first; in a second round (`again`) more are read and kept. */
export const candidatesOf = (level: Level, c: number, deps: CandidateDeps, again: boolean): Candidate[] => {
  const { tree, joints } = deps;
  const cluster = tree.clusters[level][c]!;
  const kept = keptOf(level, tree.clusters[level].length, cluster.counts.people);
  const messages = Math.min(EFFORT[level].messages, kept + MORE_MESSAGES);
  const meritOf = meritsFor(deps, level, c);
  const affinity = affinityFor(deps, level, c);
  const best = new Map<string, { merit: number; affinity: number }>();
  const offer = (found: Found, extra: number): void => {
    const { text } = found.phrase;
    const merit = meritOf(found) + extra;
    const known = best.get(text);
    if (known === undefined) best.set(text, { merit, affinity: affinity(found.phrase) });
    else known.merit = Math.max(known.merit, merit);
  };

  for (const { found, shared } of sharedPhrases(deps, level, c)) offer(found, shared);
  cluster.rows.slice(0, again ? 2 * messages : messages).forEach((row, rank) => {
    const distance = (0.05 * rank) / messages;
    for (const found of phrasesOf(deps, row)) offer(found, -distance);
  });
  const ranked = Array.from(best, ([text, { merit, affinity: near }]) => ({
    text,
    merit,
    promise: merit + near,
  }))
    .toSorted((a, b) => b.promise - a.promise || byText(a.text, b.text))
    .slice(0, again ? Math.max(2 * kept, LEAST_AGAIN) : kept)
    .map(({ text, merit }): Candidate => ({ text, merit }));
  // A matter is named by what was said, not by two words of it, as long as anything was said.
  if (level === 'matter' && ranked.length > 0) return ranked;
  const handicap = level === 'group' && isOneTheme(tree, cluster) ? BONUS.joint.theme : BONUS.joint[level];
  const joined = joints(level, c).map((joint) => ({ ...joint, merit: joint.merit + handicap }));
  return [...ranked, ...joined];
};
