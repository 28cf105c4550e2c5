import type { Reply, Said } from '../conversation/index.ts';

/** What happened in a chat that its person reads by asking for it. */
export type ChatEvent = {
  /** Grows within one person, over restarts too. Cursor of polling, and id of server-sent events. */
  readonly id: number;
  readonly at: string;
  /** The client's id of the message that this belongs to; null for what was sent unasked. */
  readonly about: string | null;
} & (
  | { readonly kind: 'reply'; readonly reply: Reply }
  /** The person's own message, so that a second window shows it too. */
  | { readonly kind: 'said'; readonly said: Said }
);

export type NewEvent =
  | { readonly kind: 'reply'; readonly about: string | null; readonly reply: Reply }
  | { readonly kind: 'said'; readonly about: string | null; readonly said: Said };

export type EventsAfter = {
  readonly events: readonly ChatEvent[];
  /** True where events between the cursor and these were dropped: a page then shows itself anew. */
  readonly gap: boolean;
};

export type Outbox = {
  readonly append: (person: string, events: readonly NewEvent[]) => readonly ChatEvent[];
  /** @param after The last id that the client has; 0 for all that is kept. */
  readonly after: (person: string, after: number) => EventsAfter;
  readonly about: (person: string, about: string) => readonly ChatEvent[];
  /** Called with new events until `signal` aborts. */
  readonly listen: (
    person: string,
    listener: (events: readonly ChatEvent[]) => void,
    signal: AbortSignal,
  ) => void;
  readonly listeners: (person: string) => number;
  readonly forget: (person: string) => void;
};

type Box = { events: ChatEvent[]; last: number; dropped: number };

/**
 * In memory: what was missed is on the next page anyway, and receipts shall not be stored in the clear.
 * @param perPerson Events kept for each person: some twenty turns.
 * @param people Persons kept; who was idle longest is dropped first.
 */
export const createOutbox = ({
  now,
  perPerson = 100,
  people = 20_000,
}: {
  now: () => Date;
  perPerson?: number;
  people?: number;
}): Outbox => {
  const boxes = new Map<string, Box>();
  const ears = new Map<string, Set<(events: readonly ChatEvent[]) => void>>();

  const touch = (person: string): Box => {
    const box = boxes.get(person) ?? { events: [], last: 0, dropped: 0 };
    boxes.delete(person);
    boxes.set(person, box); // a Map keeps its order of insertion: the first is who was idle longest
    for (const idle of boxes.keys()) {
      if (boxes.size <= people) break;
      if (!ears.has(idle)) boxes.delete(idle);
      else break;
    }
    return box;
  };

  return {
    append: (person, events) => {
      const box = touch(person);
      const at = now();
      const added = events.map((event): ChatEvent => {
        // Milliseconds since 1970 at least: ids go on growing after a restart, when counting would begin again.
        box.last = Math.max(box.last + 1, at.getTime());
        return { id: box.last, at: at.toISOString(), ...event };
      });
      box.events.push(...added);
      const over = box.events.length - perPerson;
      if (over > 0) box.dropped = box.events.splice(0, over).at(-1)!.id;
      if (added.length > 0) for (const hear of ears.get(person) ?? []) hear(added);
      return added;
    },
    after: (person, after) => {
      const box = boxes.get(person);
      if (box === undefined) return { events: [], gap: after > 0 };
      const first = box.events[0]?.id ?? box.last + 1;
      return {
        events: box.events.filter((event) => event.id > after),
        // A cursor from before a restart is older than the first event, and nobody knows what lay between.
        gap: after > 0 && after < (box.dropped > 0 ? box.dropped : first),
      };
    },
    about: (person, about) => (boxes.get(person)?.events ?? []).filter((event) => event.about === about),
    listen: (person, listener, signal) => {
      if (signal.aborted) return;
      const set = ears.get(person) ?? new Set();
      set.add(listener);
      ears.set(person, set);
      signal.addEventListener(
        'abort',
        () => {
          set.delete(listener);
          if (set.size === 0 && ears.get(person) === set) ears.delete(person);
        },
        { once: true },
      );
    },
    listeners: (person) => ears.get(person)?.size ?? 0,
    forget: (person) => {
      boxes.delete(person);
    },
  };
};
