import type { DigestContent, EntrySection } from './content.ts';

/** How much of each part is printed; the rest is counted on the page and kept whole in digest.json. */
export type Limits = {
  /** Keys of the themes that get a part of their own; others stand in a list with one quote. */
  readonly themes: ReadonlySet<string>;
  readonly mattersPerTheme: number;
  readonly quotesPerTheme: number;
  readonly quotesPerMatter: number;
  readonly answersPerReason: number;
  readonly questionsPerKind: number;
  readonly singleVoices: number;
};

/** With three quotes and three matters of one quote each a theme takes most of a page: two dozen are some twenty pages. */
const FULL_THEMES = 24;
/** Up to here a digest is printed whole: ten pages or so. */
const SMALL = 12;
/** No group goes without its largest themes, however small the group. */
const AT_LEAST = 2;
/** One line each: eight pages. Those left out are still listed by number. */
const SINGLE_VOICES = 300;

const largest = (groups: readonly EntrySection[], keep: number): Set<string> => {
  const themes = groups.flatMap(({ children }) => children);
  const byPeople = themes.toSorted((a, b) => b.counts.people - a.counts.people || (a.key < b.key ? -1 : 1));
  const atLeast = groups.flatMap(({ children }) => children.slice(0, AT_LEAST));
  return new Set([...byPeople.slice(0, keep), ...atLeast].map(({ key }) => key));
};

/** A small digest is printed whole; a large one keeps to what a deputy reads in an evening. */
export const limitsFor = ({ groups, totals }: DigestContent): Limits => {
  const small = totals.themes <= SMALL;
  return {
    themes: largest(groups, totals.themes <= FULL_THEMES + 8 ? Number.POSITIVE_INFINITY : FULL_THEMES),
    mattersPerTheme: small ? 6 : 3,
    quotesPerTheme: small ? 4 : 3,
    quotesPerMatter: small ? 4 : 1,
    answersPerReason: small ? 15 : 8,
    questionsPerKind: small ? 15 : 8,
    singleVoices: SINGLE_VOICES,
  };
};
