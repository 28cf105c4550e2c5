import { expect, test } from 'vitest';
import type { DigestContent } from '../../src/digest/content.ts';
import { digestByRun, latestDigest, saveDigest } from '../../src/digest/store.ts';
import type { RunId } from '../../src/kernel/index.ts';
import type { Database } from '../../src/platform/index.ts';
import { startRun } from '../../src/themes/index.ts';
import { everything, type Scope } from '../../src/topics/index.ts';
import { describeOnBoth } from '../support/database.ts';

// Storage does not look into a digest; its keys are out of alphabetical order on purpose.
const aDigest = (title: string, lang: 'zh' | 'en' = 'zh'): DigestContent =>
  ({ kind: 'mashang.digest', version: 1, lang, title, b: 1, a: { z: '“原话”\\n', y: [1e-7, 0.1] } }) as never;

const aRun = ({ db }: Database): Promise<RunId> =>
  startRun(db, { scope: everything, parameters: {}, seed: 1, model: 'm', fingerprint: 'f' });

describeOnBoth('digests', (database) => {
  test('come back byte for byte, with the order of their keys', async () => {
    const { db } = database();
    const content = aDigest('三月简报');
    await saveDigest(db, { run: await aRun(database()), scope: everything, content });
    const found = await latestDigest(db, everything, 'zh');
    expect(JSON.stringify(found?.content)).toBe(JSON.stringify(content));
  });

  test('are numbered by scope and language, and the newest edition is the latest', async () => {
    const { db } = database();
    const march: Scope = { ...everything, from: '2026-03-01T00:00:00.000Z', to: '2026-04-01T00:00:00.000Z' };
    const [one, two] = [await aRun(database()), await aRun(database())];
    const first = await saveDigest(db, { run: one, scope: everything, content: aDigest('一') });
    const second = await saveDigest(db, { run: two, scope: everything, content: aDigest('二') });
    const english = await saveDigest(db, { run: two, scope: everything, content: aDigest('two', 'en') });
    expect([first.edition, second.edition, english.edition]).toEqual([1, 2, 1]);
    expect(await latestDigest(db, everything, 'zh')).toEqual(second);
    expect(await latestDigest(db, march, 'zh')).toBeNull();
    expect(await digestByRun(db, one, 'zh')).toEqual(first);
    expect(await digestByRun(db, one, 'en')).toBeNull();
    const other = await saveDigest(db, { run: await aRun(database()), scope: march, content: aDigest('三') });
    expect(other).toMatchObject({ edition: 1, scope: march });
  });

  test('of one run are one, however often and by however many it is saved', async () => {
    const { db } = database();
    const run = await aRun(database());
    const all = await Promise.all(
      ['一', '二', '三'].map((title) => saveDigest(db, { run, scope: everything, content: aDigest(title) })),
    );
    expect(new Set(all.map((digest) => digest.id)).size).toBe(1);
    expect(new Set(all.map((digest) => digest.content.title)).size).toBe(1);
  });

  test('of several runs saved at once are numbered without a gap', async () => {
    const { db } = database();
    const runs = [await aRun(database()), await aRun(database()), await aRun(database())];
    const saved = await Promise.all(
      runs.map((run) => saveDigest(db, { run, scope: everything, content: aDigest(run) })),
    );
    expect(saved.map((digest) => digest.edition).sort((a, b) => a - b)).toEqual([1, 2, 3]);
  });
});
