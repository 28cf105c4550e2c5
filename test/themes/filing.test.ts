import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Catalogue, Entry } from '../../src/themes/catalogue.ts';
import { filed, membersByPosition } from '../../src/themes/filing.ts';
import { inputFingerprint } from '../../src/themes/fingerprint.ts';
import { aCatalogue, anEntry, ids } from '../support/catalogues.ts';

describe('a catalogue as rows', () => {
  test('has its entries numbered groups first, and each message placed on three levels', () => {
    const { entries, assignments } = filed(aCatalogue());
    expect(entries.map(({ position, parent, entry }) => [position, parent, entry.key])).toEqual([
      [0, null, 'G1'],
      [1, null, 'G2'],
      [2, 0, 'T1'],
      [3, 0, 'T2'],
      [4, 1, 'T3'],
      [5, 2, 'M1'],
      [6, 3, 'M2'],
      [7, 3, 'M3'],
      [8, 4, 'M4'],
    ]);
    expect(assignments.find((row) => row.messageId === '4')).toEqual({
      messageId: '4',
      group: 0,
      theme: 3,
      matter: 6,
      groupRank: 0,
      themeRank: 1,
      matterRank: 0,
    });
  });

  test('gives back the members of every entry in their order, however the rows are shuffled', () => {
    const catalogue = aCatalogue();
    const { entries, assignments } = filed(catalogue);
    const order = fc.shuffledSubarray([...assignments], { minLength: assignments.length });
    fc.assert(
      fc.property(order, (rows) => {
        expect(membersByPosition(rows, entries.length)).toEqual(entries.map(({ entry }) => entry.messageIds));
      }),
    );
  });

  const whole = aCatalogue();
  const withMatters = (matters: Catalogue['matters']): Catalogue => ({ ...whole, matters });
  const changed = (change: (entry: Entry) => Partial<Entry>): Catalogue =>
    withMatters(whole.matters.map((entry) => ({ ...entry, ...change(entry) })));
  const only = (key: string, changes: Partial<Entry>) => (entry: Entry) => (entry.key === key ? changes : {});
  const twice = anEntry({ key: 'M5', level: 'matter', parent: 'T1', messageIds: ids(2) });
  test.each([
    ['a message without a matter', withMatters(whole.matters.slice(0, -1)), '5 in themes, 4 in matters'],
    ['a message in two matters', withMatters([...whole.matters, twice]), 'message 2 is in two entries'],
    ['a key twice', changed(() => ({ key: 'M' })), 'the same key'],
    [
      'a matter whose theme is not there',
      changed(() => ({ parent: 'T9' })),
      'matter M1 has no theme above it',
    ],
    ['a matter under a group', changed(() => ({ parent: 'G1' })), 'matter M1 has no theme above it'],
    [
      'a matter under another theme',
      changed(only('M4', { parent: 'T1' })),
      'message 5 is in a matter outside',
    ],
    [
      'another message in its matter',
      changed(only('M4', { messageIds: ids(6) })),
      'message 6 has a level missing',
    ],
  ])('is refused with %s', (_, catalogue, words) => {
    expect(() => filed(catalogue)).toThrow(words);
  });

  test('may be empty', () => {
    expect(filed({ groups: [], themes: [], matters: [] })).toEqual({ entries: [], assignments: [] });
  });
});

describe('the fingerprint of a run’s input', () => {
  const one = { id: '1', textHash: 'aa' };
  const two = { id: '2', textHash: 'bb' };

  test('does not depend on the order of messages or of parameters', () => {
    expect(inputFingerprint([one, two], { seed: 1, inner: { a: 1, b: [1, 2] } })).toBe(
      inputFingerprint([two, one], { inner: { b: [1, 2], a: 1 }, seed: 1 }),
    );
  });

  test('changes with a message, a text, a parameter, and the order inside a list', () => {
    const prints = [
      inputFingerprint([one, two], { seed: 1, list: [1, 2] }),
      inputFingerprint([one], { seed: 1, list: [1, 2] }),
      inputFingerprint([one, { ...two, textHash: 'bc' }], { seed: 1, list: [1, 2] }),
      inputFingerprint([one, two], { seed: 2, list: [1, 2] }),
      inputFingerprint([one, two], { seed: 1, list: [2, 1] }),
    ];
    expect(new Set(prints).size).toBe(prints.length);
  });
});
