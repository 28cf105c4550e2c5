import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { safeCell, unsafeCell } from '../../scripts/support/cells.ts';
import { fitted, widthOf, wrapped } from '../../scripts/support/terminal.ts';

describe('columns on a terminal', () => {
  test('are two for Chinese characters, full-width marks and emoji, one for Latin, none for what is not seen', () => {
    expect(widthOf('留言')).toBe(4);
    expect(widthOf('，。（）')).toBe(8);
    expect(widthOf('GB 18030')).toBe(8);
    expect(widthOf('😋👨‍👩‍👧')).toBe(4);
    expect(widthOf('e\u0301\u200b')).toBe(1);
  });

  test('hold as much of a long label as fits with its ellipsis', () => {
    expect(fitted('公交班次太少', 12)).toBe('公交班次太少');
    expect(fitted('公交班次太少', 11)).toBe('公交班次太…');
    expect(fitted('公交班次太少', 10)).toBe('公交班次…');
  });
});

describe('text in a narrow column', () => {
  test('is broken before no closing mark, after no opening one, and within no Latin word', () => {
    expect(wrapped('有15人在44件留言中提到人身安全，请先行核实。', 20)).toEqual([
      '有15人在44件留言中提',
      '到人身安全，请先行核',
      '实。',
    ]);
    expect(wrapped('一二三四五六七八九“十”', 20)).toEqual(['一二三四五六七八九', '“十”']);
    expect(wrapped('一二三四五六七八九 Telegram', 20)).toEqual(['一二三四五六七八九', 'Telegram']);
  });

  test('loses nothing but white space, and no line is wider than the column', () => {
    const word = fc.constantFrom(
      '留',
      '言',
      '，',
      '。',
      '“',
      '”',
      ' ',
      'a',
      'Telegram',
      '3.5',
      '😋',
      'x'.repeat(60),
    );
    const text = fc.array(word, { maxLength: 60 }).map((words) => words.join(''));
    fc.assert(
      fc.property(text, fc.integer({ min: 20, max: 50 }), (given, width) => {
        const lines = wrapped(given, width);
        expect(Math.max(0, ...lines.map(widthOf))).toBeLessThanOrEqual(width);
        expect(lines.join('').replaceAll(' ', '')).toBe(given.replaceAll(' ', ''));
      }),
    );
  });
});

describe('a cell of an export', () => {
  test.each([
    ['=1+1', "'=1+1"],
    ["-2+3+cmd|' /C calc'!A0", "'-2+3+cmd|' /C calc'!A0"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['＝HYPERLINK("x")', '\'＝HYPERLINK("x")'],
    ["'=1", "''=1"],
    ['-5', '-5'],
    ['-0.5', '-0.5'],
    ['路灯不亮', '路灯不亮'],
    ["'好'", "'好'"],
  ])('%s is written as %s', (value, cell) => {
    expect(safeCell(value)).toBe(cell);
  });

  test('gives back what it was made of, and never begins with what a spreadsheet runs', () => {
    const start = fc.stringMatching(/^[=+@'\-＝\t0-9a]{0,4}$/);
    fc.assert(
      fc.property(start, fc.string(), (head, tail) => {
        const cell = safeCell(head + tail);
        expect(unsafeCell(cell)).toBe(head + tail);
        expect(cell).not.toMatch(/^(?:[=+@＝]|-[^\d])/);
      }),
    );
  });
});
