import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type AwaitedEffect,
  type Context,
  type ConversationState,
  type Effect,
  type Inbound,
  newState,
  type Outcome,
  parseState,
  pendingEffects,
  type Reply,
  type Said,
  step,
} from '../../src/conversation/index.ts';
import { urgentKinds } from '../../src/intake/index.ts';
import { messageId } from '../../src/kernel/index.ts';
import {
  aContext,
  busTopic,
  parking,
  RECEIPT,
  studio,
  studioWithTopics,
  twelveOthers,
  usual,
} from './play.ts';

/* A resident who does anything, on a phone that sends anything, with an app whose effects may fail. */

// Each word stands for one message and is never masked, so that it can be looked for.
const stories = Array.from('甲乙丙丁戊己庚辛', (sign) => [
  `路灯坏了${sign}`,
  `花园小区东门旁边的路灯坏了请修一修${sign}${sign}`,
  `煤气味很大${sign}${sign}${sign}`,
]).flat();

const remarks =
  '好 不要 写好了 跳过 重写 我也是 谢谢 你好 帮助 菜单 返回 取消 人工 语言 English 中文 删除我的数据 查回执 撤回 1 ２ 三 第四个 ⑤ 99'.split(
    ' ',
  );

type Move = { readonly said: Said | { readonly kind: 'offered'; readonly at: number }; readonly fate: Fate };
/** What becomes of the effects of a step; `crash`: the outcome comes only before the next step, after a restart. */
type Fate = 'well' | 'similar' | 'fails' | 'limited' | 'twice' | 'crash';

const said: fc.Arbitrary<Move['said']> = fc.oneof(
  { weight: 6, arbitrary: fc.nat({ max: 7 }).map((at) => ({ kind: 'offered' as const, at })) },
  {
    weight: 6,
    arbitrary: fc
      .oneof(fc.constantFrom(...stories), fc.constantFrom(...remarks), fc.string({ unit: 'binary' }))
      .map((text) => ({ kind: 'text' as const, text })),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Said>({ kind: 'start', code: studio.code }, { kind: 'start', code: null }),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Said>(
      ...[
        'file:1',
        'meToo:1',
        'drop:1',
        'aspect:2',
        'goOn',
        'deleteYes',
        'withdrawYes',
        'resume',
        'nonsense',
        '',
      ].map((id) => ({ kind: 'choice' as const, id })),
      { kind: 'photo', photo: 'p1', caption: null },
      { kind: 'photo', photo: 'p2', caption: stories[3] ?? '' },
      { kind: 'badPhoto', why: 'tooBig' },
      { kind: 'other', media: 'voice' },
      { kind: 'tooFast', minutes: 2 },
    ),
  },
);

const moves: fc.Arbitrary<Move[]> = fc.array(
  fc.record({
    said,
    fate: fc.constantFrom<Fate>('well', 'well', 'similar', 'fails', 'limited', 'twice', 'crash'),
  }),
  { minLength: 1, maxLength: 40 },
);

const long = 'Ж'.repeat(400);
const contexts: readonly Context[] = [
  aContext(),
  aContext({ door: { kind: 'open', venue: studio } }),
  aContext({ away: true }),
  aContext({ door: { kind: 'moved', venue: { ...studioWithTopics, code: 'new0code' } } }),
  aContext({ door: { kind: 'closed' } }),
  aContext({
    lang: 'en',
    door: { kind: 'open', venue: { ...studioWithTopics, kind: 'station', deputy: null } },
  }),
  aContext({
    lang: 'en',
    urgentSigns: () => urgentKinds,
    door: {
      kind: 'open',
      venue: {
        ...studio,
        name: long,
        deputy: long,
        place: long,
        topics: Array.from({ length: 9 }, (_, at) => ({
          ...(at % 2 === 0 ? parking : busTopic),
          title: `${at}${long}`,
          brief: long,
          aspects: [{ number: 1, title: long }],
        })),
      },
    },
  }),
];
const context = fc.constantFrom(...contexts);

const outcomeOf = (effect: AwaitedEffect, fate: Fate): Outcome => {
  if (fate === 'fails') return { kind: 'failed' };
  if (fate === 'limited') return { kind: 'limited', minutes: 3 };
  if (fate === 'similar' && effect.kind === 'findSimilar') return twelveOthers;
  if (fate === 'similar' && effect.kind === 'lookUp')
    return {
      kind: 'found',
      trail: {
        message: messageId('m-9'),
        text: '路灯坏了',
        canWithdraw: true,
        steps: Array.from({ length: 8 }, () => ({
          kind: 'result' as const,
          date: '2026-01-01',
          office: long,
          result: long,
        })),
      },
    };
  return usual(effect);
};

type Witness = {
  readonly before: ConversationState;
  readonly input: Inbound;
  readonly state: ConversationState;
  readonly replies: readonly Reply[];
  readonly effects: readonly Effect[];
};

const isAwaited = (effect: Effect): effect is AwaitedEffect => 'ref' in effect;

/** Plays a whole conversation and hands every step, and the replies to every thing said, to the witnesses. */
const play = (
  list: readonly Move[],
  where: readonly Context[],
  watch: { step?: (witness: Witness) => void; answered?: (input: Said, replies: readonly Reply[]) => void },
): ConversationState => {
  let state: ConversationState = newState;
  const once = (input: Inbound, at: Context) => {
    const before = state;
    const turn = step(before, input, at);
    state = turn.state;
    watch.step?.({ before, input, state, replies: turn.replies, effects: turn.effects });
    return turn;
  };
  const feed = (effects: readonly AwaitedEffect[], fate: Fate, at: Context): Reply[] =>
    effects.flatMap((effect) => {
      const input = { kind: 'outcome', ref: effect.ref, outcome: outcomeOf(effect, fate) } as const;
      const { replies } = once(input, at);
      return fate === 'twice' ? [...replies, ...once(input, at).replies] : [...replies];
    });
  list.forEach(({ said: what, fate }, index) => {
    const at = where[index % where.length] ?? aContext();
    feed(pendingEffects(state, at.lang), 'well', at);
    const input: Said =
      what.kind === 'offered'
        ? { kind: 'choice', id: state.offered[what.at % Math.max(1, state.offered.length)]?.id ?? 'help' }
        : what;
    const turn = once(input, at);
    const awaited = turn.effects.filter(isAwaited);
    const crashed = fate === 'crash' && awaited.length > 0;
    const replies = crashed ? [] : [...turn.replies, ...feed(awaited, fate, at)];
    if (!crashed) watch.answered?.(input, replies);
  });
  return state;
};

const forAll = (check: (list: Move[], where: Context[]) => void, runs = 500) =>
  fc.assert(fc.property(moves, fc.array(context, { minLength: 1, maxLength: 3 }), check), { numRuns: runs });

describe('whatever a resident does', () => {
  test('there is always an answer: short, with choices that fit on a button, on the last reply only', () => {
    forAll((list, where) => {
      play(list, where, {
        answered: (_, replies) => {
          expect(replies.length).toBeGreaterThan(0);
        },
        step: ({ state, replies, input }) => {
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
          if (replies.length > 0 && input.kind !== 'tooFast') expect(state.offered).toEqual(offered);
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
          if (filed || dropped || deleted || declined) {
            // What waited for the next message outlives filing.
            if (filed) for (const text of before.later) expect(kept).toContain(text);
            alive = new Set([...alive].filter((text) => kept.includes(text)));
          }
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
            if (act.kind === 'file') expect(shown).toContain(act.message.text);
          }
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
