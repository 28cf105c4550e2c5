import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import { type TopicId, topicId } from '../kernel/index.ts';
import type { Db } from '../platform/index.ts';
import { aspects, topics } from './tables.ts';
import type { Topic, TopicDraft } from './topic.ts';

const dateOf = (iso: string | null): Date | null => (iso === null ? null : new Date(iso));

/**
 * Opens the topic, or brings the one with the same key up to date; twice the same changes nothing. Aspects that are no
 * longer named go, which fails where messages already point to one.
 */
export const upsertTopic = (db: Db, draft: TopicDraft): Promise<TopicId> =>
  db.transaction(async (tx) => {
    const { key, source, title, brief, phase } = draft;
    const columns = { source, title, brief, phase, opens: dateOf(draft.opens), closes: dateOf(draft.closes) };
    const [row] = await tx
      .insert(topics)
      .values({ key, ...columns })
      .onConflictDoUpdate({ target: topics.key, set: columns })
      .returning({ id: topics.id });
    if (row === undefined) throw new Error('an upsert returned no row');
    if (draft.aspects.length > 0) {
      await tx
        .insert(aspects)
        .values(draft.aspects.map(({ number, title }) => ({ topicId: row.id, number, title })))
        .onConflictDoUpdate({
          target: [aspects.topicId, aspects.number],
          set: { title: sql`excluded.title` },
        });
    }
    const numbers = draft.aspects.map((aspect) => aspect.number);
    const kept =
      numbers.length === 0 ? undefined : sql`${aspects.number} <> all (${sql.param(numbers)}::int[])`;
    await tx.delete(aspects).where(and(eq(aspects.topicId, row.id), kept));
    return topicId(String(row.id));
  });

const withAspects = async (db: Db, rows: readonly (typeof topics.$inferSelect)[]): Promise<Topic[]> => {
  if (rows.length === 0) return [];
  const ids = rows.map((row) => row.id);
  const found = await db
    .select()
    .from(aspects)
    .where(inArray(aspects.topicId, ids))
    .orderBy(asc(aspects.topicId), asc(aspects.number));
  const byTopic = Map.groupBy(found, (aspect) => aspect.topicId);
  return rows.map(({ id, key, source, title, brief, phase, opens, closes }) => ({
    id: topicId(String(id)),
    key,
    source,
    title,
    brief,
    phase,
    opens: opens?.toISOString() ?? null,
    closes: closes?.toISOString() ?? null,
    aspects: (byTopic.get(id) ?? []).map(({ number, title }) => ({ number, title })),
  }));
};

/** By its key; null where there is none. */
export const findTopic = async (db: Db, key: string): Promise<Topic | null> => {
  const rows = await db.select().from(topics).where(eq(topics.key, key));
  return (await withAspects(db, rows))[0] ?? null;
};

/** All topics by key; with `openAt`, those collecting messages at that moment. */
export const listTopics = async (db: Db, options: { openAt?: Date } = {}): Promise<Topic[]> => {
  const { openAt } = options;
  const open =
    openAt === undefined
      ? undefined
      : and(
          eq(topics.phase, 'collection'),
          sql`coalesce(${topics.opens}, '-infinity') <= ${openAt.toISOString()}::timestamptz`,
          sql`coalesce(${topics.closes}, 'infinity') > ${openAt.toISOString()}::timestamptz`,
        );
  const rows = await db.select().from(topics).where(open).orderBy(asc(topics.key));
  return withAspects(db, rows);
};
