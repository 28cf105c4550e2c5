import { randomBytes } from 'node:crypto';
import type { Lang } from '../../conversation/index.ts';
import { BadSetup } from '../../kernel/index.ts';
import { logger } from '../../platform/index.ts';
import { answerText, answerXml } from '../answer.ts';
import type { Arrival, ChannelDeps, HttpChannel, HttpResponse } from '../contract.ts';
import { createInbox, repliesOf } from '../inbox.ts';
import { API_ROOT, createWechatApi, RETRY_AFTER_MS } from './api.ts';
import { createCipher } from './cipher.ts';
import { createGate, type Why } from './gate.ts';
import { loadPhoto, PICTURES } from './load-photo.ts';
import { type ReadMessage, readMessage } from './read-message.ts';
import { passiveText } from './render.ts';
import { createSend } from './send.ts';
import { textAnswer } from './xml.ts';

export type WechatOptions = {
  readonly appId: string;
  readonly appSecret: string;
  /** The token of the account's server settings, which signatures are made with. */
  readonly token: string;
  /** EncodingAESKey, 43 characters; null: plain mode. */
  readonly aesKey: string | null;
  readonly lang?: Lang;
  /** Another address of WeChat's API, and other addresses of its pictures: a test's. */
  readonly apiRoot?: string;
  readonly pictures?: RegExp;
  /** How long WeChat's request is kept open for the answer. */
  readonly passiveMs?: number;
  readonly retryAfterMs?: readonly number[];
};

// WeChat hangs up after 5 s and asks again; half a second for the way there and back.
const PASSIVE_MS = 4_500;
/** Refusals of what WeChat did sign: something is set up wrongly here, and nobody would notice. */
const whys = {
  sealed:
    'WeChat sends sealed messages (安全模式): set WECHAT_AES_KEY to the EncodingAESKey of the account’s settings',
  plain:
    'WeChat sends plain messages though WECHAT_AES_KEY is set: choose 安全模式 in the account’s settings',
  clock:
    'a message was signed more than an hour ago or ahead: set this machine’s clock; if it is right, somebody sends caught messages again',
} as const satisfies Record<Why, string>;

// "success" is WeChat's own word for: received, no answer now.
const nothing = answerText(200, 'success');
// WeChat asks up to three times within 15 s; this is many times what an account hears in that time.
const ANSWERS_KEPT = 1_000;

/** A WeChat official account: passive answers while WeChat waits, the customer-service API after that. */
export const createWechat = (deps: ChannelDeps, options: WechatOptions): HttpChannel => {
  const { lang = 'zh', passiveMs = PASSIVE_MS, retryAfterMs = RETRY_AFTER_MS } = options;
  const log = logger('channels/wechat');
  const inbox = createInbox({ ...deps, retryAfterMs });
  const api = createWechatApi({ ...options, root: options.apiRoot ?? API_ROOT, now: deps.now, retryAfterMs });
  const send = createSend(api);
  const gate = createGate({
    token: options.token,
    cipher: options.aesKey === null ? null : createCipher(options.aesKey, options.appId),
    now: deps.now,
    nonce: () => randomBytes(8).toString('hex'),
  });
  /** Passive answers by update: WeChat asks again where one got lost on its way. */
  const answers = new Map<string, string>();

  const toArrival = async (message: ReadMessage): Promise<Arrival> => {
    const base = {
      channel: 'wechat',
      person: message.person,
      address: message.person,
      updateId: message.updateId,
      lang,
      at: message.at,
    } as const;
    if (message.said.kind !== 'remotePhoto') return { ...base, said: message.said };
    const bytes = await loadPhoto(api, message.said, options.pictures ?? PICTURES);
    if (bytes === null || bytes === 'none') {
      return { ...base, said: { kind: 'badPhoto', why: bytes === null ? 'tooBig' : 'notAPhoto' } };
    }
    const kept = await deps.keepPhoto({ channel: 'wechat', person: message.person, bytes });
    return {
      ...base,
      said: kept.ok
        ? { kind: 'photo', photo: kept.photo, caption: null }
        : { kind: 'badPhoto', why: kept.why },
    };
  };

  const answer = (message: ReadMessage, text: string): HttpResponse => {
    answers.set(message.updateId, text);
    for (const oldest of answers.keys()) {
      if (answers.size <= ANSWERS_KEPT) break;
      answers.delete(oldest);
    }
    const seconds = Math.floor(deps.now().getTime() / 1000);
    return answerXml(gate.seal(textAnswer({ to: message.person, from: message.account, seconds, text })));
  };

  const converse = async (message: ReadMessage): Promise<HttpResponse> => {
    const { promise, resolve } = Promise.withResolvers<HttpResponse>();
    let open = true;
    const respond = (response: HttpResponse): void => {
      open = false;
      resolve(response);
    };
    const timer = setTimeout(() => respond(nothing), passiveMs);
    const envelope = {
      channel: 'wechat',
      address: message.person,
      updateId: message.updateId,
      lang,
      open: () => toArrival(message),
    } as const;
    const received = inbox.receive(envelope, async (got) => {
      const again = got.kind === 'repeated' ? answers.get(message.updateId) : undefined;
      if (again !== undefined && open) return respond(answer(message, again));
      const replies = repliesOf(got);
      const text = open && replies.length > 0 ? passiveText(replies) : null;
      if (text !== null) return respond(answer(message, text));
      respond(nothing);
      if (replies.length === 0) return;
      const delivery = await send(message.person, replies);
      if (delivery.kind !== 'delivered') {
        log.warn({ delivery: delivery.kind, after: got.kind }, 'an answer did not arrive');
      }
    });
    void received
      .then(
        (got) => {
          if (got === null) respond(answerText(503));
        },
        (error: unknown) => {
          log.error({ err: error }, 'a message could not be answered');
          respond(nothing);
        },
      )
      .finally(() => clearTimeout(timer));
    return promise;
  };

  return {
    name: 'wechat',
    bodyBytes: 100_000, // a text has at most some thousand characters, and photos are only named
    handle: async (request) => {
      const passed = gate.pass(request);
      if (passed.kind === 'refused') {
        if (passed.why !== undefined) log.warn(whys[passed.why]);
        return answerText(passed.status);
      }
      if (passed.kind === 'echo') return answerText(200, passed.text);
      const message = readMessage(passed.fields);
      return message === null ? nothing : converse(message);
    },
    deliver: (address, replies) => inbox.inTurn(address, () => send(address, replies)),
    start: () =>
      api.connect().catch((error: unknown) => {
        if (error instanceof BadSetup) throw error;
        // Passive answers need no token, and the next call asks for one again.
        log.warn({ err: error }, 'WeChat cannot be reached; all else is served meanwhile');
      }),
    stop: () => inbox.stop(),
  };
};
