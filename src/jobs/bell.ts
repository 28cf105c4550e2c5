import { schedule } from 'node-cron';
import type { logger } from '../platform/index.ts';

export type Bell = {
  /** Rings no more, aborts what is under way, and waits for it. */
  readonly stop: () => Promise<void>;
};

export type BellOptions = {
  /** When it rings in China's time, as cron writes it: `30 3 * * *` is half past three at night. */
  readonly at: string;
  /** Whether it rings when it is hung up; it does unless told otherwise. */
  readonly atStart?: boolean;
  readonly log: ReturnType<typeof logger>;
};

// An office's machine may be asleep at night: what was to be done then is done when it wakes within the same morning.
const LATE_MS = 8 * 3_600_000;

/**
 * Does `work` now and whenever the bell rings, never twice at once. Work that fails is logged, and tried again at the
 * next ring: whoever rings cannot mend it.
 */
export const ringing = (
  work: (signal: AbortSignal) => Promise<void>,
  { at, atStart = true, log }: BellOptions,
): Bell => {
  const stopping = new AbortController();
  const { signal } = stopping;
  let under: Promise<void> | null = null;
  const ring = (): Promise<void> => {
    under ??= work(signal)
      .catch((error: unknown) => {
        if (!signal.aborted) log.error({ err: error }, 'work of the bell failed');
      })
      .finally(() => {
        under = null;
      });
    return under;
  };
  const task = schedule(at, ring, {
    timezone: 'Asia/Shanghai',
    missedExecutionTolerance: LATE_MS,
    // A server's own socket keeps the process alive, and nothing else should.
    unref: true,
    logger: {
      info: (message) => log.info(message),
      warn: (message) => log.warn(message),
      error: (error) => log.error({ err: error }, 'the bell failed'),
      debug: () => undefined,
    },
  });
  if (atStart) void ring();
  return {
    stop: async () => {
      stopping.abort();
      await task.destroy();
      await under;
    },
  };
};
