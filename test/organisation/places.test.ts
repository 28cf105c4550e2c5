import { expect, test } from 'vitest';
import { type PlacePath, placesLike, placesMeant } from '../../src/organisation/index.ts';

const city = { code: 'AF', name: '安丰市', kind: 'city' } as const;
const shiqiao = { code: 'AF05', name: '石桥镇', kind: 'town' } as const;
const shuangta = { code: 'AF18', name: '双塔镇', kind: 'town' } as const;
const community = (code: string, name: string) => ({ code, name, kind: 'community' }) as const;
const grid = (code: string, name: string) => ({ code, name, kind: 'grid' }) as const;

/** Two towns with a 新村 each, and one village whose name begins like a town's. */
const places: PlacePath[] = [
  [city],
  [city, shiqiao],
  [city, shiqiao, community('AF0501', '河东村')],
  [city, shiqiao, community('AF0501', '河东村'), grid('AF050101', '河东村第一网格')],
  [city, shiqiao, community('AF0502', '新村')],
  [city, shuangta],
  [city, shuangta, community('AF1801', '新村')],
  [city, shuangta, community('AF1802', '前石桥村')],
];

const codesOf = (paths: readonly PlacePath[]) => paths.map((path) => path.at(-1)?.code);

test.each([
  ['by its code', 'AF0501', ['AF0501']],
  ['by its code in small letters and full width', 'ａf0501', ['AF0501']],
  ['by its name', '河东村', ['AF0501']],
  ['by its name behind the town', '石桥镇 新村', ['AF0502']],
  ['by its name behind city and town', '安丰市双塔镇新村', ['AF1801']],
  ['as posters print it', '石桥镇 河东村 第一网格', ['AF050101']],
  ['by the name of the city', '安丰市', ['AF']],
])('a place is meant %s', (_, said, codes) => {
  expect(codesOf(placesMeant(places, said))).toEqual(codes);
});

test('a name that several places bear means them all, and half a name, or nothing, means none', () => {
  expect(codesOf(placesMeant(places, '新村'))).toEqual(['AF0502', 'AF1801']);
  for (const said of ['石桥', '镇新村', '第一网格', '', ' ']) expect(placesMeant(places, said)).toEqual([]);
});

test('places with a name like it are found whatever kind they are called, higher ones first, grids not beside their village', () => {
  expect(codesOf(placesLike(places, '石桥'))).toEqual(['AF05', 'AF1802']);
  expect(codesOf(placesLike(places, '河东社区'))).toEqual(['AF0501']);
  for (const said of ['火星镇', '村', '']) expect(placesLike(places, said)).toEqual([]);
});
