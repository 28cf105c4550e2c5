import { Failure } from '../../src/kernel/index.ts';
import { safeError } from '../../src/platform/index.ts';

/** Stops a script's work cleanly on Ctrl-C or a polite kill; the second Ctrl-C ends the process at once. */
const stopOnSignals = (): AbortSignal => {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const)
    process.once(name, () => controller.abort(new Stopped(name)));
  return controller.signal;
};

/** Ended from outside. */
class Stopped extends Error {
  readonly exitCode: number;

  constructor(name: 'SIGINT' | 'SIGTERM') {
    super(`stopped by ${name}`);
    // What a shell reports for a process that these signals ended.
    this.exitCode = name === 'SIGINT' ? 130 : 143;
  }
}

/** `npm run codes -- --list | head`: whoever read our output has seen enough; that is no fault, and the work goes on. */
const forgiveClosedPipes = (): void => {
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
};

/**
 * Runs a script's main function. What a person can mend ends it with one sentence in both languages and no stack;
 * anything else is a fault of ours and shows its stack. The exit code is never 0 then.
 */
export const runScript = async (main: (signal: AbortSignal) => Promise<void>): Promise<void> => {
  forgiveClosedPipes();
  try {
    await main(stopOnSignals());
  } catch (error) {
    if (error instanceof Failure) {
      console.error(`\n✗ ${error.zh}\n  ${error.en.replaceAll('\n', '\n  ')}`);
      process.exitCode = error.exitCode;
    } else if (error instanceof Stopped) {
      console.error(
        '\n已停止。再次运行同一命令即可从断点继续。\nStopped. Run the same command again to go on from here.',
      );
      process.exitCode = error.exitCode;
    } else {
      // Never the error itself: a database's messages repeat its parameters, which are residents' words.
      console.error(safeError(error));
      process.exitCode = 1;
    }
  }
};
