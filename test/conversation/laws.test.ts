import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Context, parseState, pendingEffects, step } from '../../src/conversation/index.ts';
import { contexts, type Move, moves, play, stories } from './anything.ts';
import { aContext, RECEIPT, usual } from './play.ts';

const forAll = (check: (list: Move[], where: Context[]) => void, runs = 500) =>
  fc.assert(fc.property(moves, fc.array(contexts, { minLength: 1, maxLength: 3 }), check), { numRuns: runs });

describe('whatever a resident does', () => {
  test('there is always an answer: short, with choices that fit on a button, on the last reply only', () => {
    forAll((list, where) => {
      play(list, where, {
        answered: (_, replies) => {
          expect(replies.length).toBeGreaterThan(0);
        },
        step: ({ before, state, replies, input }) => {
          for (const reply of replies) {
            expect(reply.text.length).toBeLessThan(300);
            expect(reply.text.trim()).not.toBe('');
            for (const { id, label } of reply.choices) {
              expect(label.length).toBeLessThan(20);
              expect(Buffer.byteLength(id)).toBeLessThanOrEqual(60);
            }
          }
          for (const reply of replies.slice(0, -1)) expect(reply.choices).toEqual([]);
          const offered = replies.at(-1)?.choices ?? [];
          expect(new Set(offered.map(({ number }) => number)).size).toBe(offered.length);
          const untouched = state === before || input.kind === 'tooFast';
          expect(state.offered).toEqual(untouched ? before.offered : offered);
        },
      });
    });
  });

  test('the state is plain JSON that reads back the same', () => {
    forAll((list, where) => {
      play(list, where, {
        step: ({ state }) => {
          expect(parseState(JSON.parse(JSON.stringify(state)))).toEqual(state);
        },
      });
    });
  });

  test('the same steps give the same conversation', () => {
    forAll((list, where) => {
      expect(play(list, where, {})).toEqual(play(list, where, {}));
    }, 200);
  });

  test('no word is lost before it is filed, unless the resident let it go', () => {
    forAll((list, where) => {
      let alive = new Set<string>();
      play(list, where, {
        step: ({ before, input, state, effects, replies }) => {
          const typed = input.kind === 'text' ? input.text : input.kind === 'photo' ? input.caption : null;
          const refused = replies.some((reply) => /没有记上|did not keep your last line/u.test(reply.text));
          if (typed !== null && stories.includes(typed) && !refused) alive.add(typed);
          const filed =
            before.stage.kind === 'filing' && input.kind === 'outcome' && input.outcome.kind === 'filed';
          const dropped = effects.some((effect) => effect.kind === 'dropDraft');
          const deleted =
            before.stage.kind === 'deleting' && state.stage.kind !== 'deleting' && state.consent === null;
          const declined = effects.some((effect) => effect.kind === 'count' && effect.event === 'declined');
          const kept = JSON.stringify([state.draft, state.later, state.stage]);
          // What waited for the next message outlives filing.
          const waited = filed ? before.later : [];
          expect(waited.filter((text) => !kept.includes(text))).toEqual([]);
          if (filed || dropped || deleted || declined)
            alive = new Set([...alive].filter((text) => kept.includes(text)));
          for (const text of alive) expect(kept).toContain(text);
        },
      });
    });
  });

  test('nothing is filed but what was agreed to, shown word for word, and confirmed; and once', () => {
    forAll((list, where) => {
      let shown: readonly string[] = [];
      const refs = new Set<number>();
      const done = new Set<number>();
      play(list, where, {
        step: ({ before, input, effects, replies, state }) => {
          const acts = effects.filter((effect) => effect.kind === 'file' || effect.kind === 'meToo');
          expect(acts.length).toBeLessThanOrEqual(1);
          for (const act of acts) {
            expect(before.consent).toBe(1);
            expect(before.stage.kind).toBe('confirm');
            expect(['text', 'choice']).toContain(input.kind);
            expect(refs.has(act.ref)).toBe(false);
            refs.add(act.ref);
            const draft = act.kind === 'file' ? act.message.draft : act.draft;
            expect(done.has(draft)).toBe(false);
          }
          const filed = effects.filter((effect) => effect.kind === 'file');
          expect(filed.filter(({ message }) => !shown.includes(message.text))).toEqual([]);
          if (
            input.kind === 'outcome' &&
            (input.outcome.kind === 'filed' || input.outcome.kind === 'counted') &&
            before.draft !== null &&
            'ref' in before.stage &&
            before.stage.ref === input.ref
          )
            done.add(before.draft.number);
          if (state.stage.kind === 'confirm' && replies.length > 0)
            shown = replies.some(({ quotes }) => quotes.length > 0)
              ? replies.flatMap(({ quotes }) => quotes)
              : shown;
        },
      });
    });
  });

  test('a draft is followed up at most once', () => {
    forAll((list, where) => {
      const asked = new Map<number, number>();
      play(list, where, {
        step: ({ state, effects }) => {
          const again = effects.filter(
            (effect) => effect.kind === 'count' && effect.event === 'asked',
          ).length;
          const number = state.draft?.number ?? 0;
          asked.set(number, (asked.get(number) ?? 0) + again);
          expect(asked.get(number)).toBeLessThanOrEqual(1);
        },
      });
    });
  });

  test('help helps, and cancelling three times ends everything, from wherever one is', () => {
    const settled = aContext();
    forAll((list, where) => {
      let state = play(list, where, {});
      for (const effect of pendingEffects(state, 'zh'))
        state = step(state, { kind: 'outcome', ref: effect.ref, outcome: usual(effect) }, settled).state;
      const type = (text: string) => {
        const turn = step(state, { kind: 'text', text }, settled);
        state = turn.state;
        return turn.replies;
      };
      type('中文');
      expect(type('帮助').some((reply) => reply.text.includes('我帮您把话带给代表'))).toBe(true);
      expect(type('返回').length).toBeGreaterThan(0);
      for (let n = 0; n < 3; n++) expect(type('取消').length).toBeGreaterThan(0);
      expect(state.draft?.parts ?? []).toEqual([]);
      expect(state.draft?.photos ?? []).toEqual([]);
    });
  });

  test('receipts are never kept, and only the replies that show one are secret', () => {
    forAll((list, where) => {
      play(list, where, {
        step: ({ state, replies }) => {
          expect(JSON.stringify(state)).not.toContain(RECEIPT);
          for (const { text, secret } of replies) expect(secret).toBe(text.includes(RECEIPT));
        },
      });
    }, 300);
  });
});
