import { sql } from 'drizzle-orm';
import { bigint, check, index, integer, json, pgTable, text, timestamp, unique } from 'drizzle-orm/pg-core';
import { runs } from '../themes/tables.ts';
import { topics } from '../topics/tables.ts';

export const digests = pgTable(
  'digests',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    runId: bigint('run_id', { mode: 'number' })
      .notNull()
      .references(() => runs.id),
    /** `scopeKey` of the four columns after it. */
    scope: text().notNull(),
    topicId: bigint('topic_id', { mode: 'number' }).references(() => topics.id),
    place: text(),
    periodFrom: timestamp('period_from', { withTimezone: true }),
    periodTo: timestamp('period_to', { withTimezone: true }),
    language: text({ enum: ['zh', 'en'] }).notNull(),
    /** Counted from 1 within a scope and language. */
    edition: integer().notNull(),
    /** `json`, not `jsonb`: it comes back byte for byte, so a digest rendered again is the same file. */
    content: json().notNull(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    unique('digests_run_language').on(table.runId, table.language),
    unique('digests_scope_language_edition').on(table.scope, table.language, table.edition),
    index('digests_topic_id').on(table.topicId),
    check('digests_language', sql`${table.language} in ('zh', 'en')`),
    check('digests_edition', sql`${table.edition} >= 1`),
  ],
);
