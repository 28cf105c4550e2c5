import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { looksLikeReceipt } from '../../src/conversation/commands.ts';
import { deriveReceipt, readReceipt, receiptHash } from '../../src/intake/filing/receipt.ts';
import { secretOf } from '../../src/platform/index.ts';
import { aSecret } from '../support/filings.ts';

describe('a receipt', () => {
  test('is three groups of four after MS, without 0, O, 1 and I, and of 60 bits', () => {
    const counts = new Map<string, number>();
    for (let draft = 0; draft < 4_000; draft++) {
      const receipt = deriveReceipt(aSecret, 'salt', String(draft));
      expect(receipt).toMatch(/^MS(?:-[2-9A-HJ-NP-Z]{4}){3}$/);
      for (const char of receipt.slice(3).replaceAll('-', '')) counts.set(char, (counts.get(char) ?? 0) + 1);
    }
    // 32 characters, 12 places: 32¹² = 2⁶⁰. 48,000 draws, 1,500 of each expected; σ = 38, so five of them.
    expect(counts.size).toBe(32);
    for (const count of counts.values()) expect(Math.abs(count - 1_500)).toBeLessThan(190);
  });

  test('is always the same for one draft, and another one under another secret', () => {
    const one = deriveReceipt(aSecret, 'salt', '1');
    expect(deriveReceipt(aSecret, 'salt', '1')).toBe(one);
    expect(deriveReceipt(aSecret, 'salt', '2')).not.toBe(one);
    expect(deriveReceipt(secretOf('x'.repeat(32)), 'salt', '1')).not.toBe(one);
  });

  test('is read however it is typed', () => {
    const typed = [
      'MS-7KQ4-9FWD-X2PB',
      'ms7kq49fwdx2pb',
      ' ７ＫＱ４ 9fwd x2pb ',
      '回执：MS 7KQ4 9FWD X2PB。',
    ];
    for (const text of typed) expect(readReceipt(text)).toBe('MS7KQ49FWDX2PB');
    for (const text of ['', 'MS', 'MS-7KQ4-9FWD-X2P', 'MS-7KQ4-9FWD-X2P0', '路灯坏了'])
      expect(readReceipt(text)).toBeNull();
  });

  test('is stored as a keyed hash, in which the receipt is not to be found', () => {
    const receipt = deriveReceipt(aSecret, 'salt', '1');
    expect(receiptHash(aSecret, receipt)).toMatch(/^[0-9a-f]{64}$/);
    expect(receiptHash(aSecret, receipt.toLowerCase())).toBe(receiptHash(aSecret, receipt));
    expect(receiptHash(secretOf('x'.repeat(32)), receipt)).not.toBe(receiptHash(aSecret, receipt));
  });

  test('with a figure in it is known by the conversation without being asked for', () => {
    fc.assert(
      fc.property(fc.nat(), (draft) => {
        const receipt = deriveReceipt(aSecret, String(draft));
        fc.pre(/[2-9]/.test(receipt));
        expect(looksLikeReceipt(receipt)).toBe(true);
      }),
      { numRuns: 200, seed: 7 },
    );
  });
});
