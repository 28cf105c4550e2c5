import { expect, test } from 'vitest';
import { chineseNumber, numberingFor } from '../../src/digest/numbering.ts';

test('Chinese headings count as official documents do', () => {
  expect([1, 9, 10, 11, 19, 20, 21, 99, 100].map(chineseNumber)).toEqual([
    '一',
    '九',
    '十',
    '十一',
    '十九',
    '二十',
    '二十一',
    '九十九',
    '100',
  ]);
});

test('a number starts again under each heading above it', () => {
  const levels = [1, 2, 3, 4, 4, 3, 4, 2, 3, 1, 2] as const;
  expect(levels.map(numberingFor('zh'))).toEqual([
    '一、',
    '（一）',
    '1. ',
    '（1）',
    '（2）',
    '2. ',
    '（1）',
    '（二）',
    '1. ',
    '二、',
    '（一）',
  ]);
  expect(levels.map(numberingFor('en'))).toEqual([
    '1',
    '1.1',
    '1.1.1',
    '(1)',
    '(2)',
    '1.1.2',
    '(1)',
    '1.2',
    '1.2.1',
    '2',
    '2.1',
  ]);
});
