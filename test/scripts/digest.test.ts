import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import type { DigestContent } from '../../src/digest/index.ts';
import { readTable } from '../../src/documents/index.ts';
import { demoMessages } from '../support/demo-vectors.ts';
import { aFolder } from '../support/folders.ts';
import { type Scripts, scriptsIn } from '../support/scripts.ts';

// Every process takes one to two seconds on a free core, and ten times as long where many others run.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

let folder: string;
let scripts: Scripts;
beforeAll(async () => {
  folder = await aFolder();
  scripts = scriptsIn(folder);
  const input = path.join(folder, 'messages.jsonl');
  const wanted = demoMessages().filter(({ issue }) => ['heating', 'street-lights'].includes(issue));
  writeFileSync(input, wanted.map((message) => JSON.stringify(message)).join('\n'));
  await scripts.run('import', ['--input', input]);
});

const contentOf = (dir: string): DigestContent =>
  JSON.parse(readFileSync(path.join(dir, 'digest.json'), 'utf8'));

describe('npm run digest', () => {
  test('writes the digest whole, finds nothing to do the second time, and puts back a file that is gone', async () => {
    const dir = path.join(folder, 'out', 'digest');
    const first = await scripts.run('digest', ['--output', dir]);
    expect(first.output).toMatch(/《全部议题群众意见建议简报》第 1 期：27 件留言/);
    expect(first.code).toBe(0);
    const names = ['digest.docx', 'digest.html', 'digest.json', 'digest.md'];
    expect(readdirSync(dir).sort()).toEqual(names);
    expect(contentOf(dir).about.collectedBy).toBe('文件“messages.jsonl”27件');
    const before = names.map((name) => readFileSync(path.join(dir, name)));
    rmSync(path.join(dir, 'digest.html'));
    const second = await scripts.run('digest', ['--output', dir]);
    expect(second.output).toMatch(/没有变化/);
    expect(second.code).toBe(0);
    expect(
      names.filter((name, at) => !readFileSync(path.join(dir, name)).equals(before[at] ?? Buffer.of())),
    ).toEqual([]);
  });

  test('takes a period of whole days in China, the last one too', async () => {
    const dir = path.join(folder, 'period');
    const days = demoMessages()
      .filter(({ issue }) => ['heating', 'street-lights'].includes(issue))
      .map(({ postedAt }) => postedAt.slice(0, 10))
      .sort();
    const [from = '', to = ''] = [days[5], days[15]];
    const period = ['--from', from, '--to', to];
    const { code, output } = await scripts.run('digest', [
      '--output',
      dir,
      ...period,
      ...'--lang en --groups 2'.split(' '),
    ]);
    expect(output).toMatch(/^“Residents’ suggestions: all topics”, edition 1/m);
    expect(code).toBe(0);
    const { totals, about } = contentOf(dir);
    expect(totals.messages).toBe(days.filter((day) => day >= from && day <= to).length);
    expect(totals.groups).toBe(2);
    expect(about.period).toEqual({ from, to });
  });

  test('gives the export its themes, with the labels that the digest has', async () => {
    const output = path.join(folder, 'all.csv');
    const { output: said } = await scripts.run('export', ['--output', output]);
    expect(said).toMatch(/All messages \(27\)/);
    expect(said).not.toMatch(/run npm run digest/);
    const rows = (await Array.fromAsync(readTable(output))).map(({ record }) => record);
    const { groups } = contentOf(path.join(folder, 'out', 'digest'));
    const counted = new Map(groups.map(({ key, label, counts }) => [`${key} ${label}`, counts.messages]));
    const exported = new Map<string, number>();
    for (const row of rows) {
      const key = `${row.group} ${row.group_label}`;
      exported.set(key, (exported.get(key) ?? 0) + 1);
      expect(row.theme_label).not.toBe('');
      expect(row.matter_label).not.toBe('');
    }
    expect(exported).toEqual(counted);
  });

  test('refuses a day that is none, an altered model and a folder that cannot be, each in a sentence', async () => {
    const day = await scripts.run('digest', ['--from', '2026-02-30']);
    expect(day.output).toMatch(/Write a day such as 2026-09-30/);
    expect(day.code).not.toBe(0);
    const model = path.join(folder, 'model');
    cpSync('models/bge-small-zh-v1.5', model, { recursive: true });
    rmSync(path.join(model, 'tokenizer.json'));
    const dir = path.join(folder, 'never');
    const altered = await scripts.run('digest', ['--output', dir], { MASHANG_MODEL_DIR: model });
    expect(altered.code).toBe(3);
    expect(altered.output).toMatch(/✗ .*tokenizer\.json/);
    expect(altered.output).not.toMatch(/\n +at /);
    writeFileSync(path.join(folder, 'plain'), '');
    const inTheWay = await scripts.run('digest', ['--output', path.join(folder, 'plain', 'out')]);
    expect(inTheWay.code).toBe(3);
    expect(inTheWay.output).toMatch(/a file stands where a folder is needed/);
    expect(existsSync(path.join(dir, 'digest.json'))).toBe(false);
  });
});
