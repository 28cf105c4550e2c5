import { asc, inArray, sql } from 'drizzle-orm';
import type { AnyPgColumn, PgTable } from 'drizzle-orm/pg-core';
import { type Db, rowsOf } from '../platform/index.ts';
import type { DeputyRow, OfficeCode, Organisation, PlacePath, PlaceRow } from './model.ts';
import { placeKinds } from './model.ts';
import { deputies, deputyGrids, deputyGroups, places, stations, studios } from './tables.ts';

// 1,000 rows of seven columns stay far below the 65,535 parameters of a statement.
const CHUNK = 1000;

const chunks = <T>(rows: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(rows.length / CHUNK) }, (_, at) => rows.slice(at * CHUNK, (at + 1) * CHUNK));

/** Everything the office has handed in so far, as it would hand it in: references are its own codes. */
export const loadOrganisation = async (db: Db): Promise<Organisation> => {
  const placeRows = await db.select().from(places).orderBy(asc(places.code));
  const groupRows = await db.select().from(deputyGroups).orderBy(asc(deputyGroups.code));
  const deputyRows = await db.select().from(deputies).orderBy(asc(deputies.code));
  const gridRows = await db.select().from(deputyGrids);
  const stationRows = await db.select().from(stations).orderBy(asc(stations.code));
  const studioRows = await db.select().from(studios).orderBy(asc(studios.code));
  const placeCode = codesById(placeRows);
  const groupCode = codesById(groupRows);
  const deputyCode = codesById(deputyRows);
  const grids = Map.groupBy(gridRows, (row) => row.deputyId);
  return {
    places: placeRows.map(({ code, name, kind, parentId }) => ({
      code,
      name,
      kind,
      parent: parentId === null ? null : placeCode(parentId),
    })),
    groups: groupRows.map(({ code, name, hall }) => ({ code, name, hall })),
    deputies: deputyRows.map(({ id, code, name, level, groupId, photo, serving }) => ({
      code,
      name,
      level,
      group: groupId === null ? null : groupCode(groupId),
      grids: (grids.get(id) ?? []).map((row) => placeCode(row.gridId)).sort(),
      photo,
      serving,
    })),
    stations: stationRows.map(({ code, name, kind, placeId, address, hours }) => ({
      code,
      name,
      kind,
      place: placeCode(placeId),
      address,
      hours,
    })),
    studios: studioRows.map(({ code, name, deputyId, placeId }) => ({
      code,
      name,
      deputy: deputyCode(deputyId),
      place: placeCode(placeId),
    })),
  };
};

const codesById = (rows: readonly { id: number; code: string }[]): ((id: number) => OfficeCode) => {
  const codes = new Map(rows.map(({ id, code }) => [id, code]));
  return (id) => {
    const code = codes.get(id);
    if (code === undefined) throw new Error(`row ${id} went away while its table was read`);
    return code;
  };
};

/** Ids of the rows with these codes; asking for another one is a fault, since the rows were checked before. */
const idsByCode = async (
  tx: Db,
  table: PgTable & { id: AnyPgColumn; code: AnyPgColumn },
): Promise<(code: OfficeCode) => number> => {
  const rows = await tx.select({ id: table.id, code: table.code }).from(table);
  const ids = new Map(rows.map(({ id, code }) => [String(code), Number(id)]));
  return (code) => {
    const id = ids.get(code);
    if (id === undefined) throw new Error(`no row has the code ${code}`);
    return id;
  };
};

const savePlaces = async (tx: Db, rows: readonly PlaceRow[]): Promise<void> => {
  const kinds = new Map(
    (await tx.select({ code: places.code, kind: places.kind }).from(places)).map(({ code, kind }) => [
      code,
      kind,
    ]),
  );
  for (const { code, kind } of rows) kinds.set(code, kind);
  // From the city down: a parent is there before its children.
  for (const level of placeKinds) {
    const ofLevel = rows.filter((row) => row.kind === level);
    if (ofLevel.length === 0) continue;
    const idOf = await idsByCode(tx, places);
    for (const chunk of chunks(ofLevel))
      await tx
        .insert(places)
        .values(
          chunk.map(({ code, name, kind, parent }) => ({
            code,
            name,
            kind,
            parentId: parent === null ? null : idOf(parent),
            parentKind: parent === null ? null : (kinds.get(parent) ?? null),
          })),
        )
        .onConflictDoUpdate({
          target: places.code,
          set: {
            name: sql`excluded.name`,
            kind: sql`excluded.kind`,
            parentId: sql`excluded.parent_id`,
            parentKind: sql`excluded.parent_kind`,
          },
        });
  }
};

const saveDeputies = async (tx: Db, rows: readonly DeputyRow[]): Promise<void> => {
  if (rows.length === 0) return;
  const groupOf = await idsByCode(tx, deputyGroups);
  const placeOf = await idsByCode(tx, places);
  for (const chunk of chunks(rows)) {
    const stored = await tx
      .insert(deputies)
      .values(
        chunk.map(({ code, name, level, group, photo, serving }) => ({
          code,
          name,
          level,
          groupId: group === null ? null : groupOf(group),
          photo,
          serving,
        })),
      )
      .onConflictDoUpdate({
        target: deputies.code,
        set: {
          name: sql`excluded.name`,
          level: sql`excluded.level`,
          groupId: sql`excluded.group_id`,
          photo: sql`excluded.photo`,
          serving: sql`excluded.serving`,
        },
      })
      .returning({ id: deputies.id, code: deputies.code });
    const ids = new Map(stored.map(({ id, code }) => [code, id]));
    await tx.delete(deputyGrids).where(inArray(deputyGrids.deputyId, [...ids.values()]));
    const links = chunk.flatMap(({ code, grids }) =>
      grids.map((grid) => ({ deputyId: ids.get(code) ?? 0, gridId: placeOf(grid) })),
    );
    for (const part of chunks(links)) await tx.insert(deputyGrids).values(part);
  }
};

/**
 * Adds these rows and brings those with known codes up to date; nothing is ever deleted. References must lead to rows
 * given here or stored before (`checkOrganisation`). Within a transaction of the caller.
 */
export const saveOrganisation = async (tx: Db, rows: Organisation): Promise<void> => {
  await savePlaces(tx, rows.places);
  for (const chunk of chunks(rows.groups))
    await tx
      .insert(deputyGroups)
      .values(chunk)
      .onConflictDoUpdate({
        target: deputyGroups.code,
        set: { name: sql`excluded.name`, hall: sql`excluded.hall` },
      });
  await saveDeputies(tx, rows.deputies);
  if (rows.stations.length + rows.studios.length === 0) return;
  const placeOf = await idsByCode(tx, places);
  for (const chunk of chunks(rows.stations))
    await tx
      .insert(stations)
      .values(chunk.map(({ place, ...row }) => ({ ...row, placeId: placeOf(place) })))
      .onConflictDoUpdate({
        target: stations.code,
        set: {
          name: sql`excluded.name`,
          kind: sql`excluded.kind`,
          placeId: sql`excluded.place_id`,
          address: sql`excluded.address`,
          hours: sql`excluded.hours`,
        },
      });
  const deputyOf = await idsByCode(tx, deputies);
  for (const chunk of chunks(rows.studios))
    await tx
      .insert(studios)
      .values(
        chunk.map(({ code, name, deputy, place }) => ({
          code,
          name,
          deputyId: deputyOf(deputy),
          placeId: placeOf(place),
        })),
      )
      .onConflictDoUpdate({
        target: studios.code,
        set: {
          name: sql`excluded.name`,
          deputyId: sql`excluded.deputy_id`,
          placeId: sql`excluded.place_id`,
        },
      });
};

/** Two imports take turns, until the transaction ends. */
export const lockOrganisation = async (tx: Db): Promise<void> => {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('organisation', 0))`);
};

export type PlaceTree = {
  /** From the city down to the place with this id. */
  readonly path: (id: number) => PlacePath;
  /** Of every place, by its code. */
  readonly paths: () => PlacePath[];
};

/** All places at once: 2,000 rows, read in milliseconds, and then every path is at hand. */
export const loadPlaceTree = async (db: Db): Promise<PlaceTree> => {
  const rows = await db.select().from(places);
  const byId = new Map(rows.map((row) => [row.id, row]));
  const path = (id: number): PlacePath => {
    const row = byId.get(id);
    if (row === undefined) return [];
    const { code, name, kind, parentId } = row;
    return [...(parentId === null ? [] : path(parentId)), { code, name, kind }];
  };
  // By code unit and not as the database would sort: the same on every machine.
  const inOrder = () => rows.toSorted((a, b) => (a.code < b.code ? -1 : 1));
  return { path, paths: () => inOrder().map(({ id }) => path(id)) };
};

/** Every place with those above it, by code. */
export const listPlaces = async (db: Db): Promise<PlacePath[]> => (await loadPlaceTree(db)).paths();

/** From the city down to the place with this id, by one query. */
export const placePath = async (db: Db, id: number): Promise<PlacePath> => {
  const rows = await rowsOf<{ code: string; name: string; kind: (typeof placeKinds)[number] }>(
    db,
    sql`
    with recursive above(code, name, kind, parent_id, step) as (
      select code, name, kind, parent_id, 0 from ${places} where id = ${id}
      union all
      select p.code, p.name, p.kind, p.parent_id, step + 1 from ${places} as p join above on p.id = above.parent_id
    )
    select code, name, kind from above order by step desc`,
  );
  return rows;
};
