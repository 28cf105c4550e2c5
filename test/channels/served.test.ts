import './support/quiet.ts';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import express from 'express';
import { afterEach, describe, expect, test } from 'vitest';
import { channelRoute } from '../../src/app/channel-routes.ts';
import { createHttpApi, type HttpChannel, openApi } from '../../src/channels/index.ts';
import { retryAfterMs } from './support/bench.ts';
import { someDeps } from './support/deps.ts';
import { aClient, signed } from './support/pulled.ts';
import { aTelegram } from './support/telegram.ts';
import { aWechat } from './support/wechat.ts';

// What happens before a channel is asked, and when it fails: over real HTTP, through the route that `app` gives it.

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const served = async (channel: HttpChannel) => {
  const app = express();
  app.use(channelRoute('/at', channel));
  const server = createServer(app);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not listening');
  return { port: address.port, url: `http://127.0.0.1:${address.port}/at` };
};

/** A path as it is typed: `fetch` would tidy it. */
const rawly = async (port: number, path: string): Promise<string> => {
  const socket = connect(port, '127.0.0.1');
  socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
  let answer = '';
  for await (const part of socket) answer += String(part);
  return answer;
};

describe('a city’s own app', () => {
  const api = (handler?: Parameters<typeof someDeps>[0]) =>
    served(createHttpApi(someDeps(handler).deps, { clients: [aClient], retryAfterMs }));
  const { error } = openApi().components.schemas.Error.properties as { error: { enum: string[] } };

  test.each([
    ['a body of ten megabytes', { body: 'x'.repeat(10_000_000) }, 413, 'tooLarge'],
    ['a packed body', { body: gzipSync('{}'), headers: { 'content-encoding': 'gzip' } }, 415, 'encoded'],
    ['a packing that nobody knows', { body: '{}', headers: { 'content-encoding': 'x' } }, 415, 'encoded'],
  ])('is told in JSON, as the document says, that %s is not taken', async (_, init, status, code) => {
    const { url } = await api();
    const answer = await fetch(`${url}/v1/messages`, { method: 'POST', ...init });
    expect([answer.status, await answer.json()]).toEqual([status, { error: code }]);
    expect(error.enum).toContain(code);
    expect(Object.keys(openApi().paths['/v1/messages'].post.responses)).toContain(String(status));
  });

  test('may name any content type: the signature tells who sent it', async () => {
    const { url } = await served(
      createHttpApi(
        { ...someDeps().deps, now: () => new Date('2026-11-20T08:00:00Z') },
        { clients: [aClient] },
      ),
    );
    for (const type of ['application/x-www-form-urlencoded', 'text/xml', 'image/jpeg']) {
      const said = { kind: 'text', text: '路灯不亮' };
      const body = JSON.stringify({ person: 'li', messageId: type.replace('/', '-'), said });
      const { headers } = signed({ method: 'POST', path: '/v1/messages', body });
      const sent = { ...(headers as Record<string, string>), 'content-type': type };
      const answer = await fetch(`${url}/v1/messages`, { method: 'POST', body, headers: sent });
      expect([type, answer.status]).toEqual([type, 200]);
    }
  });
});

describe('a fault of ours', () => {
  test('is told by its status and nothing else', async () => {
    const broken: HttpChannel = {
      ...aTelegram(someDeps().deps).channel,
      handle: () => Promise.reject(new Error('the secret place')),
    };
    const { url } = await served(broken);
    const answer = await fetch(url);
    expect([answer.status, await answer.text()]).toEqual([500, '']);
  });

  test('is none where a webhook is sent too much', async () => {
    const { url } = await served(aTelegram(someDeps().deps).channel);
    const answer = await fetch(url, { method: 'POST', body: 'x'.repeat(10_000_000) });
    expect([answer.status, await answer.text()]).toEqual([413, '']);
  });
});

describe('paths that are no addresses', () => {
  test.each(['/at//', '/at//[', '/at/\\\\', '/at?%', '/at/x?signature=%ff'])(
    'are refused by WeChat’s channel as any stranger: %s',
    async (path) => {
      const { channel, server } = await aWechat(someDeps().deps);
      closing.push(server.close);
      const { port } = await served(channel);
      expect(await rawly(port, path)).toMatch(/^HTTP\/1\.1 401 /);
    },
  );
});
