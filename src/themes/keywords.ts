import { byText } from './by-text.ts';
import type { Level } from './catalogue.ts';
import type { Contrast } from './contrast.ts';
import { BREAK, type Corpus } from './corpus.ts';
import { type Cluster, personOf, type Tree } from './members.ts';
import type { Pace } from './pace.ts';
import type { Term } from './term.ts';
import type { CentredTexts } from './vectors.ts';
import type { WordVectors } from './word-vectors.ts';

/** As many terms are kept for scoring labels and passages; fewer are shown. */
const MOST_TERMS = 24;
const KEPT = { group: MOST_TERMS, theme: MOST_TERMS, matter: 8 } as const satisfies Record<Level, number>;
export const MOST_KEYWORDS = 8;
/** Keeps the order by count among words without meaning for the cluster. */
const LEAST_MEANING = 0.02;

type Counted = { readonly counts: ReadonlyMap<number, number>; readonly people: number };

/** People of a cluster by the words they use: a word counts once a person, and copies only where nothing else is left. */
const peopleByWord = (tree: Tree, corpus: Corpus, cluster: Cluster): Counted => {
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
export const termsOf = async (tree: Tree, corpus: Corpus, level: Level, pace: Pace): Promise<Term[][]> => {
  const clusters = tree.clusters[level];
  const counted: Counted[] = [];
  const overall = new Map<number, number>();
  let uses = 0;
  for (const cluster of clusters) {
    await pace();
    const found = peopleByWord(tree, corpus, cluster);
    counted.push(found);
    for (const [word, count] of found.counts) {
      overall.set(word, (overall.get(word) ?? 0) + count);
      uses += count;
    }
  }
  const meanUses = uses / Math.max(clusters.length, 1);
  return counted.map(({ counts, people }) => {
    const terms: Term[] = [];
    for (const [word, count] of counts) {
      // Where several people speak, a word of one of them is not the cluster's.
      if (people >= 4 && count < 2) continue;
      const share = count / people;
      const weight = share * Math.log(1 + meanUses / overall.get(word)!);
      terms.push({ word: corpus.words[word]!, weight, share, meaning: 0, own: count / overall.get(word)! });
    }
    terms.sort((a, b) => b.weight - a.weight || byText(a.word, b.word));
    return withoutOverlaps(terms.slice(0, 2 * MOST_TERMS)).slice(0, KEPT[level]);
  });
};

/** Terms of a theme whose own vectors are asked for, at most, at least, and of all themes: a word costs 0.7 ms. */
const EMBEDDED = { most: MOST_TERMS, least: 8, budget: 1_600 };

/** The words of groups and themes that are weighed by the encoder's vectors. */
export const wordsToEmbed = (terms: Readonly<Record<Level, readonly Term[][]>>): string[] => {
  const { most, least, budget } = EMBEDDED;
  const ofTheme = Math.max(least, Math.min(most, Math.floor(budget / terms.theme.length)));
  return [...terms.group.flat(), ...terms.theme.flatMap((list) => list.slice(0, ofTheme))].map(
    ({ word }) => word,
  );
};

type Weighing = {
  readonly contrast: Contrast;
  /** The encoder's vectors of the words of groups and themes; may be on their way. */
  readonly embedded: CentredTexts | Promise<CentredTexts>;
  /** What all words mean in the messages. */
  readonly used: WordVectors;
};

/**
 * Terms of all levels weighed by meaning too: c-TF-IDF × contrast of the word's own vector to the centroid. In spoken
 * messages the count alone puts 根本 or 看着 beside 停水; words that mean nothing to the cluster fall to the end. Groups and
 * themes ask the encoder; matters, of which there are thousands, the messages that use the word.
 */
export const weighTerms = async (
  terms: Readonly<Record<Level, readonly Term[][]>>,
  { contrast, embedded, used }: Weighing,
): Promise<Record<Level, Term[][]>> => {
  const weigh = async (level: Level, vectors: WordVectors): Promise<Term[][]> => {
    const claims = terms[level].flatMap((list, cluster) =>
      list.map(({ word }) => ({ cluster, vector: vectors.get(word) ?? used.get(word)! })),
    );
    const standings =
      level === 'matter' ? contrast.standingsAmongSiblings(claims) : await contrast.standings(level, claims);
    let at = 0;
    return terms[level].map((list) =>
      list
        .map((term) => {
          const meaning = standings[at++]!.contrast;
          return { ...term, meaning, weight: term.weight * Math.max(meaning, LEAST_MEANING) };
        })
        .toSorted((a, b) => b.weight - a.weight || byText(a.word, b.word)),
    );
  };
  // First what needs no encoder.
  const matter = await weigh('matter', used);
  const asked = await embedded;
  return { group: await weigh('group', asked), theme: await weigh('theme', asked), matter };
};
