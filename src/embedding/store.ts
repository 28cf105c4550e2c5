import { sql } from 'drizzle-orm';
import { type Db, floatsOfBytes, rowsOf } from '../platform/index.ts';
import { embeddings } from './tables.ts';
import { type ErasableVectorStore, type VectorEntry, widthOf } from './vector-store.ts';

// 1,000 vectors of 512 float32 are 2 MB, or 4 MB of hexadecimal: a server's event loop is held for about 30 ms on the
// embedded engine, which computes in this thread (35,000 written in 1.1 s and read in 1.0 s; 5,000 a statement: no faster).
const WRITE_CHUNK = 1_000;
const READ_CHUNK = 1_000;

const HASH_BYTES = 32;

type Packed = { readonly hashes: Uint8Array; readonly vectors: Uint8Array; readonly vectorBytes: number };

/** Two long strings of bytes instead of thousands of parameters, cut up again by the database. */
const pack = (entries: readonly VectorEntry[]): Packed => {
  const vectorBytes = widthOf(entries) * Float32Array.BYTES_PER_ELEMENT;
  const hashes = Buffer.alloc(entries.length * HASH_BYTES);
  const vectors = new Uint8Array(entries.length * vectorBytes);
  entries.forEach(({ hash, vector }, i) => {
    hashes.write(hash, i * HASH_BYTES, 'hex');
    vectors.set(new Uint8Array(vector.buffer, vector.byteOffset, vectorBytes), i * vectorBytes);
  });
  return { hashes, vectors, vectorBytes };
};

const unpack = (hashes: Uint8Array, vectors: Uint8Array, into: Map<string, Float32Array>): void => {
  const names = Buffer.from(hashes.buffer, hashes.byteOffset, hashes.byteLength).toString('hex');
  const count = hashes.byteLength / HASH_BYTES;
  const width = vectors.byteLength / count;
  for (let i = 0; i < count; i++)
    into.set(
      names.slice(i * 2 * HASH_BYTES, (i + 1) * 2 * HASH_BYTES),
      floatsOfBytes(vectors.subarray(i * width, (i + 1) * width)),
    );
};

const insert = async (db: Db, model: string, entries: readonly VectorEntry[]): Promise<void> => {
  const { hashes, vectors, vectorBytes } = pack(entries);
  // Sorted by hash, so that two writers with the same texts lock rows in the same order and never wait in a circle.
  await db.execute(sql`
    insert into ${embeddings} (model, text_hash, vector)
    select ${model},
      encode(substring(given.hashes from at * ${HASH_BYTES}::int + 1 for ${HASH_BYTES}::int), 'hex') as hash,
      substring(given.vectors from at * ${vectorBytes}::int + 1 for ${vectorBytes}::int)
    from (select ${hashes}::bytea as hashes, ${vectors}::bytea as vectors) as given,
      generate_series(0, ${entries.length - 1}::int) as at
    order by hash
    on conflict do nothing`);
};

/** Model by model along the index, which begins with the model: by the text alone the whole of it would be read. */
const modelsIn = sql`
  with recursive models as (
    (select model from ${embeddings} order by model limit 1)
    union all
    select (select next.model from ${embeddings} as next where next.model > models.model order by next.model limit 1)
    from models where models.model is not null
  )`;

const drop = async (db: Db, hashes: readonly string[]): Promise<void> => {
  await db.execute(sql`${modelsIn}
    delete from ${embeddings} as gone
    using models, unnest(string_to_array(${hashes.join(',')}, ',')) as hash
    where gone.model = models.model and gone.text_hash = hash`);
};

async function* allHashes(db: Db): AsyncGenerator<readonly string[]> {
  const models = await rowsOf<{ model: string }>(
    db,
    sql`${modelsIn} select model from models where model is not null`,
  );
  for (const { model } of models)
    for (let after: string | undefined = ''; after !== undefined; ) {
      // One row a chunk, as in `read`.
      const [row] = await rowsOf<{ hashes: string | null }>(
        db,
        sql`select string_agg(text_hash, ',' order by text_hash) as hashes from (
          select text_hash from ${embeddings} where model = ${model} and text_hash > ${after}
          order by text_hash limit ${READ_CHUNK}::int) as chunk`,
      );
      const hashes: string[] = row?.hashes?.split(',') ?? [];
      if (hashes.length > 0) yield hashes;
      after = hashes.at(-1);
    }
}

/** Vectors in the database, next to the messages: float32 as `bytea`, no extension needed. */
export const databaseVectorStore = (db: Db): ErasableVectorStore => ({
  read: async (model, hashes) => {
    const found = new Map<string, Float32Array>();
    for (let start = 0; start < hashes.length; start += READ_CHUNK) {
      const wanted = hashes.slice(start, start + READ_CHUNK).join(',');
      // One row a chunk: as rows of their own, 35,000 vectors took 1.36 s to read on PGlite (docs/benchmarks.md). Both
      // aggregates see the rows in the same order, and vectors of one model have one length.
      const [packed] = await rowsOf<{ hashes: Uint8Array | null; vectors: Uint8Array | null }>(
        db,
        sql`select string_agg(decode(text_hash, 'hex'), ''::bytea) as hashes, string_agg(vector, ''::bytea) as vectors
          from ${embeddings} where model = ${model} and text_hash = any(string_to_array(${wanted}, ','))`,
      );
      if (packed?.hashes && packed.vectors) unpack(packed.hashes, packed.vectors, found);
    }
    return found;
  },

  write: async (model, entries) => {
    if (entries.length === 0) return;
    await db.transaction(async (tx) => {
      for (let start = 0; start < entries.length; start += WRITE_CHUNK)
        await insert(tx, model, entries.slice(start, start + WRITE_CHUNK));
    });
  },

  drop: async (hashes) => {
    for (let start = 0; start < hashes.length; start += WRITE_CHUNK)
      await drop(db, hashes.slice(start, start + WRITE_CHUNK));
  },

  hashes: () => allHashes(db),
});
