import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { BadSetup } from '../kernel/index.ts';

export type Lock = { readonly release: () => void };

type Holder = { readonly pid: number; readonly since: string };

// SQLITE_BUSY, https://www.sqlite.org/rescode.html#busy
const BUSY = 5;

const holderOf = (dataDir: string): Holder | null => {
  try {
    const { pid, since } = JSON.parse(
      readFileSync(path.join(dataDir, 'lock.json'), 'utf8'),
    ) as Partial<Holder>;
    return typeof pid === 'number' && typeof since === 'string' ? { pid, since } : null;
  } catch {
    // Only the sentence gets less precise: the lock itself is the operating system's.
    return null;
  }
};

const refusal = (dataDir: string, cause: unknown): BadSetup => {
  const holder = holderOf(dataDir);
  const who =
    holder === null
      ? { zh: '另一个进程', en: 'another process' }
      : holder.pid === process.pid
        ? { zh: `本进程（自 ${holder.since} 起）`, en: `this very process (since ${holder.since})` }
        : {
            zh: `进程 ${holder.pid}（自 ${holder.since} 起）`,
            en: `process ${holder.pid} (since ${holder.since})`,
          };
  return new BadSetup(
    {
      zh: `数据文件夹 ${dataDir} 正被${who.zh}使用；内置数据库同一时间只容一个进程。请先结束它，或设置 DATABASE_URL 改用 PostgreSQL。如果那是 npm start：它每晚自动起草简报，放在 ${path.join(dataDir, 'digests')}，不必为此停下它。`,
      en: `The data folder ${dataDir} is in use by ${who.en}, and the embedded database serves one process at a time. Stop that one first, or set DATABASE_URL to use PostgreSQL. If it is npm start: it draws digests every night, into ${path.join(dataDir, 'digests')}, and need not be stopped for one.`,
    },
    { cause },
  );
};

/** Handles of held locks: one that nothing refers to any more would be collected, and its lock would go with it. */
const heldHandles = new Set<DatabaseSync>();

/**
 * Takes the data folder for this process, or refuses. The lock is an exclusive SQLite transaction on `lock.db`, which
 * is a lock of the operating system on an open file: it ends with its process, however that ends, and a second
 * attempt within one process is refused too. `lock.json` only says who holds it.
 * @throws BadSetup naming the holder and what to do.
 */
export const lockDataDir = (dataDir: string, since: Date): Lock => {
  const held = new DatabaseSync(path.join(dataDir, 'lock.db'));
  try {
    held.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
  } catch (error) {
    held.close();
    if ((error as { errcode?: unknown }).errcode === BUSY) throw refusal(dataDir, error);
    throw error;
  }
  heldHandles.add(held);
  const note = path.join(dataDir, 'lock.json');
  writeFileSync(note, JSON.stringify({ pid: process.pid, since: since.toISOString() } satisfies Holder));
  return {
    release: () => {
      // The note goes first: after the lock is free, another process' note may be there.
      rmSync(note, { force: true });
      heldHandles.delete(held);
      held.close();
    },
  };
};
