import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  PGlite,
  type PGliteInterface,
  type PGliteOptions,
  type QueryOptions,
  type Results,
  type Transaction,
  types,
} from '@electric-sql/pglite';
import { drizzle } from 'drizzle-orm/pglite';
import { migrate } from 'drizzle-orm/pglite/migrator';
import { readBytea, writeBytea } from './bytes.ts';
import { ensureFolder, mendable } from './files.ts';
import type { Database, Db } from './handle.ts';
import { holdsOfOneProcess } from './holds.ts';
import { lockDataDir } from './lock.ts';
import { needsMigration } from './migrate.ts';
import { preparedStatements } from './pglite-statements.ts';

const BYTEA = 17;

// 64 MB of log take about 0.3 s to replay after a crash.
const CHECKPOINT_AFTER_BYTES = 64 * 1024 * 1024;

// Asking for the size of the log takes under a millisecond; a bulk import writes 64 MB in about 2 s.
const LOG_LOOK_EVERY_MS = 500;

// A tight loop of queries never lets timers and sockets have their turn, because PGlite answers within promise jobs
// (2,000 inserts in 1.3 s: a 20 ms timer fired 0 times). 20 ms keeps a server's pages fluent.
const TURN_EVERY_MS = 20;

/**
 * Drizzle hands these over with every query, and PGlite then copies its table of some 600 parsers: 0.18 ms of the
 * 0.44 ms that a query takes. They are put into that table once, and left out of the queries (`light`).
 */
const AS_TEXT = [
  types.TIMESTAMP,
  types.TIMESTAMPTZ,
  types.INTERVAL,
  types.DATE,
  // numeric[], timestamp[], timestamptz[], interval[], date[]
  1231,
  1115,
  1185,
  1187,
  1182,
];

const light = (options?: QueryOptions): QueryOptions | undefined => {
  if (options?.parsers === undefined) return options;
  const { parsers, ...rest } = options;
  return Object.keys(parsers).every((type) => AS_TEXT.includes(Number(type))) ? rest : options;
};

/**
 * PGlite does two things only when told: it has no checkpointer process, so its log grew without end (790 MB for
 * 390 MB of rows), and it does not give the event loop its turn. Both are seen to after a query or a transaction.
 */
class HouseTrainedPGlite extends PGlite {
  #turnAt = performance.now();
  #lookAt = performance.now();
  readonly #statements = preparedStatements(this);

  override async query<T>(...args: Parameters<PGliteInterface['query']>): Promise<Results<T>> {
    const [query, params = [], given] = args;
    const options = light(given);
    const results = this.#statements.cameBefore(query, options)
      ? await this.#alone(() => this.#run<T>(query, params, { options, sync: true }))
      : await super.query<T>(query, params, options);
    await this.#tidy();
    return results;
  }

  override async transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    const value = await super.transaction((tx) =>
      work(
        Object.assign(Object.create(tx) as Transaction, {
          query: <R>(...[query, params = [], given]: Parameters<Transaction['query']>) => {
            const options = light(given);
            return tx.closed || !this.#statements.cameBefore(query, options)
              ? tx.query<R>(query, params, options)
              : this.#run<R>(query, params, { options, sync: false });
          },
        }),
      ),
    );
    await this.#tidy();
    return value;
  }

  async #alone<T>(work: () => Promise<T>): Promise<T> {
    await this._checkReady();
    return this._runExclusiveTransaction(work);
  }

  #run<T>(
    text: string,
    params: readonly unknown[],
    how: { readonly options: QueryOptions | undefined; readonly sync: boolean },
  ): Promise<Results<T>> {
    return this._runExclusiveQuery(() => this.#statements.run<T>(text, { params, ...how }));
  }

  async #tidy(): Promise<void> {
    const now = performance.now();
    if (now - this.#turnAt < TURN_EVERY_MS) return;
    if (now - this.#lookAt > LOG_LOOK_EVERY_MS) {
      this.#lookAt = now;
      const { rows } = await super.query<{ due: boolean }>(
        'select pg_current_wal_lsn() - redo_lsn > $1 as due from pg_control_checkpoint()',
        [CHECKPOINT_AFTER_BYTES],
      );
      if (rows[0]?.due === true) await this.exec('checkpoint');
    }
    await nextTurn();
    this.#turnAt = performance.now();
  }
}

const settings = {
  parsers: { [BYTEA]: readBytea },
  serializers: { [BYTEA]: writeBytea },
  // Old log files are kept for reuse up to max_wal_size: its default is 1 GB.
  startParams: [...PGlite.defaultStartParams, '-c', 'max_wal_size=128MB', '-c', 'min_wal_size=32MB'],
  // Never `relaxedDurability`: a message whose receipt was shown must be in the file by then.
  relaxedDurability: false,
} as const satisfies PGliteOptions;

const start = async (options: PGliteOptions): Promise<HouseTrainedPGlite> => {
  const client = new HouseTrainedPGlite({ ...settings, startParams: [...settings.startParams], ...options });
  await client.waitReady;
  for (const type of AS_TEXT) client.parsers[type] = (value) => value;
  return client;
};

const handleOf = (client: PGlite): Db => drizzle({ client });

const bringUpToDate = async (client: PGlite, migrations: string): Promise<void> => {
  if (await needsMigration(handleOf(client), migrations))
    await migrate(drizzle({ client }), { migrationsFolder: migrations });
};

/** A new cluster is made beside and renamed: making one takes seconds, and killed half-way it would never open again. */
const createCluster = async (folder: string, migrations: string): Promise<void> => {
  const beside = `${folder}.new`;
  await rm(beside, { recursive: true, force: true });
  const client = await start({ dataDir: beside });
  await bringUpToDate(client, migrations);
  await client.close();
  await rename(beside, folder);
};

/** @throws BadSetup where the folder is in use by another process, cannot be written, or is newer than the program. */
export const openPglite = async (options: { dataDir: string; migrations: string }): Promise<Database> => {
  const { dataDir, migrations } = options;
  await ensureFolder(dataDir);
  const lock = await mendable(dataDir, async () => lockDataDir(dataDir, new Date()));
  try {
    const folder = path.join(dataDir, 'pglite');
    if (!existsSync(folder)) await mendable(folder, () => createCluster(folder, migrations));
    const client = await start({ dataDir: folder });
    await bringUpToDate(client, migrations);
    let closing: Promise<void> | null = null;
    const close = async (): Promise<void> => {
      await client.close();
      lock.release();
    };
    const { hold, isHeld } = holdsOfOneProcess();
    return {
      db: handleOf(client),
      engine: 'pglite',
      hold,
      isHeld,
      close: () => {
        closing ??= close();
        return closing;
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
};

/**
 * A database in memory, gone with its process: for tests. `prepared` is what `dump` of another one returned, and saves
 * the seconds that making a cluster takes.
 */
export const openPgliteInMemory = async (options: {
  migrations: string;
  prepared?: Blob;
}): Promise<Database & { readonly dump: () => Promise<Blob> }> => {
  const { migrations, prepared } = options;
  const client = await start(prepared === undefined ? {} : { loadDataDir: prepared });
  await bringUpToDate(client, migrations);
  const { hold, isHeld } = holdsOfOneProcess();
  return {
    db: handleOf(client),
    engine: 'pglite',
    hold,
    isHeld,
    close: () => client.close(),
    dump: () => client.dumpDataDir('none'),
  };
};
