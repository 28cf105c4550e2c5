import { expect, test } from 'vitest';
import type { DigestContent } from '../../src/digest/content.ts';
import { digestByRun, lastIssue, latestDigest, type NewDigest, saveDigest } from '../../src/digest/store.ts';
import type { RunId } from '../../src/kernel/index.ts';
import type { Database, Db } from '../../src/platform/index.ts';
import { startRun } from '../../src/themes/index.ts';
import { everything, type Scope } from '../../src/topics/index.ts';
import { describeOnBoth } from '../support/database.ts';

// Storage does not look into a digest; its keys are out of alphabetical order on purpose.
const aDigest = (title: string, lang: 'zh' | 'en' = 'zh'): DigestContent =>
  ({ kind: 'mashang.digest', version: 1, lang, title, b: 1, a: { z: '“原话”\\n', y: [1e-7, 0.1] } }) as never;

const NOON = new Date('2026-03-10T04:00:00Z');
const save = (db: Db, digest: NewDigest, at = NOON) => saveDigest(db, digest, at);

const aRun = ({ db }: Database): Promise<RunId> =>
  startRun(db, { scope: everything, parameters: {}, seed: 1, model: 'm', fingerprint: 'f' });

describeOnBoth('digests', (database) => {
  test('come back byte for byte, with the order of their keys', async () => {
    const { db } = database();
    const content = aDigest('三月简报');
    await save(db, { run: await aRun(database()), scope: everything, content });
    const found = await latestDigest(db, everything, 'zh');
    expect(JSON.stringify(found?.content)).toBe(JSON.stringify(content));
  });

  test('are numbered by scope and language, and the newest edition is the latest', async () => {
    const { db } = database();
    const march: Scope = { ...everything, from: '2026-03-01T00:00:00.000Z', to: '2026-04-01T00:00:00.000Z' };
    const [one, two] = [await aRun(database()), await aRun(database())];
    const first = await save(db, { run: one, scope: everything, content: aDigest('一') });
    const second = await save(db, { run: two, scope: everything, content: aDigest('二') });
    const english = await save(db, { run: two, scope: everything, content: aDigest('two', 'en') });
    expect([first.edition, second.edition, english.edition]).toEqual([1, 2, 1]);
    expect(await latestDigest(db, everything, 'zh')).toEqual(second);
    expect(await latestDigest(db, march, 'zh')).toBeNull();
    expect(await digestByRun(db, one, 'zh')).toEqual(first);
    expect(await digestByRun(db, one, 'en')).toBeNull();
    const other = await save(db, { run: await aRun(database()), scope: march, content: aDigest('三') });
    expect(other).toMatchObject({ edition: 1, scope: march });
  });

  test('of one run are one, however often and by however many it is saved', async () => {
    const { db } = database();
    const run = await aRun(database());
    const all = await Promise.all(
      ['一', '二', '三'].map((title) => save(db, { run, scope: everything, content: aDigest(title) })),
    );
    expect(new Set(all.map((digest) => digest.id)).size).toBe(1);
    expect(new Set(all.map((digest) => digest.content.title)).size).toBe(1);
  });

  test('of several runs saved at once are numbered without a gap', async () => {
    const { db } = database();
    const runs = [await aRun(database()), await aRun(database()), await aRun(database())];
    const saved = await Promise.all(
      runs.map((run) => save(db, { run, scope: everything, content: aDigest(run) })),
    );
    expect(saved.map((digest) => digest.edition).sort((a, b) => a - b)).toEqual([1, 2, 3]);
  });

  test('have a last issue: the newest of an earlier day, else of today, and never one of the same messages', async () => {
    const { db } = database();
    // Midnight in China is 16:00 of the day before in Greenwich.
    const today = new Date('2026-03-10T16:00:00Z');
    const ask = { scope: everything, language: 'zh', today, except: [] } as const;
    const title = async (except: readonly RunId[] = []) =>
      (await lastIssue(db, { ...ask, except }))?.content.title;
    const drawn = async (named: string, at: string): Promise<RunId> => {
      const run = await aRun(database());
      await save(db, { run, scope: everything, content: aDigest(named) }, new Date(at));
      return run;
    };
    expect(await title()).toBeUndefined();
    const morning = await drawn('今晨', '2026-03-10T23:00:00Z');
    expect(await title()).toBe('今晨');
    expect(await title([morning])).toBeUndefined();
    await drawn('前天', '2026-03-09T10:00:00Z');
    const yesterday = await drawn('昨天', '2026-03-10T15:59:59Z');
    await drawn('今午', '2026-03-11T04:00:00Z');
    expect(await title()).toBe('昨天');
    expect(await title([yesterday])).toBe('前天');
    expect(await lastIssue(db, { ...ask, language: 'en' })).toBeNull();
    expect(await lastIssue(db, { ...ask, scope: { ...everything, place: '东关社区' } })).toBeNull();
  });
});
