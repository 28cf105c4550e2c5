import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { sql } from 'drizzle-orm';
import { BadSetup } from '../kernel/index.ts';
import { type Db, rowsOf } from './handle.ts';

/** Asked for late: drizzle-kit loads this file by way of tables.ts, as a module that does not know where it is. */
export const migrationsFolder = (): string => path.join(import.meta.dirname, '..', '..', 'migrations');

const newestKnown = async (folder: string): Promise<number> => {
  const text = await readFile(path.join(folder, 'meta', '_journal.json'), 'utf8');
  const { entries } = JSON.parse(text) as { entries: { when: number }[] };
  return Math.max(0, ...entries.map((entry) => entry.when));
};

const newestApplied = async (db: Db): Promise<number> => {
  const [there] = await rowsOf<{ there: boolean }>(
    db,
    sql`select to_regclass('drizzle.__drizzle_migrations') is not null as there`,
  );
  if (there?.there !== true) return 0;
  const [row] = await rowsOf<{ newest: string | number | null }>(
    db,
    sql`select max(created_at) as newest from drizzle.__drizzle_migrations`,
  );
  return Number(row?.newest ?? 0);
};

/**
 * Whether the tables are older than the program.
 * @throws BadSetup where they are newer: an old program must not write into tables that it does not know.
 */
export const needsMigration = async (db: Db, folder: string): Promise<boolean> => {
  const [known, applied] = await Promise.all([newestKnown(folder), newestApplied(db)]);
  if (applied > known) {
    throw new BadSetup({
      zh: '这个数据库是由更新版本的程序建立的。请升级本程序，或换一个数据库。',
      en: 'A newer version of this program made this database. Update the program, or use another database.',
    });
  }
  return applied < known;
};
