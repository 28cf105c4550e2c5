import type { Level } from './catalogue.ts';
import type { Contrast } from './contrast.ts';
import { BREAK, type Corpus } from './corpus.ts';
import { byText, type Cluster, LEVELS, personOf, type Tree } from './members.ts';
import type { CentredTexts } from './vectors.ts';

/** A telling word of a cluster with its weight; `share` of the cluster's people use it. */
export type Term = {
  readonly word: string;
  readonly weight: number;
  readonly share: number;
  /** Contrast of the word's own vector to the centroid (`weighTerms`); 0 before it is weighed. */
  readonly meaning: number;
};

/** As many terms are kept for scoring labels and passages; fewer are shown. */
const MOST_TERMS = 24;
export const MOST_KEYWORDS = 8;
/** Keeps the order by count among words without meaning for the cluster. */
const LEAST_MEANING = 0.02;

/** People of a cluster by the words they use: a word counts once a person, and copies only where nothing else is left. */
const peopleByWord = (
  tree: Tree,
  corpus: Corpus,
  cluster: Cluster,
): { counts: Map<number, number>; people: number } => {
  const originals = cluster.rows.filter((row) => tree.voices[row]!.copyOf === null);
  const rows = originals.length > 0 ? originals : cluster.rows;
  const said = new Map<string, Set<number>>();
  for (const row of rows) {
    const person = personOf(tree.voices[row]!);
    let words = said.get(person);
    if (words === undefined) {
      words = new Set();
      said.set(person, words);
    }
    for (const word of corpus.sequences[row]!) if (word !== BREAK && corpus.telling[word]) words.add(word);
  }
  const counts = new Map<number, number>();
  for (const words of said.values()) for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return { counts, people: said.size };
};

/** Of two words of which one contains the other only the weightier is kept. */
const withoutOverlaps = (terms: readonly Term[]): Term[] => {
  const kept: Term[] = [];
  for (const term of terms)
    if (!kept.some((other) => other.word.includes(term.word) || term.word.includes(other.word)))
      kept.push(term);
  return kept;
};

/**
 * Class-based TF-IDF (Grootendorst 2022, BERTopic) of one level: tf is the share of a cluster's people who use the
 * word, idf is log(1 + A / f) with A the mean number of uses a cluster and f the uses over all clusters. Most telling
 * first, ties by word. Counting people instead of occurrences keeps one long or copied message from naming a cluster.
 */
export const termsOf = (tree: Tree, corpus: Corpus, clusters: readonly Cluster[]): Term[][] => {
  const counted = clusters.map((cluster) => peopleByWord(tree, corpus, cluster));
  const overall = new Map<number, number>();
  let uses = 0;
  for (const { counts } of counted)
    for (const [word, count] of counts) {
      overall.set(word, (overall.get(word) ?? 0) + count);
      uses += count;
    }
  const meanUses = uses / Math.max(clusters.length, 1);
  return counted.map(({ counts, people }) => {
    const terms: Term[] = [];
    for (const [word, count] of counts) {
      // Where several people speak, a word of one of them is not the cluster's.
      if (people >= 4 && count < 2) continue;
      const share = count / people;
      const weight = share * Math.log(1 + meanUses / overall.get(word)!);
      terms.push({ word: corpus.words[word]!, weight, share, meaning: 0 });
    }
    terms.sort((a, b) => b.weight - a.weight || byText(a.word, b.word));
    return withoutOverlaps(terms.slice(0, 2 * MOST_TERMS)).slice(0, MOST_TERMS);
  });
};

/** Terms of a matter that are weighed by meaning: with 2,500 matters all 24 would be 10,000 words to embed. */
const WEIGHED = { group: MOST_TERMS, theme: MOST_TERMS, matter: 8 } as const satisfies Record<Level, number>;

export const wordsToWeigh = (terms: Readonly<Record<Level, readonly Term[][]>>): string[] =>
  LEVELS.flatMap((level) =>
    terms[level].flatMap((list) => list.slice(0, WEIGHED[level]).map(({ word }) => word)),
  );

type Weighing = { readonly contrast: Contrast; readonly vectors: CentredTexts };

/**
 * Terms of all levels weighed by meaning too: c-TF-IDF × contrast of the word's own vector to the centroid. In spoken
 * messages the count alone puts 根本 or 看着 beside 停水; words that mean nothing to the cluster fall to the end.
 */
export const weighTerms = (
  terms: Readonly<Record<Level, readonly Term[][]>>,
  { contrast, vectors }: Weighing,
): Record<Level, Term[][]> => {
  const weigh = (level: Level): Term[][] =>
    terms[level].map((list, c) =>
      list
        .slice(0, WEIGHED[level])
        .map((term) => {
          const meaning = contrast.standingAmongSiblings(level, c, vectors.get(term.word)!).contrast;
          return { ...term, meaning, weight: term.weight * Math.max(meaning, LEAST_MEANING) };
        })
        .toSorted((a, b) => b.weight - a.weight || byText(a.word, b.word)),
    );
  return { group: weigh('group'), theme: weigh('theme'), matter: weigh('matter') };
};
