import { expect, test } from 'vitest';
import { inChina, midnight } from '../../src/kernel/index.ts';

test('an evening in Greenwich is the next day in China', () => {
  expect(inChina(new Date('2026-10-11T22:10:45.999Z'))).toBe('2026-10-12T06:10:45+08:00');
});

test('a day begins at midnight in China and ends a day later', () => {
  expect(midnight('2026-09-30', 'begins')?.toISOString()).toBe('2026-09-29T16:00:00.000Z');
  expect(midnight('2026-09-30', 'ends')?.toISOString()).toBe('2026-09-30T16:00:00.000Z');
});

test.each(['2026-02-30', '2026-9-3', '30.9.2026', '2026-09-30T00:00', ''])('%o is no day', (day) => {
  expect(midnight(day, 'begins')).toBeNull();
});
