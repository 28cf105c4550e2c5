import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { BadSetup } from '../../src/kernel/index.ts';
import { lockDataDir } from '../../src/platform/lock.ts';
import { aFolder } from '../support/folders.ts';
import { runProgram } from '../support/programs.ts';

const HOLDER = 'test/platform/programs/hold-lock.ts';
const SINCE = new Date('2026-03-01T00:00:00Z');

describe('the lock on the data folder', () => {
  test('refuses a second process, and says who holds it since when and what to do', async () => {
    const dir = await aFolder();
    const lock = lockDataDir(dir, SINCE);
    const second = runProgram(HOLDER, [dir]);
    expect(await second.ended).toBe(3);
    for (const fact of [
      String(process.pid),
      '2026-03-01T00:00:00.000Z',
      'DATABASE_URL',
      dir,
      '请先结束它',
      '每晚自动起草简报',
    ])
      expect(second.output()).toContain(fact);
    lock.release();
  });

  test('is free as soon as its process is killed', async () => {
    const dir = await aFolder();
    const holder = runProgram(HOLDER, [dir]);
    await holder.printed(/held/);
    expect(() => lockDataDir(dir, SINCE)).toThrow(new RegExp(`process ${holder.child.pid} `));
    holder.child.kill('SIGKILL');
    await holder.ended;
    lockDataDir(dir, SINCE).release();
  });

  test('is one of several processes’ that come at once', async () => {
    const dir = await aFolder();
    const all = [1, 2, 3].map(() => runProgram(HOLDER, [dir]));
    const refused = await Promise.race([
      Promise.all(all.map((one) => one.printed(/held|in use by/))),
      Promise.all(all.map((one) => one.ended)),
    ]);
    expect(refused).toHaveLength(3);
    expect(all.filter((one) => one.output().startsWith('held'))).toHaveLength(1);
    for (const one of all) one.child.kill('SIGKILL');
    await Promise.all(all.map((one) => one.ended));
  });

  test('refuses a second time within one process, until it is released', async () => {
    const dir = await aFolder();
    const lock = lockDataDir(dir, SINCE);
    expect(() => lockDataDir(dir, SINCE)).toThrow(BadSetup);
    expect(() => lockDataDir(dir, SINCE)).toThrow(/this very process/);
    lock.release();
    lockDataDir(dir, SINCE).release();
  });

  test('does not believe a note that a crash left behind, nor need a readable one', async () => {
    const dir = await aFolder();
    writeFileSync(path.join(dir, 'lock.json'), '{"pid":1,"since":"2020-01-01T00:00:00Z"}');
    lockDataDir(dir, SINCE).release();
    const held = new DatabaseSync(path.join(dir, 'lock.db'));
    held.exec('BEGIN EXCLUSIVE');
    writeFileSync(path.join(dir, 'lock.json'), '{"pi');
    expect(() => lockDataDir(dir, SINCE)).toThrow(/another process/);
    held.close();
  });
});
