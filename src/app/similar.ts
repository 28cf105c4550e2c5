import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import type { Written } from '../conversation/index.ts';
import {
  type Encoder,
  type ErasableVectorStore,
  embedTexts,
  modelKey,
  textHash,
} from '../embedding/index.ts';
import { analysisText, type LoadedMessage, loadMessages, SERVED_CHUNK } from '../intake/index.ts';
import { type MessageId, type Rows, rowOf } from '../kernel/index.ts';
import type { Db, logger } from '../platform/index.ts';
import type { FindSimilar } from './converse.ts';

// Read on 4,326 real messages (bge-small-zh, pairs drawn by band, floods left out): of 16 pairs from 0.80 to 0.84 all
// were about the same kind of matter, from 0.76 to 0.80 12, from 0.72 to 0.76 9. Vectors shift by up to 0.02.
const SAME_MATTER = 0.8;

// Without a comparison the message is filed all the same, and 95 of 100 replies are to come within 300 ms, in which the
// turn itself is taken twice. Alone a comparison takes 10 to 30 ms, with 200 people at once on two busy cores 50 to 250.
const PATIENCE_MS = 150;

// 512 numbers a row: 8 MB, searched in 2 ms between two turns of the event loop.
const SLICE = 4_096;

// The newest of a topic: 40 MB, searched in 10 ms of computing. A busy topic of a city has 10,000.
const MOST = 20_000;

// A year: what was said before belongs to another round.
const RECENT_MS = 365 * 24 * 3_600_000;

// What was filed is put on its shelf a second later: mostly with the vector by which it was compared before.
const BATCH = 32;
const GATHER_MS = 1_000;
// Between comparing and filing a resident reads and taps; this many are under way in a city at most.
const COMPARED = 2_000;

const LOAD_CHUNK = 1_000;
const EXAMPLES = 2;

/** Where messages are compared: within one topic, or else within one place. */
export type SimilarScope = { readonly topic: NonNullable<Written['topic']> } | { readonly place: string };

export type ScopeOf = (db: Db, message: Pick<Written, 'topic' | 'code'>) => Promise<SimilarScope | null>;

type Row = { readonly id: MessageId; readonly text: string; readonly author: string | null };

type Filed = Row & { readonly scope: SimilarScope | null };

type Shelf = { rows: Row[]; vectors: Float32Array[]; loading: Promise<void>; readonly gone: Set<MessageId> };

export type SimilarIndex = {
  readonly find: FindSimilar;
  /** A message that others may be shown from now on: embedded soon, and found after that. */
  readonly filed: (message: Filed) => void;
  /**
   * A message that was taken back: never shown again. `words` are its text where no other message has the same: their
   * vector goes too, soon, and after whatever is being written now.
   */
  readonly removed: (id: MessageId, words: readonly string[]) => void;
  /** Loads what belongs to `scope`, embedding what has no vector yet. */
  readonly warm: (scope: SimilarScope) => Promise<void>;
  /** Resolves when everything that was filed is embedded, and the vectors of what was taken back are gone. */
  readonly idle: () => Promise<void>;
  readonly close: () => Promise<void>;
};

type Hit = { readonly row: Row; readonly similarity: number };

const dotOf = (a: Float32Array, b: Float32Array): number => {
  let sum = 0;
  for (let t = 0; t < a.length; t++) sum += a[t]! * b[t]!;
  return sum;
};

/** Rows that are near, nearest first; in slices, so that pages go on being served. */
const search = async (shelf: Shelf, query: Float32Array, own: string | null): Promise<Hit[]> => {
  const hits: Hit[] = [];
  const { rows, vectors, gone } = shelf;
  for (let i = 0; i < rows.length; i++) {
    if (i > 0 && i % SLICE === 0) await nextTurn();
    const [row, vector] = [rows[i], vectors[i]];
    if (row === undefined || vector === undefined) break;
    if ((own !== null && row.author === own) || gone.has(row.id)) continue;
    const similarity = dotOf(vector, query);
    if (similarity >= SAME_MATTER) hits.push({ row, similarity });
  }
  return hits.sort((a, b) => b.similarity - a.similarity || Number(a.row.id) - Number(b.row.id));
};

/** Each author once; messages of nobody in particular are somebody each. */
const peopleIn = (hits: readonly Hit[]): number =>
  new Set(hits.map(({ row }) => (row.author === null ? `message ${row.id}` : row.author))).size;

const lettersOf = (text: string): string =>
  analysisText(text)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');

/** The nearest, in two different wordings: a second that differs by an exclamation mark shows nothing more. */
const examplesOf = (hits: readonly Hit[]) => {
  const seen = new Set<string>();
  return hits
    .filter(({ row }) => {
      const letters = lettersOf(row.text);
      return !seen.has(letters) && seen.add(letters) !== undefined;
    })
    .slice(0, EXAMPLES)
    .map(({ row }) => ({ message: row.id, text: row.text }));
};

const nothing = { kind: 'similar', people: 0, examples: [] } as const;

/**
 * "N others said something similar": exact search over the newest messages of a topic or place, in memory. Shelves are
 * filled when they are first asked for, from the vectors that are stored; what was filed meanwhile is embedded at once.
 */
export const similarIndex = (deps: {
  readonly db: Db;
  readonly encoder: Encoder;
  readonly store: ErasableVectorStore;
  readonly scopeOf: ScopeOf;
  readonly now: () => Date;
  readonly log: ReturnType<typeof logger>;
}): SimilarIndex => {
  const { db, encoder, store, log } = deps;
  const shelves = new Map<string, Shelf>();
  const stopping = new AbortController();
  const { signal } = stopping;
  const compared = new Map<string, Float32Array>();
  const waiting: Filed[] = [];
  let timer: NodeJS.Timeout | undefined;
  let working: Promise<void> = Promise.resolve();
  let dropping: Promise<void> = Promise.resolve();

  const embedded = async (rows: readonly Row[]): Promise<Rows> => {
    const texts = rows.map(({ text }) => analysisText(text));
    return (await embedTexts(texts, { encoder, store, signal })).vectors;
  };

  /** Row i of `fresh` has the vector in row i of `vectors`; the oldest make room. */
  const put = (shelf: Shelf, fresh: readonly Row[], vectors: Rows): void => {
    const known = new Set(shelf.rows.map(({ id }) => id));
    fresh.forEach((row, i) => {
      if (known.has(row.id) || shelf.gone.has(row.id)) return;
      shelf.rows.push(row);
      shelf.vectors.push(rowOf(vectors, i).slice());
    });
    const over = shelf.rows.length - MOST;
    if (over <= 0) return;
    shelf.rows = shelf.rows.slice(over);
    shelf.vectors = shelf.vectors.slice(over);
  };

  const fill = async (shelf: Shelf, scope: SimilarScope): Promise<void> => {
    const from = new Date(deps.now().getTime() - RECENT_MS).toISOString();
    for await (const chunk of loadMessages(db, { ...scope, from }, { chunk: SERVED_CHUNK })) {
      const rows = chunk.map(({ id, text, person }: LoadedMessage) => ({ id, text, author: person }));
      for (let at = 0; at < rows.length; at += LOAD_CHUNK) {
        signal.throwIfAborted();
        const part = rows.slice(at, at + LOAD_CHUNK);
        put(shelf, part, await embedded(part));
      }
    }
  };

  const shelfOf = (scope: SimilarScope): Shelf => {
    const key = JSON.stringify(scope);
    const there = shelves.get(key);
    if (there !== undefined) return there;
    const shelf: Shelf = { rows: [], vectors: [], loading: Promise.resolve(), gone: new Set() };
    shelves.set(key, shelf);
    shelf.loading = fill(shelf, scope).catch((error: unknown) => {
      if (signal.aborted) return;
      shelves.delete(key);
      log.error({ err: error }, 'messages to compare with could not be loaded');
    });
    return shelf;
  };

  /** One text alone: the vector depends on nothing else, so it may be kept as the message's own. */
  const vectorFor = async (message: string): Promise<Float32Array> => {
    const text = analysisText(message);
    const hash = textHash(text);
    const there = compared.get(hash);
    if (there !== undefined) return there;
    const vector = rowOf(await encoder.embed([text]), 0);
    compared.set(hash, vector);
    for (const oldest of compared.keys()) {
      if (compared.size <= COMPARED) break;
      compared.delete(oldest);
    }
    return vector;
  };

  const compare = async (message: Written, author: string | null) => {
    const scope = await deps.scopeOf(db, message);
    if (scope === null) return nothing;
    const shelf = shelfOf(scope);
    const [query] = await Promise.all([vectorFor(message.text), shelf.loading]);
    const hits = await search(shelf, query, author);
    return { kind: 'similar', people: peopleIn(hits), examples: examplesOf(hits) } as const;
  };

  const embedWaiting = async (): Promise<void> => {
    const batch = waiting.splice(0, BATCH);
    if (batch.length === 0) return;
    // Those that were compared before cost nothing more.
    const known = batch.flatMap(({ text }) => {
      const hash = textHash(analysisText(text));
      const vector = compared.get(hash);
      return vector === undefined ? [] : [{ hash, vector }];
    });
    await store.write(modelKey(encoder.model), known);
    const vectors = await embedded(batch);
    for (const [i, { scope, ...row }] of batch.entries()) {
      // A shelf that nobody asked for is filled from the database when somebody does.
      const shelf = scope === null ? undefined : shelves.get(JSON.stringify(scope));
      if (shelf === undefined) continue;
      await shelf.loading;
      put(shelf, [row], { data: rowOf(vectors, i), n: 1, d: vectors.d });
    }
  };

  const flush = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    working = working.then(embedWaiting).catch((error: unknown) => {
      // The next run embeds whatever has no vector.
      if (!signal.aborted) log.error({ err: error }, 'messages could not be embedded now');
    });
    return working;
  };

  const under = (): Promise<unknown> =>
    Promise.allSettled([working, ...[...shelves.values()].map(({ loading }) => loading)]);

  const drop = (words: readonly string[]): void => {
    const hashes = words.map((text) => textHash(analysisText(text)));
    for (const hash of hashes) compared.delete(hash);
    // What is under way may have read the message before it was taken back, and would write its vector again.
    dropping = Promise.all([dropping, under()])
      .then(() => store.drop(hashes))
      // The next housekeeping finds vectors that no message has.
      .catch((error: unknown) => log.error({ err: error }, 'vectors could not be removed now'));
  };

  return {
    find: async (message, author) => {
      const patience = new AbortController();
      try {
        const late = sleep(PATIENCE_MS, nothing, { signal: patience.signal }).catch(() => nothing);
        return await Promise.race([compare(message, author), late]);
      } catch (error) {
        log.error({ err: error }, 'a comparison failed');
        return nothing;
      } finally {
        patience.abort();
      }
    },
    filed: (message) => {
      waiting.push(message);
      if (waiting.length >= BATCH) void flush();
      else timer ??= setTimeout(() => void flush(), GATHER_MS);
    },
    removed: (id, words) => {
      const at = waiting.findIndex((message) => message.id === id);
      if (at >= 0) waiting.splice(at, 1);
      for (const shelf of shelves.values()) {
        shelf.gone.add(id);
        const row = shelf.rows.findIndex((one) => one.id === id);
        if (row < 0) continue;
        // New lists: a search may be on its way through the old ones.
        shelf.rows = shelf.rows.toSpliced(row, 1);
        shelf.vectors = shelf.vectors.toSpliced(row, 1);
      }
      if (words.length > 0) drop(words);
    },
    warm: (scope) => shelfOf(scope).loading,
    idle: async () => {
      while (waiting.length > 0) await flush();
      await working;
      await dropping;
    },
    close: async () => {
      clearTimeout(timer);
      stopping.abort();
      await under();
      await dropping;
    },
  };
};
