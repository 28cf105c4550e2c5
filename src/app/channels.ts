import {
  type Channel,
  type ChannelDeps,
  createHttpApi,
  createTelegram,
  createWebChat,
  createWechat,
  type HttpChannel,
  type SeenUpdates,
  type WebChat,
} from '../channels/index.ts';
import { databaseSeenUpdates } from '../intake/index.ts';
import { BadSetup } from '../kernel/index.ts';
import type { Config, Db, Secret } from '../platform/index.ts';

export type Channels = {
  readonly webChat: WebChat;
  /** Those that others call over HTTP, by the path under which they do. */
  readonly overHttp: readonly { readonly at: string; readonly channel: HttpChannel }[];
  readonly all: readonly Channel[];
};

/**
 * Where people ask for what is new themselves, a repetition must find its answer again, also after a crash: the handler
 * knows what it did last, and no other list may hide that.
 */
const handlerRemembers: SeenUpdates = { has: async () => false, add: async () => undefined };

const webhookUrl = (publicUrl: string | null): string => {
  if (publicUrl?.startsWith('https:')) return `${publicUrl}/hooks/telegram`;
  throw new BadSetup({
    zh: 'Telegram 的 webhook 方式需要以 https 开头的 PUBLIC_URL。请设置它，或改用 TELEGRAM_MODE=polling。',
    en: 'Telegram’s webhook mode needs a PUBLIC_URL on https. Set it, or use TELEGRAM_MODE=polling.',
  });
};

/** The channels that are configured; the web chat always is. @throws BadSetup */
export const channelsOf = (
  deps: Omit<ChannelDeps, 'seen'>,
  given: { readonly config: Config; readonly secret: Secret; readonly db: Db },
): Channels => {
  const { config, secret, db } = given;
  const seen = databaseSeenUpdates(db, deps.now);
  const webChat = createWebChat({
    ...deps,
    seen: handlerRemembers,
    sessionKey: secret.mac('web-chat sessions', 'cookie'),
  });
  const overHttp: { at: string; channel: HttpChannel }[] = [];
  const { telegram, wechat, apiClients, publicUrl } = config;
  if (telegram !== null) {
    const { token, webhookSecret } = telegram;
    const mode =
      telegram.mode === 'webhook' && webhookSecret !== null
        ? { kind: 'webhook' as const, url: webhookUrl(publicUrl), secret: webhookSecret }
        : { kind: 'polling' as const };
    overHttp.push({ at: '/hooks/telegram', channel: createTelegram({ ...deps, seen }, { token, mode }) });
  }
  if (wechat !== null)
    overHttp.push({ at: '/hooks/wechat', channel: createWechat({ ...deps, seen }, wechat) });
  if (apiClients.length > 0) {
    const channel = createHttpApi({ ...deps, seen: handlerRemembers }, { clients: apiClients });
    overHttp.push({ at: '/api', channel });
  }
  return { webChat, overHttp, all: [webChat, ...overHttp.map(({ channel }) => channel)] };
};
