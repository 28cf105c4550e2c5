import type { Transformer } from 'grammy';
import type { InlineKeyboardMarkup, Update, UserFromGetMe } from 'grammy/types';
import { type ChannelDeps, createTelegram, type TelegramOptions } from '../../../src/channels/index.ts';
import { type OpenBench, retryAfterMs, type Spoken } from './bench.ts';

export const TOKEN = '123456789:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';

export const me: UserFromGetMe = {
  id: 1,
  is_bot: true,
  first_name: '码上',
  username: 'anfeng_bot',
  can_join_groups: false,
  can_read_all_group_messages: false,
  supports_inline_queries: false,
  can_connect_to_business: false,
  has_main_web_app: false,
  has_topics_enabled: false,
  allows_users_to_create_topics: false,
  can_manage_bots: false,
  supports_join_request_queries: false,
};

export type ApiCall = { readonly method: string; readonly payload: Record<string, unknown> };

/** Answers of Telegram's API by method; what is not listed succeeds. */
export type Answers = (
  call: ApiCall,
) =>
  | { ok: false; error_code: number; description: string; parameters?: object }
  | { ok: true; result: unknown }
  | Error
  | null;

/** In place of the network. */
const fakeApi = (answers: Answers = () => null) => {
  const calls: ApiCall[] = [];
  let messages = 0;
  const transport: Transformer = async (_prev, method, payload) => {
    const call = { method, payload: { ...payload } as Record<string, unknown> };
    calls.push(call);
    const answer = answers(call);
    if (answer instanceof Error) throw answer;
    if (answer !== null) return answer as never;
    if (method === 'getMe') return { ok: true, result: me } as never;
    if (method === 'sendMessage') {
      messages += 1;
      return { ok: true, result: { message_id: messages, date: 0, chat: { id: payload } } } as never;
    }
    return { ok: true, result: true } as never;
  };
  return { calls, transport };
};

const user = (id: number, code = 'zh-hans') => ({
  id,
  is_bot: false,
  first_name: '居民',
  language_code: code,
});

export const textUpdate = (update: number, person: number, text: string): Update =>
  messageUpdate(update, person, { text });

export const messageUpdate = (update: number, person: number, content: object): Update => ({
  update_id: update,
  message: {
    message_id: update,
    date: 1_763_625_600,
    from: user(person),
    chat: { id: person, type: 'private', first_name: '居民' },
    ...content,
  },
});

export const tapUpdate = (
  update: number,
  person: number,
  data: string,
  keyboard?: InlineKeyboardMarkup,
): Update => ({
  update_id: update,
  callback_query: {
    id: `q${update}`,
    from: user(person),
    chat_instance: '1',
    data,
    message: {
      message_id: 7,
      date: 1_763_625_600,
      chat: { id: person, type: 'private', first_name: '居民' },
      text: '…',
      ...(keyboard === undefined ? {} : { reply_markup: keyboard }),
    },
  },
});

export const aTelegram = (deps: ChannelDeps, answers?: Answers, options: Partial<TelegramOptions> = {}) => {
  const api = fakeApi(answers);
  const channel = createTelegram(deps, {
    token: TOKEN,
    mode: { kind: 'polling' },
    transport: api.transport,
    me,
    retryAfterMs,
    ...options,
  });
  return { channel, calls: api.calls };
};

export const sentTo = (calls: readonly ApiCall[], person: number): ApiCall[] =>
  calls.filter(({ method, payload }) => method === 'sendMessage' && Number(payload.chat_id) === person);

export const openTelegram: OpenBench = async (deps) => {
  const blocked = new Set<number>();
  const ids = new Map<string, number>();
  const idOf = (person: string): number => {
    if (!ids.has(person)) ids.set(person, 1000 + ids.size);
    return ids.get(person)!;
  };
  const { channel, calls } = aTelegram(deps, ({ method, payload }) =>
    method === 'sendMessage' && blocked.has(Number(payload.chat_id))
      ? { ok: false, error_code: 403, description: 'Forbidden: bot was blocked by the user' }
      : null,
  );
  const updateOf = (person: number, spoken: Spoken, update: number): Update => {
    switch (spoken.kind) {
      case 'start':
        return textUpdate(update, person, spoken.code === null ? '/start' : `/start ${spoken.code}`);
      case 'text':
        return textUpdate(update, person, spoken.text);
      case 'tap': {
        const shown = sentTo(calls, person).findLast(({ payload }) => payload.reply_markup !== undefined);
        const keyboard = shown?.payload.reply_markup as InlineKeyboardMarkup;
        const button = keyboard.inline_keyboard.flat().find(({ text }) => text === spoken.label);
        if (button === undefined || !('callback_data' in button)) throw new Error('no such button is shown');
        return tapUpdate(update, person, button.callback_data, keyboard);
      }
    }
  };
  return {
    channel,
    say: (person, spoken, update) => channel.handleUpdate(updateOf(idOf(person), spoken, update)),
    heard: async (person) => sentTo(calls, idOf(person)).map(({ payload }) => String(payload.text)),
    address: (person) => String(idOf(person)),
    block: (person) => blocked.add(idOf(person)),
    close: () => channel.stop(),
  };
};
