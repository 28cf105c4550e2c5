import { type MessageId, type ThemeId, themeId } from '../kernel/index.ts';
import type { Catalogue, Entry } from './catalogue.ts';
import { byText } from './members.ts';
import type { Lineage } from './record.ts';
import { dotOf } from './vectors.ts';

/** What lineage has to know of an entry of a run. All entries of one call are of one level. */
export type Remembered = {
  readonly key: string;
  readonly messageIds: readonly MessageId[];
  /** Of unit length, centred with the mean of its run; null where none was kept. */
  readonly centroid: Float32Array | null;
  readonly people: number;
};

export type LineageInput = {
  readonly before: readonly Remembered[];
  readonly after: readonly Remembered[];
  /** Makes the lasting id of an entry that was not there before, from its key in this run. */
  readonly newId: (key: string) => ThemeId;
};

export type Matched = {
  /** Lasting id of every entry of `after`, by its key in this run. */
  readonly identity: ReadonlyMap<string, ThemeId>;
  readonly lineage: readonly Lineage[];
};

/** Of the messages that both runs know: half of the smaller side in common makes two entries relatives. */
const LEAST_SHARED = 0.5;
/** Where the runs share no message of the two entries (another period), only meaning can tell: strict. */
const LEAST_COSINE = 0.85;
/** Members weigh more than meaning: two siblings may be near, but a message lies in one of them. */
const MEMBER_WEIGHT = 0.7;
/** A theme grows or fades when its people change by a fifth, and by two at least: one person more is no news. */
const CHANGE = 0.2;
const LEAST_CHANGE = 2;

type Pair = {
  readonly from: Remembered;
  readonly to: Remembered;
  readonly overlap: number;
  readonly score: number;
};

/** Messages in both entries, for every pair that has any. */
const sharedCounts = (before: readonly Remembered[], after: readonly Remembered[]): Map<number, number>[] => {
  const home = new Map<MessageId, number>();
  after.forEach((entry, at) => {
    for (const id of entry.messageIds) home.set(id, at);
  });
  return before.map((entry) => {
    const counts = new Map<number, number>();
    for (const id of entry.messageIds) {
      const at = home.get(id);
      if (at !== undefined) counts.set(at, (counts.get(at) ?? 0) + 1);
    }
    return counts;
  });
};

const cosine = (a: Remembered, b: Remembered): number =>
  a.centroid === null || b.centroid === null || a.centroid.length !== b.centroid.length
    ? 0
    : dotOf(a.centroid, b.centroid);

/** Members of each entry that the other run knows at all: what came or went does not count against a match. */
const knownSizes = (entries: readonly Remembered[], others: readonly Remembered[]): number[] => {
  const known = new Set(others.flatMap(({ messageIds }) => messageIds));
  return entries.map(({ messageIds }) => messageIds.filter((id) => known.has(id)).length);
};

/** Related pairs, best first; ties by key, so that the same runs give the same lineage. */
const relatedPairs = ({ before, after }: LineageInput): Pair[] => {
  const shared = sharedCounts(before, after);
  const sizeBefore = knownSizes(before, after);
  const sizeAfter = knownSizes(after, before);
  const pairs: Pair[] = [];
  before.forEach((from, i) => {
    after.forEach((to, j) => {
      const common = shared[i]!.get(j) ?? 0;
      const strangers = sizeBefore[i] === 0 || sizeAfter[j] === 0;
      if (common === 0 && !strangers) return;
      const similarity = cosine(from, to);
      const smaller = Math.min(sizeBefore[i]!, sizeAfter[j]!);
      const contained = common === 0 ? 0 : common / smaller;
      if (strangers ? similarity < LEAST_COSINE : contained < LEAST_SHARED) return;
      const overlap = strangers ? 0 : common / (sizeBefore[i]! + sizeAfter[j]! - common);
      pairs.push({ from, to, overlap, score: MEMBER_WEIGHT * overlap + (1 - MEMBER_WEIGHT) * similarity });
    });
  });
  return pairs.toSorted(
    (a, b) => b.score - a.score || byText(a.from.key, b.from.key) || byText(a.to.key, b.to.key),
  );
};

const changeOf = (from: Remembered, to: Remembered): 'same' | 'grown' | 'fading' => {
  const change = to.people - from.people;
  if (Math.abs(change) < LEAST_CHANGE || Math.abs(change) < CHANGE * from.people) return 'same';
  return change > 0 ? 'grown' : 'fading';
};

/**
 * Which entries of this run are those of the last. Greedy one-to-one matching, best pair first: by members in common
 * (Jaccard, over the messages that both runs know) and nearness of centroids; where the runs share no message, by
 * centroids alone. A relative left over is what its other half was `split` from or `merged` into; the rest is `new` or
 * `ended`. Pure; ties go to the smaller key.
 */
export const matchLineage = (input: LineageInput): Matched => {
  const pairs = relatedPairs(input);
  const byFrom = new Map<string, Pair>();
  const byTo = new Map<string, Pair>();
  for (const pair of pairs) {
    if (byFrom.has(pair.from.key) || byTo.has(pair.to.key)) continue;
    byFrom.set(pair.from.key, pair);
    byTo.set(pair.to.key, pair);
  }
  const identity = new Map(
    input.after.map(({ key }) => {
      const pair = byTo.get(key);
      return [key, pair === undefined ? input.newId(key) : themeId(pair.from.key)] as const;
    }),
  );
  const link = (
    kind: Lineage['kind'],
    ends: { from?: string; to?: string },
    overlap: number | null,
  ): Lineage => ({
    kind,
    from: ends.from === undefined ? null : themeId(ends.from),
    to: ends.to === undefined ? null : identity.get(ends.to)!,
    overlap,
  });
  const lineage: Lineage[] = [];
  for (const to of input.after) {
    const pair = byTo.get(to.key);
    // Only where members are shared: nearness in meaning alone does not make a theme part of another.
    const parent = pairs.find((other) => other.to.key === to.key && other.overlap > 0);
    if (pair !== undefined)
      lineage.push(link(changeOf(pair.from, to), { from: pair.from.key, to: to.key }, pair.overlap));
    else if (parent !== undefined)
      lineage.push(link('split', { from: parent.from.key, to: to.key }, parent.overlap));
    else lineage.push(link('new', { to: to.key }, null));
  }
  for (const from of input.before) {
    if (byFrom.has(from.key)) continue;
    const heir = pairs.find((other) => other.from.key === from.key && other.overlap > 0);
    if (heir === undefined) lineage.push(link('ended', { from: from.key }, null));
    else lineage.push(link('merged', { from: from.key, to: heir.to.key }, heir.overlap));
  }
  return { identity, lineage };
};

/** The catalogue under lasting keys; a key without an identity stays. Reading order stays too. */
export const withIdentities = (catalogue: Catalogue, identity: ReadonlyMap<string, string>): Catalogue => {
  const name = (key: string): string => identity.get(key) ?? key;
  const rename = (entry: Entry): Entry => ({
    ...entry,
    key: name(entry.key),
    parent: entry.parent === null ? null : name(entry.parent),
  });
  return {
    groups: catalogue.groups.map(rename),
    themes: catalogue.themes.map(rename),
    matters: catalogue.matters.map(rename),
  };
};
