import { expect, test } from 'vitest';
import { type Doors, doorsOf } from '../../src/app/doors.ts';
import { messages } from '../../src/intake/tables.ts';
import {
  issueCodes,
  listCodes,
  retireCode,
  type Slug,
  saveOrganisation,
} from '../../src/organisation/index.ts';
import type { Db } from '../../src/platform/index.ts';
import { upsertTopic } from '../../src/topics/index.ts';
import { aTopic } from '../support/builders.ts';
import { describeOnBoth } from '../support/database.ts';
import { residentAt, type SeenPage } from '../support/resident-client.ts';
import { type ResidentsSite, serveResidents, settle } from '../support/residents-site.ts';

/**
 * 安丰市 AF ─ 兴业街道 AF01 (station: home) ─ 翠湖社区 AF0101 (studio: xu) ─ 第一网格 AF010101 (studio: zhao)
 *          └ 石桥镇 AF05 (station: bridge)
 */
const codesOfCity = async (
  db: Db,
  codes: ResidentsSite['codes'],
): Promise<ResidentsSite['codes'] & { bridge: Slug }> => {
  await saveOrganisation(db, {
    places: [{ code: 'AF05', name: '石桥镇', kind: 'town', parent: 'AF' }],
    groups: [],
    deputies: [],
    stations: [
      { code: 'S5', name: '石桥镇联络站', kind: 'station', place: 'AF05', address: null, hours: null },
    ],
    studios: [],
  });
  await issueCodes(db);
  const bridge = (await listCodes(db)).find(({ to }) => to.code === 'S5')?.slug;
  if (bridge === undefined) throw new Error('the station has no code');
  return { ...codes, bridge };
};

const openAlways = { opens: null, closes: null };

/** A database that must not be asked. */
const noDatabase = new Proxy({} as Db, {
  get: () => {
    throw new Error('the database was asked');
  },
});

describeOnBoth('topics of places', (database) => {
  const titlesAt = async (doors: Doors, code: Slug, db = database().db): Promise<string[]> => {
    const door = await doors.forConversation(db, code);
    const titles = 'venue' in door ? door.venue.topics.map(({ title }) => title) : [];
    // Whoever files is held to what whoever chose was offered.
    expect((await doors.topicsAt(db, code)).map(({ title }) => title)).toEqual(titles);
    return titles;
  };

  test('are offered in their places and below them, and nowhere else', async () => {
    const { db } = database();
    const codes = await codesOfCity(db, await settle(database()));
    for (const [key, places] of Object.entries({
      'rooftop-solar': ['AF'],
      'elder-care': ['AF01'],
      community: ['AF0101'],
      grid: ['AF010101'],
      bridge: ['AF05'],
      both: ['AF010101', 'AF05'],
      everywhere: [],
    }))
      await upsertTopic(db, aTopic({ ...openAlways, key, title: key, places }));
    const doors = doorsOf(() => new Date('2026-11-24T08:00:00Z'));
    const at = async (code: Slug) => (await titlesAt(doors, code)).toSorted();
    const always = ['everywhere', 'rooftop-solar'];
    expect(await at(codes.home)).toEqual(['elder-care', ...always]);
    expect(await at(codes.xu)).toEqual(['community', 'elder-care', ...always]);
    expect(await at(codes.zhao)).toEqual([
      'both',
      'community',
      'elder-care',
      'everywhere',
      'grid',
      always[1],
    ]);
    expect(await at(codes.bridge)).toEqual(['both', 'bridge', ...always]);
    expect((await doors.openTopics(db)).map(({ title }) => title).toSorted()).toEqual(
      ['both', 'bridge', 'community', 'elder-care', 'grid', ...always].toSorted(),
    );
    expect(await doors.topicsAt(db, 'K7M2PX9RD')).toEqual([]);
  });

  test('follow a studio whose poster got another code', async () => {
    const { db } = database();
    const codes = await settle(database());
    await upsertTopic(db, aTopic({ ...openAlways, places: ['AF010101'] }));
    const at = new Date('2026-11-24T08:00:00Z');
    const retired = await retireCode(db, codes.zhao, { reason: '海报污损', replace: true, at });
    const doors = doorsOf(() => at);
    const fresh = retired.ok ? retired.value.replacement : null;
    if (fresh === null) throw new Error('the code was not replaced');
    for (const code of [codes.zhao, fresh])
      expect(await titlesAt(doors, code)).toEqual(['农村智慧养老', '屋顶光伏']);
    expect(await titlesAt(doors, codes.xu)).toEqual(['农村智慧养老']);
  });

  test('are known for five seconds without asking the database again, and then anew', async () => {
    const { db } = database();
    const codes = await settle(database());
    let now = Date.parse('2026-11-24T08:00:00Z');
    const doors = doorsOf(() => new Date(now));
    const both = ['农村智慧养老', '屋顶光伏'];
    expect(await titlesAt(doors, codes.xu)).toEqual(both);
    await upsertTopic(db, aTopic({ ...openAlways, places: ['AF010101'] }));
    now += 4_999;
    expect(await titlesAt(doors, codes.xu, noDatabase)).toEqual(both);
    now += 1;
    expect(await titlesAt(doors, codes.xu)).toEqual(['农村智慧养老']);
    expect(await titlesAt(doors, codes.zhao)).toEqual(both);
  });

  test('that close while somebody writes take nothing more, though their door was remembered', async () => {
    const { db } = database();
    const codes = await settle(database());
    const id = await upsertTopic(db, aTopic(openAlways));
    const { serving, url } = await serveResidents(database(), { codes });
    try {
      const resident = residentAt(url);
      let page = await resident.say(codes.zhao, await resident.open(codes.zhao), { choice: 'agree' });
      page = await resident.say(codes.zhao, page, { choice: `topic:${id}` });
      page = await resident.say(codes.zhao, page, { text: '翠湖社区三号楼屋顶想装光伏，请社区出面统一装。' });
      const fileOf = ({ choices }: SeenPage) => choices.find((id) => id.startsWith('file'));
      for (let step = 0; step < 3 && fileOf(page) === undefined; step++)
        page = await resident.say(codes.zhao, page, {
          choice: page.choices.includes('skip') ? 'skip' : 'done',
        });
      await upsertTopic(db, aTopic({ ...openAlways, phase: 'research' }));
      page = await resident.say(codes.zhao, page, { choice: fileOf(page) ?? '' });
      expect(page.html).toContain('这个议题在这里不再收大家的话了。您写的都在');
      expect(await db.$count(messages)).toBe(0);
      page = await resident.say(codes.zhao, page, { choice: fileOf(page) ?? '' });
      expect((await db.select().from(messages)).map(({ topicId }) => topicId)).toEqual([null]);
    } finally {
      await serving.close();
    }
  });

  test('stand on the page of a studio that lies there, and are taken from no other page', async () => {
    const { db } = database();
    const codes = await settle(database());
    const id = await upsertTopic(db, aTopic({ ...openAlways, places: ['AF010101'] }));
    const { serving, url } = await serveResidents(database(), { codes });
    try {
      const inside = residentAt(url);
      const there = await inside.say(codes.zhao, await inside.open(codes.zhao), { choice: 'agree' });
      expect(there.choices).toContain(`topic:${id}`);
      expect(there.html).toContain('屋顶光伏');

      const outside = residentAt(url);
      let page = await outside.say(codes.xu, await outside.open(codes.xu), { choice: 'agree' });
      expect(page.html).toContain('农村智慧养老');
      expect(page.html).not.toContain('屋顶光伏');
      // Sent all the same, as an old page or a hand-made request would.
      page = await outside.say(codes.xu, page, { choice: `topic:${id}` });
      expect(page.choices).not.toContain('done');
      expect(page.html).not.toContain('屋顶光伏');
    } finally {
      await serving.close();
    }
  });
});
