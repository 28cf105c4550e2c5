import { type SQL, sql } from 'drizzle-orm';
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';

/**
 * What stores are written against: the same type for both engines, and for a transaction on either. Inside
 * `db.transaction(async (tx) => …)` use only `tx`: on the embedded engine `db` waits for the transaction to end.
 */
export type Db = PgDatabase<PgQueryResultHKT, Record<string, never>>;

export type Engine = 'pglite' | 'postgres';

/** Ends with `release`, or with its process, however that ends. */
export type Hold = { readonly release: () => Promise<void> };

export type Database = {
  readonly db: Db;
  readonly engine: Engine;
  /** Claims a name, so that other processes can tell that this one still lives. @throws where this one holds it already */
  readonly hold: (name: string) => Promise<Hold>;
  /** Whether this or any other process holds the name. */
  readonly isHeld: (name: string) => Promise<boolean>;
  /** Ends connections and gives the data folder free. Nothing acknowledged needs it. */
  readonly close: () => Promise<void>;
};

/** Rows of hand-written SQL: PGlite's driver wraps them in an object, postgres.js' result is their array. */
export const rowsOf = async <Row extends Record<string, unknown>>(db: Db, query: SQL): Promise<Row[]> => {
  const result: unknown = await db.execute(query);
  return (Array.isArray(result) ? [...result] : (result as { rows: Row[] }).rows) as Row[];
};

/** Resolves where the database answers. */
export const ping = async (db: Db): Promise<void> => {
  await db.execute(sql`select 1`);
};
