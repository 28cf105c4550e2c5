import { and, eq, inArray, isNotNull, isNull, lt, notInArray, sql } from 'drizzle-orm';
import { type MessageId, messageId, ok, type Result, refuse } from '../../kernel/index.ts';
import { type Db, rowsOf, sha256 } from '../../platform/index.ts';
import { forgetMarks } from '../limits/store.ts';
import type { Person } from '../residents/person.ts';
import { findResident, lockPerson } from '../residents/store.ts';
import {
  claims,
  conversations,
  draftOriginals,
  holds,
  messages,
  originals,
  residents,
  seenUpdates,
  staffFlags,
  supports,
} from '../tables.ts';
import { appendEvents } from '../trail/store.ts';

const EMPTY_HASH = sha256('');

type Buried = {
  readonly photos: readonly string[];
  readonly words: readonly { readonly text: string; readonly hash: string }[];
};

/** What is left of a message is its number, topic, place and days: no words, no photos. Returns what it had. */
const toTombstones = async (
  tx: Db,
  ids: readonly number[],
  state: 'withdrawn' | 'forgotten',
): Promise<Buried> => {
  if (ids.length === 0) return { photos: [], words: [] };
  const rows = await tx
    .select({ photos: messages.photos, text: messages.textMasked, hash: messages.textHash })
    .from(messages)
    .where(inArray(messages.id, [...ids]))
    .for('update');
  await tx
    .update(messages)
    .set({ state, textMasked: '', textHash: EMPTY_HASH, copyBands: null, photos: [] })
    .where(inArray(messages.id, [...ids]));
  await tx.delete(originals).where(inArray(originals.messageId, [...ids]));
  await tx
    .update(staffFlags)
    .set({ textMasked: '' })
    .where(inArray(staffFlags.messageId, [...ids]));
  return {
    photos: rows.flatMap(({ photos }) => photos),
    words: rows.map(({ text, hash }) => ({ text, hash })),
  };
};

/** Those of the texts that no message has any more. */
const nowhereElse = async (tx: Db, words: Buried['words']): Promise<string[]> => {
  const hashes = words.map(({ hash }) => hash);
  const rows = await tx
    .selectDistinct({ hash: messages.textHash })
    .from(messages)
    .where(inArray(messages.textHash, hashes));
  const there = new Set(rows.map(({ hash }) => hash));
  return words.filter(({ text, hash }) => text !== '' && !there.has(hash)).map(({ text }) => text);
};

const isClaim = ({ channel, hash }: Person, id: number) =>
  and(eq(claims.channel, channel), eq(claims.personHash, hash), eq(claims.messageId, id));

/** `support`: only the "me too" was taken back; the message is somebody else's and stays. */
export type Withdrawn = {
  readonly what: 'message' | 'support';
  readonly photos: readonly string[];
  /** Its text, where no other message has the same: whatever was kept of it elsewhere is to go too. */
  readonly words: readonly string[];
};

/** Neither its author nor anyone who showed its receipt lately; or it is withdrawn already by somebody else. */
export type WithdrawRefusal = { readonly kind: 'notYours' };

/**
 * Takes a message back: its words are gone at once and from every later digest; its number and its days stay. Allowed to
 * its author and to who showed its receipt (`lookUp`). Doing it twice is doing it once.
 */
export const withdraw = (
  db: Db,
  ask: { readonly person: Person; readonly message: MessageId; readonly at: Date },
): Promise<Result<Withdrawn, WithdrawRefusal>> =>
  db.transaction(async (tx) => {
    const { person, at } = ask;
    const id = Number(ask.message);
    await lockPerson(tx, person);
    const resident = await findResident(tx, person);
    const [message] = await tx
      .select({ author: messages.residentId, hash: messages.receiptHash, state: messages.state })
      .from(messages)
      .where(eq(messages.id, id))
      .for('update');
    const [claim] = await tx.select({ hash: claims.receiptHash }).from(claims).where(isClaim(person, id));
    if (message === undefined) return refuse({ kind: 'notYours' });
    const isAuthor = resident !== null && message.author === resident.id;
    if (isAuthor || (claim !== undefined && claim.hash === message.hash)) {
      if (message.state === 'withdrawn' || message.state === 'forgotten')
        return ok({ what: 'message', photos: [], words: [] });
      const { photos, words } = await toTombstones(tx, [id], 'withdrawn');
      await tx
        .update(holds)
        .set({ decision: 'withdrawn', decidedAt: at })
        .where(and(eq(holds.messageId, id), isNull(holds.decision)));
      await appendEvents(tx, [{ message: ask.message, event: { kind: 'withdrawn' }, at, key: 'withdrawn' }]);
      return ok({ what: 'message', photos, words: await nowhereElse(tx, words) });
    }
    const byReceipt = claim === undefined ? undefined : eq(supports.receiptHash, claim.hash);
    const own =
      resident === null ? undefined : and(eq(supports.messageId, id), eq(supports.residentId, resident.id));
    const which = own ?? byReceipt;
    if (which === undefined) return refuse({ kind: 'notYours' });
    const gone = await tx.delete(supports).where(which).returning({ id: supports.messageId });
    return gone.length > 0 ? ok({ what: 'support', photos: [], words: [] }) : refuse({ kind: 'notYours' });
  });

export type DataDeleted = {
  /** Messages that stay, without anything that tells whose they are. */
  readonly kept: number;
  /** References of photos that are no longer wanted. */
  readonly photos: readonly string[];
};

/**
 * Removes what identifies the person: row, salt, address, language, consent, saved conversation, sealed originals,
 * photos, "me too"s, shown receipts, and the link from messages and flags. The masked text of filed messages stays, and
 * their receipts still work for whoever holds them. The caller saves the conversation's fresh state afterwards.
 */
export const deleteData = (db: Db, person: Person): Promise<DataDeleted> =>
  db.transaction(async (tx) => {
    await lockPerson(tx, person);
    const { channel, hash } = person;
    await tx
      .delete(draftOriginals)
      .where(and(eq(draftOriginals.channel, channel), eq(draftOriginals.personHash, hash)));
    await tx.delete(claims).where(and(eq(claims.channel, channel), eq(claims.personHash, hash)));
    await tx
      .update(staffFlags)
      .set({ channel: null, personHash: null, draft: null })
      .where(and(eq(staffFlags.channel, channel), eq(staffFlags.personHash, hash)));
    await tx
      .delete(conversations)
      .where(and(eq(conversations.channel, channel), eq(conversations.personHash, hash)));
    const resident = await findResident(tx, person);
    if (resident === null) return { kept: 0, photos: [] };

    const own = await tx
      .select({ id: messages.id, photos: messages.photos, state: messages.state })
      .from(messages)
      .where(eq(messages.residentId, resident.id))
      .for('update');
    const ids = own.map(({ id }) => id);
    if (ids.length > 0) {
      await tx.delete(originals).where(inArray(originals.messageId, ids));
      await tx
        .update(messages)
        .set({ residentId: null, externalId: null, photos: [] })
        .where(inArray(messages.id, ids));
    }
    // Supports go with the row.
    await tx.delete(residents).where(eq(residents.id, resident.id));
    return {
      kept: own.filter(({ state }) => state !== 'withdrawn' && state !== 'forgotten').length,
      photos: own.flatMap(({ photos }) => photos),
    };
  });

export type Retention = {
  readonly now: Date;
  /** As the privacy notice says: messages older than so many months lose their words. */
  readonly keepMonths: number;
  /** The photos of a draft in a saved conversation. */
  readonly photosIn: (saved: unknown) => readonly string[];
  /** Called before what names the photos is gone: a kill in between leaves no photo behind that nothing names. */
  readonly dropPhotos: (photos: readonly string[]) => Promise<void>;
};

export type Forgotten = { readonly messages: readonly MessageId[]; readonly photos: readonly string[] };

const DAY_MS = 24 * 3_600_000;
// A draft may be taken up weeks later; nobody comes back after three months.
const CONVERSATION_DAYS = 90;
/** How long a shown receipt lets its message be withdrawn. */
const CLAIM_DAYS = 7;
// Telegram repeats an update for a day; no limit looks back further than that either.
const SHORT_DAYS = 3;
const CHUNK = 500;

const monthsBefore = (now: Date, months: number): Date => {
  const then = new Date(now);
  then.setUTCMonth(then.getUTCMonth() - months);
  return then;
};

/** Conversations that nobody takes up any more go, and the photos of their drafts. */
const forgetConversations = async (
  db: Db,
  before: Date,
  { photosIn, dropPhotos }: Retention,
): Promise<string[]> => {
  const photos: string[] = [];
  for (;;) {
    const gone = await db.transaction(async (tx) => {
      const rows = await rowsOf<{ state: unknown }>(
        tx,
        sql`delete from ${conversations} where (channel, person_hash) in (
            select channel, person_hash from ${conversations} where heard_at < ${before.toISOString()}::timestamptz
            order by heard_at limit ${CHUNK}::int for update)
          returning state`,
      );
      const own = rows.flatMap(({ state }) => photosIn(state));
      await dropPhotos(own);
      photos.push(...own);
      return rows.length;
    });
    if (gone < CHUNK) return photos;
  }
};

/** Everything whose time is over goes: for the nightly run; safe to run twice and to kill. */
export const forget = async (db: Db, retention: Retention): Promise<Forgotten> => {
  const { now, keepMonths, dropPhotos } = retention;
  const daysAgo = (days: number): Date => new Date(now.getTime() - days * DAY_MS);
  await forgetMarks(db, daysAgo(SHORT_DAYS));
  await db.delete(seenUpdates).where(lt(seenUpdates.at, daysAgo(SHORT_DAYS)));
  await db.delete(claims).where(lt(claims.at, daysAgo(CLAIM_DAYS)));
  await db.delete(draftOriginals).where(lt(draftOriginals.createdAt, daysAgo(CONVERSATION_DAYS)));
  const photos = await forgetConversations(db, daysAgo(CONVERSATION_DAYS), retention);
  const before = monthsBefore(now, keepMonths);
  const forgotten: number[] = [];
  for (;;) {
    const ids = await db.transaction(async (tx) => {
      const old = await tx
        .select({ id: messages.id })
        .from(messages)
        .where(
          and(
            // What came by a code: imported files are the office's own.
            isNotNull(messages.code),
            lt(messages.createdAt, before),
            notInArray(messages.state, ['withdrawn', 'forgotten']),
          ),
        )
        .orderBy(messages.id)
        .limit(CHUNK)
        .for('update');
      const chunk = old.map(({ id }) => id);
      const buried = await toTombstones(tx, chunk, 'forgotten');
      await dropPhotos(buried.photos);
      photos.push(...buried.photos);
      return chunk;
    });
    forgotten.push(...ids);
    if (ids.length < CHUNK) break;
  }
  // Whoever has nothing left but tombstones and was not heard for as long is nobody any more.
  await db.execute(sql`
    with gone as (
      select id from ${residents} as r where r.channel not like 'import:%' and r.created_at < ${before.toISOString()}::timestamptz
        and not exists (select from ${messages} as m where m.resident_id = r.id and m.state not in ('withdrawn', 'forgotten'))
        and not exists (select from ${supports} as s where s.resident_id = r.id)
        and not exists (select from ${conversations} as c where c.channel = r.channel and c.person_hash = r.key_hash)
    ), cut as (
      update ${messages} set resident_id = null, external_id = null where resident_id in (select id from gone) returning 1
    )
    select count(*) from cut`);
  await db.execute(sql`
    delete from ${residents} as r where r.channel not like 'import:%' and r.created_at < ${before.toISOString()}::timestamptz
      and not exists (select from ${messages} as m where m.resident_id = r.id)
      and not exists (select from ${supports} as s where s.resident_id = r.id)
      and not exists (select from ${conversations} as c where c.channel = r.channel and c.person_hash = r.key_hash)`);
  return { messages: forgotten.map((id) => messageId(String(id))), photos };
};
