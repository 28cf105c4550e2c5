import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  isBadLine,
  readTable,
  readTableLines,
  readTableSheets,
  type TableLine,
  writeWorkbook,
} from '../../src/documents/index.ts';
import { BadInput } from '../../src/kernel/index.ts';
import { workbook } from '../support/workbook.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mashang-table-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const file = async (name: string, content: string | Uint8Array): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
};

const linesOf = (path: string): Promise<TableLine[]> => Array.fromAsync(readTableLines(path));
const rowsOf = async (name: string, content: string | Uint8Array) =>
  Array.fromAsync(readTable(await file(name, content)));

const failureOf = async (path: string): Promise<BadInput> => {
  try {
    await Array.fromAsync(readTable(path));
  } catch (failure) {
    if (failure instanceof BadInput) return failure;
    throw failure;
  }
  throw new Error('the table was read');
};

// “编号,内容\n1,路灯不亮\n” as Excel in China saves it.
const gb18030 = Buffer.from('b1e0bac52cc4dac8dd0a312cc2b7b5c6b2bbc1c10a', 'hex');

describe('JSON', () => {
  test('lines keep their physical number, blank lines and the last line break aside', async () => {
    expect(await rowsOf('a.jsonl', '{"id":1,"text":"一"}\n\n{"id":2,"text":"二"}')).toEqual([
      { line: 1, record: { id: 1, text: '一' } },
      { line: 3, record: { id: 2, text: '二' } },
    ]);
  });

  test('a byte order mark and carriage returns are no part of the records', async () => {
    expect(await rowsOf('b.ndjson', '\uFEFF{"text":"一"}\r\n{"text":"二"}\r\n')).toEqual([
      { line: 1, record: { text: '一' } },
      { line: 2, record: { text: '二' } },
    ]);
  });

  test('an array in a .json file gives each element the line on which it starts', async () => {
    const text = '[\n  {"text": "有 ] 和 } 和 \\" 的话", "more": [1, {"a": []}]},\n\n  {"text": "二"}\n]\n';
    expect(await rowsOf('c.json', text)).toEqual([
      { line: 2, record: { text: '有 ] 和 } 和 " 的话', more: [1, { a: [] }] } },
      { line: 4, record: { text: '二' } },
    ]);
    expect(await rowsOf('d.json', '{"text":"一"}\n{"text":"二"}\n')).toEqual([
      { line: 1, record: { text: '一' } },
      { line: 2, record: { text: '二' } },
    ]);
    expect(await rowsOf('e.json', '[]')).toEqual([]);
  });

  test('bad lines are listed in place and the lines after them are still read', async () => {
    const lines = await linesOf(await file('f.jsonl', '{"a":1}\n{"a":\n[1]\n"text"\n{"a":2}\n{"a'));
    expect(lines.map(({ line }) => line)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(lines.map(isBadLine)).toEqual([false, true, true, true, false, true]);
    expect(lines.filter(isBadLine).map(({ refusal }) => refusal.en)).toEqual([
      expect.stringMatching(/^invalid JSON/),
      expect.stringMatching(/^not a JSON object/),
      expect.stringMatching(/^not a JSON object/),
      expect.stringMatching(/cut short/),
    ]);
  });

  test('reading strictly stops at the first bad line and names file and line', async () => {
    const path = await file('g.jsonl', '{"a":1}\n{"a":oops}\n');
    const failure = await failureOf(path);
    expect(failure.zh).toMatch(new RegExp(`^${path} 第 2 行：不是有效的 JSON`));
    expect(failure.en).toMatch(/g\.jsonl, line 2: invalid JSON/);
  });

  test('a complaint never quotes what a resident wrote', async () => {
    const failure = await failureOf(await file('h.jsonl', '{"text":"我的电话是13800138000"，}\n'));
    expect(failure.zh + failure.en).not.toMatch(/电话|138/);
  });

  test('an array that breaks off is refused at the element that is cut', async () => {
    const lines = await linesOf(await file('i.json', '[{"a":1},\n{"a":2},\n{"a'));
    expect(lines.map((line) => [line.line, isBadLine(line)])).toEqual([
      [1, false],
      [2, false],
      [3, true],
    ]);
    expect((await linesOf(await file('j.json', '[{"a":1},\n'))).map(isBadLine)).toEqual([false, true]);
  });
});

describe('CSV', () => {
  test('quoted line breaks, quotes and separators belong to the cell, and lines are counted through them', async () => {
    const text = 'id,text\r\n1,"第一行\r\n第二行，""引号"", 逗号"\r\n\r\n2,普通\r\n';
    expect(await rowsOf('a.csv', text)).toEqual([
      { line: 2, record: { id: '1', text: '第一行\n第二行，"引号", 逗号' } },
      { line: 5, record: { id: '2', text: '普通' } },
    ]);
  });

  test.each([
    ['comma', 'a.csv', 'id,text;x\n1,一\n', { id: '1', 'text;x': '一' }],
    ['semicolon', 'b.csv', 'id;"te,xt"\n1;一\n', { id: '1', 'te,xt': '一' }],
    ['tab', 'c.tsv', 'id\ttext\n1\t一,二\n', { id: '1', text: '一,二' }],
    ['tab in a .csv', 'd.csv', 'id\ttext\n1\t一\n', { id: '1', text: '一' }],
    ['nothing', 'e.csv', 'text\n一\n', { text: '一' }],
  ])('the separator is taken from the header: %s', async (_name, name, text, record) => {
    expect(await rowsOf(`sniff-${name}`, text)).toEqual([{ line: 2, record }]);
  });

  test('UTF-8 with and without its mark, GB18030 and UTF-16 give the same records', async () => {
    const text = '编号,内容\n1,路灯不亮\n';
    const expected = [{ line: 2, record: { 编号: '1', 内容: '路灯不亮' } }];
    expect(await rowsOf('utf8.csv', text)).toEqual(expected);
    expect(await rowsOf('bom.csv', `\uFEFF${text}`)).toEqual(expected);
    expect(await rowsOf('gb.csv', gb18030)).toEqual(expected);
    expect(await rowsOf('utf16.csv', Buffer.from(`\uFEFF${text}`, 'utf16le'))).toEqual(expected);
  });

  test('a four-byte GB18030 character that lies across two read blocks is whole', async () => {
    // U+3400 is 81 39 EE 39 in GB18030, 不 is B2 BB; a block of a file stream ends after 65,536 bytes.
    for (const before of [65_533, 65_534, 65_535, 65_536]) {
      const start = Buffer.from(`text\n${'x'.repeat(before - 5)}`);
      const rows = await rowsOf('split.csv', Buffer.concat([start, Buffer.from('8139ee39b2bb', 'hex')]));
      expect(rows[0]?.record.text === `${'x'.repeat(before - 5)}\u3400不`).toBe(true);
    }
  });

  test('a ragged row is refused with both widths, empty cells on the right are not counted', async () => {
    const lines = await linesOf(await file('ragged.csv', 'id,text\n1\n2,b,c\n3,d,,\n,,\n4,e\n'));
    expect(lines).toEqual([
      {
        line: 2,
        refusal: expect.objectContaining({ en: expect.stringMatching(/^1 columns where the header has 2/) }),
      },
      { line: 3, refusal: expect.objectContaining({ zh: expect.stringMatching(/^有 3 列，而表头有 2 列/) }) },
      { line: 4, record: { id: '3', text: 'd' } },
      { line: 6, record: { id: '4', text: 'e' } },
    ]);
  });

  test('an unclosed quote is refused with the line on which its row starts', async () => {
    const failure = await failureOf(await file('quote.csv', 'id,text\n1,a\n2,"b\n3,c\n'));
    expect(failure.en).toMatch(/quote\.csv, line 3: a double quote/);
  });

  test('two columns of one name are refused', async () => {
    expect((await failureOf(await file('twice.csv', '内容,内容\n1,2\n'))).zh).toMatch(
      /第 1 列和第 2 列都叫“内容”/,
    );
  });

  test('a stray quote inside a bare cell is text', async () => {
    expect(await rowsOf('stray.csv', 'id,text\n1,他说"不行"就走了\n')).toEqual([
      { line: 2, record: { id: '1', text: '他说"不行"就走了' } },
    ]);
  });

  test('a header named __proto__ is a column like any other', async () => {
    const [row] = await rowsOf('proto.csv', '__proto__,text\nx,一\n');
    expect(Object.keys(row?.record ?? {})).toEqual(['__proto__', 'text']);
  });
});

describe('XLSX', () => {
  test('numbers, long ids and dates come as the text that the sheet shows', async () => {
    // 43524.475868 is 2019-02-28 11:25:15 in the 1900 system (43524 = 2019-02-28).
    const content = workbook([
      ['编号', '内容', '时间'],
      [{ number: '188006' }, '路灯 <不亮> & 很久', { serial: 43524.475868 }],
      [{ number: '370782195603121234' }, '  留白  ', ''],
    ]);
    expect(await rowsOf('a.xlsx', content)).toEqual([
      { line: 2, record: { 编号: '188006', 内容: '路灯 <不亮> & 很久', 时间: '2019-02-28 11:25:15' } },
      { line: 3, record: { 编号: '370782195603121234', 内容: '  留白  ', 时间: '' } },
    ]);
  });

  test('a title over the table and empty rows are passed over, and rows keep their number', async () => {
    const content = workbook([['附件 3 群众留言'], [], ['编号', '内容'], ['1', '一'], [], ['2', '二']]);
    expect(await rowsOf('title.xlsx', content)).toEqual([
      { line: 4, record: { 编号: '1', 内容: '一' } },
      { line: 6, record: { 编号: '2', 内容: '二' } },
    ]);
  });

  test('a workbook that is cut short at any place is refused with what to do, and never hangs', async () => {
    const whole = workbook([
      ['id', 'text'],
      ['1', '一'],
    ]);
    for (const share of [0.02, 0.3, 0.6, 0.9, 0.99]) {
      const path = await file('cut.xlsx', whole.subarray(0, Math.floor(whole.length * share)));
      expect((await failureOf(path)).zh).toMatch(/cut\.xlsx：XLSX 文件不完整或已损坏；请/);
    }
  });

  test('all sheets come in their order, and what is wrong in one is said when that one is read', async () => {
    const columns = (...titles: string[]) => titles.map((title) => ({ title, width: 10 }));
    const content = await writeWorkbook([
      { name: '代表', columns: columns('编号', '姓名'), rows: [['007', '王建国']] },
      { name: '空表', columns: columns('编号', '名称'), rows: [] },
      { name: '坏表', columns: columns('编号', '编号'), rows: [['1', '2']] },
    ]);
    const path = await file('sheets.xlsx', content);
    const [deputies, empty, broken, ...others] = await readTableSheets(path);
    expect([deputies?.sheet, empty?.sheet, broken?.sheet, others]).toEqual(['代表', '空表', '坏表', []]);
    expect(await Array.fromAsync(deputies?.lines() ?? [])).toEqual([
      { line: 2, record: { 编号: '007', 姓名: '王建国' } },
    ]);
    expect(await Array.fromAsync(empty?.lines() ?? [])).toEqual([]);
    await expect(async () => Array.fromAsync(broken?.lines() ?? [])).rejects.toThrow(
      /sheets\.xlsx〔坏表〕, line 1/,
    );
    const [text] = await readTableSheets(await file('one.csv', '编号\n1\n'));
    expect([text?.sheet, await Array.fromAsync(text?.lines() ?? [])]).toEqual([
      null,
      [{ line: 2, record: { 编号: '1' } }],
    ]);
  });

  test('old workbooks and workbooks under a wrong name are told apart', async () => {
    const ole = Buffer.from('d0cf11e0a1b11ae1', 'hex');
    expect((await failureOf(await file('old.xlsx', ole))).zh).toMatch(/旧版 Excel.*密码/);
    expect((await failureOf(await file('really.csv', workbook([['a']])))).en).toMatch(/rename it to \.xlsx/);
    expect((await failureOf(await file('text.xlsx', 'id,text\n1,2\n'))).en).toMatch(/no XLSX workbook/);
  });
});

describe('files that cannot be used', () => {
  test('missing, a folder, unknown kind, empty, white space alone', async () => {
    await mkdir(join(folder, 'folder.csv'), { recursive: true });
    expect((await failureOf(join(folder, 'none.csv'))).en).toMatch(/none\.csv: no such file/);
    expect((await failureOf(join(folder, 'nowhere'))).en).toMatch(/nowhere: no such file/);
    expect((await failureOf(join(folder, 'folder.csv'))).en).toMatch(/this is a folder/);
    expect((await failureOf(await file('a.pdf', '%PDF'))).en).toMatch(
      /\.pdf files cannot be read: save it as one of \.jsonl/,
    );
    expect((await failureOf(await file('plain', 'x'))).en).toMatch(/without an extension/);
    await expect(readTableSheets(join(folder, 'nowhere'))).rejects.toThrow(/no such file/);
    expect((await failureOf(await file('empty.jsonl', ''))).en).toMatch(/the file is empty/);
    expect((await failureOf(await file('blank.csv', ' \n\n'))).en).toMatch(/the file is empty/);
    expect((await failureOf(await file('mark.csv', '\uFEFF'))).en).toMatch(/the file is empty/);
  });

  test.skipIf(process.getuid?.() === 0)('no permission (skipped: root reads everything)', async () => {
    const path = await file('secret.csv', 'a\n1\n');
    await chmod(path, 0o000);
    expect((await failureOf(path)).en).toMatch(/no permission/);
  });

  test('neither UTF-8 nor GB18030: byte and line are named', async () => {
    const path = await file(
      'latin.csv',
      Buffer.concat([Buffer.from('id,text\n1,caf'), Buffer.from([0xe9, 0x0a, 0xff, 0xff])]),
    );
    expect((await failureOf(path)).en).toMatch(
      /neither UTF-8 \(it breaks at line 2 \(byte 14\)\) nor GB18030/,
    );
  });

  test('UTF-8 with one broken byte is never read as GB18030', async () => {
    // 不 is E4 B8 8D; the broken 路 leaves an even count of bytes, which GB18030 would take.
    const good = Buffer.from('id,text\n1,这一行没有任何问题的文字\n2,');
    const path = await file(
      'broken.csv',
      Buffer.concat([good, Buffer.from([0xe4, 0xb8]), Buffer.from('\n')]),
    );
    expect((await failureOf(path)).en).toMatch(/UTF-8 but broken at line 3 \(byte \d+\)/);
    expect((await failureOf(path)).en).toContain(`byte ${good.length + 1}`);
  });
});

test('100,000 rows of CSV are read in a time that is no burden', async () => {
  const rows = Array.from(
    { length: 100_000 },
    (_, at) => `${at},2019/2/28 11:25:05,"第${at}条：路灯坏了,晚上看不见"`,
  );
  const path = await file('big.csv', `id,time,text\n${rows.join('\n')}\n`);
  const started = performance.now();
  let count = 0;
  let last = 0;
  for await (const { line } of readTable(path)) {
    count++;
    last = line;
  }
  expect([count, last]).toEqual([100_000, 100_001]);
  // About one second alone on two cores; the bound leaves room for a machine that is shared.
  expect(performance.now() - started).toBeLessThan(6_000);
});
