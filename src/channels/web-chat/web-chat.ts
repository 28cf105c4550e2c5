import type { Lang, Said } from '../../conversation/index.ts';
import type { Channel, ChannelDeps } from '../contract.ts';
import type { ChatEvent, EventsAfter } from '../outbox.ts';
import { createPulled, replyEvents, type Taken } from '../pulled.ts';
import { createSessions, type Sessions } from './sessions.ts';

export type WebMessage = {
  /** Of the session. */
  readonly person: string;
  /**
   * Made by the page when the person sends, and the same whenever the page sends it again: so what was written offline
   * is handled once. 1 to 100 characters; a page without scripts puts a fresh one into each form.
   */
  readonly messageId: string;
  readonly said: Said;
  readonly lang: Lang;
};

export type WebChat = Channel & {
  readonly sessions: Sessions;
  readonly receive: (message: WebMessage) => Promise<Taken>;
  /** For polling, and for the first answer of a stream. `cursor` is the last event's id (Last-Event-ID), or 0. */
  readonly after: (person: string, cursor: number) => EventsAfter;
  /** For a stream: called with what is new until `signal` aborts. Send `after` first, in the same tick. */
  readonly listen: (
    person: string,
    listener: (events: readonly ChatEvent[]) => void,
    signal: AbortSignal,
  ) => void;
  /** Aborts when the channel stops, so that streams can be ended. */
  readonly stopping: AbortSignal;
  /** Empties a person's chat: after "delete my data", or on a shared telephone. */
  readonly forget: (person: string) => void;
};

/** The chat in the browser, without its pages: those and their routes are `web`'s. */
export const createWebChat = (
  deps: ChannelDeps & { readonly sessionKey: Uint8Array; readonly retryAfterMs?: readonly number[] },
): WebChat => {
  const { outbox, inbox, take } = createPulled('web-chat', deps);
  const stopping = new AbortController();
  return {
    name: 'web-chat',
    sessions: createSessions({ key: deps.sessionKey, now: deps.now }),
    receive: ({ said, ...message }) => take({ ...message, said: async () => said }),
    after: outbox.after,
    listen: outbox.listen,
    forget: outbox.forget,
    stopping: stopping.signal,
    deliver: (person, replies) =>
      inbox.inTurn(person, async () => {
        outbox.append(person, replyEvents(replies, null));
        return { kind: outbox.listeners(person) > 0 ? 'delivered' : 'waiting' };
      }),
    start: async () => {},
    stop: async () => {
      await inbox.stop();
      stopping.abort();
    },
  };
};
