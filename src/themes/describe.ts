import type { NeighbourSearch } from '../clustering/index.ts';
import type { Rows } from '../kernel/index.ts';
import { byText } from './by-text.ts';
import type { Catalogue, Entry, Level, Voice } from './catalogue.ts';
import { contrastWith } from './contrast.ts';
import { readCorpus } from './corpus.ts';
import { jointsWith } from './joints.ts';
import { MOST_KEYWORDS, termsOf, weighTerms, wordsToEmbed } from './keywords.ts';
import { labelsOf } from './labels.ts';
import { type Cluster, growTree, idsOf, LEVELS, type Levels, type Tree } from './members.ts';
import { oppositionOf } from './opposition.ts';
import { pacer } from './pace.ts';
import { placeNames, placeStripper } from './places.ts';
import { plainLabel } from './plain-label.ts';
import { quotesOf } from './quotes.ts';
import type { Term } from './term.ts';
import { type Embedder, embedCentred } from './vectors.ts';
import { wordVectors } from './word-vectors.ts';

export type DescribeInput = {
  readonly voices: readonly Voice[];
  /** Raw embeddings, a row a voice: [n × d]. */
  readonly vectors: Rows;
  /** Group, theme and matter a voice, nested, and what clustering subtracted from the vectors. */
  readonly hierarchy: Levels;
  /** The model that made `vectors`: candidates for labels are embedded with it. */
  readonly encoder: Embedder;
  readonly search: NeighbourSearch;
  /** Language of the few labels that no message gives (a matter of emoji only); others stay in the messages' language. */
  readonly lang: 'zh' | 'en';
  readonly signal?: AbortSignal | undefined;
};

/** A matter of so few messages is listed at the end. */
const SINGLE_VOICES = 2;

const placesOf = (tree: Tree, cluster: Cluster): Entry['places'] => {
  const counts = new Map<string, number>();
  for (const row of cluster.rows) {
    const { place } = tree.voices[row]!;
    if (place !== null) counts.set(place, (counts.get(place) ?? 0) + 1);
  }
  return Array.from(counts, ([place, messages]) => ({ place, messages })).toSorted(
    (a, b) => b.messages - a.messages || byText(a.place, b.place),
  );
};

/** `g1`, `t1`, `m1` in reading order. */
const keyOf = (level: Level, c: number): string => `${level[0]}${c + 1}`;
const ABOVE = { group: null, theme: 'group', matter: 'theme' } as const satisfies Record<Level, Level | null>;

type Described = {
  readonly tree: Tree;
  readonly labels: Readonly<Record<Level, readonly string[]>>;
  readonly terms: Readonly<Record<Level, readonly Term[][]>>;
};

const entryOf = ({ tree, labels, terms }: Described, level: Level, c: number): Entry => {
  const cluster = tree.clusters[level][c]!;
  const own = terms[level][c]!;
  const above = ABOVE[level];
  return {
    key: keyOf(level, c),
    level,
    parent: above === null ? null : keyOf(above, cluster.parent),
    label: labels[level][c]!,
    keywords: own.slice(0, MOST_KEYWORDS).map(({ word }) => word),
    counts: cluster.counts,
    messageIds: idsOf(tree, cluster),
    quotes: quotesOf(tree, cluster, own),
    opposition: level === 'theme' ? oppositionOf(tree, cluster, own) : null,
    places: placesOf(tree, cluster),
    singleVoice: level === 'matter' && cluster.counts.messages <= SINGLE_VOICES,
  };
};

/**
 * Names and describes what clustering found: label, keywords, quotes, opposing voices, places, in reading order
 * (people, messages, smallest id). The same voices in another order give the same catalogue, and every voice stands in
 * exactly one entry of each level. Throws where sizes differ, levels are not nested, or the signal's reason.
 */
export const describeThemes = async (input: DescribeInput): Promise<Catalogue> => {
  const { voices, vectors, hierarchy, encoder, search, lang, signal } = input;
  const tree = growTree(voices, vectors, hierarchy);
  const places = placeNames(tree.voices);
  const pace = pacer(signal);
  const corpus = await readCorpus(tree.voices, places, pace);
  const counted = {
    group: await termsOf(tree, corpus, 'group', pace),
    theme: await termsOf(tree, corpus, 'theme', pace),
    matter: await termsOf(tree, corpus, 'matter', pace),
  };
  const contrast = contrastWith(tree, search);
  const asked = embedCentred(wordsToEmbed(counted), { mean: tree.mean, encoder });
  // Awaited below; the encoder's thread works while words are counted here.
  asked.catch(() => undefined);
  const used = wordVectors(
    tree,
    corpus,
    LEVELS.flatMap((level) => counted[level].flat()),
  );
  const terms = await weighTerms(counted, { contrast, embedded: asked, used });
  const embedded = await asked;
  signal?.throwIfAborted();
  const strip = placeStripper(places);
  const labels = await labelsOf({
    tree,
    corpus,
    strip,
    terms,
    contrast,
    encoder,
    pace,
    joints: jointsWith({ tree, corpus, terms, words: embedded }),
    words: embedded,
    used,
    fallback: (cluster, own) => plainLabel({ text: tree.voices[cluster.rows[0]!]!.text, terms: own, lang }),
  });
  const described: Described = { tree, labels, terms };
  const entries = { group: [], theme: [], matter: [] } as Record<Level, Entry[]>;
  for (const level of LEVELS)
    for (const c of tree.clusters[level].keys()) {
      await pace();
      entries[level].push(entryOf(described, level, c));
    }
  return { groups: entries.group, themes: entries.theme, matters: entries.matter };
};
