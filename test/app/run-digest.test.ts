import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { analyse, type DigestRequest, type DigestRun, placementsIn, runDigest } from '../../src/app/index.ts';
import { beginRun } from '../../src/app/live-runs.ts';
import { type NeighbourSearch, openNeighbourSearch } from '../../src/clustering/index.ts';
import { digests } from '../../src/digest/tables.ts';
import { type Encoder, memoryVectorStore, openEncoder } from '../../src/embedding/index.ts';
import { embeddings } from '../../src/embedding/tables.ts';
import {
  fileMessage,
  lookUp,
  type NewMessage,
  saveMessages,
  supportMessage,
} from '../../src/intake/index.ts';
import { messageEvents, messages } from '../../src/intake/tables.ts';
import { BadInput, messageId, type TopicId, themeId } from '../../src/kernel/index.ts';
import type { Database } from '../../src/platform/index.ts';
import { type Edit, lastingThemes, latestRun, loadRun, saveEdit, startRun } from '../../src/themes/index.ts';
import { runs } from '../../src/themes/tables.ts';
import { everything, upsertTopic } from '../../src/topics/index.ts';
import { aTopic } from '../support/builders.ts';
import { describeOnBoth } from '../support/database.ts';
import { demoMessages } from '../support/demo-vectors.ts';
import { aFiling, aPerson, aSecret, minute } from '../support/filings.ts';

let encoder: Encoder;
let search: NeighbourSearch;
beforeAll(async () => {
  encoder = await openEncoder({ modelDir: 'models/bge-small-zh-v1.5' });
  search = await openNeighbourSearch('models/knn.onnx');
});
afterAll(async () => {
  await search.close();
  await encoder.close();
});

/** Late in the evening in Greenwich, when it is the next day in China. */
const clock = { now: () => new Date('2026-11-19T20:00:00Z') };

type Changes = Partial<Omit<DigestRequest, 'search' | 'apart'>>;

const request = (database: Database, changes: Changes = {}): DigestRequest => ({
  database,
  encoder,
  search,
  clock,
  scope: everything,
  options: { seed: 1, algorithm: 'leiden' },
  lang: 'zh',
  ...changes,
});

const ISSUES = new Set(['rooftop-solar', 'street-lights', 'heating']);

/** Forty-eight messages on three issues, as residents would have sent them in three weeks. */
const corpus = (): NewMessage[] =>
  demoMessages()
    .filter(({ issue }) => ISSUES.has(issue))
    .map(({ id, text, author, place, postedAt }) => ({ externalId: id, text, author, place, at: postedAt }));

const save = async (
  { db }: Database,
  given: readonly NewMessage[],
  home: { source?: string; topic?: TopicId } = {},
): Promise<void> => {
  const { source = 'web-chat', topic = null } = home;
  await saveMessages(db, { source, topic, aspect: null, messages: given });
};

const labelsOf = ({ digest }: DigestRun): string[] =>
  digest.content.groups.flatMap(({ label, children }) => [label, ...children.map((theme) => theme.label)]);
const keysOf = ({ digest }: DigestRun): string[] =>
  digest.content.groups.flatMap(({ key, children }) => [key, ...children.map((theme) => theme.key)]);

const firstTheme = (run: DigestRun) => {
  const theme = run.digest.content.groups[0]?.children[0];
  if (theme === undefined) throw new Error('a digest without a theme');
  return theme;
};

const edit = (theme: string, change: Edit['change']): Edit => ({
  theme: themeId(theme),
  by: 'li',
  at: '2026-11-20T00:00:00.000Z',
  change,
});

describeOnBoth('a digest of what is in the database', (database) => {
  test('counts what was filed, in the days of China, and says how it came in', async () => {
    const all = corpus();
    await save(database(), all.slice(0, 40));
    await save(database(), all.slice(40), { source: '来信.csv' });
    const { digest } = await runDigest(request(database()));
    const { about, totals, title } = digest.content;
    expect(totals.messages).toBe(48);
    // An author of two sources is two people, because nobody can know better.
    const people = new Set(all.map(({ author }, at) => `${at < 40} ${author}`));
    expect(totals.people).toBe(people.size);
    expect(title).toBe('全部议题群众意见建议简报');
    expect(about.collectedBy).toBe('网页留言40件、文件“来信.csv”8件');
    const days = all.map(({ at }) => at?.slice(0, 10) ?? '').sort();
    expect(about.period).toEqual({ from: days.at(0), to: days.at(-1) });
    expect(about.generatedAt).toBe('2026-11-20T04:00:00+08:00');
    // Every message stands in the appendix once.
    const listed = digest.content.appendix.flatMap(({ matters }) =>
      matters.flatMap(({ messageIds }) => messageIds),
    );
    expect(listed.toSorted((a, b) => Number(a) - Number(b))).toEqual(all.map((_, at) => String(at + 1)));
  });

  test('is not made again for the same messages and options, but comes back as it is', async () => {
    await save(database(), corpus());
    const first = await runDigest(request(database()));
    const second = await runDigest(request(database()));
    expect(first.work).toMatchObject({ distinct: 48, embedded: 48 });
    expect(second.work).toBeNull();
    expect(second.digest).toEqual(first.digest);
    const { db } = database();
    expect([await db.$count(runs), await db.$count(digests)]).toEqual([1, 1]);
    const three = await runDigest(
      request(database(), { options: { seed: 1, algorithm: 'leiden', groups: 3 } }),
    );
    expect(three.work).toMatchObject({ embedded: 0 });
    expect(three.digest.content.groups).toHaveLength(3);
  });

  test('lets those who wrote or said me too see it, once, and counts them all as people', async () => {
    const { db } = database();
    await save(database(), corpus());
    const filed = await fileMessage(db, aFiling(), { secret: aSecret, originals: null, now: minute(0) });
    if (!filed.ok) throw new Error('not filed');
    const { message, receipt } = filed.value;
    const before = await runDigest(request(database()));
    for (const name of ['乙', '丙']) {
      const support = { person: aPerson(name), message, draft: 1 };
      await supportMessage(db, support, { secret: aSecret, now: minute(1) });
    }
    const after = await runDigest(request(database()));
    expect(after.digest.content.totals.messages).toBe(49);
    expect(after.digest.content.totals.people).toBe(before.digest.content.totals.people + 2);
    expect(after.digest.content.method.map(({ text }) => text).join('')).toContain('“我也是”');

    const found = await lookUp(db, { person: aPerson('丁'), receipt }, { secret: aSecret, now: minute(2) });
    const steps = found.ok ? found.value.steps : [];
    expect(steps.map(({ kind }) => kind)).toEqual(['received', 'themed', 'digested']);
    const themes = after.digest.content.groups.flatMap(({ children }) =>
      children.map(({ label, counts }) => ({
        kind: 'themed',
        date: '2026-11-20',
        theme: label,
        people: counts.people,
      })),
    );
    expect(themes).toContainEqual(steps[1]);
    expect(steps[2]).toMatchObject({ digest: '全部议题', date: '2026-11-20' });
    // Nobody can look up imported messages: no step is kept for them.
    expect(await db.$count(messageEvents)).toBe(2);
  });

  test('leaves the theme of a topic’s message to the digest of its topic', async () => {
    const { db } = database();
    const topic = await upsertTopic(db, aTopic());
    await save(database(), corpus(), { topic });
    const filed = await fileMessage(db, aFiling({ topic }), {
      secret: aSecret,
      originals: null,
      now: minute(0),
    });
    if (!filed.ok) throw new Error('not filed');
    const themed = async () => {
      const rows = await db.select().from(messageEvents).where(eq(messageEvents.kind, 'themed'));
      return rows.map(({ detail }) => detail);
    };
    await runDigest(request(database(), { scope: { ...everything, topic } }));
    const own = await themed();
    expect(own).toHaveLength(1);
    const other = { ...request(database()).options, groups: 1, themes: 1 };
    await runDigest(request(database(), { options: other }));
    expect(await themed()).toEqual(own);
    // Another digest of the same topic may put it elsewhere.
    await runDigest(request(database(), { scope: { ...everything, topic }, options: other }));
    expect(await themed()).toEqual([{ theme: expect.any(String), people: expect.any(Number) }]);
    expect(await themed()).not.toEqual(own);
  });

  test('tells what changed since the last one, and themes keep their identity', async () => {
    const all = corpus();
    const solar = new Set(demoMessages().flatMap(({ id, issue }) => (issue === 'rooftop-solar' ? [id] : [])));
    const late = all.filter(({ externalId }) => solar.has(externalId)).slice(0, 8);
    await save(
      database(),
      all.filter((message) => !late.includes(message)),
    );
    const before = await runDigest(request(database()));
    await save(database(), late);
    const after = await runDigest(request(database()));
    expect(after.digest.edition).toBe(2);
    expect(after.digest.content.previous?.title).toBe(before.digest.content.title);
    const grew = after.digest.content.groups.filter(({ change }) => typeof change === 'number' && change > 0);
    expect(grew.length).toBeGreaterThan(0);
    for (const group of grew) {
      const old = before.digest.content.groups.find(({ key }) => key === group.key);
      expect(group.change).toBe(group.counts.people - (old?.counts.people ?? 0));
    }
    const known = new Set(keysOf(before));
    expect(after.digest.content.groups.filter(({ key }) => known.has(key)).length).toBeGreaterThanOrEqual(2);
    const stored = await loadRun(database().db, after.run);
    expect(stored?.lineage.some(({ kind }) => kind === 'grown')).toBe(true);
    expect(stored?.similarity.size).toBe(48);
  });

  test('carries names, pins and mergers by people through every later run', async () => {
    const { db } = database();
    await save(database(), corpus().slice(0, 44));
    const before = await runDigest(request(database()));
    const [one, other] = before.digest.content.groups;
    if (one === undefined || other === undefined) throw new Error('three issues make two groups at least');
    const theme = firstTheme(before);
    await saveEdit(db, edit(theme.key, { kind: 'rename', label: '人起的名字' }));
    await saveEdit(db, edit(theme.key, { kind: 'pin' }));
    await saveEdit(db, edit(other.key, { kind: 'merge', into: themeId(one.key) }));
    const edited = await runDigest(request(database()));
    expect(edited.work).not.toBeNull();
    await save(database(), corpus().slice(44));
    const later = await runDigest(request(database()));
    for (const run of [edited, later]) {
      const groups = run.digest.content.groups;
      expect(groups.some(({ key }) => key === other.key)).toBe(false);
      expect(groups.flatMap(({ children }) => children).find(({ key }) => key === theme.key)?.label).toBe(
        '人起的名字',
      );
    }
    const merged = edited.digest.content.groups.find(({ key }) => key === one.key);
    expect(merged?.counts.messages).toBe(one.counts.messages + other.counts.messages);
    expect((await runDigest(request(database()))).work).toBeNull();
    const placements = await placementsIn(db, everything);
    const inTheme = [...(placements?.of.values() ?? [])].filter((placed) => placed.theme.key === theme.key);
    expect(new Set(inTheme.map((placed) => placed.theme.label))).toEqual(new Set(['人起的名字']));
    expect(placements?.of.size).toBe(48);
  });

  test('carries what people split off as a theme of its own, under the name that they gave it', async () => {
    const { db } = database();
    await save(database(), corpus().slice(0, 44));
    const before = await runDigest(request(database()));
    const theme = before.digest.content.appendix.find(({ matters }) => matters.length > 1);
    const [matter] = theme?.matters ?? [];
    if (theme === undefined || matter === undefined) throw new Error('no theme has two matters');
    const { messageIds } = matter;
    const part = await saveEdit(db, edit(theme.key, { kind: 'split', messageIds }));
    expect(part).toBe(`${theme.key}.1`);
    const of = (run: DigestRun) => run.digest.content.appendix.find(({ key }) => key === part);
    const parted = await runDigest(request(database()));
    expect(of(parted)?.matters.map(({ key }) => key)).toEqual([matter.key]);
    const given = of(parted)?.label ?? '';
    const id = themeId(`${theme.key}.1`);
    expect((await lastingThemes(db, [id])).get(id)).toMatchObject({ label: given, pinned: false });

    await saveEdit(db, edit(id, { kind: 'rename', label: '人起的名字' }));
    await saveEdit(db, edit(id, { kind: 'pin' }));
    const named = await runDigest(request(database()));
    await save(database(), corpus().slice(44));
    const later = await runDigest(request(database()));
    for (const run of [named, later]) expect(of(run)?.label).toBe('人起的名字');
    const placements = await placementsIn(db, everything);
    const [first] = messageIds;
    expect(placements?.of.get(first ?? messageId('0'))?.theme).toMatchObject({
      key: id,
      label: '人起的名字',
    });
  });

  test('drawn again after an edit is compared with the same last issue, grouped as it is today', async () => {
    const { db } = database();
    const all = corpus();
    const days = ['2026-11-16', '2026-11-17', '2026-11-18', '2026-11-19'];
    const on = (day: number, changes: Changes = {}): Promise<DigestRun> =>
      runDigest(
        request(database(), { clock: { now: () => new Date(`${days[day]}T02:00:00Z`) }, ...changes }),
      );
    const changesOf = ({ digest }: DigestRun) =>
      digest.content.groups.map(({ key, change }) => [key, change] as const);
    const comparedWith = ({ digest }: DigestRun) => digest.content.previous?.generatedAt.slice(0, 10);
    await save(database(), all.slice(0, 30));
    const first = await on(0);
    expect(comparedWith(first)).toBeUndefined();
    await save(database(), all.slice(30, 44));
    const second = await on(1);
    expect(changesOf(second).some(([, change]) => typeof change === 'number' && change > 0)).toBe(true);

    // The same messages: renamed on the same day, and drawn with another seed's run a day later.
    await saveEdit(db, edit(firstTheme(second).key, { kind: 'rename', label: '人起的名字' }));
    const renamed = await on(1);
    expect(comparedWith(renamed)).toBe(days[0]);
    expect(changesOf(renamed)).toEqual(changesOf(second));
    const [one, other] = second.digest.content.groups;
    if (one === undefined || other === undefined) throw new Error('three issues make two groups at least');
    await saveEdit(db, edit(other.key, { kind: 'merge', into: themeId(one.key) }));
    const merged = await on(2);
    expect(comparedWith(merged)).toBe(days[0]);
    const people = (run: DigestRun, keys: readonly string[]): number => {
      const numbers = run.digest.content.groups
        .filter(({ key }) => keys.includes(key))
        .flatMap(({ children }) => children.map(({ key }) => key));
      const ids = run.digest.content.appendix
        .filter(({ key }) => numbers.includes(key))
        .flatMap(({ matters }) => matters.flatMap(({ messageIds }) => messageIds));
      return new Set(ids.map((id) => all[Number(id) - 1]?.author)).size;
    };
    const both = [one.key, other.key];
    const grown = people(second, both) - people(first, both);
    expect(grown).not.toBe(people(second, both) - people(first, [one.key]));
    expect(merged.digest.content.groups.find(({ key }) => key === one.key)?.change).toBe(grown);

    await save(database(), all.slice(44));
    const next = await on(3);
    expect(comparedWith(next)).toBe(days[2]);
    const printed = merged.digest.content.groups.find(({ key }) => key === one.key)?.counts.people ?? 0;
    const now = next.digest.content.groups.find(({ key }) => key === one.key);
    expect(now?.change).toBe((now?.counts.people ?? 0) - printed);
  });

  test('that was stopped half-way goes on from the vectors that are there, and ends as if nothing had been', async () => {
    await save(database(), corpus());
    const stop = new AbortController();
    const stopped = runDigest(
      request(database(), {
        signal: stop.signal,
        onProgress: ({ stage, done }) => {
          if (stage === 'embed' && done > 1) stop.abort(new Error('stopped here'));
        },
      }),
    );
    await expect(stopped).rejects.toThrow('stopped here');
    const { db } = database();
    expect(await latestRun(db, everything)).toBeNull();
    expect((await db.select().from(runs)).map(({ state }) => state)).toEqual(['incomplete']);
    const kept = await db.$count(embeddings);
    expect(kept).toBeGreaterThan(0);
    const next = await runDigest(request(database()));
    expect(next.work).toMatchObject({ distinct: 48, embedded: 48 - kept });
    const undisturbed = await analyse(
      corpus().map(({ text, author, place, at }, i) => ({
        id: messageId(String(i + 1)),
        text,
        person: author,
        place,
        at,
      })),
      { seed: 1, algorithm: 'leiden', lang: 'zh' },
      { encoder, search, store: memoryVectorStore() },
    );
    const stored = await loadRun(db, next.run);
    expect(stored?.catalogue.matters.map(({ label, messageIds }) => [label, messageIds])).toEqual(
      undisturbed.catalogue.matters.map(({ label, messageIds }) => [label, messageIds]),
    );
  });

  test('does not take a run that died for the last one', async () => {
    await save(database(), corpus());
    const first = await runDigest(request(database()));
    const { db } = database();
    const plan = await latestRun(db, everything);
    if (plan === null) throw new Error('there is a run');
    const killed = await startRun(db, { ...plan, fingerprint: 'of a process that was killed' });
    expect((await runDigest(request(database()))).digest).toEqual(first.digest);
    expect((await latestRun(db, everything))?.id).toBe(first.run);
    expect((await loadRun(db, killed))?.run.state).toBe('incomplete');
  });

  test('leaves a run alone that is under way at the same time, until its process is gone', async () => {
    await save(database(), corpus().slice(0, 20));
    const { db } = database();
    const model = 'another night’s';
    const plan = { scope: everything, parameters: {}, seed: 1, model, fingerprint: 'another night’s' };
    const { run, held } = await beginRun(database(), plan);
    const first = await runDigest(request(database()));
    const stateOf = async () => (await loadRun(db, run))?.run.state;
    expect(await stateOf()).toBe('running');
    await held.release();
    await runDigest(request(database()));
    expect(await stateOf()).toBe('incomplete');
    expect((await latestRun(db, everything))?.id).toBe(first.run);
  });

  test('leaves out what was withdrawn, and is made anew when the messages are those of an older one', async () => {
    const { db } = database();
    await save(database(), corpus());
    const first = await runDigest(request(database()));
    await save(database(), [
      { externalId: 'late', text: '路灯还是不亮，都报了三回了。', author: null, place: null, at: null },
    ]);
    const second = await runDigest(request(database()));
    expect(second.digest.content.totals.messages).toBe(49);
    await db
      .update(messages)
      .set({ state: 'withdrawn', textMasked: '' })
      .where(eq(messages.externalId, 'late'));
    const third = await runDigest(request(database()));
    expect(third.work).not.toBeNull();
    expect(third.digest.edition).toBe(3);
    expect(third.digest.content.totals.messages).toBe(48);
    expect(labelsOf(third)).toEqual(labelsOf(first));
  });

  test('of one topic and place holds only what was said there', async () => {
    const topic = await upsertTopic(database().db, aTopic());
    const all = corpus();
    await save(database(), all.slice(0, 30), { topic });
    await save(database(), all.slice(30));
    const { digest } = await runDigest(request(database(), { scope: { ...everything, topic } }));
    expect(digest.content.totals.messages).toBe(30);
    expect(digest.content.title).toBe('屋顶光伏群众意见建议简报');
    const place = all[0]?.place ?? '';
    const here = await runDigest(request(database(), { scope: { ...everything, topic, place } }));
    const there = all.slice(0, 30).filter((message) => message.place === place);
    expect(here.digest.content.totals.messages).toBe(there.length);
    expect(here.digest.content.about.scope).toBe(`${place}·屋顶光伏`);
  });

  test('of nothing is refused with what to do about it', async () => {
    const refusal = async (scope: DigestRequest['scope']): Promise<string> => {
      try {
        await runDigest(request(database(), { scope }));
      } catch (error) {
        if (error instanceof BadInput) return error.zh;
        throw error;
      }
      return 'no refusal';
    };
    expect(await refusal(everything)).toBe('数据库里还没有留言。请先导入：npm run import -- --input 文件');
    const topic = await upsertTopic(database().db, aTopic());
    expect(await refusal({ ...everything, topic })).toMatch(/^这个议题下还没有留言。.*--topic 议题代号$/);
    await save(database(), corpus().slice(0, 1));
    expect(await refusal({ ...everything, from: '2030-01-01T00:00:00Z' })).toMatch(/请放宽 --from 和 --to/);
    expect(await refusal({ ...everything, place: '没这地方' })).toBe(
      `地点“没这地方”没有留言。有留言的地点如：${corpus()[0]?.place}。`,
    );
    expect(await database().db.$count(runs)).toBe(0);
  });
});
