import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate } from 'drizzle-orm/postgres-js/migrator';
import type postgres from 'postgres';
import { BadSetup } from '../kernel/index.ts';
import type { Database } from './handle.ts';
import { holdsOnServer } from './holds.ts';
import { loadPostgres } from './mended-postgres.ts';
import { needsMigration } from './migrate.ts';

const open = loadPostgres();

// The oldest version whose SQL the stores may use; Debian 12 ships it.
const OLDEST = 15;

// Any number will do that nothing else on the server locks by: "mash" in ASCII.
const MIGRATION_LOCK = 0x6d617368;

const connect = (
  url: string,
  connections: number,
  more: Pick<postgres.Options<Record<string, never>>, 'onclose' | 'max_lifetime'> = {},
): postgres.Sql =>
  open(url, {
    ...more,
    max: connections,
    connect_timeout: 10,
    // "schema already exists, skipping" is no news.
    onnotice: () => undefined,
    connection: { application_name: 'mashang' },
  });

/** Host and database: an address without its password, for a sentence that anybody may read. */
const placeOf = (url: string): string => {
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
};

const wordings = {
  unreachable: (where: string) => ({
    zh: `连不上 PostgreSQL（${where}）。请检查它是否已启动、地址和端口是否正确；或删去 DATABASE_URL 改用内置数据库。`,
    en: `PostgreSQL cannot be reached at ${where}. Check that it runs and that host and port are right, or remove DATABASE_URL to use the embedded database.`,
  }),
  refused: (where: string) => ({
    zh: `PostgreSQL（${where}）拒绝了登录。请检查 DATABASE_URL 里的用户名和密码，以及服务器的 pg_hba.conf。`,
    en: `PostgreSQL at ${where} refused the log-in. Check user and password in DATABASE_URL, and the server’s pg_hba.conf.`,
  }),
  missing: (where: string) => ({
    zh: `PostgreSQL 上没有数据库 ${where}。请先建立它（createdb），或改正 DATABASE_URL。`,
    en: `There is no database ${where}. Create it (createdb), or correct DATABASE_URL.`,
  }),
  denied: (where: string) => ({
    zh: `DATABASE_URL 里的用户不能在 ${where} 中建表。请授予它 CREATE 权限。`,
    en: `The user of DATABASE_URL may not create tables in ${where}. Grant it CREATE on the database and its schema public.`,
  }),
  crowded: (where: string) => ({
    zh: `PostgreSQL（${where}）的连接已满。请关掉一些程序，或调高 max_connections。`,
    en: `PostgreSQL at ${where} has no connection left. Stop other programs, or raise max_connections.`,
  }),
} as const;

const kindOf: Readonly<Record<string, keyof typeof wordings>> = {
  ECONNREFUSED: 'unreachable',
  ECONNRESET: 'unreachable',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  ENOTFOUND: 'unreachable',
  EAI_AGAIN: 'unreachable',
  ETIMEDOUT: 'unreachable',
  CONNECT_TIMEOUT: 'unreachable',
  CONNECTION_CLOSED: 'unreachable',
  '57P03': 'unreachable',
  '28000': 'refused',
  '28P01': 'refused',
  '3D000': 'missing',
  '42501': 'denied',
  '53300': 'crowded',
};

/** Drizzle wraps the server's error, node:net wraps several attempts: the code is somewhere below. */
const codesOf = (error: unknown): string[] => {
  if (!(error instanceof Error)) return [];
  const own = 'code' in error && typeof error.code === 'string' ? [error.code] : [];
  const inner = error instanceof AggregateError ? error.errors.flatMap(codesOf) : [];
  return [...own, ...inner, ...codesOf(error.cause)];
};

const mended = (url: string, error: unknown): unknown => {
  const kind = codesOf(error)
    .map((code) => kindOf[code])
    .find((found) => found !== undefined);
  return kind === undefined ? error : new BadSetup(wordings[kind](placeOf(url)), { cause: error });
};

/** `number` is `server_version_num`: 150007 for 15.7. @throws BadSetup below version 15. */
export const checkVersion = (number: number): void => {
  const major = Math.floor(number / 10_000);
  if (major >= OLDEST) return;
  throw new BadSetup({
    zh: `PostgreSQL 的版本是 ${major}，需要 ${OLDEST} 或更新。请升级它，或删去 DATABASE_URL 改用内置数据库。`,
    en: `PostgreSQL is of version ${major}, and ${OLDEST} or newer is needed. Upgrade it, or remove DATABASE_URL to use the embedded database.`,
  });
};

/**
 * One connection checks the version and brings the tables up to date. Several starters take turns by an advisory lock,
 * which belongs to that connection and so ends with it.
 */
const prepare = async (url: string, migrations: string): Promise<void> => {
  const client = connect(url, 1);
  try {
    const [row] = await client<{ server_version_num: string }[]>`show server_version_num`;
    checkVersion(Number(row?.server_version_num));
    const db = drizzle({ client });
    if (!(await needsMigration(db, migrations))) return;
    await client`select pg_advisory_lock(${MIGRATION_LOCK})`;
    // drizzle looks again under the lock and applies only what is missing.
    await migrate(db, { migrationsFolder: migrations });
  } finally {
    await client.end({ timeout: 5 });
  }
};

/**
 * @param options.connections at most so many at once.
 * @throws BadSetup where the server cannot be reached, refuses, lacks the database, or is too old.
 */
export const openPostgres = async (options: {
  url: string;
  migrations: string;
  connections: number;
}): Promise<Database> => {
  const { url, migrations, connections } = options;
  try {
    await prepare(url, migrations);
  } catch (error) {
    throw mended(url, error);
  }
  const client = connect(url, connections);
  // Connections are renewed every half hour by themselves; the locks of this one must not end with it.
  const { close, ...holds } = holdsOnServer((onclose) => connect(url, 1, { onclose, max_lifetime: null }));
  return {
    db: drizzle({ client }),
    engine: 'postgres',
    ...holds,
    close: async () => {
      await Promise.all([close(), client.end({ timeout: 5 })]);
    },
  };
};
