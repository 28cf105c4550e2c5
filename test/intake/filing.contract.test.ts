import { eq, sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import {
  agree,
  appendEvents,
  decideHolds,
  deleteData,
  eventsAfter,
  type Filed,
  type Filing,
  type FilingDeps,
  fileMessage,
  filingLimits,
  flagForStaff,
  forget,
  forgetOriginals,
  handleFlag,
  keepOriginal,
  listFlags,
  listHolds,
  loadMessages,
  lookUp,
  openOriginal,
  type Person,
  reachableFor,
  resealAddresses,
  resealOriginals,
  supportersOf,
  supportMessage,
  takeTurn,
  trailFor,
  withdraw,
} from '../../src/intake/index.ts';
import {
  draftOriginals,
  messageEvents,
  messages,
  originals,
  residents,
  staffFlags,
} from '../../src/intake/tables.ts';
import { type MessageId, messageId } from '../../src/kernel/index.ts';
import { type Db, newSealer, rowsOf } from '../../src/platform/index.ts';
import { describeOnBoth } from '../support/database.ts';
import { aFiling, aPerson, aSecret, minute } from '../support/filings.ts';

const sealer = newSealer([{ id: 'a', key: Buffer.alloc(32, 1) }]);
const deps = (changes: Partial<FilingDeps> = {}): FilingDeps => ({
  secret: aSecret,
  originals: null,
  now: minute(0),
  ...changes,
});

const file = async (
  db: Db,
  filing: Partial<Filing> = {},
  changes: Partial<FilingDeps> = {},
): Promise<Filed> => {
  const result = await fileMessage(db, aFiling(filing), deps(changes));
  if (!result.ok) throw new Error(`refused: ${result.error.kind}`);
  return result.value;
};

const loaded = async (db: Db): Promise<string[]> =>
  (await Array.fromAsync(loadMessages(db))).flat().map(({ text }) => text);

/** Every cell of every table as one text: what is not in it is nowhere in the database. */
const everything = async (db: Db): Promise<string> => {
  const tables = await rowsOf<{ name: string }>(
    db,
    sql`select quote_ident(tablename) as name from pg_tables where schemaname = 'public'`,
  );
  const dumps = await Promise.all(
    tables.map(({ name }) => rowsOf<{ row: string }>(db, sql.raw(`select t::text as row from ${name} as t`))),
  );
  return dumps.flatMap((rows) => rows.map(({ row }) => row)).join('\n');
};

const shown = (db: Db, receipt: string, person = aPerson(), now = minute(1)) =>
  lookUp(db, { person, receipt }, { secret: aSecret, now });

describeOnBoth('a message that is filed', (database) => {
  test('is there with its place, code and person, under a receipt that is nowhere in the database', async () => {
    const { db } = database();
    const { message, receipt, held } = await file(db, { photos: ['p1'] });
    expect([message, held]).toEqual(['1', false]);
    const [batch = []] = await Array.fromAsync(loadMessages(db));
    expect(batch).toEqual([
      {
        id: '1',
        text: aFiling().text,
        textHash: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
        person: '1',
        place: '东关社区',
        at: '2026-09-01T04:00:00.000Z',
        source: 'web-chat',
        topic: null,
        aspect: null,
      },
    ]);
    const dump = (await everything(db)).replaceAll('-', '');
    expect(dump).not.toContain(receipt.replaceAll('-', ''));
    expect(dump).not.toContain('甲');
  });

  test('is filed once, with one receipt, however often it is confirmed', async () => {
    const { db } = database();
    const first = await file(db);
    const again = await Promise.all([1, 2, 3].map((later) => file(db, {}, { now: minute(later) })));
    for (const one of again) expect(one).toEqual(first);
    expect(await loaded(db)).toHaveLength(1);
    expect(await file(db, { draft: 2, text: '公交车太少，半小时才来一班，上班总迟到。' })).toMatchObject({
      message: '2',
    });
  });

  test('is not lost where a conversation that forgot its drafts counts from one again', async () => {
    const { db } = database();
    const first = await file(db, { draft: 1 });
    const second = await file(db, { draft: 1, text: '公交车太少，半小时才来一班，上班总迟到。' });
    expect(second.message).not.toBe(first.message);
    expect(second.receipt).not.toBe(first.receipt);
    expect(await loaded(db)).toHaveLength(2);
  });

  test('of one person on two channels is of two people, and the same draft number does not mix them', async () => {
    const { db } = database();
    const one = await file(db);
    const other = await file(db, { person: aPerson('甲', 'telegram') });
    expect(other.message).not.toBe(one.message);
    expect(other.receipt).not.toBe(one.receipt);
  });

  test('is refused beyond the person’s limit, for as long as the window needs', async () => {
    const { db } = database();
    const limits = { ...filingLimits, person: [{ most: 2, minutes: 60 }] };
    await file(db, { draft: 1, text: '一号楼的电梯坏了三天没人修' }, { limits });
    await file(db, { draft: 2, text: '菜市场门口积水，雨天过不去' }, { limits, now: minute(20) });
    const third = aFiling({ draft: 3, text: '希望公园里装几张长椅给老人坐' });
    expect(await fileMessage(db, third, deps({ limits, now: minute(30) }))).toEqual({
      ok: false,
      error: { kind: 'limited', minutes: 30 },
    });
    // A confirmation that is repeated is no new message.
    expect(
      (await fileMessage(db, aFiling({ draft: 1, text: '一号楼的电梯坏了三天没人修' }), deps({ limits }))).ok,
    ).toBe(true);
    expect((await fileMessage(db, third, deps({ limits, now: minute(61) }))).ok).toBe(true);
  });

  test('is taken and held where its code is flooded', async () => {
    const { db } = database();
    const limits = { ...filingLimits, code: { most: 2, minutes: 60 } };
    const texts = [
      '一号楼的电梯坏了三天没人修',
      '菜市场门口积水，雨天过不去',
      '希望公园里装几张长椅给老人坐',
    ];
    const held = [];
    for (const [at, text] of texts.entries())
      held.push((await file(db, { person: aPerson(String(at)), text }, { limits })).held);
    expect(held).toEqual([false, false, true]);
    expect(
      (
        await file(
          db,
          { person: aPerson('x'), code: 'OTHER234', text: '夜市太吵，能不能管到十点' },
          { limits },
        )
      ).held,
    ).toBe(false);
  });

  test('keeps a NUL and half a surrogate pair out of the database and still answers the same again', async () => {
    const { db } = database();
    const odd = { text: '路\0灯\uD800坏了，修一修吧，晚上看不见' };
    const first = await file(db, odd);
    expect(await file(db, odd)).toEqual(first);
    expect(await loaded(db)).toEqual(['路灯\uFFFD坏了，修一修吧，晚上看不见']);
  });
});

describeOnBoth('copies and suspicious messages', (database) => {
  const campaign = '我们坚决反对在东关社区建垃圾中转站，请立即停止施工，还居民一个安静的环境！';
  const flood = async (db: Db, people: number, from = 0): Promise<Filed[]> => {
    const filed = [];
    for (let at = from; at < from + people; at++)
      filed.push(
        await file(db, {
          person: aPerson(`人${at}`),
          // Another punctuation and another telephone: the same text all the same.
          text: `${campaign}${'！'.repeat(at % 3)}${at % 2 === 0 ? '电话〔手机号〕' : ''}`,
        }),
      );
    return filed;
  };

  test('of a campaign wait together from the sixth person on, and no digest sees them', async () => {
    const { db } = database();
    const filed = await flood(db, 8);
    expect(filed.map(({ held }) => held)).toEqual([false, false, false, false, false, true, true, true]);
    expect(filed.map(({ others }) => others)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(await loaded(db)).toHaveLength(5);
    const groups = await listHolds(db, { limit: 10 });
    expect(groups).toHaveLength(1);
    expect(groups[0]).toMatchObject({ group: '1', people: 3, waiting: 3, reasons: ['copies'] });
    expect(groups[0]?.messages.map(({ message }) => message)).toEqual(['6', '7', '8']);
  });

  test('that staff let pass are in the next digest, and later ones like them are not held again', async () => {
    const { db } = database();
    await flood(db, 7);
    const decided = await decideHolds(db, {
      of: { group: messageId('1') },
      decision: 'released',
      by: '张',
      at: minute(5),
    });
    expect(decided).toEqual(['6', '7']);
    expect(await loaded(db)).toHaveLength(7);
    expect((await flood(db, 1, 20))[0]?.held).toBe(false);
    expect(await listHolds(db, { limit: 10 })).toEqual([]);
    expect((await trailFor(db, messageId('6')))?.steps.map(({ kind }) => kind)).toEqual([
      'received',
      'held',
      'released',
    ]);
  });

  test('that staff set aside stay, with the reason, and never come into a digest', async () => {
    const { db } = database();
    await flood(db, 6);
    const of = { messages: [messageId('6')] };
    expect(
      await decideHolds(db, { of, decision: 'setAside', note: '同一份请愿', by: '张', at: minute(5) }),
    ).toEqual(['6']);
    // Decided is decided.
    expect(await decideHolds(db, { of, decision: 'released', by: '李', at: minute(6) })).toEqual([]);
    expect(await loaded(db)).toHaveLength(5);
    const [row] = await db.select().from(messages).where(eq(messages.id, 6));
    expect([row?.state, row?.textMasked.startsWith(campaign)]).toEqual(['setAside', true]);
    // Still a flood: the next one waits.
    expect((await flood(db, 1, 30))[0]?.held).toBe(true);
  });

  test('about two places, or too short to have been copied, are no flood', async () => {
    const { db } = database();
    for (let at = 0; at < 8; at++) {
      const lamp = await file(db, {
        person: aPerson(`a${at}`),
        text: `请修一下${at + 1}号楼前的路灯，晚上太黑了，老人不敢出门`,
      });
      const short = await file(db, { person: aPerson(`b${at}`), text: '路灯不亮' });
      expect([lamp.held, short.held]).toEqual([false, false]);
    }
  });

  test('of one person wait from the third on', async () => {
    const { db } = database();
    const held = [];
    for (let draft = 1; draft <= 3; draft++)
      held.push((await file(db, { draft, text: `${campaign}${'。'.repeat(draft)}` })).held);
    expect(held).toEqual([false, false, true]);
    expect((await listHolds(db, { limit: 1 }))[0]?.reasons).toEqual(['repeated']);
  });

  test('that advertise or insult wait alone, and nothing of them is lost', async () => {
    const { db } = database();
    const ad = await file(db, { text: '专业办证刻章，价格优惠，加微信〔微信号〕' });
    const insult = await file(db, { draft: 2, text: '你们这些畜生去死吧，不得好死' });
    const anger = await file(db, { draft: 3, text: '气死人了，物业不作为，垃圾堆了半个月没人管' });
    expect([ad.held, insult.held, anger.held]).toEqual([true, true, false]);
    const groups = await listHolds(db, { limit: 10 });
    expect(groups.map(({ group, reasons }) => [group, reasons])).toEqual([
      ['1', ['advertising']],
      ['2', ['abuse']],
    ]);
  });
});

describeOnBoth('what became of a message', (database) => {
  test('is told to whoever has the receipt, from any channel, and to nobody else', async () => {
    const { db } = database();
    const { receipt, message } = await file(db);
    await appendEvents(db, [
      { message, event: { kind: 'themed', theme: '路灯', people: 4 }, at: minute(60), key: 'run:1' },
      { message, event: { kind: 'themed', theme: '路灯', people: 4 }, at: minute(61), key: 'run:1' },
    ]);
    expect(await db.$count(messageEvents)).toBe(1);
    const step = { kind: 'themed', date: '2026-09-01', theme: '路灯', people: 4 } as const;
    expect(await eventsAfter(db, 0, 10)).toEqual([{ event: 1, message, text: aFiling().text, step }]);
    expect(await eventsAfter(db, 1, 10)).toEqual([]);
    const found = await shown(db, receipt.toLowerCase().replaceAll('-', ' '), aPerson('乙', 'telegram'));
    expect(found).toEqual({
      ok: true,
      value: {
        message,
        text: aFiling().text,
        steps: [
          { kind: 'received', date: '2026-09-01' },
          { kind: 'themed', date: '2026-09-01', theme: '路灯', people: 4 },
        ],
        canWithdraw: true,
      },
    });
    expect(await shown(db, 'MS-2222-2222-2222')).toEqual({ ok: false, error: { kind: 'notFound' } });
    expect(await shown(db, '路灯')).toEqual({ ok: false, error: { kind: 'notFound' } });
  });

  test('may be asked ten times in ten minutes, found or not', async () => {
    const { db } = database();
    const { receipt } = await file(db);
    for (let at = 0; at < 10; at++) await shown(db, 'MS-2222-2222-2222', aPerson('贼'), minute(at));
    expect(await shown(db, receipt, aPerson('贼'), minute(9))).toEqual({
      ok: false,
      error: { kind: 'limited', minutes: 1 },
    });
    expect((await shown(db, receipt, aPerson('乙'), minute(9))).ok).toBe(true);
    expect((await shown(db, receipt, aPerson('贼'), minute(11))).ok).toBe(true);
  });
});

describeOnBoth('me too', (database) => {
  test('counts each person once beside the author, with a receipt of their own', async () => {
    const { db } = database();
    const { message } = await file(db);
    const support = (name: string) =>
      supportMessage(db, { person: aPerson(name), message, draft: 1 }, { secret: aSecret, now: minute(1) });
    const first = await support('乙');
    expect(first).toMatchObject({ ok: true, value: { people: 2 } });
    expect(await support('乙')).toEqual(first);
    expect(await support('丙')).toMatchObject({ ok: true, value: { people: 3 } });
    // The author has a receipt and counts already.
    expect(await support('甲')).toEqual({ ok: true, value: { receipt: null, people: 3 } });
    expect([...(await supportersOf(db, [message]))]).toEqual([[message, ['2', '3']]]);
    const receipt = first.ok ? (first.value.receipt ?? '') : '';
    expect(await shown(db, receipt, aPerson('丁'))).toMatchObject({ ok: true, value: { message } });
  });

  test('is taken back without the message, which belongs to its author', async () => {
    const { db } = database();
    const { message } = await file(db);
    await supportMessage(
      db,
      { person: aPerson('乙'), message, draft: null },
      { secret: aSecret, now: minute(1) },
    );
    const ask = { person: aPerson('乙'), message, at: minute(2) };
    expect(await withdraw(db, ask)).toEqual({ ok: true, value: { what: 'support', photos: [], words: [] } });
    expect(await loaded(db)).toHaveLength(1);
    expect((await supportersOf(db, [message])).size).toBe(0);
    expect(await withdraw(db, ask)).toEqual({ ok: false, error: { kind: 'notYours' } });
  });

  test('is not possible for what waits or is gone', async () => {
    const { db } = database();
    const { message } = await file(db, { text: '专业办证刻章，价格优惠，加微信〔微信号〕' });
    const support = supportMessage(
      db,
      { person: aPerson('乙'), message, draft: null },
      { secret: aSecret, now: minute(1) },
    );
    expect(await support).toEqual({ ok: false, error: { kind: 'gone' } });
  });
});

describeOnBoth('leaving', (database) => {
  test('a withdrawn message has no words left anywhere, and its receipt says so', async () => {
    const { db } = database();
    const person = aPerson();
    await keepOriginal(
      db,
      { person, draft: 1, part: 1, text: '我叫王建国，路灯坏了' },
      { sealer, at: minute(0) },
    );
    const { message, receipt } = await file(db, { photos: ['p1', 'p2'] }, { originals: sealer });
    await flagForStaff(db, {
      kind: 'urgent',
      signs: ['fire'],
      person,
      code: null,
      draft: 1,
      text: aFiling().text,
      at: minute(0),
    });
    await db.update(staffFlags).set({ messageId: Number(message) });
    const gone = await withdraw(db, { person, message, at: minute(5) });
    const what = 'message';
    expect(gone).toEqual({ ok: true, value: { what, photos: ['p1', 'p2'], words: [aFiling().text] } });
    expect(await withdraw(db, { person, message, at: minute(6) })).toEqual({
      ok: true,
      value: { what, photos: [], words: [] },
    });
    expect(await loaded(db)).toEqual([]);
    expect(await everything(db)).not.toContain('路灯');
    expect(await db.$count(originals)).toBe(0);
    expect(await shown(db, receipt)).toMatchObject({
      ok: true,
      value: { text: '', canWithdraw: false, steps: [{ kind: 'received' }, { kind: 'withdrawn' }] },
    });
    // The same confirmation again does not bring it back.
    expect((await file(db, {}, { now: minute(7) })).message).toBe(message);
    expect(await loaded(db)).toEqual([]);
  });

  test('words that somebody else wrote too are handed out as gone with the last who takes them back', async () => {
    const { db } = database();
    const [one, other] = [await file(db), await file(db, { person: aPerson('乙') })];
    const takenBack = async (person: Person, { message }: { message: MessageId }) => {
      const done = await withdraw(db, { person, message, at: minute(5) });
      return done.ok ? done.value.words : null;
    };
    expect(await takenBack(aPerson(), one)).toEqual([]);
    expect(await takenBack(aPerson('乙'), other)).toEqual([aFiling().text]);
  });

  test('only the author, or who showed the receipt, may withdraw', async () => {
    const { db } = database();
    const { message, receipt } = await file(db);
    const thief = aPerson('贼');
    expect(await withdraw(db, { person: thief, message, at: minute(1) })).toEqual({
      ok: false,
      error: { kind: 'notYours' },
    });
    const other = await file(db, { person: thief, text: '菜市场门口积水，雨天过不去' });
    await shown(db, other.receipt, thief);
    expect((await withdraw(db, { person: thief, message, at: minute(2) })).ok).toBe(false);
    const phone = aPerson('甲的另一部手机', 'telegram');
    await shown(db, receipt, phone);
    expect(await withdraw(db, { person: phone, message, at: minute(3) })).toMatchObject({ ok: true });
  });

  test('a withdrawn message that waited is not in the queue any more', async () => {
    const { db } = database();
    const { message } = await file(db, { text: '专业办证刻章，价格优惠，加微信〔微信号〕' });
    await withdraw(db, { person: aPerson(), message, at: minute(1) });
    expect(await listHolds(db, { limit: 5 })).toEqual([]);
    expect(
      await decideHolds(db, { of: { messages: [message] }, decision: 'released', by: '张', at: minute(2) }),
    ).toEqual([]);
  });

  test('deleting one’s data leaves messages of which nothing says whose they are, and receipts that work', async () => {
    const { db } = database();
    const person = aPerson();
    await agree(db, person, { version: 1, lang: 'zh', at: minute(0), address: 'chat 123456', sealer });
    await keepOriginal(db, { person, draft: 1, part: 1, text: '我叫王建国' }, { sealer, at: minute(0) });
    const one = await file(db, { photos: ['p1'] }, { originals: sealer });
    const two = await file(db, { draft: 2, text: '菜市场门口积水，雨天过不去' });
    const of = await file(db, { person: aPerson('乙'), text: '希望公园里装几张长椅给老人坐' });
    await supportMessage(
      db,
      { person, message: of.message, draft: null },
      { secret: aSecret, now: minute(1) },
    );
    await flagForStaff(db, {
      kind: 'person',
      signs: [],
      person,
      code: null,
      draft: 2,
      text: '找人',
      at: minute(1),
    });
    await takeTurn(db, person, {
      at: minute(1),
      work: async () => ({ state: { draft: '没写完的' }, value: null }),
    });
    const [before] = await db.select().from(residents).where(eq(residents.keyHash, person.hash));
    expect(before?.consentVersion).toBe(1);

    expect(await deleteData(db, person)).toEqual({ kept: 2, photos: ['p1'] });
    const dump = await everything(db);
    for (const trace of [person.hash, before?.salt ?? 'x', '没写完的', '123456'])
      expect(dump).not.toContain(trace);
    const rows = await db.select().from(messages).orderBy(messages.id);
    expect(rows.slice(0, 2).map(({ residentId, externalId }) => [residentId, externalId])).toEqual([
      [null, null],
      [null, null],
    ]);
    expect(await db.$count(originals)).toBe(0);
    expect((await supportersOf(db, [of.message])).size).toBe(0);
    expect((await listFlags(db, 5)).map(({ answerable }) => answerable)).toEqual([false]);
    expect(await loaded(db)).toHaveLength(3);
    expect(await shown(db, one.receipt, aPerson('乙'))).toMatchObject({
      ok: true,
      value: { message: one.message },
    });
    // A newcomer with the same phone starts anew: same draft number, other message, other receipt.
    const fresh = await file(db, { draft: 2, text: '菜市场门口积水，雨天过不去' });
    expect(fresh.message).not.toBe(two.message);
    expect(fresh.receipt).not.toBe(two.receipt);
    expect(await deleteData(db, aPerson('谁也不是'))).toEqual({ kept: 0, photos: [] });
  });

  test('messages older than the notice says lose their words; younger and imported ones stay', async () => {
    const { db } = database();
    await file(db, { photos: ['p1'] });
    await file(db, { draft: 2, text: '菜市场门口积水，雨天过不去' }, { now: minute(60 * 24 * 40) });
    const now = new Date('2027-09-15T00:00:00Z');
    const dropped: string[] = [];
    const retention = {
      keepMonths: 12,
      photosIn: () => [],
      dropPhotos: async (photos: readonly string[]) => {
        dropped.push(...photos);
      },
    };
    expect(await forget(db, { ...retention, now })).toEqual({ messages: ['1'], photos: ['p1'] });
    expect(await forget(db, { ...retention, now })).toEqual({ messages: [], photos: [] });
    expect(dropped).toEqual(['p1']);
    expect(await loaded(db)).toEqual(['菜市场门口积水，雨天过不去']);
    await forget(db, { ...retention, now: new Date('2028-01-01T00:00:00Z') });
    expect(await db.$count(residents)).toBe(0);
    expect(await db.$count(messages)).toBe(2);
  });
});

describeOnBoth('what is sealed', (database) => {
  test('originals open only as what they are, and move from draft to message', async () => {
    const { db } = database();
    const person = aPerson();
    for (const [part, text] of ['我叫王建国', '住3号楼2单元501'].entries())
      await keepOriginal(db, { person, draft: 1, part, text }, { sealer, at: minute(0) });
    const { message } = await file(db, {}, { originals: sealer });
    expect(await openOriginal(db, message, sealer)).toBe('我叫王建国\n住3号楼2单元501');
    expect(await db.$count(draftOriginals)).toBe(0);
    expect(await everything(db)).not.toContain(Buffer.from('王建国').toString('hex'));
    const other = await file(db, { draft: 2, text: '菜市场门口积水，雨天过不去' });
    await db.update(originals).set({ messageId: Number(other.message) });
    await expect(openOriginal(db, other.message, sealer)).rejects.toThrow(/authenticate/);
  });

  test('is sealed anew under the next key, after which the former one is not needed', async () => {
    const { db } = database();
    const person = aPerson();
    await agree(db, person, { version: 1, lang: 'en', at: minute(0), address: 'chat 9', sealer });
    await keepOriginal(db, { person, draft: 1, part: 1, text: '原文' }, { sealer, at: minute(0) });
    const { message } = await file(db, {}, { originals: sealer });
    const key = { id: 'b', key: Buffer.alloc(32, 2) };
    const both = newSealer([key, { id: 'a', key: Buffer.alloc(32, 1) }]);
    expect([await resealOriginals(db, both), await resealAddresses(db, both)]).toEqual([1, 1]);
    expect([await resealOriginals(db, both), await resealAddresses(db, both)]).toEqual([0, 0]);
    const next = newSealer([key]);
    expect(await openOriginal(db, message, next)).toBe('原文');
    expect([await forgetOriginals(db), await openOriginal(db, message, next)]).toEqual([1, null]);
    expect(await reachableFor(db, [message], next)).toEqual([
      { resident: 1, channel: 'web-chat', language: 'en', address: 'chat 9' },
    ]);
  });
});

describeOnBoth('flags for the staff', (database) => {
  test('come urgent ones first, once for each sign of a draft, and are handled once', async () => {
    const { db } = database();
    const flag = {
      person: aPerson(),
      code: 'ABCD2345',
      draft: 1,
      text: '楼道里一股煤气味',
      at: minute(0),
    } as const;
    await flagForStaff(db, { ...flag, kind: 'person', signs: [], draft: null });
    await flagForStaff(db, { ...flag, kind: 'urgent', signs: ['gas'] });
    await flagForStaff(db, { ...flag, kind: 'urgent', signs: ['gas'] });
    await flagForStaff(db, { ...flag, kind: 'urgent', signs: ['fire'] });
    const { message } = await file(db);
    const flags = await listFlags(db, 10);
    expect(flags.map(({ kind, signs, message: of }) => [kind, signs, of])).toEqual([
      ['urgent', ['gas'], message],
      ['urgent', ['fire'], message],
      ['person', [], null],
    ]);
    const id = flags[0]?.id ?? 0;
    expect(await handleFlag(db, { id, by: '张', at: minute(1), note: '已联系燃气公司' })).toBe(true);
    expect(await handleFlag(db, { id, by: '李', at: minute(2) })).toBe(false);
    expect(await listFlags(db, 10)).toHaveLength(2);
  });
});
