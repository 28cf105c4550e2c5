import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import {
  countMessages,
  countMessagesBy,
  type LoadedMessage,
  loadMessages,
  type MessageBatch,
  type NewMessage,
  saveMessages,
} from '../../src/intake/store.ts';
import { messages, residents } from '../../src/intake/tables.ts';
import type { Database } from '../../src/platform/index.ts';
import { upsertTopic } from '../../src/topics/index.ts';
import { aTopic } from '../support/builders.ts';
import { describeOnBoth } from '../support/database.ts';

const aMessage = (changes: Partial<NewMessage> = {}): NewMessage => ({
  externalId: 'a',
  text: '路灯不亮',
  author: '甲',
  place: '东关社区',
  at: '2026-03-01T08:00:00+08:00',
  ...changes,
});

const aBatch = (all: readonly NewMessage[], changes: Partial<MessageBatch> = {}): MessageBatch => ({
  source: 'test.jsonl',
  topic: null,
  aspect: null,
  messages: all,
  ...changes,
});

const everyMessage = async (
  { db }: Database,
  filter?: Parameters<typeof loadMessages>[1],
): Promise<LoadedMessage[]> => (await Array.fromAsync(loadMessages(db, filter))).flat();

const texts = (loaded: readonly LoadedMessage[]): string[] => loaded.map((message) => message.text);

describeOnBoth('filed messages', (database) => {
  test('come back as they were written, numbered in the order of the batch', async () => {
    const { db } = database();
    const saved = await saveMessages(
      db,
      aBatch([
        aMessage({ externalId: 'z', text: '第一条' }),
        aMessage({ externalId: 'b', text: '第二条', author: '乙', place: null, at: null }),
        aMessage({ externalId: 'a', text: '第三条' }),
      ]),
    );
    expect(saved).toEqual({ inserted: 3, unchanged: 0, differing: [], numbers: ['1', '2', '3'] });
    const loaded = await everyMessage(database());
    expect(loaded.map(({ id, text, place, at }) => ({ id, text, place, at }))).toEqual([
      { id: '1', text: '第一条', place: '东关社区', at: '2026-03-01T00:00:00.000Z' },
      { id: '2', text: '第二条', place: null, at: null },
      { id: '3', text: '第三条', place: '东关社区', at: '2026-03-01T00:00:00.000Z' },
    ]);
    // sha-256 of the UTF-8 bytes, by sha256sum.
    expect(loaded[0]?.textHash).toBe('0393212391453b21253bb1c43830227edeeaa208b7ddbb07ce64f84679cb5d69');
  });

  test('belong to one person when one author wrote them, whose name is nowhere in the database', async () => {
    const { db } = database();
    const three = ['甲', '乙', '甲'].map((author, at) => aMessage({ externalId: String(at), author }));
    await saveMessages(db, aBatch([...three, aMessage({ externalId: '3', author: null })]));
    const [first, second, third, fourth] = await everyMessage(database());
    expect(first?.person).toBe(third?.person);
    expect(first?.person).not.toBe(second?.person);
    expect(fourth?.person).toBeNull();
    expect(JSON.stringify(await db.select().from(residents))).not.toMatch(/[甲乙]/);
  });

  test('do not change when the same file is imported again, and its numbers leave no gap', async () => {
    const { db } = database();
    const batch = aBatch([aMessage({ externalId: 'a' }), aMessage({ externalId: 'b' })]);
    await saveMessages(db, batch);
    const before = await db.select().from(messages).orderBy(messages.id);
    expect(await saveMessages(db, batch)).toEqual({
      inserted: 0,
      unchanged: 2,
      differing: [],
      numbers: ['1', '2'],
    });
    expect(await db.select().from(messages).orderBy(messages.id)).toEqual(before);
    const longer = aBatch([...batch.messages, aMessage({ externalId: 'c' })]);
    expect((await saveMessages(db, longer)).numbers).toEqual(['1', '2', '3']);
  });

  test('keep their first text, and the other one is named', async () => {
    const { db } = database();
    await saveMessages(db, aBatch([aMessage({ externalId: 'a', text: '原文' })]));
    const again = await saveMessages(
      db,
      aBatch([aMessage({ externalId: 'a', text: '改过' }), aMessage({ externalId: 'b' })]),
    );
    expect(again).toEqual({ inserted: 1, unchanged: 0, differing: ['a'], numbers: ['1', '2'] });
    expect(texts(await everyMessage(database()))).toEqual(['原文', '路灯不亮']);
  });

  test('of two sources may carry the same id', async () => {
    const { db } = database();
    await saveMessages(db, aBatch([aMessage()], { source: 'one' }));
    expect((await saveMessages(db, aBatch([aMessage()], { source: 'two' }))).numbers).toEqual(['2']);
  });

  test('are all there or none is, where one of a batch of three chunks cannot be stored', async () => {
    const { db } = database();
    const many = Array.from({ length: 2500 }, (_, at) => aMessage({ externalId: String(at) }));
    const broken = many.with(2400, aMessage({ externalId: 'x', at: 'the day before yesterday' }));
    await expect(saveMessages(db, aBatch(broken))).rejects.toThrow('Failed query');
    expect(await db.select().from(messages)).toEqual([]);
    expect(await db.select().from(residents)).toEqual([]);
    expect((await saveMessages(db, aBatch(many))).inserted).toBe(2500);
  });

  test.each([
    ['emoji and their joiners', '👩‍👩‍👧‍👦 🇨🇳 路灯 💡'],
    ['right to left', 'سىز ياخشىمۇسىز'],
    ['what an array or a query would be broken by', `{"a","b"} \\x00 '; drop table messages; -- NULL \\ " ,`],
    ['the word null', 'null'],
    ['nothing but spaces and lines', ' \r\n\t　'],
    ['nothing at all', ''],
    ['100,000 characters', '水'.repeat(100_000)],
  ])('hold %s byte for byte', async (_, text) => {
    await saveMessages(database().db, aBatch([aMessage({ text })]));
    expect(texts(await everyMessage(database()))).toEqual([text]);
  });

  test('lose the NUL character and half a surrogate pair, which no PostgreSQL can hold, and are hashed without', async () => {
    const { db } = database();
    await saveMessages(
      db,
      aBatch([
        aMessage({ externalId: 'odd', text: '路\0灯\ud83d不亮' }),
        aMessage({ externalId: 'plain', text: '路灯\ufffd不亮' }),
      ]),
    );
    const [odd, plain] = await everyMessage(database());
    expect(odd?.text).toBe('路灯\ufffd不亮');
    expect(odd?.textHash).toBe(plain?.textHash);
  });

  test('are found by topic, place and period, the end of which is not included', async () => {
    const { db } = database();
    const topic = await upsertTopic(db, aTopic({ aspects: [{ number: 1, title: '并网' }] }));
    const day = (date: string) => `2026-03-0${date}T00:00:00Z`;
    await saveMessages(
      db,
      aBatch(
        [
          aMessage({ externalId: '1', text: '一', at: day('1') }),
          aMessage({ externalId: '2', text: '二', at: day('2'), place: '西关' }),
          aMessage({ externalId: '3', text: '三', at: day('3') }),
          aMessage({ externalId: '4', text: '四', at: null }),
        ],
        { topic, aspect: 1 },
      ),
    );
    await saveMessages(db, aBatch([aMessage({ externalId: '5', text: '五', at: day('2') })]));
    const found = async (filter: Parameters<typeof loadMessages>[1]) =>
      texts(await everyMessage(database(), filter));
    expect(await found({})).toEqual(['一', '二', '三', '四', '五']);
    expect(await found({ topic })).toEqual(['一', '二', '三', '四']);
    expect(await found({ topic, from: day('1'), to: day('3') })).toEqual(['一', '二']);
    expect(await found({ from: day('2') })).toEqual(['二', '三', '五']);
    expect(await found({ place: '西关' })).toEqual(['二']);
    expect(await countMessages(db, { topic, from: day('1'), to: day('3') })).toBe(2);
  });

  test('are counted by topic, aspect, place and source, most first, with those that name none', async () => {
    const { db } = database();
    const topic = await upsertTopic(db, aTopic({ aspects: [{ number: 1, title: '并网' }] }));
    const three = ['1', '2', '3'].map((externalId) => aMessage({ externalId, place: '西关' }));
    await saveMessages(db, aBatch(three, { topic, aspect: 1 }));
    await saveMessages(db, aBatch([aMessage({ externalId: '4', place: null })], { source: 'wechat', topic }));
    await saveMessages(db, aBatch([aMessage({ externalId: '5', place: null })]));
    expect(await countMessagesBy(db, 'topic')).toEqual([
      { of: topic, messages: 4 },
      { of: null, messages: 1 },
    ]);
    expect(await countMessagesBy(db, 'aspect', { topic })).toEqual([
      { of: '1', messages: 3 },
      { of: null, messages: 1 },
    ]);
    expect(await countMessagesBy(db, 'place', { topic: null })).toEqual([
      { of: '西关', messages: 3 },
      { of: null, messages: 2 },
    ]);
    expect(await countMessagesBy(db, 'source')).toEqual([
      { of: 'test.jsonl', messages: 4 },
      { of: 'wechat', messages: 1 },
    ]);
    const loaded = await everyMessage(database(), { topic });
    expect(loaded.map(({ source, topic: of, aspect }) => [source, of, aspect])).toEqual([
      ['test.jsonl', topic, 1],
      ['test.jsonl', topic, 1],
      ['test.jsonl', topic, 1],
      ['wechat', topic, null],
    ]);
  });

  test('of one author through two channels that share their authors are by one person, others by two', async () => {
    const { db } = database();
    const one = (externalId: string) => [aMessage({ externalId, author: '甲' })];
    await saveMessages(db, aBatch(one('1'), { source: 'demo:wechat', authorsOf: 'demo' }));
    await saveMessages(db, aBatch(one('2'), { source: 'demo:paper', authorsOf: 'demo' }));
    await saveMessages(db, aBatch(one('3'), { source: 'elsewhere' }));
    const [first, second, third] = (await everyMessage(database())).map(({ person }) => person);
    expect(second).toBe(first);
    expect(third).not.toBe(first);
  });

  test('that are held or withdrawn are not loaded', async () => {
    const { db } = database();
    await saveMessages(
      db,
      aBatch(['a', 'b', 'c'].map((externalId) => aMessage({ externalId, text: externalId }))),
    );
    await db.update(messages).set({ state: 'held' }).where(eq(messages.externalId, 'a'));
    await db.update(messages).set({ state: 'withdrawn', textMasked: '' }).where(eq(messages.externalId, 'c'));
    expect(texts(await everyMessage(database()))).toEqual(['b']);
  });

  test('come in chunks, each message once, and without what is filed meanwhile', async () => {
    const { db } = database();
    const many = Array.from({ length: 5001 }, (_, at) => aMessage({ externalId: String(at) }));
    await saveMessages(db, aBatch(many));
    const sizes: number[] = [];
    const seen = new Set<string>();
    for await (const chunk of loadMessages(db)) {
      sizes.push(chunk.length);
      for (const message of chunk) seen.add(message.id);
      await saveMessages(db, aBatch([aMessage({ externalId: `late ${sizes.length}` })]));
    }
    expect(sizes).toEqual([5000, 1]);
    const served = await Array.fromAsync(loadMessages(db, {}, { chunk: 2000 }));
    expect(served.map(({ length }) => length)).toEqual([2000, 2000, 1003]);
    expect(seen.size).toBe(5001);
  });

  test('are saved once by writers that come at the same time with the same file', async () => {
    const { db } = database();
    const many = Array.from({ length: 300 }, (_, at) =>
      aMessage({ externalId: String(at), author: String(at % 40) }),
    );
    const all = await Promise.all([
      saveMessages(db, aBatch(many)),
      saveMessages(db, aBatch(many.toReversed())),
      saveMessages(db, aBatch(many)),
    ]);
    expect(all.map((saved) => saved.inserted + saved.unchanged)).toEqual([300, 300, 300]);
    expect(all.reduce((sum, saved) => sum + saved.inserted, 0)).toBe(300);
    expect(await countMessages(db)).toBe(300);
    expect(await db.$count(residents)).toBe(40);
  });

  test('are refused with an aspect that their topic does not have', async () => {
    const { db } = database();
    const topic = await upsertTopic(db, aTopic({ aspects: [{ number: 1, title: '并网' }] }));
    await expect(saveMessages(db, aBatch([aMessage()], { topic, aspect: 2 }))).rejects.toThrow(
      'Failed query',
    );
    await expect(saveMessages(db, aBatch([aMessage()], { topic: null, aspect: 1 }))).rejects.toThrow(
      'Failed query',
    );
    expect(await countMessages(db)).toBe(0);
  });
});
