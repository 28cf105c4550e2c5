import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { BadSetup } from '../../kernel/index.ts';
import { PHOTO_BYTES } from '../contract.ts';
import { readLimited } from '../read-limited.ts';

/** WeChat answered, and said no. `detail` is its own sentence; it holds no token. */
export class WechatRefusal extends Error {
  readonly code: number;
  constructor(call: string, code: number) {
    super(`WeChat refused ${call} with ${code}`);
    this.name = 'WechatRefusal';
    this.code = code;
  }
}

export type WechatApi = {
  readonly post: <T>(call: string, body: unknown, schema: z.ZodType<T>) => Promise<T>;
  /** null where the photo has more than `PHOTO_BYTES`. */
  readonly media: (id: string) => Promise<Uint8Array | null>;
  /** The same for a picture's own address, which needs no token. */
  readonly picture: (url: string) => Promise<Uint8Array | null>;
  /** Fetches an access token: a first test of the account's id and secret. */
  readonly connect: () => Promise<void>;
};

type ApiOptions = {
  readonly appId: string;
  readonly appSecret: string;
  readonly root: string;
  readonly now: () => Date;
  readonly retryAfterMs: readonly number[];
};

export const API_ROOT = 'https://api.weixin.qq.com';
export const RETRY_AFTER_MS = [300, 1_200];

const CALL_MS = 10_000;
// A token is taken for dead five minutes before it is: the old one goes on working for that long after a new one.
const EARLY_MS = 300_000;
// 40001 invalid, 42001 expired, 40014 illegal: another process or the console may have asked for a newer one.
const staleToken = new Set([40001, 40014, 42001]);
const SYSTEM_BUSY = -1;

const tokenSchema = z.object({ access_token: z.string().min(1), expires_in: z.number() });
const errorSchema = z.looseObject({ errcode: z.number() });

export const createWechatApi = ({ appId, appSecret, root, now, retryAfterMs }: ApiOptions): WechatApi => {
  let token: { readonly value: string; readonly until: number } | null = null;
  let asking: Promise<string> | null = null;

  const fetchToken = async (force: boolean): Promise<string> => {
    // The stable token keeps the secret out of addresses, and several processes get the same one.
    const answer = await send(`${root}/cgi-bin/stable_token`, {
      grant_type: 'client_credential',
      appid: appId,
      secret: appSecret,
      force_refresh: force,
    });
    const { access_token: value, expires_in: seconds } = await readJson('stable_token', answer, tokenSchema);
    // Near its end WeChat may still give the same one: asking again at every call would not make it newer.
    const lifeMs = seconds * 1000;
    token = { value, until: now().getTime() + lifeMs - Math.min(EARLY_MS, lifeMs / 2) };
    return value;
  };

  /**
   * Forcing ends the token of every other process and is allowed 20 times a day, half a minute apart: only where WeChat
   * goes on giving what it no longer takes.
   */
  const ask = async (stale: string | null): Promise<string> => {
    const value = await fetchToken(false);
    return value === stale ? fetchToken(true) : value;
  };

  /** One request at a time: many messages at once shall not make many tokens, each of which ends the one before. */
  const accessToken = async (stale: string | null = null): Promise<string> => {
    if (token !== null && token.value !== stale && now().getTime() < token.until) return token.value;
    asking ??= ask(stale).finally(() => {
      asking = null;
    });
    return asking;
  };

  /** With a token; once more with a fresh one where it was stale, and a few times where WeChat is busy or unreachable. */
  const withToken = async <T>(call: (token: string) => Promise<T>): Promise<T> => {
    let stale: string | null = null;
    let waits = [...retryAfterMs];
    for (;;) {
      const value: string = await accessToken(stale);
      try {
        return await call(value);
      } catch (error) {
        const code = error instanceof WechatRefusal ? error.code : null;
        if (code !== null && staleToken.has(code) && stale === null) {
          stale = value;
          continue;
        }
        const [wait, ...later] = waits;
        if (wait === undefined || (code !== null && code !== SYSTEM_BUSY)) throw error;
        waits = later;
        await sleep(wait);
      }
    }
  };

  return {
    post: (call, body, schema) =>
      withToken(async (value) =>
        readJson(call, await send(`${root}/cgi-bin/${call}?access_token=${value}`, body), schema),
      ),
    media: (id) =>
      withToken(async (value) => {
        const query = new URLSearchParams({ access_token: value, media_id: id });
        const answer = await request(`${root}/cgi-bin/media/get?${query}`, { method: 'GET' });
        if (/json|text\/plain/.test(answer.headers.get('content-type') ?? '')) {
          await readJson('media/get', answer, z.never());
        }
        return readLimited(answer, PHOTO_BYTES);
      }),
    picture: async (url) => {
      const answer = await request(url, { method: 'GET' });
      if (!answer.ok) {
        await answer.body?.cancel();
        throw new Error(`a picture at WeChat was answered with ${answer.status}`);
      }
      return readLimited(answer, PHOTO_BYTES);
    },
    connect: async () => {
      try {
        await accessToken();
      } catch (error) {
        // 40013 unknown app id, 40125 wrong secret, 40164 this machine's address is not on the account's list.
        if (!(error instanceof WechatRefusal) || ![40013, 40125, 40164, 40001].includes(error.code))
          throw error;
        throw new BadSetup(
          {
            zh: `微信不认这个公众号（${error.code}）：请核对 WECHAT_APP_ID、WECHAT_APP_SECRET，并把本机的外网地址加入公众号后台的 IP 白名单。`,
            en: `WeChat does not accept this account (${error.code}): check WECHAT_APP_ID and WECHAT_APP_SECRET, and put this machine's public address on the account's IP list.`,
          },
          { cause: error },
        );
      }
    },
  };
};

/** @throws without the address, which may hold a token. */
const request = async (url: string, init: RequestInit): Promise<Response> => {
  try {
    return await fetch(url, { ...init, redirect: 'error', signal: AbortSignal.timeout(CALL_MS) });
  } catch (error) {
    throw new Error(`WeChat could not be reached (${error instanceof Error ? error.name : 'unknown'})`);
  }
};

const send = (url: string, body: unknown): Promise<Response> =>
  request(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

// Answers are short; a megabyte is no answer of WeChat's.
const ANSWER_BYTES = 1_000_000;

const readJson = async <T>(call: string, answer: Response, schema: z.ZodType<T>): Promise<T> => {
  const bytes = await readLimited(answer, ANSWER_BYTES);
  const value: unknown = bytes === null ? null : parse(Buffer.from(bytes).toString('utf8'));
  const refused = errorSchema.safeParse(value);
  if (refused.success && refused.data.errcode !== 0) throw new WechatRefusal(call, refused.data.errcode);
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new Error(`WeChat answered ${call} with something else (${answer.status})`);
  return parsed.data;
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};
