/** Files messages of several people at once and says each receipt once it is acknowledged, until it is killed. */
import { fileMessage, personOf } from '../../../src/intake/index.ts';
import { openDatabase, secretOf } from '../../../src/platform/index.ts';

const [databaseUrl = '', dataDir = '', from = '0', secret = ''] = process.argv.slice(2);
const { db } = await openDatabase({ databaseUrl: databaseUrl === '' ? null : databaseUrl, dataDir });
const keyed = secretOf(secret);
const PEOPLE = 4;

const writer = async (person: number): Promise<never> => {
  for (let draft = Number(from); ; draft++) {
    const filed = await fileMessage(
      db,
      {
        person: personOf(keyed, 'test', String(person)),
        draft,
        code: 'ABCD2345',
        topic: null,
        aspect: null,
        text: `第 ${person} 人第 ${draft} 条`,
        photos: [],
        lang: 'zh',
        place: null,
      },
      {
        secret: keyed,
        originals: null,
        now: new Date(),
        limits: {
          person: [],
          code: { most: 1_000_000, minutes: 1 },
          copies: { people: 1_000_000, own: 1_000_000, hours: 1 },
        },
      },
    );
    if (!filed.ok) throw new Error('refused');
    process.stdout.write(`${person} ${draft} ${filed.value.message} ${filed.value.receipt}\n`);
  }
};

await Promise.all(Array.from({ length: PEOPLE }, (_, person) => writer(person)));
