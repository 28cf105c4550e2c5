import type { Level } from './catalogue.ts';
import type { Corpus, CorpusToken } from './corpus.ts';
import { type Cluster, personOf, type Tree } from './members.ts';
import { lengthOf, type Phrase } from './phrase.ts';
import type { Term } from './term.ts';

/** A phrase and where in its message it stands. */
export type Found = {
  readonly phrase: Phrase;
  readonly from: 'title' | 'lead' | 'body';
  /** Whether a sentence begins with its clause. */
  readonly first: boolean;
};

/** Units of cosine, tuned by reading: docs/decisions/0007-labels.md. */
export const BONUS = {
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
  /** Two words are no statement, and always near the centroid: they need a handicap. */
  joint: { group: 0.08, theme: -0.35, matter: -0.45 },
} as const;
/** Keywords that a phrase may hold for a bonus. */
const LEADING_TERMS = 6;
/** A group's name should fit a table column; a matter's may be a short sentence. */
const COMFORTABLE = { group: 8, theme: 10, matter: 13 } as const satisfies Record<Level, number>;
const PER_EXTRA_CHARACTER = -0.015;
/** What one or two people wrote is named after what they wrote, not after two of its words. */
export const FEW_PEOPLE = 3;
/** Fewer people have no words in common. */
const SEVERAL_PEOPLE = 4;
/** A word that fewer of a cluster's people use is not the cluster's: at least two, and one in twelve. */
const LEAST_COMMON = 2;
const LEAST_COMMON_SHARE = 0.08;
/** Messages read for common words. */
const MOST_READ = 200;
/** A clause of four rare words is another subject; more make it no worse. */
const MOST_RARE = 4;

const keywordBonus = (text: string, terms: readonly Term[]): number => {
  const held = terms.slice(0, LEADING_TERMS).filter(({ word }) => text.includes(word)).length;
  return BONUS.keyword * Math.min(BONUS.mostKeywords, held);
};

/** How many content words of a phrase only its own message uses: names of estates, shops and people. */
const rareWords = (tokens: readonly CorpusToken[], common: ReadonlySet<string>): number =>
  Math.min(MOST_RARE, tokens.filter(({ word }) => word.length >= 2 && !common.has(word)).length);

/** Words that several people of the cluster use; null where it is too small to tell. */
const commonWords = (tree: Tree, corpus: Corpus, cluster: Cluster): ReadonlySet<string> | null => {
  if (cluster.counts.people < SEVERAL_PEOPLE) return null;
  const rows = cluster.rows.slice(0, MOST_READ);
  const wordsOf = new Map<string, Set<number>>();
  for (const row of rows) {
    const person = personOf(tree.voices[row]!);
    const said = wordsOf.get(person) ?? new Set();
    for (const word of corpus.raw[row]!) said.add(word);
    wordsOf.set(person, said);
  }
  const people = new Map<number, number>();
  for (const said of wordsOf.values()) for (const word of said) people.set(word, (people.get(word) ?? 0) + 1);
  const least = Math.max(LEAST_COMMON, LEAST_COMMON_SHARE * Math.min(rows.length, cluster.counts.people));
  const common = new Set<string>();
  for (const [word, count] of people) if (count >= least) common.add(corpus.words[word]!);
  return common;
};

export type MeritDeps = {
  readonly tree: Tree;
  readonly corpus: Corpus;
  readonly terms: Readonly<Record<Level, readonly Term[][]>>;
};

/** What counts for or against a phrase as the label of a cluster, before anybody asks what it means. */
export const meritsFor = (
  { tree, corpus, terms }: MeritDeps,
  level: Level,
  c: number,
): ((found: Found) => number) => {
  const cluster = tree.clusters[level][c]!;
  const own = terms[level][c]!;
  const few = cluster.counts.people < FEW_PEOPLE;
  const common = commonWords(tree, corpus, cluster);
  /** Whether the names in front of it are one message's own, so that the cluster is better named without them. */
  const isBetterUnnamed = ({ extent, dropped }: Phrase): boolean =>
    extent === 'named' &&
    common !== null &&
    !dropped.some(({ word }) => word.length >= 2 && common.has(word));
  const bonusOf = ({ phrase, from, first }: Found): number => {
    if (few && from !== 'body' && phrase.extent === 'named') return BONUS.few[from] + BONUS.fewNamed;
    if (phrase.extent !== 'whole' && !isBetterUnnamed(phrase)) return BONUS.cut;
    if (from === 'body') return first ? 0 : BONUS.following;
    return few ? BONUS.few[from] : BONUS[from][level];
  };
  return (found) => {
    const { fitness, text, tokens } = found.phrase;
    return (
      fitness +
      bonusOf(found) +
      keywordBonus(text, own) +
      PER_EXTRA_CHARACTER * Math.max(0, lengthOf(text) - COMFORTABLE[level]) +
      (common === null ? 0 : BONUS.rare[level] * rareWords(tokens, common))
    );
  };
};
