import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  codeUrl,
  newSlug,
  readSlug,
  type Slug,
  spokenSlug,
  telegramUrl,
} from '../../src/organisation/index.ts';

const slug = (text: string): Slug => {
  const read = readSlug(text);
  if (read === null) throw new Error(`${text} is no slug`);
  return read;
};

describe('a code', () => {
  test('is made of fair bytes only: 248 and above would make the first letters likelier', () => {
    // 248 and 255 are thrown away; 0 → 2, 30 → Z, 31 → 2 again, 247 → Z.
    const bytes = Uint8Array.of(248, 0, 30, 31, 255, 247, 1, 2, 3);
    expect(newSlug(() => bytes)).toBe('2Z2Z345'.concat('2Z'));
  });

  test('has nine characters, none of them 0 O 1 I L, and no two of 20,000 are alike', () => {
    const made = Array.from({ length: 20_000 }, () => newSlug());
    expect(new Set(made).size).toBe(20_000);
    for (const each of made) expect(each).toMatch(/^[2-9A-HJKMNP-Z]{9}$/);
  });

  test('uses each of its 31 characters about as often', () => {
    const counts = new Map<string, number>();
    for (let at = 0; at < 10_000; at++)
      for (const char of newSlug()) counts.set(char, (counts.get(char) ?? 0) + 1);
    // 90,000 draws: 2,903 expected each, standard deviation 53; six of them leave no room for chance.
    expect(counts.size).toBe(31);
    for (const count of counts.values()) expect(Math.abs(count - 2903)).toBeLessThan(320);
  });

  test('is read however a person types it, and is itself again when it is read', () => {
    for (const typed of ['K7M2PX9RD', 'k7m 2px 9rd', ' K7M-2PX-9RD ', 'Ｋ７Ｍ２ＰＸ９ＲＤ'])
      expect(readSlug(typed)).toBe('K7M2PX9RD');
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 9, maxLength: 9, max: 247 }), (bytes) => {
        const made = newSlug(() => bytes);
        expect(readSlug(spokenSlug(made).toLowerCase())).toBe(made);
      }),
    );
  });

  test.each([
    '',
    'K7M2PX9',
    'K7M2PX9RDAB',
    'K7M2PX9R0',
    'K7M2PX9RI',
    '../etc',
    'K7M2PX9RD\u0000',
    'x'.repeat(1e6),
  ])('is not read from %j', (typed) => {
    expect(readSlug(typed)).toBeNull();
  });

  test('stands in addresses as the posters and the bot use them', () => {
    expect(codeUrl('https://rd.example.cn', slug('K7M2PX9RD'))).toBe('https://rd.example.cn/s/K7M2PX9RD');
    expect(telegramUrl('anfeng_bot', slug('K7M2PX9RD'))).toBe('https://t.me/anfeng_bot?start=K7M2PX9RD');
  });
});
