import { z } from 'zod';
import { inChina, type MessageId } from '../../kernel/index.ts';
import { holdReasons } from '../moderation/suspicions.ts';

const word = z.string();
const reasons = z.array(z.enum(Object.keys(holdReasons) as [keyof typeof holdReasons]));

/**
 * What later stages say of a step, one schema a kind. The table is total: `Trail` has these kinds and `received`.
 * `themed`, `digested` … are appended by the stages that do it, with a `key` that names their doing.
 */
const details = {
  held: z.object({ reasons }),
  released: z.object({}),
  /** The reason stays with the staff. */
  setAside: z.object({}),
  themed: z.object({ theme: word, people: z.int().min(1) }),
  digested: z.object({ digest: word }),
  discussed: z.object({ meeting: word }),
  planned: z.object({ measure: word }),
  handling: z.object({ office: word, due: z.iso.date().nullable() }),
  result: z.object({ office: word, result: word }),
  withdrawn: z.object({}),
} as const;

export type EventKind = keyof typeof details;
type BareKind = 'released' | 'setAside' | 'withdrawn';
export type MessageEvent =
  | { readonly kind: BareKind }
  | {
      readonly [K in Exclude<EventKind, BareKind>]: { readonly kind: K } & Readonly<
        z.infer<(typeof details)[K]>
      >;
    }[Exclude<EventKind, BareKind>];

/** As `message_events` holds it. */
export type StoredEvent = { readonly kind: string; readonly at: Date; readonly detail: unknown };

/** `conversation`'s `TrailStep`: dates are days in China. */
export type TrailStep =
  | { readonly kind: 'received'; readonly date: string }
  | { readonly kind: 'held' | BareKind; readonly date: string }
  | (Exclude<MessageEvent, { readonly kind: 'held' } | { readonly kind: BareKind }> & {
      readonly date: string;
    });

export type Trail = {
  readonly message: MessageId;
  readonly text: string;
  readonly steps: readonly TrailStep[];
  readonly canWithdraw: boolean;
};

const day = (at: Date): string => inChina(at).slice(0, 10);

/** null: of a kind or form that this version does not know, such as one of a later version. */
const readEvent = ({ kind, detail }: StoredEvent): MessageEvent | null => {
  if (!Object.hasOwn(details, kind)) return null;
  const parsed = details[kind as EventKind].safeParse(detail ?? {});
  return parsed.success ? ({ kind, ...parsed.data } as MessageEvent) : null;
};

/** The step as the person sees it: why a message was held stays with the staff. */
export const stepOf = (stored: StoredEvent): TrailStep | null => {
  const event = readEvent(stored);
  if (event === null) return null;
  const date = day(stored.at);
  switch (event.kind) {
    case 'held':
    case 'released':
    case 'setAside':
    case 'withdrawn':
      return { kind: event.kind, date };
    case 'themed':
    case 'digested':
    case 'discussed':
    case 'planned':
    case 'handling':
    case 'result':
      return { ...event, date };
  }
};

/**
 * A message's way from its events, in their order. Every night's run says again in which theme it is: one step for each
 * stretch in the same theme, with the first day and the latest number of people.
 */
export const trailOf = (receivedAt: Date, events: readonly StoredEvent[]): TrailStep[] => {
  const steps: TrailStep[] = [{ kind: 'received', date: day(receivedAt) }];
  for (const stored of events) {
    const step = stepOf(stored);
    if (step === null) continue;
    if (step.kind === 'themed') {
      const at = steps.findLastIndex((one) => one.kind === 'themed');
      const last = steps[at];
      if (last?.kind === 'themed' && last.theme === step.theme) {
        steps[at] = { ...last, people: step.people };
        continue;
      }
    }
    steps.push(step);
  }
  return steps;
};
