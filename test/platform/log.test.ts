import { DrizzleQueryError } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { loggerTo, safeError } from '../../src/platform/log.ts';

const WORDS = '王某家的低保一直没发';

const logged = (write: (log: ReturnType<typeof loggerTo>) => void): string => {
  let out = '';
  write(
    loggerTo(
      {
        write: (line) => {
          out += line;
        },
      },
      'info',
      'test',
    ),
  );
  return out;
};

describe('the log', () => {
  test('is a JSON line with the fields of the event', () => {
    expect(JSON.parse(logged((log) => log.info({ messageId: '7', ms: 3 }, 'message filed')))).toMatchObject({
      name: 'test',
      level: 30,
      messageId: '7',
      ms: 3,
      msg: 'message filed',
    });
  });

  test.each([
    ['a text', { text: WORDS }],
    ['the text of a message', { message: { text: WORDS } }],
    ['the text of a message in a batch', { batch: { last: { textMasked: WORDS } } }],
    ['an author', { author: WORDS }],
  ])('never holds residents’ words, given %s', (_, fields) => {
    expect(logged((log) => log.info(fields, 'odd'))).not.toContain('低保');
  });

  test('of a failed query has neither its parameters nor the row', () => {
    const cause = Object.assign(new Error('duplicate key value violates unique constraint "x"'), {
      code: '23505',
      detail: `Key (text)=(${WORDS}) already exists.`,
    });
    const line = logged((log) =>
      log.error({ err: new DrizzleQueryError('insert …', [WORDS], cause) }, 'failed'),
    );
    expect(line).not.toContain('低保');
    expect(JSON.parse(line).err).toMatchObject({
      message: 'a query failed',
      cause: { code: '23505', message: 'duplicate key value violates unique constraint "x"' },
    });
  });

  test('says of what is thrown and is no error only what kind it is', () => {
    expect(safeError(WORDS)).toEqual({ type: 'string', message: 'a value that is no Error was thrown' });
  });
});
