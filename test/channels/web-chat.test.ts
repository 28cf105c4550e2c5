import './support/quiet.ts';
import { describe, expect, test } from 'vitest';
import { type ChatEvent, createWebChat, type Handler } from '../../src/channels/index.ts';
import { retryAfterMs } from './support/bench.ts';
import { aReply, someDeps } from './support/deps.ts';

const DAY = 86_400_000;

const begin = (handler?: Handler, sessionKey: Uint8Array = Buffer.alloc(32, 7)) => {
  const made = someDeps(handler);
  return { ...made, chat: createWebChat({ ...made.deps, sessionKey, retryAfterMs }) };
};
const text = (messageId: string, words = '路灯不亮', person = 'li') =>
  ({ person, messageId, said: { kind: 'text', text: words }, lang: 'zh' }) as const;
const textsOf = (events: readonly ChatEvent[]) =>
  events.map((event) => (event.kind === 'reply' ? event.reply.text : event.said.kind));

describe('a session', () => {
  test('leads from a cookie to its person, and is another for everybody', () => {
    const { chat } = begin();
    const [li, wang] = [chat.sessions.open(), chat.sessions.open()];
    expect(chat.sessions.read(li.cookie)).toEqual({ kind: 'valid', person: li.person, ageing: false });
    expect(li.person).not.toBe(wang.person);
    expect(chat.sessions.maxAgeSeconds).toBe(180 * 86_400);
  });

  test('is renewed in the second half of its life, and ends after 180 days', () => {
    const { chat, clock } = begin();
    const { cookie, person } = chat.sessions.open();
    clock.pass(91 * DAY);
    expect(chat.sessions.read(cookie)).toEqual({ kind: 'valid', person, ageing: true });
    const renewed = chat.sessions.renew(person);
    clock.pass(90 * DAY);
    expect(chat.sessions.read(cookie)).toEqual({ kind: 'expired' });
    expect(chat.sessions.read(renewed)).toMatchObject({ kind: 'valid', person });
  });

  test('is not to be had by a forged, cut, changed or foreign cookie', () => {
    const { chat } = begin();
    const { cookie, person } = chat.sessions.open();
    const foreign = begin(undefined, Buffer.alloc(32, 8)).chat.sessions.open().cookie;
    const other = chat.sessions.open().person;
    for (const wrong of [
      undefined,
      '',
      'x',
      person,
      cookie.slice(0, -1),
      `${cookie}x`,
      cookie.replace(person, other),
      foreign,
      cookie.replace('v1', 'v2'),
    ]) {
      expect(chat.sessions.read(wrong)).toEqual({ kind: 'none' });
    }
  });
});

describe('the chat', () => {
  test('keeps what was said and answered, in order, for who comes back', async () => {
    const { chat } = begin(async ({ said }) => [
      aReply({ text: said.kind === 'text' ? `收到${said.text}` : '' }),
    ]);
    await chat.receive(text('m1', '一'));
    const cursor = chat.after('li', 0).events.at(-1)!.id;
    await chat.receive(text('m2', '二'));
    expect(textsOf(chat.after('li', 0).events)).toEqual(['text', '收到一', 'text', '收到二']);
    expect(textsOf(chat.after('li', cursor).events)).toEqual(['text', '收到二']);
    expect(chat.after('li', cursor).gap).toBe(false);
  });

  test('answers a message that is sent again with what was answered before', async () => {
    const { chat, arrivals } = begin();
    const first = await chat.receive(text('m1'));
    const again = await chat.receive(text('m1'));
    expect(first.kind).toBe('handled');
    expect(again).toEqual({ ...first, kind: 'repeated' });
    expect(arrivals).toHaveLength(1);
    await chat.receive(text('m1', '路灯不亮', 'wang')); // another person's message of the same name
    expect(arrivals).toHaveLength(2);
  });

  test('shows an answer once where the handler remembers it, and again after a restart', async () => {
    const made = someDeps(async () => [aReply({ text: '收到了' })]);
    const seen = { has: async () => false, add: async () => {} };
    const open = () => createWebChat({ ...made.deps, seen, sessionKey: Buffer.alloc(32, 7), retryAfterMs });
    const chat = open();
    await chat.receive(text('m1'));
    expect(await chat.receive(text('m1'))).toMatchObject({
      kind: 'repeated',
      events: [{ reply: { text: '收到了' } }],
    });
    expect(textsOf(chat.after('li', 0).events)).toEqual(['text', '收到了']);
    const restarted = open();
    await restarted.receive(text('m1'));
    expect(textsOf(restarted.after('li', 0).events)).toEqual(['text', '收到了']);
  });

  test('shows a message that failed once only, when it succeeds', async () => {
    let down = true;
    const { chat } = begin(async () => {
      if (down) throw new Error('the database is down');
      return [aReply({ text: '收到了' })];
    });
    expect((await chat.receive(text('m1'))).kind).toBe('failed');
    down = false;
    expect((await chat.receive(text('m1'))).kind).toBe('handled');
    expect(textsOf(chat.after('li', 0).events)).toEqual(['text', '收到了']);
  });

  test('tells open pages what is new, and says whether one was open', async () => {
    const { chat } = begin();
    const page = new AbortController();
    const heard: string[] = [];
    expect(await chat.deliver('li', [aReply({ text: '一' })])).toEqual({ kind: 'waiting' });
    chat.listen('li', (events) => heard.push(...textsOf(events)), page.signal);
    expect(await chat.deliver('li', [aReply({ text: '二' })])).toEqual({ kind: 'delivered' });
    page.abort();
    expect(await chat.deliver('li', [aReply({ text: '三' })])).toEqual({ kind: 'waiting' });
    expect(heard).toEqual(['二']);
    expect(textsOf(chat.after('li', 0).events)).toEqual(['一', '二', '三']);
  });

  test('forgets a person who asks for it', async () => {
    const { chat } = begin();
    await chat.receive(text('m1'));
    chat.forget('li');
    expect(chat.after('li', 0).events).toEqual([]);
  });

  test('ends its streams when it stops, and takes nothing more', async () => {
    const { chat } = begin();
    expect(chat.stopping.aborted).toBe(false);
    await chat.stop();
    expect(chat.stopping.aborted).toBe(true);
    expect(await chat.receive(text('m1'))).toEqual({ kind: 'stopping' });
  });
});
