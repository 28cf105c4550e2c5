import { type SQL, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Db, rowsOf } from '../../src/platform/index.ts';
import { closeDatabases, freshPglite } from '../support/database.ts';

/** The code of the error that the database gave, wherever it is wrapped. */
const codeOf = async (work: Promise<unknown>): Promise<unknown> => {
  try {
    await work;
    return null;
  } catch (error) {
    const { code, cause } = error as { code?: unknown; cause?: { code?: unknown } };
    return code ?? cause?.code;
  }
};

/** As PGlite gives it: `Db` is for both databases, and says nothing of it. */
const resultOf = async (db: Db, query: SQL) =>
  (await db.execute(query)) as {
    readonly rows: readonly Record<string, unknown>[];
    readonly affectedRows: number;
  };

describe('statements that come again', () => {
  let db: Db;
  beforeAll(async () => {
    ({ db } = await freshPglite());
    await db.execute(sql`
      create table things (
        id int primary key, word text, numbers int[], words text[], extra jsonb, raw bytea, day date, at timestamptz,
        share double precision, is_kept boolean, big bigint
      )`);
  }, 180_000);
  afterAll(closeDatabases);

  const count = async (): Promise<number> =>
    Number((await rowsOf<{ n: string }>(db, sql`select count(*) as n from things`))[0]?.n);

  test('give the third time what they gave the first time, whatever the type', async () => {
    await db.execute(sql`
      insert into things values (
        1, '字 ''"\\', '{1,2,NULL}', '{"a,b","",NULL}', '{"k": [1, "二"]}', '\\x00ff', '2026-11-24',
        '2026-11-24T08:00:00.123456Z', 0.1, true, 9007199254740993)`);
    const ask = (id: number | null) =>
      resultOf(db, sql`select *, ${id}::int as asked from things where id = coalesce(${id}, 1)`);
    const [first, second, third] = [await ask(1), await ask(1), await ask(null)];
    expect(second).toEqual(first);
    expect(first.rows).toHaveLength(1);
    expect(first.rows[0]).toMatchObject({
      word: '字 \'"\\',
      numbers: [1, 2, null],
      words: ['a,b', '', null],
      extra: { k: [1, '二'] },
      share: 0.1,
      is_kept: true,
    });
    expect([...(first.rows[0] as { raw: Uint8Array }).raw]).toEqual([0, 255]);
    expect(third.rows).toEqual([{ ...first.rows[0], asked: null }]);
    expect((await ask(2)).rows).toEqual([]);
  });

  test('take values of each type as parameters, and say how many rows they changed', async () => {
    const change = (id: number) =>
      resultOf(
        db,
        sql`
        update things set word = ${'新'}, extra = ${JSON.stringify({ a: null })}::jsonb, is_kept = ${false},
          raw = ${sql.param(new Uint8Array([7, 8]))}, share = ${1e-300}, at = ${'2026-01-01T00:00:00Z'}::timestamptz
        where id = ${id}`,
      );
    for (const changed of [1, 1, 0]) {
      const { affectedRows } = await change(changed === 1 ? 1 : 99);
      expect(affectedRows).toBe(changed);
    }
    const [row] = await rowsOf(
      db,
      sql`select word, extra, is_kept, encode(raw, 'hex') as raw, share from things where id = 1`,
    );
    expect(row).toEqual({
      word: '新',
      extra: { a: null },
      is_kept: false,
      raw: '0708',
      share: 1e-300,
    });
  });

  test('fail as others do, and leave nothing behind: alone, and in a transaction', async () => {
    const add = (to: Db, id: number) => to.execute(sql`insert into things (id) values (${id})`);
    await add(db, 10);
    await add(db, 11);
    for (let round = 0; round < 3; round++) {
      expect(await codeOf(add(db, 10))).toBe('23505');
      expect(await count()).toBe(3);
    }
    const failing = db.transaction(async (tx) => {
      await add(tx, 12);
      expect(await codeOf(add(tx, 10))).toBe('23505');
      // What came before is lost with it, and the server says so.
      expect(await codeOf(add(tx, 13))).toBe('25P02');
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    await db.transaction(async (tx) => {
      await add(tx, 14);
      expect(await codeOf(tx.transaction((inner) => add(inner, 10)))).toBe('23505');
      await add(tx, 15);
    });
    const ids = await rowsOf<{ id: number }>(db, sql`select id from things order by id`);
    expect(ids.map(({ id }) => id)).toEqual([1, 10, 11, 14, 15]);
  });

  test('wait while a transaction is open', async () => {
    const mark = (to: Db, word: string) => to.execute(sql`update things set word = ${word} where id = ${1}`);
    for (const word of ['a', 'b']) await mark(db, word);
    const order: string[] = [];
    const { promise: going, resolve: go } = Promise.withResolvers<void>();
    const open = db.transaction(async (tx) => {
      await mark(tx, 'inside');
      go();
      for (let round = 0; round < 20; round++) await tx.execute(sql`select ${round}::int`);
      order.push('transaction');
    });
    await going;
    const outside = mark(db, 'outside').then(() => order.push('outside'));
    await Promise.all([open, outside]);
    expect(order).toEqual(['transaction', 'outside']);
    expect(await rowsOf(db, sql`select word from things where id = 1`)).toEqual([{ word: 'outside' }]);
  });

  test('do not pile up in the server', async () => {
    for (let n = 0; n < 700; n++)
      for (let time = 0; time < 2; time++) await db.execute(sql`select ${sql.raw(String(n))}::int as n`);
    const [row] = await rowsOf<{ n: string }>(db, sql`select count(*) as n from pg_prepared_statements`);
    expect(Number(row?.n)).toBeGreaterThan(400);
    expect(Number(row?.n)).toBeLessThanOrEqual(512);
  });

  test('are prepared anew where the table changed under them', async () => {
    const ask = () => resultOf(db, sql`select * from things where id = ${1} limit 1`);
    for (let round = 0; round < 3; round++) await ask();
    await db.execute(sql`alter table things add column later text default 'new'`);
    expect(await codeOf(ask())).toBe('0A000');
    expect((await ask()).rows[0]).toMatchObject({ id: 1, later: 'new' });
    expect((await ask()).rows[0]).toMatchObject({ id: 1, later: 'new' });
  });
});
