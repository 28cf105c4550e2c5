import { rngFrom } from '../kernel/index.ts';
import {
  communityStems,
  demoTowns,
  givenFirst,
  givenLast,
  groupNames,
  moreTowns,
  surnames,
  villageHeads,
  villageOthers,
  villageTails,
} from './generate-names.ts';
import type { Filled } from './import/templates.ts';

/** Sizes of the true city: Zhucheng's congress, as its office counts (../shared/design.md, sections 2 and 7). */
const trueScale = {
  towns: 24,
  communities: 245,
  grids: 1690,
  deputies: 1309,
  stations: { home: 24, station: 48, point: 36, room: 18 },
  studios: 1332,
} as const;

type Rng = ReturnType<typeof rngFrom>;
type Community = { readonly code: string; readonly name: string; readonly town: Town; grids: string[] };
type Town = { readonly code: string; readonly name: string; readonly communities: Community[] };

const pick = <T>(values: readonly T[], rng: Rng): T => {
  const value = values[Math.floor(rng() * values.length)];
  if (value === undefined) throw new Error('nothing to choose from');
  return value;
};

const two = (value: number): string => String(value).padStart(2, '0');
const isUrban = (town: string): boolean => /街道$|区$/.test(town);

const communityName = (town: string, rng: Rng): string => {
  if (isUrban(town)) return `${pick(communityStems, rng)}社区`;
  if (rng() < 0.35) return `${pick(villageOthers, rng)}村`;
  return `${pick(villageHeads, rng)}${pick(villageTails, rng)}`.replace(/村$/, '').concat('村');
};

const makeTowns = (rng: Rng): Town[] => {
  const names = [...Object.keys(demoTowns), ...moreTowns];
  const towns: Town[] = names.map((name, at) => ({ code: `AF${two(at + 1)}`, name, communities: [] }));
  const add = (town: Town, name: string): void => {
    town.communities.push({ code: `${town.code}${two(town.communities.length + 1)}`, name, town, grids: [] });
  };
  // Names are unique in the whole city: 张家庄村 of two towns would be mixed up.
  const taken = new Set(Object.values(demoTowns).flat());
  for (const town of towns) for (const name of demoTowns[town.name] ?? []) add(town, name);
  let left = trueScale.communities - taken.size;
  for (let at = 0; left > 0; at = (at + 1) % towns.length) {
    const town = towns[at];
    if (town === undefined) break;
    for (let tries = 0; tries < 50; tries++) {
      const name = communityName(town.name, rng);
      if (taken.has(name)) continue;
      taken.add(name);
      add(town, name);
      left--;
      break;
    }
  }
  return towns;
};

const numerals = ['一', '二', '三', '四', '五', '六', '七', '八', '九'] as const;
/** 一 to 九十九. */
const chinese = (value: number): string => {
  const tens = Math.floor(value / 10);
  const ones = value % 10;
  return `${tens === 0 ? '' : tens === 1 ? '十' : `${numerals[tens - 1]}十`}${ones === 0 ? '' : numerals[ones - 1]}`;
};

/** Every community gets three grids, and the rest fall where chance says, towns' centres first. */
const spreadGrids = (communities: readonly Community[], rng: Rng): void => {
  const sizes = communities.map(() => 3);
  for (let left = trueScale.grids - 3 * communities.length; left > 0; ) {
    const at = Math.floor(rng() * communities.length);
    const most = isUrban(communities[at]?.town.name ?? '') ? 16 : 9;
    if ((sizes[at] ?? 0) >= most) continue;
    sizes[at] = (sizes[at] ?? 0) + 1;
    left--;
  }
  for (const [at, community] of communities.entries())
    community.grids = Array.from(
      { length: sizes[at] ?? 0 },
      (_, grid) => `${community.code}${two(grid + 1)}`,
    );
};

const placeRows = (towns: readonly Town[]): string[][] => {
  const rows = [['AF', '安丰市', '城市', '']];
  for (const town of towns) {
    rows.push([town.code, town.name, '乡镇街道', 'AF']);
    for (const community of town.communities) {
      rows.push([community.code, community.name, '社区村', town.code]);
      for (const [at, grid] of community.grids.entries())
        rows.push([grid, `${community.name}第${chinese(at + 1)}网格`, '网格', community.code]);
    }
  }
  return rows;
};

const weighted = (choices: readonly (readonly [string, number])[], rng: Rng): string => {
  let at = rng() * choices.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [value, weight] of choices) {
    at -= weight;
    if (at < 0) return value;
  }
  return choices[0]?.[0] ?? '';
};

/** Surname and given name drawn apart: nobody in particular. Each name once, so that a demo never mixes two people up. */
const personNames = (count: number, rng: Rng): string[] => {
  const names = new Set<string>();
  while (names.size < count) {
    const surname = weighted(surnames, rng);
    const last = pick(givenLast, rng);
    const first = pick(givenFirst, rng);
    // A fifth of people have a given name of one character.
    const given = rng() < 0.2 || first === last ? last : `${first}${last}`;
    names.add(`${surname}${given}`);
  }
  return [...names];
};

/** Five levels of congress, most deputies in the towns; 街道 and zones have no congress of their own. */
const levelOf = (at: number, towns: readonly string[]): string => {
  if (at < 2) return '全国';
  if (at < 8) return '省';
  if (at < 60) return '设区的市';
  return at < 360 || towns.some(isUrban) ? '县级' : '乡镇';
};

const deputyRows = (names: readonly string[], communities: readonly Community[], rng: Rng): string[][] => {
  // Each grid has one deputy who is in touch with it; 381 deputies have two.
  const order = communities
    .flatMap(({ grids, town }) => grids.map((grid) => ({ grid, town: town.name, at: rng() })))
    .toSorted((a, b) => a.at - b.at);
  return names.map((name, at) => {
    const own = order.filter((_, place) => place % names.length === at);
    const group = `G${two(1 + Math.floor(rng() * groupNames.length))}`;
    return [
      `D${String(at + 1).padStart(4, '0')}`,
      name,
      levelOf(
        at,
        own.map(({ town }) => town),
      ),
      group,
      own
        .map(({ grid }) => grid)
        .toSorted()
        .join('、'),
      '',
      '在任',
    ];
  });
};

const stationRows = (towns: readonly Town[], rng: Rng): string[][] => {
  const { home, station, point, room } = trueScale.stations;
  const communities = towns.flatMap((town) => town.communities);
  const order = communities.map((community) => ({ community, at: rng() })).toSorted((a, b) => a.at - b.at);
  const homes = towns
    .slice(0, home)
    .map((town) => [`${town.name}人大代表之家`, '家', town.code, `${town.name}便民服务中心一楼`]);
  const named = [
    ...Array.from({ length: station }, () => ['人大代表联络站', '站'] as const),
    ...Array.from({ length: point }, () => ['人大代表联系点', '点'] as const),
    ...Array.from({ length: room }, () => ['人大代表接待室', '室'] as const),
  ];
  const others = named.map(([suffix, kind], at) => {
    const community = order[at]?.community;
    if (community === undefined) throw new Error('fewer communities than stations');
    return [`${community.name}${suffix}`, kind, community.code, `${community.name}党群服务中心`];
  });
  return [...homes, ...others].map(([name = '', kind = '', place = '', address = ''], at) => [
    `S${String(at + 1).padStart(3, '0')}`,
    name,
    kind,
    place,
    address,
    kind === '家' ? '每月 15 日 9:00-11:30' : '每月 10 日 9:00-11:00',
  ]);
};

const studioRows = (deputies: readonly (readonly string[])[]): string[][] => {
  const gridsOf = (row: readonly string[]): string[] => (row[4] ?? '').split('、');
  const first = deputies.map((row) => [row[0] ?? '', gridsOf(row)[0] ?? '']);
  // Those with a second grid have a second studio there, until there are as many as in the true city.
  const second = deputies
    .filter((row) => gridsOf(row).length > 1)
    .slice(0, trueScale.studios - deputies.length)
    .map((row) => [row[0] ?? '', gridsOf(row)[1] ?? '']);
  return [...first, ...second].map(([deputy = '', grid = ''], at) => [
    `Y${String(at + 1).padStart(4, '0')}`,
    '',
    deputy,
    grid,
  ]);
};

/**
 * A fictional city, 安丰市, at the true scale, as rows for the import tables: 24 towns, 1,309 deputies, 1,690 grids, 126
 * stations, 1,332 studios. Pure: the same seed gives the same city.
 */
export const generateCity = (seed: number): Filled => {
  const rng = rngFrom(seed);
  const towns = makeTowns(rng);
  const communities = towns.flatMap((town) => town.communities);
  spreadGrids(communities, rng);
  const deputies = deputyRows(personNames(trueScale.deputies, rng), communities, rng);
  return {
    places: placeRows(towns),
    groups: groupNames.map((name, at) => [`G${two(at + 1)}`, `${name}专业小组`, `${name}议事厅`]),
    deputies,
    stations: stationRows(towns, rng),
    studios: studioRows(deputies),
  };
};
