import type { Arrival, Handler } from '../channels/index.ts';
import {
  type AwaitedEffect,
  type Context,
  type ConversationState,
  codeFor,
  type Door,
  type Effect,
  type Inbound,
  type Lang,
  type Limits,
  newState,
  type Outcome,
  parseState,
  pendingEffects,
  type Reply,
  type SilentEffect,
  step,
  type UrgentKind,
  type Written,
} from '../conversation/index.ts';
import type { logger } from '../platform/index.ts';

/** Where the effects of conversations are carried out. */
export type Desk = {
  /**
   * One turn of one person, alone and all of it or nothing: what was `saved` is handed to `work`, and what it gives to
   * save is kept together with everything that it did. @throws where nothing could be done; nothing was then changed
   */
  readonly turn: <T>(
    arrival: Arrival,
    work: (here: DeskTurn) => Promise<{ readonly save: unknown; readonly value: T }>,
  ) => Promise<T>;
};

export type DeskTurn = {
  /** null: nobody yet. */
  readonly saved: unknown;
  readonly heardAt: Date | null;
  /** The person as messages name their authors; null before the first one. */
  readonly author: () => Promise<string | null>;
  /** `before` is the state from which the step began that asks for the effect. */
  readonly quietly: (effect: SilentEffect, before: ConversationState) => Promise<void>;
  readonly carryOut: (
    effect: Exclude<AwaitedEffect, { kind: 'findSimilar' }>,
    before: ConversationState,
  ) => Promise<Outcome>;
  /** What stands behind a code. */
  readonly door: (code: string | null) => Promise<Door>;
  /** A code was opened: counted when the turn is saved. */
  readonly scanned: (code: string) => void;
  /** Photos that came and that the conversation did not take: removed when the turn is saved. */
  readonly unwanted: (photos: readonly string[]) => void;
  /** To hide replies in what is saved: receipts may not stand anywhere in the clear. */
  readonly seal: (replies: readonly Reply[]) => unknown;
  /** null where it cannot be opened any more. */
  readonly open: (sealed: unknown) => readonly Reply[] | null;
};

/** Finds what others said about the same matter; answers at once, with less where it must. */
export type FindSimilar = (
  message: Written,
  author: string | null,
) => Promise<Extract<Outcome, { kind: 'similar' }>>;

export type ConverseDeps = {
  readonly desk: Desk;
  readonly findSimilar: FindSimilar;
  readonly urgentSigns: (text: string) => readonly UrgentKind[];
  readonly limits: Limits;
  readonly keepMonths: number;
  readonly deskPhone: string | null;
  readonly now: () => Date;
  readonly log: ReturnType<typeof logger>;
};

// After four hours an unfinished draft is asked about before more is added to it: a lunch is shorter, a night longer.
const AWAY_MS = 4 * 3_600_000;

// A turn whose effects call for further effects: filing after checking is the longest way, and a cycle would be a fault.
const ROUNDS = 8;

const isAwaited = (effect: Effect): effect is AwaitedEffect => 'ref' in effect;

// Two windows of one browser may each repeat what they sent last; nobody has this many.
const REMEMBERED = 20;

/** What is saved between turns: the state, what was handled lately, and what was answered last. */
type Kept = {
  readonly state: unknown;
  /** Newest first: a repetition is answered the same if it is the first, and with nothing otherwise. */
  readonly updates: readonly string[];
  readonly replies: unknown;
};

const nobody: Kept = { state: newState, updates: [], replies: null };

const keptIn = (saved: unknown): Kept => {
  if (typeof saved !== 'object' || saved === null || !('state' in saved)) return nobody;
  const updates = 'updates' in saved && Array.isArray(saved.updates) ? saved.updates.map(String) : [];
  return { state: saved.state, updates, replies: 'replies' in saved ? saved.replies : null };
};

/** The photos of the draft in a saved conversation, which wait to be filed with it. */
export const photosOfDraft = (saved: unknown): readonly string[] =>
  parseState(keptIn(saved).state).draft?.photos ?? [];

/** Thrown out of a turn that needs what takes time: it is done without holding the person's lock, and the turn retaken. */
class NeedsSimilar extends Error {
  readonly written: Written;
  readonly author: string | null;

  constructor(message: Written, author: string | null) {
    super('a comparison is needed before this turn');
    this.name = 'NeedsSimilar';
    this.written = message;
    this.author = author;
  }
}

const similarKey = ({ draft, topic, text }: Written): string => JSON.stringify([draft, topic, text]);

/**
 * Carries conversations: loads where a person stands, makes the step, does what it asks for, feeds back what came of
 * it, and saves, each turn as a whole. The same update twice changes nothing and is answered the same.
 */
export const handlerFor = (deps: ConverseDeps): Handler => {
  const contextOf = (door: Door, lang: Lang, away: boolean): Context => ({
    lang,
    door,
    away,
    keepMonths: deps.keepMonths,
    deskPhone: deps.deskPhone,
    limits: deps.limits,
    urgentSigns: deps.urgentSigns,
  });

  type Found = ReadonlyMap<string, Outcome>;

  const outcomeOf = async (
    here: DeskTurn,
    effect: AwaitedEffect,
    { before, found }: { before: ConversationState; found: Found },
  ): Promise<Outcome> => {
    if (effect.kind !== 'findSimilar') return here.carryOut(effect, before);
    const there = found.get(similarKey(effect.message));
    if (there !== undefined) return there;
    throw new NeedsSimilar(effect.message, await here.author());
  };

  /** Steps until nobody waits for anything. */
  const play = async (here: DeskTurn, arrival: Arrival, found: Found) => {
    let state = parseState(keptIn(here.saved).state);
    const away = here.heardAt !== null && deps.now().getTime() - here.heardAt.getTime() > AWAY_MS;
    const replies: Reply[] = [];

    const take = async (input: Inbound): Promise<readonly AwaitedEffect[]> => {
      const door = await here.door(codeFor(state, input));
      const context = contextOf(door, arrival.lang, away);
      const before = state;
      const turn = step(before, input, context);
      state = turn.state;
      replies.push(...turn.replies);
      for (const effect of turn.effects) if (!isAwaited(effect)) await here.quietly(effect, before);
      return turn.effects.filter(isAwaited);
    };
    const settle = async (first: readonly AwaitedEffect[]): Promise<void> => {
      const waiting = [...first];
      for (let round = 0; waiting.length > 0; round++) {
        const effect = waiting.shift();
        if (effect === undefined || round > ROUNDS) throw new Error('a turn does not come to an end');
        const outcome = await outcomeOf(here, effect, { before: state, found });
        waiting.push(...(await take({ kind: 'outcome', ref: effect.ref, outcome })));
      }
    };

    await settle(pendingEffects(state, arrival.lang));
    await settle(await take(arrival.said));
    return { state, replies };
  };

  const once = (arrival: Arrival, found: Found): Promise<readonly Reply[]> =>
    deps.desk.turn(arrival, async (here) => {
      const { updates, replies: last } = keptIn(here.saved);
      if (updates.includes(arrival.updateId))
        return {
          save: here.saved,
          value: updates[0] === arrival.updateId ? (here.open(last) ?? []) : [],
        };
      const { state, replies } = await play(here, arrival, found);
      const save: Kept = {
        state,
        updates: [arrival.updateId, ...updates].slice(0, REMEMBERED),
        replies: here.seal(replies),
      };
      const { said } = arrival;
      if (said.kind === 'photo' && !state.draft?.photos.includes(said.photo)) here.unwanted([said.photo]);
      if (said.kind === 'start' && said.code !== null) here.scanned(said.code);
      return { save, value: replies };
    });

  return async (arrival) => {
    const started = performance.now();
    const found = new Map<string, Outcome>();
    for (let round = 0; round < ROUNDS; round++) {
      try {
        const replies = await once(arrival, found);
        const ms = Math.round(performance.now() - started);
        deps.log.info({ channel: arrival.channel, said: arrival.said.kind, ms }, 'turn');
        return replies;
      } catch (error) {
        if (!(error instanceof NeedsSimilar)) throw error;
        found.set(similarKey(error.written), await deps.findSimilar(error.written, error.author));
      }
    }
    throw new Error('a turn asks for comparisons without end');
  };
};
