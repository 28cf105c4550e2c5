import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, describe, expect, inject, test } from 'vitest';
import { loadMessages } from '../../src/intake/store.ts';
import { BadSetup } from '../../src/kernel/index.ts';
import { bytesOfFloats, floatsOfBytes, openDatabase, rowsOf } from '../../src/platform/index.ts';
import { checkVersion } from '../../src/platform/postgres.ts';
import { listTopics, upsertTopic } from '../../src/topics/index.ts';
import { aTopic } from '../support/builders.ts';
import { closeDatabases, describeOnBoth, emptyPostgres, freshPglite } from '../support/database.ts';
import { aFolder } from '../support/folders.ts';
import { runProgram } from '../support/programs.ts';

const FILER = 'test/platform/programs/file-messages.ts';
const SLOW_MS = 180_000;

afterAll(closeDatabases);

const lastOf = (output: string): number => Number(output.trim().split('\n').at(-1));

describe('the embedded database', () => {
  test(
    'loses nothing acknowledged when its process is killed, refuses a second one, and opens again by itself',
    async () => {
      const dataDir = await aFolder();
      let next = 1;
      let acknowledged = 0;
      for (const until of [60, 130]) {
        const filer = runProgram(FILER, [dataDir, String(next)]);
        await filer.printed(/\d+\n/);
        const second = openDatabase({ databaseUrl: null, dataDir });
        await expect(second).rejects.toThrow(BadSetup);
        await expect(second).rejects.toThrow(`process ${filer.child.pid} (since `);
        await filer.printed(new RegExp(`^${until}\n`, 'm'));
        filer.child.kill('SIGKILL');
        await filer.ended;
        acknowledged = lastOf(filer.output());
        next = acknowledged + 5;
      }
      const { db, close } = await openDatabase({ databaseUrl: null, dataDir });
      const texts = new Set((await Array.fromAsync(loadMessages(db))).flat().map((message) => message.text));
      // 1 … n of the first round, n + 5 … of the second; one more of each may have been filed but not said.
      expect(texts.has('第 1 条')).toBe(true);
      expect(texts.has('第 60 条')).toBe(true);
      expect(texts.has(`第 ${acknowledged} 条`)).toBe(true);
      expect(acknowledged - texts.size).toBeLessThanOrEqual(4);
      await close();
      expect(existsSync(path.join(dataDir, 'lock.json'))).toBe(false);
    },
    SLOW_MS,
  );

  test(
    'is made anew where a kill left it half made',
    async () => {
      const dataDir = await aFolder();
      mkdirSync(path.join(dataDir, 'pglite.new', 'base'), { recursive: true });
      writeFileSync(path.join(dataDir, 'pglite.new', 'PG_VERSION'), '18\n');
      const { db, close } = await openDatabase({ databaseUrl: null, dataDir });
      expect(await listTopics(db)).toEqual([]);
      await close();
      await close();
      expect(existsSync(path.join(dataDir, 'pglite.new'))).toBe(false);
    },
    SLOW_MS,
  );

  test('says so where its folder cannot be made', async () => {
    const file = path.join(await aFolder(), 'file');
    writeFileSync(file, '');
    await expect(openDatabase({ databaseUrl: null, dataDir: path.join(file, 'data') })).rejects.toThrow(
      /Choose another path/,
    );
  });

  test(
    'lets timers have their turn in a tight loop of queries',
    async () => {
      const { db } = await freshPglite();
      let turns = 0;
      const timer = setInterval(() => turns++, 10);
      const started = performance.now();
      while (performance.now() - started < 500) await db.execute(sql`select 1`);
      clearInterval(timer);
      // 500 ms hold 25 turns of 20 ms; without them it was 0.
      expect(turns).toBeGreaterThanOrEqual(10);
    },
    SLOW_MS,
  );

  test(
    'keeps its log short however much is written',
    async () => {
      const { db } = await freshPglite();
      await db.execute(sql`create table filler (words text)`);
      for (let round = 0; round < 4; round++)
        await db.execute(
          sql`insert into filler select repeat(md5(n::text), 20) from generate_series(1, 50000) as n`,
        );
      const [log] = await rowsOf<{ written: string; due: string }>(
        db,
        sql`select pg_current_wal_lsn() - '0/0' as written, pg_current_wal_lsn() - redo_lsn as due
            from pg_control_checkpoint()`,
      );
      expect(Number(log?.written)).toBeGreaterThan(150e6);
      expect(Number(log?.due)).toBeLessThan(100e6);
    },
    SLOW_MS,
  );
});

describeOnBoth('a database', (database) => {
  test('undoes a transaction that fails, and the one inside it alone when that fails', async () => {
    const { db } = database();
    const outer = db.transaction(async (tx) => {
      await upsertTopic(tx, aTopic({ key: 'lost' }));
      throw new Error('no');
    });
    await expect(outer).rejects.toThrow('no');
    await db.transaction(async (tx) => {
      await upsertTopic(tx, aTopic({ key: 'kept' }));
      await expect(upsertTopic(tx, aTopic({ key: 'NO KEY' }))).rejects.toThrow('Failed query');
    });
    expect((await listTopics(db)).map((topic) => topic.key)).toEqual(['kept']);
  });

  test('gives back the bytes of a vector, exactly', async () => {
    const { db } = database();
    const vector = Float32Array.of(0, -0, 1.5, -3.4028234663852886e38, 1e-45, 0.1);
    const [row] = await rowsOf<{ back: Uint8Array; empty: Uint8Array }>(
      db,
      sql`select ${sql.param(bytesOfFloats(vector))}::bytea as back, ''::bytea as empty`,
    );
    expect([...floatsOfBytes(row?.back ?? new Uint8Array())]).toEqual([...vector]);
    expect(floatsOfBytes(row?.empty ?? new Uint8Array(4))).toHaveLength(0);
  });

  test('that a newer program made is refused', async () => {
    const { db } = database();
    const { needsMigration, migrationsFolder } = await import('../../src/platform/migrate.ts');
    expect(await needsMigration(db, migrationsFolder())).toBe(false);
    await db.execute(
      sql`insert into drizzle.__drizzle_migrations (hash, created_at) values ('later', 9999999999999)`,
    );
    await expect(needsMigration(db, migrationsFolder())).rejects.toThrow(/newer version of this program/);
    await db.execute(sql`delete from drizzle.__drizzle_migrations where hash = 'later'`);
  });
});

test('bytes that do not lie on a multiple of four are read all the same', () => {
  const shifted = new Uint8Array([9, ...bytesOfFloats(Float32Array.of(1.5, -2))]).subarray(1);
  expect([...floatsOfBytes(shifted)]).toEqual([1.5, -2]);
});

test('PostgreSQL 15 is new enough, 14 is not, and the refusal says what to do', () => {
  expect(checkVersion(150_000)).toBeUndefined();
  expect(() => checkVersion(140_013)).toThrow(/version 14, and 15 or newer/);
});

describe('PostgreSQL where nobody answers', () => {
  test('is a sentence with the host and without the password', async () => {
    const databaseUrl = 'postgres://li:geheim@127.0.0.1:1/mashang';
    const refusal = openDatabase({ databaseUrl, dataDir: 'unused' });
    await expect(refusal).rejects.toThrow(/cannot be reached at 127\.0\.0\.1:1\/mashang/);
    await expect(refusal).rejects.not.toThrow(/geheim/);
  });
});

const absence = inject('postgresUrl') === null ? ` (skipped: ${inject('postgresAbsence')})` : '';

describe.skipIf(absence !== '')(`PostgreSQL${absence}`, () => {
  test('is brought up to date once by five that start at the same time on an empty database', async () => {
    const databaseUrl = await emptyPostgres();
    const five = [1, 2, 3, 4, 5].map(() => openDatabase({ databaseUrl, dataDir: 'unused' }));
    const opened = await Promise.all(five);
    const [first] = opened;
    if (first === undefined) throw new Error('nothing was opened');
    const rows = await rowsOf<{ hash: string }>(first.db, sql`select hash from drizzle.__drizzle_migrations`);
    expect(new Set(rows.map((row) => row.hash)).size).toBe(rows.length);
    expect(rows.length).toBeGreaterThan(0);
    await Promise.all(opened.map(({ close }) => close()));
  });

  test('without the database, or with a wrong user, says which of both', async () => {
    const url = new URL(inject('postgresUrl') ?? '');
    url.pathname = '/nowhere';
    await expect(openDatabase({ databaseUrl: url.href, dataDir: 'unused' })).rejects.toThrow(
      /There is no database .*\/nowhere\. Create it/,
    );
    url.username = 'nobody_of_this_name';
    await expect(openDatabase({ databaseUrl: url.href, dataDir: 'unused' })).rejects.toThrow(
      /refused the log-in/,
    );
  });
});
