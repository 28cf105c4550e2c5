import { and, asc, eq, ne } from 'drizzle-orm';
import type { MessageId } from '../../kernel/index.ts';
import type { Db, Sealer } from '../../platform/index.ts';
import type { Person } from '../residents/person.ts';
import { draftOriginals, originals } from '../tables.ts';

export type OriginalPart = {
  readonly person: Person;
  readonly draft: number;
  readonly part: number;
  readonly text: string;
};

const partFor = ({ person, draft, part }: Omit<OriginalPart, 'text'>) => ({
  purpose: 'draft original',
  id: JSON.stringify([person.channel, person.hash, draft, part]),
});
const originalFor = (id: number) => ({ purpose: 'original', id: String(id) });

const isDraft = (person: Person, draft: number) =>
  and(
    eq(draftOriginals.channel, person.channel),
    eq(draftOriginals.personHash, person.hash),
    eq(draftOriginals.draft, draft),
  );

/** Keeps one message of a draft as it was typed, sealed. For offices that switched it on; others never call this. */
export const keepOriginal = async (
  tx: Db,
  original: OriginalPart,
  given: { readonly sealer: Sealer; readonly at: Date },
): Promise<void> => {
  const { person, draft, part, text } = original;
  const { keyId, bytes } = given.sealer.seal(text, partFor(original));
  const sealed = { keyId, sealed: bytes, createdAt: given.at };
  await tx
    .insert(draftOriginals)
    .values({ channel: person.channel, personHash: person.hash, draft, part, ...sealed })
    .onConflictDoUpdate({
      target: [draftOriginals.channel, draftOriginals.personHash, draftOriginals.draft, draftOriginals.part],
      set: sealed,
    });
};

/** The draft was filed: its originals become the message's, under the message's own id, and lose the person. */
export const moveOriginals = async (
  tx: Db,
  from: { readonly person: Person; readonly draft: number },
  to: { readonly message: number; readonly sealer: Sealer | null },
): Promise<void> => {
  const { person, draft } = from;
  const parts = await tx
    .select()
    .from(draftOriginals)
    .where(isDraft(person, draft))
    .orderBy(asc(draftOriginals.part));
  if (parts.length === 0) return;
  if (to.sealer !== null) {
    const { sealer } = to;
    const text = parts
      .map(({ part, keyId, sealed }) =>
        sealer.open({ keyId, bytes: sealed }, partFor({ person, draft, part })),
      )
      .join('\n');
    const { keyId, bytes } = sealer.seal(text, originalFor(to.message));
    await tx.insert(originals).values({ messageId: to.message, keyId, sealed: bytes }).onConflictDoNothing();
  }
  await tx.delete(draftOriginals).where(isDraft(person, draft));
};

/** What was typed, for whoever the office allows to read it; null where none is kept. */
export const openOriginal = async (db: Db, id: MessageId, sealer: Sealer): Promise<string | null> => {
  const [row] = await db
    .select()
    .from(originals)
    .where(eq(originals.messageId, Number(id)));
  if (row === undefined) return null;
  return sealer.open({ keyId: row.keyId, bytes: row.sealed }, originalFor(row.messageId));
};

const RESEAL_CHUNK = 500;

/** Seals anew what older keys sealed, a chunk a transaction, safe to run twice. How many there were. */
export const resealOriginals = async (db: Db, sealer: Sealer): Promise<number> => {
  for (let done = 0; ; ) {
    const chunk = await db.transaction(async (tx) => {
      const rows = await tx
        .select()
        .from(originals)
        .where(ne(originals.keyId, sealer.current))
        .limit(RESEAL_CHUNK)
        .for('update');
      for (const { messageId, keyId, sealed } of rows) {
        const text = sealer.open({ keyId, bytes: sealed }, originalFor(messageId));
        const again = sealer.seal(text, originalFor(messageId));
        await tx
          .update(originals)
          .set({ keyId: again.keyId, sealed: again.bytes })
          .where(eq(originals.messageId, messageId));
      }
      return rows.length;
    });
    done += chunk;
    if (chunk < RESEAL_CHUNK) return done;
  }
};

/** The office switched originals off: all of them go, drafts' too. How many messages had one. */
export const forgetOriginals = (db: Db): Promise<number> =>
  db.transaction(async (tx) => {
    await tx.delete(draftOriginals);
    return (await tx.delete(originals).returning({ id: originals.messageId })).length;
  });
