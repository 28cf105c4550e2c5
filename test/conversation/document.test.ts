import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseState } from '../../src/conversation/index.ts';
import { contexts, moves, play } from './anything.ts';
import { arrows, document } from './document.ts';
import { anAgreedChat } from './play.ts';

test('docs/conversation.md tells what the machine does', async () => {
  await expect(document()).toMatchFileSnapshot('../../docs/conversation.md');
});

test('every arrow of the diagram was gone, and every stage that can be reached is drawn', () => {
  const gone = new Set<string>();
  const reached = new Set<string>();
  const sample = { seed: 4, numRuns: 1500 };
  const played = fc.sample(fc.tuple(moves, fc.array(contexts, { minLength: 1, maxLength: 3 })), sample);
  for (const [list, where] of played)
    play(list, where, {
      step: ({ before, state }) => {
        gone.add(`${before.stage.kind} ${state.stage.kind}`);
        reached.add(state.stage.kind);
      },
    });
  expect(arrows.filter(([from, to]) => !gone.has(`${from} ${to}`))).toEqual([]);
  expect([...reached].toSorted()).toEqual([...new Set(arrows.flat())].toSorted());
});

test('every stage has a schema: a state in none of them is begun anew', () => {
  const chat = anAgreedChat();
  expect(parseState(chat.state).stage.kind).toBe('menu');
  expect(parseState({ ...chat.state, stage: { kind: 'nowhere' } }).stage.kind).toBe('new');
});
