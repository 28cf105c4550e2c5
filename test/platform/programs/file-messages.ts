/** Files numbered messages one by one and says each number once it is acknowledged, until it is killed. */
import { saveMessages } from '../../../src/intake/store.ts';
import { openDatabase } from '../../../src/platform/index.ts';

const { db } = await openDatabase({ databaseUrl: null, dataDir: process.argv[2] ?? '' });
for (let number = Number(process.argv[3]); ; number++) {
  const message = {
    externalId: String(number),
    text: `第 ${number} 条`,
    author: null,
    place: null,
    at: null,
  };
  await saveMessages(db, { source: 'test', topic: null, aspect: null, messages: [message] });
  process.stdout.write(`${number}\n`);
}
