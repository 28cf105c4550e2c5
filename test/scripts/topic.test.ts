import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { openTopics, placeTopics } from '../../scripts/demo/topics.ts';
import { widthOf } from '../../scripts/support/terminal.ts';
import { placesNamed } from '../../scripts/support/topic-places.ts';
import { BadInput } from '../../src/kernel/index.ts';
import {
  generateCity,
  importOrganisation,
  type Organisation,
  organisationFiles,
  saveOrganisation,
} from '../../src/organisation/index.ts';
import { type Db, openDatabase, writeFolder } from '../../src/platform/index.ts';
import { findTopic, listTopics, upsertTopic } from '../../src/topics/index.ts';
import { closeDatabases, freshPglite } from '../support/database.ts';
import { aFolder } from '../support/folders.ts';
import { type Scripts, scriptsIn } from '../support/scripts.ts';

// Every process takes one to two seconds on a free core, and ten times as long where many others run.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

const city: Organisation = {
  places: [
    { code: 'AF', name: '安丰市', kind: 'city', parent: null },
    { code: 'AF05', name: '石桥镇', kind: 'town', parent: 'AF' },
    { code: 'AF0501', name: '河东村', kind: 'community', parent: 'AF05' },
    { code: 'AF0502', name: '新村', kind: 'community', parent: 'AF05' },
    { code: 'AF18', name: '双塔镇', kind: 'town', parent: 'AF' },
    { code: 'AF1801', name: '新村', kind: 'community', parent: 'AF18' },
    { code: 'AF19', name: '竹溪镇', kind: 'town', parent: 'AF' },
  ],
  groups: [],
  deputies: [],
  stations: [],
  studios: [],
};

describe('npm run topic -- open KEY --place', () => {
  let scripts: Scripts;
  const solar = (...places: string[]) =>
    scripts.run('topic', ['open', 'solar', ...places.flatMap((place) => ['--place', place])]);

  beforeAll(async () => {
    scripts = scriptsIn(await aFolder());
    await scripts.run('topic', ['open', 'solar', '--title', '屋顶光伏']);
  });

  test('before there are places says how to bring them in', async () => {
    const early = await solar('石桥镇');
    expect(early).toMatchObject({ code: 2 });
    expect(early.output).toMatch(/库里还没有地点.*import:organisation/);
    expect(early.output).toMatch(/There are no places yet/);
    const { db, close } = await openDatabase({ databaseUrl: null, dataDir: scripts.dataDir });
    await saveOrganisation(db, city);
    await close();
  });

  test('takes codes and names, keeps them when something else changes, and gives them up for the whole city', async () => {
    const opened = await solar('AF0501', '双塔镇 新村', '竹溪镇', '竹溪镇');
    expect(opened).toMatchObject({ code: 0 });
    expect(opened.output).toMatch(/地点 places +AF0501 石桥镇 河东村、AF1801 双塔镇 新村、AF19 竹溪镇\n/);
    await solar('AF0501', 'AF0502', 'AF18', 'AF19');
    const closed = await scripts.run('topic', ['close', 'solar']);
    expect(closed.output).toMatch(/研 research\n(?:.*\n)* +地点 places +AF0501 .*AF19 竹溪镇\n/);
    const listed = await scripts.run('topic', ['list']);
    expect(listed.output).toMatch(/solar .*屋顶光伏.*\n.* 河东村、新村、双塔镇 \+1 /);
    expect(Math.max(...listed.output.split('\n').map(widthOf))).toBeLessThanOrEqual(100);
    const refused = await solar('AF19', '新村');
    expect(refused.output).toMatch(/^\n✗ 叫“新村”的地点有 2 个/);
    expect(refused.output).not.toMatch(/\n +at /);
    expect(refused).toMatchObject({ code: 2 });
    expect((await solar()).output).toMatch(/地点 places +AF0501 .*AF19 竹溪镇\n/);
    expect((await solar('AF19', '安丰市')).output).toMatch(/地点 places +全市 the whole city\n/);
  });
});

describe('naming places', () => {
  afterAll(closeDatabases);

  test('answers with codes, each once, and with none where the city itself is named', async () => {
    const { db } = await freshPglite();
    await saveOrganisation(db, city);
    expect(await placesNamed(db, ['竹溪镇', 'AF0501', 'af19'])).toEqual(['AF19', 'AF0501']);
    expect(await placesNamed(db, ['竹溪镇', '安丰市'])).toEqual([]);
    const wordsOf = (said: string) =>
      placesNamed(db, ['AF19', said]).then(
        () => null,
        (error: unknown) => (error instanceof BadInput ? { zh: error.zh, en: error.en } : error),
      );
    expect(await wordsOf('新村')).toEqual({
      zh: '叫“新村”的地点有 2 个：AF0502 石桥镇 新村、AF1801 双塔镇 新村。请用 --place 写编号。',
      en: 'The name “新村” stands for 2 places: AF0502 石桥镇 新村; AF1801 双塔镇 新村. Name the one you mean with --place, by its code.',
    });
    expect(await wordsOf('河东社区')).toEqual({
      zh: '没有编号或名称为“河东社区”的地点。名称相近的有：AF0501 石桥镇 河东村。请用 --place 写一个编号或完整名称。',
      en: 'There is no place with the code or name “河东社区”. With a name like it there are: AF0501 石桥镇 河东村. Name one with --place, by its code or its whole name.',
    });
    expect(await wordsOf('火星镇')).toEqual({
      zh: '没有编号或名称为“火星镇”的地点。乡镇街道有：AF05 石桥镇、AF18 双塔镇、AF19 竹溪镇。请用 --place 写一个编号或完整名称。',
      en: 'There is no place with the code or name “火星镇”. The towns are: AF05 石桥镇; AF18 双塔镇; AF19 竹溪镇. Name one with --place, by its code or its whole name.',
    });
  });
});

describe('the topics of the demo', () => {
  afterAll(closeDatabases);

  const settleCity = async (db: Db): Promise<void> => {
    const folder = await aFolder();
    await writeFolder(folder, await organisationFiles(generateCity(1), 'csv'));
    await importOrganisation(db, { input: folder, strict: true, photosFrom: folder, photoDir: folder });
  };
  const placesOf = async (db: Db) =>
    Object.fromEntries((await listTopics(db)).map(({ key, places }) => [key, places]));
  // Towns and townships of the generated city: all but streets and the development zone.
  const villages = Array.from({ length: 24 }, (_, at) => `AF${String(at + 1).padStart(2, '0')}`).filter(
    (code) => !['AF01', 'AF02', 'AF03', 'AF04', 'AF11', 'AF12', 'AF13'].includes(code),
  );
  const placed = {
    'rooftop-solar': villages,
    justice: [],
    'car-parts': [],
    'elderly-care': [],
    'staggered-sale': [],
  };

  test('are open in the whole city until the city is there, and solar roofs then in its villages', async () => {
    const { db } = await freshPglite();
    await openTopics(db);
    expect(await placesOf(db)).toEqual({ ...placed, 'rooftop-solar': [] });
    await settleCity(db);
    await placeTopics(db);
    expect(await placesOf(db)).toEqual(placed);
    // What people changed stays.
    const changed = await findTopic(db, 'rooftop-solar');
    if (changed === null) throw new Error('the topic is gone');
    await upsertTopic(db, { ...changed, places: ['AF05'] });
    await placeTopics(db);
    await openTopics(db);
    expect(await placesOf(db)).toEqual({ ...placed, 'rooftop-solar': ['AF05'] });
  });

  test('have their places at once where the city came first, and none in a city that has not all of them', async () => {
    const { db } = await freshPglite();
    await settleCity(db);
    await openTopics(db);
    expect(await placesOf(db)).toEqual(placed);
    const other = await freshPglite();
    await saveOrganisation(other.db, city);
    await openTopics(other.db);
    await placeTopics(other.db);
    expect((await findTopic(other.db, 'rooftop-solar'))?.places).toEqual([]);
  });
});
