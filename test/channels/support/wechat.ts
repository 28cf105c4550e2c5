import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type ChannelDeps,
  createWechat,
  type HttpRequest,
  type WechatOptions,
} from '../../../src/channels/index.ts';
import { type OpenBench, retryAfterMs, type Spoken } from './bench.ts';

export const APP_ID = 'wx0123456789abcdef';
export const TOKEN = 'mashangtoken';
export const AES_KEY = 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG';
export const ACCOUNT = 'gh_7f083739789a';

export type WechatCall = {
  readonly path: string;
  readonly token: string | null;
  readonly body: Record<string, unknown>;
};

/** What the server answers in place of its own; null: its own. */
export type Intercept = (
  call: WechatCall,
) => { readonly json: unknown } | { readonly bytes: Uint8Array } | null;

const readBody = async (request: IncomingMessage): Promise<Buffer> => {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
};

/** WeChat's API on the loopback: gives tokens that it can take back, and writes down what it was asked. */
const fakeWechat = async (intercept: Intercept = () => null) => {
  const calls: WechatCall[] = [];
  const state = { token: 1, force: 0 };
  const answer = (call: WechatCall): unknown => {
    if (call.path === '/cgi-bin/stable_token') {
      if (call.body.force_refresh === true) {
        state.force += 1;
        state.token += 1;
      }
      return { access_token: `token-${state.token}`, expires_in: 7200 };
    }
    if (call.token !== `token-${state.token}`) return { errcode: 40001, errmsg: 'invalid credential' };
    if (call.path === '/cgi-bin/qrcode/create') {
      return { ticket: 'gQH47joAAAAAAAAAASxodHRwOi8v==', url: 'http://weixin.qq.com/q/kZgfwMTm72WWPkovabbI' };
    }
    return { errcode: 0, errmsg: 'ok' };
  };
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://loopback');
    const body = (await readBody(request)).toString('utf8');
    const call = {
      path: url.pathname,
      token: url.searchParams.get('access_token'),
      body:
        body === '' ? Object.fromEntries(url.searchParams) : (JSON.parse(body) as Record<string, unknown>),
    };
    calls.push(call);
    const own = intercept(call);
    if (own !== null && 'bytes' in own) {
      response.writeHead(200, { 'content-type': 'image/jpeg' }).end(own.bytes);
      return;
    }
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(own === null ? answer(call) : own.json));
  };
  const server = createServer((request, response) => void serve(request, response));
  server.maxConnections = 50;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    calls,
    state,
    root: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
};

/** Seconds of `aClock`. */
export const SIGNED_AT = '1795161600';

const sha1 = (...parts: string[]): string => createHash('sha1').update(parts.sort().join('')).digest('hex');

/** As WeChat calls: signed, with the message in the body. */
export const signedPost = (
  xml: string,
  options: { encrypted?: string; timestamp?: string } = {},
): HttpRequest => {
  const { timestamp = SIGNED_AT } = options;
  const nonce = '486452656';
  const query = new URLSearchParams({ signature: sha1(TOKEN, timestamp, nonce), timestamp, nonce });
  if (options.encrypted !== undefined) {
    query.set('encrypt_type', 'aes');
    query.set('msg_signature', sha1(TOKEN, timestamp, nonce, options.encrypted));
  }
  return { method: 'POST', path: `/?${query}`, headers: {}, body: Buffer.from(xml, 'utf8') };
};

export const messageXml = (fields: Record<string, string>): string =>
  `<xml>${Object.entries({ ToUserName: ACCOUNT, CreateTime: '1763625600', ...fields })
    .map(([name, value]) =>
      /^\d+$/.test(value)
        ? `<${name}>${value}</${name}>`
        : `<${name}><![CDATA[${value.replaceAll(']]>', ']]]]><![CDATA[>')}]]></${name}>`,
    )
    .join('')}</xml>`;

export const textXml = (person: string, text: string, id: number): string =>
  messageXml({ FromUserName: person, MsgType: 'text', Content: text, MsgId: String(id) });

/** The text of a passive answer, or null for none. */
export const passiveOf = (body: string): string | null => {
  const content = /<Content>(.*)<\/Content>/s.exec(body)?.[1];
  return content === undefined
    ? null
    : content
        .replaceAll(']]]]><![CDATA[>', ']]>')
        .replace(/^<!\[CDATA\[/, '')
        .replace(/\]\]>$/, '');
};

export const aWechat = async (
  deps: ChannelDeps,
  intercept?: Intercept,
  options: Partial<WechatOptions> = {},
) => {
  const server = await fakeWechat(intercept);
  const channel = createWechat(deps, {
    appId: APP_ID,
    appSecret: 'the-app-secret-0123456789',
    token: TOKEN,
    aesKey: null,
    apiRoot: server.root,
    retryAfterMs,
    ...options,
  });
  return { channel, server };
};

type Shown = { readonly text: string; readonly menu: readonly { id: string; content: string }[] };

const links = (text: string): Shown['menu'] =>
  [...text.matchAll(/<a href="weixin:\/\/bizmsgmenu\?msgmenucontent=([^&]*)&msgmenuid=([^"]*)">/g)].map(
    ([, content = '', id = '']) => ({ id, content }),
  );

/** A text as a person sees it: links are words, and word joiners are not seen. */
const seen = (text: string): string =>
  text.replaceAll(/<a href="weixin:[^"]*">([^<]*)<\/a>/g, '$1').replaceAll('\u2060', '');

export const openWechat: OpenBench = async (deps) => {
  const blocked = new Set<string>();
  const shown = new Map<string, Shown[]>();
  const show = (person: string, what: Shown): void => {
    shown.set(person, [...(shown.get(person) ?? []), what]);
  };
  const idOf = (person: string): string => `oOPENID-${person}`;
  const { channel, server } = await aWechat(deps, (call) => {
    if (call.path !== '/cgi-bin/message/custom/send' || call.token !== `token-${server.state.token}`)
      return null;
    const person = String(call.body.touser);
    if (blocked.has(person)) return { json: { errcode: 43004, errmsg: 'require subscribe' } };
    const menu = call.body.msgmenu as { head_content: string; list: Shown['menu'] } | undefined;
    const text = call.body.text as { content: string } | undefined;
    show(person, { text: menu?.head_content ?? text?.content ?? '', menu: menu?.list ?? [] });
    return null;
  });
  const xmlOf = (person: string, spoken: Spoken, update: number): string => {
    switch (spoken.kind) {
      case 'start':
        return messageXml({
          FromUserName: person,
          CreateTime: String(1_763_625_600 + update),
          MsgType: 'event',
          Event: 'subscribe',
          EventKey: spoken.code === null ? '' : `qrscene_${spoken.code}`,
        });
      case 'text':
        return textXml(person, spoken.text, update);
      case 'tap': {
        const menu = (shown.get(person) ?? []).flatMap((one) => one.menu);
        const item = menu.findLast(({ content }) => content.endsWith(spoken.label));
        if (item === undefined) throw new Error('no such line is shown');
        return messageXml({
          FromUserName: person,
          MsgType: 'text',
          Content: item.content,
          MsgId: String(update),
          bizmsgmenuid: item.id,
        });
      }
    }
  };
  return {
    channel,
    say: async (person, spoken, update) => {
      const id = idOf(person);
      const { body } = await channel.handle(signedPost(xmlOf(id, spoken, update)));
      const text = passiveOf(body);
      if (text !== null) show(id, { text, menu: links(text) });
    },
    heard: async (person) => (shown.get(idOf(person)) ?? []).map(({ text }) => seen(text)),
    address: idOf,
    block: (person) => blocked.add(idOf(person)),
    close: async () => {
      await channel.stop();
      await server.close();
    },
  };
};
