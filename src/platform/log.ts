import pino, { type Logger } from 'pino';
import { config } from './config.ts';

/** Fields that could carry residents' words or what identifies them. They are cut wherever they turn up. */
const PRIVATE = [
  'text',
  'textMasked',
  'original',
  'author',
  'person',
  'quote',
  'label',
  'params',
  'password',
];

type SafeError = {
  readonly type: string;
  readonly message: string;
  readonly code?: string;
  readonly stack?: string;
  readonly cause?: SafeError;
};

/**
 * An error without residents' words. A failed query repeats its parameters in `message` and the row in `detail`, so of
 * such an error only its kind, the server's sentence and its code are kept, and of a stack only the frames.
 */
export const safeError = (error: unknown): SafeError => {
  if (!(error instanceof Error))
    return { type: typeof error, message: 'a value that is no Error was thrown' };
  const failedQuery = 'query' in error && 'params' in error;
  const frames = error.stack?.split('\n').filter((line) => /^\s+at /.test(line));
  return {
    type: error.name,
    message: failedQuery ? 'a query failed' : error.message,
    ...('code' in error && typeof error.code === 'string' ? { code: error.code } : {}),
    ...(frames === undefined ? {} : { stack: frames.join('\n') }),
    ...(error.cause instanceof Error ? { cause: safeError(error.cause) } : {}),
  };
};

/** To any stream, at any level: what `logger` builds on. Redacts `PRIVATE` fields to two levels of nesting. */
export const loggerTo = (stream: pino.DestinationStream, level: string, name: string): Logger =>
  pino(
    {
      name,
      level,
      serializers: { err: safeError, error: safeError },
      redact: { paths: PRIVATE.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]), censor: '[cut]' },
    },
    stream,
  );

let stderr: pino.DestinationStream | null = null;

/**
 * One JSON line an event, to stderr, so that stdout stays a program's output. Log events with fields
 * (`log.info({ messageId, ms }, 'message filed')`), never residents' words.
 */
export const logger = (name: string): Logger => {
  // Synchronous: the last line before a crash is the one that is wanted.
  stderr ??= pino.destination({ fd: 2, sync: true });
  return loggerTo(stderr, config().logLevel, name);
};
