import { and, eq } from 'drizzle-orm';
import type { Db } from '../../platform/index.ts';
import { seenUpdates } from '../tables.ts';

/** An update as a channel names it. */
export type Update = { readonly channel: string; readonly updateId: string };

/** Remembers the update, in the caller's transaction if it has one. false: it had been handled before. */
export const markSeen = async (db: Db, update: Update, at: Date): Promise<boolean> => {
  const rows = await db
    .insert(seenUpdates)
    .values({ ...update, at })
    .onConflictDoNothing()
    .returning({ id: seenUpdates.updateId });
  return rows.length === 1;
};

/** `channels`' port `SeenUpdates`, shared by all processes and kept through restarts; `forget` removes old ones. */
export const databaseSeenUpdates = (db: Db, now: () => Date) => ({
  has: async ({ channel, updateId }: Update): Promise<boolean> =>
    (await db.$count(
      seenUpdates,
      and(eq(seenUpdates.channel, channel), eq(seenUpdates.updateId, updateId)),
    )) > 0,
  add: async ({ channel, updateId }: Update): Promise<void> => {
    await markSeen(db, { channel, updateId }, now());
  },
});
