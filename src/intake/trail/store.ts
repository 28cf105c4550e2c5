import { and, asc, eq, gt, inArray, isNotNull, max, notInArray, sql } from 'drizzle-orm';
import { union } from 'drizzle-orm/pg-core';
import { type MessageId, messageId, ok, type Result, refuse } from '../../kernel/index.ts';
import type { Db, Secret } from '../../platform/index.ts';
import { readReceipt, receiptHash } from '../filing/receipt.ts';
import { type SlidingLimit, takeSlot } from '../limits/store.ts';
import type { Person } from '../residents/person.ts';
import { claims, installation, messageEvents, messages, supports } from '../tables.ts';
import { type MessageEvent, stepOf, type Trail, type TrailStep, trailOf } from './trail.ts';

export type NewEvent = {
  readonly message: MessageId;
  readonly event: MessageEvent;
  readonly at: Date;
  /** What it comes from, such as `digest:12`: with it, appending twice is appending once. */
  readonly key?: string;
};

// Four parameters a row, 65,535 in a statement.
const WRITE_CHUNK = 5_000;

/** Appends steps to messages' ways. Later stages call this when they have done something with a message. */
export const appendEvents = async (db: Db, events: readonly NewEvent[]): Promise<void> => {
  for (let start = 0; start < events.length; start += WRITE_CHUNK)
    await db
      .insert(messageEvents)
      .values(
        events.slice(start, start + WRITE_CHUNK).map(({ message, event: { kind, ...detail }, at, key }) => ({
          messageId: Number(message),
          kind,
          at,
          detail,
          key: key ?? null,
        })),
      )
      .onConflictDoNothing();
};

export type ThemeNote = { readonly message: MessageId; readonly theme: string; readonly people: number };

/**
 * Notes in which theme messages lie now. Every night's run says it again, so there is one step a message and `key`: it
 * keeps its day as long as the theme keeps its name.
 */
export const noteThemes = async (
  db: Db,
  notes: readonly ThemeNote[],
  { at, key }: { readonly at: Date; readonly key: string },
): Promise<void> => {
  for (let start = 0; start < notes.length; start += WRITE_CHUNK)
    await db
      .insert(messageEvents)
      .values(
        notes.slice(start, start + WRITE_CHUNK).map(({ message, ...detail }) => ({
          messageId: Number(message),
          kind: 'themed',
          at,
          detail,
          key,
        })),
      )
      .onConflictDoUpdate({
        target: [messageEvents.messageId, messageEvents.kind, messageEvents.key],
        set: {
          detail: sql`excluded.detail`,
          at: sql`case when ${messageEvents.detail}->>'theme' = excluded.detail->>'theme'
            then ${messageEvents.at} else excluded.at end`,
        },
      });
};

const gone = ['withdrawn', 'forgotten'];

export const trailFor = async (db: Db, id: MessageId): Promise<Trail | null> => {
  const [message] = await db
    .select({
      text: messages.textMasked,
      state: messages.state,
      createdAt: messages.createdAt,
      importedAt: messages.importedAt,
    })
    .from(messages)
    .where(eq(messages.id, Number(id)));
  if (message === undefined) return null;
  const events = await db
    .select({ kind: messageEvents.kind, at: messageEvents.at, detail: messageEvents.detail })
    .from(messageEvents)
    .where(eq(messageEvents.messageId, Number(id)))
    .orderBy(asc(messageEvents.at), asc(messageEvents.id));
  return {
    message: id,
    text: message.text,
    steps: trailOf(message.createdAt ?? message.importedAt, events),
    canWithdraw: !gone.includes(message.state),
  };
};

const messageOf = async (db: Db, hash: string): Promise<number | null> => {
  const [own] = await db.select({ id: messages.id }).from(messages).where(eq(messages.receiptHash, hash));
  if (own !== undefined) return own.id;
  const [support] = await db
    .select({ id: supports.messageId })
    .from(supports)
    .where(eq(supports.receiptHash, hash));
  return support?.id ?? null;
};

export type LookUpRefusal =
  | { readonly kind: 'notFound' }
  | { readonly kind: 'limited'; readonly minutes: number };

/** More than anyone needs who mistypes; a machine that guesses gets nowhere. */
const lookUpLimit: SlidingLimit = { most: 10, minutes: 10 };

/**
 * The way of the message (or of the "me too") that the receipt belongs to. Every attempt counts against the person's
 * limit, found or not. Who showed a receipt may withdraw by it (`withdraw`), for some days.
 */
export const lookUp = (
  db: Db,
  ask: { readonly person: Person; readonly receipt: string },
  deps: { readonly secret: Secret; readonly now: Date; readonly limit?: SlidingLimit },
): Promise<Result<Trail, LookUpRefusal>> =>
  db.transaction(async (tx) => {
    const { person } = ask;
    const { secret, now, limit = lookUpLimit } = deps;
    const slot = await takeSlot(tx, { kind: 'lookUp', key: person.hash, now, limit });
    if (!slot.ok) return refuse({ kind: 'limited', minutes: slot.error.minutes });
    const receipt = readReceipt(ask.receipt);
    if (receipt === null) return refuse({ kind: 'notFound' });
    const hash = receiptHash(secret, receipt);
    const id = await messageOf(tx, hash);
    const trail = id === null ? null : await trailFor(tx, messageId(String(id)));
    if (id === null || trail === null) return refuse({ kind: 'notFound' });
    const claim = {
      channel: person.channel,
      personHash: person.hash,
      messageId: id,
      receiptHash: hash,
      at: now,
    };
    await tx
      .insert(claims)
      .values(claim)
      .onConflictDoUpdate({
        target: [claims.channel, claims.personHash, claims.messageId],
        set: { receiptHash: hash, at: now },
      });
    return ok(trail);
  });

export type EventNews = {
  /** Counts up: where to go on from. */
  readonly event: number;
  readonly message: MessageId;
  readonly text: string;
  readonly step: TrailStep;
};

/** Steps after event `after`, oldest first, of messages that are not gone: what contributors can be told. */
export const eventsAfter = async (db: Db, after: number, limit: number): Promise<EventNews[]> => {
  const rows = await db
    .select({
      event: messageEvents.id,
      message: messages.id,
      text: messages.textMasked,
      kind: messageEvents.kind,
      at: messageEvents.at,
      detail: messageEvents.detail,
    })
    .from(messageEvents)
    .innerJoin(messages, eq(messages.id, messageEvents.messageId))
    .where(and(gt(messageEvents.id, after), notInArray(messages.state, ['withdrawn', 'forgotten'])))
    .orderBy(asc(messageEvents.id))
    .limit(limit);
  return rows.flatMap(({ event, message, text, ...stored }) => {
    const step = stepOf(stored);
    return step === null ? [] : { event, message: messageId(String(message)), text, step };
  });
};

const TOLD = 'told up to';

/**
 * Steps that contributors have not been told of, oldest first, at most `limit`: each is handed out once, to one process,
 * and whoever gets it tells it. The first call hands out nothing: what lies before it is old.
 */
export const claimNews = (db: Db, limit: number): Promise<EventNews[]> =>
  db.transaction(async (tx) => {
    const [newest] = await tx.select({ id: max(messageEvents.id) }).from(messageEvents);
    const now = newest?.id ?? 0;
    await tx
      .insert(installation)
      .values({ name: TOLD, value: String(now) })
      .onConflictDoNothing();
    const [row] = await tx.select().from(installation).where(eq(installation.name, TOLD)).for('update');
    const before = Number(row?.value ?? now);
    if (now <= before) return [];
    const after = Math.min(now, before + limit);
    const news = (await eventsAfter(tx, before, limit)).filter(({ event }) => event <= after);
    await tx
      .update(installation)
      .set({ value: String(after) })
      .where(eq(installation.name, TOLD));
    return news;
  });

/** Those of `ids` of which somebody holds a receipt, as author or supporter: whose steps can be looked up. */
export const receiptHolders = async (db: Db, ids: readonly MessageId[]): Promise<ReadonlySet<MessageId>> => {
  const held = new Set<MessageId>();
  for (let start = 0; start < ids.length; start += WRITE_CHUNK) {
    const wanted = inArray(messages.id, ids.slice(start, start + WRITE_CHUNK).map(Number));
    const own = db
      .select({ id: messages.id })
      .from(messages)
      .where(and(wanted, isNotNull(messages.receiptHash)));
    const supported = db
      .select({ id: messages.id })
      .from(messages)
      .innerJoin(supports, eq(supports.messageId, messages.id))
      .where(wanted);
    for (const { id } of await union(own, supported)) held.add(messageId(String(id)));
  }
  return held;
};

/** Who supports which of these messages, beside their authors: to be counted as people. */
export const supportersOf = async (
  db: Db,
  ids: readonly MessageId[],
): Promise<ReadonlyMap<MessageId, readonly string[]>> => {
  const found = new Map<MessageId, string[]>();
  for (let start = 0; start < ids.length; start += WRITE_CHUNK) {
    const rows = await db
      .select({ message: supports.messageId, person: supports.residentId })
      .from(supports)
      .where(inArray(supports.messageId, ids.slice(start, start + WRITE_CHUNK).map(Number)))
      .orderBy(asc(supports.messageId), asc(supports.residentId));
    for (const { message, person } of rows) {
      const id = messageId(String(message));
      const people = found.get(id) ?? [];
      people.push(String(person));
      found.set(id, people);
    }
  }
  return found;
};
