import { asc, count, eq, isNull, type SQL, sql } from 'drizzle-orm';
import { ok, type Result, refuse } from '../../kernel/index.ts';
import { type Db, rowsOf } from '../../platform/index.ts';
import type { CodeId, Destination, PlacePath } from '../model.ts';
import { loadPlaceTree, placePath } from '../store.ts';
import { codes, deputies, deputyGroups, places, scans, stations, studios } from '../tables.ts';
import { newSlug, type Slug } from './slug.ts';

/** What a slug leads to today. */
export type Resolved =
  | { readonly state: 'in-force'; readonly id: CodeId; readonly slug: Slug; readonly to: Destination }
  | {
      readonly state: 'retired';
      readonly id: CodeId;
      readonly slug: Slug;
      readonly reason: string | null;
      /** The code in force that took its place, through any number of replacements; null where there is none. */
      readonly replacement: Slug | null;
      /** What it used to lead to, for a kind word. */
      readonly to: Destination;
    };

const columns = {
  id: codes.id,
  slug: codes.slug,
  retiredAt: codes.retiredAt,
  retiredReason: codes.retiredReason,
  replacedBy: codes.replacedBy,
  studio: { id: studios.id, code: studios.code, name: studios.name, placeId: studios.placeId },
  deputy: {
    id: deputies.id,
    code: deputies.code,
    name: deputies.name,
    level: deputies.level,
    photo: deputies.photo,
    serving: deputies.serving,
  },
  group: { name: deputyGroups.name },
  station: {
    id: stations.id,
    code: stations.code,
    name: stations.name,
    kind: stations.kind,
    address: stations.address,
    hours: stations.hours,
    placeId: stations.placeId,
  },
};

const joined = (db: Db, where: SQL | undefined) =>
  db
    .select(columns)
    .from(codes)
    .leftJoin(studios, eq(codes.studioId, studios.id))
    .leftJoin(deputies, eq(studios.deputyId, deputies.id))
    .leftJoin(deputyGroups, eq(deputies.groupId, deputyGroups.id))
    .leftJoin(stations, eq(codes.stationId, stations.id))
    .where(where)
    .orderBy(asc(studios.code), asc(stations.code), asc(codes.id));

type Joined = Awaited<ReturnType<typeof joined>>[number];

const placeIdOf = ({ studio, station }: Joined): number => studio?.placeId ?? station?.placeId ?? 0;

const destinationOf = (row: Joined, place: PlacePath): Destination => {
  const { studio, deputy, group, station } = row;
  if (studio !== null && deputy !== null) {
    const { id, code, name } = studio;
    return { kind: 'studio', id, code, name, deputy: { ...deputy, group: group?.name ?? null }, place };
  }
  if (station === null) throw new Error(`code ${row.id} leads nowhere`);
  const { id, code, name, kind, address, hours } = station;
  return { kind: 'station', id, code, name, station: kind, address, hours, place };
};

/** The code in force at the end of the replacements, if there is one. `union`, not `union all`: a ring ends. */
const replacementOf = async (db: Db, id: number): Promise<Slug | null> => {
  const [row] = await rowsOf<{ slug: Slug }>(
    db,
    sql`
    with recursive later(id) as (
      select replaced_by from codes where id = ${id}
      union select codes.replaced_by from codes join later on codes.id = later.id
    )
    select slug from codes join later using (id) where retired_at is null`,
  );
  return row?.slug ?? null;
};

/** What the slug leads to; null where there never was such a code. */
export const resolveCode = async (db: Db, slug: Slug): Promise<Resolved | null> => {
  const [row] = await joined(db, eq(codes.slug, slug));
  if (row === undefined) return null;
  const to = destinationOf(row, await placePath(db, placeIdOf(row)));
  const id = row.id as CodeId;
  if (row.retiredAt === null) return { state: 'in-force', id, slug, to };
  return {
    state: 'retired',
    id,
    slug,
    reason: row.retiredReason,
    replacement: await replacementOf(db, row.id),
    to,
  };
};

/** All codes in force by the office's codes: studios first, then stations. */
export const listCodes = async (db: Db): Promise<{ id: CodeId; slug: Slug; to: Destination }[]> => {
  const rows = await joined(db, isNull(codes.retiredAt));
  const tree = await loadPlaceTree(db);
  return rows.map((row) => ({
    id: row.id as CodeId,
    slug: row.slug as Slug,
    to: destinationOf(row, tree.path(placeIdOf(row))),
  }));
};

/** All stations with their places, for posters that say where somebody helps. */
export const listStationPlaces = async (db: Db): Promise<{ name: string; kind: string; place: string }[]> =>
  db
    .select({ name: stations.name, kind: stations.kind, place: places.code })
    .from(stations)
    .innerJoin(places, eq(stations.placeId, places.id))
    .orderBy(asc(stations.code));

/**
 * Gives a code to every studio and station that never had one, and says to how many. Those whose code was retired
 * without a successor keep none: somebody decided so. A slug that is taken (once in a thousand million) is drawn anew.
 */
export const issueCodes = async (tx: Db, draw: () => Slug = newSlug): Promise<number> => {
  const bare = await rowsOf<{ studio: number | null; station: number | null }>(
    tx,
    sql`
    select id as studio, null::bigint as station from ${studios}
    where not exists (select from ${codes} where studio_id = ${studios.id})
    union all
    select null, id from ${stations} where not exists (select from ${codes} where station_id = ${stations.id})
    order by 1, 2`,
  );
  let left = bare.map(({ studio, station }) => ({
    studioId: studio === null ? null : Number(studio),
    stationId: station === null ? null : Number(station),
  }));
  while (left.length > 0) {
    const drawn = left.map((target) => ({ ...target, slug: draw() }));
    const done = new Set<string>();
    // 1,000 at a time: far below the parameters that a statement may have.
    for (let at = 0; at < drawn.length; at += 1000) {
      const stored = await tx
        .insert(codes)
        .values(drawn.slice(at, at + 1000))
        .onConflictDoNothing({ target: codes.slug })
        .returning({ slug: codes.slug });
      for (const { slug } of stored) done.add(slug);
    }
    const taken = new Set<string>();
    left = drawn.filter(({ slug }) => !done.has(slug) || taken.has(slug) || !taken.add(slug));
  }
  return bare.length;
};

export type RetireRefusal = 'unknown' | 'retired-before';

/**
 * Ends a code: from now on it says so kindly. With `replace` the same studio or station gets a new code, to which the
 * old one leads; also later, where the code was retired without one. Retiring twice is refused and changes nothing.
 */
export const retireCode = (
  db: Db,
  slug: Slug,
  options: { reason: string | null; replace: boolean; at: Date; draw?: () => Slug },
): Promise<Result<{ replacement: Slug | null }, RetireRefusal>> =>
  db.transaction(async (tx) => {
    const [row] = await tx.select().from(codes).where(eq(codes.slug, slug)).for('update');
    if (row === undefined) return refuse('unknown');
    const before = row.retiredAt !== null;
    if (before && (!options.replace || row.replacedBy !== null)) return refuse('retired-before');
    const ended = { retiredAt: options.at, retiredReason: options.reason };
    if (!before) await tx.update(codes).set(ended).where(eq(codes.id, row.id));
    if (!options.replace) return ok({ replacement: null });
    const { studioId, stationId } = row;
    const draw = options.draw ?? newSlug;
    for (;;) {
      const [fresh] = await tx
        .insert(codes)
        .values({ slug: draw(), studioId, stationId })
        .onConflictDoNothing({ target: codes.slug })
        .returning({ id: codes.id, slug: codes.slug });
      if (fresh === undefined) continue;
      await tx.update(codes).set({ replacedBy: fresh.id }).where(eq(codes.id, row.id));
      return ok({ replacement: fresh.slug as Slug });
    }
  });

/** One more opening of the code on this day (`2026-11-24`, in the city's own time); nothing is kept about by whom. */
export const countScan = async (db: Db, code: CodeId, day: string): Promise<void> => {
  await db
    .insert(scans)
    .values({ codeId: code, day, count: 1 })
    .onConflictDoUpdate({ target: [scans.codeId, scans.day], set: { count: sql`${scans.count} + 1` } });
};

/** Openings a day, oldest first. */
export const scanCounts = (db: Db, code: CodeId): Promise<{ day: string; count: number }[]> =>
  db
    .select({ day: scans.day, count: scans.count })
    .from(scans)
    .where(eq(scans.codeId, code))
    .orderBy(asc(scans.day));

/** How many codes are in force, and how many were retired. */
export const codeCounts = async (db: Db): Promise<{ inForce: number; retired: number }> => {
  const [row] = await db
    .select({ all: count(), inForce: sql<number>`count(*) filter (where ${codes.retiredAt} is null)::int` })
    .from(codes);
  const inForce = row?.inForce ?? 0;
  return { inForce, retired: (row?.all ?? 0) - inForce };
};
