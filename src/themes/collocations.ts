import { BREAK, type Corpus } from './corpus.ts';
import { type Cluster, personOf, type Tree } from './members.ts';
import type { Term } from './term.ts';

/** Words that stand together in messages of several people of a cluster: `people` of them. */
export type Collocation = {
  readonly text: string;
  readonly people: number;
  /** Word numbers, glued words as one. */
  readonly words: Int32Array;
};

const MOST_WORDS = 5;
const LONGEST = 14;
/** Central messages looked at: more change neither the phrases nor their order. */
const MOST_MESSAGES = 80;

/** Start and end of every window of 2 to 5 words inside a clause that contains a telling term of the cluster. */
function* windows(
  sequence: Int32Array,
  corpus: Corpus,
  terms: ReadonlySet<string>,
): Generator<readonly [number, number]> {
  for (let start = 0; start < sequence.length; start++) {
    const first = sequence[start]!;
    if (first === BREAK || !corpus.plain[first]) continue;
    let length = corpus.words[first]!.length;
    let holds = terms.has(corpus.words[first]!);
    for (let end = start + 1; end < Math.min(sequence.length, start + MOST_WORDS); end++) {
      const last = sequence[end]!;
      if (last === BREAK) break;
      const word = corpus.words[last]!;
      length += word.length;
      if (length > LONGEST) break;
      holds ||= terms.has(word);
      if (holds && corpus.plain[last]) yield [start, end + 1];
    }
  }
}

const countPeople = (
  tree: Tree,
  corpus: Corpus,
  cluster: Cluster,
  terms: ReadonlySet<string>,
): Collocation[] => {
  const found = new Map<string, { readonly words: Int32Array; readonly people: Set<string> }>();
  for (const row of cluster.rows.slice(0, MOST_MESSAGES)) {
    const voice = tree.voices[row]!;
    if (voice.copyOf !== null) continue;
    const sequence = corpus.sequences[row]!;
    for (const [start, end] of windows(sequence, corpus, terms)) {
      let text = '';
      for (let i = start; i < end; i++) text += corpus.words[sequence[i]!]!;
      const known = found.get(text);
      if (known === undefined)
        found.set(text, { words: sequence.subarray(start, end), people: new Set([personOf(voice)]) });
      else known.people.add(personOf(voice));
    }
  }
  return Array.from(found, ([text, { words, people }]) => ({ text, words, people: people.size }));
};

/** Maximal ones only: what stands inside a longer phrase of (almost) the same people is left out. Most people first. */
export const collocationsOf = (
  tree: Tree,
  corpus: Corpus,
  cluster: Cluster,
  terms: readonly Term[],
): Collocation[] => {
  if (cluster.counts.people < 2) return [];
  const counts = countPeople(tree, corpus, cluster, new Set(terms.slice(0, 12).map(({ word }) => word)));
  const frequent = counts
    .filter(({ people }) => people >= 2)
    .toSorted((a, b) => b.people - a.people || b.text.length - a.text.length || (a.text < b.text ? -1 : 1))
    .slice(0, 200);
  return frequent.filter(
    ({ text, people }) =>
      !frequent.some(
        (other) =>
          other.text.length > text.length && other.people >= 0.8 * people && other.text.includes(text),
      ),
  );
};
