/** A small city that is really served: database, conversation, intake, channels and pages as in `npm start`. */
import { type Serving, serve } from '../../src/app/index.ts';
import type { Encoder } from '../../src/embedding/index.ts';
import {
  issueCodes,
  listCodes,
  type Organisation,
  type Slug,
  saveOrganisation,
} from '../../src/organisation/index.ts';
import { type Clock, type Database, readConfig, systemClock } from '../../src/platform/index.ts';
import { upsertTopic } from '../../src/topics/index.ts';
import type { ResidentLimits } from '../../src/web/index.ts';
import { bagEncoder } from './bag-encoder.ts';
import { aTopic } from './builders.ts';
import { aFolder } from './folders.ts';

const aCity: Organisation = {
  places: [
    { code: 'AF', name: '安丰市', kind: 'city', parent: null },
    { code: 'AF01', name: '兴业街道', kind: 'town', parent: 'AF' },
    { code: 'AF0101', name: '翠湖社区', kind: 'community', parent: 'AF01' },
    { code: 'AF010101', name: '翠湖社区第一网格', kind: 'grid', parent: 'AF0101' },
  ],
  groups: [],
  deputies: [
    {
      code: 'D1',
      name: '赵浩海',
      level: 'county',
      group: null,
      grids: ['AF010101'],
      photo: null,
      serving: true,
    },
    { code: 'D2', name: '许丽哲', level: 'county', group: null, grids: [], photo: null, serving: true },
  ],
  stations: [
    {
      code: 'S1',
      name: '兴业街道人大代表之家',
      kind: 'home',
      place: 'AF01',
      address: '便民服务中心一楼',
      hours: null,
    },
  ],
  studios: [
    { code: 'Y1', name: '赵浩海代表云工作室', deputy: 'D1', place: 'AF010101' },
    { code: 'Y2', name: '许丽哲代表云工作室', deputy: 'D2', place: 'AF0101' },
  ],
};

export type ResidentsSite = {
  readonly serving: Serving;
  readonly url: string;
  readonly dataDir: string;
  /** Codes of the two studios and the station. */
  readonly codes: { readonly zhao: Slug; readonly xu: Slug; readonly home: Slug };
};

/** Puts the city into the database where it is not there, with two open topics. */
export const settle = async ({ db }: Database): Promise<ResidentsSite['codes']> => {
  await saveOrganisation(db, aCity);
  await issueCodes(db);
  await upsertTopic(db, aTopic({ opens: '2026-01-01T00:00:00Z', closes: null }));
  await upsertTopic(
    db,
    aTopic({
      key: 'elder-care',
      title: '农村智慧养老',
      brief: '老人在家怎么养老，村里能帮什么。',
      opens: '2026-01-01T00:00:00Z',
      closes: null,
      aspects: [
        { number: 1, title: '助餐' },
        { number: 2, title: '看病' },
      ],
    }),
  );
  const slugOf = new Map((await listCodes(db)).map(({ slug, to }) => [to.code, slug]));
  const of = (code: string): Slug => {
    const slug = slugOf.get(code);
    if (slug === undefined) throw new Error(`${code} has no code`);
    return slug;
  };
  return { zhao: of('Y1'), xu: of('Y2'), home: of('S1') };
};

export const serveResidents = async (
  database: Database,
  options: {
    readonly encoder?: Encoder;
    readonly clock?: Clock;
    readonly limits?: ResidentLimits;
    readonly env?: Readonly<Record<string, string>>;
    readonly dataDir?: string;
    /** Of a city that is settled already. */
    readonly codes?: ResidentsSite['codes'];
  } = {},
): Promise<ResidentsSite> => {
  const dataDir = options.dataDir ?? (await aFolder());
  const config = readConfig({
    MASHANG_DATA_DIR: dataDir,
    MASHANG_SECRET: 'a secret for tests, long enough to be one',
    PORT: '0',
    MASHANG_NIGHTLY: 'off',
    ...options.env,
  });
  const codes = options.codes ?? (await settle(database));
  const serving = await serve({
    database,
    encoder: options.encoder ?? bagEncoder(),
    config,
    clock: options.clock ?? systemClock,
    ...(options.limits && { limits: options.limits }),
  });
  return { serving, url: serving.url, dataDir, codes };
};
