import type { Database } from './handle.ts';
import { migrationsFolder } from './migrate.ts';

// Enough for a server's short queries beside a nightly run; PostgreSQL allows 100 in all by default.
const CONNECTIONS = 10;

/**
 * Opens the database that the configuration names and brings its tables up to date: PostgreSQL at `databaseUrl`, or,
 * where that is null, the embedded one in `dataDir`, which is locked for this process until `close`.
 * @throws BadSetup with the next move, where a person can mend what is wrong.
 */
export const openDatabase = async (options: {
  databaseUrl: string | null;
  dataDir: string;
}): Promise<Database> => {
  const { databaseUrl, dataDir } = options;
  const migrations = migrationsFolder();
  // Loaded when used: the embedded engine's program takes 0.2 s to load, and no script needs both.
  if (databaseUrl === null) {
    const { openPglite } = await import('./pglite.ts');
    return openPglite({ dataDir, migrations });
  }
  const { openPostgres } = await import('./postgres.ts');
  return openPostgres({ url: databaseUrl, migrations, connections: CONNECTIONS });
};
