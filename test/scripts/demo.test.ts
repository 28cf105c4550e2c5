import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { widthOf } from '../../scripts/support/terminal.ts';
import type { DigestContent } from '../../src/digest/index.ts';
import { demoMessages } from '../support/demo-vectors.ts';
import { aFolder } from '../support/folders.ts';
import { type Scripts, scriptsIn } from '../support/scripts.ts';

let out: string;
let scripts: Scripts;
beforeAll(async () => {
  const folder = await aFolder();
  out = path.join(folder, 'out');
  scripts = scriptsIn(folder);
});

const TOPICS = ['rooftop-solar', 'justice', 'car-parts', 'elderly-care', 'staggered-sale'];
const contentOf = (folder: string): DigestContent =>
  JSON.parse(readFileSync(path.join(out, folder, 'digest.json'), 'utf8'));

// 15 s on two free cores, four times as long where the rest of the suite runs beside it.
const LONG_MS = 240_000;

test(
  'the demo goes on where it was killed, tells what it found, and changes nothing when it runs again',
  async () => {
    // Killed as soon as the messages are in: while the model is opened or the first vectors are made.
    const killed = scripts.start('demo', ['--output', out]);
    await killed.printed(/隐去个人信息/);
    killed.child.kill('SIGKILL');
    await killed.ended;
    expect(readdirSync(out)).toEqual([]);

    const { code, output } = await scripts.run('demo', ['--output', out]);
    expect(code).toBe(0);
    expect(output).toMatch(/0 件新入库 new，630 件此前已有 already there/);
    const people = new Set(demoMessages().map(({ author }) => author)).size;
    expect(output).toMatch(new RegExp(`${people} 人 people，630 件 messages`));
    for (const heading of ['板块 Group', '居民原话', '不同意见', '五个议题', '用时', '简报文件'])
      expect(output).toContain(heading);
    expect(output).toMatch(/方面 aspect 1 +执行难 15件\n +方面 aspect 2 +立案与审判 14件/);
    expect(output).not.toContain('\u001b');
    const lines = output.split('\n').filter((line) => !line.includes(out));
    expect(Math.max(...lines.map(widthOf))).toBeLessThanOrEqual(100);

    for (const folder of ['.', ...TOPICS])
      for (const format of ['html', 'docx', 'md', 'json'])
        expect(statSync(path.join(out, folder, `digest.${format}`)).size).toBeGreaterThan(1000);
    expect(contentOf('.').totals.messages).toBe(630);
    expect(contentOf('justice')).toMatchObject({
      title: '监督法院、检察院工作群众意见建议简报',
      totals: { messages: 70 },
    });

    const before = readFileSync(path.join(out, 'digest.docx'));
    const again = await scripts.run('demo', ['--output', out]);
    expect(again.code).toBe(0);
    expect(again.output).toMatch(/没有变化.*\nNothing has changed/);
    expect(readFileSync(path.join(out, 'digest.docx')).equals(before)).toBe(true);
  },
  LONG_MS,
);
