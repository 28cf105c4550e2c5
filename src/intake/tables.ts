import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  unique,
} from 'drizzle-orm/pg-core';
import { bytes } from '../platform/index.ts';
import { aspects, topics } from '../topics/tables.ts';

const at = (name: string) => timestamp(name, { withTimezone: true });
const languages = ['zh', 'en'] as const;
const oneOf = (values: readonly string[]) => sql.raw(values.map((value) => `'${value}'`).join(', '));

/** Who wrote, as far as counting people needs it: where they came from, and a hash of who they are there. */
export const residents = pgTable(
  'residents',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    /** `web-chat`, `telegram`, …; `import:NAME` for the authors of an imported file. */
    channel: text().notNull(),
    /** HMAC of the channel's id of the person; 64 hexadecimal digits. */
    keyHash: text('key_hash').notNull(),
    /** false: a plain SHA-256 of an imported author's name, from before there was a secret (`keyAuthors`). */
    keyed: boolean().notNull().default(false),
    /** What receipts are derived from: when it goes with this row, nothing links the person's messages any more. */
    salt: text(),
    /** Where replies go, sealed; null: the channel needs none, or the person has not agreed yet. */
    addressKeyId: text('address_key_id'),
    addressSealed: bytes('address_sealed'),
    language: text({ enum: languages }),
    consentVersion: integer('consent_version'),
    consentAt: at('consent_at'),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    unique('residents_channel_key_hash').on(table.channel, table.keyHash),
    check('residents_key_hash', sql`octet_length(${table.keyHash}) = 64`),
    index('residents_unkeyed').on(table.channel).where(sql`not ${table.keyed}`),
    check('residents_address', sql`(${table.addressKeyId} is null) = (${table.addressSealed} is null)`),
    check('residents_consent', sql`(${table.consentVersion} is null) = (${table.consentAt} is null)`),
  ],
);

/**
 * `held` waits for a person, `setAside` was put away by one; of `withdrawn` (by the resident) and `forgotten` (after the
 * time that the privacy notice names) only a tombstone is left. Digests see `filed` alone.
 */
export const messageStates = ['filed', 'held', 'setAside', 'withdrawn', 'forgotten'] as const;

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
    /** Slug of the code that was scanned. Codes are never deleted, only retired. */
    code: text(),
    language: text({ enum: languages }),
    /** References of photos, as the channel's store gave them. */
    photos: text().array().notNull().default(sql`'{}'::text[]`),
    /** HMAC of the receipt; the receipt itself is nowhere. */
    receiptHash: text('receipt_hash'),
    /** Buckets in which near-copies meet (`bandsOf`); null for imported messages. */
    copyBands: integer('copy_bands').array(),
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
    check('messages_state', sql`${table.state} in (${oneOf(messageStates)})`),
    unique('messages_receipt_hash').on(table.receiptHash),
    index('messages_code_created_at').on(table.code, table.createdAt).where(sql`${table.code} is not null`),
    // Without the list of pending entries that every look-up would read from end to end: a message is looked up as often as
    // it is filed.
    index('messages_copy_bands').using('gin', table.copyBands).with({ fastupdate: false }),
    check(
      'messages_tombstone',
      sql`${table.state} not in ('withdrawn', 'forgotten') or (${table.textMasked} = '' and ${table.copyBands} is null)`,
    ),
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
    /** What the step comes from (a digest, a meeting): a job that runs twice appends it once. */
    key: text(),
  },
  (table) => [
    index('message_events_message_id').on(table.messageId, table.id),
    unique('message_events_once').on(table.messageId, table.kind, table.key),
  ],
);

/** "Me too": a person who stands behind somebody else's message. */
export const supports = pgTable(
  'supports',
  {
    messageId: bigint('message_id', { mode: 'number' })
      .notNull()
      .references(() => messages.id),
    residentId: bigint('resident_id', { mode: 'number' })
      .notNull()
      .references(() => residents.id, { onDelete: 'cascade' }),
    receiptHash: text('receipt_hash').notNull().unique(),
    createdAt: at('created_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.messageId, table.residentId] }),
    index('supports_resident_id').on(table.residentId),
  ],
);

/** What a person typed, sealed; only where the office switched that on. */
export const originals = pgTable('originals', {
  messageId: bigint('message_id', { mode: 'number' })
    .primaryKey()
    .references(() => messages.id),
  keyId: text('key_id').notNull(),
  sealed: bytes().notNull(),
});

const person = () => ({ channel: text().notNull(), personHash: text('person_hash').notNull() });

/** Originals of a draft that is not filed yet, one row a message. */
export const draftOriginals = pgTable(
  'draft_originals',
  {
    ...person(),
    draft: integer().notNull(),
    part: integer().notNull(),
    keyId: text('key_id').notNull(),
    sealed: bytes().notNull(),
    createdAt: at('created_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.channel, table.personHash, table.draft, table.part] })],
);

/** Where each conversation stands; the draft in it is masked. Needs no resident: it begins before consent. */
export const conversations = pgTable(
  'conversations',
  {
    ...person(),
    /** Counted up by every save: a save from an older version is refused. */
    version: integer().notNull(),
    state: jsonb(),
    heardAt: at('heard_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.channel, table.personHash] }),
    index('conversations_heard_at').on(table.heardAt),
  ],
);

/** Who showed the receipt of which message lately, and may therefore withdraw it. */
export const claims = pgTable(
  'claims',
  {
    ...person(),
    messageId: bigint('message_id', { mode: 'number' })
      .notNull()
      .references(() => messages.id),
    receiptHash: text('receipt_hash').notNull(),
    at: at('at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.channel, table.personHash, table.messageId] }),
    index('claims_at').on(table.at),
  ],
);

export const holdDecisions = ['released', 'setAside', 'withdrawn'] as const;

/** Messages that wait for a person, and what was decided. */
export const holds = pgTable(
  'holds',
  {
    messageId: bigint('message_id', { mode: 'number' })
      .primaryKey()
      .references(() => messages.id),
    reasons: text().array().notNull(),
    /** The earliest of the near-copies among which it was found; itself where there is none. */
    groupId: bigint('group_id', { mode: 'number' })
      .notNull()
      .references(() => messages.id),
    at: at('at').notNull(),
    decision: text({ enum: holdDecisions }),
    decidedAt: at('decided_at'),
    decidedBy: text('decided_by'),
    note: text(),
  },
  (table) => [
    index('holds_waiting').on(table.groupId, table.messageId).where(sql`${table.decision} is null`),
    check('holds_reasons', sql`cardinality(${table.reasons}) >= 1`),
    check('holds_decision', sql`${table.decision} in (${oneOf(holdDecisions)})`),
    check('holds_decided', sql`(${table.decision} is null) = (${table.decidedAt} is null)`),
    check('holds_set_aside_why', sql`${table.decision} <> 'setAside' or ${table.note} is not null`),
  ],
);

export const flagKinds = ['urgent', 'person'] as const;

/** What staff should look at now: signs of danger, and people who ask for a person. */
export const staffFlags = pgTable(
  'staff_flags',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    kind: text({ enum: flagKinds }).notNull(),
    signs: text().array().notNull().default(sql`'{}'::text[]`),
    code: text(),
    /** null after the person's data were deleted. */
    channel: text(),
    personHash: text('person_hash'),
    draft: integer(),
    messageId: bigint('message_id', { mode: 'number' }).references(() => messages.id),
    textMasked: text('text_masked').notNull(),
    at: at('at').notNull(),
    handledAt: at('handled_at'),
    handledBy: text('handled_by'),
    note: text(),
  },
  (table) => [
    index('staff_flags_waiting').on(table.kind, table.id).where(sql`${table.handledAt} is null`),
    index('staff_flags_person').on(table.channel, table.personHash),
    index('staff_flags_message_id').on(table.messageId).where(sql`${table.messageId} is not null`),
    check('staff_flags_kind', sql`${table.kind} in (${oneOf(flagKinds)})`),
    check('staff_flags_handled', sql`(${table.handledAt} is null) = (${table.handledBy} is null)`),
  ],
);

/** Updates of channels that were handled; kept for days. */
export const seenUpdates = pgTable(
  'seen_updates',
  { channel: text().notNull(), updateId: text('update_id').notNull(), at: at('at').notNull() },
  (table) => [
    primaryKey({ columns: [table.channel, table.updateId] }),
    index('seen_updates_at').on(table.at),
  ],
);

/** What counts against a sliding limit; kept for two days. `key` is a keyed hash. */
export const limitMarks = pgTable(
  'limit_marks',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    kind: text().notNull(),
    key: text().notNull(),
    at: at('at').notNull(),
  },
  (table) => [
    index('limit_marks_kind_key_at').on(table.kind, table.key, table.at),
    index('limit_marks_at').on(table.at),
  ],
);

/** Facts about this installation, such as the fingerprint of its secret. */
export const installation = pgTable('installation', { name: text().primaryKey(), value: text().notNull() });
