import './support/quiet.ts';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterEach, describe, expect, test } from 'vitest';
import {
  createHttpApi,
  type Handler,
  type HttpRequest,
  type HttpResponse,
  openApi,
  PHOTO_BYTES,
  signatureFor,
  signatureHeaders,
} from '../../src/channels/index.ts';
import { retryAfterMs } from './support/bench.ts';
import { aChoice, aReply, JPEG, someDeps } from './support/deps.ts';
import { aClient, signed } from './support/pulled.ts';

const document = openApi();
const ajv = new Ajv2020({ allErrors: true, strict: false });
ajv.addSchema({ $id: 'api', ...document });
// `date-time` is checked by the pattern beside it.
ajv.addFormat('date-time', true);

/** Fails where an answer is not what the document says for this path, method and status. */
const checkAnswer = (request: HttpRequest, answer: HttpResponse): void => {
  const { pathname } = new URL(request.path, 'http://x');
  const paths: Record<string, Record<string, { responses: object }>> = document.paths;
  const operation = paths[pathname]?.[request.method.toLowerCase()];
  const at = `/${pathname.replaceAll('~', '~0').replaceAll('/', '~1')}/${request.method.toLowerCase()}`;
  const known =
    operation === undefined ? false : Object.keys(operation.responses).includes(String(answer.status));
  const ref = known
    ? `api#/paths${at}/responses/${answer.status}/content/application~1json/schema`
    : 'api#/components/schemas/Error';
  // A path or method that does not exist has no operation, and any answer but an error is then wrong.
  if (operation !== undefined && !known) throw new Error(`${answer.status} is not documented for ${at}`);
  const valid = ajv.compile({ $ref: ref });
  valid(JSON.parse(answer.body));
  expect(valid.errors ?? []).toEqual([]);
};

const begin = (handler?: Handler) => {
  const made = someDeps(handler);
  const channel = createHttpApi(made.deps, { clients: [aClient], retryAfterMs });
  const call = async (request: HttpRequest) => {
    const answer = await channel.handle(request);
    checkAnswer(request, answer);
    return { status: answer.status, headers: answer.headers, json: JSON.parse(answer.body) };
  };
  const send = (said: object, messageId = 'm1', person = 'li') =>
    call(signed({ method: 'POST', path: '/v1/messages', body: JSON.stringify({ person, messageId, said }) }));
  const events = (query: string) => call(signed({ method: 'GET', path: `/v1/events?${query}` }));
  return { ...made, channel, call, send, events };
};

test('docs/openapi.json is the document of the code (vitest run test/channels/http-api.test.ts -u writes it anew)', async () => {
  await expect(`${JSON.stringify(document, null, 2)}\n`).toMatchFileSnapshot('../../docs/openapi.json');
});

test('the document’s own schemas are JSON Schema, and what we take is what it says', () => {
  for (const name of Object.keys(document.components.schemas)) {
    expect(() => ajv.compile({ $ref: `api#/components/schemas/${name}` })).not.toThrow();
  }
  const message = ajv.compile({ $ref: 'api#/components/schemas/Message' });
  expect(message({ person: 'li', messageId: 'm1', said: { kind: 'text', text: '路灯不亮' } })).toBe(true);
  expect(message({ person: 'li', messageId: 'm1', said: { kind: 'text' } })).toBe(false);
  expect(message({ person: 'li', messageId: 'a b', said: { kind: 'text', text: 'x' } })).toBe(false);
});

test('the document’s references lead somewhere, and its paths take the methods that it names and no others', async () => {
  const text = JSON.stringify(document);
  for (const [, name] of text.matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
    expect(Object.keys(document.components.schemas)).toContain(name);
  }
  for (const used of document.security) {
    expect(Object.keys(document.components.securitySchemes)).toEqual(Object.keys(used));
  }
  const { channel } = begin();
  for (const [path, operations] of Object.entries(document.paths)) {
    const methods = Object.keys(operations).map((method) => method.toUpperCase());
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']) {
      const { status, headers } = await channel.handle(signed({ method, path }));
      const taken = { status, allow: headers.allow };
      // Without person and message each is refused for what is missing.
      const wanted = methods.includes(method)
        ? { status: 422, allow: undefined }
        : { status: 405, allow: methods.join(', ') };
      expect([method, path, taken]).toEqual([method, path, wanted]);
    }
  }
});

describe('a signature', () => {
  const body = JSON.stringify({ person: 'li', messageId: 'm1', said: { kind: 'text', text: '路灯不亮' } });
  const request = () => signed({ method: 'POST', path: '/v1/messages', body });
  const with_ = (name: keyof typeof signatureHeaders, value: string | undefined): HttpRequest => {
    const made = request();
    return { ...made, headers: { ...made.headers, [signatureHeaders[name]]: value } };
  };

  test('is the one that anybody can compute from the document', () => {
    // By hand: openssl dgst -sha256 -hmac 'a secret of at least 32 characters' over the five lines.
    const parts = {
      method: 'GET',
      path: '/v1/events?person=li',
      timestamp: '1763625600',
      nonce: 'n'.repeat(16),
      body: new Uint8Array(),
    };
    expect(signatureFor(aClient.secret, parts)).toBe(
      'd4ad8df7ef1d8fb5324d3706bbbefef9e533bae2fa7b3ed3b3e94b406ec55485',
    );
  });

  test.each<[string, () => HttpRequest]>([
    ['another body', () => ({ ...request(), body: Buffer.from(body.replace('不亮', '很亮')) })],
    ['another path', () => ({ ...request(), path: '/v1/messages?x=1' })],
    ['another method', () => ({ ...request(), method: 'PUT' })],
    ['another nonce', () => with_('nonce', 'another-nonce-of-16')],
    ['another time', () => with_('timestamp', String(Date.parse('2026-11-20T08:00:01Z') / 1000))],
    ['an unknown client', () => with_('client', 'nobody')],
    ['a client named as a property of objects', () => with_('client', '__proto__')],
    ['no signature', () => with_('signature', undefined)],
    [
      'the secret of another',
      () =>
        signed(
          { method: 'POST', path: '/v1/messages', body },
          { client: { ...aClient, secret: 'x'.repeat(32) } },
        ),
    ],
    [
      'the secret of nobody',
      () =>
        signed(
          { method: 'POST', path: '/v1/messages', body },
          { client: { id: '', secret: 'nobody', callback: null } },
        ),
    ],
    [
      'a clock six minutes slow',
      () => signed({ method: 'POST', path: '/v1/messages', body }, { at: '2026-11-20T07:54:00.000Z' }),
    ],
    [
      'a clock six minutes fast',
      () => signed({ method: 'POST', path: '/v1/messages', body }, { at: '2026-11-20T08:06:00.000Z' }),
    ],
    ['a short nonce', () => signed({ method: 'POST', path: '/v1/messages', body }, { nonce: 'short' })],
  ])('with %s is refused, and nobody is told why', async (_, make) => {
    const { channel, arrivals } = begin();
    expect(await channel.handle(make())).toMatchObject({ status: 401, body: '{"error":"unauthorized"}' });
    expect(arrivals).toEqual([]);
  });

  test('with a clock four minutes off is taken', async () => {
    const { call } = begin();
    const made = signed({ method: 'POST', path: '/v1/messages', body }, { at: '2026-11-20T07:56:00.000Z' });
    expect((await call(made)).status).toBe(200);
  });

  test('is good once, as long as the clock would let it in', async () => {
    const { channel, clock } = begin();
    const caught = signed({ method: 'POST', path: '/v1/messages', body }, { at: '2026-11-20T08:04:59.000Z' });
    expect((await channel.handle(caught)).status).toBe(200);
    for (let minutes = 0; minutes <= 12; minutes++) {
      expect((await channel.handle(caught)).status).toBe(401);
      clock.pass(60_000);
    }
  });
});

describe('a city’s own app', () => {
  test('opens a conversation, sends, taps and reads', async () => {
    const choices = [aChoice({ detail: '同意隐私说明' })];
    const { call, send, events, arrivals } = begin(async () => [
      aReply({ quotes: ['路灯不亮'], choices, secret: true }),
    ]);
    const body = JSON.stringify({ person: 'li', messageId: 'm0', code: 'k3m9', lang: 'en' });
    const opened = await call(signed({ method: 'POST', path: '/v1/conversations', body }));
    expect(opened).toMatchObject({ status: 200, json: { status: 'handled' } });
    expect(opened.json.events[0]).toMatchObject({ kind: 'reply', about: 'm0', reply: { choices } });
    await send({ kind: 'choice', id: 'agree' });
    await send({ kind: 'other', media: 'voice' }, 'm2');
    expect(arrivals.map(({ said, person, lang }) => ({ said, person, lang }))).toEqual([
      { said: { kind: 'start', code: 'k3m9' }, person: 'lvzhi:li', lang: 'en' },
      { said: { kind: 'choice', id: 'agree' }, person: 'lvzhi:li', lang: 'zh' },
      { said: { kind: 'other', media: 'voice' }, person: 'lvzhi:li', lang: 'zh' },
    ]);
    const all = await events('person=li');
    expect(all.json.events.map(({ about }: { about: string }) => about)).toEqual(['m0', 'm1', 'm2']);
    expect((await events(`person=li&after=${all.json.cursor}`)).json).toEqual({
      events: [],
      cursor: all.json.cursor,
      gap: false,
    });
    expect((await events('person=wang')).json.events).toEqual([]);
  });

  test('gets the same answer when it sends the same message again', async () => {
    const { send, arrivals } = begin();
    const first = await send({ kind: 'text', text: '路灯不亮' });
    const second = await send({ kind: 'text', text: '路灯不亮' });
    expect(second.json).toEqual({ ...first.json, status: 'repeated' });
    expect(arrivals).toHaveLength(1);
  });

  test('is told to come again, with a kind sentence, where nothing could be done', async () => {
    const { send } = begin(() => Promise.reject(new Error('the database is down')));
    const { status, headers, json } = await send({ kind: 'text', text: '路灯不亮' });
    expect([status, headers['retry-after'], json.error, json.replies.length]).toEqual([
      503,
      '30',
      'unavailable',
      1,
    ]);
  });

  test.each([
    ['no said', { person: 'li', messageId: 'm1' }, ['said']],
    [
      'a field too many',
      { person: 'li', messageId: 'm1', said: { kind: 'text', text: 'x', html: 'y' } },
      ['said'],
    ],
    ['an empty text', { person: 'li', messageId: 'm1', said: { kind: 'text', text: '' } }, ['said.text']],
    [
      'a person who is an object',
      { person: {}, messageId: 'm1', said: { kind: 'text', text: 'x' } },
      ['person'],
    ],
    [
      'an outcome in place of words',
      { person: 'li', messageId: 'm1', said: { kind: 'outcome', ref: 1 } },
      ['said.kind'],
    ],
    ['an array', [], []],
  ])('is told which fields are wrong: %s', async (_, body, fields) => {
    const { call, arrivals } = begin();
    const made = signed({ method: 'POST', path: '/v1/messages', body: JSON.stringify(body) });
    expect(await call(made)).toMatchObject({ status: 422, json: { error: 'invalid', fields } });
    expect(arrivals).toEqual([]);
  });

  test('is told of broken JSON, unknown paths, other methods and bodies beyond measure', async () => {
    const { call } = begin();
    expect(await call(signed({ method: 'POST', path: '/v1/messages', body: '{' }))).toMatchObject({
      status: 422,
    });
    expect(
      await call(signed({ method: 'POST', path: '/v1/messages', body: 'x'.repeat(300_001) })),
    ).toMatchObject({ status: 413 });
    expect(await call(signed({ method: 'GET', path: '/v2/x' }))).toMatchObject({ status: 404 });
    const wrong = await begin().channel.handle(signed({ method: 'GET', path: '/v1/messages' }));
    expect(wrong).toMatchObject({ status: 405, headers: { allow: 'POST' } });
  });

  test('sends photos, and is told of those that are none or too large', async () => {
    const { call, arrivals } = begin();
    const photo = (messageId: string, body: Uint8Array) =>
      call(
        signed({
          method: 'POST',
          path: `/v1/photos?person=li&messageId=${messageId}&caption=%E7%81%AF`,
          body,
        }),
      );
    await photo('p1', JPEG);
    await photo('p2', Buffer.from('hello'));
    await photo('p3', Buffer.alloc(PHOTO_BYTES + 1));
    expect(arrivals.map(({ said }) => said)).toEqual([
      { kind: 'photo', photo: 'photo-1', caption: '灯' },
      { kind: 'badPhoto', why: 'notAPhoto' },
      { kind: 'badPhoto', why: 'tooBig' },
    ]);
  });

  test('may wait for news, and gets them as they come', async () => {
    const { channel, events } = begin();
    const waiting = events('person=li&after=0&wait=20');
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(await channel.deliver('lvzhi:li', [aReply({ text: '办好了' })])).toEqual({ kind: 'waiting' });
    expect((await waiting).json.events).toMatchObject([{ about: null, reply: { text: '办好了' } }]);
  });

  test('finds nothing of a person whose data were deleted', async () => {
    const { channel, events } = begin();
    await channel.deliver('lvzhi:li', [aReply({ text: '办好了' })]);
    await channel.deliver('lvzhi:wang', [aReply({ text: '在办' })]);
    channel.forget?.('lvzhi:li');
    expect((await events('person=li&after=0')).json.events).toEqual([]);
    expect((await events('person=wang&after=0')).json.events).toMatchObject([{ reply: { text: '在办' } }]);
  });

  test('is not kept waiting when the channel stops', async () => {
    const { channel, events } = begin();
    const waiting = events('person=li&wait=20');
    await channel.stop();
    expect((await waiting).json.events).toEqual([]);
  });

  test('that was taken off the list counts as gone', async () => {
    expect(await begin().channel.deliver('another:li', [aReply()])).toEqual({ kind: 'blocked' });
  });
});

describe('a callback', () => {
  const closing: (() => void)[] = [];
  afterEach(() => {
    for (const close of closing.splice(0)) close();
  });

  const city = async (statuses: number[]) => {
    const got: { headers: Record<string, unknown>; body: string }[] = [];
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (part) => (body += part));
      request.on('end', () => {
        got.push({ headers: request.headers, body });
        response.writeHead(statuses.shift() ?? 200).end('x'.repeat(10));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closing.push(() => {
      server.closeAllConnections();
      server.close();
    });
    const client = {
      ...aClient,
      callback: `http://127.0.0.1:${(server.address() as AddressInfo).port}/news?x=1`,
    };
    const channel = createHttpApi(someDeps().deps, { clients: [client], retryAfterMs });
    return { channel, got };
  };

  test('brings news signed over the client’s own path, as the document says', async () => {
    const { channel, got } = await city([]);
    expect(await channel.deliver('lvzhi:li:2', [aReply({ text: '办好了' })])).toEqual({ kind: 'delivered' });
    const [{ headers, body }] = got as [(typeof got)[number]];
    const parts = {
      method: 'POST',
      path: '/news?x=1',
      timestamp: String(headers[signatureHeaders.timestamp]),
      nonce: String(headers[signatureHeaders.nonce]),
      body: Buffer.from(body),
    };
    expect(headers[signatureHeaders.signature]).toBe(signatureFor(aClient.secret, parts));
    expect(JSON.parse(body)).toMatchObject({ person: 'li:2', events: [{ reply: { text: '办好了' } }] });
    const valid = ajv.compile({ $ref: 'api#/components/schemas/Callback' });
    valid(JSON.parse(body));
    expect(valid.errors ?? []).toEqual([]);
  });

  test.each([
    [[503, 429, 200], 3, 'delivered'],
    [[500, 500, 500], 3, 'waiting'],
    [[400], 1, 'waiting'],
    [[404], 1, 'waiting'], // an address that is wrong says nothing about the person
    [[302, 302, 302], 3, 'waiting'],
    [[410], 1, 'blocked'],
  ])('answered with %j is tried %i times and counts as %s', async (statuses, times, kind) => {
    const { channel, got } = await city([...statuses]);
    expect(await channel.deliver('lvzhi:li', [aReply()])).toEqual({ kind });
    expect(got).toHaveLength(times);
  });
});
