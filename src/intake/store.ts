import { and, asc, count, desc, eq, gt, gte, lt, lte, max, type SQL, sql } from 'drizzle-orm';
import { type MessageId, messageId, type TopicId, topicId } from '../kernel/index.ts';
import { type Db, rowsOf, type Secret, sha256, storableText } from '../platform/index.ts';
import { keyedAuthor } from './residents/person.ts';
import { keyAuthors } from './residents/store.ts';
import { messages, residents } from './tables.ts';

/** A message on its way into the database. Its text is masked already: nothing here looks into it. */
export type NewMessage = {
  /** Its id where it comes from; within one source it names the message for ever. */
  readonly externalId: string;
  readonly text: string;
  /** Whoever wrote it, as the source names them; stored only as a hash. null: unknown, counted as one person. */
  readonly author: string | null;
  readonly place: string | null;
  /** ISO 8601; null where the source does not say. */
  readonly at: string | null;
};

export type MessageBatch = {
  /** The channel or the imported file: with `externalId` it makes saving twice the same as saving once. */
  readonly source: string;
  /** Whose names the authors are; sources that name their authors alike share one. The source itself where left out. */
  readonly authorsOf?: string;
  readonly topic: TopicId | null;
  readonly aspect: number | null;
  readonly messages: readonly NewMessage[];
};

export type Saved = {
  readonly inserted: number;
  /** Already there, word for word. */
  readonly unchanged: number;
  /** External ids that were already there with another text: the first text stays. */
  readonly differing: readonly string[];
  /** The public number of every message of the batch, in its order. */
  readonly numbers: readonly MessageId[];
};

export type LoadedMessage = {
  readonly id: MessageId;
  readonly text: string;
  readonly textHash: string;
  readonly person: string | null;
  readonly place: string | null;
  /** ISO 8601 in UTC. */
  readonly at: string | null;
  readonly source: string;
  readonly topic: TopicId | null;
  readonly aspect: number | null;
};

// 1,000, 2,000 and 5,000 a statement came to within 5 % of each other (scripts/bench/storage.ts); the smaller holds a
// server's event loop for 0.1 s and not 0.5 s.
const WRITE_CHUNK = 1000;

// The fastest for a script: 35,000 in 0.7 s, by 1,000 in 1.4 s.
const READ_CHUNK = 5_000;
/** Rows a statement where a server reads: 5,000 hold its event loop for 0.12 s. */
export const SERVED_CHUNK = 1_000;

type Prepared = NewMessage & { readonly hash: string; readonly authorHash: string | null };

const authorsOf = ({ source, authorsOf = source }: MessageBatch): string => authorsOf;
const channelOf = (batch: MessageBatch): string => `import:${authorsOf(batch)}`;

/** The author's hash: keyed where there is a secret; a plain one can be guessed from a list of names. */
const authorHash = (batch: MessageBatch, author: string, secret: Secret | null): string => {
  const plain = sha256(`${authorsOf(batch)}\n${author}`);
  return secret === null ? plain : keyedAuthor(secret, channelOf(batch), plain);
};

const prepared = (batch: MessageBatch, message: NewMessage, secret: Secret | null): Prepared => {
  const text = storableText(message.text);
  return {
    ...message,
    text,
    externalId: storableText(message.externalId),
    place: message.place === null ? null : storableText(message.place),
    hash: sha256(text),
    authorHash: message.author === null ? null : authorHash(batch, message.author, secret),
  };
};

/** A column of a chunk as one parameter: a statement has no room for 65,536 of them, and few are parsed faster. */
const column = (values: readonly (string | null)[], type: SQL): SQL =>
  sql`${sql.param(values)}::text[]::${type}[]`;

const saveResidents = async (
  tx: Db,
  { channel, keyed }: { channel: string; keyed: boolean },
  chunk: readonly Prepared[],
): Promise<void> => {
  const hashes = [...new Set(chunk.flatMap((message) => message.authorHash ?? []))];
  if (hashes.length === 0) return;
  await tx.execute(sql`
    insert into ${residents} (channel, key_hash, keyed)
    select ${channel}, hash, ${keyed}::boolean from unnest(${column(hashes, sql`text`)}) as hash
    where not exists (select from ${residents} where channel = ${channel} and key_hash = hash)
    on conflict do nothing`);
};

const insertFresh = (
  tx: Db,
  batch: MessageBatch,
  chunk: readonly Prepared[],
): Promise<{ externalId: string }[]> => {
  const { source, topic, aspect } = batch;
  const channel = channelOf(batch);
  // Those already there are left out before the insert: a conflict would use up a public number.
  return rowsOf(
    tx,
    sql`
    with incoming as (
      select * from unnest(
        ${column(
          chunk.map((message) => message.externalId),
          sql`text`,
        )},
        ${column(
          chunk.map((message) => message.text),
          sql`text`,
        )},
        ${column(
          chunk.map((message) => message.hash),
          sql`text`,
        )},
        ${column(
          chunk.map((message) => message.authorHash),
          sql`text`,
        )},
        ${column(
          chunk.map((message) => message.place),
          sql`text`,
        )},
        ${column(
          chunk.map((message) => message.at),
          sql`timestamptz`,
        )}
      ) with ordinality as row (external_id, text, hash, author, place, at, line)
    )
    insert into ${messages}
      (source, external_id, topic_id, aspect, resident_id, place, text_masked, text_hash, created_at)
    select ${source}, external_id, ${topic}::bigint, ${aspect}::int, ${residents.id}, place, text, hash, at
    from incoming left join ${residents} on ${residents.channel} = ${channel} and ${residents.keyHash} = author
    where not exists (
      select from ${messages} as old where old.source = ${source} and old.external_id = incoming.external_id
    )
    order by line
    on conflict (source, external_id) do nothing
    returning external_id as "externalId"`,
  );
};

type Stored = { readonly externalId: string; readonly id: number | string; readonly hash: string };

const storedOf = async (tx: Db, source: string, chunk: readonly Prepared[]): Promise<Map<string, Stored>> => {
  const rows = await rowsOf<Stored>(
    tx,
    sql`
    select external_id as "externalId", id, text_hash as hash from ${messages}
    where source = ${source} and external_id = any (${column(
      chunk.map((message) => message.externalId),
      sql`text`,
    )})`,
  );
  return new Map(rows.map((row) => [row.externalId, row]));
};

/**
 * Files the batch, all of it or, where anything fails, nothing; when it returns, it is kept even if the process is
 * killed. A message whose (source, externalId) is there already stays as it is. Text is stored as `storableText`
 * gives it. Numbers follow the order of the batch. With a secret the authors are kept as keyed hashes; without one as
 * plain hashes, until `keyAuthors` keys them.
 */
export const saveMessages = (db: Db, batch: MessageBatch, secret: Secret | null = null): Promise<Saved> =>
  db.transaction(async (tx) => {
    // Two imports of one source take turns: in different orders they would wait for each other's rows for ever.
    if (batch.messages.length > 1)
      await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${batch.source}, 0))`);
    if (secret !== null) await keyAuthors(tx, secret, channelOf(batch));
    let inserted = 0;
    const differing: string[] = [];
    const numbers: MessageId[] = [];
    for (let start = 0; start < batch.messages.length; start += WRITE_CHUNK) {
      const chunk = batch.messages
        .slice(start, start + WRITE_CHUNK)
        .map((message) => prepared(batch, message, secret));
      await saveResidents(tx, { channel: channelOf(batch), keyed: secret !== null }, chunk);
      inserted += (await insertFresh(tx, batch, chunk)).length;
      const stored = await storedOf(tx, batch.source, chunk);
      for (const message of chunk) {
        const row = stored.get(message.externalId);
        if (row === undefined) throw new Error('a message that was just saved is not there');
        numbers.push(messageId(String(row.id)));
        if (row.hash !== message.hash) differing.push(message.externalId);
      }
    }
    return { inserted, unchanged: batch.messages.length - inserted - differing.length, differing, numbers };
  });

/** Which filed messages: all sides left open by default. Messages without a time belong to no period. */
export type MessageFilter = {
  readonly topic?: TopicId | null;
  readonly place?: string | null;
  /** ISO 8601 instants: `from` included, `to` not. */
  readonly from?: string | null;
  readonly to?: string | null;
};

const conditions = ({ topic, place, from, to }: MessageFilter): (SQL | undefined)[] => [
  eq(messages.state, 'filed'),
  topic === undefined || topic === null ? undefined : eq(messages.topicId, Number(topic)),
  place === undefined || place === null ? undefined : eq(messages.place, place),
  from === undefined || from === null ? undefined : gte(messages.createdAt, new Date(from)),
  to === undefined || to === null ? undefined : lt(messages.createdAt, new Date(to)),
];

/**
 * Filed messages by number, in arrays of at most `chunk`, so that nobody needs them all in memory. What is filed while
 * the reader is at work is left for the next time. Held and withdrawn messages never appear.
 */
export async function* loadMessages(
  db: Db,
  filter: MessageFilter = {},
  { chunk = READ_CHUNK }: { readonly chunk?: number } = {},
): AsyncGenerator<LoadedMessage[]> {
  const matching = conditions(filter);
  const [newest] = await db
    .select({ id: max(messages.id) })
    .from(messages)
    .where(and(...matching));
  const last = newest?.id ?? 0;
  let after = 0;
  while (after < last) {
    const rows = await db
      .select({
        id: messages.id,
        text: messages.textMasked,
        textHash: messages.textHash,
        person: messages.residentId,
        place: messages.place,
        at: messages.createdAt,
        source: messages.source,
        topic: messages.topicId,
        aspect: messages.aspect,
      })
      .from(messages)
      .where(and(...matching, gt(messages.id, after), lte(messages.id, last)))
      .orderBy(asc(messages.id))
      .limit(chunk);
    const end = rows.at(-1);
    if (end === undefined) return;
    after = end.id;
    yield rows.map((row) => ({
      ...row,
      id: messageId(String(row.id)),
      person: row.person === null ? null : String(row.person),
      topic: row.topic === null ? null : topicId(String(row.topic)),
      at: row.at?.toISOString() ?? null,
    }));
  }
}

/** How many filed messages there are: cheap, for a progress bar. */
export const countMessages = (db: Db, filter: MessageFilter = {}): Promise<number> =>
  db.$count(messages, and(...conditions(filter)));

const groupings = {
  source: messages.source,
  topic: messages.topicId,
  aspect: messages.aspect,
  place: messages.place,
} as const;

/** How many filed messages come from where, most first, then by name; `of` is null for those that do not say. */
export const countMessagesBy = async (
  db: Db,
  by: keyof typeof groupings,
  filter: MessageFilter = {},
): Promise<{ readonly of: string | null; readonly messages: number }[]> => {
  const column = groupings[by];
  const rows = await db
    .select({ of: column, messages: count() })
    .from(messages)
    .where(and(...conditions(filter)))
    .groupBy(column)
    .orderBy(desc(count()), asc(column));
  return rows.map((row) => ({ of: row.of === null ? null : String(row.of), messages: row.messages }));
};
