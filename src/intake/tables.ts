import { sql } from 'drizzle-orm';
import {
  bigint,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  timestamp,
  unique,
} from 'drizzle-orm/pg-core';
import { aspects, topics } from '../topics/tables.ts';

/** Who wrote, as far as counting people needs it: where they came from, and a hash of who they are there. */
export const residents = pgTable(
  'residents',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    /** `web-chat`, `telegram`, …; `import:NAME` for the authors of an imported file. */
    channel: text().notNull(),
    keyHash: text('key_hash').notNull(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    unique('residents_channel_key_hash').on(table.channel, table.keyHash),
    check('residents_key_hash', sql`octet_length(${table.keyHash}) = 64`),
  ],
);

export const messageStates = ['filed', 'held', 'withdrawn'] as const;

export const messages = pgTable(
  'messages',
  {
    /** Also the number that digests and pages print: sequential per database. */
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    /** Channel or imported file; with `externalId` it makes a second import of the same file change nothing. */
    source: text().notNull(),
    externalId: text('external_id'),
    topicId: bigint('topic_id', { mode: 'number' }).references(() => topics.id),
    aspect: integer(),
    residentId: bigint('resident_id', { mode: 'number' }).references(() => residents.id),
    place: text(),
    textMasked: text('text_masked').notNull(),
    textHash: text('text_hash').notNull(),
    state: text({ enum: messageStates }).notNull().default('filed'),
    /** When it was written; null where an imported file does not say. */
    createdAt: timestamp('created_at', { withTimezone: true }),
    importedAt: timestamp('imported_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    unique('messages_source_external_id').on(table.source, table.externalId),
    foreignKey({
      name: 'messages_aspect_fk',
      columns: [table.topicId, table.aspect],
      foreignColumns: [aspects.topicId, aspects.number],
    }),
    // A topic's messages in the order in which runs and digests page through them.
    index('messages_topic_id_id').on(table.topicId, table.id),
    index('messages_resident_id').on(table.residentId).where(sql`${table.residentId} is not null`),
    // "N others wrote the same."
    index('messages_text_hash').on(table.textHash),
    check('messages_state', sql`${table.state} in ('filed', 'held', 'withdrawn')`),
    check('messages_text_hash_length', sql`octet_length(${table.textHash}) = 64`),
    check('messages_aspect_has_topic', sql`${table.aspect} is null or ${table.topicId} is not null`),
  ],
);

/**
 * Steps of a message after it was filed, appended by intake and by later stages; a receipt's trail is a projection of
 * them. When it was filed stands in the message itself.
 */
export const messageEvents = pgTable(
  'message_events',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    messageId: bigint('message_id', { mode: 'number' })
      .notNull()
      .references(() => messages.id),
    kind: text().notNull(),
    at: timestamp({ withTimezone: true }).notNull().defaultNow(),
    detail: jsonb(),
  },
  (table) => [index('message_events_message_id').on(table.messageId, table.id)],
);
