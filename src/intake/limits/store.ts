import { and, asc, count, eq, gt, sql } from 'drizzle-orm';
import { ok, type Result, refuse } from '../../kernel/index.ts';
import type { Db } from '../../platform/index.ts';
import { limitMarks } from '../tables.ts';

/** At most `most` within any `minutes`. */
export type SlidingLimit = { readonly most: number; readonly minutes: number };

const MINUTE_MS = 60_000;

export const windowStart = (now: Date, { minutes }: SlidingLimit): Date =>
  new Date(now.getTime() - minutes * MINUTE_MS);

/** Whole minutes, at least one, until what happened at `oldest` leaves the window. */
export const minutesUntilFree = (oldest: Date, now: Date, { minutes }: SlidingLimit): number =>
  Math.max(1, Math.ceil((oldest.getTime() + minutes * MINUTE_MS - now.getTime()) / MINUTE_MS));

/**
 * Counts one use of `kind` by `key` (a keyed hash), or refuses and says after how many minutes there is room again.
 * What is refused does not count. Exact where the caller holds a lock for the key.
 */
export const takeSlot = async (
  tx: Db,
  use: { readonly kind: string; readonly key: string; readonly now: Date; readonly limit: SlidingLimit },
): Promise<Result<null, { readonly minutes: number }>> => {
  const { kind, key, now, limit } = use;
  const within = and(
    eq(limitMarks.kind, kind),
    eq(limitMarks.key, key),
    gt(limitMarks.at, windowStart(now, limit)),
  );
  const [counted] = await tx.select({ used: count() }).from(limitMarks).where(within);
  const used = counted?.used ?? 0;
  if (used >= limit.most) {
    // There is room when so many of the oldest have left that one fewer than the limit is there.
    const [oldest] = await tx
      .select({ at: limitMarks.at })
      .from(limitMarks)
      .where(within)
      .orderBy(asc(limitMarks.at))
      .offset(used - limit.most)
      .limit(1);
    return refuse({ minutes: minutesUntilFree(oldest?.at ?? now, now, limit) });
  }
  await tx.insert(limitMarks).values({ kind, key, at: now });
  return ok(null);
};

/** Removes marks that no limit looks at any more. */
export const forgetMarks = async (db: Db, before: Date): Promise<void> => {
  await db.delete(limitMarks).where(sql`${limitMarks.at} < ${before.toISOString()}::timestamptz`);
};
