import { Command } from 'commander';

type Words = (...found: readonly string[]) => string;

/** What commander says of a command line that it cannot take, and the same in Chinese. */
const complaints: readonly (readonly [RegExp, Words])[] = [
  [/^error: required option '(.+)' not specified/, (option) => `还要写上选项 ${option}。`],
  [/^error: unknown option '(.+)'/, (option) => `没有选项 ${option}。`],
  [/^error: unknown command '(.+)'/, (command) => `没有“${command}”这个命令。`],
  [/^error: option '(.+)' argument missing/, (option) => `选项 ${option} 后面要写内容。`],
  [/^error: missing required argument '(.+)'/, (argument) => `还要写上 <${argument}>。`],
  [/^error: too many arguments/, () => '多写了内容：这里只能写选项。'],
  [
    /^error: option '(.+)' argument '(.*)' is invalid/,
    (option, value) => `选项 ${option} 不能是“${value}”。`,
  ],
  [
    /^error: command-argument value '(.*)' is invalid for argument '(.+)'/,
    (value, argument) => `<${argument}> 不能是“${value}”。`,
  ],
];

const inChinese = (complaint: string): string | null => {
  for (const [pattern, words] of complaints) {
    const found = pattern.exec(complaint);
    if (found !== null) return words(...found.slice(1));
  }
  return null;
};

/** A command whose complaints are in both languages and end with where all options are told. */
export const aCommand = (name: string): Command =>
  new Command(name).configureOutput({
    outputError: (complaint, write) => {
      const chinese = inChinese(complaint);
      const english = complaint.trim().replace(/^error: /, '');
      write(
        `\n✗ ${chinese ?? ''}${chinese === null ? english : `\n  ${english}`}\n  全部选项 All options: ${name} --help\n`,
      );
    },
  });
