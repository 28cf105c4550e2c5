import { setImmediate } from 'node:timers/promises';
import { newRows, type Rows } from '../kernel/index.ts';
import { packBatches } from './batches.ts';
import { type Encoder, modelKey } from './open.ts';
import { joinTokens, pickTokens, type Tokens, tokensOf } from './tokens.ts';
import { textHash, type VectorStore } from './vector-store.ts';

export type EmbedOptions = {
  readonly encoder: Encoder;
  readonly store: VectorStore;
  /** Honoured between batches; what is committed by then stays. */
  readonly signal?: AbortSignal;
  /** Distinct texts that have a vector, of all distinct texts. */
  readonly onProgress?: (progress: { done: number; total: number }) => void;
};

export type Embedded = {
  /** One row of unit length a text, in input order. */
  readonly vectors: Rows;
  readonly distinct: number;
  /** Distinct texts that the store did not have. */
  readonly embedded: number;
  /** Tokens of those. */
  readonly tokens: number;
};

// 500,000 characters are hashed in 4 ms, 1,000 short texts in less.
const SLICE_TEXTS = 1_000;
const SLICE_CHARACTERS = 500_000;

/** Positions of `texts`, in slices between which the event loop runs. */
async function* slicesOf(texts: readonly string[], signal?: AbortSignal) {
  let start = 0;
  let characters = 0;
  for (let i = 0; i < texts.length; i++) {
    characters += texts[i]!.length;
    if (i + 1 - start < SLICE_TEXTS && characters < SLICE_CHARACTERS && i + 1 < texts.length) continue;
    yield { start, end: i + 1 };
    start = i + 1;
    characters = 0;
    await setImmediate();
    signal?.throwIfAborted();
  }
}

type Distinct = { readonly hash: string; readonly text: string; readonly positions: number[] };

const distinctOf = async (texts: readonly string[], signal?: AbortSignal): Promise<Distinct[]> => {
  const byHash = new Map<string, Distinct>();
  for await (const { start, end } of slicesOf(texts, signal))
    for (let i = start; i < end; i++) {
      const hash = textHash(texts[i]!);
      const there = byHash.get(hash);
      if (there === undefined) byHash.set(hash, { hash, text: texts[i]!.toWellFormed(), positions: [i] });
      else there.positions.push(i);
    }
  return [...byHash.values()];
};

const tokenise = async (texts: readonly string[], { encoder, signal }: EmbedOptions): Promise<Tokens> => {
  const parts: Tokens[] = [];
  for await (const { start, end } of slicesOf(texts, signal))
    parts.push(await encoder.tokenise(texts.slice(start, end)));
  return joinTokens(parts);
};

// While one batch is committed the next is computed: the worker is never idle, and no more memory is held than that.
const IN_FLIGHT = 2;

type Running = { readonly batch: readonly number[]; readonly rows: Promise<Rows> };

/** Runs the batches one after another and hands each on, strictly in order, when it is done. */
async function* inOrder(
  batches: Iterator<readonly number[], undefined>,
  tokens: Tokens,
  { encoder, signal }: EmbedOptions,
) {
  const running: Running[] = [];
  const start = (): void => {
    const { value: batch } = batches.next();
    if (batch === undefined) return;
    const rows = encoder.run(pickTokens(tokens, batch));
    // Awaited below in its turn; if an earlier batch fails, nobody comes for this one.
    rows.catch(() => undefined);
    running.push({ batch, rows });
  };
  for (let i = 0; i < IN_FLIGHT; i++) start();
  for (let next = running.shift(); next !== undefined; next = running.shift()) {
    yield { batch: next.batch, rows: await next.rows };
    signal?.throwIfAborted();
    start();
  }
}

const place = (vectors: Rows, positions: readonly number[], vector: Float32Array): void => {
  for (const at of positions) vectors.data.set(vector, at * vectors.d);
};

/**
 * A vector for every text. Identical texts are embedded once, and those that `store` has not at all. Batches of the
 * rest depend on the texts alone and are committed whole and in order: killed at any moment, the next run goes on from
 * the last batch and ends with the same bytes.
 * @throws the signal's reason when aborted; what encoder or store throw
 */
export const embedTexts = async (texts: readonly string[], options: EmbedOptions): Promise<Embedded> => {
  const { encoder, store, signal, onProgress } = options;
  const model = modelKey(encoder.model);
  const distinct = await distinctOf(texts, signal);
  const known = await store.read(
    model,
    distinct.map(({ hash }) => hash),
  );
  signal?.throwIfAborted();

  const vectors = newRows(texts.length, encoder.model.dimensions);
  const missing: Distinct[] = [];
  for (const entry of distinct) {
    const vector = known.get(entry.hash);
    if (vector === undefined) missing.push(entry);
    else place(vectors, entry.positions, vector);
  }
  let done = distinct.length - missing.length;
  onProgress?.({ done, total: distinct.length });

  const tokens = await tokenise(
    missing.map(({ text }) => text),
    options,
  );
  await setImmediate();
  const batches = packBatches(missing.map(({ text }, i) => ({ text, tokens: tokensOf(tokens, i) })));
  await setImmediate();
  for await (const { batch, rows } of inOrder(batches, tokens, options)) {
    const entries = batch.map((at, i) => ({
      hash: missing[at]!.hash,
      vector: rows.data.subarray(i * rows.d, (i + 1) * rows.d),
    }));
    await store.write(model, entries);
    batch.forEach((at, i) => {
      place(vectors, missing[at]!.positions, entries[i]!.vector);
    });
    done += batch.length;
    onProgress?.({ done, total: distinct.length });
  }
  return { vectors, distinct: distinct.length, embedded: missing.length, tokens: tokens.ids.length };
};
