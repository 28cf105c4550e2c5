import { createHash } from 'node:crypto';
import type { Lang, Reply, Said } from '../conversation/index.ts';
import type { ChannelDeps, ChannelName } from './contract.ts';
import { createInbox, type Inbox } from './inbox.ts';
import { type ChatEvent, createOutbox, type NewEvent, type Outbox } from './outbox.ts';

export type Sent = {
  /** The channel's name of the person. */
  readonly person: string;
  /** The client's own id of this message: the same again when it is sent again. */
  readonly messageId: string;
  readonly lang: Lang;
  /** Looked at in the person's turn. */
  readonly said: () => Promise<Said>;
};

export type Taken =
  /** `events` are the answers, which also lie in the outbox. Those of a repetition are given again while kept. */
  | { readonly kind: 'handled' | 'repeated'; readonly events: readonly ChatEvent[] }
  /** Nothing was changed: the client keeps its message and sends it again, with the same id. */
  | { readonly kind: 'failed'; readonly apology: readonly Reply[] }
  | { readonly kind: 'stopping' };

/** What web chat and HTTP API have in common: persons who ask for what is new, and clients that name their messages. */
export type Pulled = {
  readonly outbox: Outbox;
  readonly inbox: Inbox;
  readonly take: (sent: Sent) => Promise<Taken>;
};

export const createPulled = (
  channel: ChannelName,
  { retryAfterMs, ...deps }: ChannelDeps & { readonly retryAfterMs?: readonly number[] },
): Pulled => {
  const outbox = createOutbox({ now: deps.now });
  const inbox = createInbox({ ...deps, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) });

  return {
    outbox,
    inbox,
    take: async ({ person, messageId, lang, said }) => {
      const base = { channel, address: person, updateId: updateIdOf(person, messageId), lang } as const;
      let events: readonly ChatEvent[] = [];
      let repeated = false;
      const open = async () => {
        const what = await said();
        const known = outbox.about(person, messageId).some(({ kind }) => kind === 'said');
        if (!known) outbox.append(person, [{ kind: 'said', about: messageId, said: what }]);
        return { ...base, person, said: what, at: deps.now().toISOString() };
      };
      const received = await inbox.receive({ ...base, open }, async (got) => {
        events = outbox.about(person, messageId).filter(isReply);
        // A handler that remembers its answers gives them again; whoever has them shall not see them twice.
        repeated = got.kind === 'repeated' || events.length > 0;
        if (got.kind === 'handled' && !repeated) {
          events = outbox.append(person, replyEvents(got.replies, messageId));
        }
      });
      if (received === null) return { kind: 'stopping' };
      if (received.kind === 'failed') return { kind: 'failed', apology: received.replies };
      return { kind: repeated ? 'repeated' : 'handled', events };
    },
  };
};

export const replyEvents = (replies: readonly Reply[], about: string | null): readonly NewEvent[] =>
  replies.map((reply) => ({ kind: 'reply', about, reply }));

const isReply = ({ kind }: ChatEvent): boolean => kind === 'reply';

/** Hashed, because it is stored and the person's id may not be. */
const updateIdOf = (person: string, messageId: string): string =>
  createHash('sha256').update(`${person}\n${messageId}`, 'utf8').digest('base64url');
