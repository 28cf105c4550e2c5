import { analysisText } from '../analysis-text.ts';
import { bandsOf } from '../copies/buckets.ts';
import { essence, overlap, shinglesOf } from '../copies/shingles.ts';
import { elsewhere, whereaboutsOf } from '../copies/whereabouts.ts';
import type { HoldReason } from './suspicions.ts';

// As in near-duplicates.ts: without vectors, what overlaps by 0.7 had been copied.
const SAME_WORDS = 0.7;
// Under 12 characters of letters five people write the same by chance: 小区路灯不亮没人管 is 9.
const SHORTEST = 12;
const SHORT = 60;

export type FloodLimits = {
  /** So many other people with nearly the same, and the next one waits for a person. */
  readonly people: number;
  /** So many own messages with nearly the same, and the next one waits. */
  readonly own: number;
  readonly hours: number;
};

// Five neighbours who agree on a text are a petition, and staff release the sixth with one tap for all that follow.
export const floodLimits: FloodLimits = { people: 5, own: 2, hours: 24 };

/** A message as copies of it are looked for. */
export type Compared = { readonly text: string; readonly essence: string; readonly shingles: Int32Array };

export const comparedOf = (text: string): Compared => {
  const words = essence(analysisText(text));
  return { text, essence: words, shingles: shinglesOf(words) };
};

/** For the column by which candidates are found. */
export const copyBands = (compared: Compared): number[] => bandsOf(compared.shingles);

/** Whether two texts are near-copies by their wording and not about different places. */
export const nearCopies = (a: Compared, b: Compared): boolean => {
  if (a.essence === b.essence) return true;
  if (Math.min(a.essence.length, b.essence.length) < SHORTEST) return false;
  if (overlap(a.shingles, b.shingles) < SAME_WORDS) return false;
  const short = Math.max(a.essence.length, b.essence.length) <= SHORT;
  return !elsewhere(whereaboutsOf(a.text), whereaboutsOf(b.text), short);
};

/** An earlier message that is a near-copy. */
export type Copy = {
  readonly id: number;
  /** null: unknown, counted as one person. */
  readonly person: number | null;
  /** Staff let it, or one like it, pass. */
  readonly released: boolean;
  /** The group in which it is held or was. */
  readonly group: number | null;
};

export const peopleAmong = (copies: readonly Copy[], but: number): number =>
  new Set(copies.filter(({ person }) => person !== but).map(({ id, person }) => person ?? `message ${id}`))
    .size;

/** What copies of a message by `person` say against it. What staff let pass once is not held again for its wording. */
export const floodReasons = (
  compared: Compared,
  copies: readonly Copy[],
  by: { readonly person: number; readonly limits: FloodLimits },
): HoldReason[] => {
  if (compared.essence.length < SHORTEST || copies.some(({ released }) => released)) return [];
  const reasons: HoldReason[] = [];
  if (peopleAmong(copies, by.person) >= by.limits.people) reasons.push('copies');
  if (copies.filter(({ person }) => person === by.person).length >= by.limits.own) reasons.push('repeated');
  return reasons;
};
