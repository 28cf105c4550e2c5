import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Neighbours } from '../../src/clustering/index.ts';
import { nearDuplicates } from '../../src/intake/index.ts';
import { rngFrom, shuffle } from '../../src/kernel/index.ts';

/** Neighbours by a table of similarities; k as in a real run, so that a flood does not fit in. */
const neighboursOf = (n: number, similarity: (a: number, b: number) => number, most = 15): Neighbours => {
  const k = Math.min(most, Math.max(0, n - 1));
  const index = new Int32Array(n * k);
  const similarities = new Float32Array(n * k);
  for (let row = 0; row < n; row++) {
    const others = Array.from({ length: n }, (_, other) => other).filter((other) => other !== row);
    others.sort((a, b) => similarity(row, b) - similarity(row, a) || a - b);
    others.slice(0, k).forEach((other, at) => {
      index[row * k + at] = other;
      similarities[row * k + at] = similarity(row, other);
    });
  }
  return { n, k, index, similarity: similarities };
};
const allAlike = (n: number): Neighbours => neighboursOf(n, () => 0.95);
const allApart = (n: number): Neighbours => neighboursOf(n, () => 0.1);

const copies = (...texts: string[]): number[] => [
  ...nearDuplicates({ texts, neighbours: allAlike(texts.length) }),
];

const lamp = '人民路12号门前的路灯坏了半个月，晚上老人出门看不见路，请尽快派人维修';
const plaza =
  '我们是龙城小区的业主，楼下广场舞的音响从早上五点半响到七点，晚上又从七点响到九点半，家里有上学的孩子和上夜班的人，多次找物业都说管不了，请有关部门管一管。';

describe('what is a copy', () => {
  test.each([
    [
      'in other punctuation, width and case',
      `${lamp}！！！🙏`,
      lamp.replaceAll('，', ', ').replace('12', '１２'),
    ],
    ['with another telephone', `${lamp}，电话13800138000`, `${lamp}，电话13900139111`],
    ['with a mask in place of a telephone', `${lamp}，电话〔手机号〕`, `${lamp}，电话13900139111`],
    ['passed on with a word in front', lamp, `转发！${lamp}`],
    ['with a sentence of one’s own behind', plaza, `${plaza}我家孩子今年中考，实在受不了了！`],
    [
      'shortened and reworded in places',
      plaza,
      plaza
        .replace('多次找物业都说管不了，', '')
        .replace('我们是', '我是')
        .replace('请有关部门管一管', '求求你们管管'),
    ],
    ['in a long complaint with another building', `我住3号楼。${plaza}`, `我住5号楼。${plaza}`],
  ])('%s', (_name, original, copy) => {
    expect(copies(original, copy)).toEqual([-1, 0]);
  });

  test.each([
    ['two lamps in one street', lamp, lamp.replace('12号', '58号')],
    ['one complaint about two streets', lamp, lamp.replace('人民路', '和平路')],
    ['a long complaint about two estates', plaza, plaza.replace('龙城小区', '超然小区')],
    ['two ways to say one thing', '路灯坏了没人修，天黑不敢出门', '晚上黑灯瞎火的，那几盏灯什么时候能亮'],
    ['words so few that they meet by chance', '路灯不亮', '路灯不亮啊'],
    ['empty texts', '', ' \n'],
  ])('not: %s', (_name, one, other) => {
    expect(copies(one, other)).toEqual([-1, -1]);
  });

  test('equal texts are copies however short, and whatever the neighbours say', () => {
    const texts = ['支持！', '修路', '支持', '👍', '👍 '];
    expect([...nearDuplicates({ texts, neighbours: allApart(5) })]).toEqual([-1, -1, 0, -1, 3]);
  });

  test('texts that share some words but no meaning are no copies', () => {
    const other =
      '我们是龙城小区的业主，楼下广场舞的音响从早上五点半响到七点，其实大家跳得很好，老人们有个活动的地方，希望不要取消，也请周围的邻居多体谅，大家商量着把声音调小就行。';
    const texts = [plaza, other];
    expect([...nearDuplicates({ texts, neighbours: neighboursOf(2, () => 0.6) })]).toEqual([-1, -1]);
  });
});

describe('floods and chains', () => {
  test('two floods of equal texts, each larger than k, are one', () => {
    const texts = Array.from({ length: 80 }, (_, row) => (row % 2 === 0 ? plaza : `转发！${plaza}`));
    // Each row's 15 neighbours are all of its own half.
    const neighbours = neighboursOf(80, (a, b) => (a % 2 === b % 2 ? 1 : 0.97));
    expect([...nearDuplicates({ texts, neighbours })]).toEqual(texts.map((_, row) => (row === 0 ? -1 : 0)));
  });

  test('a flood in which everybody changes a little has one original', () => {
    const tails = [
      '求解决',
      '快管管吧',
      '受不了啦',
      '等回复',
      '谢谢领导',
      '拜托了',
      '已经反映三次',
      '盼复',
      '急',
      '请重视',
    ];
    const texts = Array.from(
      { length: 60 },
      (_, row) => `${plaza}${tails[row % 10]}${tails[Math.floor(row / 10)]}`,
    );
    const found = nearDuplicates({ texts, neighbours: allAlike(60) });
    expect([...found]).toEqual(texts.map((_, row) => (row === 0 ? -1 : 0)));
  });

  test('a chain does not drift: whoever has too little of the original starts anew', () => {
    const words = Array.from(
      { length: 40 },
      (_, at) => String.fromCharCode(0x4e00 + at * 61) + String.fromCharCode(0x5f00 + at * 37),
    );
    // Each text drops the first five of twenty words of the one before and adds five new ones.
    const texts = [0, 5, 10, 15, 20].map((start) => words.slice(start, start + 20).join(''));
    // 40 characters, 38 shingles. One step apart 28 are shared: 28/48 = 0.58. Two steps: 18/58 = 0.31, no copy. So the
    // third starts anew, the fourth copies it.
    expect(copies(...texts)).toEqual([-1, 0, -1, 2, -1]);
  });
});

describe('laws', () => {
  const pool = [
    plaza,
    `转发！${plaza}`,
    `${plaza}谢谢`,
    lamp,
    lamp.replace('12号', '58号'),
    `${lamp}，急`,
    '公交208路末班车能不能晚一点，下夜班的人回不了家',
    '公交208路的末班车能不能晚一点啊，下夜班的人回不了家',
    '👍',
    '',
  ];
  const rows = fc.array(fc.nat(pool.length - 1), { minLength: 1, maxLength: 30 });

  test('shuffling the rows shuffles the result', () => {
    fc.assert(
      fc.property(rows, fc.nat(1_000), (picks, seed) => {
        const texts = picks.map((pick) => pool[pick] ?? '');
        const order = texts.map((_, row) => String(row).padStart(3, '0'));
        const found = nearDuplicates({ texts, neighbours: allAlike(texts.length), order });
        const moved = Int32Array.from(texts, (_, row) => row);
        shuffle(moved, rngFrom(seed));
        const shuffled = nearDuplicates({
          texts: Array.from(moved, (row) => texts[row] ?? ''),
          order: Array.from(moved, (row) => order[row] ?? ''),
          neighbours: allAlike(texts.length),
        });
        const back = new Int32Array(texts.length);
        moved.forEach((row, at) => {
          const first = shuffled[at] ?? -1;
          back[row] = first < 0 ? -1 : (moved[first] ?? -1);
        });
        expect([...back]).toEqual([...found]);
      }),
      { numRuns: 200, seed: 7 },
    );
  });

  test('an original is no copy, and earlier than its copies', () => {
    fc.assert(
      fc.property(rows, (picks) => {
        const texts = picks.map((pick) => pool[pick] ?? '');
        const found = nearDuplicates({ texts, neighbours: allAlike(texts.length) });
        found.forEach((original, row) => {
          if (original < 0) return;
          expect(original).toBeLessThan(row);
          expect(found[original]).toBe(-1);
        });
      }),
      { numRuns: 200, seed: 7 },
    );
  });
});

test('nothing and one text are no copies', () => {
  expect([...nearDuplicates({ texts: [], neighbours: allAlike(0) })]).toEqual([]);
  expect(copies(plaza)).toEqual([-1]);
});

test('35,000 texts are compared in seconds', () => {
  const rng = rngFrom(7);
  const n = 35_000;
  const texts = Array.from({ length: n }, () => {
    const length = 60 + Math.floor(rng() * 200);
    return Array.from({ length }, () => String.fromCharCode(0x4e00 + Math.floor(rng() ** 3 * 3000))).join('');
  });
  for (let row = 1; row < n; row += 50) texts[row] = `转发！${texts[row - 1]}`;
  const k = 15;
  const index = Int32Array.from({ length: n * k }, () => Math.floor(rng() * n));
  const neighbours = { n, k, index, similarity: new Float32Array(n * k).fill(0.8) };
  const started = process.cpuUsage();
  const found = nearDuplicates({ texts, neighbours });
  const { user } = process.cpuUsage(started);
  expect(found.filter((original) => original >= 0)).toHaveLength(700);
  // About 2 s of processor time; the bound leaves room for a slower machine.
  expect(user / 1e6).toBeLessThan(8);
});
