import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { messageId, themeId } from '../../src/kernel/index.ts';
import {
  type Catalogue,
  type Entry,
  matchLineage,
  type Remembered,
  withIdentities,
} from '../../src/themes/index.ts';

const NORTH = Float32Array.of(1, 0);
const EAST = Float32Array.of(0, 1);

const entry = (key: string, ids: string, centroid: Float32Array | null = NORTH): Remembered => ({
  key,
  messageIds: Array.from(ids).map(messageId),
  centroid,
  people: ids.length,
});
const newId = (key: string) => themeId(`new:${key}`);
const match = (before: readonly Remembered[], after: readonly Remembered[]) =>
  matchLineage({ before, after, newId });
const kinds = (before: readonly Remembered[], after: readonly Remembered[]) =>
  match(before, after).lineage.map(({ kind, from, to }) => [kind, from, to]);

describe('matchLineage', () => {
  test('a theme with the same members stays the same, whatever its key in this run', () => {
    const { identity, lineage } = match([entry('bus', 'abcde')], [entry('t1', 'abcde')]);
    expect(identity.get('t1')).toBe('bus');
    expect(lineage).toEqual([{ kind: 'same', from: 'bus', to: 'bus', overlap: 1 }]);
  });

  test('new messages do not count against a match, and make it grow', () => {
    // Of the messages that both runs know (a…e), all are in both: overlap 1, though 5 of 8 are new.
    expect(match([entry('bus', 'abcde')], [entry('t1', 'abcdexyz')]).lineage).toEqual([
      { kind: 'grown', from: 'bus', to: 'bus', overlap: 1 },
    ]);
  });

  test('a theme of far fewer people fades, one person more is no change', () => {
    expect(kinds([entry('bus', 'abcdefgh')], [entry('t1', 'abcd')])).toEqual([['fading', 'bus', 'bus']]);
    expect(kinds([entry('bus', 'abcd')], [entry('t1', 'abcde')])).toEqual([['same', 'bus', 'bus']]);
  });

  test('the larger part of a split keeps the identity', () => {
    expect(kinds([entry('bus', 'abcdefgh')], [entry('t1', 'fgh'), entry('t2', 'abcde')])).toEqual([
      ['split', 'bus', 'new:t1'],
      ['fading', 'bus', 'bus'],
    ]);
  });

  test('of two merged themes the larger lives on and the other says into what it went', () => {
    expect(kinds([entry('bus', 'abc'), entry('tram', 'defgh')], [entry('t1', 'abcdefgh')])).toEqual([
      ['grown', 'tram', 'tram'],
      ['merged', 'bus', 'tram'],
    ]);
  });

  test('what has no relative is new or ended', () => {
    expect(kinds([entry('bus', 'abc', NORTH)], [entry('t1', 'xyz', EAST)])).toEqual([
      ['new', null, 'new:t1'],
      ['ended', 'bus', null],
    ]);
  });

  test('without any message in common, only near centroids make one theme of two', () => {
    expect(kinds([entry('bus', 'abc', NORTH)], [entry('t1', 'xyz', NORTH)])).toEqual([
      ['same', 'bus', 'bus'],
    ]);
    expect(kinds([entry('bus', 'abc', null)], [entry('t1', 'xyz', NORTH)])).toEqual([
      ['new', null, 'new:t1'],
      ['ended', 'bus', null],
    ]);
  });

  const partition = fc
    .array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 20 })
    .map((labels) => [...Map.groupBy(labels.keys(), (i) => labels[i]!)])
    .map((groups) =>
      groups.map(([label, members]) =>
        entry(`k${label}`, members.map((i) => String.fromCharCode(97 + i)).join('')),
      ),
    );

  test('every entry gets one identity, no two the same, and every end is told exactly once as its own', () => {
    fc.assert(
      fc.property(partition, partition, (before, after) => {
        const { identity, lineage } = match(before, after);
        expect([...identity.keys()].toSorted()).toEqual(after.map(({ key }) => key).toSorted());
        expect(new Set(identity.values()).size).toBe(after.length);
        const own = lineage.filter(({ kind }) => kind !== 'merged' && kind !== 'ended').map(({ to }) => to);
        expect(new Set(own)).toEqual(new Set(identity.values()));
        expect(own.length).toBe(after.length);
        for (const { kind, from, to } of lineage) {
          expect(from === null).toBe(kind === 'new');
          expect(to === null).toBe(kind === 'ended');
        }
      }),
    );
  });

  test('the order of entries changes nothing, and a run matched with itself keeps every identity', () => {
    fc.assert(
      fc.property(partition, partition, (before, after) => {
        const forward = match(before, after).identity;
        const backward = match(before.toReversed(), after.toReversed()).identity;
        expect(backward).toEqual(forward);
        for (const [key, id] of match(before, before).identity) expect(id).toBe(key);
      }),
    );
  });
});

describe('withIdentities', () => {
  test('renames keys and parents and keeps what has no identity', () => {
    const base: Entry = {
      key: 'g1',
      level: 'group',
      parent: null,
      label: '公交出行问题',
      keywords: [],
      counts: { messages: 1, people: 1, copies: 0 },
      messageIds: [messageId('a')],
      quotes: [],
      opposition: null,
      places: [],
      singleVoice: false,
    };
    const catalogue: Catalogue = {
      groups: [base],
      themes: [{ ...base, key: 't1', level: 'theme', parent: 'g1' }],
      matters: [{ ...base, key: 'm1', level: 'matter', parent: 't1' }],
    };
    const named = withIdentities(
      catalogue,
      new Map([
        ['g1', 'traffic'],
        ['t1', 'bus'],
      ]),
    );
    expect([named.groups, named.themes, named.matters].map(([e]) => [e!.key, e!.parent])).toEqual([
      ['traffic', null],
      ['bus', 'traffic'],
      ['m1', 'bus'],
    ]);
  });
});
