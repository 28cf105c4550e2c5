import { AutoTokenizer } from '@xenova/transformers';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { tokeniserOf } from '../../src/embedding/tokenise.ts';

const CLS = 101;
const SEP = 102;

/** A character a token, and the number of characters it was shown. */
const counting = () => {
  const seen: number[] = [];
  const encode = (text: string): number[] => {
    seen.push(text.length);
    return [CLS, ...Array.from(text, (character) => character.codePointAt(0) ?? 0), SEP];
  };
  return { encode, seen };
};

describe('cutting to the token limit', () => {
  test('keeps the closing token', () => {
    const tokenise = tokeniserOf(counting().encode, { limit: 5, padding: 0 });
    expect(tokenise('abcdef')).toEqual([CLS, 97, 98, 99, SEP]);
    expect(tokenise('abc')).toEqual([CLS, 97, 98, 99, SEP]);
    expect(tokenise('')).toEqual([CLS, SEP]);
  });

  test('a tokenizer without special tokens still gives an empty text one token', () => {
    expect(tokeniserOf(() => [], { limit: 5, padding: 7 })('')).toEqual([7]);
  });

  test('100,000 characters are not all read', () => {
    const { encode, seen } = counting();
    tokeniserOf(encode, { limit: 256, padding: 0 })('好'.repeat(100_000));
    expect(seen).toEqual([0, 512]);
  });

  test('the tokenizer never sees half a surrogate pair, whether it was written or cut', () => {
    const shown: string[] = [];
    const encode = (text: string): number[] => {
      shown.push(text);
      return [CLS, SEP];
    };
    const tokenise = tokeniserOf(encode, { limit: 256, padding: 0 });
    tokenise('\ud83d 路灯');
    tokenise(`a${'😀'.repeat(20_000)}`);
    expect(shown.every((text) => text.isWellFormed())).toBe(true);
  });

  test('a prefix gives the very tokens that the whole text gives', async () => {
    const tokenizer = await AutoTokenizer.from_pretrained(`${process.cwd()}/models/bge-small-zh-v1.5`, {
      local_files_only: true,
    });
    const tokenise = tokeniserOf((text) => tokenizer.encode(text), { limit: 256, padding: 0 });
    const piece = fc.oneof(
      fc.constantFrom('路灯坏了,', 'the street light is broken ', '😀', '   \n', 'བོད་སྐད ', 'ئۇيغۇر '),
      fc.string({ unit: 'binary', maxLength: 8 }),
      // Words around the length at which WordPiece gives up.
      fc.integer({ min: 90, max: 110 }).map((length) => 'ab'.repeat(length / 2)),
    );
    fc.assert(
      fc.property(
        fc.array(piece, { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 1, max: 120 }),
        (pieces, times) => {
          const text = pieces.join('').repeat(times).slice(0, 20_000);
          const whole = tokenizer.encode(text.toWellFormed());
          const expected = whole.length <= 256 ? whole : [...whole.slice(0, 255), SEP];
          expect(tokenise(text)).toEqual(expected);
        },
      ),
      { numRuns: 40 },
    );
  });
});
