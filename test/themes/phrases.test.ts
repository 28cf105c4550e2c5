import { describe, expect, test } from 'vitest';
import { messageId } from '../../src/kernel/index.ts';
import type { Voice } from '../../src/themes/catalogue.ts';
import { clausesOf } from '../../src/themes/clauses.ts';
import { type Corpus, readCorpus, tokensOf } from '../../src/themes/corpus.ts';
import { type Phrase, phrasesOfClause } from '../../src/themes/phrase.ts';
import { placeNames, placeStripper } from '../../src/themes/places.ts';

const aVoice = (text: string, i: number): Voice => ({
  id: messageId(String(i).padStart(3, '0')),
  text,
  person: null,
  place: '石桥镇前营村',
  at: null,
  copyOf: null,
});

const read = async (texts: readonly string[]): Promise<Corpus> =>
  readCorpus(texts.map(aVoice), new Set(), async () => undefined);

const strip = placeStripper(placeNames([aVoice('', 0)]));

/** The phrases of the first message, in a corpus of it and the others. */
const phrasesOf = async (text: string, others: readonly string[] = []): Promise<Phrase[]> => {
  const corpus = await read([text, ...others]);
  return clausesOf(tokensOf(corpus, 0), 5).flatMap((clause) => phrasesOfClause(clause, strip));
};
const textsOf = async (text: string, others?: readonly string[]): Promise<string[]> =>
  (await phrasesOf(text, others)).map((phrase) => phrase.text);
const fitnessOf = async (text: string): Promise<number> =>
  (await phrasesOf(text))[0]?.fitness ?? Number.NEGATIVE_INFINITY;

describe('clausesOf', () => {
  test('ends a clause at a mark, but holds what a colon only announces for unfinished', async () => {
    const corpus = await read(['建议尽快修好路灯如下：村口路灯全都不亮，晚上看不见路']);
    expect(
      clausesOf(tokensOf(corpus, 0), 5).map(({ tokens, closes, first }) => [
        tokens.map(({ word }) => word).join(''),
        closes,
        first,
      ]),
    ).toEqual([
      ['建议尽快修好路灯如下', false, true],
      ['村口路灯全都不亮', true, false],
      ['晚上看不见路', true, false],
    ]);
  });

  test('takes neither side of a hidden place name for a whole clause', async () => {
    const corpus = await read(['恳请A7县依法拘留肇事司机K9县郡城小区业主']);
    expect(clausesOf(tokensOf(corpus, 0), 5).map(({ opens, closes }) => [opens, closes])).toEqual([
      ['behind place', false],
      [false, true],
    ]);
  });
});

describe('phrasesOfClause', () => {
  test('never leaves a clause before its predicate', async () => {
    const texts = await textsOf('中建嘉和城附近防护绿地被侵占');
    expect(texts).toContain('中建嘉和城附近防护绿地被侵占');
    expect(texts.filter((text) => text.endsWith('绿地'))).toEqual([]);
    expect((await textsOf('改厕改的厕所冬天上冻不能用')).filter((text) => text.endsWith('上冻'))).toEqual([]);
  });

  test('drops the nouns in front of what is wrong, and says so', async () => {
    const found = (await phrasesOf('开发商精装修质价不符')).find(({ text }) => text === '精装修质价不符');
    expect(found?.extent).toBe('named');
    expect(found!.dropped.map(({ word }) => word)).toEqual(['开发商']);
  });

  test('never cuts between two words that always stand together', async () => {
    const others = ['伊景园捆绑销售车位', '伊景园的车位太贵', '投诉伊景园车位', '去过伊景园三次'];
    const texts = await textsOf('坚决反对伊景园捆绑销售车位', others);
    expect(texts).toContain('伊景园捆绑销售车位');
    expect(texts.filter((text) => text.startsWith('景园'))).toEqual([]);
  });

  test('takes no half of a name for a heading when a connective stands before one character', async () => {
    expect(await textsOf('正合驾校不退费')).not.toContain('合驾校不退费');
  });

  test('leaves out whose it is, but never a name that holds the words', async () => {
    expect(await textsOf('光伏公司欠俺家屋顶租金')).toContain('光伏公司欠屋顶租金');
    expect(await textsOf('食在我家饭店油烟扰民')).toContain('食在我家饭店油烟扰民');
  });

  test('keeps the word that makes a question, and turns a wish into what is wished', async () => {
    expect(await textsOf('可以办理退休吗')).toContain('可以办理退休吗');
    expect(await textsOf('希望公交车能准时发车')).toContain('公交车准时发车');
  });

  test('keeps 了 where the state before it is one character', async () => {
    expect(await textsOf('老年助餐点开了四个月黄了')).toContain('老年助餐点开了四个月黄了');
  });

  test('prefers a complaint to a preposition without its other half, a bare place, and a clause that goes on from another', async () => {
    const complaint = await fitnessOf('物业公司乱收停车费');
    const worse = ['馨鑫物业公司以维修', '位于楚龙街道的南塘路', '且穿过景致雅苑小区', '我要知道学生欺凌'];
    const fitness = await Promise.all(worse.map(fitnessOf));
    expect(worse.filter((_, i) => fitness[i]! > complaint - 0.09)).toEqual([]);
  });

  test('prefers a statement to the first half of a sentence, a question word without its question, and a noun that is only described', async () => {
    const pairs = [
      ['楚行一卡通扫码坐公交车', '楚行一卡通除了扫码坐公交车', 0.1],
      ['物业不能公开停车费', '为什么物业不能公开停车费', 0.12],
      ['开发商不退认购金', '开发商认购的市民', 0.08],
      ['幼儿园拒收适龄儿童', '幼儿园拒收幼儿', 0.04],
    ] as const;
    const lead = await Promise.all(
      pairs.map(async ([better, worse]) => (await fitnessOf(better)) - (await fitnessOf(worse))),
    );
    expect(pairs.filter(([, , least], i) => lead[i]! < least)).toEqual([]);
  });

  test('charges a cut by how seldom clauses of the corpus begin there', async () => {
    const others = Array.from({ length: 20 }, () => '听说某某食品有限公司的员工没有拿到这个月的工资');
    const found = await phrasesOf('千山制药机械股份有限公司拖欠工资', others);
    const fitness = (text: string): number => found.find((phrase) => phrase.text === text)?.fitness ?? -1;
    expect(fitness('有限公司拖欠工资')).toBeLessThan(fitness('千山制药机械股份有限公司拖欠工资') - 0.05);
  });
});

describe('readCorpus', () => {
  test('believes a word that the dictionary lacks only where three messages have it', async () => {
    const once = await read(['丽发新城旁建搅拌厂', '路灯不亮']);
    expect(tokensOf(once, 0).map(({ word }) => word)).not.toContain('旁建');
    const joined = (corpus: Corpus): string =>
      tokensOf(corpus, 0)
        .map(({ word }) => word)
        .join('');
    expect(joined(once)).toBe('丽发新城旁建搅拌厂');
  });

  test('counts how often clauses open and close with a word', async () => {
    const corpus = await read(['路灯不亮，路灯坏了', '村口路灯，没人修', '修路灯']);
    const lamp = corpus.tokens[corpus.numbers.get('路灯')!]!;
    expect(lamp.uses).toBe(4);
    // Two of four uses open a clause, two close one, and four average nouns are lent to each.
    expect(lamp.opening).toBeGreaterThan(0.3);
    expect(lamp.opening).toBeLessThan(0.7);
    expect(lamp.closing).toBeGreaterThan(0.3);
  });

  test('glues words that belong together, and takes them apart again', async () => {
    const texts = Array.from({ length: 40 }, (_, i) =>
      i < 6 ? `装了智慧灯杆第${i}次` : `第${i}条说的是别的事情`,
    );
    const corpus = await read(texts);
    const glued = Array.from(corpus.sequences[0]!, (word) => corpus.words[word] ?? '|');
    expect(glued.join('')).toContain('智慧灯杆');
    expect(
      tokensOf(corpus, 0)
        .map(({ word }) => word)
        .join(''),
    ).toBe('装了智慧灯杆第0次');
  });
});
