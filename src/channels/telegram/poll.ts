import { setTimeout as sleep } from 'node:timers/promises';
import { type Api, GrammyError } from 'grammy';
import type { Update } from 'grammy/types';
import { logger } from '../../platform/index.ts';

export const updateTypes = ['message', 'edited_message', 'callback_query'] as const;

/** Refusals that last until somebody acts. */
const advice: Readonly<Record<number, string>> = {
  401: 'Telegram no longer knows this bot token: get another from @BotFather, set TELEGRAM_BOT_TOKEN and start anew',
  409: 'another program receives this bot’s updates, by asking or by a webhook: stop it, or give each a bot of its own',
};

type PollDeps = {
  readonly api: Api;
  /** Rejects where the update is to come again. */
  readonly take: (update: Update) => Promise<void>;
  readonly signal: AbortSignal;
  /** How long Telegram holds a request that has nothing to answer. */
  readonly holdSeconds?: number;
};

// 30 s: grammY's own choice; proxies often cut a silent connection after 60.
const HOLD_SECONDS = 30;
// While an update is under way Telegram repeats it at once: this is the pause between two such requests.
const UNFINISHED_MS = 1_000;
// An empty answer comes after the whole hold. A proxy that answers at once must not make this loop run hot.
const EMPTY_MS = 200;
// The last confirmation is not worth a minute's wait where the network is gone.
const LAST_MS = 5_000;

/**
 * Long polling that confirms an update only when it and all before it are finished: whatever the process dies of,
 * Telegram tells the rest again. One slow chat does not hold up the others. Ends when `signal` aborts and what was
 * taken is finished.
 */
export const poll = async ({ api, take, signal, holdSeconds = HOLD_SECONDS }: PollDeps): Promise<void> => {
  const log = logger('channels/telegram');
  const underWay = new Map<number, Promise<void>>();
  const finished = new Set<number>();
  let offset = 0;
  let failures = 0;
  let batch: readonly Update[] = [];

  const begin = (update: Update): void => {
    const id = update.update_id;
    if (underWay.has(id) || finished.has(id)) return;
    underWay.set(
      id,
      take(update)
        .then(
          () => {
            finished.add(id);
          },
          (error: unknown) => log.error({ err: error }, 'an update will come again'),
        )
        .finally(() => underWay.delete(id)),
    );
  };

  /** Moves the offset past everything that is finished. Ids of one bot grow, though not always by one. */
  const confirm = (): void => {
    for (const { update_id: id } of batch) {
      if (!finished.has(id)) break;
      offset = id + 1;
    }
    for (const id of finished) if (id < offset) finished.delete(id);
  };

  while (!signal.aborted) {
    const waiting = underWay.size > 0 || finished.size > 0;
    try {
      batch = await api.getUpdates(
        { offset, timeout: waiting ? 0 : holdSeconds, allowed_updates: updateTypes },
        signal as Parameters<Api['getUpdates']>[1],
      );
      failures = 0;
      if (batch.length === 0) await sleep(EMPTY_MS, undefined, { signal });
      for (const update of batch) begin(update);
      await oneOf([...underWay.values()], UNFINISHED_MS, signal);
      confirm();
    } catch (error) {
      if (signal.aborted) break;
      failures += 1;
      if (error instanceof GrammyError && error.error_code in advice) {
        log.error({ err: error, failures }, advice[error.error_code]);
      } else log.warn({ err: error, failures }, 'Telegram could not be asked for updates');
      await sleep(Math.min(30_000, 500 * 2 ** failures), undefined, { signal }).catch(() => {});
    }
  }
  await Promise.all(underWay.values());
  confirm();
  // A failure here only means that Telegram tells again what is then skipped as seen.
  if (offset > 0) {
    const signal = AbortSignal.timeout(LAST_MS) as Parameters<Api['getUpdates']>[1];
    await api.getUpdates({ offset, limit: 1, timeout: 0 }, signal).catch(() => {});
  }
};

/** All of them, or `most` milliseconds, whichever is first. */
const oneOf = async (work: readonly Promise<void>[], most: number, signal: AbortSignal): Promise<void> => {
  if (work.length === 0) return;
  const timer = new AbortController();
  await Promise.race([
    Promise.all(work),
    sleep(most, undefined, { signal: AbortSignal.any([signal, timer.signal]) }).catch(() => {}),
  ]);
  timer.abort();
};
