import type { Arrival, Handler } from '../../../src/channels/index.ts';
import {
  type AwaitedEffect,
  type Context,
  type ConversationState,
  newState,
  type Outcome,
  type Reply,
  step,
} from '../../../src/conversation/index.ts';
import { messageId, topicId } from '../../../src/kernel/index.ts';
import type { Spoken } from './bench.ts';

const context = (lang: Arrival['lang'], code: string | null): Context => ({
  lang,
  door:
    code === 'k3m9'
      ? {
          kind: 'open',
          venue: {
            code: 'k3m9',
            kind: 'studio',
            name: '王秀兰代表云工作室',
            deputy: '王秀兰',
            place: '安丰镇红光社区',
            topics: [
              {
                id: topicId('t1'),
                title: '老旧小区停车怎么办',
                brief: '红光社区的老小区车多位少，想听听大家的办法。',
                aspects: [
                  { number: 1, title: '停车位' },
                  { number: 2, title: '收费' },
                ],
              },
            ],
          },
        }
      : { kind: code === null ? 'none' : 'unknown' },
  away: false,
  keepMonths: 24,
  deskPhone: '0514-87654321',
  limits: { characters: 2_000, draftCharacters: 5_000, photos: 3 },
  urgentSigns: () => [],
});

/** What the office's machine would answer; nothing here depends on time or chance. */
const outcomeOf = (effect: AwaitedEffect): Outcome => {
  switch (effect.kind) {
    case 'findSimilar':
      return {
        kind: 'similar',
        people: 3,
        examples: [{ message: messageId('m7'), text: '晚上回来找不到车位，只好停在消防通道。' }],
      };
    case 'file':
      return { kind: 'filed', receipt: 'K7QM-2XPD', message: messageId('m9'), held: false, others: 3 };
    case 'meToo':
      return { kind: 'counted', receipt: 'R4TN-8WCB', people: 5 };
    case 'lookUp':
      return effect.receipt === 'K7QM2XPD'
        ? {
            kind: 'found',
            trail: {
              message: messageId('m9'),
              text: '车位太少，晚上没有地方停车',
              canWithdraw: true,
              steps: [
                { kind: 'received', date: '2026-11-20' },
                { kind: 'themed', date: '2026-11-21', theme: '小区停车位', people: 4 },
              ],
            },
          }
        : { kind: 'notFound' };
    case 'withdraw':
      return { kind: 'withdrawn' };
    case 'deleteData':
      return { kind: 'dataDeleted', kept: 1 };
  }
};

/** The real conversation with the effects played. */
export const storyHandler = (): Handler => {
  const states = new Map<string, ConversationState>();
  return async ({ person, said, lang }) => {
    const replies: Reply[] = [];
    let state = states.get(person) ?? newState;
    let input: Parameters<typeof step>[1] | null = said;
    while (input !== null) {
      const code: string | null = input.kind === 'start' && input.code !== null ? input.code : state.code;
      const turn = step(state, input, context(lang, code));
      state = turn.state;
      replies.push(...turn.replies);
      const awaited = turn.effects.find((effect): effect is AwaitedEffect => 'ref' in effect);
      input =
        awaited === undefined ? null : { kind: 'outcome', ref: awaited.ref, outcome: outcomeOf(awaited) };
    }
    states.set(person, state);
    return replies;
  };
};

const start = (code: string | null = 'k3m9'): Spoken => ({ kind: 'start', code });
const tap = (label: string): Spoken => ({ kind: 'tap', label });
const text = (words: string): Spoken => ({ kind: 'text', text: words });

/** One story a flow; each begins with a person who was never here. */
export const stories: Readonly<Record<string, readonly Spoken[]>> = {
  'topic-to-receipt': [
    start(),
    tap('同意'),
    tap('老旧小区停车怎么办'),
    tap('停车位'),
    text('晚上没有地方停车。我电话13812345678'),
    text('红光社区3号楼东边'),
    tap('交上去'),
  ],
  'own-matter': [start(), text('1'), text('说说别的事'), text('桥头的路灯不亮，希望修一修'), text('1')],
  'me-too': [
    start(),
    tap('同意'),
    tap('老旧小区停车怎么办'),
    tap('停车位'),
    text('红光社区车位太少，希望多画几个'),
    tap('我也是'),
  ],
  'receipt-and-withdrawal': [
    start(),
    tap('同意'),
    tap('查回执'),
    text('AAAA-AAAA'),
    text('k7qm 2xpd'),
    text('撤回'),
    text('是'),
  ],
  commands: [
    start(),
    tap('同意'),
    text('帮助'),
    text('人工'),
    text('返回'),
    text('English'),
    text('menu'),
    text('中文'),
  ],
  cancelled: [start(), tap('同意'), tap('说说别的事'), text('桥头的路灯不亮'), text('取消'), text('是')],
  'data-deleted': [start(), tap('同意'), text('删除我的数据'), text('是')],
  declined: [start(), tap('不同意')],
  'unknown-code': [start('nobody'), text('你好')],
  'no-code': [start(null), text('路灯不亮')],
};
