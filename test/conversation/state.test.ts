import fc from 'fast-check';
import { expect, test } from 'vitest';
import { newState, parseState } from '../../src/conversation/index.ts';
import { aChat, saying } from './play.ts';

test('nothing that was saved makes reading throw, and what is read can be gone on with', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.anything(), fc.record({ draft: fc.anything(), later: fc.anything() })),
      (saved) => {
        const chat = aChat({ state: parseState(saved) });
        expect(chat.type('你好').length).toBeGreaterThan(0);
      },
    ),
  );
});

test('a state of another version is begun anew, but the words that were written are found again', () => {
  const old = {
    version: 0,
    lang: 'zh',
    code: 'k7m3p9',
    consent: 1,
    drafts: 4,
    draft: { parts: ['花园小区东门的路灯坏了，请修一修'], tone: 'new' },
  };
  const state = parseState(old);
  expect(state).toMatchObject({ code: 'k7m3p9', consent: null, drafts: 5, draft: { number: 5 } });
  const chat = aChat({ state });
  chat.scan();
  expect(saying(chat.tap('同意'))).toContain('花园小区东门的路灯坏了，请修一修');
});

test('who loses a state hears that it was lost', () => {
  const chat = aChat({ state: parseState('garbage') });
  expect(saying(chat.scan())).toContain('上次写到一半的没能接上');
  expect(parseState(newState)).toEqual(newState);
});
