import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { unsafeCell } from '../../scripts/support/cells.ts';
import { readTable } from '../../src/documents/index.ts';
import { aFolder } from '../support/folders.ts';
import { runProgram } from '../support/programs.ts';
import { type Scripts, scriptsIn } from '../support/scripts.ts';
import { workbook } from '../support/workbook.ts';

// Every process takes one to two seconds on a free core, and ten times as long where many others run.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

let folder: string;
let scripts: Scripts;
beforeAll(async () => {
  folder = await aFolder();
  scripts = scriptsIn(folder);
});

const file = (name: string, content: string | Uint8Array): string => {
  const at = path.join(folder, name);
  writeFileSync(at, content);
  return at;
};

/** Records of an export by their number. */
const exported = async (name: string, args: readonly string[] = []): Promise<Record<string, unknown>[]> => {
  const output = path.join(folder, name);
  const { code, output: said } = await scripts.run('export', ['--output', output, ...args]);
  expect(said).not.toContain('✗');
  expect(code).toBe(0);
  return (await Array.fromAsync(readTable(output))).map(({ record }) => record);
};

describe('npm run topic', () => {
  test('opens, changes, shows, lists and closes a topic with its aspects', async () => {
    const asked = '--title 监督法院、检察院工作 --source congress --aspect 执行难 --aspect 立案与审判'.split(
      ' ',
    );
    const period = ['--opens', '2026-10-10', '--closes', '2099-12-31'];
    const opened = await scripts.run('topic', ['open', 'justice', ...asked, ...period]);
    expect(opened).toMatchObject({ code: 0 });
    expect(opened.output).toMatch(/征集 collection/);
    expect(opened.output).toMatch(/2026-10-10 → 2099-12-31/);
    const changed = await scripts.run('topic', ['open', 'justice', '--brief', '说说亲身经历']);
    expect(changed.output).toMatch(/说说亲身经历/);
    expect(changed.output).toMatch(/方面 aspect 2 +立案与审判（0 件留言 messages）/);
    expect((await scripts.run('topic', ['list'])).output).toMatch(/justice .*监督法院、检察院工作.*人大派题/);
    const closed = await scripts.run('topic', ['close', 'justice']);
    expect(closed.output).toMatch(/议前调研 research/);
    const again = await scripts.run('topic', ['close', 'justice']);
    expect(again).toMatchObject({ code: 2 });
    expect(again.output).toMatch(/不在征集阶段.*\n.*is not collecting messages/);
  });

  test('refuses a key that is no key, and a topic that is not there with those that are', async () => {
    const key = await scripts.run('topic', ['open', '光伏', '--title', '光伏']);
    expect(key.output).toMatch(/代号只用小写字母/);
    expect(key.code).not.toBe(0);
    const unknown = await scripts.run('topic', ['show', 'nobody']);
    expect(unknown).toMatchObject({ code: 2 });
    expect(unknown.output).toMatch(/There is no topic “nobody”. There are: justice\./);
  });
});

describe('npm run import', () => {
  test('takes what it can, lists the rest with file, line and reason, and changes nothing the second time', async () => {
    const input = file(
      'letters.jsonl',
      [
        '{"id": 1, "text": "路灯不亮,我的电话13812345678", "author": "甲"}',
        '{"id": 2, "text": 5}',
        '{"id": 3, "text": "垃圾没人清", "author": "甲"}',
        'not json',
        '{"id": 3, "text": "编号重复"}',
      ].join('\n'),
    );
    const first = await scripts.run('import', ['--input', input, '--topic', 'justice', '--aspect', '2']);
    expect(first.code).toBe(2);
    expect(first.output).toMatch(/新导入 2 条，此前已有 0 条；隐去个人信息 1 处/);
    for (const line of [2, 4, 5])
      expect(first.output).toMatch(new RegExp(`letters\\.jsonl.*line ${line}\\b`));
    expect(first.output).toMatch(/id 3 stands on line 3 too/);
    expect(first.output).toMatch(/Lines that were not imported, for the reasons above: 3/);
    const second = await scripts.run('import', ['--input', input, '--topic', 'justice', '--aspect', '2']);
    expect(second.output).toMatch(/New messages: 0; there already: 2\./);
    const rows = await exported('justice.jsonl', ['--topic', 'justice']);
    expect(rows.map(({ text, topic, aspect, source }) => [text, topic, aspect, source])).toEqual([
      ['路灯不亮,我的电话〔手机号〕', 'justice', 2, 'letters.jsonl'],
      ['垃圾没人清', 'justice', 2, 'letters.jsonl'],
    ]);
    expect(JSON.stringify(rows)).not.toMatch(/甲|person|author|resident/);
  });

  test('with --strict takes all or nothing', async () => {
    const bad = file('strict.csv', 'id,text\n1,好\n2,\n');
    const refused = await scripts.run('import', ['--input', bad, '--strict']);
    expect(refused.code).toBe(2);
    expect(refused.output).toMatch(/strict\.csv.*line 3/);
    const good = file('strict.csv', 'id,text\n1,好\n2,也好\n');
    expect(await scripts.run('import', ['--input', good, '--strict'])).toMatchObject({ code: 0 });
    // One is new and one differs from what is there: then the new one must not go in either.
    const mixed = file('strict.csv', 'id,text\n1,不好\n3,新的\n');
    const differs = await scripts.run('import', ['--input', mixed, '--strict']);
    expect(differs.code).toBe(2);
    expect(differs.output).toMatch(/there already with another text: 1;.*Ids: 1\n/);
    const texts = (await exported('all.jsonl')).filter(({ source }) => source === 'strict.csv');
    expect(texts.map(({ text }) => text)).toEqual(['好', '也好']);
  });

  test('without --strict takes the new ones and says which differ from what is there', async () => {
    const mixed = file('strict.csv', 'id,text\n1,不好\n3,新的\n');
    const { code, output } = await scripts.run('import', ['--input', mixed]);
    expect(code).toBe(2);
    expect(output).toMatch(/New messages: 1;/);
    expect(output).toMatch(/用 --source 另起名称/);
  });

  const refusals: [what: string, name: string, content: string | Uint8Array, args: string[], said: RegExp][] =
    [
      [
        'a column that is not there',
        'a.csv',
        'id,text\n1,好\n',
        ['--author', 'who'],
        /no column "who"; the columns are: id, text/,
      ],
      [
        'an encoding that nobody can read',
        'b.csv',
        Uint8Array.of(0x69, 0x64, 0x0a, 0xff, 0x80, 0xff, 0x0a),
        [],
        /b\.csv/,
      ],
      [
        'a workbook that was cut off',
        'c.xlsx',
        workbook([['text'], ['好']]).subarray(0, 200),
        [],
        /c\.xlsx.*\n.*c\.xlsx/,
      ],
      [
        'an aspect that its topic lacks',
        'e.csv',
        'text\n好\n',
        ['--topic', 'justice', '--aspect', '7'],
        /has no aspect 7\. There are: 1 执行难/,
      ],
      ['an aspect without a topic', 'e.csv', 'text\n好\n', ['--aspect', '1'], /--aspect needs --topic/],
    ];
  test.each(refusals)(
    'refuses %s in a sentence and not a stack',
    async (_what, name, content, args, said) => {
      const { code, output } = await scripts.run('import', ['--input', file(name, content), ...args]);
      expect(output).toMatch(said);
      expect(output).toMatch(/^\n✗ /);
      expect(output).not.toMatch(/\n +at /);
      expect(code).toBe(2);
    },
  );

  test('refuses a database that another process holds, and names it', async () => {
    mkdirSync(scripts.dataDir, { recursive: true });
    const holder = runProgram('test/platform/programs/hold-lock.ts', [scripts.dataDir]);
    try {
      await holder.printed(/held/);
      const { code, output } = await scripts.run('import', ['--input', file('f.csv', 'text\n好\n')]);
      expect(output).toMatch(new RegExp(`in use by process ${holder.child.pid}`));
      expect(code).toBe(3);
    } finally {
      holder.child.kill('SIGKILL');
      await holder.ended;
    }
  });
});

describe('npm run export', () => {
  const awkward = [
    '=HYPERLINK("http://x","看")',
    "'=这是引号开头的",
    '-2+3+cmd|calc',
    '第一行\n第二行,"引号"',
    '😋　全角　ｑｕａｎ',
    '只有一句话',
  ];

  test('writes what can be read and imported again as the same texts, in each format', async () => {
    const rows = awkward.map((text, at) => JSON.stringify({ id: at, text, place: '=东关' }));
    await scripts.run('import', ['--input', file('awkward.jsonl', rows.join('\n'))]);
    const lines = await exported('back.jsonl');
    expect(lines.filter(({ source }) => source === 'awkward.jsonl').map(({ text }) => text)).toEqual(awkward);
    const cells = (await exported('back.xlsx')).map(({ text }) => unsafeCell(String(text)));
    expect(cells).toEqual(lines.map(({ text }) => text));
    await exported('back.csv');
    const again = await scripts.run('import', [
      '--input',
      path.join(folder, 'back.csv'),
      '--source',
      'again',
    ]);
    expect(again.code).toBe(0);
    const imported = (await exported('again.jsonl')).filter(({ source }) => source === 'again');
    expect(imported.map(({ text, place }) => [text, place])).toEqual(
      lines.map(({ text, place }) => [text, place]),
    );
  });

  test('writes CSV that Excel takes for UTF-8 and runs no formula of', () => {
    const csv = readFileSync(path.join(folder, 'back.csv'), 'utf8');
    expect(csv.startsWith('\uFEFFid,text,place,time,topic,aspect,source,group,')).toBe(true);
    expect(csv).toContain(`"'=HYPERLINK(""http://x"",""看"")"`);
    expect(csv).not.toMatch(/(?:^|,)"?[=+@]/m);
  });

  test('says how many it wrote, and that themes are missing where none were found', async () => {
    const { output } = await scripts.run('export', [
      '--output',
      path.join(folder, 'n.csv'),
      '--topic',
      'justice',
    ]);
    expect(output).toMatch(/All messages \(2\) are in .*n\.csv/);
    expect(output).toMatch(/run npm run digest first/);
  });

  test('refuses a format that it does not know, an empty period and a folder in its way, and leaves nothing', async () => {
    const unknown = await scripts.run('export', ['--output', path.join(folder, 'x.doc')]);
    expect(unknown).toMatchObject({ code: 2 });
    const empty = path.join(folder, 'empty.csv');
    const none = await scripts.run('export', ['--output', empty, '--from', '2030-01-01']);
    expect(none.output).toMatch(/没有可导出的留言/);
    expect(none.code).toBe(2);
    const inTheWay = await scripts.run('export', ['--output', path.join(file('plain', ''), 'x.csv')]);
    expect(inTheWay.code).toBe(3);
    expect(inTheWay.output).toMatch(/a file stands where a folder is needed/);
    const twisted = ['--from', '2026-02-01', '--to', '2026-01-01'];
    expect(await scripts.run('export', ['--output', empty, ...twisted])).toMatchObject({ code: 2 });
    expect(readdirSync(folder).filter((name) => /empty|x\.doc|\.tmp$/.test(name))).toEqual([]);
  });
});
