import { availableParallelism } from 'node:os';
import { z } from 'zod';
import { BadSetup } from '../kernel/index.ts';
import {
  type ApiClientConfig,
  channelConfig,
  channelMoves,
  channelVariables,
  type TelegramConfig,
  type WechatConfig,
} from './config-channels.ts';
import { optional } from './config-optional.ts';
import { type ServingConfig, servingConfig, servingMoves, servingVariables } from './config-serving.ts';
import { parseSealKeys, type SealKey } from './seal.ts';

/** Everything the environment decides. `.env.example` says what each variable is for. */
export type Config = {
  /** Address of a PostgreSQL server, or null: the embedded database in `dataDir` is used. */
  readonly databaseUrl: string | null;
  readonly dataDir: string;
  readonly modelDir: string;
  /** Threads of the encoder; null lets the runtime choose. */
  readonly threads: number | null;
  /** Where residents reach this installation, without a slash at the end: it is printed in QR codes. null: not set. */
  readonly publicUrl: string | null;
  /** Name of the Telegram bot, without @; null: there is none. */
  readonly telegramBot: string | null;
  /** null: there is no bot. */
  readonly telegram: TelegramConfig | null;
  /** null: there is no official account. */
  readonly wechat: WechatConfig | null;
  /** Who may use the channel API; empty: it is off. */
  readonly apiClients: readonly ApiClientConfig[];
  /** What hashes and receipts are keyed with; null: the one in the data folder (`loadSecret`). */
  readonly secret: string | null;
  /** Keys for sealed originals, the current one first; empty: originals are not kept. */
  readonly sealKeys: readonly SealKey[];
  readonly serving: ServingConfig;
  readonly logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
};

const isPostgresUrl = (value: string): boolean => {
  const url = URL.parse(value);
  return url !== null && ['postgres:', 'postgresql:'].includes(url.protocol) && url.hostname !== '';
};

/** An address that can stand before `/s/CODE`: no query, no fragment, nobody's password. */
const isPublicUrl = (value: string): boolean => {
  const url = URL.parse(value);
  return (
    url !== null &&
    ['https:', 'http:'].includes(url.protocol) &&
    url.hostname !== '' &&
    `${url.search}${url.hash}${url.username}${url.password}` === ''
  );
};

const environment = z.object({
  DATABASE_URL: optional(z.string().trim().refine(isPostgresUrl).optional()),
  MASHANG_DATA_DIR: optional(z.string().default('.data')),
  MASHANG_MODEL_DIR: optional(z.string().default('models/bge-small-zh-v1.5')),
  MASHANG_THREADS: optional(z.coerce.number().int().min(1).max(256).optional()),
  PUBLIC_URL: optional(z.string().trim().refine(isPublicUrl).optional()),
  // Telegram's own rule: 5 to 32 of A-Z a-z 0-9 _, and bots end in "bot".
  TELEGRAM_BOT_NAME: optional(
    z
      .string()
      .trim()
      .regex(/^@?[A-Za-z]\w{1,28}bot$/i)
      .optional(),
  ),
  ...channelVariables,
  ...servingVariables,
  // 32 characters: what `openssl rand -base64 32` gives has 44.
  MASHANG_SECRET: optional(z.string().trim().min(32).max(1000).optional()),
  MASHANG_SEAL_KEYS: optional(
    z
      .string()
      .refine((value) => parseSealKeys(value) !== null)
      .transform((value) => parseSealKeys(value) ?? [])
      .optional(),
  ),
  MASHANG_LOG_LEVEL: optional(
    z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  ),
});

/** What a wrong value should have been, for the sentence that the person reads. */
const nextMove: Record<keyof z.infer<typeof environment>, { zh: string; en: string }> = {
  DATABASE_URL: {
    zh: '应形如 postgres://用户:密码@主机:5432/数据库；不用 PostgreSQL 时请删去此项',
    en: 'write postgres://user:password@host:5432/database, or remove it to use the embedded database',
  },
  MASHANG_DATA_DIR: { zh: '应为一个文件夹路径', en: 'write the path of a folder' },
  MASHANG_MODEL_DIR: { zh: '应为模型文件夹的路径', en: 'write the path of the model’s folder' },
  MASHANG_THREADS: {
    zh: `应为 1 到 256 的整数（本机有 ${availableParallelism()} 个处理器），或删去此项由程序决定`,
    en: `write a whole number from 1 to 256 (this machine has ${availableParallelism()} processors), or remove it`,
  },
  PUBLIC_URL: {
    zh: '应为居民访问本系统的网址，如 https://mashang.example.cn（印在二维码里，上线后不要再改）',
    en: 'write the address at which residents reach this system, such as https://mashang.example.cn (it is printed in QR codes: do not change it later)',
  },
  TELEGRAM_BOT_NAME: {
    zh: '应为 Telegram 机器人的用户名，如 anfeng_bot；没有机器人时请删去此项',
    en: 'write the username of the Telegram bot, such as anfeng_bot, or remove it',
  },
  ...channelMoves,
  ...servingMoves,
  MASHANG_SECRET: {
    zh: '应为至少 32 个字符的随机文字（可用 openssl rand -base64 32 生成），或删去此项，由程序在数据文件夹里自动生成一次',
    en: 'write at least 32 random characters (openssl rand -base64 32 makes them), or remove it: one is then made once in the data folder',
  },
  MASHANG_SEAL_KEYS: {
    zh: '应形如 2026a:密钥，多个以逗号分隔、当前的在最前；密钥是 32 字节的 base64（可用 openssl rand -base64 32 生成）；不保存原文时请删去此项',
    en: 'write id:key, several with commas and the current one first, where a key is 32 bytes in base64 (openssl rand -base64 32 makes one), or remove it: originals are then not kept',
  },
  MASHANG_LOG_LEVEL: {
    zh: '应为 fatal、error、warn、info、debug、trace、silent 之一',
    en: 'write one of fatal, error, warn, info, debug, trace, silent',
  },
};

/**
 * Pure: the environment as a value.
 * @throws BadSetup naming every wrong variable and what to write instead; never its value, which may be a password.
 */
export const readConfig = (env: Readonly<Record<string, string | undefined>>): Config => {
  const parsed = environment.safeParse(env);
  if (!parsed.success) {
    const names = [
      ...new Set(parsed.error.issues.map((issue) => String(issue.path[0]))),
    ] as (keyof typeof nextMove)[];
    throw new BadSetup({
      zh: names.map((name) => `环境变量 ${name} 的值不对：${nextMove[name].zh}。`).join('\n'),
      en: names.map((name) => `The environment variable ${name} is wrong: ${nextMove[name].en}.`).join('\n'),
    });
  }
  const value = parsed.data;
  return {
    databaseUrl: value.DATABASE_URL ?? null,
    dataDir: value.MASHANG_DATA_DIR,
    modelDir: value.MASHANG_MODEL_DIR,
    threads: value.MASHANG_THREADS ?? null,
    publicUrl: value.PUBLIC_URL?.replace(/\/+$/, '') ?? null,
    telegramBot: value.TELEGRAM_BOT_NAME?.replace(/^@/, '') ?? null,
    ...channelConfig(value),
    secret: value.MASHANG_SECRET ?? null,
    sealKeys: value.MASHANG_SEAL_KEYS ?? [],
    serving: servingConfig(value),
    logLevel: value.MASHANG_LOG_LEVEL,
  };
};

let known: Config | null = null;

/** The process' own configuration, from the environment and a `.env` file beside it; the environment wins. Read once. */
export const config = (): Config => {
  if (known !== null) return known;
  try {
    process.loadEnvFile('.env');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
      throw new BadSetup(
        {
          zh: '读不了 .env 文件：请检查它的权限。',
          en: 'The file .env cannot be read: check its permissions.',
        },
        { cause: error },
      );
    }
  }
  known = readConfig(process.env);
  return known;
};
