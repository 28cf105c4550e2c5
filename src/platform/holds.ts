import { setTimeout as sleep } from 'node:timers/promises';
import type postgres from 'postgres';
import type { Hold } from './handle.ts';

/** What the holds of a database need: taken by a name, let go, and asked after. */
export type Holds = {
  readonly hold: (name: string) => Promise<Hold>;
  readonly isHeld: (name: string) => Promise<boolean>;
  readonly close: () => Promise<void>;
};

const claim = (held: Set<string>, name: string): void => {
  if (held.has(name)) throw new Error(`${name} is held already`);
  held.add(name);
};

/** For the embedded database, which serves one process: what this one does not hold, nobody does. */
export const holdsOfOneProcess = (): Holds => {
  const held = new Set<string>();
  return {
    hold: async (name) => {
      claim(held, name);
      return {
        release: async () => {
          held.delete(name);
        },
      };
    },
    isHeld: async (name) => held.has(name),
    close: async () => undefined,
  };
};

// The server is asked again as soon as it may be back, and is not flooded meanwhile.
const RETRY_MS = 1_000;

/**
 * For PostgreSQL: advisory locks of one session of their own, opened when first needed. The server lets them go when
 * the session ends, and so does its process, however it ends. Where the server ends the session first, because it is
 * restarted, a new one takes the locks again.
 * @param connect Opens a client with one connection, which calls back whenever that is closed.
 */
export const holdsOnServer = (connect: (onclose: () => void) => postgres.Sql): Holds => {
  const held = new Set<string>();
  let keeper: postgres.Sql | null = null;
  let lost = false;
  let retaking = false;
  let closing = false;

  const session = (): postgres.Sql => {
    keeper ??= connect(() => {
      lost = true;
      void retake();
    });
    return keeper;
  };
  const take = async (name: string): Promise<void> => {
    await session()`select pg_advisory_lock(hashtextextended(${name}, 0))`;
  };
  const retake = async (): Promise<void> => {
    if (retaking) return;
    retaking = true;
    while (lost && !closing && held.size > 0) {
      lost = false;
      try {
        for (const name of held) await take(name);
      } catch {
        lost = true;
        await sleep(RETRY_MS, undefined, { ref: false });
      }
    }
    retaking = false;
  };

  return {
    hold: async (name) => {
      claim(held, name);
      try {
        await take(name);
      } catch (error) {
        held.delete(name);
        throw error;
      }
      return {
        release: async () => {
          if (!held.delete(name)) return;
          // A lock may have been taken twice where the session was lost in between.
          const unlock =
            held.size === 0
              ? session()`select pg_advisory_unlock_all()`
              : session()`select pg_advisory_unlock(hashtextextended(${name}, 0))`;
          // Where the server cannot be reached, the session is gone and its locks are with it.
          await unlock.catch(() => undefined);
        },
      };
    },
    isHeld: async (name) => {
      if (held.has(name)) return true;
      // Taken and let go at once: the statement is its own transaction. Shared, so that two who ask see no holder in
      // each other.
      const [row] = await session()<{ free: boolean }[]>`
        select pg_try_advisory_xact_lock_shared(hashtextextended(${name}, 0)) as free`;
      return row?.free !== true;
    },
    close: async () => {
      closing = true;
      await keeper?.end({ timeout: 5 });
    },
  };
};
