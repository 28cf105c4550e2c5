import { expect, test } from 'vitest';
import { saveOrganisation } from '../../src/organisation/index.ts';
import type { Db } from '../../src/platform/index.ts';
import { findTopic, isCollecting, listTopics, scopeKey, upsertTopic } from '../../src/topics/index.ts';
import { aTopic } from '../support/builders.ts';
import { describeOnBoth } from '../support/database.ts';

const five = ['立案', '审理', '执行', '公开', '监督'].map((title, at) => ({ number: at + 1, title }));

/** Two villages of one town, under codes that a locale would put into another order than their characters stand. */
const settleVillages = (db: Db): Promise<void> =>
  saveOrganisation(db, {
    places: [
      { code: 'AF', name: '安丰市', kind: 'city', parent: null },
      { code: 'AF05', name: '石桥镇', kind: 'town', parent: 'AF' },
      { code: 'a-hedong', name: '河东村', kind: 'community', parent: 'AF05' },
      { code: 'B-liugou', name: '柳沟村', kind: 'community', parent: 'AF05' },
    ],
    groups: [],
    deputies: [],
    stations: [],
    studios: [],
  });

describeOnBoth('topics', (database) => {
  test('come back as they were opened, aspects in the order of their numbers', async () => {
    const { db } = database();
    const draft = aTopic({ key: 'courts', aspects: five.toReversed() });
    const id = await upsertTopic(db, draft);
    expect(await findTopic(db, 'courts')).toEqual({ ...draft, id, aspects: five });
    expect(await findTopic(db, 'nowhere')).toBeNull();
  });

  test('do not change when they are opened twice, and keep their id when they are changed', async () => {
    const { db } = database();
    const id = await upsertTopic(db, aTopic({ aspects: five }));
    expect(await upsertTopic(db, aTopic({ aspects: five }))).toBe(id);
    const changed = aTopic({ title: '新题目', phase: 'meeting', closes: null, aspects: five.slice(0, 2) });
    expect(await upsertTopic(db, changed)).toBe(id);
    expect(await listTopics(db)).toEqual([{ ...changed, id }]);
  });

  test('keep their places, each once and by code, and give them up for others or for the whole city', async () => {
    const { db } = database();
    await settleVillages(db);
    const id = await upsertTopic(db, aTopic({ places: ['a-hedong', 'AF05', 'B-liugou', 'AF05'] }));
    await upsertTopic(db, aTopic({ key: 'everywhere', aspects: five }));
    const placesOf = async () => (await listTopics(db)).map(({ key, places }) => [key, places]);
    const everywhere = ['everywhere', []];
    expect(await placesOf()).toEqual([everywhere, ['rooftop-solar', ['AF05', 'B-liugou', 'a-hedong']]]);
    expect(await upsertTopic(db, aTopic({ places: ['B-liugou'] }))).toBe(id);
    expect(await placesOf()).toEqual([everywhere, ['rooftop-solar', ['B-liugou']]]);
    await upsertTopic(db, aTopic());
    expect(await placesOf()).toEqual([everywhere, ['rooftop-solar', []]]);
  });

  test('are refused with a place that nobody knows, and stay as they were', async () => {
    const { db } = database();
    await settleVillages(db);
    const draft = aTopic({ places: ['AF05'] });
    const id = await upsertTopic(db, draft);
    const wrong = upsertTopic(db, { ...draft, title: '新题目', places: ['AF05', 'AF99'] });
    await expect(wrong).rejects.toThrow('Failed query');
    expect(await listTopics(db)).toEqual([{ ...draft, id }]);
  });

  test('are open from their opening to their closing, the closing moment not included', async () => {
    const { db } = database();
    await upsertTopic(db, aTopic({ key: 'march' }));
    await upsertTopic(db, aTopic({ key: 'always', opens: null, closes: null }));
    await upsertTopic(db, aTopic({ key: 'over', phase: 'research' }));
    const openAt = async (at: string) =>
      (await listTopics(db, { openAt: new Date(at) })).map((topic) => topic.key);
    expect(await openAt('2026-02-28T23:59:59Z')).toEqual(['always']);
    expect(await openAt('2026-03-01T00:00:00Z')).toEqual(['always', 'march']);
    expect(await openAt('2026-04-01T00:00:00Z')).toEqual(['always']);
    for (const at of ['2026-02-28T23:59:59Z', '2026-03-01T00:00:00Z', '2026-04-01T00:00:00Z']) {
      const open = await openAt(at);
      for (const { id, key } of await listTopics(db))
        expect(await isCollecting(db, id, new Date(at))).toBe(open.includes(key));
    }
  });

  test.each([
    ['a key that no script could use', { key: '屋顶 光伏' }],
    ['an empty title', { title: '' }],
    ['a closing before the opening', { closes: '2026-02-01T00:00:00Z' }],
    ['an aspect numbered 0', { aspects: [{ number: 0, title: '零' }] }],
  ])('are refused with %s, and nothing is left of them', async (_, changes) => {
    const { db } = database();
    await expect(upsertTopic(db, aTopic(changes))).rejects.toThrow('Failed query');
    expect(await listTopics(db)).toEqual([]);
  });
});

test('scopes are the same however their instants are written', () => {
  const scope = { topic: null, place: '东关', from: '2026-03-01T08:00:00+08:00', to: null };
  expect(scopeKey(scope)).toBe(scopeKey({ ...scope, from: '2026-03-01T00:00:00Z' }));
  expect(scopeKey(scope)).not.toBe(scopeKey({ ...scope, place: null }));
});
