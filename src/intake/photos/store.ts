import { sql } from 'drizzle-orm';
import { type Db, rowsOf } from '../../platform/index.ts';
import { conversations, messages } from '../tables.ts';

const CHUNK = 500;

/** Every photo that a message or the draft of a saved conversation names; `photosIn`: those of such a draft. */
export const namedPhotos = async (
  db: Db,
  photosIn: (saved: unknown) => readonly string[],
): Promise<ReadonlySet<string>> => {
  const named = new Set<string>();
  const held = await rowsOf<{ photo: string }>(
    db,
    sql`select unnest(photos) as photo from ${messages} where photos <> '{}'`,
  );
  for (const { photo } of held) named.add(photo);
  let after = { channel: '', person: '' };
  for (;;) {
    const rows = await rowsOf<{ channel: string; person: string; state: unknown }>(
      db,
      sql`select channel, person_hash as person, state from ${conversations}
        where (channel, person_hash) > (${after.channel}, ${after.person})
        order by channel, person_hash limit ${CHUNK}::int`,
    );
    for (const { state } of rows) for (const photo of photosIn(state)) named.add(photo);
    const last = rows.at(-1);
    if (last === undefined || rows.length < CHUNK) return named;
    after = last;
  }
};
