import { setImmediate as nextTurn } from 'node:timers/promises';

// PostgreSQL takes 65,535 parameters a statement; 15 columns × 200 rows stay well below. The embedded engine, which
// computes in this thread, holds a server's event loop for about 60 ms a statement then, and 0.3 s with 1,000.
const CHUNK = 200;

/** In chunks, between which the event loop runs: on the embedded engine statement after statement would hold it. */
export async function* chunksOf<T>(all: readonly T[], size = CHUNK): AsyncGenerator<readonly T[]> {
  for (let from = 0; from < all.length; from += size) {
    yield all.slice(from, from + size);
    await nextTurn();
  }
}
