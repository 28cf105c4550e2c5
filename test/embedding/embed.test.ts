import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Encoder, embedTexts, memoryVectorStore, type VectorStore } from '../../src/embedding/index.ts';
import { packTokens, pickTokens, textsIn, tokensOf } from '../../src/embedding/tokens.ts';

/**
 * An encoder that shows its batches: each text's vector also depends on all texts of its batch, as with int8 scales, so
 * that any other batching gives other bytes.
 */
const batchSensitive = () => {
  const batches: number[][] = [];
  const encoder: Encoder = {
    model: { name: 'fake', fingerprint: '1', dimensions: 3 },
    tokenise: async (texts) =>
      packTokens(texts.map((text) => [1, ...Array.from(text, (c) => c.codePointAt(0) ?? 0)])),
    run: async (tokens) => {
      const n = textsIn(tokens);
      const sum = tokens.ids.reduce((total, id, at) => total + id * (at + 1), 0);
      const data = new Float32Array(n * 3);
      for (let i = 0; i < n; i++) {
        const own = pickTokens(tokens, [i]).ids.reduce((total, id, at) => total + id * (at + 1), 0);
        data.set([own % 8191, sum % 8191, n], i * 3);
      }
      batches.push(Array.from({ length: n }, (_, i) => tokensOf(tokens, i)));
      return { data, n, d: 3 };
    },
    embed: () => Promise.reject(new Error('not used')),
    close: async () => undefined,
  };
  return { encoder, batches };
};

/** Dies, as a killed process does, instead of committing batch number `after`. */
const dyingStore = (store: VectorStore, after: number): VectorStore => {
  let committed = 0;
  return {
    read: store.read,
    write: async (model, entries) => {
      if (committed++ === after) throw new Error('killed');
      await store.write(model, entries);
    },
  };
};

/** How a run that dies at batch number `after` must end: its batches are counted by another run. */
const endingOf = async (all: readonly string[], after: number): Promise<'killed' | 'finished'> => {
  const { encoder, batches } = batchSensitive();
  await embedTexts(all, { encoder, store: memoryVectorStore() });
  return batches.length > after ? 'killed' : 'finished';
};

const texts = fc.array(fc.string({ unit: 'grapheme', maxLength: 12 }), { maxLength: 200 });

describe('embedding texts', () => {
  test('each row belongs to its text, and identical texts are embedded once', async () => {
    const { encoder, batches } = batchSensitive();
    const result = await embedTexts(['ab', 'c', 'ab', '', 'c'], { encoder, store: memoryVectorStore() });
    // Sorted: '' (1 token), 'c' (2), 'ab' (3): ids 1 | 1 99 | 1 97 98.
    const sum = 1 + 1 * 2 + 99 * 3 + 1 * 4 + 97 * 5 + 98 * 6;
    const [empty, c, ab] = [
      [1, sum, 3],
      [1 + 99 * 2, sum, 3],
      [1 + 97 * 2 + 98 * 3, sum, 3],
    ] as const;
    expect([...result.vectors.data]).toEqual([...ab, ...c, ...ab, ...empty, ...c]);
    expect(result).toMatchObject({ distinct: 3, embedded: 3, tokens: 6 });
    expect(batches).toEqual([[1, 2, 3]]);
  });

  test('no texts give no rows of the model’s width', async () => {
    const { encoder, batches } = batchSensitive();
    const result = await embedTexts([], { encoder, store: memoryVectorStore() });
    expect(result).toEqual({
      vectors: { data: new Float32Array(0), n: 0, d: 3 },
      distinct: 0,
      embedded: 0,
      tokens: 0,
    });
    expect(batches).toEqual([]);
  });

  test('a second run computes nothing and gives the same bytes', async () => {
    const store = memoryVectorStore();
    const input = Array.from({ length: 80 }, (_, i) => `第${i * i}条`);
    const first = await embedTexts(input, { encoder: batchSensitive().encoder, store });
    const { encoder, batches } = batchSensitive();
    const second = await embedTexts(input, { encoder, store });
    expect(batches).toEqual([]);
    expect(second).toEqual({ ...first, embedded: 0, tokens: 0 });
  });

  test('another model’s vectors are not taken for its own', async () => {
    const store = memoryVectorStore();
    const { encoder } = batchSensitive();
    await embedTexts(['路灯'], { encoder, store });
    const other = { ...encoder, model: { ...encoder.model, fingerprint: '2' } };
    expect(await embedTexts(['路灯'], { encoder: other, store })).toMatchObject({ embedded: 1 });
  });

  test('a shuffled file gives every text the same vector', async () => {
    await fc.assert(
      fc.asyncProperty(
        texts.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
        async ([all, shuffled]) => {
          const rowsByText = async (input: readonly string[]) => {
            const { vectors } = await embedTexts(input, {
              encoder: batchSensitive().encoder,
              store: memoryVectorStore(),
            });
            return new Map(input.map((text, i) => [text, [...vectors.data.subarray(i * 3, i * 3 + 3)]]));
          };
          expect(await rowsByText(shuffled)).toEqual(await rowsByText(all));
        },
      ),
      { numRuns: 30 },
    );
  });

  test('killed after any batch and resumed, it ends with the bytes of an uninterrupted run', async () => {
    await fc.assert(
      fc.asyncProperty(texts, fc.nat({ max: 8 }), async (all, after) => {
        const whole = await embedTexts(all, {
          encoder: batchSensitive().encoder,
          store: memoryVectorStore(),
        });
        const store = memoryVectorStore();
        const { encoder } = batchSensitive();
        const ending = await embedTexts(all, { encoder, store: dyingStore(store, after) }).then(
          () => 'finished',
          (error: Error) => error.message,
        );
        // With few texts there is no batch number `after`, and nothing is killed.
        expect(ending).toBe(await endingOf(all, after));
        const resumed = await embedTexts(all, { encoder, store });
        expect(resumed.vectors).toEqual(whole.vectors);
      }),
      { numRuns: 50 },
    );
  });

  test('an abort ends it between batches with the signal’s reason; what was committed stays', async () => {
    const store = memoryVectorStore();
    const stop = new AbortController();
    const input = Array.from({ length: 200 }, (_, i) => `第${i}条`);
    const { encoder } = batchSensitive();
    const seen: number[] = [];
    const onProgress = ({ done }: { done: number }): void => {
      seen.push(done);
      if (done >= 64) stop.abort(new Error('enough'));
    };
    await expect(embedTexts(input, { encoder, store, signal: stop.signal, onProgress })).rejects.toThrow(
      'enough',
    );
    expect(seen).toEqual([0, 32, 64]);
    expect(await embedTexts(input, { encoder, store })).toMatchObject({ distinct: 200, embedded: 136 });
  });

  test('a fault of the encoder is the caller’s, and no later batch is committed', async () => {
    const { encoder } = batchSensitive();
    let runs = 0;
    const failing: Encoder = {
      ...encoder,
      run: (tokens) => (++runs === 2 ? Promise.reject(new Error('worker gone')) : encoder.run(tokens)),
    };
    const store = memoryVectorStore();
    const input = Array.from({ length: 200 }, (_, i) => `第${i}条`);
    await expect(embedTexts(input, { encoder: failing, store })).rejects.toThrow('worker gone');
    expect(await embedTexts(input, { encoder, store })).toMatchObject({ embedded: 168 });
  });
});
