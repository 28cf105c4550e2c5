import { setTimeout as sleep } from 'node:timers/promises';
import { type Bot, GrammyError } from 'grammy';
import { languages } from '../../conversation/index.ts';
import { BadSetup } from '../../kernel/index.ts';
import { logger } from '../../platform/index.ts';
import { commands as commandWords } from './commands.ts';
import { updateTypes } from './poll.ts';

export type TelegramMode =
  | { readonly kind: 'polling' }
  /** `url` is where Telegram calls; `secret` is what it must then name in a header (1–256 of A-Z a-z 0-9 _ -). */
  | { readonly kind: 'webhook'; readonly url: string; readonly secret: string };

/**
 * Enters menu and webhook, however long the network is down. False where `signal` ended it before.
 * @throws BadSetup where Telegram refuses.
 */
export const keepConnecting = async (bot: Bot, mode: TelegramMode, signal: AbortSignal): Promise<boolean> => {
  const log = logger('channels/telegram');
  for (let failures = 1; !signal.aborted; failures++) {
    try {
      await connect(bot, mode, signal);
      return true;
    } catch (error) {
      if (signal.aborted) break;
      if (error instanceof BadSetup) throw error;
      log.warn({ err: error, failures }, 'Telegram cannot be reached');
      await sleep(Math.min(60_000, 1_000 * 2 ** failures), undefined, { signal }).catch(() => {});
    }
  }
  return false;
};

// Groups are not shown commands that would only be refused there.
const PRIVATE = { type: 'all_private_chats' } as const;

const connect = async (bot: Bot, mode: TelegramMode, signal: AbortSignal): Promise<void> => {
  try {
    // Goes on trying while the network is down, until the channel is stopped.
    await bot.init(signal as Parameters<typeof bot.init>[0]);
    for (const lang of languages) {
      const commands = Object.entries(commandWords[lang]).map(([command, description]) => ({
        command,
        description,
      }));
      // Without a language it is the menu of everyone whose app speaks none of ours.
      if (lang === 'en') await bot.api.setMyCommands(commands, { scope: PRIVATE });
      await bot.api.setMyCommands(commands, { scope: PRIVATE, language_code: lang });
    }
    if (mode.kind === 'polling') await bot.api.deleteWebhook();
    else {
      await bot.api.setWebhook(mode.url, { secret_token: mode.secret, allowed_updates: updateTypes });
    }
  } catch (error) {
    if (error instanceof GrammyError && [401, 404].includes(error.error_code)) {
      throw new BadSetup(
        {
          zh: 'Telegram 不认这个机器人令牌：请向 @BotFather 取新的，填入 TELEGRAM_BOT_TOKEN。',
          en: 'Telegram does not know this bot token: get one from @BotFather and set TELEGRAM_BOT_TOKEN.',
        },
        { cause: error },
      );
    }
    if (error instanceof GrammyError && error.error_code === 400) {
      throw new BadSetup(
        {
          zh: 'Telegram 不接受回调网址：PUBLIC_URL 须为外网可访问的 https 网址（端口 443、80、88 或 8443）。',
          en: 'Telegram refuses the webhook address: PUBLIC_URL must be reachable from outside by https (port 443, 80, 88 or 8443).',
        },
        { cause: error },
      );
    }
    throw error;
  }
};
