import { setImmediate as nextTurn } from 'node:timers/promises';

/** Milliseconds after which others get the thread. */
const TURN_MS = 10;

/** To be awaited often: lets the event loop run every 10 ms, and throws the signal's reason when it is aborted. */
export type Pace = () => Promise<void>;

export const pacer = (signal?: AbortSignal): Pace => {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < TURN_MS) return;
    await nextTurn();
    signal?.throwIfAborted();
    since = performance.now();
  };
};
