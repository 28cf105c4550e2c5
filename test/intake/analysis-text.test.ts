import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { analysisText, maskKinds } from '../../src/intake/index.ts';

describe('the text as machines compare it', () => {
  test.each([
    ['東關社區的路燈壞了，請修理。', '东关社区的路灯坏了，请修理。'],
    // By words, not by characters: 乾 is 干 in 乾淨 and stays in 乾隆.
    ['乾淨的乾隆路', '干净的乾隆路'],
    ['路\u200B灯\uFEFF坏了', '路灯坏了'],
    ['Ｋ１路ＡＢＣ', 'K1路ABC'],
    ['电话〔手机号〕，３号', '电话〔手机号〕，3号'],
    ['（真的）！～', '（真的）！～'],
    ['', ''],
  ])('%j is %j', (text, expected) => {
    expect(analysisText(text)).toBe(expected);
  });

  test('is a fixed point, and every mask stays', () => {
    const pieces = fc.constantFrom(
      ...Object.values(maskKinds).map(({ mark }) => mark),
      ...'東|关|燈|後|面|麵|裡|里|１|①|\u200B|，|a|é|\uD800|😀|〔|〕'.split('|'),
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 20 }), (parts) => {
        const text = parts.join('');
        const once = analysisText(text);
        expect(analysisText(once)).toBe(once);
        for (const { mark } of Object.values(maskKinds))
          expect(once.split(mark).length).toBe(text.split(mark).length);
      }),
      { numRuns: 2_000, seed: 7 },
    );
  });

  const residents = '../shared/data/resident-messages.jsonl';
  test.skipIf(!existsSync(residents))(
    `changes few of the resident messages, because their punctuation stays (skipped without ${residents})`,
    () => {
      const texts = readFileSync(residents, 'utf8')
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as { body: string }).body);
      expect(texts.filter((text) => analysisText(text) !== text).length).toBeLessThan(160);
    },
  );
});
