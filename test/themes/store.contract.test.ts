import { expect, test } from 'vitest';
import { saveMessages } from '../../src/intake/store.ts';
import { messageId, runId, type ThemeId, themeId } from '../../src/kernel/index.ts';
import type { Database } from '../../src/platform/index.ts';
import {
  type Edit,
  editsOfScope,
  findRunByFingerprint,
  type Lineage,
  lastingThemes,
  latestRun,
  listEdits,
  loadRun,
  markIncomplete,
  markLost,
  type RunPlan,
  type RunResult,
  runsOver,
  runsUnderWay,
  saveEdit,
  saveParts,
  saveRun,
  startRun,
} from '../../src/themes/index.ts';
import { assignments, runThemes, themes } from '../../src/themes/tables.ts';
import { everything } from '../../src/topics/index.ts';
import { aCatalogue } from '../support/catalogues.ts';
import { describeOnBoth } from '../support/database.ts';

const aPlan = (changes: Partial<RunPlan> = {}): RunPlan => ({
  scope: everything,
  parameters: { groups: null, resolution: [1.5, 12, 55] },
  seed: 4_294_967_295,
  model: 'bge-small-zh-v1.5@abc',
  fingerprint: 'f1',
  ...changes,
});

const t1 = themeId('T1');

const aResult = (changes: Partial<RunResult> = {}): RunResult => ({
  catalogue: aCatalogue(),
  centroids: new Map([['T1', Float32Array.of(0.6, -0.8)]]),
  similarity: new Map([
    [messageId('1'), 0.5],
    [messageId('5'), 1],
  ]),
  mean: Float32Array.of(0.25, 0.125),
  lineage: [{ from: null, to: t1, kind: 'new', overlap: null }],
  metrics: { seconds: 1.5 },
  ...changes,
});

const withFiveMessages = async ({ db }: Database): Promise<void> => {
  const messages = [1, 2, 3, 4, 5].map((number) => ({
    externalId: String(number),
    text: `第 ${number} 条`,
    author: null,
    place: null,
    at: null,
  }));
  await saveMessages(db, { source: 'test', topic: null, aspect: null, messages });
};

const labelOf = async ({ db }: Database, id: ThemeId): Promise<string | undefined> =>
  (await lastingThemes(db, [id])).get(id)?.label;

describeOnBoth('runs', (database) => {
  test('come back whole: hierarchy, members in order, centroids, lineage', async () => {
    const { db } = database();
    await withFiveMessages(database());
    const id = await startRun(db, aPlan());
    await saveRun(db, id, aResult());
    const { run, ...found } = (await loadRun(db, id)) ?? {};
    expect(found).toEqual(aResult());
    expect(run).toMatchObject({ ...aPlan(), id: '1', state: 'complete', metrics: { seconds: 1.5 } });
    expect(await loadRun(db, runId('2'))).toBeNull();
  });

  test('hold every message exactly once with all three levels', async () => {
    const { db } = database();
    await withFiveMessages(database());
    const id = await startRun(db, aPlan());
    await saveRun(db, id, aResult());
    const rows = await db.select().from(assignments).orderBy(assignments.messageId);
    expect(rows.map(({ messageId: m, group, theme, matter }) => [m, group, theme, matter])).toEqual([
      [1, 0, 2, 5],
      [2, 0, 2, 5],
      [3, 0, 3, 7],
      [4, 0, 3, 6],
      [5, 1, 4, 8],
    ]);
  });

  test('are found by their input and by their scope only once they are complete', async () => {
    const { db } = database();
    await withFiveMessages(database());
    const town = { ...everything, place: '东关社区' };
    const first = await startRun(db, aPlan());
    expect(await latestRun(db, everything)).toBeNull();
    expect(await findRunByFingerprint(db, 'f1')).toBeNull();
    await saveRun(db, first, aResult());
    const second = await startRun(db, aPlan({ fingerprint: 'f2' }));
    await markIncomplete(db, second, { missing: 3 });
    expect((await latestRun(db, everything))?.id).toBe(first);
    expect((await findRunByFingerprint(db, 'f1'))?.id).toBe(first);
    expect(await findRunByFingerprint(db, 'f2')).toBeNull();
    expect(await latestRun(db, town)).toBeNull();
    expect((await loadRun(db, second))?.run).toMatchObject({ state: 'incomplete', metrics: { missing: 3 } });
  });

  test('that never ended become incomplete when they are found lost, and one that ended after all stays', async () => {
    const { db } = database();
    await withFiveMessages(database());
    const [lost, ended] = [await startRun(db, aPlan()), await startRun(db, aPlan())];
    await startRun(db, aPlan({ scope: { ...everything, place: '东关社区' } }));
    await saveRun(db, ended, aResult());
    expect(await runsUnderWay(db, everything)).toEqual([lost]);
    await markLost(db, lost);
    await markLost(db, ended);
    expect((await loadRun(db, lost))?.run).toMatchObject({
      state: 'incomplete',
      metrics: { failed: 'ProcessEnded' },
      endedAt: expect.any(String),
    });
    expect((await loadRun(db, ended))?.run.state).toBe('complete');
    await expect(saveRun(db, lost, aResult())).rejects.toThrow('is not running');
  });

  test('are found by the messages that they were made of', async () => {
    const { db } = database();
    await withFiveMessages(database());
    const made = async (messages: string, scope = everything): Promise<string> => {
      const id = await startRun(db, aPlan({ scope, parameters: { messages } }));
      await saveRun(db, id, aResult());
      return id;
    };
    const [one, , again] = [await made('m1'), await made('m2'), await made('m1')];
    await made('m1', { ...everything, place: '东关社区' });
    await startRun(db, aPlan({ parameters: { messages: 'm1' } }));
    expect(await runsOver(db, everything, 'm1')).toEqual([one, again]);
    expect(await runsOver(db, everything, 'm3')).toEqual([]);
  });

  test('leave nothing behind and stay running where one message is not in the database', async () => {
    const { db } = database();
    const id = await startRun(db, aPlan());
    await expect(saveRun(db, id, aResult())).rejects.toThrow('Failed query');
    expect(await db.$count(themes)).toBe(0);
    expect(await db.$count(runThemes)).toBe(0);
    expect((await loadRun(db, id))?.run.state).toBe('running');
    await withFiveMessages(database());
    await saveRun(db, id, aResult());
    expect((await latestRun(db, everything))?.id).toBe(id);
  });

  test('are saved by one of two workers', async () => {
    const { db } = database();
    await withFiveMessages(database());
    const id = await startRun(db, aPlan());
    const both = await Promise.allSettled([saveRun(db, id, aResult()), saveRun(db, id, aResult())]);
    expect(both.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await db.$count(assignments)).toBe(5);
  });

  test('carry lasting themes on: the newest label of the rules, but a person’s for good', async () => {
    const { db } = database();
    await withFiveMessages(database());
    await saveRun(db, await startRun(db, aPlan()), aResult());
    const renamed = (label: string): RunResult => {
      const { groups, matters, themes: middle } = aCatalogue();
      return aResult({
        catalogue: { groups, matters, themes: middle.map((entry) => ({ ...entry, label })) },
      });
    };
    await saveRun(db, await startRun(db, aPlan()), renamed('第二夜'));
    expect(await labelOf(database(), t1)).toBe('第二夜');
    await saveEdit(db, {
      theme: t1,
      by: 'li',
      at: '2026-03-01T00:00:00.000Z',
      change: { kind: 'rename', label: '人起的名' },
    });
    expect(await labelOf(database(), t1)).toBe('人起的名');
    const third = await startRun(db, aPlan());
    await saveRun(db, third, renamed('第三夜'));
    expect(await labelOf(database(), t1)).toBe('人起的名');
    expect(await labelOf(database(), themeId('T2'))).toBe('第三夜');
    expect((await loadRun(db, third))?.catalogue.themes[0]?.label).toBe('第三夜');
  });

  test('leave a pinned theme the label that it was pinned by', async () => {
    const { db } = database();
    await withFiveMessages(database());
    await saveRun(db, await startRun(db, aPlan()), aResult());
    const at = '2026-03-01T00:00:00.000Z';
    await saveEdit(db, { theme: t1, by: 'li', at, change: { kind: 'pin' } });
    const { groups, matters, themes: middle } = aCatalogue();
    const catalogue = { groups, matters, themes: middle.map((entry) => ({ ...entry, label: '第二夜' })) };
    await saveRun(db, await startRun(db, aPlan()), aResult({ catalogue }));
    expect(await labelOf(database(), t1)).toBe('标签 T1');
    expect(await labelOf(database(), themeId('T2'))).toBe('第二夜');
  });

  test('keep lineage of every kind, and refuse one whose ends do not fit its kind', async () => {
    const { db } = database();
    await withFiveMessages(database());
    await saveRun(db, await startRun(db, aPlan()), aResult());
    const steps: Lineage[] = [
      { from: t1, to: t1, kind: 'same', overlap: 1 },
      { from: t1, to: themeId('T2'), kind: 'split', overlap: 0.5 },
      { from: themeId('T3'), to: null, kind: 'ended', overlap: null },
    ];
    const second = await startRun(db, aPlan());
    await saveRun(db, second, aResult({ lineage: steps }));
    expect((await loadRun(db, second))?.lineage).toEqual(steps);
    const third = await startRun(db, aPlan());
    const wrong = aResult({ lineage: [{ from: t1, to: t1, kind: 'new', overlap: null }] });
    await expect(saveRun(db, third, wrong)).rejects.toThrow('Failed query');
  });

  test('without a single message are complete too', async () => {
    const { db } = database();
    const nothing = aResult({
      catalogue: { groups: [], themes: [], matters: [] },
      centroids: new Map(),
      similarity: new Map(),
      mean: null,
      lineage: [],
    });
    const id = await startRun(db, aPlan());
    await saveRun(db, id, nothing);
    const { run, ...found } = (await loadRun(db, id)) ?? {};
    expect(found).toEqual(nothing);
    expect(run?.state).toBe('complete');
  });
});

describeOnBoth('edits', (database) => {
  test('are kept in their order; pins hold until they are taken out', async () => {
    const { db } = database();
    await withFiveMessages(database());
    await saveRun(db, await startRun(db, aPlan()), aResult());
    const at = '2026-03-01T00:00:00.000Z';
    const made = [
      { theme: t1, by: 'li', at, change: { kind: 'pin' } },
      { theme: t1, by: 'wang', at, change: { kind: 'merge', into: themeId('T2') } },
      { theme: themeId('T3'), by: 'li', at, change: { kind: 'split', messageIds: [messageId('5')] } },
    ] as const;
    for (const edit of made) await saveEdit(db, edit);
    const [pin, merge, split] = made;
    // The newest message that the run had grouped is noted with a split.
    const noted = { ...split, change: { ...split.change, upTo: messageId('5') } };
    expect(await listEdits(db)).toEqual([pin, merge, noted]);
    expect(await listEdits(db, t1)).toEqual(made.slice(0, 2));
    expect((await lastingThemes(db, [t1])).get(t1)?.pinned).toBe(true);
    await saveEdit(db, { theme: t1, by: 'li', at, change: { kind: 'unpin' } });
    expect((await lastingThemes(db, [t1])).get(t1)?.pinned).toBe(false);
  });

  test('are found by the scope whose complete runs found their themes', async () => {
    const { db } = database();
    await withFiveMessages(database());
    await saveRun(db, await startRun(db, aPlan()), aResult());
    const at = '2026-03-01T00:00:00.000Z';
    const pin = { theme: t1, by: 'li', at, change: { kind: 'pin' } } as const;
    await saveEdit(db, pin);
    const elsewhere = { ...everything, place: '东关社区' };
    await startRun(db, aPlan({ scope: elsewhere }));
    expect(await editsOfScope(db, everything)).toEqual([pin]);
    expect(await editsOfScope(db, elsewhere)).toEqual([]);
  });

  test('of what was split off are kept, found by the scope, and the first name that it gets holds where it was pinned', async () => {
    const { db } = database();
    await withFiveMessages(database());
    await saveRun(db, await startRun(db, aPlan()), aResult());
    const at = '2026-03-01T00:00:00.000Z';
    const made = (theme: ThemeId, change: Edit['change']) => ({ theme, by: 'li', at, change }) as const;
    const split = made(t1, { kind: 'split', messageIds: [messageId('1')] });
    const [one, two] = await Promise.all([saveEdit(db, split), saveEdit(db, split)]);
    expect(new Set([one, two])).toEqual(new Set(['T1.1', 'T1.2']));
    const part = themeId('T1.1');
    const below = await saveEdit(db, made(part, split.change));
    expect(below).toBe('T1.1.1');
    const pin = made(part, { kind: 'pin' });
    expect(await saveEdit(db, pin)).toBeNull();
    expect(await saveEdit(db, made(themeId('M1'), split.change))).toBeNull();
    const found = (await editsOfScope(db, everything)).map(({ theme }) => theme);
    expect(found).toEqual(['T1', 'T1', 'T1.1', 'T1.1', 'M1']);
    expect(await editsOfScope(db, { ...everything, place: '东关社区' })).toEqual([]);
    const named = async (label: string): Promise<string | undefined> => {
      const run = await startRun(db, aPlan());
      await saveRun(db, run, aResult());
      const unparted = aCatalogue();
      const [theme] = unparted.themes;
      if (theme === undefined) throw new Error('a catalogue without themes');
      const parted = { ...unparted, themes: [...unparted.themes, { ...theme, key: part, label }] };
      await saveParts(db, run, { found: unparted, edited: parted });
      return labelOf(database(), part);
    };
    expect(await labelOf(database(), part)).toBe('');
    expect(await named('拆出的事')).toBe('拆出的事');
    expect(await named('换了个说法')).toBe('拆出的事');
    await saveEdit(db, made(part, { kind: 'unpin' }));
    expect(await named('换了个说法')).toBe('换了个说法');
    await saveEdit(db, made(part, { kind: 'rename', label: '人起的名' }));
    expect(await named('又一个说法')).toBe('人起的名');
  });

  test('of a theme that is not there are refused', async () => {
    const edit = {
      theme: themeId('nobody'),
      by: 'li',
      at: '2026-03-01T00:00:00Z',
      change: { kind: 'pin' },
    } as const;
    await expect(saveEdit(database().db, edit)).rejects.toThrow('Failed query');
  });
});
