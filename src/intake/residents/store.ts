import { randomBytes } from 'node:crypto';
import { and, eq, inArray, isNotNull, ne, sql } from 'drizzle-orm';
import { BadSetup, type MessageId } from '../../kernel/index.ts';
import { type Db, rowsOf, type Sealer, type Secret } from '../../platform/index.ts';
import { conversations, draftOriginals, installation, messages, residents, supports } from '../tables.ts';
import { keyedAuthor, type Person } from './person.ts';

const isPerson = ({ channel, hash }: Person) =>
  and(eq(residents.channel, channel), eq(residents.keyHash, hash));

// Any number that nothing else locks by; with the hash of the person it makes one of 64 bits.
const PERSON_LOCK = 41;

/**
 * Until the transaction ends, nobody else works for this person: turns of one person never interleave, whichever
 * process they came to.
 */
export const lockPerson = async (tx: Db, { channel, hash }: Person): Promise<void> => {
  await tx.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`${channel} ${hash}`}, ${PERSON_LOCK}))`,
  );
};

export type Resident = {
  readonly id: number;
  readonly salt: string;
  readonly language: 'zh' | 'en' | null;
  readonly consentVersion: number | null;
};

export const findResident = async (db: Db, person: Person): Promise<Resident | null> => {
  const [row] = await db
    .select({
      id: residents.id,
      salt: residents.salt,
      language: residents.language,
      consentVersion: residents.consentVersion,
    })
    .from(residents)
    .where(isPerson(person));
  return row === undefined ? null : { ...row, salt: row.salt ?? '' };
};

/** The person's row, made where there is none. */
export const ensureResident = async (tx: Db, person: Person): Promise<Resident> => {
  const found = await findResident(tx, person);
  if (found !== null && found.salt !== '') return found;
  // 16 bytes: with it goes the last thing from which a receipt could be derived again.
  const salt = randomBytes(16).toString('base64url');
  await tx
    .insert(residents)
    .values({ channel: person.channel, keyHash: person.hash, keyed: true, salt })
    .onConflictDoNothing();
  const made = await findResident(tx, person);
  if (made === null) throw new Error('a resident who was just saved is not there');
  return made;
};

const addressFor = ({ channel, hash }: Person) => ({ purpose: 'address', id: `${channel} ${hash}` });

/** The person agreed to a version of the privacy notice. From now on the address for replies is kept, sealed. */
export const agree = async (
  tx: Db,
  person: Person,
  given: { version: number; lang: 'zh' | 'en'; at: Date; address: string; sealer: Sealer },
): Promise<void> => {
  const { id } = await ensureResident(tx, person);
  const sealed = given.sealer.seal(given.address, addressFor(person));
  await tx
    .update(residents)
    .set({
      consentVersion: given.version,
      consentAt: given.at,
      language: given.lang,
      addressKeyId: sealed.keyId,
      addressSealed: sealed.bytes,
    })
    .where(eq(residents.id, id));
};

/** Nothing where the person is not known yet: the conversation itself remembers. */
export const chooseLanguage = async (tx: Db, person: Person, lang: 'zh' | 'en'): Promise<void> => {
  await tx.update(residents).set({ language: lang }).where(isPerson(person));
};

export type Reachable = {
  readonly resident: number;
  readonly channel: string;
  readonly address: string;
  readonly language: 'zh' | 'en' | null;
};

/** Who wrote or supports these messages and can be written to, each person once, by number. */
export const reachableFor = async (
  db: Db,
  ids: readonly MessageId[],
  sealer: Sealer,
): Promise<Reachable[]> => {
  if (ids.length === 0) return [];
  const numbers = ids.map(Number);
  const authors = db
    .select({ id: messages.residentId })
    .from(messages)
    .where(and(inArray(messages.id, numbers), isNotNull(messages.residentId)));
  const supporters = db
    .select({ id: supports.residentId })
    .from(supports)
    .where(inArray(supports.messageId, numbers));
  const rows = await db
    .select()
    .from(residents)
    .where(and(isNotNull(residents.addressSealed), inArray(residents.id, authors.union(supporters))))
    .orderBy(residents.id);
  return rows.flatMap((row) => {
    if (row.addressKeyId === null || row.addressSealed === null) return [];
    const person = { channel: row.channel, hash: row.keyHash } as Person;
    return {
      resident: row.id,
      channel: row.channel,
      language: row.language,
      address: sealer.open({ keyId: row.addressKeyId, bytes: row.addressSealed }, addressFor(person)),
    };
  });
};

// A thousand openings and sealings take about 10 ms.
const RESEAL_CHUNK = 1_000;

/** Seals every address anew that an older key sealed: a chunk a transaction, safe to run twice. How many there were. */
export const resealAddresses = async (db: Db, sealer: Sealer): Promise<number> => {
  for (let done = 0; ; ) {
    const chunk = await db.transaction(async (tx) => {
      const rows = await tx
        .select()
        .from(residents)
        .where(and(isNotNull(residents.addressSealed), ne(residents.addressKeyId, sealer.current)))
        .limit(RESEAL_CHUNK)
        .for('update');
      for (const row of rows) {
        if (row.addressKeyId === null || row.addressSealed === null) continue;
        const context = addressFor({ channel: row.channel, hash: row.keyHash } as Person);
        const text = sealer.open({ keyId: row.addressKeyId, bytes: row.addressSealed }, context);
        const { keyId, bytes } = sealer.seal(text, context);
        await tx
          .update(residents)
          .set({ addressKeyId: keyId, addressSealed: bytes })
          .where(eq(residents.id, row.id));
      }
      return rows.length;
    });
    done += chunk;
    if (chunk < RESEAL_CHUNK) return done;
  }
};

/**
 * Keys the hashes of imported authors that are still plain SHA-256 of a name: the keyed hash is made from the old one,
 * so nobody counts twice and nothing needs importing again. Where both forms of one author are there, their messages
 * are put together. Safe to run at every start.
 * @param channel only this one's.
 */
export const keyAuthors = (db: Db, secret: Secret, channel?: string): Promise<number> =>
  db.transaction(async (tx) => {
    const rows = await tx
      .select({ id: residents.id, channel: residents.channel, keyHash: residents.keyHash })
      .from(residents)
      .where(
        and(
          sql`not ${residents.keyed}`,
          channel === undefined ? sql`${residents.channel} like 'import:%'` : eq(residents.channel, channel),
        ),
      )
      .for('update');
    for (const row of rows) {
      const hash = keyedAuthor(secret, row.channel, row.keyHash);
      const twin = await findResident(tx, { channel: row.channel, hash } as Person);
      if (twin === null) {
        await tx.update(residents).set({ keyHash: hash, keyed: true }).where(eq(residents.id, row.id));
        continue;
      }
      await tx.update(messages).set({ residentId: twin.id }).where(eq(messages.residentId, row.id));
      await tx.delete(residents).where(eq(residents.id, row.id));
    }
    return rows.length;
  });

/**
 * Makes sure that this is the secret with which the database was filled, and remembers it on first use.
 * @throws BadSetup where it is another one: nobody's receipt would be found, and everybody would be somebody new.
 */
export const checkSecret = async (db: Db, secret: Secret): Promise<void> => {
  const value = secret.mac('fingerprint', 'installation').toString('hex');
  await db.insert(installation).values({ name: 'secret', value }).onConflictDoNothing();
  const [row] = await db.select().from(installation).where(eq(installation.name, 'secret'));
  if (row?.value === value) return;
  throw new BadSetup({
    zh: '这个数据库是用另一个密钥（MASHANG_SECRET 或数据文件夹里的 secret 文件）填写的。请恢复原来的密钥；多台机器共用一个数据库时，请让它们使用同一个 MASHANG_SECRET。',
    en: 'This database was filled with another secret (MASHANG_SECRET, or the file secret in the data folder). Restore the former one; where several machines share a database, give them the same MASHANG_SECRET.',
  });
};

export type SavedConversation = {
  /** As it was saved, to be read by `parseState`; null: none yet, or deleted. */
  readonly state: unknown;
  /** 0 where there is none yet. */
  readonly version: number;
  readonly heardAt: Date | null;
};

const isConversation = ({ channel, hash }: Person) =>
  and(eq(conversations.channel, channel), eq(conversations.personHash, hash));

const savedIn = ([row]: readonly (typeof conversations.$inferSelect)[]): SavedConversation =>
  row === undefined
    ? { state: null, version: 0, heardAt: null }
    : { state: row.state, version: row.version, heardAt: row.heardAt };

export const loadConversation = async (db: Db, person: Person): Promise<SavedConversation> =>
  savedIn(await db.select().from(conversations).where(isConversation(person)));

/**
 * Saves the state that follows from the one of `version`. false: somebody else saved one meanwhile, nothing was changed,
 * and the turn must be taken again from the new one.
 */
export const saveConversation = async (
  tx: Db,
  person: Person,
  save: { readonly state: unknown; readonly version: number; readonly at: Date },
): Promise<boolean> => {
  const rows = await rowsOf(
    tx,
    sql`
    insert into ${conversations} (channel, person_hash, version, state, heard_at)
    values (${person.channel}, ${person.hash}, ${save.version + 1}, ${JSON.stringify(save.state)}::jsonb, ${save.at.toISOString()}::timestamptz)
    on conflict (channel, person_hash) do update
      set version = excluded.version, state = excluded.state, heard_at = excluded.heard_at
      where ${conversations.version} = ${save.version}
    returning version`,
  );
  return rows.length === 1;
};

/** The row itself is the lock, which saves a query a turn; before there is a row, the person's lock takes its place. */
const lockedConversation = async (tx: Db, person: Person): Promise<SavedConversation> => {
  const load = () => tx.select().from(conversations).where(isConversation(person)).for('update');
  const rows = await load();
  if (rows.length > 0) return savedIn(rows);
  await lockPerson(tx, person);
  return savedIn(await load());
};

/**
 * One turn of one person: locked, loaded, worked and saved in one transaction, so that either all of it is kept or
 * nothing. `work` gets what was saved and gives the state to save beside what it wants to return.
 */
export const takeTurn = <T>(
  db: Db,
  person: Person,
  turn: {
    readonly at: Date;
    readonly work: (tx: Db, saved: SavedConversation) => Promise<{ state: unknown; value: T }>;
  },
): Promise<T> =>
  db.transaction(async (tx) => {
    const saved = await lockedConversation(tx, person);
    const { state, value } = await turn.work(tx, saved);
    if (!(await saveConversation(tx, person, { state, version: saved.version, at: turn.at })))
      throw new Error('a conversation was saved by somebody who did not lock it');
    return value;
  });

/** What a draft left behind that is not wanted any more. */
export const dropDraft = async (tx: Db, person: Person, draft: number): Promise<void> => {
  await tx
    .delete(draftOriginals)
    .where(
      and(
        eq(draftOriginals.channel, person.channel),
        eq(draftOriginals.personHash, person.hash),
        eq(draftOriginals.draft, draft),
      ),
    );
};
