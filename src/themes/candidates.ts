import type { Level } from './catalogue.ts';
import { collocationsOf } from './collocations.ts';
import { type Corpus, tokensOf } from './corpus.ts';
import type { Term } from './keywords.ts';
import { byText, type Cluster, personOf, type Tree } from './members.ts';
import {
  clausesOf,
  lengthOf,
  type Phrase,
  phrasesOfClause,
  titleLength,
  withoutRareFront,
} from './phrase.ts';
import type { PlaceStripper } from './places.ts';
import { segment, type Token } from './segment.ts';

/** A possible label with all that counts for or against it but its embedding. */
export type Candidate = { readonly text: string; readonly merit: number };

/** How many central messages are read and how many candidates embedded, by level. */
const EFFORT = {
  group: { messages: 40, kept: 40 },
  theme: { messages: 30, kept: 20 },
  matter: { messages: 8, kept: 8 },
} as const satisfies Record<Level, { messages: number; kept: number }>;
/** Embedding is what labels cost: about 10,000 candidates for matters are 3 to 4 s on two cores, however many matters. */
const MATTER_CANDIDATES = 10_000;
const LEAST_KEPT = 3;

const keptOf = (level: Level, clusters: number): number =>
  level === 'matter'
    ? Math.max(LEAST_KEPT, Math.min(EFFORT.matter.kept, Math.floor(MATTER_CANDIDATES / clusters)))
    : EFFORT[level].kept;

/** Units of cosine, tuned by reading: docs/decisions/0007-labels.md. */
const BONUS = {
  title: { group: 0.08, theme: 0.08, matter: 0.12 },
  /** What one or two people wrote is best named as they named it. */
  titleOfFew: 0.3,
  /** A part cut out of a longer clause may have lost what it hung on. */
  cut: -0.05,
  keyword: 0.05,
  mostKeywords: 3,
  perDoubling: 0.04,
  mostDoublings: 3,
  rare: { group: -0.08, theme: -0.08, matter: -0.04 },
  joint: { group: 0.04, theme: -0.15, matter: -0.28 },
} as const;
/** A group's name should fit a table column; a matter's may be a short sentence. */
const COMFORTABLE = { group: 8, theme: 10, matter: 13 } as const satisfies Record<Level, number>;
const PER_EXTRA_CHARACTER = -0.015;
/** A word that fewer of a cluster's people use is not the cluster's: at least two, and one in twelve. */
const LEAST_COMMON = 2;
/** What one or two people wrote is named after what they wrote, not after two of its words. */
const FEW_PEOPLE = 3;
const LEAST_COMMON_SHARE = 0.08;
/** Who has not come to the point after twenty clauses tells a story. */
const MOST_CLAUSES = 20;
/** A clause of four rare words is another subject; more make it no worse. */
const MOST_RARE = 4;

export type CandidateDeps = {
  readonly tree: Tree;
  readonly corpus: Corpus;
  readonly strip: PlaceStripper;
  readonly terms: Readonly<Record<Level, readonly Term[][]>>;
  readonly joints: (level: Level, c: number) => readonly Candidate[];
  readonly phrasesOf: (row: number) => readonly { phrase: Phrase; title: boolean }[];
};

/** Phrases of one message, remembered: its matter, theme and group ask for the same. */
export const phraseReader = (corpus: Corpus, strip: PlaceStripper): CandidateDeps['phrasesOf'] => {
  const known = new Map<number, readonly { phrase: Phrase; title: boolean }[]>();
  return (row) => {
    const before = known.get(row);
    if (before !== undefined) return before;
    const tokens = tokensOf(corpus, row);
    const title = titleLength(tokens);
    const read = (part: readonly Token[], isTitle: boolean): { phrase: Phrase; title: boolean }[] =>
      clausesOf(part)
        .slice(0, MOST_CLAUSES)
        .flatMap((clause) => phrasesOfClause(clause, strip))
        .map((phrase) => ({ phrase, title: isTitle }));
    const phrases = [...read(tokens.slice(0, title), true), ...read(tokens.slice(title), false)];
    known.set(row, phrases);
    return phrases;
  };
};

const keywordBonus = (text: string, terms: readonly Term[]): number =>
  BONUS.keyword *
  Math.min(BONUS.mostKeywords, terms.slice(0, 6).filter(({ word }) => text.includes(word)).length);

/** How many content words of a phrase only its own message uses: names of estates, shops and people. */
const rareWords = (tokens: readonly Token[], common: ReadonlySet<string>): number =>
  Math.min(MOST_RARE, tokens.filter(({ word }) => word.length >= 2 && !common.has(word)).length);

/** Words that several people of the cluster use; null where it is too small to tell. */
const commonWords = (tree: Tree, corpus: Corpus, cluster: Cluster): ReadonlySet<string> | null => {
  if (cluster.counts.people < 4) return null;
  const rows = cluster.rows.slice(0, 200);
  const people = new Map<number, Set<string>>();
  for (const row of rows) {
    const person = personOf(tree.voices[row]!);
    for (const word of corpus.raw[row]!) {
      const known = people.get(word);
      if (known === undefined) people.set(word, new Set([person]));
      else known.add(person);
    }
  }
  const least = Math.max(LEAST_COMMON, LEAST_COMMON_SHARE * Math.min(rows.length, cluster.counts.people));
  return new Set(
    Array.from(people).flatMap(([word, said]) => (said.size >= least ? [corpus.words[word]!] : [])),
  );
};

/** Candidates for one cluster, best by merit first; `effort` 2 doubles how many are read and kept. */
export const candidatesOf = (
  level: Level,
  c: number,
  { tree, corpus, strip, phrasesOf, terms: allTerms, joints }: CandidateDeps,
  effort = 1,
): Candidate[] => {
  const cluster = tree.clusters[level][c]!;
  const terms = allTerms[level][c]!;
  const { messages } = EFFORT[level];
  const kept = keptOf(level, tree.clusters[level].length);
  const merits = new Map<string, number>();
  const offer = (text: string, merit: number): void => {
    merits.set(text, Math.max(merits.get(text) ?? -Infinity, merit));
  };
  const common = commonWords(tree, corpus, cluster);
  const meritOf = (phrase: Phrase): number =>
    phrase.fitness +
    keywordBonus(phrase.text, terms) +
    PER_EXTRA_CHARACTER * Math.max(0, lengthOf(phrase.text) - COMFORTABLE[level]) +
    (common === null ? 0 : BONUS.rare[level] * rareWords(phrase.tokens, common));

  for (const { text, people } of collocationsOf(tree, corpus, cluster, terms).slice(0, 40)) {
    const frequency = BONUS.perDoubling * Math.min(Math.log2(people), BONUS.mostDoublings);
    for (const phrase of phrasesOfClause(segment(text), strip))
      offer(phrase.text, meritOf(phrase) + BONUS.cut + frequency);
  }
  cluster.rows.slice(0, messages * effort).forEach((row, rank) => {
    const distance = (0.05 * rank) / messages;
    const titleBonus = cluster.counts.people < FEW_PEOPLE ? BONUS.titleOfFew : BONUS.title[level];
    for (const { phrase, title } of phrasesOf(row)) {
      const source = (phrase.whole ? (title ? titleBonus : 0) : BONUS.cut) - distance;
      offer(phrase.text, meritOf(phrase) + source);
      const shorter = common === null ? null : withoutRareFront(phrase, common, strip);
      if (shorter !== null) offer(shorter.text, meritOf(shorter) + source);
    }
  });
  const ranked = Array.from(merits, ([text, merit]) => ({ text, merit })).toSorted(
    (a, b) => b.merit - a.merit || byText(a.text, b.text),
  );
  const joined = (cluster.counts.people < FEW_PEOPLE && ranked.length > 0 ? [] : joints(level, c)).map(
    ({ text, merit }) => ({
      text,
      merit: merit + BONUS.joint[level] + keywordBonus(text, terms),
    }),
  );
  return [...ranked.slice(0, kept * effort), ...joined];
};
