import { sql } from 'drizzle-orm';
import {
  type AnyPgColumn,
  bigint,
  boolean,
  check,
  date,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  timestamp,
  unique,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import { deputyLevels, placeKinds, stationKinds } from './model.ts';

const oneOf = (values: readonly string[]) => sql.raw(values.map((value) => `'${value}'`).join(', '));
const id = () => bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity();

export const places = pgTable(
  'places',
  {
    id: id(),
    /** The office's own number; every import goes by it. */
    code: text().notNull().unique(),
    name: text().notNull(),
    kind: text({ enum: placeKinds }).notNull(),
    parentId: bigint('parent_id', { mode: 'number' }),
    /** Kind of the parent: with the two checks below no ring can ever be stored. */
    parentKind: text('parent_kind', { enum: placeKinds }),
  },
  (table) => [
    unique('places_id_kind').on(table.id, table.kind),
    foreignKey({
      name: 'places_parent_fk',
      columns: [table.parentId, table.parentKind],
      foreignColumns: [table.id, table.kind],
    }),
    // One database serves one city.
    uniqueIndex('places_one_city').on(table.kind).where(sql`${table.kind} = 'city'`),
    index('places_parent_id').on(table.parentId),
    check('places_kind', sql`${table.kind} in (${oneOf(placeKinds)})`),
    check('places_root', sql`(${table.kind} = 'city') = (${table.parentId} is null)`),
    check('places_parent_whole', sql`(${table.parentId} is null) = (${table.parentKind} is null)`),
    check(
      'places_below_parent',
      sql`${table.parentKind} is null or array_position(array[${oneOf(placeKinds)}], ${table.parentKind}) < array_position(array[${oneOf(placeKinds)}], ${table.kind})`,
    ),
  ],
);

export const deputyGroups = pgTable('deputy_groups', {
  id: id(),
  code: text().notNull().unique(),
  name: text().notNull(),
  hall: text(),
});

/** No telephone, address or birthday: nothing here needs them. */
export const deputies = pgTable(
  'deputies',
  {
    id: id(),
    code: text().notNull().unique(),
    name: text().notNull(),
    level: text({ enum: deputyLevels }).notNull(),
    groupId: bigint('group_id', { mode: 'number' }).references(() => deputyGroups.id),
    /** File name in the photo folder: the hash of the picture. */
    photo: text(),
    serving: boolean().notNull().default(true),
  },
  (table) => [
    index('deputies_group_id').on(table.groupId),
    check('deputies_level', sql`${table.level} in (${oneOf(deputyLevels)})`),
  ],
);

export const deputyGrids = pgTable(
  'deputy_grids',
  {
    deputyId: bigint('deputy_id', { mode: 'number' })
      .notNull()
      .references(() => deputies.id, { onDelete: 'cascade' }),
    gridId: bigint('grid_id', { mode: 'number' })
      .notNull()
      .references(() => places.id),
  },
  (table) => [
    primaryKey({ columns: [table.deputyId, table.gridId] }),
    index('deputy_grids_grid_id').on(table.gridId),
  ],
);

export const stations = pgTable(
  'stations',
  {
    id: id(),
    code: text().notNull().unique(),
    name: text().notNull(),
    kind: text({ enum: stationKinds }).notNull(),
    placeId: bigint('place_id', { mode: 'number' })
      .notNull()
      .references(() => places.id),
    address: text(),
    hours: text(),
  },
  (table) => [
    index('stations_place_id').on(table.placeId),
    check('stations_kind', sql`${table.kind} in (${oneOf(stationKinds)})`),
  ],
);

export const studios = pgTable(
  'studios',
  {
    id: id(),
    code: text().notNull().unique(),
    name: text().notNull(),
    deputyId: bigint('deputy_id', { mode: 'number' })
      .notNull()
      .references(() => deputies.id),
    /** Its grid, or the community or town where there is none; what is above follows from the tree. */
    placeId: bigint('place_id', { mode: 'number' })
      .notNull()
      .references(() => places.id),
  },
  (table) => [index('studios_deputy_id').on(table.deputyId), index('studios_place_id').on(table.placeId)],
);

export const codes = pgTable(
  'codes',
  {
    id: id(),
    /** What stands in the address of the QR code: `slug.ts`. */
    slug: text().notNull().unique(),
    studioId: bigint('studio_id', { mode: 'number' }).references(() => studios.id),
    stationId: bigint('station_id', { mode: 'number' }).references(() => stations.id),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
    retiredAt: timestamp('retired_at', { withTimezone: true }),
    retiredReason: text('retired_reason'),
    replacedBy: bigint('replaced_by', { mode: 'number' }).references((): AnyPgColumn => codes.id),
  },
  (table) => [
    // One code in force for each studio and station; retired ones stay, because they hang on walls.
    uniqueIndex('codes_studio_in_force').on(table.studioId).where(sql`${table.retiredAt} is null`),
    uniqueIndex('codes_station_in_force').on(table.stationId).where(sql`${table.retiredAt} is null`),
    check('codes_slug', sql`${table.slug} ~ '^[2-9A-HJKMNP-Z]{8,10}$'`),
    check('codes_target', sql`(${table.studioId} is null) <> (${table.stationId} is null)`),
    check(
      'codes_retired',
      sql`(${table.retiredAt} is not null) or (${table.retiredReason} is null and ${table.replacedBy} is null)`,
    ),
    check('codes_not_itself', sql`${table.replacedBy} <> ${table.id}`),
  ],
);

/** How often a code was opened on a day, and nothing about by whom. */
export const scans = pgTable(
  'scans',
  {
    codeId: bigint('code_id', { mode: 'number' })
      .notNull()
      .references(() => codes.id),
    day: date({ mode: 'string' }).notNull(),
    count: integer().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.codeId, table.day] }),
    check('scans_count', sql`${table.count} >= 1`),
  ],
);
