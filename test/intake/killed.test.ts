import path from 'node:path';
import { afterAll, describe, expect, inject, test } from 'vitest';
import { loadMessages, lookUp, personOf } from '../../src/intake/index.ts';
import { openDatabase, secretOf } from '../../src/platform/index.ts';
import { closeDatabases, emptyPostgres } from '../support/database.ts';
import { aFolder } from '../support/folders.ts';
import { runProgram } from '../support/programs.ts';

const PROGRAM = path.join(import.meta.dirname, 'programs', 'file-with-receipts.ts');
const SECRET = 'a secret for tests, long enough to be one';
// Two rounds of a process that opens a new database beside other work on two cores.
const SLOW_MS = 240_000;

type Said = {
  readonly person: string;
  readonly draft: string;
  readonly message: string;
  readonly receipt: string;
};

const saidBy = (output: string): Said[] =>
  [...output.matchAll(/^(\d+) (\d+) (\d+) (MS-\S{14})$/gm)].map(
    ([, person = '', draft = '', message = '', receipt = '']) => ({ person, draft, message, receipt }),
  );

const reason = inject('postgresUrl') === null ? ` (skipped: ${inject('postgresAbsence')})` : '';
afterAll(closeDatabases);

describe.each(['pglite', 'postgres'])('a process that is killed while it files on %s', (engine) => {
  test.skipIf(engine === 'postgres' && reason !== '')(
    `lost nothing whose receipt was shown, and doubled nothing that is confirmed again${engine === 'postgres' ? reason : ''}`,
    async () => {
      const databaseUrl = engine === 'postgres' ? await emptyPostgres() : null;
      const dataDir = await aFolder();
      const said: Said[] = [];
      let from = 0;
      for (let round = 0; round < 2; round++) {
        const filer = runProgram(PROGRAM, [databaseUrl ?? '', dataDir, String(from), SECRET]);
        // By then each of the four has filed about thirty.
        await filer.printed(new RegExp(`^0 ${from + 30} `, 'm'));
        filer.child.kill('SIGKILL');
        await filer.ended;
        said.push(...saidBy(filer.output()));
        // The next round confirms again what the last one filed most recently, as people do who saw no answer.
        from = Math.max(...said.map(({ draft }) => Number(draft))) - 2;
      }
      const { db, close } = await openDatabase({ databaseUrl, dataDir });
      try {
        const there = (await Array.fromAsync(loadMessages(db))).flat();
        const byText = Map.groupBy(there, ({ text }) => text);
        expect([...byText.values()].every((same) => same.length === 1)).toBe(true);
        expect(said.length).toBeGreaterThanOrEqual(100);
        for (const { person, draft, message } of said)
          expect(byText.get(`第 ${person} 人第 ${draft} 条`)?.[0]?.id).toBe(message);
        const secret = secretOf(SECRET);
        const receipts = new Map(said.map(({ receipt, message }) => [receipt, message]));
        // Two rounds said the same receipt for the same message.
        expect(new Set(receipts.values()).size).toBe(receipts.size);
        expect(receipts.size).toBeLessThan(said.length);
        for (const [at, [receipt, message]] of [...receipts].slice(-9).entries()) {
          const person = personOf(secret, 'test', `asks ${at}`);
          const found = await lookUp(db, { person, receipt }, { secret, now: new Date() });
          expect(found).toMatchObject({ ok: true, value: { message } });
        }
      } finally {
        await close();
      }
    },
    SLOW_MS,
  );
});
