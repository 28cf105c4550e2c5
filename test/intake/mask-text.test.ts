import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type MaskKind, maskKinds, maskText } from '../../src/intake/index.ts';

type Case = {
  readonly text: string;
  readonly truth: ReadonlySet<string>;
  /** The text with the mark of its kind in the place of each item. */
  readonly masked: string;
};

const keyOf = (kind: string, start: number, end: number): string => `${kind} ${start}–${end}`;

/** `电话⟦mobile|13800138000⟧` → the text without the brackets, and what must be found in it. */
const unmarked = (marked: string): Case => {
  let text = '';
  let masked = '';
  let at = 0;
  const truth = new Set<string>();
  for (const match of marked.matchAll(/⟦(\w+)\|([^⟧]*)⟧/g)) {
    const [whole, kind = '', value = ''] = match;
    text += marked.slice(at, match.index);
    masked += marked.slice(at, match.index) + maskKinds[kind as MaskKind].mark;
    truth.add(keyOf(kind, text.length, text.length + value.length));
    text += value;
    at = match.index + whole.length;
  }
  return { text: text + marked.slice(at), truth, masked: masked + marked.slice(at) };
};

const cases = [
  'mask-cases.jsonl',
  'mask-cases-2.jsonl',
  'mask-cases-3.jsonl',
  'mask-cases-4.jsonl',
  'mask-cases-5.jsonl',
  'mask-cases-6.jsonl',
  'mask-cases-7.jsonl',
  'mask-cases-8.jsonl',
  'mask-cases-9.jsonl',
  'mask-cases-10.jsonl',
  'mask-cases-11.jsonl',
]
  .flatMap((name) =>
    readFileSync(new URL(name, import.meta.url), 'utf8')
      .trim()
      .split('\n'),
  )
  .map((line) => JSON.parse(line) as { half: string; marked: string })
  .map(({ half, marked }) => ({ half, ...unmarked(marked) }));

const foundIn = (text: string): Set<string> =>
  new Set(maskText(text).hits.map(({ kind, start, end }) => keyOf(kind, start, end)));

// What four strangers wrote (decision 0004): of what is in them 0.85, 0.87, 0.85 and 0.88 were found when they were scored
// once. The first three are trained on since, and a few of their names tell nothing to any rule; the last is unread.
const reached: Readonly<Record<string, number>> = {
  'frozen-11': 0.97,
  'frozen-12': 0.98,
  'frozen-13': 0.95,
  'frozen-14': 0.88,
};
const precise: Readonly<Record<string, number>> = { 'frozen-13': 0.97 };

describe('measured on sentences with and without personal data', () => {
  test('there are at least 300 of them, and every kind stands in both halves', () => {
    expect(cases.length).toBeGreaterThanOrEqual(300);
    for (const half of [
      'dev',
      'frozen',
      'frozen-2',
      'frozen-3',
      'frozen-4',
      'frozen-5',
      'frozen-7',
      'frozen-8',
      'frozen-9',
      'frozen-10',
      'frozen-13',
      'frozen-14',
    ]) {
      const kinds = new Set(
        cases
          .filter((one) => one.half === half)
          .flatMap(({ truth }) => [...truth].map((key) => key.split(' ')[0])),
      );
      expect(kinds).toEqual(new Set(Object.keys(maskKinds)));
    }
  });

  // The sentences that rules were made by count together; each set that was held out counts alone.
  const groups = new Set(cases.map(({ half }) => (half.startsWith('dev') ? 'dev' : half)));
  test.each([...groups])(
    'by kind and span, recall is at least 0.98 (of four strangers: what is reached) and precision 0.95: %s',
    (group) => {
      let right = 0;
      let missed = 0;
      let wrong = 0;
      for (const { text, truth } of cases.filter(
        ({ half }) => half === group || (group === 'dev' && half.startsWith('dev')),
      )) {
        const found = foundIn(text);
        const hit = truth.intersection(found).size;
        right += hit;
        missed += truth.size - hit;
        wrong += found.size - hit;
      }
      expect(right / (right + missed)).toBeGreaterThanOrEqual(reached[group] ?? 0.98);
      expect(right / (right + wrong)).toBeGreaterThanOrEqual(precise[group] ?? 0.95);
    },
  );
});

const masked = (text: string): string => maskText(text).text;

test('a name that was heard once is masked wherever it is said again', () => {
  expect(masked('我叫李爱国，村里说李爱国好欺负')).toBe('我叫〔姓名〕，村里说〔姓名〕好欺负');
  expect(masked('共有315张未经〔姓名〕签字的票')).toBe('共有315张未经〔姓名〕签字的票');
  // 高峰 is a name only where he is introduced.
  expect(masked('我叫高峰，高峰期堵车')).toBe('我叫〔姓名〕，高峰期堵车');
});

test('whom the text calls by an office is not masked in further places', () => {
  expect(masked('我们找过组长何伟明，何伟明说没有钱')).toBe('我们找过组长何伟明，何伟明说没有钱');
  expect(masked('联系人：何伟明。组长何伟明说没有钱')).toBe('联系人：〔姓名〕。组长何伟明说没有钱');
});

test('a sentence whose items are all found is masked byte for byte, and once for all', () => {
  let whole = 0;
  const known = cases.filter(({ half }) => reached[half] === undefined);
  for (const one of cases) {
    if (one.truth.symmetricDifference(foundIn(one.text)).size > 0) continue;
    expect(masked(one.text)).toBe(one.masked);
    expect(masked(one.masked)).toBe(one.masked);
    if (reached[one.half] === undefined) whole++;
  }
  expect(whole / known.length).toBeGreaterThan(0.99);
});

describe('what stands in the place', () => {
  test('each kind has its own readable mark, and everything else stays byte for byte', () => {
    expect(masked('我叫王建国，电话：１３８　0013-8000，邮箱 a@b.cn。\r\n路灯坏了👀')).toBe(
      '我叫〔姓名〕，电话：〔手机号〕，邮箱 〔邮箱〕。\r\n路灯坏了👀',
    );
    const marks = Object.values(maskKinds).map(({ mark }) => mark);
    expect(new Set(marks).size).toBe(marks.length);
  });

  test('hits are offsets in the original, across what nobody sees', () => {
    const text = '👀打138\u200B0013\u20608000吧';
    expect(maskText(text)).toEqual({
      text: '👀打〔手机号〕吧',
      hits: [{ kind: 'mobile', start: 3, end: 16 }],
    });
    expect(text.slice(3, 16)).toBe('138\u200B0013\u20608000');
  });

  test('the estate and the village keep their name, the household does not', () => {
    expect(masked('我家住密州花园3号楼2单元501室，楼道灯不亮')).toBe('我家住密州花园〔门牌〕，楼道灯不亮');
    expect(masked('密州花园3号楼前的树快倒了')).toBe('密州花园3号楼前的树快倒了');
  });

  test('an identity number is told from another number by its checksum, unless it is called one', () => {
    // 37079919580307001: 3·7+7·9+0·10+7·5+9·8+9·4+1·2+9·1+5·6+8·3+0·7+3·9+0·10+7·5+0·8+0·4+1·2 = 356, 356 mod 11 = 4 → 8
    expect(masked('号码370799195803070018')).toBe('号码〔身份证号〕');
    expect(masked('号码370799195803070011')).toBe('号码370799195803070011');
    expect(masked('身份证号370799195803070011')).toBe('身份证号〔身份证号〕');
  });

  test('a card is told from another number by Luhn, unless it is called one', () => {
    // 4539578763621486 is the worked example of the Luhn formula: its sum is 80.
    expect(masked('流水4539578763621486号')).toBe('流水〔银行卡号〕号');
    expect(masked('流水4539578763621487号')).toBe('流水4539578763621487号');
    expect(masked('卡号4539578763621487')).toBe('卡号〔银行卡号〕');
  });

  test('traditional characters trigger the same rules', () => {
    expect(masked('聯繫人：劉桂英，電話6217745，車牌魯V3K827，3號樓2單元501室')).toBe(
      '聯繫人：〔姓名〕，電話〔座机〕，車牌〔车牌号〕，〔门牌〕',
    );
  });

  test.each([
    ['我家住3号楼2单元，灯不亮', '我家住〔门牌〕，灯不亮'],
    ['我住三号楼二单元，灯不亮', '我住〔门牌〕，灯不亮'],
    ['住在A座B单元的老人', '住在〔门牌〕的老人'],
    ['我家住3号楼2单元501', '我家住〔门牌〕'],
    ['我家住三号楼二单元五零一', '我家住〔门牌〕'],
    ['密州花园12栋1单元502漏水', '密州花园〔门牌〕漏水'],
    ['密州花园３号楼２单元５０１室', '密州花园〔门牌〕'],
    ['我家住A栋B单元1203', '我家住〔门牌〕'],
  ])(
    'a unit is a household where somebody says to live there, in figures and in letters: %s',
    (text, whole) => {
      expect(masked(text)).toBe(whole);
    },
  );

  test.each(['3号楼2单元的门禁坏了', '三号楼二单元门口堆垃圾', 'A座B单元的电梯', '12栋1单元下水堵了'])(
    'a unit stays where it says where the trouble is: %s',
    (text) => {
      expect(masked(text)).toBe(text);
    },
  );

  test.each([
    ['路灯👀坏了，138一5360一1274', '路灯👀坏了，〔手机号〕'],
    ['电话1️⃣3️⃣8️⃣5️⃣3️⃣6️⃣0️⃣1️⃣2️⃣7️⃣4️⃣打', '电话〔手机号〕打'],
    ['一三八 五三六零，幺二七四。', '〔手机号〕。'],
    ['姓名：王　强 电话：零五三六 六零六五五二一', '姓名：〔姓名〕 电话：〔座机〕'],
    ['李大山(１３８５３６０１２７４)', '〔姓名〕(〔手机号〕)'],
  ])('the rest stays byte for byte around what is typed or dictated oddly: %s', (text, whole) => {
    expect(masked(text)).toBe(whole);
  });

  test.each([
    '打400-618-3329说等一周',
    '热线400-6128-800要等一小时',
    '800-820-5547打了十几遍',
    '热线四零零六七八三三二九',
    '95588没人接',
  ])("the number of a company for everybody is nobody's: %s", (text) => {
    expect(masked(text)).toBe(text);
  });

  test.each([
    ['送到工农巷19号，我腿不行', '送到工农巷〔门牌〕，我腿不行'],
    ['小岭村17号，欢迎来看', '小岭村〔门牌〕，欢迎来看'],
    ['我头顶上1203室半夜剁馅', '我头顶上〔门牌〕半夜剁馅'],
    ['601的老爷子九十了', '〔门牌〕的老爷子九十了'],
    ['就底下101不同意', '就底下〔门牌〕不同意'],
    ['是她302自己堆的', '是她〔门牌〕自己堆的'],
    ['建材局家属院东楼二单元三零一', '建材局家属院〔门牌〕'],
  ])('a household is told by a lane, a village or a bare number: %s', (text, whole) => {
    expect(masked(text)).toBe(whole);
  });

  test.each([
    '柳沟巷12号路灯不亮',
    '前进巷20号停水，22号才来',
    '赵庄村6号停电',
    '政务中心二楼203室排队',
    '仲裁院206室开庭',
    '坐302路的大姐',
    '水产市场6排18号摊位',
  ])('a lamp, a day, an office, a bus or a stall is no household: %s', (text) => {
    expect(masked(text)).toBe(text);
  });

  test('an address ends before the comma behind it', () => {
    expect(masked('tonglichun_run@foxmail.com，QQ 609177238')).toBe('〔邮箱〕，QQ 〔QQ号〕');
    expect(masked('tonglichun@foxmail，com，谢谢')).toBe('〔邮箱〕，谢谢');
  });

  test('several numbers after one word are all masked', () => {
    expect(masked('电话6217745、6217746，QQ 271839046/90271835')).toBe(
      '电话〔座机〕、〔座机〕，QQ 〔QQ号〕/〔QQ号〕',
    );
    expect(masked('投诉人：张三、李四，王小五。')).toBe('投诉人：〔姓名〕、〔姓名〕，〔姓名〕。');
  });
});

describe('laws', () => {
  const fragments = fc.constantFrom(
    ...'1|3|8|0|5|13800138000|0536|-| |6217745|电话|微信|QQ|号|：|、|/|我叫|王|建|国|姓名|联系人|3号楼|2单元|501|室'.split(
      '|',
    ),
    ...'家住|花园|鲁|V|a|@|.cn|〔手机号〕|〔|〕|一|三|八|零|\u200B|😀|\uD800|\n|身份证|370799195803070018|转'.split(
      '|',
    ),
  );
  const text = fc.array(fragments, { maxLength: 30 }).map((parts) => parts.join(''));

  test('masking masked text changes nothing', () => {
    fc.assert(
      fc.property(text, (original) => {
        const once = masked(original);
        expect(masked(once)).toBe(once);
        expect(maskText(once).hits).toEqual([]);
      }),
      { numRuns: 3_000, seed: 7 },
    );
  });

  test('the text between the hits is the original, in order, and hits never overlap', () => {
    fc.assert(
      fc.property(text, (original) => {
        const result = maskText(original);
        let rebuilt = '';
        let at = 0;
        for (const { kind, start, end } of result.hits) {
          expect(start).toBeGreaterThanOrEqual(at);
          expect(end).toBeGreaterThan(start);
          rebuilt += original.slice(at, start) + maskKinds[kind].mark;
          at = end;
        }
        expect(result.text).toBe(rebuilt + original.slice(at));
      }),
      { numRuns: 1_000, seed: 7 },
    );
  });

  test.each([
    '1',
    '1 ',
    '一',
    'a@',
    '1-2-',
    '13800138000,',
    '家住',
    '我叫',
    '我叫买·',
    'QQ 12345678、',
    '3号楼2单元',
    'a.',
    '(',
    '\u200B',
    '一三八 ',
    '1、',
    '3-2-',
    '3号楼',
    '住在村',
    '我家住',
    '我是',
    '村民王',
    '村民：王、',
    '第三排',
    '微信a',
    'a@b.',
    '鲁V1 ',
    '〔手机号〕王',
    '〔门牌〕、501',
    '谢谢！',
  ])('time grows with the length alone: %j repeated', (unit) => {
    const timeOf = (length: number): number => {
      const long = unit.repeat(length / unit.length);
      let best = Infinity;
      for (let round = 0; round < 2; round++) {
        const started = process.cpuUsage();
        maskText(long);
        const { user, system } = process.cpuUsage(started);
        best = Math.min(best, (user + system) / 1000);
      }
      return best;
    };
    timeOf(20_000);
    // 8 times the text; a quadratic rule would take 64 times as long. 20 ms of slack for the collector.
    expect(timeOf(80_000)).toBeLessThan(24 * timeOf(10_000) + 20);
  });
});

const residents = '../shared/data/resident-messages.jsonl';
test.skipIf(!existsSync(residents))(
  `the hits on the resident messages are as many of each kind as when each distinct one was read (skipped without ${residents})`,
  () => {
    const counts: Partial<Record<MaskKind, number>> = {};
    for (const line of readFileSync(residents, 'utf8').trim().split('\n')) {
      const { title, body } = JSON.parse(line) as { title: string; body: string };
      for (const { kind } of maskText(`${title.trim()}\n${body.trim()}`).hits)
        counts[kind] = (counts[kind] ?? 0) + 1;
    }
    // docs/decisions/0004-masking-rules.md: whoever changes these numbers has read the hits that changed.
    expect(counts).toEqual({ door: 250, name: 962, plate: 4, mobile: 1 });
  },
);
