import './support/quiet.ts';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { PHOTO_BYTES } from '../../src/channels/index.ts';
import { BadSetup } from '../../src/kernel/index.ts';
import { aChoice, aReply, JPEG, someDeps } from './support/deps.ts';
import {
  type Answers,
  aTelegram,
  messageUpdate,
  sentTo,
  TOKEN,
  tapUpdate,
  textUpdate,
} from './support/telegram.ts';

const SECRET = 'a-webhook-secret-of-our-own';
const webhook = { kind: 'webhook', url: 'https://mashang.example.cn/telegram', secret: SECRET } as const;

const post = (body: unknown, secret: string | undefined = SECRET) => ({
  method: 'POST',
  path: '/',
  headers: { 'x-telegram-bot-api-secret-token': secret },
  body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
});

describe('what Telegram says', () => {
  test.each([
    ['/start', { kind: 'start', code: null }],
    ['/start k3m9-Qx_7', { kind: 'start', code: 'k3m9-Qx_7' }],
    ['/start@anfeng_bot k3m9', { kind: 'start', code: 'k3m9' }],
    ['/start 两个 词', { kind: 'start', code: '两个 词' }],
    ['/starting', { kind: 'text', text: '/starting' }],
    ['/help', { kind: 'text', text: '/help' }],
    ['请 /start k3m9', { kind: 'text', text: '请 /start k3m9' }],
  ])('as the text %s is read', async (text, said) => {
    const { deps, arrivals } = someDeps();
    await aTelegram(deps).channel.handleUpdate(textUpdate(1, 42, text));
    expect(arrivals.map((arrival) => arrival.said)).toEqual([said]);
  });

  test.each([
    ['voice', { voice: { file_id: 'v' } }, 'voice'],
    ['a video note', { video_note: { file_id: 'v' } }, 'video'],
    [
      'a moving picture',
      { animation: { file_id: 'a' }, document: { file_id: 'a', mime_type: 'image/gif' } },
      'video',
    ],
    ['a sticker', { sticker: { file_id: 's' } }, 'sticker'],
    ['a place', { location: { latitude: 32, longitude: 119 } }, 'location'],
    ['a document', { document: { file_id: 'd', mime_type: 'application/pdf' } }, 'file'],
    ['a contact', { contact: { phone_number: '1', first_name: 'x' } }, 'other'],
  ])('as %s is called other media', async (_, content, media) => {
    const { deps, arrivals } = someDeps();
    await aTelegram(deps).channel.handleUpdate(messageUpdate(1, 42, content));
    expect(arrivals.map(({ said }) => said)).toEqual([{ kind: 'other', media }]);
  });

  test('changed after it was sent is not taken for a new message, and the person hears so', async () => {
    const { deps, arrivals } = someDeps();
    const { channel } = aTelegram(deps);
    const edited = (id: number, content: object) => {
      const { message } = messageUpdate(id, 42, { edit_date: 1_763_625_660, ...content });
      return { update_id: id, edited_message: message } as Parameters<typeof channel.handleUpdate>[0];
    };
    await channel.handleUpdate(edited(1, { text: '花园小区东门的路灯坏了' }));
    await channel.handleUpdate(edited(2, { location: { latitude: 32, longitude: 119 } }));
    expect(arrivals.map(({ said, at }) => [said, at])).toEqual([
      [{ kind: 'other', media: 'edited' }, '2025-11-20T08:01:00.000Z'],
    ]);
  });

  test('in groups, by bots, or as a service message is nobody’s word', async () => {
    const { deps, arrivals } = someDeps();
    const { channel, calls } = aTelegram(deps);
    const group = { chat: { id: -5, type: 'group', title: 'x' }, text: '路灯不亮' };
    await channel.handleUpdate(messageUpdate(1, 42, group));
    await channel.handleUpdate(
      messageUpdate(2, 42, { from: { id: 9, is_bot: true, first_name: 'b' }, text: 'x' }),
    );
    await channel.handleUpdate(messageUpdate(3, 42, { pinned_message: {} }));
    expect([arrivals, calls]).toEqual([[], []]);
  });

  test.each([
    ['a command', { text: '/help' }, 'https://t.me/anfeng_bot'],
    ['a command to it by name', { text: '/start@Anfeng_Bot k3m9' }, 'https://t.me/anfeng_bot?start=k3m9'],
    ['its name', { text: '@anfeng_bot 路灯不亮' }, 'https://t.me/anfeng_bot'],
    [
      'being let in',
      { new_chat_members: [{ id: 1, is_bot: true, first_name: '码上' }] },
      'https://t.me/anfeng_bot',
    ],
  ])('in a group, by %s, is answered once with the way to a private chat', async (_, content, link) => {
    const { deps, arrivals } = someDeps();
    const { channel, calls } = aTelegram(deps);
    const chat = { id: -5, type: 'supergroup', title: 'x' };
    for (const update of [1, 2]) await channel.handleUpdate(messageUpdate(update, 42, { chat, ...content }));
    expect(sentTo(calls, -5).map(({ payload }) => payload.text)).toEqual([
      `我只在单独聊天里听您说，群里的话我不看，也不留。请点这里：${link}`,
    ]);
    expect(arrivals).toEqual([]);
  });

  test('in a group to other bots, or where it may not write, disturbs nobody', async () => {
    const { channel, calls } = aTelegram(someDeps().deps, ({ method }) =>
      method === 'sendMessage'
        ? { ok: false, error_code: 403, description: 'Forbidden: bot was kicked from the group chat' }
        : null,
    );
    const chat = { id: -5, type: 'group', title: 'x' };
    await channel.handleUpdate(messageUpdate(1, 42, { chat, text: '/help@other_bot' }));
    expect(calls).toEqual([]);
    await channel.handleUpdate(messageUpdate(2, 42, { chat, text: '/help' }));
    expect(calls).toHaveLength(1);
  });

  test('names person, address, time and language', async () => {
    const { deps, arrivals } = someDeps();
    const from = { id: 42, is_bot: false, first_name: 'Ann', language_code: 'de' };
    await aTelegram(deps).channel.handleUpdate(messageUpdate(77, 42, { from, text: 'Hello' }));
    expect(arrivals).toEqual([
      {
        channel: 'telegram',
        person: '42',
        address: '42',
        updateId: '77',
        lang: 'en',
        at: '2025-11-20T08:00:00.000Z',
        said: { kind: 'text', text: 'Hello' },
      },
    ]);
  });
});

describe('a tap', () => {
  const keyboard = {
    inline_keyboard: [
      [
        { text: '同意', callback_data: 'agree' },
        { text: '不同意', callback_data: 'no' },
      ],
    ],
  };

  test('is answered, and its buttons give way to what was chosen', async () => {
    const { deps } = someDeps();
    const { channel, calls } = aTelegram(deps);
    await channel.handleUpdate(tapUpdate(1, 42, 'agree', keyboard));
    expect(calls.map(({ method }) => method)).toEqual([
      'answerCallbackQuery',
      'editMessageReplyMarkup',
      'sendMessage',
    ]);
    expect(calls[1]!.payload).toEqual({
      chat_id: 42,
      message_id: 7,
      reply_markup: { inline_keyboard: [[{ text: '✓ 同意', callback_data: '·' }]] },
    });
  });

  test('on what was chosen before says nothing', async () => {
    const { deps, arrivals } = someDeps();
    const { channel, calls } = aTelegram(deps);
    await channel.handleUpdate(tapUpdate(1, 42, '·'));
    expect(arrivals).toEqual([]);
    expect(calls.map(({ method }) => method)).toEqual(['answerCallbackQuery']);
  });

  test('counts also where Telegram says that it is too old to be answered', async () => {
    const { deps, arrivals } = someDeps();
    const { channel, calls } = aTelegram(deps, ({ method }) =>
      method === 'sendMessage' ? null : { ok: false, error_code: 400, description: 'query is too old' },
    );
    await channel.handleUpdate(tapUpdate(1, 42, 'agree', keyboard));
    expect(arrivals).toHaveLength(1);
    expect(sentTo(calls, 42)).toHaveLength(1);
  });
});

describe('what is sent to Telegram', () => {
  test('is plain text with buttons that carry ids, short ones side by side, and no link previews', async () => {
    const choices = [
      aChoice({ id: 'a', number: 1, label: '停车难怎么办，大家来说' }),
      aChoice({ id: 'b', number: 2, label: '同意' }),
      aChoice({ id: 'c', number: 3, label: '不同意' }),
      aChoice({ id: 'd', number: 4, label: '返回' }),
    ];
    const { deps } = someDeps(async () => [aReply({ text: '*您好* <b>', choices })]);
    const { channel, calls } = aTelegram(deps);
    await channel.handleUpdate(textUpdate(1, 42, '在吗'));
    expect(sentTo(calls, 42).map(({ payload }) => payload)).toEqual([
      {
        chat_id: 42,
        text: '*您好* <b>',
        link_preview_options: { is_disabled: true },
        reply_markup: {
          inline_keyboard: [
            [{ text: '停车难怎么办，大家来说', callback_data: 'a' }],
            [
              { text: '同意', callback_data: 'b' },
              { text: '不同意', callback_data: 'c' },
            ],
            [{ text: '返回', callback_data: 'd' }],
          ],
        },
      },
    ]);
  });

  test('is cut at 4,096 with the buttons under the last piece, and whole labels above them', async () => {
    const choices = [aChoice({ label: '老旧小区加装电梯…', detail: '老旧小区加装电梯的费用由谁承担' })];
    const { deps } = someDeps(async () => [aReply({ text: '句。'.repeat(2_500), choices })]);
    const { channel, calls } = aTelegram(deps);
    await channel.handleUpdate(textUpdate(1, 42, '在吗'));
    const sent = sentTo(calls, 42).map(({ payload }) => payload);
    expect(sent.map(({ text }) => String(text).length)).toEqual([4_096, 5_000 - 4_096 + 2 + 17]);
    expect(sent.map(({ reply_markup }) => reply_markup !== undefined)).toEqual([false, true]);
    expect(String(sent[1]!.text).endsWith('。\n\n1 老旧小区加装电梯的费用由谁承担')).toBe(true);
  });

  test('is sent again after the pause that Telegram asks for', async () => {
    let refusals = 2;
    const { deps } = someDeps();
    const { channel, calls } = aTelegram(deps, ({ method }) =>
      method === 'sendMessage' && refusals-- > 0
        ? { ok: false, error_code: 429, description: 'Too Many Requests', parameters: { retry_after: 0.01 } }
        : null,
    );
    expect(await channel.deliver('42', [aReply()])).toEqual({ kind: 'delivered' });
    expect(sentTo(calls, 42)).toHaveLength(3);
  });

  test.each([
    [403, 'Forbidden: bot was blocked by the user', { kind: 'blocked' }],
    [403, 'Forbidden: user is deactivated', { kind: 'blocked' }],
    [400, 'Bad Request: chat not found', { kind: 'blocked' }],
    [400, 'Bad Request: message text is empty', { kind: 'failed', again: false, sent: 1 }],
    [429, 'Too Many Requests', { kind: 'failed', again: true, sent: 1 }],
  ])('and refused with %i (%s) has an outcome', async (error_code, description, outcome) => {
    const { deps } = someDeps();
    const answers: Answers = ({ method, payload }) =>
      method === 'sendMessage' && payload.text === '二' ? { ok: false, error_code, description } : null;
    const { channel } = aTelegram(deps, answers);
    expect(await channel.deliver('42', [aReply({ text: '一' }), aReply({ text: '二' })])).toEqual(outcome);
  });
});

describe('the webhook', () => {
  test('handles an update and answers with 200 and nothing else', async () => {
    const { deps, arrivals } = someDeps();
    const { channel, calls } = aTelegram(deps, undefined, { mode: webhook });
    await channel.start();
    expect(calls.at(-1)).toEqual({
      method: 'setWebhook',
      payload: {
        url: webhook.url,
        secret_token: SECRET,
        allowed_updates: ['message', 'edited_message', 'callback_query'],
      },
    });
    expect(await channel.handle(post(textUpdate(1, 42, '路灯不亮')))).toMatchObject({
      status: 200,
      body: '',
    });
    expect(arrivals).toHaveLength(1);
  });

  test.each([
    ['no secret', post(textUpdate(1, 42, 'x'), ''), 401],
    ['a header that is missing', { ...post(textUpdate(1, 42, 'x')), headers: {} }, 401],
    ['a wrong secret', post(textUpdate(1, 42, 'x'), `${SECRET}x`), 401],
    ['what is no JSON', post('{'), 400],
    ['JSON that is no update', post({ hello: 1 }), 400],
    ['another method', { ...post(''), method: 'GET' }, 405],
  ])('refuses %s without a word', async (_, request, status) => {
    const { deps, arrivals } = someDeps();
    const { channel } = aTelegram(deps, undefined, { mode: webhook });
    expect(await channel.handle(request)).toMatchObject({ status, body: '' });
    expect(arrivals).toEqual([]);
  });

  test('is not there when the bot polls', async () => {
    const { channel } = aTelegram(someDeps().deps);
    expect(await channel.handle(post(textUpdate(1, 42, 'x')))).toMatchObject({ status: 404 });
  });

  test('lets Telegram tell it again where nothing was done and the person could not be told', async () => {
    const { deps } = someDeps(() => Promise.reject(new Error('the database is down')));
    const refuse: Answers = ({ method }) =>
      method === 'sendMessage' ? { ok: false, error_code: 400, description: 'no' } : null;
    const { channel } = aTelegram(deps, refuse, { mode: webhook });
    expect(await channel.handle(post(textUpdate(1, 42, '路灯不亮')))).toMatchObject({ status: 503 });
  });

  test('answers 503 once it stops', async () => {
    const { channel } = aTelegram(someDeps().deps, undefined, { mode: webhook });
    await channel.stop();
    expect(await channel.handle(post(textUpdate(1, 42, 'x')))).toMatchObject({ status: 503 });
  });
});

describe('starting', () => {
  test('enters the menu of commands in each language, and takes away an older webhook when polling', async () => {
    const { channel, calls } = aTelegram(someDeps().deps, ({ method }) =>
      method === 'getUpdates' ? { ok: true, result: [] } : null,
    );
    await channel.start();
    await channel.stop();
    const menus = calls.filter(({ method }) => method === 'setMyCommands').map(({ payload }) => payload);
    expect(menus.map(({ language_code }) => language_code)).toEqual(['zh', undefined, 'en']);
    expect(menus.map(({ scope }) => scope)).toEqual(Array(3).fill({ type: 'all_private_chats' }));
    expect(menus[0]!.commands).toContainEqual({ command: 'receipt', description: '查回执' });
    expect(calls.some(({ method }) => method === 'deleteWebhook')).toBe(true);
  });

  test('does not keep everybody waiting for a platform that cannot be reached, and goes on trying', async () => {
    let reachable = false;
    const { deps, arrivals } = someDeps();
    const { channel, calls } = aTelegram(
      deps,
      ({ method, payload }) => {
        if (!reachable) return { ok: false, error_code: 420, description: 'not now' };
        const fresh = method === 'getUpdates' && Number(payload.offset) < 2;
        return method === 'getUpdates'
          ? { ok: true, result: fresh ? [textUpdate(1, 42, '在吗')] : [] }
          : null;
      },
      { patienceMs: 10 },
    );
    await channel.start();
    expect(calls.some(({ method }) => method === 'getUpdates')).toBe(false);
    reachable = true;
    const end = Date.now() + 10_000;
    while (arrivals.length === 0 && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 20));
    await channel.stop();
    expect(arrivals).toHaveLength(1);
  });

  test('can be stopped while it tries', async () => {
    const { channel, calls } = aTelegram(
      someDeps().deps,
      () => ({ ok: false, error_code: 420, description: 'not now' }),
      { patienceMs: 10 },
    );
    await channel.start();
    await channel.stop();
    const tried = calls.length;
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(calls).toHaveLength(tried);
  });

  test('can be stopped while Telegram asks for a minute’s pause, and what was not sent may be sent again', async () => {
    const pause = { ok: false, error_code: 429, description: 'x', parameters: { retry_after: 60 } } as const;
    const { channel } = aTelegram(
      someDeps().deps,
      ({ method }) => (method === 'sendMessage' ? pause : null),
      {
        graceMs: 1_000,
      },
    );
    // Those behind the first get a fifth of its time, and not as long again: 1.6 s together, not 4.
    const sending = Array.from({ length: 4 }, () => channel.deliver('42', [aReply()]));
    await new Promise((resolve) => setTimeout(resolve, 10));
    const started = performance.now();
    await channel.stop();
    expect(performance.now() - started).toBeLessThan(3_500);
    expect(await Promise.all(sending)).toEqual(Array(4).fill({ kind: 'failed', again: true, sent: 0 }));
  });

  test('with a wrong token says where to get another, and not what it was', async () => {
    const { channel } = aTelegram(someDeps().deps, () => ({
      ok: false,
      error_code: 401,
      description: 'Unauthorized',
    }));
    const failure = await channel.start().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(BadSetup);
    expect((failure as BadSetup).zh).toContain('TELEGRAM_BOT_TOKEN');
    expect(`${(failure as BadSetup).zh}${(failure as BadSetup).en}`).not.toContain(TOKEN);
  });
});

describe('photos', () => {
  const files = createServer((request, response) => {
    if (request.url === `/file/bot${TOKEN}/photos/good.jpg`) response.end(JPEG);
    else if (request.url === `/file/bot${TOKEN}/photos/big.jpg`) response.end(Buffer.alloc(PHOTO_BYTES + 1));
    else response.writeHead(404).end();
  });
  afterEach(() => {
    files.closeAllConnections();
    files.close();
  });

  const receive = async (content: object, path = 'photos/good.jpg') => {
    await new Promise<void>((resolve) => files.listen(0, '127.0.0.1', resolve));
    const { deps, arrivals, photos } = someDeps();
    const { channel, calls } = aTelegram(
      deps,
      ({ method }) => (method === 'getFile' ? { ok: true, result: { file_id: 'f', file_path: path } } : null),
      { apiRoot: `http://127.0.0.1:${(files.address() as AddressInfo).port}` },
    );
    await channel.handleUpdate(messageUpdate(1, 42, content));
    return { said: arrivals.map((arrival) => arrival.said), photos, calls };
  };
  const sizes = [
    { file_id: 'small', file_size: 1_000 },
    { file_id: 'medium', file_size: 900_000 },
    { file_id: 'huge', file_size: PHOTO_BYTES + 1 },
  ];

  test('are loaded in the largest size that is allowed, and handed on by reference', async () => {
    const { said, photos, calls } = await receive({ photo: sizes, caption: '灯杆' });
    expect(calls.find(({ method }) => method === 'getFile')!.payload).toEqual({ file_id: 'medium' });
    expect(photos.map((bytes) => Buffer.from(bytes))).toEqual([JPEG]);
    expect(said).toEqual([{ kind: 'photo', photo: 'photo-1', caption: '灯杆' }]);
  });

  test('sent as a file are photos too', async () => {
    const { said } = await receive({ document: { file_id: 'd', mime_type: 'image/jpeg', file_size: 10 } });
    expect(said).toEqual([{ kind: 'photo', photo: 'photo-1', caption: null }]);
  });

  test('that are too large are not loaded, or not to the end where Telegram did not say so', async () => {
    const { said } = await receive({ photo: [sizes[2]] });
    expect(said).toEqual([{ kind: 'badPhoto', why: 'tooBig' }]);
    files.closeAllConnections();
    await new Promise((resolve) => files.close(resolve));
    const unsaid = await receive({ photo: [{ file_id: 'x' }] }, 'photos/big.jpg');
    expect(unsaid.said).toEqual([{ kind: 'badPhoto', why: 'tooBig' }]);
  });

  test('that Telegram itself calls too large are told so', async () => {
    const { deps, arrivals } = someDeps();
    const { channel } = aTelegram(deps, ({ method }) =>
      method === 'getFile'
        ? { ok: false, error_code: 400, description: 'Bad Request: file is too big' }
        : null,
    );
    await channel.handleUpdate(messageUpdate(1, 42, { document: { file_id: 'd', mime_type: 'image/png' } }));
    expect(arrivals.map(({ said }) => said)).toEqual([{ kind: 'badPhoto', why: 'tooBig' }]);
  });

  test('that cannot be loaded are answered kindly, and nothing else happens', async () => {
    const { said, calls } = await receive({ photo: sizes }, 'photos/lost.jpg');
    expect(said).toEqual([]);
    expect(sentTo(calls, 42)).toHaveLength(1);
  });
});

describe('long polling', () => {
  /** Telegram's side: keeps updates until an offset confirms them. */
  const aQueue = (updates: readonly { update_id: number }[]) => {
    let kept = [...updates];
    const answers: Answers = ({ method, payload }) => {
      if (method !== 'getUpdates') return null;
      kept = kept.filter((update) => update.update_id >= Number(payload.offset ?? 0));
      return { ok: true, result: kept.slice(0, Number(payload.limit ?? 100)) };
    };
    return { answers, left: () => kept.map((update) => update.update_id) };
  };
  const until = async (check: () => boolean) => {
    const end = Date.now() + 5_000;
    while (!check()) {
      if (Date.now() > end) throw new Error('it did not happen within five seconds');
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };

  test('confirms an update only when it and all before it are finished', async () => {
    const gate = Promise.withResolvers<void>();
    const { deps, arrivals } = someDeps(async ({ person }) => {
      if (person === '1') await gate.promise;
      return [aReply()];
    });
    const queue = aQueue([textUpdate(10, 1, '慢'), textUpdate(11, 2, '快'), textUpdate(15, 2, '快')]);
    const { channel, calls } = aTelegram(deps, queue.answers);
    await channel.start();
    await until(() => sentTo(calls, 2).length === 2);
    await until(() => calls.filter(({ method }) => method === 'getUpdates').length > 2);
    expect(queue.left()).toEqual([10, 11, 15]); // killed now, it would be told all of it again
    gate.resolve();
    await until(() => queue.left().length === 0);
    await channel.stop();
    expect(arrivals).toHaveLength(3);
  });

  test('goes on where Telegram could not be reached, and leaves nothing unconfirmed when it stops', async () => {
    let failures = 1;
    const queue = aQueue([textUpdate(10, 1, '一'), textUpdate(11, 1, '二')]);
    const { deps, arrivals } = someDeps();
    const { channel } = aTelegram(deps, (call) =>
      call.method === 'getUpdates' && failures-- > 0
        ? { ok: false, error_code: 409, description: 'Conflict' }
        : queue.answers(call),
    );
    await channel.start();
    await until(() => arrivals.length === 2);
    await channel.stop();
    expect(queue.left()).toEqual([]);
    expect(arrivals.map(({ updateId }) => updateId)).toEqual(['10', '11']);
  });
});
