import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { BadSetup } from '../../src/kernel/index.ts';
import { writeFileWhole, writeFolder } from '../../src/platform/index.ts';
import { aFolder } from '../support/folders.ts';
import { runProgram } from '../support/programs.ts';

const three = (content: string) =>
  ['assignments.csv', 'themes.json', 'run.json'].map((name) => ({ name, content }));

const contentsOf = (dir: string): Record<string, string> =>
  Object.fromEntries(readdirSync(dir).map((name) => [name, readFileSync(path.join(dir, name), 'utf8')]));

const stateOf = (dir: string): string => {
  const names = readdirSync(dir);
  if (names.includes('run.json')) {
    const outputs = new Set(three('').map(({ name }) => readFileSync(path.join(dir, name), 'utf8')));
    return outputs.size === 1 && [...outputs][0]?.length === 400_000 ? 'whole' : 'a mixture under its mark';
  }
  if (names.some((name) => name.startsWith('未完成-unfinished-'))) return 'marked as unfinished';
  return names.length === 0 ? 'empty' : 'outputs without any mark';
};

const root = process.getuid?.() === 0;

describe('a file', () => {
  test('is written with its folders, text and bytes alike, and nothing else is left beside it', async () => {
    const dir = path.join(await aFolder(), 'deep', 'er');
    await writeFileWhole(path.join(dir, 'a'), '简报');
    await writeFileWhole(path.join(dir, 'b'), Uint8Array.of(0, 255, 10));
    await writeFileWhole(path.join(dir, 'a'), '新简报');
    expect(readdirSync(dir).sort()).toEqual(['a', 'b']);
    expect(readFileSync(path.join(dir, 'a'), 'utf8')).toBe('新简报');
    expect([...readFileSync(path.join(dir, 'b'))]).toEqual([0, 255, 10]);
  });

  test('stays as it was where the disk has room for half of the new one only', async () => {
    // A limit of 64 blocks of 512 or 1,024 bytes a file, as the shell counts them, stands for the full disk.
    const dir = await aFolder();
    await writeFileWhole(path.join(dir, 'run.json'), 'old');
    const program = path.join(dir, 'write.mts');
    const platform = path.resolve('src/platform/index.ts');
    writeFileSync(
      program,
      `import { writeFileWhole } from ${JSON.stringify(platform)};
       process.on('SIGXFSZ', () => undefined);
       await writeFileWhole(${JSON.stringify(path.join(dir, 'run.json'))}, 'new'.repeat(100_000)).catch((error) => {
         process.stdout.write(error.name + ' ' + error.en);
       });`,
    );
    const run = runProgram(program, [], ['sh', '-c', 'ulimit -f 64; exec "$@"', 'limited']);
    await run.ended;
    expect(run.output()).toMatch(/BadSetup The disk is full while writing .*run\.json/);
    expect(readFileSync(path.join(dir, 'run.json'), 'utf8')).toBe('old');
    expect(readdirSync(dir).sort()).toEqual(['run.json', 'write.mts']);
  });

  test('is refused in words where another file stands in the place of its folder, or a folder in its own', async () => {
    const dir = await aFolder();
    writeFileSync(path.join(dir, 'file'), '');
    mkdirSync(path.join(dir, 'folder'));
    for (const there of ['file/a', 'folder']) {
      const refusal = writeFileWhole(path.join(dir, there), 'x');
      await expect(refusal).rejects.toThrow(BadSetup);
      await expect(refusal).rejects.toThrow(/Choose another path/);
    }
    expect(readdirSync(dir).sort()).toEqual(['file', 'folder']);
  });

  test.skipIf(root)(
    'is refused in words without permission (skipped as root, who has every permission)',
    async () => {
      const dir = await aFolder();
      chmodSync(dir, 0o500);
      await expect(writeFileWhole(path.join(dir, 'a'), 'x')).rejects.toThrow(/permission denied/);
    },
  );
});

describe('a folder of outputs', () => {
  test('holds exactly what was written and what was there besides', async () => {
    const dir = await aFolder();
    writeFileSync(path.join(dir, 'cache'), 'kept');
    await writeFolder(dir, three('first'));
    await writeFolder(dir, three('second'));
    expect(contentsOf(dir)).toEqual({
      cache: 'kept',
      'assignments.csv': 'second',
      'themes.json': 'second',
      'run.json': 'second',
    });
  });

  test('is untouched where one of the new outputs cannot be written', async () => {
    const dir = await aFolder();
    await writeFolder(dir, three('first'));
    const before = contentsOf(dir);
    const long = { name: 'x'.repeat(300), content: '' };
    await expect(writeFolder(dir, [...three('second'), long])).rejects.toThrow(/the name is too long/);
    expect(contentsOf(dir)).toEqual(before);
  });

  test('is untouched where a folder stands in the place of an output', async () => {
    const dir = await aFolder();
    mkdirSync(path.join(dir, 'run.json'));
    await expect(writeFolder(dir, three('x'))).rejects.toThrow(/Choose another path/);
    expect(readdirSync(dir)).toEqual(['run.json']);
  });

  test.each(['../escaped', 'a/b', '', '.', '..'])('takes no output by the name of %j', async (name) => {
    const dir = await aFolder();
    expect(() => writeFolder(dir, [{ name, content: '' }])).toThrow(/not a plain file name/);
  });

  test('killed at any moment, never stands with its mark over a mixture of old and new', async () => {
    const dir = await aFolder();
    for (const [round, letter] of ['a', 'b', 'c', 'd', 'e', 'f'].entries()) {
      const program = runProgram('test/platform/programs/write-folder.ts', [dir, letter]);
      await program.printed(/started/);
      await wait(7 + 13 * round);
      program.child.kill('SIGKILL');
      await program.ended;
      expect(['whole', 'marked as unfinished', 'empty']).toContain(stateOf(dir));
    }
    await writeFolder(dir, three('end'));
    expect(Object.keys(contentsOf(dir)).sort()).toEqual(['assignments.csv', 'run.json', 'themes.json']);
  });
});
