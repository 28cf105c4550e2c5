import { byText } from './by-text.ts';
import type { Candidate } from './candidates.ts';
import type { Level } from './catalogue.ts';

export type Scored = Candidate & { readonly score: number; readonly own: boolean };

/** Where the leading phrase says nothing of so many of the people, and holds no leading word either, another may lead, or two nouns. */
const MOST_MISSED = 0.45;
/** 断头路何时拉通 holds the second word of a theme of 道路 and 断头路: enough to lead it. */
const LEADING_WORDS = 2;
/** So near to the leading candidate another could as well lead: vectors alone shift by 0.02 with their batch-mates. */
const CLOSE = 0.1;
const RESORT = { group: 0, theme: 0.5, matter: 0 } as const satisfies Record<Level, number>;
/** Just before what it replaces. */
const AHEAD = 0.001;
/** A phrase that is itself two nouns side by side (地铁站公交和停车) says no more than they do. */
const SIDE_BY_SIDE = /[和与及、]/u;

/** Whether the text holds two neighbouring characters of the word: 消防安全隐患 holds enough of 消防通道. */
const sharesTwo = (word: string, text: string): boolean => {
  for (let i = 0; i + 1 < word.length; i++) if (text.includes(word.slice(i, i + 2))) return true;
  return false;
};

const isPhrase = ({ nouns }: Candidate): boolean => nouns === undefined;

const bestPhrase = (candidates: readonly Candidate[], scores: readonly number[]): number | null => {
  let best: number | null = null;
  for (const [i, candidate] of candidates.entries())
    if (isPhrase(candidate) && (best === null || scores[i]! > scores[best]!)) best = i;
  return best;
};

/**
 * What is added to each score where the leading phrase says nothing of too many people (`missed`) and holds none of the
 * cluster's `leading` words: for the phrases that hold one where such a phrase is nearly as good, else for two nouns.
 */
export const resortsOf = ({
  level,
  candidates,
  scores,
  missed,
  leading,
}: {
  readonly level: Level;
  readonly candidates: readonly Candidate[];
  readonly scores: readonly number[];
  readonly missed: readonly number[];
  readonly leading: readonly string[];
}): number[] => {
  const none = candidates.map(() => 0);
  const leader = bestPhrase(candidates, scores);
  if (leader === null || RESORT[level] === 0) return none;
  const words = leading.slice(0, LEADING_WORDS);
  const holds = candidates.map(
    (candidate) => isPhrase(candidate) && words.some((word) => sharesTwo(word, candidate.text)),
  );
  if (missed[leader]! < MOST_MISSED || holds[leader]) return none;
  if (candidates.some((_, i) => holds[i] && scores[i]! >= scores[leader]! - CLOSE))
    return holds.map((held) => (held ? CLOSE : 0));
  return candidates.map((candidate) => (isPhrase(candidate) ? 0 : RESORT[level]));
};

const bestFirst = (a: Scored, b: Scored): number => b.score - a.score || byText(a.text, b.text);

/**
 * Best first, ties by text; but a phrase nearly as good that says in a sentence what the leading two nouns only name goes
 * before them: 垃圾站臭气熏天, not 垃圾与臭气熏天.
 */
export const ranked = (unordered: readonly Scored[]): Scored[] => {
  const scored = unordered.toSorted(bestFirst);
  const joint = scored.find((candidate) => !isPhrase(candidate));
  if (joint?.nouns === undefined) return scored;
  const { nouns } = joint;
  const said = scored.find(
    (candidate) =>
      isPhrase(candidate) &&
      candidate.own &&
      candidate.score >= joint.score - CLOSE &&
      nouns.every((noun) => candidate.text.includes(noun)) &&
      !SIDE_BY_SIDE.test(candidate.text),
  );
  if (said === undefined || said.score >= joint.score) return scored;
  return scored
    .map((other) => (other === said ? { ...said, score: joint.score + AHEAD } : other))
    .toSorted(bestFirst);
};
