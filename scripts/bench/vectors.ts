import {
  type Encoder,
  embedTexts,
  folderVectorStore,
  modelKey,
  openEncoder,
  textHash,
  type VectorStore,
} from '../../src/embedding/index.ts';
import { newRows, normaliseRow, type Rows, rngFrom, rowOf } from '../../src/kernel/index.ts';
import { config } from '../../src/platform/index.ts';
import { progressReporter } from '../support/progress.ts';
import { distinctTexts } from './texts.ts';

const CACHE = 'out/bench/.embeddings';

/** Keeps the vectors of `texts`, so that a later bench need not compute them again. */
export const keepVectors = async (
  model: Encoder['model'],
  texts: readonly string[],
  from: VectorStore,
): Promise<void> => {
  const vectors = await from.read(modelKey(model), texts.map(textHash));
  const cache = folderVectorStore(CACHE);
  await cache.write(
    modelKey(model),
    Array.from(vectors, ([hash, vector]) => ({ hash, vector })),
  );
};

/**
 * Up to 35,000 real vectors with the hashes of their texts (computed once, then kept in `out/bench`), and beyond them
 * mixtures of two real ones with a little noise, from `seed`.
 */
export const benchVectors = async (
  n: number,
  seed: number,
): Promise<{ rows: Rows; order: string[]; real: number }> => {
  const { modelDir, threads } = config();
  const { texts } = distinctTexts(Math.min(n, 35_000));
  const encoder = await openEncoder({ modelDir, threads });
  const reporter = progressReporter();
  try {
    const { vectors } = await embedTexts(texts, {
      encoder,
      store: folderVectorStore(CACHE),
      onProgress: (step) => reporter.update('embedding for the bench', step),
    });
    const order = texts.map(textHash);
    return {
      rows: mixedUpTo(vectors, n, seed),
      order: [...order, ...mixedNames(n - texts.length)],
      real: texts.length,
    };
  } finally {
    reporter.finish();
    await encoder.close();
  }
};

const mixedNames = (count: number): string[] =>
  Array.from({ length: Math.max(0, count) }, (_, i) => `mixed ${String(i).padStart(9, '0')}`);

const mixedUpTo = (real: Rows, n: number, seed: number): Rows => {
  if (n <= real.n) return { data: real.data.subarray(0, n * real.d), n, d: real.d };
  const rng = rngFrom(seed);
  const out = newRows(n, real.d);
  out.data.set(real.data);
  for (let i = real.n; i < n; i++) {
    const one = rowOf(real, Math.floor(rng() * real.n));
    const other = rowOf(real, Math.floor(rng() * real.n));
    const start = i * real.d;
    // Nearer to one than to the other, as a message has one main subject.
    for (let t = 0; t < real.d; t++) out.data[start + t] = one[t]! + 0.4 * other[t]! + 0.02 * (rng() - 0.5);
    normaliseRow(out, i);
  }
  return out;
};
