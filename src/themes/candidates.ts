import { byText } from './by-text.ts';
import type { Level } from './catalogue.ts';
import { clausesOf, titleLength } from './clauses.ts';
import { collocationsOf } from './collocations.ts';
import { type Corpus, type CorpusToken, tokensFor, tokensOf } from './corpus.ts';
import { type Cluster, personOf, type Tree } from './members.ts';
import { lengthOf, type Phrase, phrasesOfClause, SHORTEST_LABEL } from './phrase.ts';
import type { PlaceStripper } from './places.ts';
import type { Term } from './term.ts';
import { type CentredTexts, dotRow } from './vectors.ts';
import type { WordVectors } from './word-vectors.ts';

/** A possible label with all that counts for or against it but its embedding. */
export type Candidate = {
  readonly text: string;
  readonly merit: number;
  /** The nouns that were joined; a passage has none. */
  readonly nouns?: readonly [string, string];
};

/** How many central messages are read, and how many candidates embedded: at most, at least, and for the whole level. */
const EFFORT = {
  group: { messages: 40, kept: 40, least: 24, budget: 1_000 },
  theme: { messages: 30, kept: 20, least: 12, budget: 2_500 },
  matter: { messages: 8, kept: 8, least: 2, budget: 7_000 },
} as const satisfies Record<Level, { messages: number; kept: number; least: number; budget: number }>;

/** A candidate costs a millisecond on two cores, however short it is: nearly all that labels take. */
const keptOf = (level: Level, clusters: number, people: number): number => {
  const { kept, least, budget } = EFFORT[level];
  const each = Math.max(least, Math.min(kept, Math.floor(budget / clusters)));
  // One or two people give less to choose from.
  return people < FEW_PEOPLE ? Math.ceil(each / 2) : each;
};

/** Where the first candidates are nearer to others, a few more are worth their time. */
const LEAST_AGAIN = 6;

const ABOVE = { group: null, theme: 'group', matter: 'theme' } as const satisfies Record<Level, Level | null>;
/** What a phrase shares with the cluster above does not tell it from its siblings. */
const OUTER = 0.5;
const PROMISE = 2;

/** Units of cosine, tuned by reading: docs/decisions/0007-labels.md. */
const BONUS = {
  title: { group: 0.1, theme: 0.14, matter: 0.18 },
  /** Who gives no title mostly says first what it is about. */
  lead: { group: 0.04, theme: 0.06, matter: 0.08 },
  /** What one or two people wrote is best named as they named it. */
  few: { title: 0.36, lead: 0.2 },
  /** Names in front of a title that is too long may go. */
  fewNamed: -0.15,
  /** Behind a comma the subject may be missing. */
  following: -0.03,
  /** A part cut out of a longer clause may have lost what it hung on. */
  cut: -0.1,
  keyword: 0.05,
  mostKeywords: 3,
  perDoubling: 0.04,
  mostDoublings: 3,
  rare: { group: -0.08, theme: -0.08, matter: -0.07 },
  /** Two words are no statement: where no phrase will do. They are always near the centroid, hence the handicap. */
  joint: { group: 0.12, theme: -0.35, matter: -0.45 },
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

/** A phrase and where in its message it stands. */
export type Found = {
  readonly phrase: Phrase;
  readonly from: 'title' | 'lead' | 'body';
  /** Whether a sentence begins with its clause. */
  readonly first: boolean;
};

/**
 * A guess, before a phrase is embedded, at how it will stand to its cluster: its words' own vectors against the centroid
 * and that of the cluster above, a mean over its content words; a word that was not weighed counts as 0.
 */
const affinityWith = (
  { tree, used }: CandidateDeps,
  level: Level,
  c: number,
): ((phrase: Phrase) => number) => {
  const above = ABOVE[level];
  const { parent } = tree.clusters[level][c]!;
  const known = new Map<string, number>();
  const ofWord = (word: string): number => {
    const before = known.get(word);
    if (before !== undefined) return before;
    const vector = used.get(word);
    const own = vector === undefined ? 0 : dotRow(tree.centroids[level], c, vector);
    const outer = vector === undefined || above === null ? 0 : dotRow(tree.centroids[above], parent, vector);
    known.set(word, own - OUTER * outer);
    return own - OUTER * outer;
  };
  return ({ tokens }) => {
    let sum = 0;
    let count = 0;
    for (const { word } of tokens) {
      if (word.length < 2) continue;
      sum += ofWord(word);
      count++;
    }
    return sum / Math.max(count, 1);
  };
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

const keywordBonus = (text: string, terms: readonly Term[]): number =>
  BONUS.keyword *
  Math.min(BONUS.mostKeywords, terms.slice(0, 6).filter(({ word }) => text.includes(word)).length);

/** How many content words of a phrase only its own message uses: names of estates, shops and people. */
const rareWords = (tokens: readonly CorpusToken[], common: ReadonlySet<string>): number =>
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

/** Two words may name a matter only of several people, and where the first round found no phrase of its own. */
const joinable = (level: Level, cluster: Cluster, effort: number, phrases: number): boolean =>
  level !== 'matter' || phrases === 0 || (effort > 1 && cluster.counts.people >= FEW_PEOPLE);

/** Candidates for one cluster, best by merit first; `effort` 2 doubles how many are read and kept. */
export const candidatesOf = (level: Level, c: number, deps: CandidateDeps, effort = 1): Candidate[] => {
  const { tree, corpus, strip, terms: allTerms, joints } = deps;
  const cluster = tree.clusters[level][c]!;
  const terms = allTerms[level][c]!;
  const { messages: most } = EFFORT[level];
  const kept = keptOf(level, tree.clusters[level].length, cluster.counts.people);
  // So many messages hold enough to choose from.
  const messages = Math.min(most, kept + 4);
  const found = new Map<string, { merit: number; promise: number }>();
  const affinity = affinityWith(deps, level, c);
  const offer = (phrase: Phrase, bonus: number): void => {
    const merit = meritOf(phrase) + bonus;
    const known = found.get(phrase.text);
    if (known === undefined) found.set(phrase.text, { merit, promise: merit + PROMISE * affinity(phrase) });
    else if (merit > known.merit) {
      known.promise += merit - known.merit;
      known.merit = merit;
    }
  };
  const common = commonWords(tree, corpus, cluster);
  const meritOf = (phrase: Phrase): number =>
    phrase.fitness +
    keywordBonus(phrase.text, terms) +
    PER_EXTRA_CHARACTER * Math.max(0, lengthOf(phrase.text) - COMFORTABLE[level]) +
    (common === null ? 0 : BONUS.rare[level] * rareWords(phrase.tokens, common));
  /** Whether the names in front of it are one message's own, so that the cluster is better named without them. */
  const unnamed = ({ extent, dropped }: Phrase): boolean =>
    extent === 'named' &&
    common !== null &&
    !dropped.some(({ word }) => word.length >= 2 && common.has(word));
  const bonusOf = ({ phrase, from, first }: Found): number => {
    const few = cluster.counts.people < FEW_PEOPLE;
    if (few && from !== 'body' && phrase.extent === 'named') return BONUS.few[from] + BONUS.fewNamed;
    if (phrase.extent !== 'whole' && !unnamed(phrase)) return BONUS.cut;
    if (from === 'body') return first ? 0 : BONUS.following;
    if (few) return BONUS.few[from];
    return BONUS[from][level];
  };

  for (const { words, people } of collocationsOf(tree, corpus, cluster, terms).slice(0, 40)) {
    const frequency = BONUS.perDoubling * Math.min(Math.log2(people), BONUS.mostDoublings);
    const tokens = tokensFor(corpus, words);
    for (const phrase of phrasesOfClause({ tokens, opens: false, closes: false, first: false }, strip))
      offer(phrase, BONUS.cut + frequency);
  }
  cluster.rows.slice(0, messages * effort).forEach((row, rank) => {
    const distance = (0.05 * rank) / messages;
    for (const place of phrasesOf(deps, row)) offer(place.phrase, bonusOf(place) - distance);
  });
  const ranked = Array.from(found, ([text, { merit, promise }]) => ({ text, merit, promise }))
    .toSorted((a, b) => b.promise - a.promise || byText(a.text, b.text))
    .map(({ text, merit }) => ({ text, merit }));
  const joined = (joinable(level, cluster, effort, ranked.length) ? joints(level, c) : []).map((joint) => ({
    ...joint,
    merit: joint.merit + BONUS.joint[level],
  }));
  return [...ranked.slice(0, effort > 1 ? Math.max(kept * effort, LEAST_AGAIN) : kept), ...joined];
};
