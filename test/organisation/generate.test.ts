import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { generateCity } from '../../src/organisation/index.ts';

const city = generateCity(1);
const column = (rows: readonly (readonly string[])[], at: number): string[] =>
  rows.map((row) => row[at] ?? '');

test('the generated city has the numbers of the true one', () => {
  const kinds = Map.groupBy(city.places, (row) => row[2]);
  const count = (kind: string) => kinds.get(kind)?.length;
  expect([count('城市'), count('乡镇街道'), count('社区村'), count('网格')]).toEqual([1, 24, 245, 1690]);
  expect(city.deputies).toHaveLength(1309);
  expect(city.studios).toHaveLength(1332);
  const stations = Map.groupBy(city.stations, (row) => row[2]);
  expect(['家', '站', '点', '室'].map((kind) => stations.get(kind)?.length)).toEqual([24, 48, 36, 18]);
});

test('the same seed gives the same city, another seed another', () => {
  expect(generateCity(1)).toEqual(city);
  expect(generateCity(2).deputies).not.toEqual(city.deputies);
});

test('every grid has exactly one deputy, and codes and names of people are unique', () => {
  const grids = column(city.deputies, 4).flatMap((cell) => cell.split('、'));
  expect(grids).toHaveLength(1690);
  expect(new Set(grids).size).toBe(1690);
  for (const rows of Object.values(city)) expect(new Set(column(rows, 0)).size).toBe(rows.length);
  expect(new Set(column(city.deputies, 1)).size).toBe(1309);
});

test('street offices have no congress, so none of their deputies is one of the town', () => {
  const towns = new Map(
    city.places.filter((row) => row[2] === '乡镇街道').map((row) => [row[0], row[1] ?? '']),
  );
  const ofTowns = city.deputies.filter((row) => row[2] === '乡镇');
  const theirTowns = new Set(
    ofTowns.flatMap((row) => (row[4] ?? '').split('、').map((grid) => towns.get(grid.slice(0, 4)) ?? '')),
  );
  expect([...theirTowns].filter((town) => !/[镇乡]$/.test(town))).toEqual([]);
  expect(ofTowns.length).toBeGreaterThan(100);
});

test('every place that the demo’s messages speak of is in the city', () => {
  const names = new Map(city.places.map((row) => [row[0], row[1]]));
  const known = new Set(
    city.places.filter((row) => row[2] === '社区村').map((row) => `${names.get(row[3])}${row[1]}`),
  );
  const lines = readFileSync('scripts/demo/messages.jsonl', 'utf8').trim().split('\n');
  const wanted = new Set(lines.map((line) => (JSON.parse(line) as { place?: string }).place ?? ''));
  expect([...wanted].filter((place) => place !== '' && !known.has(place))).toEqual([]);
});
