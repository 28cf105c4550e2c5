import { and, count, eq, gt, min, sql } from 'drizzle-orm';
import { type MessageId, messageId, ok, type Result, refuse, type TopicId } from '../../kernel/index.ts';
import { type Db, type Sealer, type Secret, sha256, storableText } from '../../platform/index.ts';
import { minutesUntilFree, type SlidingLimit, windowStart } from '../limits/store.ts';
import {
  comparedOf,
  copyBands,
  type FloodLimits,
  floodLimits,
  floodReasons,
  peopleAmong,
} from '../moderation/flood.ts';
import { findCopies, groupOf, hold } from '../moderation/store.ts';
import { type HoldReason, suspicionsIn } from '../moderation/suspicions.ts';
import { moveOriginals } from '../originals/store.ts';
import type { Person } from '../residents/person.ts';
import { dropDraft, ensureResident, lockPerson, type Resident } from '../residents/store.ts';
import { messages, staffFlags, supports } from '../tables.ts';
import { deriveReceipt, receiptHash } from './receipt.ts';

/** A message as a resident confirmed it; its text is masked. */
export type Filing = {
  readonly person: Person;
  /** Counts the drafts of the person's conversation. */
  readonly draft: number;
  readonly code: string;
  readonly topic: TopicId | null;
  readonly aspect: number | null;
  readonly text: string;
  readonly photos: readonly string[];
  readonly lang: 'zh' | 'en';
  readonly place: string | null;
};

export type FilingLimits = {
  /** Beyond any of them the person is asked to wait. */
  readonly person: readonly SlidingLimit[];
  /** Beyond it messages are taken and wait for a person: residents are not to suffer from a popular code. */
  readonly code: SlidingLimit;
  readonly copies: FloodLimits;
};

// Someone with much on the heart writes five in an hour. A studio has 30 a year, and a busy day of a city has 10,000
// over 1,332 codes: 500 an hour at one code is an event, or a flood.
export const filingLimits: FilingLimits = {
  person: [
    { most: 10, minutes: 60 },
    { most: 30, minutes: 24 * 60 },
  ],
  code: { most: 500, minutes: 60 },
  copies: floodLimits,
};

export type FilingDeps = {
  readonly secret: Secret;
  /** Seals originals; null where the office does not keep them. */
  readonly originals: Sealer | null;
  readonly now: Date;
  readonly limits?: FilingLimits;
};

export type Filed = {
  readonly message: MessageId;
  readonly receipt: string;
  readonly held: boolean;
  /** Other people whose message of the last day is a near-copy. */
  readonly others: number;
};

export type FilingRefusal = { readonly kind: 'limited'; readonly minutes: number };

/**
 * What names a draft among all that the person ever filed. Its number alone would not do: a conversation whose state was
 * lost counts from one again, and its new message must not be taken for the old one.
 */
const nameOf = (resident: Resident, { draft, code, topic, text }: Filing): string =>
  `${resident.id}.${draft}.${sha256(JSON.stringify([code, topic, text])).slice(0, 16)}`;

const limited = async (
  tx: Db,
  resident: Resident,
  { now, limits = filingLimits }: FilingDeps,
): Promise<number | null> => {
  for (const limit of limits.person) {
    const [row] = await tx
      .select({ used: count(), oldest: min(messages.createdAt) })
      .from(messages)
      .where(and(eq(messages.residentId, resident.id), gt(messages.createdAt, windowStart(now, limit))));
    if (row !== undefined && row.used >= limit.most) return minutesUntilFree(row.oldest ?? now, now, limit);
  }
  return null;
};

const codeIsFlooded = async (
  tx: Db,
  code: string,
  { now, limits = filingLimits }: FilingDeps,
): Promise<boolean> => {
  const [row] = await tx
    .select({ used: count() })
    .from(messages)
    .where(and(eq(messages.code, code), gt(messages.createdAt, windowStart(now, limits.code))));
  return (row?.used ?? 0) >= limits.code.most;
};

const HOUR_MS = 3_600_000;

/** Reasons to hold the message, the group in which it then waits, and how many other people wrote nearly the same. */
const weigh = async (tx: Db, resident: Resident, filing: Filing, deps: FilingDeps) => {
  const { limits = filingLimits, now } = deps;
  const compared = comparedOf(filing.text);
  const copies = await findCopies(tx, compared, new Date(now.getTime() - limits.copies.hours * HOUR_MS));
  const reasons: HoldReason[] = [
    ...suspicionsIn(filing.text),
    ...floodReasons(compared, copies, { person: resident.id, limits: limits.copies }),
  ];
  if (await codeIsFlooded(tx, filing.code, deps)) reasons.push('codeFlood');
  return { reasons, copies, bands: copyBands(compared) };
};

const insert = async (
  tx: Db,
  resident: Resident,
  row: { filing: Filing; name: string; hash: string; bands: readonly number[]; held: boolean; at: Date },
): Promise<number> => {
  const { filing, name, hash, bands, held, at } = row;
  const { person, code, topic, aspect, text, photos, lang, place } = filing;
  const [inserted] = await tx
    .insert(messages)
    .values({
      source: person.channel,
      externalId: name,
      topicId: topic === null ? null : Number(topic),
      aspect,
      residentId: resident.id,
      code,
      place,
      language: lang,
      photos: [...photos],
      textMasked: text,
      textHash: sha256(text),
      copyBands: [...bands],
      receiptHash: hash,
      state: held ? 'held' : 'filed',
      createdAt: at,
    })
    .returning({ id: messages.id });
  if (inserted === undefined) throw new Error('a message that was just filed is not there');
  return inserted.id;
};

const linkFlags = async (tx: Db, { person, draft }: Filing, id: number): Promise<void> => {
  await tx
    .update(staffFlags)
    .set({ messageId: id })
    .where(
      and(
        eq(staffFlags.channel, person.channel),
        eq(staffFlags.personHash, person.hash),
        eq(staffFlags.draft, draft),
        sql`${staffFlags.messageId} is null`,
      ),
    );
};

/**
 * Files a message, in one transaction: when this resolves it is kept even if the process is killed. Filing the same
 * draft again gives the same message and the same receipt, and changes nothing. What looks like advertising, abuse or a
 * flood is filed too, but waits for a person (`held`) before anyone else sees it.
 */
export const fileMessage = (
  db: Db,
  filing: Filing,
  deps: FilingDeps,
): Promise<Result<Filed, FilingRefusal>> =>
  db.transaction(async (tx) => {
    const { secret, now } = deps;
    const clean = { ...filing, text: storableText(filing.text) };
    await lockPerson(tx, clean.person);
    const resident = await ensureResident(tx, clean.person);
    const name = nameOf(resident, clean);
    const receipt = deriveReceipt(secret, resident.salt, 'message', name);
    const [before] = await tx
      .select({ id: messages.id, state: messages.state })
      .from(messages)
      .where(and(eq(messages.source, clean.person.channel), eq(messages.externalId, name)));
    if (before !== undefined)
      return ok({ message: messageId(String(before.id)), receipt, held: before.state === 'held', others: 0 });
    const minutes = await limited(tx, resident, deps);
    if (minutes !== null) return refuse({ kind: 'limited', minutes });

    const { reasons, copies, bands } = await weigh(tx, resident, clean, deps);
    const held = reasons.length > 0;
    const hash = receiptHash(secret, receipt);
    const id = await insert(tx, resident, { filing: clean, name, hash, bands, held, at: now });
    if (held) await hold(tx, { message: id, group: groupOf(copies, id), reasons, at: now });
    await moveOriginals(tx, clean, { message: id, sealer: deps.originals });
    await linkFlags(tx, clean, id);
    return ok({ message: messageId(String(id)), receipt, held, others: peopleAmong(copies, resident.id) });
  });

export type MeToo = {
  /** null for the author, who has one already. */
  readonly receipt: string | null;
  /** Everyone who said so: author and supporters, this person included. */
  readonly people: number;
};

/** The message is not there for others any more (or not yet). */
export type MeTooRefusal = { readonly kind: 'gone' };

/** Counts the person with somebody else's message instead of filing `draft`. Doing it twice counts once. */
export const supportMessage = (
  db: Db,
  support: { readonly person: Person; readonly message: MessageId; readonly draft: number | null },
  deps: { readonly secret: Secret; readonly now: Date },
): Promise<Result<MeToo, MeTooRefusal>> =>
  db.transaction(async (tx) => {
    const { person, draft } = support;
    await lockPerson(tx, person);
    const id = Number(support.message);
    // For share: it cannot be withdrawn while this one joins it.
    const [target] = await tx
      .select({ state: messages.state, author: messages.residentId })
      .from(messages)
      .where(eq(messages.id, id))
      .for('share');
    if (target?.state !== 'filed') return refuse({ kind: 'gone' });
    const resident = await ensureResident(tx, person);
    let receipt: string | null = null;
    if (target.author !== resident.id) {
      receipt = deriveReceipt(deps.secret, resident.salt, 'support', String(id));
      const hash = receiptHash(deps.secret, receipt);
      await tx
        .insert(supports)
        .values({ messageId: id, residentId: resident.id, receiptHash: hash, createdAt: deps.now })
        .onConflictDoNothing();
    }
    if (draft !== null) await dropDraft(tx, person, draft);
    const supporters = await tx.$count(supports, eq(supports.messageId, id));
    return ok({ receipt, people: supporters + 1 });
  });
