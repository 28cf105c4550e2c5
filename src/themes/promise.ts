import type { Level } from './catalogue.ts';
import type { Tree } from './members.ts';
import { FEW_PEOPLE } from './merit.ts';
import type { Phrase } from './phrase.ts';
import { dotRow } from './vectors.ts';
import type { WordVectors } from './word-vectors.ts';

const ABOVE = { group: null, theme: 'group', matter: 'theme' } as const satisfies Record<Level, Level | null>;
/** What a phrase shares with the cluster above does not tell it from its siblings. */
const OUTER = 0.5;
/** Of one or two people all words are near; where the phrase stands tells more. */
const WEIGHT = { few: 0.5, several: 2 };

/**
 * A guess, before a phrase is embedded, at how it will stand to its cluster: its words' own vectors against the
 * centroid and that of the cluster above, a mean over its content words; a word that is no term counts as 0. With two
 * candidates embedded for a matter instead of three, as many labels are nearest to their own.
 */
export const affinityFor = (
  { tree, used }: { readonly tree: Tree; readonly used: WordVectors },
  level: Level,
  c: number,
): ((phrase: Phrase) => number) => {
  const above = ABOVE[level];
  const { parent, counts } = tree.clusters[level][c]!;
  const weight = counts.people < FEW_PEOPLE ? WEIGHT.few : WEIGHT.several;
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
    return (weight * sum) / Math.max(count, 1);
  };
};
