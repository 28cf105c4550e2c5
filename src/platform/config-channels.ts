import { z } from 'zod';
import { BadSetup } from '../kernel/index.ts';
import { optional } from './config-optional.ts';

export type TelegramConfig = {
  readonly token: string;
  readonly mode: 'polling' | 'webhook';
  /** What Telegram must name in webhook mode; null when polling. */
  readonly webhookSecret: string | null;
};

export type WechatConfig = {
  readonly appId: string;
  readonly appSecret: string;
  readonly token: string;
  /** null: messages come plain. */
  readonly aesKey: string | null;
};

export type ApiClientConfig = {
  readonly id: string;
  readonly secret: string;
  readonly callback: string | null;
};

const apiClients = z
  .array(
    z.strictObject({
      id: z.string().regex(/^[a-z0-9-]{1,32}$/),
      // As long as what HMAC-SHA256 gives: 32 characters at least.
      secret: z.string().min(32).max(256),
      callback: z
        .url({ protocol: /^https?$/ })
        .nullable()
        .default(null),
    }),
  )
  .refine((clients) => new Set(clients.map(({ id }) => id)).size === clients.length);

const parseJson = (text: string, context: z.RefinementCtx): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue({ code: 'custom', message: 'no JSON' });
    return z.NEVER;
  }
};

const word = z.string().trim();

export const channelVariables = {
  // BotFather's form: the bot's number, a colon, 35 characters.
  TELEGRAM_BOT_TOKEN: optional(word.regex(/^\d{5,20}:[\w-]{30,60}$/).optional()),
  TELEGRAM_MODE: optional(z.enum(['polling', 'webhook']).default('polling')),
  // Telegram's own rule for `secret_token`; 16 at least, so that it cannot be tried out.
  TELEGRAM_WEBHOOK_SECRET: optional(word.regex(/^[\w-]{16,256}$/).optional()),
  WECHAT_APP_ID: optional(word.regex(/^wx[\da-zA-Z]{8,32}$/).optional()),
  WECHAT_APP_SECRET: optional(word.min(16).max(128).optional()),
  // WeChat's own rule: 3 to 32 letters and digits.
  WECHAT_TOKEN: optional(word.regex(/^[\da-zA-Z]{3,32}$/).optional()),
  WECHAT_AES_KEY: optional(word.regex(/^[\da-zA-Z]{43}$/).optional()),
  MASHANG_API_CLIENTS: optional(word.transform(parseJson).pipe(apiClients).default([])),
} as const;

const values = z.object(channelVariables);
type Values = z.infer<typeof values>;

/** What a wrong value should have been. */
export const channelMoves: Readonly<Record<keyof Values, { zh: string; en: string }>> = {
  TELEGRAM_BOT_TOKEN: {
    zh: '应为 @BotFather 给的令牌，形如 123456789:一串字符；没有机器人时请删去此项',
    en: 'write the token that @BotFather gave, such as 123456789:CHARACTERS, or remove it',
  },
  TELEGRAM_MODE: {
    zh: '应为 polling（程序主动去取，不需要外网网址）或 webhook（由 Telegram 推送到 PUBLIC_URL）',
    en: 'write polling (this machine asks Telegram) or webhook (Telegram calls PUBLIC_URL)',
  },
  TELEGRAM_WEBHOOK_SECRET: {
    zh: '用 webhook 时必填：16 到 256 个字母、数字、_ 或 -（可用 openssl rand -hex 32 生成）',
    en: 'webhook mode needs it: 16 to 256 letters, digits, _ or - (openssl rand -hex 32 makes one)',
  },
  WECHAT_APP_ID: {
    zh: '应为公众号的 AppID，形如 wx 加一串字符；没有公众号时请删去所有 WECHAT_ 项',
    en: 'write the official account’s AppID, such as wx0123456789abcdef, or remove all WECHAT_ variables',
  },
  WECHAT_APP_SECRET: {
    zh: '应为公众号后台的 AppSecret；没有公众号时请删去所有 WECHAT_ 项',
    en: 'write the official account’s AppSecret, or remove all WECHAT_ variables',
  },
  WECHAT_TOKEN: {
    zh: '应为公众号后台“服务器配置”里自定的令牌，3 到 32 个字母或数字；没有公众号时请删去所有 WECHAT_ 项',
    en: 'write the token of the account’s server settings, 3 to 32 letters and digits, or remove all WECHAT_ variables',
  },
  WECHAT_AES_KEY: {
    zh: '应为公众号后台的“消息加解密密钥”，43 个字母或数字；用明文模式时请删去此项',
    en: 'write the account’s EncodingAESKey, 43 letters and digits, or remove it for plain mode',
  },
  MASHANG_API_CLIENTS: {
    zh: '应形如 [{"id":"lvzhi","secret":"至少32个字符","callback":null}]（JSON，整个写在一行里，id 用小写字母、数字、连字符且不重复）；不开放接口时请删去此项',
    en: 'write [{"id":"lvzhi","secret":"at least 32 characters","callback":null}] (JSON on one line; ids of lower-case letters, digits and hyphens, none twice), or remove it',
  },
};

/** @throws BadSetup where some of what belongs together is missing. */
export const channelConfig = (
  value: Values,
): {
  readonly telegram: TelegramConfig | null;
  readonly wechat: WechatConfig | null;
  readonly apiClients: readonly ApiClientConfig[];
} => {
  const { TELEGRAM_MODE: mode, TELEGRAM_WEBHOOK_SECRET: secret = null } = value;
  const token = value.TELEGRAM_BOT_TOKEN;
  if (token !== undefined && mode === 'webhook' && secret === null)
    throw missing(['TELEGRAM_WEBHOOK_SECRET']);
  return {
    telegram: token === undefined ? null : { token, mode, webhookSecret: mode === 'webhook' ? secret : null },
    wechat: wechatConfig(value),
    apiClients: value.MASHANG_API_CLIENTS,
  };
};

const wechatConfig = (value: Values): WechatConfig | null => {
  const {
    WECHAT_APP_ID: appId,
    WECHAT_APP_SECRET: appSecret,
    WECHAT_TOKEN: token,
    WECHAT_AES_KEY: aesKey,
  } = value;
  if (appId !== undefined && appSecret !== undefined && token !== undefined) {
    return { appId, appSecret, token, aesKey: aesKey ?? null };
  }
  if ([appId, appSecret, token, aesKey].every((one) => one === undefined)) return null;
  const names = ['WECHAT_APP_ID', 'WECHAT_APP_SECRET', 'WECHAT_TOKEN'] as const;
  throw missing(names.filter((name) => value[name] === undefined));
};

const missing = (names: readonly (keyof Values)[]): BadSetup =>
  new BadSetup({
    zh: names.map((name) => `缺少环境变量 ${name}：${channelMoves[name].zh}。`).join('\n'),
    en: names
      .map((name) => `The environment variable ${name} is missing: ${channelMoves[name].en}.`)
      .join('\n'),
  });
