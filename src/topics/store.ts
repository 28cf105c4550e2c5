import { and, asc, eq, getTableColumns, type SQL, sql } from 'drizzle-orm';
import { type TopicId, topicId } from '../kernel/index.ts';
import type { Db } from '../platform/index.ts';
import { aspects, topicPlaces, topics } from './tables.ts';
import type { Aspect, Topic, TopicDraft } from './topic.ts';

const dateOf = (iso: string | null): Date | null => (iso === null ? null : new Date(iso));

/**
 * Opens the topic, or brings the one with the same key up to date; twice the same changes nothing. Aspects that are no
 * longer named go, which fails where messages already point to one. A place that nobody knows makes it fail.
 */
export const upsertTopic = (db: Db, draft: TopicDraft): Promise<TopicId> =>
  db.transaction(async (tx) => {
    const { key, source, title, brief, phase } = draft;
    const values = { source, title, brief, phase, opens: dateOf(draft.opens), closes: dateOf(draft.closes) };
    const [row] = await tx
      .insert(topics)
      .values({ key, ...values })
      .onConflictDoUpdate({ target: topics.key, set: values })
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
    await tx.delete(topicPlaces).where(eq(topicPlaces.topicId, row.id));
    const open = [...new Set(draft.places)].map((place) => ({ topicId: row.id, place }));
    if (open.length > 0) await tx.insert(topicPlaces).values(open);
    return topicId(String(row.id));
  });

// The outer row by its full name: alone in its query, Drizzle would write `id`, and that could be the inner row's.
const aspectsOf = sql<Aspect[]>`(
  select coalesce(json_agg(json_build_object('number', a.number, 'title', a.title) order by a.number), '[]')
  from ${aspects} as a where a.topic_id = topics.id)`;
const placesOf = sql<string[]>`(
  select coalesce(json_agg(p.place order by p.place collate "C"), '[]')
  from ${topicPlaces} as p where p.topic_id = topics.id)`;

const { createdAt: _createdAt, ...columns } = getTableColumns(topics);

/** With aspects and places by one query: between two of its turns a conversation may ask. */
const load = async (db: Db, where?: SQL): Promise<Topic[]> => {
  const rows = await db
    .select({ ...columns, aspects: aspectsOf, places: placesOf })
    .from(topics)
    .where(where)
    .orderBy(asc(topics.key));
  return rows.map(({ id, opens, closes, ...row }) => ({
    id: topicId(String(id)),
    ...row,
    opens: opens?.toISOString() ?? null,
    closes: closes?.toISOString() ?? null,
  }));
};

/** By its key; null where there is none. */
export const findTopic = async (db: Db, key: string): Promise<Topic | null> => {
  const [topic] = await load(db, eq(topics.key, key));
  return topic ?? null;
};

const isOpenAt = (at: Date): SQL | undefined =>
  and(
    eq(topics.phase, 'collection'),
    sql`coalesce(${topics.opens}, '-infinity') <= ${at.toISOString()}::timestamptz`,
    sql`coalesce(${topics.closes}, 'infinity') > ${at.toISOString()}::timestamptz`,
  );

/** All topics by key; with `openAt`, those collecting messages at that moment. */
export const listTopics = (db: Db, options: { openAt?: Date } = {}): Promise<Topic[]> => {
  const { openAt } = options;
  return load(db, openAt === undefined ? undefined : isOpenAt(openAt));
};

/** Whether the topic collects messages at that moment. */
export const isCollecting = async (db: Db, topic: TopicId, at: Date): Promise<boolean> =>
  (await db.$count(topics, and(eq(topics.id, Number(topic)), isOpenAt(at)))) > 0;
