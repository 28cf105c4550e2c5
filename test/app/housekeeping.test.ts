import { existsSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { beforeEach, expect, test } from 'vitest';
import { type HousekeepingDeps, tidyUp } from '../../src/app/housekeeping.ts';
import { type Photos, photosIn } from '../../src/app/keep-photo.ts';
import { newState } from '../../src/conversation/index.ts';
import { databaseVectorStore, embedTexts, textHash } from '../../src/embedding/index.ts';
import { analysisText, type Filing, fileMessage, loadMessages, takeTurn } from '../../src/intake/index.ts';
import { conversations, messages } from '../../src/intake/tables.ts';
import type { MessageId } from '../../src/kernel/index.ts';
import { logger } from '../../src/platform/index.ts';
import { bagEncoder } from '../support/bag-encoder.ts';
import { describeOnBoth } from '../support/database.ts';
import { aFiling, aPerson, aSecret } from '../support/filings.ts';
import { aFolder } from '../support/folders.ts';
import { serveResidents } from '../support/residents-site.ts';

const MONTHS = 24;
const day = (iso: string): Date => new Date(`${iso}T04:00:00Z`);
const never = new AbortController().signal;

describeOnBoth('housekeeping', (database) => {
  let photos: Photos;
  let dataDir: string;
  let removed: MessageId[];

  beforeEach(async () => {
    dataDir = await aFolder();
    photos = photosIn(path.join(dataDir, 'message-photos'));
    removed = [];
  });

  const deps = (now: Date): HousekeepingDeps => {
    const { db } = database();
    return {
      db,
      store: databaseVectorStore(db),
      similar: { removed: (id) => removed.push(id) },
      photos,
      keepMonths: MONTHS,
      now: () => now,
      log: logger('test'),
    };
  };
  const aPhoto = async (): Promise<string> => {
    const red = { width: 8, height: 8, channels: 3, background: 'red' } as const;
    const bytes = await sharp({ create: red }).png().toBuffer();
    const kept = await photos.keep({ channel: 'web-chat', person: 'p', bytes });
    if (!kept.ok) throw new Error('no photo');
    return kept.photo;
  };
  const writeDraft = (name: string, photo: string, at: Date): Promise<unknown> => {
    const draft = {
      number: 1,
      topic: null,
      aspect: null,
      settled: false,
      parts: ['没写完的话'],
      photos: [photo],
      asked: null,
      urgent: [],
      similar: null,
    };
    const state = { state: { ...newState, drafts: 1, draft }, updates: ['u1'], replies: null };
    return takeTurn(database().db, aPerson(name), { at, work: async () => ({ state, value: null }) });
  };
  const there = (photo: string): boolean => existsSync(photos.fileOf(photo) ?? '');
  const file = async (now: Date, changes: Partial<Filing>): Promise<MessageId> => {
    const deps = { secret: aSecret, originals: null, now };
    const filed = await fileMessage(database().db, aFiling(changes), deps);
    if (!filed.ok) throw new Error('not filed');
    return filed.value.message;
  };
  const embed = async (...texts: string[]): Promise<void> => {
    const store = databaseVectorStore(database().db);
    await embedTexts(texts.map(analysisText), { encoder: bagEncoder(), store });
  };
  const embedded = async (): Promise<string[]> =>
    (await Array.fromAsync(databaseVectorStore(database().db).hashes())).flat().sort();
  const texts = async () =>
    (await Array.fromAsync(loadMessages(database().db))).flat().map(({ text }) => text);

  test('takes words, photos and vectors of what is older than the notice says, and nothing younger', async () => {
    const [old, young] = ['东门的路灯坏了一个月，请派人修好。', '菜市场门口积水，下雨天过不去。'];
    const [oldPhoto, youngPhoto] = [await aPhoto(), await aPhoto()];
    const first = await file(day('2026-03-01'), { text: old, photos: [oldPhoto] });
    await file(day('2026-03-20'), { text: young, photos: [youngPhoto], draft: 2 });
    await embed(old, young);
    expect(await tidyUp(deps(day('2028-02-28')), never)).toEqual({ messages: 0, photos: 0, vectors: 0 });
    expect(await tidyUp(deps(day('2028-03-10')), never)).toEqual({ messages: 1, photos: 1, vectors: 1 });
    expect(removed).toEqual([first]);
    expect([there(oldPhoto), there(youngPhoto)]).toEqual([false, true]);
    expect(await texts()).toEqual([young]);
    expect(await embedded()).toEqual([textHash(analysisText(young))]);
    expect(await tidyUp(deps(day('2028-03-11')), never)).toEqual({ messages: 0, photos: 0, vectors: 0 });
    const { db } = database();
    expect((await db.select().from(messages).orderBy(messages.id)).map(({ state }) => state)).toEqual([
      'forgotten',
      'filed',
    ]);
  });

  test('keeps the vector that a message needs, however it is written, and drops those that none has', async () => {
    await file(day('2026-03-01'), { text: '村口的路燈壞了３個月，請儘快修好。' });
    await embed('村口的路灯坏了3个月，请尽快修好。', '从来没有交上来的话');
    expect(await tidyUp(deps(day('2026-03-02')), never)).toMatchObject({ vectors: 1 });
    expect(await embedded()).toEqual([textHash('村口的路灯坏了3个月，请尽快修好。')]);
  });

  test('takes photos that nothing names a day after they were kept', async () => {
    const { db } = database();
    const [stray, filed, drafted] = [await aPhoto(), await aPhoto(), await aPhoto()];
    const tomorrow = new Date(Date.now() + 25 * 3_600_000);
    // As with a database that was started by mistake on this folder.
    expect(await tidyUp(deps(tomorrow), never)).toMatchObject({ photos: 0 });
    await file(new Date(), { photos: [filed] });
    await writeDraft('甲', drafted, new Date());
    // A page may not have sent the message yet to which it belongs.
    expect(await tidyUp(deps(new Date()), never)).toMatchObject({ photos: 0 });
    expect(await tidyUp(deps(tomorrow), never)).toMatchObject({ photos: 1 });
    expect([stray, filed, drafted].map(there)).toEqual([false, true, true]);
    expect(await db.$count(conversations)).toBe(1);
  });

  test('takes conversations that nobody takes up any more, with the photos of their drafts', async () => {
    const { db } = database();
    const [stale, fresh] = [await aPhoto(), await aPhoto()];
    await writeDraft('甲', stale, day('2026-03-01'));
    await writeDraft('乙', fresh, day('2026-05-01'));
    expect(await tidyUp(deps(day('2026-06-15')), never)).toEqual({ messages: 0, photos: 1, vectors: 0 });
    expect([there(stale), there(fresh)]).toEqual([false, true]);
    expect(await db.$count(conversations)).toBe(1);
  });

  test('removes photos before what names them: where they cannot be removed, the next time tries again', async () => {
    const photo = await aPhoto();
    await file(day('2026-03-01'), { photos: [photo] });
    const failing: HousekeepingDeps = {
      ...deps(day('2028-06-01')),
      photos: {
        ...photos,
        drop: async () => {
          throw new Error('the folder cannot be written');
        },
      },
    };
    await expect(tidyUp(failing, never)).rejects.toThrow('cannot be written');
    expect(await texts()).toHaveLength(1);
    expect(await tidyUp(deps(day('2028-06-01')), never)).toMatchObject({ messages: 1, photos: 1 });
    expect(there(photo)).toBe(false);
  });

  test('stops where it is told to, and goes on the next time', async () => {
    await file(day('2026-03-01'), {});
    await embed('从来没有交上来的话');
    const stop = new AbortController();
    stop.abort(new Error('stopping'));
    await expect(tidyUp(deps(day('2026-03-02')), stop.signal)).rejects.toThrow('stopping');
    expect(await tidyUp(deps(day('2026-03-02')), never)).toMatchObject({ vectors: 1 });
  });

  test('is done when the server starts', async () => {
    const { db } = database();
    const photo = await aPhoto();
    await file(day('2026-03-01'), { photos: [photo] });
    const { serving } = await serveResidents(database(), {
      dataDir,
      clock: { now: () => day('2027-04-01') },
      env: { MASHANG_KEEP_MONTHS: '12' },
    });
    const started = performance.now();
    while ((await texts()).length > 0 && performance.now() - started < 10_000)
      await new Promise((resolve) => setTimeout(resolve, 20));
    await serving.close();
    expect(await texts()).toEqual([]);
    expect(there(photo)).toBe(false);
    expect(await db.$count(messages)).toBe(1);
  });
});
