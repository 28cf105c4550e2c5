import { setTimeout as sleep } from 'node:timers/promises';
import { autoRetry } from '@grammyjs/auto-retry';
import { Bot, type Transformer } from 'grammy';
import type { Update, UserFromGetMe } from 'grammy/types';
import { z } from 'zod';
import type { Lang } from '../../conversation/index.ts';
import { logger } from '../../platform/index.ts';
import { answerText } from '../answer.ts';
import type { Arrival, ChannelDeps, HttpChannel, HttpRequest } from '../contract.ts';
import { createInbox, repliesOf } from '../inbox.ts';
import { sameSecret } from '../secrets.ts';
import { keepConnecting, type TelegramMode } from './connect.ts';
import { download } from './download.ts';
import { answerToGroup, createOncePerGroup } from './group.ts';
import { poll } from './poll.ts';
import { type ReadUpdate, readUpdate, SPENT } from './read-update.ts';
import { sendReplies, spentKeyboard } from './send.ts';
import { endWith, retryNetwork } from './transformers.ts';

export type TelegramOptions = {
  readonly token: string;
  readonly mode: TelegramMode;
  /** For persons whose app tells no language. */
  readonly lang?: Lang;
  /** Another address of the Bot API: a server of one's own, or a test's. */
  readonly apiRoot?: string;
  /** In place of the network: tests. */
  readonly transport?: Transformer;
  /** Skips `getMe` at the start: tests. */
  readonly me?: UserFromGetMe;
  /** Waits between attempts, of the handler and of calls that the network lost. */
  readonly retryAfterMs?: readonly number[];
  /** How long `start` waits for Telegram before it goes on trying in the background. */
  readonly patienceMs?: number;
  /** How long `stop` waits for calls under way. */
  readonly graceMs?: number;
};

export type Telegram = HttpChannel & {
  /** Handles one update; rejects where it is to come again. */
  readonly handleUpdate: (update: Update) => Promise<void>;
};

const API_ROOT = 'https://api.telegram.org';
// A lost connection is back within seconds, or not for minutes.
const NETWORK_MS = [500, 2_000];
// Long enough for a slow line; the page and the other channels wait as long.
const PATIENCE_MS = 5_000;
// Telegram answers within a second, unless it asks for a pause.
const GRACE_MS = 5_000;
const updateSchema = z.looseObject({ update_id: z.int() });

/** Telegram by long polling or webhook, as `mode` says; the rest is the same. Private chats only. */
export const createTelegram = (deps: ChannelDeps, options: TelegramOptions): Telegram => {
  const { token, mode, lang: fallback = 'zh', apiRoot = API_ROOT } = options;
  const log = logger('channels/telegram');
  const inbox = createInbox({ ...deps, ...pick(options.retryAfterMs) });
  const firstIn = createOncePerGroup(deps.now);
  const stopping = new AbortController();
  let polling: Promise<void> = Promise.resolve();
  let starting: Promise<void> = Promise.resolve();

  const bot = new Bot(token, {
    client: { apiRoot, timeoutSeconds: 60 },
    ...(options.me === undefined ? {} : { botInfo: options.me }),
  });
  // The first is the innermost: retries see what the network answered.
  if (options.transport !== undefined) bot.api.config.use(options.transport);
  // A minute: whoever floods is told by Telegram to wait longer, and then the delivery fails with `again`.
  bot.api.config.use(autoRetry({ maxRetryAttempts: 3, maxDelaySeconds: 60, rethrowHttpErrors: true }));
  bot.api.config.use(retryNetwork(options.retryAfterMs ?? NETWORK_MS));
  bot.api.config.use(endWith(stopping.signal, options.graceMs ?? GRACE_MS));

  const toArrival = async (read: ReadUpdate, base: Omit<Arrival, 'said'>): Promise<Arrival> => {
    if (read.said.kind !== 'remotePhoto') return { ...base, said: read.said };
    const bytes = await download({ api: bot.api, file: read.said.file, root: apiRoot, token });
    if (bytes === null) return { ...base, said: { kind: 'badPhoto', why: 'tooBig' } };
    const kept = await deps.keepPhoto({ channel: 'telegram', person: base.person, bytes });
    return {
      ...base,
      said: kept.ok
        ? { kind: 'photo', photo: kept.photo, caption: read.said.caption }
        : { kind: 'badPhoto', why: kept.why },
    };
  };

  /** Both are a courtesy: that they fail (the tap is too old, the message deleted) changes nothing. */
  const settleTap = async (read: ReadUpdate): Promise<void> => {
    if (read.tap === null) return;
    const { query, message, label } = read.tap;
    const done = await Promise.allSettled([
      bot.api.answerCallbackQuery(query),
      ...(message === null || isSpent(read)
        ? []
        : [bot.api.editMessageReplyMarkup(read.chat, message, { reply_markup: spentKeyboard(label) })]),
    ]);
    for (const one of done) if (one.status === 'rejected') log.debug({ err: one.reason }, 'a tap stays open');
  };

  /** A courtesy, too: nothing of a group is handled or kept. */
  const toGroup = async (update: Update): Promise<void> => {
    const answer = answerToGroup(update, bot.botInfo, fallback);
    if (answer === null || !firstIn(answer.chat)) return;
    await bot.api
      .sendMessage(answer.chat, answer.text, { link_preview_options: { is_disabled: true } })
      .catch((error: unknown) => log.debug({ err: error }, 'a group could not be told'));
  };

  bot.use(async ({ update }) => {
    const read = readUpdate(update, fallback);
    if (read === null) return toGroup(update);
    const settled = settleTap(read);
    if (isSpent(read)) return settled;
    const base = {
      channel: 'telegram',
      person: String(read.person),
      address: String(read.chat),
      updateId: String(update.update_id),
      lang: read.lang,
      at: (read.date === null ? deps.now() : new Date(read.date * 1000)).toISOString(),
    } as const;
    const received = await inbox.receive({ ...base, open: () => toArrival(read, base) }, async (got) => {
      await settled;
      const delivery = await sendReplies(bot.api, read.chat, repliesOf(got));
      if (delivery.kind === 'delivered') return;
      log.warn({ delivery: delivery.kind, after: got.kind }, 'an answer did not arrive');
      // Nobody was told that nothing was done, so Telegram is to tell it again.
      if (got.kind === 'failed' && delivery.kind !== 'blocked') throw new Error('an update was left undone');
    });
    if (received === null) throw new Error('the channel is stopping');
  });

  const handleUpdate = (update: Update): Promise<void> => bot.handleUpdate(update);

  return {
    name: 'telegram',
    bodyBytes: 1_000_000, // no update comes near it: a text has 4,096 characters, a photo is only named
    handleUpdate,
    deliver: (address, replies) =>
      inbox.inTurn(address, () => sendReplies(bot.api, Number(address), replies)),
    handle: async (request) => {
      if (mode.kind !== 'webhook') return answerText(404);
      const refused = refusal(request, mode.secret);
      if (refused !== null) return answerText(refused);
      const update = parseUpdate(request.body);
      if (update === null) return answerText(400);
      try {
        await handleUpdate(update);
        return answerText(200);
      } catch (error) {
        log.error({ err: error }, 'an update will come again');
        return answerText(503);
      }
    },
    start: async () => {
      const { signal } = stopping;
      const connected = keepConnecting(bot, mode, signal);
      const begun = connected.then((there) => {
        if (there && mode.kind === 'polling') polling = poll({ api: bot.api, take: handleUpdate, signal });
      });
      const late = sleep(options.patienceMs ?? PATIENCE_MS, 'late' as const, { ref: false });
      if ((await Promise.race([begun, late])) !== 'late') return;
      log.warn('Telegram cannot be reached; trying goes on, and all else is served meanwhile');
      starting = begun.catch((error: unknown) => log.error({ err: error }, 'Telegram refuses this bot'));
    },
    stop: async () => {
      stopping.abort();
      await starting;
      await polling;
      await inbox.stop();
    },
  };
};

const pick = (retryAfterMs: readonly number[] | undefined) =>
  retryAfterMs === undefined ? {} : { retryAfterMs };

const isSpent = ({ said }: ReadUpdate): boolean => said.kind === 'choice' && said.id === SPENT;

const refusal = ({ method, headers }: HttpRequest, secret: string): number | null => {
  if (method !== 'POST') return 405;
  return sameSecret(headers['x-telegram-bot-api-secret-token'] ?? '', secret) ? null : 401;
};

const parseUpdate = (body: Uint8Array): Update | null => {
  try {
    const parsed = updateSchema.safeParse(JSON.parse(Buffer.from(body).toString('utf8')));
    // What stands in it is Telegram's, which named the secret; fields are looked at one by one in `readUpdate`.
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
};
