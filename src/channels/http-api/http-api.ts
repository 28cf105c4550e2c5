import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { z } from 'zod';
import type { Said } from '../../conversation/index.ts';
import { logger } from '../../platform/index.ts';
import { answerJson } from '../answer.ts';
import {
  type ChannelDeps,
  type Delivery,
  type HttpChannel,
  type HttpRequest,
  type HttpResponse,
  PHOTO_BYTES,
} from '../contract.ts';
import type { ChatEvent } from '../outbox.ts';
import { createPulled, replyEvents, type Taken } from '../pulled.ts';
import { queryOf } from '../query-of.ts';
import { callBack } from './callback.ts';
import { conversationBody, type errorCodes, eventsQuery, messageBody, photoQuery } from './schemas.ts';
import { type ApiClient, createVerify } from './signature.ts';

export type HttpApiOptions = {
  readonly clients: readonly ApiClient[];
  readonly retryAfterMs?: readonly number[];
};

type Call = { readonly client: ApiClient; readonly query: Record<string, string>; readonly body: Uint8Array };
type Route = (call: Call) => Promise<HttpResponse>;

const refuse = (status: number, error: (typeof errorCodes)[number], more: object = {}): HttpResponse =>
  answerJson(status, { error, ...more });

/** What the route says in this channel's place; everything else that happens there is a fault of ours. */
const refusals: Readonly<Record<number, (typeof errorCodes)[number]>> = {
  413: 'tooLarge',
  415: 'encoded',
  503: 'unavailable',
};

const RETRY_AFTER_MS = [300, 1_200];

/** The signed API for a city's own mini-program. `docs/openapi.json` describes it. */
export const createHttpApi = (deps: ChannelDeps, options: HttpApiOptions): HttpChannel => {
  const log = logger('channels/http-api');
  const retryAfterMs = options.retryAfterMs ?? RETRY_AFTER_MS;
  const clients = new Map(options.clients.map((client) => [client.id, client]));
  const verify = createVerify(options.clients, deps.now);
  const { outbox, inbox, take } = createPulled('http-api', { ...deps, retryAfterMs });
  const stopping = new AbortController();

  const receive = async (
    { client }: Call,
    sent: Omit<z.infer<typeof conversationBody>, 'code'>,
    said: () => Promise<Said>,
  ): Promise<HttpResponse> => {
    const { messageId, lang } = sent;
    return answerTaken(await take({ person: `${client.id}:${sent.person}`, messageId, lang, said }));
  };

  const routes: Readonly<Record<string, Route>> = {
    'POST /v1/conversations': async (call) => {
      const read = readJson(conversationBody, call.body);
      if (!read.ok) return read.answer;
      return receive(call, read.value, async () => ({ kind: 'start', code: read.value.code }));
    },
    'POST /v1/messages': async (call) => {
      const read = readJson(messageBody, call.body);
      return read.ok ? receive(call, read.value, async () => read.value.said) : read.answer;
    },
    'POST /v1/photos': async (call) => {
      const read = readFields(photoQuery, call.query);
      if (!read.ok) return read.answer;
      const { caption, ...sent } = read.value;
      return receive(call, sent, async () => {
        if (call.body.length > PHOTO_BYTES) return { kind: 'badPhoto', why: 'tooBig' };
        const person = `${call.client.id}:${sent.person}`;
        const kept = await deps.keepPhoto({ channel: 'http-api', person, bytes: call.body });
        return kept.ok ? { kind: 'photo', photo: kept.photo, caption } : { kind: 'badPhoto', why: kept.why };
      });
    },
    'GET /v1/events': async (call) => {
      const read = readFields(eventsQuery, call.query);
      if (!read.ok) return read.answer;
      const { after, wait } = read.value;
      const person = `${call.client.id}:${read.value.person}`;
      if (outbox.after(person, after).events.every(isOwn)) await news(person, wait);
      const { events, gap } = outbox.after(person, after);
      return answerJson(200, { events: events.filter(isReply), cursor: events.at(-1)?.id ?? after, gap });
    },
  };

  /** Something new for the person, or `seconds`, or the channel's end. */
  const news = async (person: string, seconds: number): Promise<void> => {
    if (seconds === 0) return;
    const heard = new AbortController();
    const signal = AbortSignal.any([heard.signal, stopping.signal]);
    outbox.listen(person, (events) => events.some(isReply) && heard.abort(), signal);
    await sleep(seconds * 1000, undefined, { signal }).catch(() => {});
    heard.abort();
  };

  const deliver = async (
    address: string,
    replies: Parameters<HttpChannel['deliver']>[1],
  ): Promise<Delivery> => {
    const at = address.indexOf(':');
    const client = clients.get(address.slice(0, at));
    if (client === undefined) return { kind: 'blocked' };
    const events = outbox.append(address, replyEvents(replies, null));
    const { callback } = client;
    if (callback === null) return { kind: 'waiting' };
    const nonce = () => randomBytes(16).toString('hex');
    const outcome = await callBack(
      { ...client, callback },
      { person: address.slice(at + 1), events },
      { now: deps.now, nonce, retryAfterMs },
    );
    if (outcome === 'failed') log.warn({ client: client.id }, 'a callback was not taken');
    return { kind: outcome === 'delivered' ? 'delivered' : outcome === 'gone' ? 'blocked' : 'waiting' };
  };

  return {
    name: 'http-api',
    bodyBytes: PHOTO_BYTES + 1, // one more than fits, so that a photo that is too big is told so and not cut off
    handle: async (request) => {
      const client = verify(request);
      if (client === null) return refuse(401, 'unauthorized');
      const [pathname = ''] = request.path.split('?', 1);
      const route = routes[`${request.method} ${pathname}`];
      if (route === undefined) return unknownRoute(routes, pathname, request);
      return route({ client, query: Object.fromEntries(queryOf(request.path)), body: request.body });
    },
    refusal: (status) =>
      status === 503
        ? retryLater({})
        : refuse(status, refusals[status] ?? (status < 500 ? 'invalid' : 'fault')),
    forget: outbox.forget,
    deliver: (address, replies) => inbox.inTurn(address, () => deliver(address, replies)),
    start: async () => {},
    stop: async () => {
      stopping.abort();
      await inbox.stop();
    },
  };
};

const isReply = (event: ChatEvent): boolean => event.kind === 'reply';
const isOwn = (event: ChatEvent): boolean => event.kind === 'said';

const unknownRoute = (
  routes: Readonly<Record<string, Route>>,
  pathname: string,
  request: HttpRequest,
): HttpResponse => {
  const methods = Object.keys(routes)
    .filter((name) => name.endsWith(` ${pathname}`))
    .map((name) => name.split(' ')[0]);
  if (methods.length === 0 || request.method === 'OPTIONS') return refuse(404, 'notFound');
  const answer = refuse(405, 'method');
  return { ...answer, headers: { ...answer.headers, allow: methods.join(', ') } };
};

const answerTaken = (taken: Taken): HttpResponse => {
  switch (taken.kind) {
    case 'handled':
    case 'repeated': {
      const { kind: status, events } = taken;
      return answerJson(200, { status, events });
    }
    case 'failed':
      return retryLater({ replies: taken.apology });
    case 'stopping':
      return retryLater({});
  }
};

const retryLater = (more: object): HttpResponse => {
  const answer = refuse(503, 'unavailable', more);
  return { ...answer, headers: { ...answer.headers, 'retry-after': '30' } };
};

type Read<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly answer: HttpResponse };

const readFields = <T>(schema: z.ZodType<T>, value: unknown): Read<T> => {
  const parsed = schema.safeParse(value);
  if (parsed.success) return { ok: true, value: parsed.data };
  const fields = [...new Set(parsed.error.issues.map(({ path }) => path.join('.')))].filter(Boolean);
  return { ok: false, answer: refuse(422, 'invalid', { fields }) };
};

// A text of 20,000 characters of four bytes, each escaped; far below what a photo may have.
const JSON_BYTES = 300_000;

const readJson = <T>(schema: z.ZodType<T>, body: Uint8Array): Read<T> => {
  if (body.length > JSON_BYTES) return { ok: false, answer: refuse(413, 'tooLarge') };
  try {
    return readFields(schema, JSON.parse(Buffer.from(body).toString('utf8')));
  } catch {
    return { ok: false, answer: refuse(422, 'invalid', { fields: [] }) };
  }
};
