import { sql } from 'drizzle-orm';
import { bigint, check, integer, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';
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
