import { eq, sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import {
  checkSecret,
  databaseSeenUpdates,
  fileMessage,
  keyAuthors,
  loadConversation,
  loadMessages,
  markSeen,
  type SlidingLimit,
  saveConversation,
  saveMessages,
  takeSlot,
  takeTurn,
} from '../../src/intake/index.ts';
import { limitMarks, residents, seenUpdates } from '../../src/intake/tables.ts';
import { BadSetup } from '../../src/kernel/index.ts';
import { type Db, secretOf } from '../../src/platform/index.ts';
import { describeOnBoth } from '../support/database.ts';
import { aFiling, aPerson, aSecret, minute } from '../support/filings.ts';

describeOnBoth('a saved conversation', (database) => {
  test('comes back as it was, with its version and when the person was last heard', async () => {
    const { db } = database();
    const person = aPerson();
    expect(await loadConversation(db, person)).toEqual({ state: null, version: 0, heardAt: null });
    const state = { version: 1, draft: { parts: ['路灯"坏"了\n'] }, later: [] };
    expect(await saveConversation(db, person, { state, version: 0, at: minute(0) })).toBe(true);
    expect(await loadConversation(db, person)).toEqual({ state, version: 1, heardAt: minute(0) });
    // The same id on another channel is somebody else.
    expect((await loadConversation(db, aPerson('甲', 'telegram'))).version).toBe(0);
  });

  test('is not overwritten from an older version', async () => {
    const { db } = database();
    const person = aPerson();
    await saveConversation(db, person, { state: 1, version: 0, at: minute(0) });
    await saveConversation(db, person, { state: 2, version: 1, at: minute(1) });
    expect(await saveConversation(db, person, { state: 'stale', version: 1, at: minute(2) })).toBe(false);
    expect(await saveConversation(db, person, { state: 'stale', version: 0, at: minute(2) })).toBe(false);
    expect(await loadConversation(db, person)).toEqual({ state: 2, version: 2, heardAt: minute(1) });
  });

  test('takes turns: of twenty at once none is lost and none interleaves', async () => {
    const { db } = database();
    const person = aPerson();
    const log: string[] = [];
    const turn = (at: number) =>
      takeTurn(db, person, {
        at: minute(at),
        work: async (tx, saved) => {
          log.push('begins');
          const state = (saved.state ?? []) as number[];
          await tx.execute(sql`select 1`);
          log.push('ends');
          return { state: [...state, at], value: at };
        },
      });
    const values = await Promise.all(Array.from({ length: 20 }, (_, at) => turn(at)));
    expect(values).toEqual(Array.from({ length: 20 }, (_, at) => at));
    const { state, version } = await loadConversation(db, person);
    expect((state as number[]).toSorted((a, b) => a - b)).toEqual(values);
    expect(version).toBe(20);
    expect(log).toEqual(Array.from({ length: 40 }, (_, at) => (at % 2 === 0 ? 'begins' : 'ends')));
  });

  test('is kept together with what the turn filed, or neither is', async () => {
    const { db } = database();
    const turn = (fails: boolean) =>
      takeTurn(db, aPerson(), {
        at: minute(0),
        work: async (tx) => {
          const filed = await fileMessage(tx, aFiling(), {
            secret: aSecret,
            originals: null,
            now: minute(0),
          });
          if (fails) throw new Error('the process died here');
          return { state: 'filed', value: filed };
        },
      });
    await expect(turn(true)).rejects.toThrow('died here');
    expect((await Array.fromAsync(loadMessages(db))).flat()).toEqual([]);
    expect((await loadConversation(db, aPerson())).version).toBe(0);
    expect((await turn(false)).ok).toBe(true);
    expect((await loadConversation(db, aPerson())).state).toBe('filed');
  });

  test('lets other people speak meanwhile, on a server', async () => {
    const { db, engine } = database();
    const heard: string[] = [];
    const first = takeTurn(db, aPerson('甲'), {
      at: minute(0),
      work: async (tx) => {
        await tx.execute(sql`select pg_sleep(0.3)`);
        heard.push('甲');
        return { state: 0, value: null };
      },
    });
    const second = takeTurn(db, aPerson('乙'), {
      at: minute(0),
      work: async () => {
        heard.push('乙');
        return { state: 0, value: null };
      },
    });
    await Promise.all([first, second]);
    // The embedded engine has one transaction at a time.
    expect(heard).toEqual(engine === 'postgres' ? ['乙', '甲'] : ['甲', '乙']);
  });
});

describeOnBoth('a sliding limit', (database) => {
  const limit: SlidingLimit = { most: 3, minutes: 10 };
  const use = (db: Db, at: number, key = 'k') => takeSlot(db, { kind: 'x', key, now: minute(at), limit });

  test('lets so many pass in any window and says after how many minutes there is room', async () => {
    const { db } = database();
    for (const at of [0, 4, 5]) expect((await use(db, at)).ok).toBe(true);
    expect(await use(db, 6)).toEqual({ ok: false, error: { minutes: 4 } });
    expect((await use(db, 6, 'other')).ok).toBe(true);
    // At 10 the first has left the window; then 4, 5 and 10 are in it until 14.
    expect((await use(db, 10)).ok).toBe(true);
    expect(await use(db, 11)).toEqual({ ok: false, error: { minutes: 3 } });
    expect(await db.$count(limitMarks, eq(limitMarks.key, 'k'))).toBe(4);
  });
});

describeOnBoth('an update', (database) => {
  test('is remembered by channel and number', async () => {
    const { db } = database();
    const seen = databaseSeenUpdates(db, () => minute(0));
    const update = { channel: 'telegram', updateId: '77' };
    expect(await seen.has(update)).toBe(false);
    await seen.add(update);
    await seen.add(update);
    expect(await seen.has(update)).toBe(true);
    expect(await seen.has({ ...update, channel: 'wechat' })).toBe(false);
    expect(await markSeen(db, update, minute(1))).toBe(false);
    expect(await markSeen(db, { ...update, updateId: '78' }, minute(1))).toBe(true);
    expect(await db.$count(seenUpdates)).toBe(2);
  });
});

describeOnBoth('the secret of a database', (database) => {
  test('is the one that it was first opened with', async () => {
    const { db } = database();
    await checkSecret(db, aSecret);
    await checkSecret(db, aSecret);
    await expect(checkSecret(db, secretOf('another secret, as long as the first'))).rejects.toThrow(BadSetup);
  });
});

describeOnBoth('imported authors', (database) => {
  const batch = (ids: readonly string[], author = '王建国') => ({
    source: 'a.jsonl',
    topic: null,
    aspect: null,
    messages: ids.map((id) => ({ externalId: id, text: `第 ${id} 条`, author, place: null, at: null })),
  });
  const people = async (db: Db): Promise<(string | null)[]> =>
    (await Array.fromAsync(loadMessages(db))).flat().map(({ person }) => person);
  const hashes = async (db: Db): Promise<string[]> =>
    (await db.select().from(residents).orderBy(residents.id)).map(({ keyHash }) => keyHash);

  test('that were kept by a plain hash are keyed, once, and stay the same people', async () => {
    const { db } = database();
    await saveMessages(db, batch(['1', '2']));
    const [plain] = await hashes(db);
    expect(await keyAuthors(db, aSecret)).toBe(1);
    expect(await keyAuthors(db, aSecret)).toBe(0);
    const [keyed] = await hashes(db);
    expect(keyed).not.toBe(plain);
    await saveMessages(db, batch(['3']), aSecret);
    expect(await people(db)).toEqual(['1', '1', '1']);
    expect(await hashes(db)).toEqual([keyed]);
  });

  test('are keyed by the next import with a secret', async () => {
    const { db } = database();
    await saveMessages(db, batch(['1']));
    await saveMessages(db, batch(['2']), aSecret);
    expect(await people(db)).toEqual(['1', '1']);
    expect((await db.select().from(residents)).map(({ keyed }) => keyed)).toEqual([true]);
  });

  test('of which both forms are there are put together', async () => {
    const { db } = database();
    await saveMessages(db, batch(['1']), aSecret);
    await saveMessages(db, batch(['2']));
    expect(new Set(await people(db)).size).toBe(2);
    expect(await keyAuthors(db, aSecret)).toBe(1);
    expect(await people(db)).toEqual(['1', '1']);
    expect(await hashes(db)).toHaveLength(1);
  });
});
