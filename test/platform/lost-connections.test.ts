import { once } from 'node:events';
import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type Database, type Db, rowsOf } from '../../src/platform/index.ts';
import { migrationsFolder } from '../../src/platform/migrate.ts';
import { openPostgres } from '../../src/platform/postgres.ts';
import { closeDatabases, emptyPostgres } from '../support/database.ts';

const absent = inject('postgresUrl') === null;
const reason = absent ? ` (skipped: ${inject('postgresAbsence')})` : '';
const SOON_MS = 10_000;

const backendOf = async (db: Db): Promise<number> => {
  const [row] = await rowsOf<{ pid: number }>(db, sql`select pg_backend_pid() as pid`);
  return Number(row?.pid);
};

/** How it ended, or that it did not. */
const endOf = (work: Promise<unknown>): Promise<'done' | 'failed' | 'hangs'> =>
  Promise.race([
    work.then(
      () => 'done' as const,
      () => 'failed' as const,
    ),
    sleep(SOON_MS, 'hangs' as const, { ref: false }),
  ]);

// What escapes here ends the test's process, as it ended the server's.
describe.skipIf(absent)(`a server whose connections PostgreSQL ends${reason}`, () => {
  let database: Database;
  let killer: Database;
  beforeAll(async () => {
    const url = await emptyPostgres();
    const open = (connections: number) => openPostgres({ url, migrations: migrationsFolder(), connections });
    [database, killer] = [await open(1), await open(1)];
    await killer.db.execute(sql`create table marks (word text)`);
  });
  afterAll(async () => {
    await Promise.all([database.close(), killer.close()]);
    await closeDatabases();
  });
  const kill = async (pid: number): Promise<void> => {
    await killer.db.execute(sql`select pg_terminate_backend(${pid}, 5000)`);
  };
  const marks = async (): Promise<string[]> =>
    (await rowsOf<{ word: string }>(killer.db, sql`select word from marks`)).map(({ word }) => word);

  test('fails the transaction that was under way, and answers the next query', async () => {
    const under = database.db.transaction(async (tx) => {
      await tx.execute(sql`insert into marks values ('lost')`);
      const pid = await backendOf(tx);
      // Killed from elsewhere while its query is under way.
      const killing = sleep(100).then(() => kill(pid));
      await Promise.all([tx.execute(sql`select pg_sleep(30)`), killing]);
    });
    expect(await endOf(under)).toBe('failed');
    for (let round = 0; round < 5; round++)
      expect(await endOf(database.db.execute(sql`select ${round}::int`))).toBe('done');
    expect(await marks()).toEqual([]);
  });

  test('does nothing more of a transaction whose connection ended between two of its queries', async () => {
    // The transaction has failed long before its work comes to an end.
    const worked = Promise.withResolvers<void>();
    const under = database.db.transaction(async (tx) => {
      try {
        await tx.execute(sql`insert into marks values ('first')`);
        await kill(await backendOf(tx));
        // Somebody else's query gets the connection made anew before this transaction goes on.
        await sleep(50);
        await database.db.execute(sql`select 1`);
        await tx.execute(sql`insert into marks values ('second')`);
        worked.resolve();
      } catch (error) {
        worked.reject(error);
        throw error;
      }
    });
    expect(await endOf(under)).toBe('failed');
    await expect(worked.promise).rejects.toThrow("insert into marks values ('second')");
    await sleep(100);
    expect(await marks()).toEqual([]);
  });

  test('is told of a server that closes every connection before it is ready, as a proxy without its database does', async () => {
    const server = net.createServer((socket) => {
      socket.on('error', () => undefined);
      socket.on('data', () => socket.end());
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as net.AddressInfo;
    const url = `postgres://somebody@127.0.0.1:${port}/nowhere`;
    await expect(openPostgres({ url, migrations: migrationsFolder(), connections: 1 })).rejects.toThrow(
      'PostgreSQL cannot be reached',
    );
    server.close();
  });

  // Between the log-in and the first query the connection asks for the array types, and nobody waits for that answer.
  test.each(['reset', 'closed'] as const)(
    'answers after connections were %s before their first query',
    async (way) => {
      const url = new URL(await emptyPostgres());
      let left = 0;
      const between = net.createServer((near) => {
        const far = net.connect(Number(url.port), url.hostname);
        for (const side of [near, far]) side.on('error', () => undefined);
        near.on('data', (sent) => {
          if (!sent.includes('typarray') || left === 0) return far.write(sent);
          left--;
          far.destroy();
          return way === 'reset' ? near.resetAndDestroy() : near.end();
        });
        far.on('data', (sent) => near.write(sent));
        near.on('close', () => far.destroy());
        far.on('close', () => near.end());
      });
      await once(between.listen(0, '127.0.0.1'), 'listening');
      const through = new URL(url);
      through.host = `127.0.0.1:${(between.address() as net.AddressInfo).port}`;
      const fragile = await openPostgres({
        url: through.href,
        migrations: migrationsFolder(),
        connections: 3,
      });
      await killer.db.execute(sql`
      select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = ${url.pathname.slice(1)}`);
      left = 2;
      const ends = await Promise.all([
        endOf(fragile.db.execute(sql`select 1`)),
        endOf(fragile.db.transaction((tx) => tx.execute(sql`select 2`))),
        endOf(fragile.db.execute(sql`select 3`)),
      ]);
      expect(ends).not.toContain('hangs');
      expect(left).toBe(0);
      expect(await endOf(fragile.db.execute(sql`select array[1, 2]`))).toBe('done');
      await fragile.close();
      between.close();
    },
  );

  test('loses no query of many, again and again', async () => {
    const url = await emptyPostgres();
    const many = await openPostgres({ url, migrations: migrationsFolder(), connections: 4 });
    const turn = (word: string): Promise<void> =>
      many.db.transaction(async (tx) => {
        await tx.execute(sql`select ${word}::text`);
        await tx.execute(sql`select pg_sleep(0.002)`);
        await tx.execute(sql`select ${word}::text`);
      });
    const ends: string[] = [];
    for (let round = 0; round < 10; round++) {
      const turns = Array.from({ length: 40 }, (_, n) => endOf(turn(`${round} ${n}`)));
      await sleep(5);
      await killer.db.execute(sql`
        select pg_terminate_backend(pid) from pg_stat_activity where datname = ${new URL(url).pathname.slice(1)}`);
      ends.push(...(await Promise.all(turns)));
      expect(await endOf(many.db.execute(sql`select 1`))).toBe('done');
    }
    expect(ends).toHaveLength(400);
    expect(new Set(ends)).toEqual(new Set(['done', 'failed']));
    await many.close();
  }, 120_000);
});
