import { expect, test } from 'vitest';
import {
  countScan,
  issueCodes,
  listCodes,
  listPlaces,
  loadOrganisation,
  readSlug,
  resolveCode,
  retireCode,
  type Slug,
  saveOrganisation,
  scanCounts,
} from '../../src/organisation/index.ts';
import { places } from '../../src/organisation/tables.ts';
import type { Database } from '../../src/platform/index.ts';
import { describeOnBoth } from '../support/database.ts';
import { nothing, small } from './sample.ts';

const slugs = (...texts: string[]): (() => Slug) => {
  const left = texts.map((text) => {
    const slug = readSlug(text);
    if (slug === null) throw new Error(`${text} is no slug`);
    return slug;
  });
  return () => left.shift() ?? (readSlug('ZZZZZZZZZ') as Slug);
};

const at = new Date('2026-11-24T08:00:00Z');

describeOnBoth('the organisation', (database) => {
  test('lists every place with those above it, by code', async () => {
    const { db } = database();
    await saveOrganisation(db, small);
    const city = { code: 'A', name: '安丰市', kind: 'city' };
    const town = { code: 'A1', name: '兴业街道', kind: 'town' };
    const community = { code: 'A11', name: '翠湖社区', kind: 'community' };
    expect(await listPlaces(db)).toEqual([
      [city],
      [city, town],
      [city, town, community],
      [city, town, community, { code: 'A111', name: '翠湖社区第一网格', kind: 'grid' }],
      [city, town, community, { code: 'A112', name: '翠湖社区第二网格', kind: 'grid' }],
    ]);
  });

  const filled = async (): Promise<Database['db']> => {
    const { db } = database();
    await db.transaction((tx) => saveOrganisation(tx, small));
    return db;
  };

  /** The studio has the code AAAAAAAAA, the station BBBBBBBBB. */
  const withCodes = async (): Promise<Database['db']> => {
    const db = await filled();
    expect(await issueCodes(db, slugs('AAAAAAAAA', 'BBBBBBBBB'))).toBe(2);
    return db;
  };

  const idOf = async (db: Database['db'], slug: Slug) => {
    const found = await resolveCode(db, slug);
    if (found === null) throw new Error('no such code');
    return found.id;
  };

  test('comes back as it was saved, and saving it again changes nothing', async () => {
    const db = await filled();
    expect(await loadOrganisation(db)).toEqual(small);
    await db.transaction((tx) => saveOrganisation(tx, small));
    expect(await loadOrganisation(db)).toEqual(small);
  });

  test('is updated by code: a deputy’s grids are those of the last file', async () => {
    const db = await filled();
    const deputies = small.deputies.map((row) => ({ ...row, name: '王建军', grids: ['A112'] }));
    await db.transaction((tx) => saveOrganisation(tx, { ...nothing, deputies }));
    expect(await loadOrganisation(db)).toEqual({ ...small, deputies });
  });

  test('cannot hold a ring, a second city or a place without a parent, whoever writes it', async () => {
    const db = await filled();
    const rows = await db.select().from(places);
    const [community, grid] = ['A11', 'A111'].map((code) => rows.find((row) => row.code === code));
    const row = { code: 'B', name: 'b' } as const;
    const refused = (work: Promise<unknown>, rule: string) =>
      expect(work).rejects.toThrow(
        expect.objectContaining({
          cause: expect.objectContaining({ message: expect.stringContaining(rule) }),
        }),
      );
    const insert = (values: typeof places.$inferInsert) => db.insert(places).values(values);
    await refused(insert({ ...row, kind: 'city' }), 'places_one_city');
    await refused(insert({ ...row, kind: 'town' }), 'places_root');
    const below = (parent: typeof grid, kind: 'town' | 'grid') => ({
      ...row,
      kind,
      parentId: parent?.id ?? 0,
      parentKind: parent?.kind ?? null,
    });
    await refused(insert(below(grid, 'grid')), 'places_below_parent');
    await refused(insert(below(community, 'town')), 'places_below_parent');
    // The kind that is claimed for the parent must be the parent's.
    await refused(insert({ ...below(grid, 'grid'), parentKind: 'city' }), 'places_parent_fk');
    await insert(below(community, 'grid'));
  });

  test('gives each studio and station one code, for good', async () => {
    const db = await withCodes();
    expect(await issueCodes(db, slugs('CCCCCCCCC'))).toBe(0);
    expect((await listCodes(db)).map(({ slug, to }) => [slug, to.code])).toEqual([
      ['AAAAAAAAA', 'Y1'],
      ['BBBBBBBBB', 'S1'],
    ]);
  });

  test('draws again where a slug is taken, in the same batch or before', async () => {
    const db = await filled();
    expect(await issueCodes(db, slugs('AAAAAAAAA', 'AAAAAAAAA', 'AAAAAAAAA', 'BBBBBBBBB'))).toBe(2);
    expect((await listCodes(db)).map(({ slug }) => slug)).toEqual(['AAAAAAAAA', 'BBBBBBBBB']);
  });

  test('leads a code to its deputy and place, or to its station; an unknown one nowhere', async () => {
    const db = await withCodes();
    const path = [
      { code: 'A', name: '安丰市', kind: 'city' },
      { code: 'A1', name: '兴业街道', kind: 'town' },
      { code: 'A11', name: '翠湖社区', kind: 'community' },
      { code: 'A111', name: '翠湖社区第一网格', kind: 'grid' },
    ];
    expect(await resolveCode(db, slugs('AAAAAAAAA')())).toMatchObject({
      state: 'in-force',
      to: {
        kind: 'studio',
        code: 'Y1',
        name: '王建国代表云工作室',
        deputy: { code: 'D1', name: '王建国', level: 'county', group: '教育专业小组', serving: true },
        place: path,
      },
    });
    expect(await resolveCode(db, slugs('BBBBBBBBB')())).toMatchObject({
      state: 'in-force',
      to: { kind: 'station', station: 'home', address: '兴业路 12 号', place: path.slice(0, 2) },
    });
    expect(await resolveCode(db, slugs('CCCCCCCCC')())).toBeNull();
  });

  test('leads an old code to the newest one, through all replacements', async () => {
    const db = await withCodes();
    const [a, c, d] = [slugs('AAAAAAAAA')(), slugs('CCCCCCCCC')(), slugs('DDDDDDDDD')()];
    const replace = (slug: Slug, draw: () => Slug) =>
      retireCode(db, slug, { reason: '海报污损', replace: true, at, draw });
    // The first draw is taken: another is made.
    expect(await replace(a, slugs('BBBBBBBBB', 'CCCCCCCCC'))).toEqual({
      ok: true,
      value: { replacement: c },
    });
    expect(await replace(c, slugs('DDDDDDDDD'))).toEqual({ ok: true, value: { replacement: d } });
    expect(await resolveCode(db, a)).toMatchObject({
      state: 'retired',
      reason: '海报污损',
      replacement: d,
      to: { code: 'Y1' },
    });
    expect(await resolveCode(db, d)).toMatchObject({ state: 'in-force', to: { code: 'Y1' } });
    expect(await replace(a, slugs('EEEEEEEEE'))).toEqual({ ok: false, error: 'retired-before' });
    expect(await replace(slugs('EEEEEEEEE')(), slugs('FFFFFFFFF'))).toEqual({ ok: false, error: 'unknown' });
  });

  test('retires a code without another, gives none by itself, and one later on request', async () => {
    const db = await withCodes();
    const a = slugs('AAAAAAAAA')();
    const once = { reason: null, replace: false, at };
    expect(await retireCode(db, a, once)).toEqual({ ok: true, value: { replacement: null } });
    expect(await retireCode(db, a, once)).toEqual({ ok: false, error: 'retired-before' });
    expect(await issueCodes(db, slugs('CCCCCCCCC'))).toBe(0);
    expect(await resolveCode(db, a)).toMatchObject({ state: 'retired', replacement: null });
    const later = await retireCode(db, a, { ...once, replace: true, draw: slugs('DDDDDDDDD') });
    expect(later).toEqual({ ok: true, value: { replacement: 'DDDDDDDDD' } });
    expect(await resolveCode(db, a)).toMatchObject({ state: 'retired', replacement: 'DDDDDDDDD' });
  });

  test('counts scans by code and day, also those that come at once', async () => {
    const db = await withCodes();
    const [a, b] = [await idOf(db, slugs('AAAAAAAAA')()), await idOf(db, slugs('BBBBBBBBB')())];
    await Promise.all(Array.from({ length: 20 }, () => countScan(db, a, '2026-11-24')));
    await countScan(db, a, '2026-11-23');
    await countScan(db, b, '2026-11-24');
    expect(await scanCounts(db, a)).toEqual([
      { day: '2026-11-23', count: 1 },
      { day: '2026-11-24', count: 20 },
    ]);
    expect(await scanCounts(db, b)).toEqual([{ day: '2026-11-24', count: 1 }]);
  });
});
