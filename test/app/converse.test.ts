import { sql } from 'drizzle-orm';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { handlerFor } from '../../src/app/converse.ts';
import { deskOf } from '../../src/app/desk.ts';
import { doorsOf } from '../../src/app/doors.ts';
import { type ScopeOf, type SimilarIndex, similarIndex } from '../../src/app/similar.ts';
import type { Arrival, Handler } from '../../src/channels/index.ts';
import type { Reply, Said } from '../../src/conversation/index.ts';
import { databaseVectorStore, textHash } from '../../src/embedding/index.ts';
import { analysisText, countMessages, listFlags, loadMessages } from '../../src/intake/index.ts';
import { resolveCode, scanCounts } from '../../src/organisation/index.ts';
import { logger } from '../../src/platform/index.ts';
import { upsertTopic } from '../../src/topics/index.ts';
import { bagEncoder } from '../support/bag-encoder.ts';
import { aTopic } from '../support/builders.ts';
import { describeOnBoth } from '../support/database.ts';
import { aSecret } from '../support/filings.ts';
import { type ResidentsSite, settle } from '../support/residents-site.ts';

const LIGHT = '翠湖社区东门的路灯坏了快一个月，晚上老人出门看不见，请派人修好。';

describeOnBoth('carrying a conversation', (database) => {
  let handler: Handler;
  let similar: SimilarIndex;
  let codes: ResidentsSite['codes'];
  let now: Date;
  let updates = 0;
  let failing = false;
  let closing = false;
  const dropped: string[] = [];

  const compose = (): void => {
    const { db } = database();
    const doors = doorsOf(() => now);
    const log = logger('test');
    const scopeOf: ScopeOf = async (on, { topic, code }) => {
      if (topic !== null) return { topic };
      const place = await doors.placeOf(on, code);
      return place === null ? null : { place };
    };
    similar = similarIndex({
      db,
      encoder: bagEncoder(),
      store: databaseVectorStore(db),
      scopeOf,
      now: () => now,
      log,
    });
    const sealer = aSecret.sealer();
    const desk = deskOf({
      db,
      secret: aSecret,
      sealer,
      originals: null,
      doors: {
        ...doors,
        topicsAt: async (on, code) => (closing ? [] : doors.topicsAt(on, code)),
      },
      scopeOf,
      similar,
      dropPhotos: async (photos) => {
        dropped.push(...photos);
      },
      now: () => now,
      log,
    });
    handler = handlerFor({
      desk: {
        turn: (arrival, work) =>
          desk.turn(arrival, async (here) => {
            const done = await work(here);
            if (failing) throw new Error('the power went off before the turn was saved');
            return done;
          }),
      },
      findSimilar: similar.find,
      urgentSigns: (text) => (text.includes('煤气') ? ['gas'] : []),
      limits: { characters: 1_000, draftCharacters: 3_000, photos: 3 },
      keepMonths: 24,
      deskPhone: null,
      now: () => now,
      log,
    });
  };

  beforeEach(async () => {
    now = new Date('2026-11-24T08:00:00Z');
    failing = false;
    closing = false;
    dropped.length = 0;
    codes = await settle(database());
    compose();
  });
  afterAll(() => similar.close());

  const arrival = (person: string, said: Said, updateId = `u${++updates}`): Arrival => ({
    channel: 'web-chat',
    person,
    address: person,
    updateId,
    said,
    lang: 'zh',
    at: now.toISOString(),
  });
  const choices = (replies: readonly Reply[]) =>
    replies.flatMap((reply) => reply.choices.map(({ id }) => id));
  const words = (replies: readonly Reply[]) =>
    replies.map(({ text, quotes }) => [text, ...quotes].join('\n')).join('\n');
  const tap = (person: string, id: string) => handler(arrival(person, { kind: 'choice', id }));
  const write = (person: string, text: string) => handler(arrival(person, { kind: 'text', text }));

  /** Up to the question whether to file. */
  const written = async (
    person: string,
    text: string,
    code = codes.zhao,
    about = 'own',
  ): Promise<readonly Reply[]> => {
    await handler(arrival(person, { kind: 'start', code }));
    await tap(person, 'agree');
    await tap(person, about);
    let replies = await write(person, text);
    for (let step = 0; step < 3 && !choices(replies).some((id) => id.startsWith('file')); step++)
      replies = await tap(person, choices(replies).includes('skip') ? 'skip' : 'done');
    return replies;
  };
  const fileOf = (replies: readonly Reply[]) => choices(replies).find((id) => id.startsWith('file')) ?? '';
  const receiptIn = (replies: readonly Reply[]) => /MS(?:-[0-9A-Z]{4}){3}/.exec(words(replies))?.[0];

  test('a message is filed with the place, found by its receipt, and withdrawn', async () => {
    const replies = await written('甲', LIGHT);
    const filed = await tap('甲', fileOf(replies));
    const receipt = receiptIn(filed);
    expect(receipt).toBeDefined();
    const [message] = (await Array.fromAsync(loadMessages(database().db))).flat();
    expect(message).toMatchObject({ text: LIGHT, place: '兴业街道翠湖社区', source: 'web-chat' });
    const trail = await write('甲', receipt ?? '');
    expect(words(trail)).toContain('2026年11月24日：收到了');
    const asked = await tap('甲', 'withdraw');
    expect(choices(asked)).toContain('withdrawYes');
    await tap('甲', 'withdrawYes');
    expect(await countMessages(database().db)).toBe(0);
  });

  test('the same update again is answered the same and changes nothing', async () => {
    const replies = await written('甲', LIGHT);
    const filing = arrival('甲', { kind: 'choice', id: fileOf(replies) });
    const first = await handler(filing);
    expect(await handler(filing)).toEqual(first);
    // After a restart too, from what was saved and sealed.
    compose();
    expect(await handler(filing)).toEqual(first);
    expect(await countMessages(database().db)).toBe(1);
    // One that is not the last is known, and not said again.
    const older = arrival('甲', { kind: 'text', text: '还有一件事：公交车太少，请加一班。' });
    await handler(older);
    await tap('甲', 'done');
    expect(await handler(older)).toEqual([]);
  });

  test('receipts stand nowhere in the clear', async () => {
    const replies = await written('甲', LIGHT);
    const receipt = receiptIn(await tap('甲', fileOf(replies))) ?? '';
    const saved = JSON.stringify(await database().db.execute(sql`select state from conversations`));
    expect(saved).not.toContain(receipt);
    expect(saved).not.toContain(receipt.replaceAll('-', ''));
  });

  test('where a turn cannot be saved nothing of it was done, and it can be taken again', async () => {
    const replies = await written('甲', LIGHT);
    const filing = arrival('甲', { kind: 'choice', id: fileOf(replies) });
    failing = true;
    await expect(handler(filing)).rejects.toThrow('power');
    expect(await countMessages(database().db)).toBe(0);
    failing = false;
    expect(receiptIn(await handler(filing))).toBeDefined();
    expect(await countMessages(database().db)).toBe(1);
  });

  test('others who said much the same are counted, shown, and joined by one tap', async () => {
    await tap('甲', fileOf(await written('甲', LIGHT)));
    await similar.idle();
    const replies = await written('乙', '翠湖社区东门路灯坏了一个月，晚上看不见，请派人修好。', codes.xu);
    expect(words(replies)).toContain('已经有1个人说过差不多的事');
    expect(words(replies)).toContain('翠湖社区东门的路灯坏了');
    const joined = await tap('乙', choices(replies).find((id) => id.startsWith('meToo')) ?? '');
    expect(words(joined)).toContain('一共有2个人');
    expect(receiptIn(joined)).toBeDefined();
    expect(await countMessages(database().db)).toBe(1);
  });

  test('examples are told apart by their letters, and people are counted all the same', async () => {
    await tap('甲', fileOf(await written('甲', LIGHT)));
    await tap('乙', fileOf(await written('乙', LIGHT.replace('。', '！！😡'))));
    await similar.idle();
    const replies = await written('丙', LIGHT);
    expect(words(replies)).toContain('已经有2个人说过差不多的事');
    expect(replies.flatMap(({ quotes }) => quotes)).toHaveLength(2);
  });

  test('what was taken back is shown to nobody', async () => {
    await tap('甲', fileOf(await written('甲', LIGHT)));
    await similar.idle();
    await write('乙', '你好');
    await tap('甲', 'withdraw');
    await tap('甲', 'withdrawYes');
    expect(words(await written('丙', LIGHT))).not.toContain('差不多的事');
  });

  test('of what was taken back no vector is left, and of what others wrote word for word it stays', async () => {
    const store = databaseVectorStore(database().db);
    const vectors = async () => (await Array.fromAsync(store.hashes())).flat();
    const hash = textHash(analysisText(LIGHT));
    const takeBack = async (person: string): Promise<void> => {
      await tap(person, 'withdraw');
      await tap(person, 'withdrawYes');
      await similar.idle();
    };
    await tap('甲', fileOf(await written('甲', LIGHT)));
    await tap('乙', fileOf(await written('乙', LIGHT)));
    await similar.idle();
    expect(await vectors()).toEqual([hash]);
    await takeBack('甲');
    expect(await vectors()).toEqual([hash]);
    await takeBack('乙');
    expect(await vectors()).toEqual([]);
    // At once, while it still waits to be embedded, and while a place is being loaded.
    await similar.close();
    compose();
    await tap('丙', fileOf(await written('丙', LIGHT)));
    await takeBack('丙');
    expect(await vectors()).toEqual([]);
    expect(await countMessages(database().db)).toBe(0);
  });

  test('one’s own message is no other person’s', async () => {
    await tap('甲', fileOf(await written('甲', LIGHT)));
    await similar.idle();
    expect(words(await written('甲', '翠湖社区东门的路灯还是坏的，晚上看不见，请派人修好。'))).not.toContain(
      '差不多的事',
    );
  });

  test('a restart finds what was filed before, also where it was not embedded yet', async () => {
    await tap('甲', fileOf(await written('甲', LIGHT)));
    await similar.close();
    compose();
    expect(words(await written('乙', LIGHT))).toContain('已经有1个人说过差不多的事');
  });

  const SOLAR = '我家屋顶的光伏板漏雨漏了三回，请公司来修好。';
  const filedMessages = async () => (await Array.fromAsync(loadMessages(database().db))).flat();
  /** Open in the whole city so far. */
  const solar = async (changes: Parameters<typeof aTopic>[0] = {}) =>
    upsertTopic(database().db, aTopic({ opens: null, closes: null, ...changes }));

  test('a message is filed with the topic that was chosen where it is open', async () => {
    const topic = await solar({ places: ['AF0101'] });
    expect(
      receiptIn(await tap('甲', fileOf(await written('甲', SOLAR, codes.xu, `topic:${topic}`)))),
    ).toBeDefined();
    expect(
      receiptIn(await tap('乙', fileOf(await written('乙', LIGHT, codes.zhao, `topic:${topic}`)))),
    ).toBeDefined();
    expect((await filedMessages()).map((message) => message.topic)).toEqual([topic, topic]);
  });

  test.each([
    ['closed', { phase: 'research' }, true],
    ['went to another place', { places: ['AF010101'] }, true],
    ['ended while the very turn was under way', {}, false],
  ] as const)(
    'a topic that %s takes nothing: the words are kept, and go to the deputy if asked to',
    async (_, changes, beforeTheTurn) => {
      const topic = await solar();
      const replies = await written('甲', SOLAR, codes.xu, `topic:${topic}`);
      await solar(changes);
      if (beforeTheTurn) now = new Date(now.getTime() + 5_000);
      else closing = true;
      const told = await tap('甲', fileOf(replies));
      expect(words(told)).toContain('这个议题在这里不再收大家的话了');
      expect(words(told)).toContain(SOLAR);
      expect(receiptIn(told)).toBeUndefined();
      expect(await countMessages(database().db)).toBe(0);
      expect(receiptIn(await tap('甲', fileOf(told)))).toBeDefined();
      expect(await filedMessages()).toMatchObject([{ text: SOLAR, topic: null, place: '兴业街道翠湖社区' }]);
    },
  );

  test('signs of danger are told to the staff at once, before anything is filed', async () => {
    await handler(arrival('甲', { kind: 'start', code: codes.zhao }));
    await tap('甲', 'agree');
    const replies = await write('甲', '楼道里有煤气味，很浓。');
    expect(words(replies)).toContain('119');
    expect(await listFlags(database().db, 10)).toMatchObject([{ kind: 'urgent', signs: ['gas'] }]);
  });

  test('a photo that is not taken is not kept', async () => {
    await handler(arrival('甲', { kind: 'photo', photo: 'a.jpg', caption: null }));
    const before = dropped.length;
    await handler(arrival('甲', { kind: 'start', code: codes.zhao }));
    await tap('甲', 'agree');
    for (const photo of ['1.jpg', '2.jpg', '3.jpg', '4.jpg'])
      await handler(arrival('甲', { kind: 'photo', photo, caption: null }));
    expect(dropped.slice(before)).toContain('4.jpg');
    expect(dropped).not.toContain('2.jpg');
  });

  test('deleting one’s data leaves the words and nobody behind them', async () => {
    const receipt = receiptIn(await tap('甲', fileOf(await written('甲', LIGHT)))) ?? '';
    await write('甲', '删除我的数据');
    const gone = await tap('甲', 'deleteYes');
    expect(words(gone)).toContain('1条');
    const [message] = (await Array.fromAsync(loadMessages(database().db))).flat();
    expect(message).toMatchObject({ text: LIGHT, person: null });
    // The receipt is the person's own and works on.
    await handler(arrival('甲', { kind: 'start', code: codes.zhao }));
    await tap('甲', 'agree');
    expect(words(await write('甲', receipt))).toContain('收到了');
  });

  test('turns of one person that come at once follow one another, and none is lost', async () => {
    await handler(arrival('甲', { kind: 'start', code: codes.zhao }));
    await tap('甲', 'agree');
    await tap('甲', 'own');
    const parts = Array.from({ length: 8 }, (_, at) => `第${at + 1}句：东门第${at + 1}盏灯不亮。`);
    await Promise.all(parts.map((text) => write('甲', text)));
    const replies = await tap('甲', 'done');
    const asked = choices(replies).includes('skip') ? await tap('甲', 'skip') : replies;
    for (const part of parts) expect(words(asked)).toContain(part);
  });

  test('a code is counted when it is opened', async () => {
    const found = await resolveCode(database().db, codes.zhao);
    await handler(arrival('甲', { kind: 'start', code: codes.zhao }));
    await handler(arrival('乙', { kind: 'start', code: codes.zhao }));
    expect(await scanCounts(database().db, found!.id)).toEqual([{ day: '2026-11-24', count: 2 }]);
  });
});

test('the encoder of these tests finds texts with the same characters near', async () => {
  const encoder = bagEncoder();
  const { data, d } = await encoder.embed(['路灯坏了', '路灯坏了吗', '公交太少']);
  const dot = (i: number, j: number) =>
    data.subarray(i * d, (i + 1) * d).reduce((sum, value, at) => sum + value * (data[j * d + at] ?? 0), 0);
  expect(dot(0, 1)).toBeGreaterThan(0.8);
  expect(dot(0, 2)).toBeLessThan(0.5);
});
