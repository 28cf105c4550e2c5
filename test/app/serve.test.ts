import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import express from 'express';
import { afterAll, describe, expect, test } from 'vitest';
import { channelRoute } from '../../src/app/channel-routes.ts';
import { problemOf, statusOf } from '../../src/app/http-problems.ts';
import { createTelegram, type HttpChannel, memorySeenUpdates } from '../../src/channels/index.ts';
import { appendEvents, loadMessages } from '../../src/intake/index.ts';
import { BadSetup } from '../../src/kernel/index.ts';
import { openDatabase } from '../../src/platform/index.ts';
import { Refused } from '../../src/web/index.ts';
import { closeDatabases, freshPglite } from '../support/database.ts';
import { aFolder } from '../support/folders.ts';
import { runProgram } from '../support/programs.ts';
import { residentAt } from '../support/resident-client.ts';
import { serveResidents, settle } from '../support/residents-site.ts';

afterAll(closeDatabases);

describe('a database that is down', () => {
  test('is told kindly, words come back, and the server says that it is not ready', async () => {
    const dataDir = await aFolder();
    const database = await openDatabase({ databaseUrl: null, dataDir });
    const { serving, url, codes } = await serveResidents(database, { dataDir });
    const client = residentAt(url);
    let page = await client.open(codes.zhao);
    page = await client.say(codes.zhao, page, { choice: 'agree' });
    page = await client.say(codes.zhao, page, { choice: 'own' });
    await database.close();

    expect((await fetch(`${url}/readyz`)).status).toBe(503);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    const text = '桥头的护栏断了，请尽快修。';
    const answer = await client.say(codes.zhao, page, { text });
    expect(answer.status).toBe(503);
    expect(answer.html).toContain('我这里出了点毛病');
    expect(answer.kept).toBe(text);
    // The same name again: what had arrived after all would not be said twice.
    expect(answer.id).toBe(page.id);
    const json = await client.send(`/s/${codes.zhao}/say`, {
      method: 'POST',
      headers: { accept: 'application/json', 'content-type': 'application/json' },
      body: JSON.stringify({ token: page.token, id: 'island-0001', text }),
    });
    expect([json.status, await json.json()]).toEqual([503, { problem: 'down' }]);
    // Somebody who comes now sees a page too.
    const late = await residentAt(url).open(codes.zhao);
    expect(late.status).toBe(503);
    expect(late.html).toContain('再试一次');
    await serving.close();
  });
});

describe('news of a message', () => {
  test('are told in the chat in which it was written, once', async () => {
    const database = await freshPglite();
    const { db } = database;
    const { serving, url, codes } = await serveResidents(database);
    await serving.news.tell();
    const client = residentAt(url);
    let page = await client.open(codes.zhao);
    page = await client.say(codes.zhao, page, { choice: 'agree' });
    page = await client.say(codes.zhao, page, { choice: 'own' });
    page = await client.say(codes.zhao, page, { text: '翠湖社区东门的路灯坏了一个月，请派人修好。' });
    for (let step = 0; step < 3 && !page.choices.some((id) => id.startsWith('file')); step++)
      page = await client.say(codes.zhao, page, { choice: page.choices.includes('skip') ? 'skip' : 'done' });
    const file = page.choices.find((id) => id.startsWith('file')) ?? '';
    page = await client.say(codes.zhao, page, { choice: file });
    const [message] = (await Array.fromAsync(loadMessages(db))).flat();
    const result = { kind: 'result', office: '市政公司', result: '路灯修好了' } as const;
    const events = [{ message: message!.id, event: result, at: new Date(), key: 'r1' }];
    await appendEvents(db, events);
    await appendEvents(db, events);
    expect(await serving.news.tell()).toBe(1);
    expect(await serving.news.tell()).toBe(0);
    const seen = await client.open(codes.zhao);
    expect(seen.html.match(/市政公司回话：路灯修好了/g)).toHaveLength(2); // in the log, and in the script's data
    expect(seen.choices).toEqual(page.choices);
    await serving.close();
  });
});

describe('a server that is told to stop', () => {
  test('finishes what is under way, ends streams, and takes nothing new', async () => {
    const database = await freshPglite();
    const { serving, url, codes } = await serveResidents(database);
    const client = residentAt(url);
    const page = await client.open(codes.zhao);
    const stream = await client.send(`/s/${codes.zhao}/events`, { headers: { accept: 'text/event-stream' } });
    const under = client.say(codes.zhao, page, { choice: 'agree' });
    await new Promise((resolve) => setTimeout(resolve, 5));
    const stopped = serving.close();
    // Either it was taken and answered, or it was told to come again; never half of it.
    expect([200, 503]).toContain(
      await under.then(
        ({ status }) => status,
        () => 503,
      ),
    );
    expect(await stream.text()).toContain('retry:');
    const started = performance.now();
    await stopped;
    // Connections that are only kept alive hold nobody up.
    expect(performance.now() - started).toBeLessThan(3_000);
    await expect(fetch(`${url}/healthz`)).rejects.toThrow('fetch failed');
  });

  test('as a process it ends by itself, and its log holds none of the words', async () => {
    const dataDir = await aFolder();
    const prepared = await openDatabase({ databaseUrl: null, dataDir });
    const codes = await settle(prepared);
    await prepared.close();
    const program = runProgram(
      path.join('scripts', 'start.ts'),
      [],
      ['/usr/bin/env', `MASHANG_DATA_DIR=${dataDir}`, 'PORT=0', 'MASHANG_LOG_LEVEL=debug'],
    );
    await program.printed(/"msg":"serving"/);
    const url = /"url":"(http:[^"]+)"/.exec(program.output())?.[1] ?? '';
    const client = residentAt(url);
    let page = await client.open(codes.zhao);
    page = await client.say(codes.zhao, page, { choice: 'agree' });
    page = await client.say(codes.zhao, page, { choice: 'own' });
    page = await client.say(codes.zhao, page, { text: '紫藤小巷的井盖坏了，电话13800138000，请换新的。' });
    program.child.kill('SIGTERM');
    expect(await program.ended).toBe(0);
    const output = program.output();
    expect(output).toContain('"msg":"turn"');
    const cookie = client.cookies.get('mashang') ?? '';
    for (const word of ['紫藤', '井盖', '13800138000', cookie, cookie.split('.')[1] ?? '', '127.0.0.1:6'])
      expect(output).not.toContain(word);
    // What was written is there when the next process starts.
    const again = await openDatabase({ databaseUrl: null, dataDir });
    const { serving, url: next } = await serveResidents(again, {
      dataDir,
      codes,
      env: { MASHANG_SECRET: '' },
    });
    const later = residentAt(next);
    later.cookies.set('mashang', cookie);
    const resumed = await later.open(codes.zhao);
    expect(resumed.html).toContain('紫藤小巷的井盖坏了');
    expect(resumed.html).not.toContain('13800138000');
    await serving.close();
    await again.close();
  }, 120_000);

  test('says what to do where the port is taken', async () => {
    const taken = createServer();
    taken.listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    const database = await freshPglite();
    await expect(serveResidents(database, { env: { PORT: String(port) } })).rejects.toThrow(BadSetup);
    taken.close();
  });
});

describe('a webhook', () => {
  const served = async (channel: HttpChannel) => {
    const app = express();
    app.use(channelRoute('/hooks/telegram', channel));
    const server = createServer(app);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    return { server, url: `http://127.0.0.1:${port}/hooks/telegram` };
  };

  test('without its secret is refused, and with it is heard', async () => {
    let heard = 0;
    const secret = 'a-secret-of-the-webhook';
    const channel = createTelegram(
      {
        handler: async () => {
          heard += 1;
          return [];
        },
        seen: memorySeenUpdates(),
        keepPhoto: async () => ({ ok: false, why: 'notAPhoto' }),
        now: () => new Date(),
      },
      {
        token: '123456789:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
        mode: { kind: 'webhook', url: 'https://example.cn/hooks/telegram', secret },
        me: {
          id: 1,
          is_bot: true,
          first_name: 'bot',
          username: 'a_bot',
          can_join_groups: false,
          can_read_all_group_messages: false,
          supports_inline_queries: false,
          can_connect_to_business: false,
          has_main_web_app: false,
          has_topics_enabled: false,
          allows_users_to_create_topics: false,
        } as never,
        transport: async () => ({ ok: true, result: true }) as never,
      },
    );
    await channel.start();
    const { server, url } = await served(channel);
    const update = {
      update_id: 1,
      message: {
        message_id: 1,
        date: 1,
        text: '/start',
        chat: { id: 5, type: 'private', first_name: 'A' },
        from: { id: 5, is_bot: false, first_name: 'A' },
      },
    };
    const post = (headers: Record<string, string>) =>
      fetch(url, {
        method: 'POST',
        body: JSON.stringify(update),
        headers: { 'content-type': 'application/json', ...headers },
      });
    expect((await post({})).status).toBe(401);
    expect((await post({ 'x-telegram-bot-api-secret-token': 'wrong' })).status).toBe(401);
    expect(heard).toBe(0);
    expect((await post({ 'x-telegram-bot-api-secret-token': secret })).status).toBe(200);
    await expect.poll(() => heard).toBe(1);
    await channel.stop();
    server.close();
  });

  test('hands on the bytes and the path as they came, and refuses more than the channel wants', async () => {
    const seen: unknown[] = [];
    const channel: HttpChannel = {
      name: 'http-api',
      bodyBytes: 100,
      deliver: async () => ({ kind: 'waiting' }),
      start: async () => undefined,
      stop: async () => undefined,
      handle: async ({ method, path: at, body }) => {
        seen.push([method, at, Buffer.from(body).toString()]);
        return { status: 202, headers: { 'content-type': 'text/plain' }, body: 'done' };
      },
    };
    const { server, url } = await served(channel);
    const answer = await fetch(`${url}/v1/x?b=2&a=%20`, { method: 'POST', body: '{ "a" : 1 }' });
    expect([answer.status, await answer.text()]).toEqual([202, 'done']);
    expect(seen).toEqual([['POST', '/v1/x?b=2&a=%20', '{ "a" : 1 }']]);
    expect((await fetch(url, { method: 'POST', body: 'a'.repeat(101) })).status).toBe(413);
    server.close();
  });
});

describe('faults', () => {
  test.each([
    [new Refused('expired'), 'expired', 403],
    [Object.assign(new Error('x'), { status: 413, type: 'entity.too.large' }), 'tooLarge', 413],
    [Object.assign(new Error('x'), { code: 'LIMIT_FILE_SIZE' }), 'tooLarge', 413],
    [Object.assign(new Error('x'), { status: 400 }), 'badRequest', 400],
    [
      new Error('a query failed', { cause: Object.assign(new Error('x'), { code: 'ECONNREFUSED' }) }),
      'down',
      503,
    ],
    [new Error('a query failed', { cause: Object.assign(new Error('x'), { code: '57P01' }) }), 'down', 503],
    [new Error('a query failed', { cause: new Error('PGlite is closed') }), 'down', 503],
    [new TypeError('x is not a function'), 'fault', 500],
    ['a string', 'fault', 500],
  ] as const)('%s is %s: %i', (error, problem, status) => {
    expect(problemOf(error)).toBe(problem);
    expect(statusOf(problem)).toBe(status);
  });
});
