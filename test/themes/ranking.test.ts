import { describe, expect, test } from 'vitest';
import { ranked, resortsOf, type Scored } from '../../src/themes/ranking.ts';

const aPhrase = (text: string, score = 0, own = true): Scored => ({ text, merit: 0, score, own });
const aPair = (a: string, b: string, score = 0): Scored => ({
  ...aPhrase(`${a}与${b}`, score),
  nouns: [a, b],
});
const textsOf = (scored: readonly Scored[]): string[] => ranked(scored).map(({ text }) => text);

describe('resortsOf', () => {
  const candidates = [aPhrase('高速交警乱执法'), aPhrase('摩托车新规上牌'), aPair('车辆', '交警')];
  const figures = { level: 'theme', candidates, scores: [0.4, 0.35, -0.1] } as const;

  test('adds nothing where the leading phrase speaks for enough of the people', () => {
    expect(resortsOf({ ...figures, missed: [0.44, 1, 0], leading: ['摩托车', '车辆'] })).toEqual([0, 0, 0]);
  });

  test('adds nothing where the leading phrase holds part of one of the two leading words', () => {
    const found = resortsOf({
      level: 'theme',
      candidates: [aPhrase('断头路何时拉通'), aPair('道路', '断头路')],
      scores: [0.2, -0.2],
      missed: [0.5, 0],
      leading: ['道路', '断头路'],
    });
    expect(found).toEqual([0, 0]);
  });

  test('takes a phrase nearly as good that holds a leading word rather than two nouns', () => {
    expect(resortsOf({ ...figures, missed: [0.5, 0.5, 0], leading: ['摩托车'] })).toEqual([0, 0.1, 0]);
  });

  test('lets two nouns name a theme that no phrase speaks for, and never a group or a matter', () => {
    const given = { ...figures, missed: [0.5, 0.5, 0], leading: ['行驶证'] };
    expect(resortsOf(given)).toEqual([0, 0, 0.5]);
    expect(resortsOf({ ...given, level: 'group' })).toEqual([0, 0, 0]);
    expect(resortsOf({ ...given, level: 'matter' })).toEqual([0, 0, 0]);
  });
});

describe('ranked', () => {
  test('puts the best first, ties by text', () => {
    expect(textsOf([aPhrase('路灯不亮', 0.2), aPhrase('路灯太暗', 0.3), aPhrase('路口没灯', 0.2)])).toEqual([
      '路灯太暗',
      '路口没灯',
      '路灯不亮',
    ]);
  });

  test('puts a phrase that says what two nouns only name before them, where it is nearly as good', () => {
    const pair = aPair('垃圾', '臭气熏天', 0.65);
    expect(textsOf([pair, aPhrase('垃圾站臭气熏天', 0.6)])[0]).toBe('垃圾站臭气熏天');
    expect(textsOf([pair, aPhrase('垃圾站臭气熏天', 0.54)])[0]).toBe('垃圾与臭气熏天');
    expect(textsOf([pair, aPhrase('垃圾站臭气熏天', 0.6, false)])[0]).toBe('垃圾与臭气熏天');
    expect(textsOf([pair, aPhrase('垃圾站味道太大', 0.6)])[0]).toBe('垃圾与臭气熏天');
  });

  test('never takes a phrase that only puts the two nouns side by side for a sentence', () => {
    const pair = aPair('公交', '地铁', 0.5);
    expect(textsOf([pair, aPhrase('地铁站公交和停车', 0.48)])[0]).toBe('公交与地铁');
  });
});
