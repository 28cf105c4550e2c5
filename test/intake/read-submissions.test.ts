import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listSubmissions, readSubmissions, type SubmissionOptions } from '../../src/intake/index.ts';
import { BadInput } from '../../src/kernel/index.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mashang-submissions-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const file = async (name: string, content: string | Uint8Array): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
};
const lines = (...records: unknown[]): string =>
  records.map((record) => `${JSON.stringify(record)}\n`).join('');
const whole = async (name: string, content: string, options: Partial<SubmissionOptions> = {}) =>
  readSubmissions(await file(name, content), { mask: true, ...options });

const failureOf = async (reading: Promise<unknown>): Promise<BadInput> => {
  try {
    await reading;
  } catch (failure) {
    if (failure instanceof BadInput) return failure;
    throw failure;
  }
  throw new Error('the file was read');
};

describe('columns', () => {
  test('title and body become one text, and usual English names are found', async () => {
    const { submissions, columns } = await whole(
      'a.jsonl',
      lines({
        id: 7,
        author: 'A1',
        title: '路灯不亮',
        postedAt: '2019/2/28 11:25:05',
        body: '\n\t三个月了\n',
        place: '舜王街道',
      }),
    );
    expect(columns).toEqual({
      text: ['title', 'body'],
      id: 'id',
      author: 'author',
      time: 'postedAt',
      place: ['place'],
    });
    expect(submissions).toEqual([
      {
        id: '7',
        text: '路灯不亮\n三个月了',
        author: 'A1',
        place: '舜王街道',
        at: '2019-02-28T11:25:05+08:00',
      },
    ]);
  });

  test('usual Chinese headers are found', async () => {
    const { submissions, columns } = await whole(
      'b.csv',
      '留言编号,留言用户,留言主题,留言时间,留言详情,所属区域\n188006,A1,路灯,2019-01-02,不亮,密州街道\n',
    );
    expect(columns.text).toEqual(['留言主题', '留言详情']);
    expect(submissions).toEqual([
      { id: '188006', text: '路灯\n不亮', author: 'A1', place: '密州街道', at: '2019-01-02T00:00:00+08:00' },
    ]);
  });

  test('named columns win over found ones, and places are joined', async () => {
    const { submissions } = await whole('c.csv', 'text,答,镇,村\n甲,乙,相州,东关\n', {
      columns: { text: ['答'], place: ['镇', '村'] },
    });
    expect(submissions[0]).toMatchObject({ text: '乙', place: '相州 东关', id: '2' });
  });

  test('an unknown column is refused with the columns there are', async () => {
    const failure = await failureOf(whole('d.csv', '编号,内容\n1,甲\n', { columns: { author: '网名' } }));
    expect(failure.zh).toMatch(/d\.csv：没有名为“网名”的列；现有的列：编号、内容$/);
    expect(failure.en).toMatch(/no column "网名"; the columns are: 编号, 内容$/);
  });

  test('where no column looks like the text, the person is asked', async () => {
    expect((await failureOf(whole('e.csv', 'x,y\n1,甲\n'))).en).toMatch(/name it with --text.*x, y$/);
    expect((await whole('f.csv', '随便\n甲\n')).submissions[0]?.text).toBe('甲');
  });
});

describe('values', () => {
  test('ids are strings or numbers, and the line number where there is none', async () => {
    const { submissions } = await whole(
      'g.jsonl',
      lines({ id: 'a-1', text: '甲' }, { id: 42, text: '乙' }, { text: '丙' }),
    );
    expect(submissions.map(({ id }) => id)).toEqual(['a-1', '42', '3']);
  });

  test('personal data is masked in texts and places, and kept only when asked', async () => {
    const content = lines({ text: '打13800138000', place: '密州花园3号楼2单元501室' });
    const { submissions, masked } = await whole('h.jsonl', content);
    expect(submissions[0]).toMatchObject({ text: '打〔手机号〕', place: '密州花园〔门牌〕' });
    expect(masked).toEqual({ mobile: 1, door: 1 });
    expect((await whole('i.jsonl', content, { mask: false })).submissions[0]?.text).toBe('打13800138000');
  });

  test('NUL is dropped and half surrogate pairs are made whole', async () => {
    const { submissions } = await whole('j.jsonl', '{"text":"a\\u0000b\\ud800c"}\n');
    expect(submissions[0]?.text).toBe('ab\uFFFDc');
  });

  test('a time that cannot be read is no reason to refuse, but is counted', async () => {
    const { submissions, unreadTimes } = await whole(
      'k.jsonl',
      lines(
        { text: '甲', time: '去年' },
        { text: '乙', time: '2019-02-30' },
        { text: '丙', time: '' },
        { text: '丁' },
      ),
    );
    expect(submissions.map(({ at }) => at)).toEqual([null, null, null, null]);
    expect(unreadTimes).toEqual({ count: 2, firstLine: 1 });
  });
});

describe('the whole file or nothing', () => {
  test('all bad lines are named at once, with file and line', async () => {
    const content = `${lines({ id: 1, text: '甲' }, { id: 2, text: 5 })}{"id":\n${lines({ id: 1, text: '乙' }, { id: 9 }, { id: true, text: '丙' })}`;
    const path = await file('l.jsonl', content);
    const failure = await failureOf(readSubmissions(path, { mask: true }));
    expect(failure.zh.split('\n')).toEqual([
      `${path} 第 2 行：“text”不是文字而是 number；请给它加上引号。`,
      expect.stringContaining('第 3 行：不是有效的 JSON'),
      `${path} 第 4 行：编号 1 与第 1 行重复；每条留言的编号必须不同。`,
      `${path} 第 5 行：没有内容（text 列缺失）。`,
      `${path} 第 6 行：“id”必须是文字或数字。`,
    ]);
  });

  test('after twenty bad lines the others are counted', async () => {
    const content = lines(...Array.from({ length: 23 }, (_, at) => ({ id: at, text: null })));
    const failure = await failureOf(whole('m.jsonl', content));
    expect(failure.en.split('\n')).toHaveLength(21);
    expect(failure.en).toMatch(/… and 3 more lines\.$/);
  });

  test('an empty text is kept: every line of the input is in the output', async () => {
    const { submissions } = await whole('n.jsonl', lines({ text: '甲' }, { text: ' \n' }));
    expect(submissions.map(({ text }) => text)).toEqual(['甲', '']);
  });

  test('a file without messages is refused', async () => {
    expect((await failureOf(whole('o.csv', '编号,内容\n'))).zh).toMatch(/没有一条留言/);
    expect((await failureOf(whole('p.json', '[]'))).zh).toMatch(/没有一条留言/);
  });

  test('a number too long to be exact is no id', async () => {
    expect((await failureOf(whole('q.jsonl', '{"id":12345678901234567890,"text":"甲"}\n'))).en).toMatch(
      /too long to be exact/,
    );
  });
});

describe('line by line', () => {
  const content = `${lines({ id: 1, text: '甲' }, { id: 1, text: '乙' })}oops\n${lines({ id: 3, text: '  ' }, { id: 4, text: '丁' })}`;

  test('bad lines are listed with their reasons and the others are taken', async () => {
    const result = await listSubmissions(await file('r.jsonl', content), { mask: true, strict: false });
    expect(result.submissions.map(({ id, text }) => [id, text])).toEqual([
      ['1', '甲'],
      ['4', '丁'],
    ]);
    expect(result.refused.map(({ line, refusal }) => [line, refusal.zh.slice(0, 6)])).toEqual([
      [2, '编号 1 与'],
      [3, '不是有效的 '],
      [4, '内容为空。'],
    ]);
  });

  test('strictly, one bad line refuses all', async () => {
    const failure = await failureOf(
      listSubmissions(await file('s.jsonl', content), { mask: true, strict: true }),
    );
    expect(failure.en.split('\n')).toHaveLength(3);
  });
});

const residents = '../shared/data/resident-messages.jsonl';
test.skipIf(!existsSync(residents))(
  `every resident message is read, with its time (skipped without ${residents})`,
  async () => {
    const { submissions, unreadTimes, columns } = await readSubmissions(residents, { mask: false });
    expect(submissions).toHaveLength(4326);
    expect(unreadTimes.count).toBe(0);
    expect(columns.text).toEqual(['title', 'body']);
    expect(submissions[0]).toMatchObject({
      id: '188006',
      author: 'A000102948',
      at: '2019-02-28T11:25:05+08:00',
    });
  },
);
