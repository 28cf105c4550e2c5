import fc from 'fast-check';
import {
  type AwaitedEffect,
  type Context,
  type ConversationState,
  type Effect,
  type Inbound,
  newState,
  type Outcome,
  pendingEffects,
  type Reply,
  type Said,
  step,
} from '../../src/conversation/index.ts';
import { urgentKinds } from '../../src/intake/index.ts';
import { messageId } from '../../src/kernel/index.ts';
import { aContext, busTopic, parking, studio, studioWithTopics, twelveOthers, usual } from './play.ts';

/* A resident who does anything, on a phone that sends anything, with an app whose effects may fail. */

// Each word stands for one message and is never masked, so that it can be looked for.
export const stories = Array.from('甲乙丙丁戊己庚辛', (sign) => [
  `路灯坏了${sign}`,
  `花园小区东门旁边的路灯坏了请修一修${sign}${sign}`,
  `煤气味很大${sign}${sign}${sign}`,
]).flat();

const remarks =
  '好 不要 写好了 跳过 重写 我也是 谢谢 你好 帮助 菜单 返回 取消 人工 语言 English 中文 删除我的数据 查回执 撤回 撤回 MS-7KQ4-9FWD-X2PB MS-7KQ4-9FWD-X2PB 1 ２ 三 第四个 ⑤ 99'.split(
    ' ',
  );

export type Move = {
  readonly said: Said | { readonly kind: 'offered'; readonly at: number };
  readonly fate: Fate;
};
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

const text = (words: string, fate: Fate = 'well'): Move => ({ said: { kind: 'text', text: words }, fate });
const tapped = (id: string, fate: Fate = 'well'): Move => ({ said: { kind: 'choice', id }, fate });
const agreed = [tapped('help'), tapped('agree')];
const shown = [...agreed, tapped('own'), text(stories[1] ?? '', 'similar')];
const looked = [...agreed, text('MS-7KQ4-9FWD-X2PB', 'similar')];

/** Beginnings, because chance alone seldom comes to the far ends of a conversation. */
const beginnings: readonly (readonly Move[])[] = [
  [],
  agreed,
  shown,
  [...shown, tapped('file:1')],
  [...shown, tapped('file:1', 'crash')],
  [...shown, tapped('meToo:1')],
  looked,
  [...looked, tapped('withdraw')],
  [...looked, tapped('withdraw'), tapped('withdrawYes')],
  [...agreed, tapped('own'), text(stories[0] ?? ''), text('写好了')],
  [...agreed, tapped('delete'), tapped('deleteYes', 'crash')],
];

export const moves: fc.Arbitrary<Move[]> = fc
  .tuple(
    fc.constantFrom(...beginnings),
    fc.array(
      fc.record({
        said,
        fate: fc.constantFrom<Fate>('well', 'well', 'similar', 'fails', 'limited', 'twice', 'crash'),
      }),
      { minLength: 1, maxLength: 25 },
    ),
  )
  .map(([beginning, rest]) => [...beginning, ...rest]);

const long = 'Ж'.repeat(400);
const places: readonly Context[] = [
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
export const contexts = fc.constantFrom(...places);

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
export const play = (
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
