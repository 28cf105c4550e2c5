import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { afterAll, describe, expect, inject, test } from 'vitest';
import { openDatabase, rowsOf } from '../../src/platform/index.ts';
import { closeDatabases, describeOnBoth, emptyPostgres } from '../support/database.ts';
import { runProgram } from '../support/programs.ts';

const HOLDER = 'test/platform/programs/hold-name.ts';
const SLOW_MS = 120_000;

afterAll(closeDatabases);

describeOnBoth('a hold', (database) => {
  test('is seen until it is let go, and holds no other name', async () => {
    const { hold, isHeld } = database();
    const [one, other] = [await hold('run 1'), await hold('run 2')];
    expect(await Promise.all(['run 1', 'run 2', 'run 3'].map(isHeld))).toEqual([true, true, false]);
    await expect(hold('run 1')).rejects.toThrow('held already');
    await one.release();
    await one.release();
    expect(await Promise.all(['run 1', 'run 2'].map(isHeld))).toEqual([false, true]);
    const again = await hold('run 1');
    await other.release();
    expect(await Promise.all(['run 1', 'run 2'].map(isHeld))).toEqual([true, false]);
    await again.release();
  });
});

const absent = inject('postgresUrl') === null;
const reason = absent ? ` (skipped: ${inject('postgresAbsence')})` : '';

describe.skipIf(absent)(`a hold on a server${reason}`, () => {
  const soon = async (wanted: () => Promise<boolean>): Promise<boolean> => {
    for (let attempt = 0; attempt < 100; attempt++) {
      if (await wanted()) return true;
      await sleep(50);
    }
    return false;
  };

  test(
    'is seen by other processes, and ends with a process that is killed',
    async () => {
      const url = await emptyPostgres();
      const database = await openDatabase({ databaseUrl: url, dataDir: '' });
      const holder = runProgram(HOLDER, [url, 'run 7']);
      await holder.printed(/held/);
      expect(await database.isHeld('run 7')).toBe(true);
      // Whoever asks at the same time sees no holder in another who asks.
      expect(await Promise.all(Array.from({ length: 20 }, () => database.isHeld('run 8')))).not.toContain(
        true,
      );
      holder.child.kill('SIGKILL');
      await holder.ended;
      expect(await soon(async () => !(await database.isHeld('run 7')))).toBe(true);
      await database.close();
    },
    SLOW_MS,
  );

  test('outlives the session that the server ends', async () => {
    const url = await emptyPostgres();
    const [one, other] = await Promise.all([1, 2].map(() => openDatabase({ databaseUrl: url, dataDir: '' })));
    if (one === undefined || other === undefined) throw new Error('two databases were opened');
    const held = await one.hold('run 9');
    const holders = async (): Promise<number[]> => {
      const rows = await rowsOf<{ pid: number }>(
        other.db,
        sql`select pid from pg_locks where locktype = 'advisory' and mode = 'ExclusiveLock' and granted
          and database = (select oid from pg_database where datname = current_database())`,
      );
      return rows.map(({ pid }) => pid);
    };
    const [before] = await holders();
    await other.db.execute(sql`select pg_terminate_backend(${before ?? 0}::int)`);
    expect(await soon(async () => (await holders()).some((pid) => pid !== before))).toBe(true);
    expect(await other.isHeld('run 9')).toBe(true);
    await held.release();
    expect(await other.isHeld('run 9')).toBe(false);
    await Promise.all([one.close(), other.close()]);
  });
});
