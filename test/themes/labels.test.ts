import { describe, expect, test } from 'vitest';
import { madeDistinct, mayTryAgain } from '../../src/themes/labels.ts';

describe('madeDistinct', () => {
  test('adds the first telling word that makes the label new, then a number', () => {
    expect(madeDistinct('路灯不亮', new Set(), ['学校'])).toBe('路灯不亮');
    expect(madeDistinct('路灯不亮', new Set(['路灯不亮']), ['学校'])).toBe('路灯不亮（学校）');
    expect(madeDistinct('路灯不亮', new Set(['路灯不亮', '路灯不亮（学校）']), ['学校'])).toBe(
      '路灯不亮（2）',
    );
  });
});

describe('mayTryAgain', () => {
  test('spares a second round for one or two people only where there are thousands of clusters', () => {
    expect(mayTryAgain(5_000, 1)).toBe(true);
    expect(mayTryAgain(5_001, 2)).toBe(false);
    expect(mayTryAgain(5_001, 3)).toBe(true);
  });
});
