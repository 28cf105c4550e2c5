import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type ApiClient,
  type ChatEvent,
  createHttpApi,
  createWebChat,
  type HttpRequest,
  type HttpResponse,
  signatureFor,
  signatureHeaders,
} from '../../../src/channels/index.ts';
import type { Choice, Said } from '../../../src/conversation/index.ts';
import { type Bench, type OpenBench, retryAfterMs, type Spoken } from './bench.ts';

const textOf = (event: ChatEvent): string[] =>
  event.kind === 'reply' ? [[event.reply.text, ...event.reply.quotes].join('\n')] : [];

const saidBy = (spoken: Spoken, offered: readonly Choice[]): Said => {
  if (spoken.kind !== 'tap') return spoken;
  const choice = offered.findLast(({ label }) => label === spoken.label);
  if (choice === undefined) throw new Error('no such choice is shown');
  return { kind: 'choice', id: choice.id };
};

export const openWebChat: OpenBench = async (deps): Promise<Bench> => {
  const channel = createWebChat({ ...deps, sessionKey: Buffer.alloc(32, 7), retryAfterMs });
  const apologies = new Map<string, string[]>();
  const offered = (person: string): Choice[] =>
    channel.after(person, 0).events.flatMap((event) => (event.kind === 'reply' ? event.reply.choices : []));
  return {
    channel,
    say: async (person, spoken, update) => {
      const said = saidBy(spoken, offered(person));
      const taken = await channel.receive({ person, messageId: `m${update}`, said, lang: 'zh' });
      if (taken.kind !== 'failed') return;
      apologies.set(person, [...(apologies.get(person) ?? []), ...taken.apology.map(({ text }) => text)]);
    },
    heard: async (person) => [
      ...channel.after(person, 0).events.flatMap(textOf),
      ...(apologies.get(person) ?? []),
    ],
    address: (person) => person,
    block: null,
    close: () => channel.stop(),
  };
};

export const aClient: ApiClient = {
  id: 'lvzhi',
  secret: 'a secret of at least 32 characters',
  callback: null,
};

let nonces = 0;

export const signed = (
  request: { method: string; path: string; body?: string | Uint8Array },
  { client = aClient, at = '2026-11-20T08:00:00.000Z', nonce = '' } = {},
): HttpRequest => {
  nonces += 1;
  const parts = {
    method: request.method,
    path: request.path,
    timestamp: String(Date.parse(at) / 1000),
    nonce: nonce === '' ? `nonce-0000000000-${nonces}` : nonce,
    body: Buffer.from(request.body ?? ''),
  };
  return {
    method: request.method,
    path: request.path,
    body: parts.body,
    headers: {
      [signatureHeaders.client]: client.id,
      [signatureHeaders.timestamp]: parts.timestamp,
      [signatureHeaders.nonce]: parts.nonce,
      [signatureHeaders.signature]: signatureFor(client.secret, parts),
    },
  };
};

export const openHttpApi: OpenBench = async (deps): Promise<Bench> => {
  const gone = new Set<string>();
  // The city's own server: takes news, and says 410 of whoever is gone.
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => (body += part));
    request.on('end', () => {
      const { person } = JSON.parse(body) as { person: string };
      response.writeHead(gone.has(person) ? 410 : 204).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const callback = `http://127.0.0.1:${(server.address() as AddressInfo).port}/news`;
  const client = { ...aClient, callback };
  const channel = createHttpApi(deps, { clients: [client], retryAfterMs });
  const apologies = new Map<string, string[]>();

  const events = async (person: string): Promise<ChatEvent[]> => {
    const answer = await channel.handle(
      signed({ method: 'GET', path: `/v1/events?person=${person}` }, { client }),
    );
    return (JSON.parse(answer.body) as { events: ChatEvent[] }).events;
  };
  const send = (person: string, said: Said, messageId: string): Promise<HttpResponse> => {
    const start = said.kind === 'start';
    const body = JSON.stringify({ person, messageId, ...(start ? { code: said.code } : { said }) });
    return channel.handle(
      signed({ method: 'POST', path: start ? '/v1/conversations' : '/v1/messages', body }, { client }),
    );
  };
  return {
    channel,
    say: async (person, spoken, update) => {
      const offered = spoken.kind === 'tap' ? await events(person) : [];
      const choices = offered.flatMap((event) => (event.kind === 'reply' ? event.reply.choices : []));
      const { status, body } = await send(person, saidBy(spoken, choices), `m${update}`);
      if (status !== 503) return;
      const { replies = [] } = JSON.parse(body) as { replies?: { text: string }[] };
      apologies.set(person, [...(apologies.get(person) ?? []), ...replies.map(({ text }) => text)]);
    },
    heard: async (person) => [...(await events(person)).flatMap(textOf), ...(apologies.get(person) ?? [])],
    address: (person) => `${client.id}:${person}`,
    block: (person) => gone.add(person),
    close: async () => {
      await channel.stop();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
};
