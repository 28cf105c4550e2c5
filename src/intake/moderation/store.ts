import { and, asc, count, desc, eq, inArray, isNull, sql } from 'drizzle-orm';
import { type MessageId, messageId } from '../../kernel/index.ts';
import { type Db, rowsOf } from '../../platform/index.ts';
import type { Person } from '../residents/person.ts';
import { holds, messages, staffFlags } from '../tables.ts';
import { appendEvents } from '../trail/store.ts';
import { type Compared, type Copy, comparedOf, copyBands, nearCopies } from './flood.ts';
import type { HoldReason } from './suspicions.ts';
import type { UrgentKind } from './urgent.ts';

// A flood beyond this is one already, and 200 texts are compared in about 5 ms.
const CANDIDATES = 200;

/** Near-copies of a message among what residents filed since `since`, latest first, at most 200. */
export const findCopies = async (tx: Db, compared: Compared, since: Date): Promise<Copy[]> => {
  const bands = copyBands(compared);
  if (bands.length === 0) return [];
  const rows = await rowsOf<{
    id: number | string;
    person: number | string | null;
    text: string;
    decision: string | null;
    group: number | string | null;
  }>(
    tx,
    // Materialised: for the sake of the limit PostgreSQL would otherwise read all messages backwards by their number,
    // 19 ms on 3,000 of them where the index takes 0.8 ms.
    sql`
    with near as materialized (
      select id, resident_id, text_masked, created_at from ${messages}
      where copy_bands && ${sql.param(`{${bands.join(',')}}`)}::int[]
    )
    select m.id, m.resident_id as person, m.text_masked as text, h.decision, h.group_id as "group"
    from near as m left join ${holds} as h on h.message_id = m.id
    where m.created_at > ${since.toISOString()}::timestamptz
    order by m.id desc limit ${CANDIDATES}`,
  );
  return rows
    .filter(({ text }) => nearCopies(comparedOf(text), compared))
    .map(({ id, person, decision, group }) => ({
      id: Number(id),
      person: person === null ? null : Number(person),
      released: decision === 'released',
      group: group === null ? null : Number(group),
    }));
};

/** The group in which a new copy waits: that of the others, or the earliest of them. */
export const groupOf = (copies: readonly Copy[], itself: number): number => {
  const groups = copies.flatMap(({ group }) => group ?? []);
  return Math.min(...(groups.length > 0 ? groups : copies.map(({ id }) => id)), itself);
};

export const hold = async (
  tx: Db,
  held: {
    readonly message: number;
    readonly group: number;
    readonly reasons: readonly HoldReason[];
    readonly at: Date;
  },
): Promise<void> => {
  const { message, group, reasons, at } = held;
  await tx
    .insert(holds)
    .values({ messageId: message, groupId: group, reasons: [...reasons], at })
    .onConflictDoNothing();
  await appendEvents(tx, [
    { message: messageId(String(message)), event: { kind: 'held', reasons: [...reasons] }, at, key: 'hold' },
  ]);
};

export type HeldMessage = {
  readonly message: MessageId;
  readonly text: string;
  readonly code: string | null;
  readonly person: string | null;
  readonly at: string;
  readonly reasons: readonly HoldReason[];
};

/** Near-copies that wait together: one look and one decision serve them all. */
export type HoldGroup = {
  readonly group: MessageId;
  readonly people: number;
  readonly reasons: readonly HoldReason[];
  /** How many wait; `messages` has at most `sample` of them, earliest first. */
  readonly waiting: number;
  readonly messages: readonly HeldMessage[];
};

const heldIn = async (
  db: Db,
  groups: readonly number[],
  sample: number,
): Promise<Map<number, HeldMessage[]>> => {
  const rows = await rowsOf<{
    group: number | string;
    message: number | string;
    text: string;
    code: string | null;
    person: number | string | null;
    at: string | Date;
    reasons: HoldReason[];
  }>(
    db,
    sql`
    select * from (
      select h.group_id as "group", h.message_id as message, m.text_masked as text, m.code,
        m.resident_id as person, h.at, h.reasons,
        row_number() over (partition by h.group_id order by h.message_id) as place
      from ${holds} as h join ${messages} as m on m.id = h.message_id
      where h.decision is null and h.group_id = any(${sql.param(`{${groups.join(',')}}`)}::bigint[])
    ) as waiting where place <= ${sample}::int order by "group", message`,
  );
  const found = new Map<number, HeldMessage[]>();
  for (const { group, message, person, at, text, code, reasons } of rows) {
    const held = {
      message: messageId(String(message)),
      text,
      code,
      person: person === null ? null : String(person),
      at: new Date(at).toISOString(),
      reasons,
    };
    found.set(Number(group), [...(found.get(Number(group)) ?? []), held]);
  }
  return found;
};

/** What waits, the largest groups first, then the longest waiting. */
export const listHolds = async (
  db: Db,
  page: { readonly limit: number; readonly offset?: number; readonly sample?: number },
): Promise<HoldGroup[]> => {
  const { limit, offset = 0, sample = 20 } = page;
  const groups = await db
    .select({
      group: holds.groupId,
      waiting: count(),
      people: sql<string>`count(distinct ${messages.residentId}) + count(*) filter (where ${messages.residentId} is null)`,
      reasons: sql<string>`array_to_string(array(select distinct unnest from unnest(string_to_array(string_agg(array_to_string(${holds.reasons}, ','), ','), ',')) order by 1), ',')`,
    })
    .from(holds)
    .innerJoin(messages, eq(messages.id, holds.messageId))
    .where(isNull(holds.decision))
    .groupBy(holds.groupId)
    .orderBy(desc(count()), asc(holds.groupId))
    .limit(limit)
    .offset(offset);
  if (groups.length === 0) return [];
  const held = await heldIn(
    db,
    groups.map(({ group }) => group),
    sample,
  );
  return groups.map(({ group, waiting, people, reasons }) => ({
    group: messageId(String(group)),
    people: Number(people),
    reasons: reasons.split(',') as HoldReason[],
    waiting,
    messages: held.get(group) ?? [],
  }));
};

export type HoldDecision = {
  /** Single messages, or all that wait in a group (and all that will join it). */
  readonly of: { readonly messages: readonly MessageId[] } | { readonly group: MessageId };
  readonly by: string;
  readonly at: Date;
} & (
  | { readonly decision: 'released'; readonly note?: string }
  | { readonly decision: 'setAside'; readonly note: string }
);

/**
 * Lets held messages pass, or sets them aside for a reason that is kept. What was decided already, or withdrawn
 * meanwhile, stays as it is. The messages that this decided.
 */
export const decideHolds = (db: Db, decide: HoldDecision): Promise<MessageId[]> =>
  db.transaction(async (tx) => {
    const { of, decision, by, at } = decide;
    const chosen =
      'group' in of ? eq(holds.groupId, Number(of.group)) : inArray(holds.messageId, of.messages.map(Number));
    const decided = await tx
      .update(holds)
      .set({ decision, decidedAt: at, decidedBy: by, note: decide.note ?? null })
      .where(and(isNull(holds.decision), chosen))
      .returning({ id: holds.messageId });
    if (decided.length === 0) return [];
    const changed = await tx
      .update(messages)
      .set({ state: decision === 'released' ? 'filed' : 'setAside' })
      .where(
        and(
          eq(messages.state, 'held'),
          inArray(
            messages.id,
            decided.map(({ id }) => id),
          ),
        ),
      )
      .returning({ id: messages.id });
    const ids = changed.map(({ id }) => messageId(String(id))).sort((a, b) => Number(a) - Number(b));
    await appendEvents(
      tx,
      ids.map((message) => ({ message, event: { kind: decision }, at, key: 'hold' })),
    );
    return ids;
  });

export type NewFlag = {
  readonly kind: 'urgent' | 'person';
  readonly signs: readonly UrgentKind[];
  readonly person: Person;
  readonly code: string | null;
  readonly draft: number | null;
  /** Masked. */
  readonly text: string;
  readonly at: Date;
};

/** Tells the staff at once. The same signs in the same draft are told once. */
export const flagForStaff = async (tx: Db, flag: NewFlag): Promise<void> => {
  const { kind, signs, person, code, draft, text, at } = flag;
  if (draft !== null) {
    const told = await tx
      .select({ signs: staffFlags.signs })
      .from(staffFlags)
      .where(
        and(
          eq(staffFlags.kind, kind),
          eq(staffFlags.channel, person.channel),
          eq(staffFlags.personHash, person.hash),
          eq(staffFlags.draft, draft),
          isNull(staffFlags.handledAt),
        ),
      );
    const known = new Set(told.flatMap((row) => row.signs));
    if (told.length > 0 && signs.every((sign) => known.has(sign))) return;
  }
  await tx.insert(staffFlags).values({
    kind,
    signs: [...signs],
    code,
    channel: person.channel,
    personHash: person.hash,
    draft,
    textMasked: text,
    at,
  });
};

export type Flag = {
  readonly id: number;
  readonly kind: 'urgent' | 'person';
  readonly signs: readonly UrgentKind[];
  readonly code: string | null;
  readonly message: MessageId | null;
  readonly text: string;
  readonly at: string;
  /** false after the person's data were deleted: nobody can answer in the chat any more. */
  readonly answerable: boolean;
};

/** What nobody has handled yet: urgent ones first, then the oldest. */
export const listFlags = async (db: Db, limit: number): Promise<Flag[]> => {
  const rows = await db
    .select()
    .from(staffFlags)
    .where(isNull(staffFlags.handledAt))
    .orderBy(desc(eq(staffFlags.kind, 'urgent')), asc(staffFlags.id))
    .limit(limit);
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind,
    signs: row.signs as UrgentKind[],
    code: row.code,
    message: row.messageId === null ? null : messageId(String(row.messageId)),
    text: row.textMasked,
    at: row.at.toISOString(),
    answerable: row.personHash !== null,
  }));
};

/** false: somebody had handled it already. */
export const handleFlag = async (
  db: Db,
  handled: { readonly id: number; readonly by: string; readonly at: Date; readonly note?: string },
): Promise<boolean> => {
  const rows = await db
    .update(staffFlags)
    .set({ handledAt: handled.at, handledBy: handled.by, note: handled.note ?? null })
    .where(and(eq(staffFlags.id, handled.id), isNull(staffFlags.handledAt)))
    .returning({ id: staffFlags.id });
  return rows.length === 1;
};
