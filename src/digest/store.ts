import { and, desc, eq, lt, max, notInArray, sql } from 'drizzle-orm';
import { type DigestId, digestId, type RunId, runId, topicId } from '../kernel/index.ts';
import type { Db } from '../platform/index.ts';
import { type Scope, scopeKey } from '../topics/index.ts';
import type { DigestContent, Lang } from './content.ts';
import { digests } from './tables.ts';

export type NewDigest = {
  /** The run from which it was drafted. */
  readonly run: RunId;
  readonly scope: Scope;
  readonly content: DigestContent;
};

export type StoredDigest = NewDigest & {
  readonly id: DigestId;
  /** Counted from 1 within scope and language. */
  readonly edition: number;
  /** ISO 8601. */
  readonly createdAt: string;
};

const storedOf = (row: typeof digests.$inferSelect): StoredDigest => ({
  id: digestId(String(row.id)),
  run: runId(String(row.runId)),
  scope: {
    topic: row.topicId === null ? null : topicId(String(row.topicId)),
    place: row.place,
    from: row.periodFrom?.toISOString() ?? null,
    to: row.periodTo?.toISOString() ?? null,
  },
  edition: row.edition,
  // `saveDigest` is the only writer of this column.
  content: row.content as DigestContent,
  createdAt: row.createdAt.toISOString(),
});

const dateOf = (iso: string | null): Date | null => (iso === null ? null : new Date(iso));

/** Keeps the digest as the next edition of its scope. A run has one digest a language: a second one is the first. */
export const saveDigest = (db: Db, digest: NewDigest, at: Date): Promise<StoredDigest> =>
  db.transaction(async (tx) => {
    const { run, scope, content } = digest;
    const language = content.lang;
    const key = scopeKey(scope);
    // Two writers of one scope take turns: each must see the other's edition before it counts.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`digest ${key}`}, 0))`);
    const there = await digestByRun(tx, run, language);
    if (there !== null) return there;
    const [newest] = await tx
      .select({ edition: max(digests.edition) })
      .from(digests)
      .where(and(eq(digests.scope, key), eq(digests.language, language)));
    const [row] = await tx
      .insert(digests)
      .values({
        runId: Number(run),
        scope: key,
        topicId: scope.topic === null ? null : Number(scope.topic),
        place: scope.place,
        periodFrom: dateOf(scope.from),
        periodTo: dateOf(scope.to),
        language,
        edition: (newest?.edition ?? 0) + 1,
        content,
        createdAt: at,
      })
      .returning();
    if (row === undefined) throw new Error('an insert returned no row');
    return storedOf(row);
  });

/** The newest edition of a scope; null before the first. */
export const latestDigest = async (db: Db, scope: Scope, language: Lang): Promise<StoredDigest | null> => {
  const [row] = await db
    .select()
    .from(digests)
    .where(and(eq(digests.scope, scopeKey(scope)), eq(digests.language, language)))
    .orderBy(desc(digests.edition))
    .limit(1);
  return row === undefined ? null : storedOf(row);
};

/**
 * The last issue, as readers count: the newest digest of an earlier day. What is drafted several times within a day is
 * one issue in the making; only where there is no earlier day, the newest of today. Never one of `except`. null: none.
 * @param ask.today when the day begins
 */
export const lastIssue = async (
  db: Db,
  ask: {
    readonly scope: Scope;
    readonly language: Lang;
    readonly today: Date;
    readonly except: readonly RunId[];
  },
): Promise<StoredDigest | null> => {
  const { scope, language, today, except } = ask;
  const [row] = await db
    .select()
    .from(digests)
    .where(
      and(
        eq(digests.scope, scopeKey(scope)),
        eq(digests.language, language),
        notInArray(digests.runId, except.map(Number)),
      ),
    )
    .orderBy(desc(lt(digests.createdAt, today)), desc(digests.edition))
    .limit(1);
  return row === undefined ? null : storedOf(row);
};

export const digestByRun = async (db: Db, run: RunId, language: Lang): Promise<StoredDigest | null> => {
  const [row] = await db
    .select()
    .from(digests)
    .where(and(eq(digests.runId, Number(run)), eq(digests.language, language)));
  return row === undefined ? null : storedOf(row);
};
