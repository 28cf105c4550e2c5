import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';

export type Program = {
  readonly child: ChildProcess;
  /** Everything printed so far, to either stream. */
  readonly output: () => string;
  /** Until `wanted` has been printed. @throws where the program ended before. */
  readonly printed: (wanted: RegExp) => Promise<void>;
  /** Its exit code; null where it was killed. */
  readonly ended: Promise<number | null>;
};

/** Runs a TypeScript program of the repository as a process of its own, as users do. */
export const runProgram = (file: string, args: readonly string[], shell: readonly string[] = []): Program => {
  const [command = process.execPath, ...rest] = [
    ...shell,
    process.execPath,
    '--import',
    'tsx',
    file,
    ...args,
  ];
  const child = spawn(command, rest, {
    stdio: ['ignore', 'pipe', 'pipe'],
    cwd: path.join(import.meta.dirname, '..', '..'),
  });
  let output = '';
  const more = (chunk: Buffer): void => {
    output += chunk.toString();
  };
  child.stdout?.on('data', more);
  child.stderr?.on('data', more);
  const ended = new Promise<number | null>((resolve) => {
    child.once('close', resolve);
  });
  const printed = (wanted: RegExp): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (wanted.test(output)) resolve();
      };
      child.stdout?.on('data', look);
      child.stderr?.on('data', look);
      look();
      void ended.then(() => reject(new Error(`the program ended without printing ${wanted}:\n${output}`)));
    });
  return { child, output: () => output, printed, ended };
};
