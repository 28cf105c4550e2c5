import { setTimeout as sleep } from 'node:timers/promises';
import { HttpError, type Transformer } from 'grammy';

/** A dropped connection is tried again twice; auto-retry would go on for hours. */
export const retryNetwork =
  (waits: readonly number[]): Transformer =>
  async (prev, method, payload, signal) => {
    for (const wait of waits) {
      try {
        return await prev(method, payload, signal);
      } catch (error) {
        if (!(error instanceof HttpError) || method === 'getUpdates' || signal?.aborted === true) throw error;
        await sleep(wait);
      }
    }
    return prev(method, payload, signal);
  };

// What waits behind others of its person when the time is over still gets a fifth of it: as long as Telegram usually takes.
const LEAST = 0.2;

/**
 * Who stops does not wait for the minute that Telegram may ask for: calls still under way `graceMs` after that end as
 * lost connections do, worth another try.
 */
export const endWith = (stopping: AbortSignal, graceMs: number): Transformer => {
  let end = Infinity;
  stopping.addEventListener(
    'abort',
    () => {
      end = performance.now() + graceMs;
    },
    { once: true },
  );
  return async (prev, method, payload, own) => {
    if (own !== undefined) return prev(method, payload, own);
    const cut = new AbortController();
    let timer: NodeJS.Timeout | undefined;
    const cutLater = (): void => {
      const left = Math.max(end - performance.now(), LEAST * graceMs);
      timer = setTimeout(() => cut.abort(), left);
    };
    if (stopping.aborted) cutLater();
    else stopping.addEventListener('abort', cutLater, { once: true });
    try {
      return await prev(method, payload, cut.signal as Parameters<Transformer>[3]);
    } catch (error) {
      throw cut.signal.aborted ? new HttpError('the channel stopped before Telegram answered', error) : error;
    } finally {
      stopping.removeEventListener('abort', cutLater);
      clearTimeout(timer);
    }
  };
};
