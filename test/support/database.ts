/** Builders of databases for tests: each is fresh, has all tables, and is gone after its file. */
import { randomBytes } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { sql } from 'drizzle-orm';
import postgres from 'postgres';
import { afterAll, beforeEach, describe, inject } from 'vitest';
import { type Database, type Engine, rowsOf } from '../../src/platform/index.ts';
import { migrationsFolder } from '../../src/platform/migrate.ts';
import { openPgliteInMemory } from '../../src/platform/pglite.ts';
import { openPostgres } from '../../src/platform/postgres.ts';

const opened: Database[] = [];

const remember = <D extends Database>(database: D): D => {
  opened.push(database);
  return database;
};

/** Making a cluster takes seconds, copying one a tenth of that: the first test file of a run makes it for all. */
export const freshPglite = async (): Promise<Database> => {
  const shared = path.join(inject('runFolder'), 'pglite.tar');
  const migrations = migrationsFolder();
  try {
    return remember(await openPgliteInMemory({ migrations, prepared: await openAsBlob(shared) }));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_INVALID_ARG_VALUE') throw error;
  }
  const database = remember(await openPgliteInMemory({ migrations }));
  const beside = `${shared}.${process.pid}`;
  await writeFile(beside, await (await database.dump()).bytes());
  await rename(beside, shared);
  return database;
};

const onServer = async <T>(work: (server: postgres.Sql) => Promise<T>): Promise<T> => {
  const url = inject('postgresUrl');
  if (url === null) throw new Error(inject('postgresAbsence'));
  const server = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    return await work(server);
  } finally {
    await server.end();
  }
};

const created: string[] = [];

/** The address of an empty database of its own, without tables; dropped by `closeDatabases`. */
export const emptyPostgres = async (): Promise<string> => {
  const name = `mashang_test_${randomBytes(8).toString('hex')}`;
  await onServer((server) => server`create database ${server(name)}`);
  created.push(name);
  const url = new URL(inject('postgresUrl') ?? '');
  url.pathname = `/${name}`;
  return url.href;
};

export const freshPostgres = async (): Promise<Database> =>
  remember(
    await openPostgres({ url: await emptyPostgres(), migrations: migrationsFolder(), connections: 4 }),
  );

/** For `afterAll`: what the builders opened and made is closed and dropped. */
export const closeDatabases = async (): Promise<void> => {
  await Promise.all(opened.splice(0).map((database) => database.close()));
  const names = created.splice(0);
  if (names.length === 0) return;
  await onServer(async (server) => {
    for (const name of names) await server`drop database if exists ${server(name)} with (force)`;
  });
};

/** All tables empty and all numbers back at 1: 20 ms, where another PGlite would take half a second. */
const emptied = async ({ db }: Database): Promise<void> => {
  const tables = await rowsOf<{ name: string }>(
    db,
    sql`select quote_ident(tablename) as name from pg_tables where schemaname = 'public' order by 1`,
  );
  await db.execute(
    sql.raw(`truncate ${tables.map((table) => table.name).join(', ')} restart identity cascade`),
  );
};

const builders: Record<Engine, () => Promise<Database>> = { pglite: freshPglite, postgres: freshPostgres };

/** `describe` for each engine, with an empty database a test; PostgreSQL is skipped by name where there is none. */
export const describeOnBoth = (name: string, body: (database: () => Database) => void): void => {
  for (const [engine, build] of Object.entries(builders)) {
    const missing = engine === 'postgres' && inject('postgresUrl') === null;
    const title = `${name} on ${engine}${missing ? ` (skipped: ${inject('postgresAbsence')})` : ''}`;
    describe.skipIf(missing)(title, () => {
      let current: Database | null = null;
      beforeEach(async () => {
        current ??= await build();
        await emptied(current);
      });
      afterAll(closeDatabases);
      body(() => {
        if (current === null) throw new Error('a database is there only inside a test');
        return current;
      });
    });
  }
};
