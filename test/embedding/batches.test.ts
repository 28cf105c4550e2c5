import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BATCH, type Measured, packBatches } from '../../src/embedding/batches.ts';

const measured = (...tokens: number[]): Measured[] =>
  tokens.map((count, i) => ({ text: `t${i}`, tokens: count }));

const textsOf = (all: readonly Measured[], limits = BATCH): string[][] =>
  [...packBatches(all, limits)].map((batch) => batch.map((at) => all[at]!.text));

// Distinct texts with lengths that make both limits bite.
const corpus = fc.uniqueArray(
  fc.record({ text: fc.string({ unit: 'binary', maxLength: 6 }), tokens: fc.integer({ min: 1, max: 300 }) }),
  { selector: ({ text }) => text, maxLength: 150 },
);
const limits = fc.record({
  texts: fc.integer({ min: 1, max: 40 }),
  tokens: fc.integer({ min: 1, max: 5_000 }),
});

describe('packing batches', () => {
  test('shorter texts come first, and texts of one length in the order of their code units', () => {
    const all = [
      { text: '路灯', tokens: 4 },
      { text: 'b', tokens: 3 },
      { text: '公交', tokens: 4 },
      { text: 'B', tokens: 3 },
    ];
    expect(textsOf(all)).toEqual([['B', 'b', '公交', '路灯']]);
  });

  test('a batch closes before padding takes it over the token limit', () => {
    // 3 × 5 = 15 fit into 15; a fourth of 6 would make 4 × 6 = 24.
    expect([...packBatches(measured(5, 5, 5, 6, 7), { texts: 9, tokens: 15 })]).toEqual([
      [0, 1, 2],
      [3, 4],
    ]);
  });

  test('a batch closes at the limit of texts', () => {
    expect([...packBatches(measured(1, 1, 1, 1, 1), { texts: 2, tokens: 100 })]).toEqual([
      [0, 1],
      [2, 3],
      [4],
    ]);
  });

  test('a text above the token limit has a batch of its own', () => {
    expect([...packBatches(measured(1, 20, 21), { texts: 9, tokens: 15 })]).toEqual([[0], [1], [2]]);
  });

  test('no texts make no batches', () => {
    expect([...packBatches([])]).toEqual([]);
  });

  test('every text is in exactly one batch, and no batch breaks a limit', () => {
    fc.assert(
      fc.property(corpus, limits, (all, limit) => {
        const batches = [...packBatches(all, limit)];
        expect(batches.flat().sort((a, b) => a - b)).toEqual(all.map((_, i) => i));
        for (const batch of batches) {
          expect(batch.length).toBeLessThanOrEqual(limit.texts);
          const longest = Math.max(...batch.map((at) => all[at]!.tokens));
          // A single text may be longer than the limit.
          expect(batch.length === 1 || longest * batch.length <= limit.tokens).toBe(true);
        }
      }),
    );
  });

  test('a shuffled file makes the same batches', () => {
    fc.assert(
      fc.property(
        corpus.chain((all) =>
          fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
        ),
        limits,
        ([all, shuffled], limit) => {
          expect(textsOf(shuffled, limit)).toEqual(textsOf(all, limit));
        },
      ),
    );
  });

  test('what is left after any number of committed batches packs into the batches that would have followed', () => {
    fc.assert(
      fc.property(corpus, limits, fc.nat(), (all, limit, some) => {
        const whole = textsOf(all, limit);
        const committed = whole.length === 0 ? 0 : some % (whole.length + 1);
        const gone = new Set(whole.slice(0, committed).flat());
        const left = all.filter(({ text }) => !gone.has(text));
        expect(textsOf(left, limit)).toEqual(whole.slice(committed));
      }),
    );
  });
});
