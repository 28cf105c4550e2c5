import { once } from 'node:events';
import { Option } from 'commander';
import { describe, expect, test } from 'vitest';
import { aCommand } from '../../scripts/support/command.ts';
import { whole } from '../../scripts/support/options.ts';
import { runProgram } from '../support/programs.ts';

const saidTo = (args: readonly string[]): string => {
  let said = '';
  const command = aCommand('npm run posters --')
    .requiredOption('--output <dir>')
    .option('--seed <n>', '', whole(0))
    .addOption(new Option('--format <kind>').choices(['pdf', 'zip']))
    .exitOverride();
  command.configureOutput({ ...command.configureOutput(), writeErr: (text) => (said += text) });
  expect(() => command.parse(args, { from: 'user' })).toThrow(/^error: /);
  return said;
};

describe('a command line that cannot be taken', () => {
  test.each([
    [[], '还要写上选项 --output <dir>。', "required option '--output <dir>' not specified"],
    [['--output'], '选项 --output <dir> 后面要写内容。', "option '--output <dir>' argument missing"],
    [['--output', 'a', '--colour'], '没有选项 --colour。', "unknown option '--colour'"],
    [['--output', 'a', 'b'], '多写了内容：这里只能写选项。', 'too many arguments'],
    [
      ['--output', 'a', '--format', 'gif'],
      '选项 --format <kind> 不能是“gif”。',
      'Allowed choices are pdf, zip',
    ],
    [['--output', 'a', '--seed', '-1'], '选项 --seed <n> 不能是“-1”。', '应为不小于 0 的整数。'],
  ])('%j is told in both languages', (args, chinese, english) => {
    const said = saidTo(args);
    expect(said).toContain(`✗ ${chinese}\n`);
    expect(said).toContain(english);
    expect(said).toContain('全部选项 All options: npm run posters -- --help');
  });
});

test('a script whose reader has seen enough goes on to its end, without a word of the closed pipe', async () => {
  const { child, ended, output } = runProgram('test/scripts/programs/talkative.ts', []);
  if (child.stdout === null) throw new Error('the program has no output');
  await once(child.stdout, 'data');
  child.stdout.destroy();
  expect(await ended).toBe(0);
  expect(output()).toContain('to the end');
  expect(output()).not.toContain('EPIPE');
});
