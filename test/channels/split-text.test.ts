import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { splitText, utf8Bytes } from '../../src/channels/split-text.ts';

describe('splitting a text', () => {
  test('leaves alone what fits, and makes nothing of nothing', () => {
    expect(splitText('路灯不亮', 4)).toEqual(['路灯不亮']);
    expect(splitText('', 4)).toEqual([]);
  });

  test('cuts between paragraphs rather than sentences, and between sentences rather than words', () => {
    expect(splitText('第一段。第二句。\n\n第三段。', 12)).toEqual(['第一段。第二句。\n\n', '第三段。']);
    expect(splitText('路灯坏了。井盖也坏了，请修。', 10)).toEqual(['路灯坏了。', '井盖也坏了，请修。']);
    expect(splitText('the lamp is out', 10)).toEqual(['the lamp ', 'is out']);
    expect(splitText('costs 3.14 yuan', 10)).toEqual(['costs ', '3.14 yuan']);
  });

  test('does not cut inside what a reader sees as one character', () => {
    const family = '👨‍👩‍👧‍👦'; // 11 UTF-16 units
    expect(splitText(`路${family}灯`, 11)).toEqual(['路', family, '灯']);
    expect(splitText('e\u0301e\u0301', 3)).toEqual(['e\u0301', 'e\u0301']);
  });

  test('counts bytes where bytes are asked for', () => {
    expect(splitText('路灯不亮', 6, utf8Bytes)).toEqual(['路灯', '不亮']);
  });

  test('loses nothing, and makes no piece too large, even of characters larger than a piece', () => {
    const pieces = fc.oneof(
      fc.constantFrom('路灯。', '\n\n', ' ', '👨‍👩‍👧‍👦', 'e\u0301', 'word ', '🏳️‍🌈'),
      fc.string(),
    );
    const texts = fc.array(pieces, { maxLength: 40 }).map((parts) => parts.join('').toWellFormed());
    fc.assert(
      fc.property(texts, fc.integer({ min: 4, max: 60 }), fc.boolean(), (text, most, inBytes) => {
        const size = inBytes ? utf8Bytes : (part: string) => part.length;
        const parts = splitText(text, most, size);
        expect(parts.join('')).toBe(text);
        for (const part of parts) {
          expect(size(part)).toBeLessThanOrEqual(most);
          expect(part.isWellFormed()).toBe(true);
        }
      }),
    );
  });

  test('takes a time that grows with the text and not with its square', () => {
    const started = performance.now();
    expect(splitText('路灯坏了。'.repeat(40_000), 4_096)).toHaveLength(49);
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});
