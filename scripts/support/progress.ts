import { type Options, SingleBar } from 'cli-progress';

export type Step = { readonly done: number; readonly total: number | null };

export type Reporter = {
  /** Reports a step by name; the first report of a name starts it, a new name ends the one before. */
  update(name: string, step: Step): void;
  finish(): void;
};

/** Nothing is drawn for work that ends within this time. */
const QUIET_MS = 2000;
/** Without a terminal, a line at each tenth of the way. */
const TENTHS = 10;

const barOptions: Options = {
  format: '  {name}  {bar} {percentage}% | {value}/{total} | {eta_formatted}',
  barCompleteChar: '█',
  barIncompleteChar: '░',
  hideCursor: true,
  clearOnComplete: true,
  etaBuffer: 50,
};

/** Work whose length is not known says that it goes on, and for how long. */
const CLOCK_MS = 1000;
const CLEAR_LINE = '\r\u001b[2K';

const onTerminal = (stream: NodeJS.WriteStream): Reporter => {
  let bar: SingleBar | undefined;
  let clock: NodeJS.Timeout | undefined;
  let current: string | undefined;
  let started = 0;
  const elapsed = (): number => performance.now() - started;
  const stopClock = (): void => {
    if (clock !== undefined && elapsed() >= QUIET_MS) stream.write(CLEAR_LINE);
    clearInterval(clock);
    clock = undefined;
  };
  const stop = (): void => {
    stopClock();
    bar?.stop();
    bar = undefined;
    current = undefined;
  };
  return {
    update(name, { done, total }) {
      if (name !== current) {
        stop();
        current = name;
        started = performance.now();
        clock = setInterval(() => {
          if (elapsed() >= QUIET_MS)
            stream.write(`${CLEAR_LINE}  ${name} … ${Math.round(elapsed() / 1000)} s`);
        }, CLOCK_MS).unref();
      }
      if (total === null || total < 2 || elapsed() < QUIET_MS) return;
      stopClock();
      if (!bar) {
        bar = new SingleBar({ ...barOptions, stream });
        bar.start(total, done, { name });
      }
      bar.update(done);
    },
    finish: stop,
  };
};

const onPlainOutput = (stream: NodeJS.WriteStream): Reporter => {
  let notice: NodeJS.Timeout | undefined;
  let current: string | undefined;
  let started = 0;
  let tenth = 0;
  const stop = (): void => {
    clearTimeout(notice);
    current = undefined;
  };
  return {
    update(name, { done, total }) {
      if (name !== current) {
        stop();
        current = name;
        started = performance.now();
        tenth = 0;
        notice = setTimeout(() => stream.write(`  ${name} …\n`), QUIET_MS).unref();
      }
      if (total === null || total < 2 || performance.now() - started < QUIET_MS) return;
      const reached = Math.floor((done / total) * TENTHS);
      if (reached <= tenth) return;
      clearTimeout(notice);
      tenth = reached;
      stream.write(`  ${name}: ${done}/${total} (${Math.round((100 * done) / total)} %)\n`);
    },
    finish: stop,
  };
};

/** Progress goes to stderr, so that a script's stdout stays its result: bars on a terminal, plain lines elsewhere. */
export const progressReporter = (stream: NodeJS.WriteStream = process.stderr): Reporter =>
  stream.isTTY ? onTerminal(stream) : onPlainOutput(stream);
