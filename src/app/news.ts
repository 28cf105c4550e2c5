import type { Channel } from '../channels/index.ts';
import { noticeReplies, type TrailStep } from '../conversation/index.ts';
import { claimNews, type EventNews, reachableFor } from '../intake/index.ts';
import type { Db, logger, Sealer } from '../platform/index.ts';

/**
 * What is told unasked. The person said `withdrawn`, and `held` was said when it was filed; `themed` comes anew with
 * every night's run, and a look-up shows it.
 */
const told: Readonly<Record<TrailStep['kind'], boolean>> = {
  received: false,
  held: false,
  withdrawn: false,
  themed: false,
  released: true,
  setAside: true,
  digested: true,
  discussed: true,
  planned: true,
  handling: true,
  result: true,
};

// Steps come a few a day, or 10,000 after a meeting: these are told within seconds, a city's within minutes.
const LOOK_EVERY_MS = 5_000;
const AT_ONCE = 50;

export type News = {
  /** Tells what has happened since the last time; answers with how many were told. */
  readonly tell: () => Promise<number>;
  /** Ends the looking, after what is under way. */
  readonly stop: () => Promise<void>;
};

/** Steps of messages, told in the chat in which they were written, through whatever channels there are. */
export const newsTo = (deps: {
  readonly db: Db;
  readonly sealer: Sealer;
  readonly channels: readonly Pick<Channel, 'name' | 'deliver'>[];
  readonly log: ReturnType<typeof logger>;
}): News => {
  const { db, sealer, channels, log } = deps;
  const byName = new Map<string, Pick<Channel, 'name' | 'deliver'>>(
    channels.map((channel) => [channel.name, channel]),
  );

  const tellOne = async ({ message, text, step }: EventNews): Promise<number> => {
    let count = 0;
    for (const { channel: name, address, language } of await reachableFor(db, [message], sealer)) {
      const channel = byName.get(name);
      if (channel === undefined) continue;
      const { kind } = await channel.deliver(
        address,
        noticeReplies({ kind: 'step', text, step }, language ?? 'zh'),
      );
      log.info({ messageId: message, step: step.kind, channel: name, delivery: kind }, 'news');
      count += 1;
    }
    return count;
  };

  const tell = async (): Promise<number> => {
    let count = 0;
    for (const news of await claimNews(db, AT_ONCE)) if (told[news.step.kind]) count += await tellOne(news);
    return count;
  };

  let under: Promise<unknown> = Promise.resolve();
  const timer = setInterval(() => {
    under = under.then(tell).catch((error: unknown) => log.error({ err: error }, 'news could not be told'));
  }, LOOK_EVERY_MS);
  return {
    tell,
    stop: async () => {
      clearInterval(timer);
      await under;
    },
  };
};
