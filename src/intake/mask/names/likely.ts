import { LONGEST, nameOdds, wordOdds } from './odds.ts';

// A word that overlaps the name has at most three characters outside of it.
const REACH = 3;
/** Room for the longest window: a name and what overlaps it on either side. */
const SIZE = 4 + 2 * REACH + 1;
const forward = new Float64Array(SIZE);
const backward = new Float64Array(SIZE);

const isHan = (code: number): boolean => code >= 0x4e00 && code <= 0x9fff;

const isRepeated = (text: string, at: number, length: number): boolean => {
  for (let next = at + 1; next < at + length; next++) if (text[next] !== text[at]) return false;
  return true;
};

/**
 * How much likelier the characters from `at` on are a name than words, in natural logarithms: the best way to cut the
 * text around them into words with the name, against the best way without (both by the frequencies of single words,
 * as jieba cuts). -Infinity where a word is cut in two that only makes sense whole.
 */
export const nameAgainstWords = (text: string, at: number, length: number): number => {
  // Drawn out or a nickname (啊啊啊, 康康): a person of such a name needs a word that announces it.
  if (isRepeated(text, at, length)) return -Infinity;
  let from = at;
  while (from > 0 && at - from < REACH && isHan(text.charCodeAt(from - 1))) from--;
  let to = at + length;
  while (to < text.length && to - at - length < REACH && isHan(text.charCodeAt(to))) to++;
  const size = to - from;
  forward.fill(-Infinity, 0, size + 1);
  backward.fill(-Infinity, 0, size + 1);
  forward[0] = 0;
  backward[size] = 0;
  for (let end = 1; end <= size; end++)
    for (let step = 1; step <= LONGEST && step <= end; step++) {
      const odds = forward[end - step]! + wordOdds(text, from + end - step, step);
      if (odds > forward[end]!) forward[end] = odds;
    }
  for (let start = size - 1; start >= at + length - from; start--)
    for (let step = 1; step <= LONGEST && start + step <= size; step++) {
      const odds = backward[start + step]! + wordOdds(text, from + start, step);
      if (odds > backward[start]!) backward[start] = odds;
    }
  return forward[at - from]! + nameOdds(text, at, length) + backward[at + length - from]! - forward[size]!;
};
