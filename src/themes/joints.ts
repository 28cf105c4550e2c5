import { byText } from './by-text.ts';
import type { Candidate } from './candidates.ts';
import type { Level } from './catalogue.ts';
import { type Corpus, tokensFor } from './corpus.ts';
import type { Tree } from './members.ts';
import { isPresentable, LONGEST_LABEL, lengthOf, SHORTEST_LABEL } from './phrase.ts';
import type { Term } from './term.ts';
import { type CentredTexts, dotOf, dotRow } from './vectors.ts';

/** How many pairs of a cluster's leading nouns are embedded as labels. */
const KEPT = { group: 5, theme: 2, matter: 2 } as const satisfies Record<Level, number>;
const MOST_NOUNS = 10;
const NOUNLIKE = /^(?:n|vn|l|j)(?!r|s)/;
/** Per share of the people who use either word: a pair should speak for many. */
const SHARE_MERIT = 0.2;
/** Against two words for nearly the same (道路与路段), by their similarity. */
const ALIKE = 0.3;
/** A noun that means less than this part of what the leading one means to the cluster is only its surroundings (规划与市政府). */
const LEAST_MEANING = 0.5;
/** A noun that is less a group's own (`Term.own`) than this part of its most exclusive one is said everywhere: 办理, 小区, 交警. */
const LEAST_OWN = { group: 0.5, theme: 0, matter: 0 } as const satisfies Record<Level, number>;

/** A verb that closes so many clauses needs no object, and stands as a noun: 停车, 补课, 渗水, but not 购买 or 拖欠. */
const LEAST_CLOSING = 0.2;

const isNoun = (corpus: Corpus, word: string): boolean => {
  const number = corpus.numbers.get(word);
  if (number === undefined || lengthOf(word) < 2) return false;
  return tokensFor(corpus, [number]).every(
    ({ tag, closing }) => NOUNLIKE.test(tag) || (tag === 'v' && closing >= LEAST_CLOSING),
  );
};

/** 自来水与水表, 公交车与公交线路: two words that share two characters say one thing twice. */
const overlap = (a: string, b: string): boolean => {
  for (let i = 0; i + 1 < a.length; i++) if (b.includes(a.slice(i, i + 2))) return true;
  return false;
};

const BELOW = { group: 'theme', theme: 'matter', matter: null } as const satisfies Record<
  Level,
  Level | null
>;

export type JointDeps = {
  readonly tree: Tree;
  readonly corpus: Corpus;
  readonly terms: Readonly<Record<Level, readonly Term[][]>>;
  /** Vectors of the terms. */
  readonly words: CentredTexts;
};

/**
 * Two leading nouns side by side (「公交与停车」), where no phrase of the messages will do. Both must mean something to the
 * cluster, and together they should cover its parts: of each part below counts the nearer noun (facility location).
 */
export const jointsWith = ({ tree, corpus, terms, words }: JointDeps) => {
  const known = new Map<string, boolean>();
  const noun = (word: string): boolean => {
    const is = known.get(word) ?? isNoun(corpus, word);
    known.set(word, is);
    return is;
  };
  /** Similarity of a noun to each part below, weighed by the share of people; to the whole where there is no part. */
  const reach = (level: Level, c: number, word: string): number[] => {
    const below = BELOW[level];
    const vector = words.get(word)!;
    if (below === null) return [dotRow(tree.centroids[level], c, vector)];
    const { children, counts } = tree.clusters[level][c]!;
    return children.map(
      (child) =>
        (dotRow(tree.centroids[below], child, vector) * tree.clusters[below][child]!.counts.people) /
        counts.people,
    );
  };
  return (level: Level, c: number): Candidate[] => {
    const telling = terms[level][c]!.filter(({ word }) => noun(word) && words.has(word));
    const least = LEAST_MEANING * Math.max(0, ...telling.map(({ meaning }) => meaning));
    const meant = telling.filter(({ meaning }) => meaning > 0 && meaning >= least);
    const leastOwn = LEAST_OWN[level] * Math.max(0, ...meant.map(({ own }) => own));
    const nouns = meant
      .filter(({ own }) => own >= leastOwn)
      .slice(0, MOST_NOUNS)
      .map((term) => ({ ...term, reach: reach(level, c, term.word) }));
    const pairs: { readonly joint: Candidate; readonly value: number }[] = [];
    for (const [i, a] of nouns.entries())
      for (const b of nouns.slice(i + 1)) {
        const text = `${a.word}与${b.word}`;
        const length = lengthOf(text);
        if (length < SHORTEST_LABEL || length > LONGEST_LABEL) continue;
        if (overlap(a.word, b.word) || !isPresentable(text)) continue;
        const merit = SHARE_MERIT * (a.share + b.share);
        const covered = a.reach.reduce((sum, near, part) => sum + Math.max(near, b.reach[part]!), 0);
        const alike = ALIKE * Math.max(0, dotOf(words.get(a.word)!, words.get(b.word)!));
        const joint: Candidate = { text, merit: merit - alike, nouns: [a.word, b.word] };
        pairs.push({ joint, value: covered + 2 * merit - alike });
      }
    return pairs
      .toSorted((a, b) => b.value - a.value || byText(a.joint.text, b.joint.text))
      .slice(0, KEPT[level])
      .map(({ joint }) => joint);
  };
};
