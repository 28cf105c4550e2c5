import {
  type AwaitedEffect,
  type Context,
  type ConversationState,
  type Effect,
  type Inbound,
  newState,
  type Outcome,
  type Reply,
  type Said,
  step,
  type Venue,
} from '../../src/conversation/index.ts';
import type { UrgentKind } from '../../src/intake/index.ts';
import { messageId, topicId } from '../../src/kernel/index.ts';

export const studio: Venue = {
  code: 'k7m3p9',
  kind: 'studio',
  name: '王秀英代表工作室',
  deputy: '王秀英',
  place: '龙都街道花园社区',
  topics: [],
};

export const parking = {
  id: topicId('0b2f6a5e-30c1-4d5b-9c4e-52d1c2a1f001'),
  title: '老旧小区停车难怎么解决',
  brief: '城区的老小区车多位少，晚上回家没地方停。大家一起想办法。',
  aspects: [
    { number: 1, title: '车位不够' },
    { number: 2, title: '乱停乱放' },
    { number: 3, title: '停车收费' },
  ],
};

export const busTopic = {
  id: topicId('0b2f6a5e-30c1-4d5b-9c4e-52d1c2a1f002'),
  title: '公交线路怎么走更方便',
  brief: '公交公司要改线路，想听听您每天怎么坐车。',
  aspects: [],
};

export const studioWithTopics: Venue = { ...studio, topics: [parking, busTopic] };

/** Stands for the moderation rules, which are tested where they live. */
const urgentSigns = (text: string): readonly UrgentKind[] => [
  ...(/不想活|kill myself/u.test(text) ? (['selfHarm'] as const) : []),
  ...(/煤气味|smell gas/u.test(text) ? (['gas'] as const) : []),
];

export const aContext = (patch: Partial<Context> = {}): Context => ({
  lang: 'zh',
  door: { kind: 'open', venue: studioWithTopics },
  away: false,
  keepMonths: 24,
  deskPhone: '0536-1234567',
  limits: { characters: 2000, draftCharacters: 10_000, photos: 3 },
  urgentSigns,
  ...patch,
});

export const RECEIPT = 'MS-7KQ4-9FWD-X2PB';

/** What an app with nothing unusual in it answers. */
export const usual = (effect: AwaitedEffect): Outcome => {
  switch (effect.kind) {
    case 'findSimilar':
      return { kind: 'similar', people: 0, examples: [] };
    case 'file':
      return { kind: 'filed', receipt: RECEIPT, message: messageId('m-1'), held: false, others: 0 };
    case 'meToo':
      return { kind: 'counted', receipt: RECEIPT, people: 13 };
    case 'lookUp':
      return { kind: 'notFound' };
    case 'withdraw':
      return { kind: 'withdrawn' };
    case 'deleteData':
      return { kind: 'dataDeleted', kept: 1 };
  }
};

export const twelveOthers: Outcome = {
  kind: 'similar',
  people: 12,
  examples: [
    { message: messageId('m-81'), text: '花园小区五号楼前的路灯坏了半个月，晚上看不见路。' },
    { message: messageId('m-82'), text: '小区东门路灯一直不亮，老人出门怕摔。' },
  ],
};

const isAwaited = (effect: Effect): effect is AwaitedEffect => 'ref' in effect;

type Answers = Partial<Record<AwaitedEffect['kind'], Outcome>>;

/** A resident's phone and an app behind it: hears, does what is to be done, feeds it back. */
export const aChat = (setting: { context?: Context; state?: ConversationState; answers?: Answers } = {}) => {
  let context = setting.context ?? aContext();
  let state = setting.state ?? newState;
  let answers = setting.answers ?? {};
  const effects: Effect[] = [];
  const transcript: string[] = [];

  const feed = (input: Inbound): readonly Reply[] => {
    const turn = step(state, input, context);
    // A conversation is saved between any two steps.
    state = JSON.parse(JSON.stringify(turn.state)) as ConversationState;
    effects.push(...turn.effects);
    return [
      ...turn.replies,
      ...turn.effects
        .filter(isAwaited)
        .flatMap((effect) =>
          feed({ kind: 'outcome', ref: effect.ref, outcome: answers[effect.kind] ?? usual(effect) }),
        ),
    ];
  };

  const hear = (input: Said): readonly Reply[] => {
    const replies = feed(input);
    transcript.push(...shown(input), ...replies.flatMap(lines));
    return replies;
  };

  const labelled = (label: string): string => {
    const choice = state.offered.find((offered) => offered.label === label || offered.detail === label);
    if (choice === undefined)
      throw new Error(
        `no choice "${label}" among ${state.offered.map((offered) => offered.label).join(', ')}`,
      );
    return choice.id;
  };

  return {
    scan: (code: string | null = studio.code) => hear({ kind: 'start', code }),
    type: (text: string) => hear({ kind: 'text', text }),
    /** Taps the choice with this label among those offered last. */
    tap: (label: string) => {
      const id = labelled(label);
      const replies = feed({ kind: 'choice', id });
      transcript.push(`我 ▸ [${label}]`, ...replies.flatMap(lines));
      return replies;
    },
    tapId: (id: string) => hear({ kind: 'choice', id }),
    idOf: labelled,
    photo: (photo: string, caption: string | null = null) => hear({ kind: 'photo', photo, caption }),
    hear,
    feed,
    meanwhile: (patch: Partial<Context>) => {
      context = { ...context, ...patch };
    },
    answer: (next: Answers) => {
      answers = { ...answers, ...next };
    },
    effects,
    transcript,
    get state() {
      return state;
    },
  };
};

const shown = (input: Said): readonly string[] => {
  switch (input.kind) {
    case 'start':
      return [`（扫码 ${input.code ?? '—'}）`];
    case 'text':
      return [`我 ▸ ${input.text.replaceAll('\n', ' / ')}`];
    case 'choice':
      return [`我 ▸ [${input.id}]`];
    case 'photo':
      return [`我 ▸ （照片）${input.caption ?? ''}`];
    case 'badPhoto':
    case 'other':
    case 'tooFast':
      return [`（${input.kind}）`];
  }
};

const lines = (reply: Reply): readonly string[] => [
  `码 ◂ ${reply.text.replaceAll('\n', ' / ')}`,
  ...reply.quotes.map((quote) => `     「${quote.replaceAll('\n', ' / ')}」`),
  ...(reply.choices.length > 0
    ? [`     ${reply.choices.map(({ number, label }) => `[${number} ${label}]`).join(' ')}`]
    : []),
];

/** All that was said in these replies, quotes and choices included. */
export const saying = (replies: readonly Reply[]): string => replies.flatMap(lines).join('\n');

/** A chat that agreed to the notice and stands at the beginning. */
export const anAgreedChat = (setting: Parameters<typeof aChat>[0] = {}) => {
  const chat = aChat(setting);
  chat.scan();
  chat.tapId('agree');
  chat.transcript.length = 0;
  return chat;
};
