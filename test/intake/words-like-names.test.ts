import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { rareSurnames, surnames } from '../../src/intake/mask/names/surnames.ts';
import { isDictionaryWord } from '../../src/intake/mask/names/words-like-names.ts';

const dictionary = createRequire(import.meta.url).resolve('@node-rs/jieba/dict.txt');

describe('the words that begin like a name', () => {
  test('are those of two or three characters in the dictionary of jieba, often enough, whatever the table is packed into', () => {
    const begins = new Set([...surnames, ...rareSurnames]);
    const wrong: string[] = [];
    let words = 0;
    for (const line of readFileSync(dictionary, 'utf8').split('\n')) {
      const [word = '', frequency = '0', tag = ''] = line.split(' ');
      if (!/^[\u4e00-\u9fff]{2,3}$/.test(word) || !begins.has(word.charAt(0))) continue;
      const expected = Number(frequency) >= (tag.startsWith('nr') ? 500 : 20);
      if (expected) words++;
      if (isDictionaryWord(word) !== expected) wrong.push(word);
    }
    // One word has no place in a program and is left out.
    expect(wrong.length).toBeLessThan(2);
    expect(words).toBeGreaterThan(6_000);
  });

  test('are no names of people, unless a name is also a word', () => {
    expect(['高兴', '安全', '任何人', '谢谢'].map(isDictionaryWord)).toEqual([true, true, true, true]);
    expect(['王建国', '李娜', '逄增玉'].map(isDictionaryWord)).toEqual([false, false, false]);
  });
});
