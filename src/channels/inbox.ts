import { setTimeout as sleep } from 'node:timers/promises';
import { apologyReplies, type Reply } from '../conversation/index.ts';
import { logger } from '../platform/index.ts';
import type { Arrival, Handler, SeenUpdates } from './contract.ts';
import { createLanes } from './lanes.ts';

/** An update before it is read: reading may mean to download a photo, and must wait for its turn. */
export type Envelope = Pick<Arrival, 'channel' | 'address' | 'updateId' | 'lang'> & {
  readonly open: () => Promise<Arrival>;
};

export type Received =
  | { readonly kind: 'handled'; readonly replies: readonly Reply[] }
  | { readonly kind: 'repeated' }
  /** Nothing was changed; `replies` says so kindly, and the same update may come again. */
  | { readonly kind: 'failed'; readonly replies: readonly Reply[] };

export type Inbox = {
  /**
   * Handles an update once, in its person's turn, and hands what is to be said to `say` before the next turn begins.
   * Answers null where the channel is stopping: the platform is then to send the update again.
   */
  readonly receive: (
    envelope: Envelope,
    say: (received: Received) => Promise<void>,
  ) => Promise<Received | null>;
  /** Anything else that must keep its place among one person's updates. */
  readonly inTurn: <T>(address: string, task: () => Promise<T>) => Promise<T>;
  /** Takes nothing new and waits for what is under way. */
  readonly stop: () => Promise<void>;
};

export type InboxDeps = {
  readonly handler: Handler;
  readonly seen: SeenUpdates;
  /** Waits before the second and the third attempt. */
  readonly retryAfterMs?: readonly number[];
};

// A restarting database is back within a second or two. Longer waits would leave the person without any answer, and
// WeChat asks for one within five seconds.
const RETRY_AFTER_MS = [300, 1_200];

export const createInbox = ({ handler, seen, retryAfterMs = RETRY_AFTER_MS }: InboxDeps): Inbox => {
  const log = logger('channels');
  const lanes = createLanes();
  let stopping = false;

  const attempt = async (envelope: Envelope): Promise<Received> => {
    if (await seen.has(envelope)) return { kind: 'repeated' };
    const replies = await handler(await envelope.open());
    // The handler is done: that this cannot be noted is no reason to do it again now.
    await seen.add(envelope).catch((error: unknown) => {
      log.error({ channel: envelope.channel, err: error }, 'a handled update could not be noted');
    });
    return { kind: 'handled', replies };
  };

  const handle = async (envelope: Envelope): Promise<Received> => {
    for (const wait of [...retryAfterMs, null]) {
      try {
        return await attempt(envelope);
      } catch (error) {
        log.error({ channel: envelope.channel, again: wait !== null, err: error }, 'an update failed');
        if (wait !== null) await sleep(wait);
      }
    }
    return { kind: 'failed', replies: apologyReplies('down', envelope.lang) };
  };

  return {
    receive: async (envelope, say) => {
      if (stopping) return null;
      return lanes.run(envelope.address, async () => {
        const received = await handle(envelope);
        await say(received);
        return received;
      });
    },
    inTurn: (address, task) => lanes.run(address, task),
    stop: async () => {
      stopping = true;
      await lanes.idle();
    },
  };
};

/** What `say` has to say: nothing where the update was a repetition. */
export const repliesOf = (received: Received): readonly Reply[] =>
  received.kind === 'repeated' ? [] : received.replies;
