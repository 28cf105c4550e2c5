import type { TopicId } from '../kernel/index.ts';

/** What a run or a digest is about. null leaves a side open: every topic, every place, from the start, until now. */
export type Scope = {
  readonly topic: TopicId | null;
  readonly place: string | null;
  /** ISO 8601 instants, `from` included and `to` not. */
  readonly from: string | null;
  readonly to: string | null;
};

export const everything: Scope = { topic: null, place: null, from: null, to: null };

/** The scope as one line, equal for equal scopes however their instants are written. */
export const scopeKey = ({ topic, place, from, to }: Scope): string =>
  JSON.stringify([topic, place, instant(from), instant(to)]);

const instant = (iso: string | null): string | null => (iso === null ? null : new Date(iso).toISOString());
