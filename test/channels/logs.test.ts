import fs from 'node:fs';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createHttpApi, createTelegram, createWechat } from '../../src/channels/index.ts';
import { aReply, someDeps } from './support/deps.ts';
import { aClient, signed } from './support/pulled.ts';
import { me, messageUpdate, TOKEN, textUpdate } from './support/telegram.ts';
import { AES_KEY, APP_ID, messageXml, signedPost, textXml, TOKEN as WECHAT_TOKEN } from './support/wechat.ts';

vi.stubEnv('MASHANG_LOG_LEVEL', 'trace');
const lines: string[] = [];
const SECRET = 'the-app-secret-0123456789';
const WORDS = '桥头的路灯不亮，我电话13812345678';
// Nobody listens on the discard port of this machine.
const NOWHERE = 'http://127.0.0.1:9';

beforeAll(() => {
  vi.spyOn(fs, 'writeSync').mockImplementation((_fd: number, data: unknown) => {
    lines.push(String(data));
    return Buffer.byteLength(String(data));
  });
});
afterAll(() => {
  vi.restoreAllMocks();
});

/** A handler that fails as a database does: with the resident's words in the error. */
const failing = () =>
  someDeps(async () => {
    throw Object.assign(new Error(`Failed query: insert … params: ${WORDS}`), {
      query: 'insert',
      params: [WORDS],
    });
  });

describe('logs, at their loudest and with everything failing', () => {
  test('hold no token, no secret, no person and no word of a resident', { timeout: 30_000 }, async () => {
    const telegram = createTelegram(failing().deps, {
      token: TOKEN,
      mode: {
        kind: 'webhook',
        url: 'https://mashang.example.cn/hooks/telegram',
        secret: 'a-webhook-secret-of-our-own',
      },
      apiRoot: NOWHERE,
      me,
      retryAfterMs: [0],
    });
    const wechat = createWechat(failing().deps, {
      appId: APP_ID,
      appSecret: SECRET,
      token: WECHAT_TOKEN,
      aesKey: null,
      apiRoot: NOWHERE,
      passiveMs: 0,
      retryAfterMs: [0],
    });
    const api = createHttpApi(failing().deps, {
      clients: [{ ...aClient, callback: NOWHERE }],
      retryAfterMs: [0],
    });
    const body = JSON.stringify({
      person: 'li-of-the-bridge',
      messageId: 'm1',
      said: { kind: 'text', text: WORDS },
    });
    await Promise.allSettled([
      telegram.handleUpdate(textUpdate(1, 987_654_321, WORDS)),
      telegram.handleUpdate(messageUpdate(2, 987_654_322, { photo: [{ file_id: 'f' }] })),
      wechat.handle(signedPost(textXml('oOPENID-li', WORDS, 1))),
      wechat.handle(
        signedPost(messageXml({ FromUserName: 'oOPENID-wang', MsgType: 'image', MediaId: 'x', MsgId: '2' })),
      ),
      wechat.start(),
      api.handle(signed({ method: 'POST', path: '/v1/messages', body })),
      api.deliver('lvzhi:li-of-the-bridge', [aReply({ text: WORDS })]),
    ]);
    await Promise.all([telegram.stop(), wechat.stop(), api.stop()]);

    const all = lines.join('\n');
    expect(lines.length).toBeGreaterThan(6);
    for (const event of ['an update failed', 'an answer did not arrive', 'a callback was not taken']) {
      expect(all).toContain(event);
    }
    const secrets = [
      TOKEN,
      TOKEN.split(':')[1]!,
      SECRET,
      WECHAT_TOKEN,
      AES_KEY,
      aClient.secret,
      'webhook-secret',
    ];
    const people = ['987654321', '987654322', 'oOPENID', 'li-of-the-bridge', WORDS, '13812345678', '路灯'];
    for (const kept of [...secrets, ...people]) expect(all).not.toContain(kept);
  });
});
