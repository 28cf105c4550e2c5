import { sql } from 'drizzle-orm';
import { bigint, check, index, integer, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';
import { places } from '../organisation/tables.ts';
import { topicPhases, topicSources } from './topic.ts';

const oneOf = (values: readonly string[]) => sql.raw(values.map((value) => `'${value}'`).join(', '));

export const topics = pgTable(
  'topics',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    key: text().notNull().unique(),
    source: text({ enum: topicSources }).notNull(),
    title: text().notNull(),
    brief: text().notNull(),
    phase: text({ enum: topicPhases }).notNull(),
    opens: timestamp({ withTimezone: true }),
    closes: timestamp({ withTimezone: true }),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    check('topics_source', sql`${table.source} in (${oneOf(topicSources)})`),
    check('topics_phase', sql`${table.phase} in (${oneOf(topicPhases)})`),
    check('topics_key', sql`${table.key} ~ '^[a-z0-9][a-z0-9-]{0,63}$'`),
    check('topics_title', sql`length(${table.title}) between 1 and 200`),
    check('topics_period', sql`${table.closes} > ${table.opens}`),
  ],
);

export const aspects = pgTable(
  'aspects',
  {
    topicId: bigint('topic_id', { mode: 'number' })
      .notNull()
      .references(() => topics.id, { onDelete: 'cascade' }),
    number: integer().notNull(),
    title: text().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.topicId, table.number] }),
    check('aspects_number', sql`${table.number} >= 1`),
    check('aspects_title', sql`length(${table.title}) between 1 and 200`),
  ],
);

/** Where a topic is open: in these places and in all below them; without a row, in the whole city. */
export const topicPlaces = pgTable(
  'topic_places',
  {
    topicId: bigint('topic_id', { mode: 'number' })
      .notNull()
      .references(() => topics.id, { onDelete: 'cascade' }),
    /** The office's own code, which lasts for ever: who asks where a topic is open need not look into the tree. */
    place: text()
      .notNull()
      .references(() => places.code, { onUpdate: 'cascade' }),
  },
  (table) => [
    primaryKey({ columns: [table.topicId, table.place] }),
    index('topic_places_place').on(table.place),
  ],
);
