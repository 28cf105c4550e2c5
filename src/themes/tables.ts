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
  real,
  text,
  timestamp,
} from 'drizzle-orm/pg-core';
import { messages } from '../intake/tables.ts';
import { bytes } from '../platform/index.ts';
import { topics } from '../topics/tables.ts';
import type { Level, Opposition, Quote } from './catalogue.ts';

export const runStates = ['running', 'complete', 'incomplete'] as const;
export const labelAuthors = ['rule', 'person'] as const;
export const lineageKinds = ['same', 'grown', 'fading', 'new', 'split', 'merged', 'ended'] as const;
export const editKinds = ['rename', 'merge', 'split', 'pin', 'unpin'] as const;

export const runs = pgTable(
  'runs',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    /** `scopeKey` of the four columns after it. */
    scope: text().notNull(),
    topicId: bigint('topic_id', { mode: 'number' }).references(() => topics.id),
    place: text(),
    periodFrom: timestamp('period_from', { withTimezone: true }),
    periodTo: timestamp('period_to', { withTimezone: true }),
    state: text({ enum: runStates }).notNull().default('running'),
    parameters: jsonb().$type<Readonly<Record<string, unknown>>>().notNull(),
    seed: bigint({ mode: 'number' }).notNull(),
    model: text().notNull(),
    /** Hash over the messages and the parameters: equal input would give an equal run. */
    fingerprint: text().notNull(),
    metrics: jsonb().$type<Readonly<Record<string, unknown>>>(),
    /** The corpus mean that vectors were centred by, float32. */
    mean: bytes('mean'),
    startedAt: timestamp('started_at', { withTimezone: true }).notNull().defaultNow(),
    endedAt: timestamp('ended_at', { withTimezone: true }),
  },
  (table) => [
    index('runs_scope').on(table.scope, table.state, table.id),
    index('runs_fingerprint').on(table.fingerprint),
    check('runs_state', sql`${table.state} in ('running', 'complete', 'incomplete')`),
    check('runs_ended', sql`(${table.state} = 'running') = (${table.endedAt} is null)`),
  ],
);

/** What stays the same from run to run, and what people decided about it. */
export const themes = pgTable(
  'themes',
  {
    /** Given by whoever matches a new run with the last one; what people split off follows a point (`partOf`). */
    id: text().primaryKey(),
    level: text().$type<Level>().notNull(),
    label: text().notNull(),
    labelBy: text('label_by', { enum: labelAuthors }).notNull().default('rule'),
    pinned: boolean().notNull().default(false),
    firstRun: bigint('first_run', { mode: 'number' })
      .notNull()
      .references(() => runs.id),
    lastRun: bigint('last_run', { mode: 'number' })
      .notNull()
      .references(() => runs.id),
  },
  (table) => [
    check('themes_id', sql`length(${table.id}) between 1 and 64`),
    check('themes_level', sql`${table.level} in ('group', 'theme', 'matter')`),
    check('themes_label_by', sql`${table.labelBy} in ('rule', 'person')`),
  ],
);

/** A theme as one run found it. `position` numbers a run's entries in reading order, groups first. */
export const runThemes = pgTable(
  'run_themes',
  {
    runId: bigint('run_id', { mode: 'number' })
      .notNull()
      .references(() => runs.id, { onDelete: 'cascade' }),
    position: integer().notNull(),
    themeId: text('theme_id')
      .notNull()
      .references(() => themes.id),
    level: text().$type<Level>().notNull(),
    parent: integer(),
    label: text().notNull(),
    keywords: jsonb().$type<readonly string[]>().notNull(),
    messages: integer().notNull(),
    people: integer().notNull(),
    copies: integer().notNull(),
    quotes: jsonb().$type<readonly Quote[]>().notNull(),
    opposition: jsonb().$type<Opposition>(),
    places: jsonb().$type<readonly { readonly place: string; readonly messages: number }[]>().notNull(),
    singleVoice: boolean('single_voice').notNull(),
    /** Float32, of the centred vectors. */
    centroid: bytes('centroid'),
  },
  (table) => [
    primaryKey({ columns: [table.runId, table.position] }),
    foreignKey({
      name: 'run_themes_parent_fk',
      columns: [table.runId, table.parent],
      foreignColumns: [table.runId, table.position],
    }),
    index('run_themes_theme_id').on(table.themeId),
    check('run_themes_parent', sql`(${table.level} = 'group') = (${table.parent} is null)`),
    check('run_themes_level', sql`${table.level} in ('group', 'theme', 'matter')`),
  ],
);

/**
 * Where each message of a run went: exactly once, on all three levels, as positions in `run_themes`. Four bytes instead
 * of an id of 36: 35,000 rows a night take 3 MB and not 8.
 */
export const assignments = pgTable(
  'assignments',
  {
    runId: bigint('run_id', { mode: 'number' }).notNull(),
    messageId: bigint('message_id', { mode: 'number' })
      .notNull()
      .references(() => messages.id),
    group: integer('group_position').notNull(),
    theme: integer('theme_position').notNull(),
    matter: integer('matter_position').notNull(),
    /** 0 for the most central message of the group, the theme, the matter. */
    groupRank: integer('group_rank').notNull(),
    themeRank: integer('theme_rank').notNull(),
    matterRank: integer('matter_rank').notNull(),
    /** Cosine to the theme's centroid; null where it was not measured. */
    similarity: real(),
    /** A second theme that the message also speaks of. */
    alsoTheme: integer('also_theme_position'),
  },
  (table) => [
    primaryKey({ columns: [table.runId, table.messageId] }),
    foreignKey({
      name: 'assignments_matter_fk',
      columns: [table.runId, table.matter],
      foreignColumns: [runThemes.runId, runThemes.position],
    }).onDelete('cascade'),
    index('assignments_message_id').on(table.messageId),
  ],
);

export const lineage = pgTable(
  'lineage',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    runId: bigint('run_id', { mode: 'number' })
      .notNull()
      .references(() => runs.id, { onDelete: 'cascade' }),
    from: text('from_theme').references(() => themes.id),
    to: text('to_theme').references(() => themes.id),
    kind: text({ enum: lineageKinds }).notNull(),
    /** Share of members in common, 0 to 1. */
    overlap: real(),
  },
  (table) => [
    index('lineage_run_id').on(table.runId),
    index('lineage_to_theme').on(table.to),
    check(
      'lineage_kind',
      sql`${table.kind} in ('same', 'grown', 'fading', 'new', 'split', 'merged', 'ended')`,
    ),
    check(
      'lineage_ends',
      sql`(${table.from} is null) = (${table.kind} = 'new') and (${table.to} is null) = (${table.kind} = 'ended')`,
    ),
  ],
);

/** What people did to themes, append-only: every later run must respect it. */
export const edits = pgTable(
  'edits',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    themeId: text('theme_id')
      .notNull()
      .references(() => themes.id),
    kind: text({ enum: editKinds }).notNull(),
    by: text().notNull(),
    at: timestamp({ withTimezone: true }).notNull(),
    detail: jsonb().$type<Readonly<Record<string, unknown>>>().notNull(),
  },
  (table) => [
    index('edits_theme_id').on(table.themeId, table.id),
    check('edits_kind', sql`${table.kind} in ('rename', 'merge', 'split', 'pin', 'unpin')`),
  ],
);
