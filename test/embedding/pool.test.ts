import { describe, expect, test } from 'vitest';
import { poolRows } from '../../src/embedding/pool.ts';

const rows = (values: Float32Array): number[] => Array.from(values, (value) => Math.round(value * 1e6) / 1e6);

describe('pooling', () => {
  // Two texts of up to two tokens, width 2; the second text has one token and one of padding.
  const states = {
    data: Float32Array.of(3, 0, 0, 4, 0, 5, 99, 99),
    dims: [2, 2, 2],
  };

  test('the mean leaves padding out and has unit length', () => {
    // (3, 0) and (0, 4) → (1.5, 2) → (0.6, 0.8); (0, 5) alone → (0, 1).
    expect(rows(poolRows(states, [2, 1], 'mean').data)).toEqual([0.6, 0.8, 0, 1]);
  });

  test('cls takes the first token', () => {
    expect(rows(poolRows(states, [2, 1], 'cls').data)).toEqual([1, 0, 0, 1]);
  });

  test('what the model pooled itself is only brought to unit length', () => {
    const pooled = { data: Float32Array.of(3, 4, 0, 1), dims: [2, 2] };
    expect(rows(poolRows(pooled, [9, 9], 'mean').data)).toEqual([0.6, 0.8, 0, 1]);
  });

  test.each([NaN, Infinity, 0])('a vector of %d is refused, never stored', (value) => {
    const broken = { data: Float32Array.of(value, value), dims: [1, 2] };
    expect(() => poolRows(broken, [1], 'cls')).toThrow('without a direction');
  });
});
