import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Analyst, openAnalyst } from '../../src/app/analyse-apart.ts';
import { draft } from '../../src/app/draft.ts';
import { analyse, runDigest } from '../../src/app/index.ts';
import { drawDigests, type Night, nightly } from '../../src/app/nightly.ts';
import { type NeighbourSearch, openNeighbourSearch } from '../../src/clustering/index.ts';
import { type DigestContent, renderFiles } from '../../src/digest/index.ts';
import { digests } from '../../src/digest/tables.ts';
import { type Encoder, memoryVectorStore, openEncoder } from '../../src/embedding/index.ts';
import { embeddings } from '../../src/embedding/tables.ts';
import { fileMessage, lookUp, type NewMessage, saveMessages } from '../../src/intake/index.ts';
import { messages } from '../../src/intake/tables.ts';
import { messageId, type TopicId } from '../../src/kernel/index.ts';
import { logger } from '../../src/platform/index.ts';
import { runs } from '../../src/themes/tables.ts';
import { everything, upsertTopic } from '../../src/topics/index.ts';
import { bagEncoder } from '../support/bag-encoder.ts';
import { aTopic } from '../support/builders.ts';
import { describeOnBoth } from '../support/database.ts';
import { demoMessages } from '../support/demo-vectors.ts';
import { aFiling, aPerson, aSecret, minute } from '../support/filings.ts';
import { aFolder } from '../support/folders.ts';

const modelDir = 'models/bge-small-zh-v1.5';
const ALL = '全部-all';
const FILES = ['digest.docx', 'digest.html', 'digest.json', 'digest.md'];
const OPTIONS = { seed: 1, algorithm: 'leiden' } as const;
const never = new AbortController().signal;
const log = logger('test');

let encoder: Encoder;
let search: NeighbourSearch;
beforeAll(async () => {
  encoder = await openEncoder({ modelDir });
  search = await openNeighbourSearch('models/knn.onnx');
});
afterAll(async () => {
  await search.close();
  await encoder.close();
});

/** Three in the morning of a day of November 2026 in China. */
const night = (day: number) => ({ now: () => new Date(Date.UTC(2026, 10, day - 1, 19)) });

/** Ten messages on one of the demo's issues. */
const issue = (name: string): NewMessage[] =>
  demoMessages()
    .filter((message) => message.issue === name)
    .slice(0, 10)
    .map(({ id, text, author, place, postedAt }) => ({ externalId: id, text, author, place, at: postedAt }));

/** Analyses in this thread, where the thread itself is not what is tried. */
const here = (): Analyst => ({
  analyse: (voices, options, tools) => analyse(voices, options, { ...tools, search }),
  draft,
  render: renderFiles,
  close: async () => undefined,
});

describeOnBoth('digests by night', (database) => {
  let folder: string;
  beforeEach(async () => {
    folder = path.join(await aFolder(), 'digests');
  });

  const save = async (given: readonly NewMessage[], topic: TopicId | null = null): Promise<void> => {
    await saveMessages(database().db, { source: 'web-chat', topic, aspect: null, messages: given });
  };
  const draw = (day: number, by: Analyst, signal: AbortSignal = never, into = folder): Promise<Night> =>
    drawDigests({ database: database(), encoder, analyst: by, folder: into, clock: night(day), log }, signal);
  const written = async (): Promise<string[]> => {
    const found = await readdir(folder, { recursive: true, withFileTypes: true });
    return found
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => path.join(path.relative(folder, parentPath), name))
      .sort();
  };
  const contentOf = async (day: number, key: string): Promise<DigestContent> =>
    JSON.parse(await readFile(path.join(folder, `2026-11-${day}`, key, 'digest.json'), 'utf8'));
  const solarAndLights = async (): Promise<TopicId> => {
    const topic = await upsertTopic(database().db, aTopic());
    await upsertTopic(database().db, aTopic({ key: 'elder-care', title: '农村智慧养老' }));
    await save(issue('rooftop-solar'), topic);
    await save(issue('street-lights'));
    return topic;
  };

  test('are written for each topic that has messages and for everything, and residents see it', async () => {
    const topic = await solarAndLights();
    const { db } = database();
    const filed = await fileMessage(db, aFiling({ topic }), {
      secret: aSecret,
      originals: null,
      now: minute(0),
    });
    if (!filed.ok) throw new Error('not filed');
    const { key } = aTopic();
    expect(await draw(20, openAnalyst({ modelDir, threads: null }))).toEqual({
      drawn: [key, ALL],
      unchanged: [],
      failed: [],
    });
    expect(await written()).toEqual(
      [key, ALL].flatMap((name) => FILES.map((file) => path.join('2026-11-20', name, file))).sort(),
    );
    const of = { person: aPerson('丁'), receipt: filed.value.receipt };
    const found = await lookUp(db, of, { secret: aSecret, now: minute(2) });
    const steps = found.ok ? found.value.steps : [];
    expect(steps.map(({ kind }) => kind)).toEqual(['received', 'themed', 'digested']);
    expect(steps[2]).toMatchObject({ digest: '屋顶光伏', date: '2026-11-20' });

    // What a worker thread found is what this one finds.
    const content = await contentOf(20, key);
    await db.execute(sql`truncate ${runs} restart identity cascade`);
    await db.delete(digests);
    const again = await runDigest({
      database: database(),
      encoder,
      search,
      clock: night(20),
      scope: { ...everything, topic },
      options: OPTIONS,
      lang: 'zh',
    });
    expect(again.digest.content).toEqual(content);
  });

  test('are not drawn again the next night, unless something changed or a file is missing', async () => {
    await solarAndLights();
    const { key } = aTopic();
    const first = await draw(20, here());
    const files = await written();
    expect(await draw(21, here())).toEqual({ drawn: [], unchanged: first.drawn, failed: [] });
    expect(await written()).toEqual(files);
    expect(await database().db.$count(runs)).toBe(2);
    await save(issue('heating'));
    expect(await draw(22, here())).toEqual({ drawn: [ALL], unchanged: [key], failed: [] });
    expect(await readdir(path.join(folder, '2026-11-22'))).toEqual([ALL]);
    // As a night leaves it that was killed after it had drawn the digest and before it had written it.
    await rm(path.join(folder, '2026-11-20', key, 'digest.json'));
    expect(await draw(23, here())).toEqual({ drawn: [key], unchanged: [ALL], failed: [] });
    expect(await readdir(path.join(folder, '2026-11-23'))).toEqual([key]);
  });

  test('drawn by two servers at once are the same, and are told to residents once', async () => {
    const topic = await solarAndLights();
    const { db } = database();
    const { key } = aTopic();
    const deps = { secret: aSecret, originals: null, now: minute(0) };
    const filed = await fileMessage(db, aFiling({ topic }), deps);
    if (!filed.ok) throw new Error('not filed');
    const other = path.join(await aFolder(), 'digests');
    const first = draw(20, here());
    while (!(await database().isHeld('digests by night'))) await sleep(1);
    const second = draw(20, here(), never, other);
    // The second draws nothing, and has the same files.
    for (const drawn of [await first, await second])
      expect(drawn).toEqual({ drawn: [key, ALL], unchanged: [], failed: [] });
    expect(await db.$count(digests)).toBe(2);
    for (const name of [key, ALL])
      expect(await readFile(path.join(other, '2026-11-20', name, 'digest.json'), 'utf8')).toBe(
        await readFile(path.join(folder, '2026-11-20', name, 'digest.json'), 'utf8'),
      );
    expect(await draw(21, here())).toEqual({ drawn: [], unchanged: [key, ALL], failed: [] });
    const of = { person: aPerson('丁'), receipt: filed.value.receipt };
    const found = await lookUp(db, of, { secret: aSecret, now: minute(2) });
    expect(found.ok ? found.value.steps.map(({ kind }) => kind) : found).toEqual([
      'received',
      'themed',
      'digested',
    ]);
  });

  test('hold nothing of a message that was withdrawn during the day', async () => {
    const words = '路灯坏了三个月，晚上接孩子什么都看不见，求求你们修一下。';
    await save([
      ...issue('street-lights'),
      { externalId: 'x', text: words, author: null, place: null, at: null },
    ]);
    await draw(20, here());
    const id = String(
      (await database().db.select().from(messages).where(eq(messages.externalId, 'x')))[0]?.id,
    );
    const of = (day: number) => readFile(path.join(folder, `2026-11-${day}`, ALL, 'digest.json'), 'utf8');
    expect(JSON.parse(await of(20)).appendix.flatMap(idsIn)).toContain(id);
    await database()
      .db.update(messages)
      .set({ state: 'withdrawn', textMasked: '' })
      .where(eq(messages.externalId, 'x'));
    expect((await draw(21, here())).drawn).toEqual([ALL]);
    expect(JSON.parse(await of(21)).appendix.flatMap(idsIn)).not.toContain(id);
    expect(await of(21)).not.toContain('晚上接孩子什么都看不见');
  });

  test('stopped in the middle leave nothing half-written, and the next night goes on', async () => {
    await solarAndLights();
    const { key } = aTopic();
    const stop = new AbortController();
    const apart = openAnalyst({ modelDir, threads: null });
    let analysed = 0;
    const stopping: Analyst = {
      ...apart,
      analyse: (voices, options, tools) =>
        apart.analyse(voices, options, {
          ...tools,
          onProgress: ({ stage, done }) => {
            if (stage === 'cluster' && done === 0 && ++analysed === 2) stop.abort(new Error('stopping'));
          },
        }),
    };
    await expect(draw(20, stopping, stop.signal)).rejects.toThrow('stopping');
    expect(await written()).toEqual(FILES.map((file) => path.join('2026-11-20', key, file)));
    const { db } = database();
    const vectors = await db.$count(embeddings);
    expect(vectors).toBe(
      new Set([...issue('rooftop-solar'), ...issue('street-lights')].map(({ text }) => text)).size,
    );
    expect((await db.select().from(runs).orderBy(runs.id)).map(({ state }) => state)).toEqual([
      'complete',
      'incomplete',
    ]);
    expect(await draw(21, here())).toEqual({ drawn: [ALL], unchanged: [key], failed: [] });
  });

  test('that fail do not keep others back, and the log holds no words', async () => {
    await solarAndLights();
    const { key } = aTopic();
    const told = vi.spyOn(log, 'error').mockReturnValue(undefined);
    const failing: Analyst = {
      ...here(),
      analyse: async (voices, options, tools) => {
        if (voices.length === issue('rooftop-solar').length) throw new Error('out of memory');
        return here().analyse(voices, options, tools);
      },
    };
    expect(await draw(20, failing)).toEqual({ drawn: [ALL], unchanged: [], failed: [key] });
    expect(told.mock.calls).toEqual([
      [{ err: new Error('out of memory'), topic: key }, 'a digest could not be drawn'],
    ]);
    told.mockRestore();
    expect((await draw(21, here())).drawn).toEqual([key]);
  });

  test('begin at once where the machine was off at their time, and never twice a day', async () => {
    await save(issue('street-lights'));
    const lastNight = async (): Promise<string | null> => {
      const mark = await readFile(path.join(folder, 'last-night.json'), 'utf8').catch(() => null);
      return mark === null ? null : JSON.parse(mark).day;
    };
    const startAt = async (iso: string): Promise<string | null> => {
      const clock = { now: () => new Date(`${iso}+08:00`) };
      const means = { database: database(), encoder, modelDir, threads: null };
      const bell = await nightly({ ...means, at: '03:00', folder, clock, log });
      await bell.stop();
      return lastNight();
    };
    expect(await startAt('2026-11-20T02:59:00')).toBeNull();
    expect(await startAt('2026-11-20T09:00:00')).toBe('2026-11-20');
    // Whatever ended it: not until the next night.
    const mark = path.join(folder, 'last-night.json');
    await writeFile(mark, '{"day":"2026-11-20","untouched":true}');
    expect(await startAt('2026-11-20T10:00:00')).toBe('2026-11-20');
    expect(await readFile(mark, 'utf8')).toContain('untouched');
    expect(await startAt('2026-11-21T02:59:00')).toBe('2026-11-20');
    expect(await startAt('2026-11-21T03:00:00')).toBe('2026-11-21');
  });
});

const idsIn = ({ matters }: DigestContent['appendix'][number]): string[] =>
  matters.flatMap(({ messageIds }) => messageIds);

describe('the thread of analyses', () => {
  const voices = issue('street-lights').map(({ text, place, at }, i) => ({
    id: messageId(String(i + 1)),
    text,
    person: null,
    place,
    at,
  }));

  test('finds what this thread finds, twice in a row', async () => {
    const how = { ...OPTIONS, lang: 'zh' } as const;
    const own = await analyse(voices, how, { encoder, search, store: memoryVectorStore() });
    const apart = openAnalyst({ modelDir, threads: null });
    const store = memoryVectorStore();
    for (const embedded of [own.embedded.embedded, 0]) {
      const found = await apart.analyse(voices, how, { encoder, store });
      const tokens = embedded === 0 ? 0 : own.embedded.tokens;
      expect(found).toEqual({
        ...own,
        embedded: { ...own.embedded, embedded, tokens },
        seconds: found.seconds,
      });
    }
    await apart.close();
  });

  test('ends when aborted, with the reason', async () => {
    const apart = openAnalyst({ modelDir, threads: null });
    const stop = new AbortController();
    const how = { ...OPTIONS, lang: 'zh' } as const;
    const analysing = apart.analyse(voices, how, {
      encoder,
      store: memoryVectorStore(),
      signal: stop.signal,
      onProgress: ({ stage }) => {
        if (stage === 'cluster') stop.abort(new Error('stopping'));
      },
    });
    await expect(analysing).rejects.toThrow('stopping');
    await apart.close();
  });

  test('says what failed in it, and can be asked again', async () => {
    const apart = openAnalyst({ modelDir, threads: null });
    const how = { ...OPTIONS, lang: 'zh' } as const;
    const failed = apart.analyse(voices, how, { encoder: bagEncoder(), store: memoryVectorStore() });
    await expect(failed).rejects.toMatchObject({
      message: 'the analysis failed',
      cause: { message: expect.stringContaining('no longer the one that the server has loaded') },
    });
    const found = await apart.analyse(voices, how, { encoder, store: memoryVectorStore() });
    expect(found.voices).toHaveLength(voices.length);
    await apart.close();
  });
});
