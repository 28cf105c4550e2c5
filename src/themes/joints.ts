import type { Candidate } from './candidates.ts';
import type { Level } from './catalogue.ts';
import type { Term } from './keywords.ts';
import { byText } from './members.ts';
import { LONGEST_LABEL, lengthOf, SHORTEST_LABEL } from './phrase.ts';
import { segment } from './segment.ts';

/** How many pairs of a cluster's leading nouns are embedded as labels. */
const KEPT = { group: 6, theme: 4, matter: 2 } as const satisfies Record<Level, number>;
const MOST_NOUNS = 6;
const NOUNLIKE = /^(?:n|vn|l|j|i)(?!r|s)/;
/** Per share of the people who use either word: a pair should speak for many. */
const SHARE_MERIT = 0.1;

const isNoun = (word: string): boolean => {
  const tokens = segment(word);
  return lengthOf(word) >= 2 && tokens.length > 0 && tokens.every(({ tag }) => NOUNLIKE.test(tag));
};

/** 自来水与水表, 公交车与公交线路: two words that share two characters say one thing twice. */
const overlap = (a: string, b: string): boolean => {
  for (let i = 0; i + 1 < a.length; i++) if (b.includes(a.slice(i, i + 2))) return true;
  return false;
};

/**
 * Two leading nouns side by side (「公交与停车」): for groups, and where no phrase of the messages will do. The mean
 * meaning of the words stands for the pair when choosing which pairs are worth embedding.
 */
export const jointsWith = (terms: Readonly<Record<Level, readonly Term[][]>>) => {
  const nouns = new Map<string, boolean>();
  const noun = (word: string): boolean => {
    const known = nouns.get(word) ?? isNoun(word);
    nouns.set(word, known);
    return known;
  };
  return (level: Level, c: number): Candidate[] => {
    const words = terms[level][c]!.filter(({ word }) => noun(word)).slice(0, MOST_NOUNS);
    const pairs: (Candidate & { readonly value: number })[] = [];
    for (const [i, a] of words.entries())
      for (const b of words.slice(i + 1)) {
        const text = `${a.word}与${b.word}`;
        const length = lengthOf(text);
        if (length < SHORTEST_LABEL || length > LONGEST_LABEL || overlap(a.word, b.word)) continue;
        const merit = SHARE_MERIT * (a.share + b.share);
        pairs.push({ text, merit, value: (a.meaning + b.meaning) / 2 + merit });
      }
    return pairs
      .toSorted((a, b) => b.value - a.value || byText(a.text, b.text))
      .slice(0, KEPT[level])
      .map(({ text, merit }) => ({ text, merit }));
  };
};
