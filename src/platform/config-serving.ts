import { isIP } from 'node:net';
import { z } from 'zod';
import { optional } from './config-optional.ts';

/** How residents are served. */
export type ServingConfig = {
  /** Address to listen at; 127.0.0.1: only this machine and a reverse proxy on it. */
  readonly host: string;
  readonly port: number;
  /** Reverse proxies in front: so many names of senders are believed. */
  readonly proxies: number;
  /** The staff's telephone, told to whoever asks for a person; null: there is none. */
  readonly deskPhone: string | null;
  /** Months after which messages are deleted; told in the privacy notice. */
  readonly keepMonths: number;
  /** When digests are drawn, HH:MM in China's time; null: only by hand. */
  readonly nightly: string | null;
};

const isHost = (value: string): boolean =>
  isIP(value) !== 0 || /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(value);

export const servingVariables = {
  HOST: optional(z.string().trim().refine(isHost).default('127.0.0.1')),
  PORT: optional(z.coerce.number().int().min(0).max(65_535).default(3000)),
  MASHANG_PROXIES: optional(z.coerce.number().int().min(0).max(10).default(0)),
  MASHANG_DESK_PHONE: optional(
    z
      .string()
      .trim()
      .regex(/^[\d+ -]{3,20}$/)
      .optional(),
  ),
  // Two years: the longest way from a message to what became of it.
  MASHANG_KEEP_MONTHS: optional(z.coerce.number().int().min(1).max(120).default(24)),
  // After housekeeping at half past two, so that what was forgotten is in no digest.
  MASHANG_NIGHTLY: optional(
    z
      .string()
      .trim()
      .regex(/^(off|([01]\d|2[0-3]):[0-5]\d)$/)
      .default('03:00'),
  ),
} as const;

const values = z.object(servingVariables);

export const servingMoves: Readonly<Record<keyof typeof servingVariables, { zh: string; en: string }>> = {
  HOST: {
    zh: '应为监听的地址：127.0.0.1 只供本机（及本机的反向代理），0.0.0.0 供所有网络',
    en: 'write the address to listen at: 127.0.0.1 for this machine (and a reverse proxy on it), 0.0.0.0 for all networks',
  },
  PORT: {
    zh: '应为 1 到 65535 的端口号，如 3000（0 表示任选一个空闲的）',
    en: 'write a port from 1 to 65535, such as 3000 (0 takes any free one)',
  },
  MASHANG_PROXIES: {
    zh: '应为前面反向代理的层数，没有写 0，有一个 nginx 写 1',
    en: 'write how many reverse proxies stand in front: 0 for none, 1 for one nginx',
  },
  MASHANG_DESK_PHONE: {
    zh: '应为工作人员的电话，如 0536-6060000；没有时请删去此项',
    en: 'write the staff’s telephone number, such as 0536-6060000, or remove it',
  },
  MASHANG_KEEP_MONTHS: {
    zh: '应为留言保存的月数，1 到 120',
    en: 'write for how many months messages are kept, 1 to 120',
  },
  MASHANG_NIGHTLY: {
    zh: '应为每晚起草简报的时间（北京时间），如 03:00；不要自动起草时写 off',
    en: 'write when digests are drawn every night, in China’s time, such as 03:00, or off',
  },
};

export const servingConfig = (value: z.infer<typeof values>): ServingConfig => ({
  host: value.HOST,
  port: value.PORT,
  proxies: value.MASHANG_PROXIES,
  deskPhone: value.MASHANG_DESK_PHONE ?? null,
  keepMonths: value.MASHANG_KEEP_MONTHS,
  nightly: value.MASHANG_NIGHTLY === 'off' ? null : value.MASHANG_NIGHTLY,
});
