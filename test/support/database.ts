/** Builders of databases for tests: each is fresh, has all tables, and is gone after its file. */
import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { sql } from 'drizzle-orm';
import postgres from 'postgres';
import { afterAll, beforeEach, describe, inject } from 'vitest';
import { type Database, type Engine, rowsOf, writeFileWhole } from '../../src/platform/index.ts';
import { migrationsFolder } from '../../src/platform/migrate.ts';
import { openPgliteInMemory } from '../../src/platform/pglite.ts';
import { openPostgres } from '../../src/platform/postgres.ts';

const opened: Database[] = [];

const remember = <D extends Database>(database: D): D => {
  opened.push(database);
  return database;
};

const MODULES = path.join(import.meta.dirname, '..', '..', 'node_modules');
const CACHE = path.join(MODULES, '.cache', 'mashang-test');

/** Name of a prepared cluster: another PGlite or other migrations make another. */
const preparedName = async (migrations: string): Promise<string> => {
  const hash = createHash('sha256');
  hash.update(await readFile(path.join(MODULES, '@electric-sql', 'pglite', 'package.json')));
  for (const name of (await readdir(migrations)).filter((file) => file.endsWith('.sql')).sort())
    hash.update(await readFile(path.join(migrations, name)));
  return `pglite-${hash.digest('hex').slice(0, 16)}.tar`;
};

/** Making a cluster takes seconds, copying one a tenth of that: the first to need one makes it for all later ones. */
export const freshPglite = async (): Promise<Database> => {
  const migrations = migrationsFolder();
  const name = await preparedName(migrations);
  const file = path.join(CACHE, name);
  if (existsSync(file))
    return remember(await openPgliteInMemory({ migrations, prepared: new Blob([await readFile(file)]) }));
  const database = remember(await openPgliteInMemory({ migrations }));
  await mkdir(CACHE, { recursive: true });
  for (const old of await readdir(CACHE)) if (old !== name) await rm(path.join(CACHE, old), { force: true });
  await writeFileWhole(file, await (await database.dump()).bytes());
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

const freshPostgres = async (): Promise<Database> =>
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

// Making a cluster took 30 s beside other work on two cores.
const FIRST_OPENING_MS = 180_000;

const builders: Record<Engine, () => Promise<Database>> = { pglite: freshPglite, postgres: freshPostgres };

/** `describe` for each engine, with an empty database a test; PostgreSQL is skipped by name where there is none. */
export const describeOnBoth = (name: string, body: (database: () => Database) => void): void => {
  for (const [engine, build] of Object.entries(builders)) {
    const missing = engine === 'postgres' && inject('postgresUrl') === null;
    const reason = missing ? ` (skipped: ${inject('postgresAbsence')})` : '';
    describe.skipIf(missing)(`${name} on ${engine}${reason}`, () => {
      let current: Database | null = null;
      beforeEach(async () => {
        current ??= await build();
        await emptied(current);
      }, FIRST_OPENING_MS);
      afterAll(closeDatabases);
      body(() => {
        if (current === null) throw new Error('a database is there only inside a test');
        return current;
      });
    });
  }
};
