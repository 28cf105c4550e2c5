import { z } from 'zod';
import { BadSetup } from '../kernel/index.ts';
import { type Problem, Refused } from '../web/index.ts';

/** The one table from what is the matter to what HTTP says. */
const statuses = {
  noPage: 404,
  unknownCode: 404,
  closedCode: 410,
  badRequest: 400,
  expired: 403,
  notFromHere: 403,
  tooLarge: 413,
  wrongType: 415,
  tooFast: 429,
  down: 503,
  fault: 500,
} as const satisfies Record<Problem, number>;

export const statusOf = (problem: Problem): number => statuses[problem];

/** What body parsers, the upload and the router throw, by the status or the code that they give. */
const byStatus: Readonly<Record<number, Problem>> = {
  400: 'badRequest',
  404: 'noPage',
  413: 'tooLarge',
  415: 'wrongType',
  429: 'tooFast',
};
const byCode: Readonly<Record<string, Problem>> = {
  LIMIT_FILE_SIZE: 'tooLarge',
  LIMIT_FIELD_VALUE: 'tooLarge',
  LIMIT_FILE_COUNT: 'badRequest',
  LIMIT_UNEXPECTED_FILE: 'badRequest',
  LIMIT_PART_COUNT: 'badRequest',
  LIMIT_FIELD_COUNT: 'badRequest',
};

/** Words in which drivers say that the database is not there; the embedded one has no codes. */
const GONE = /PGlite is clos|CONNECTION_(?:CLOSED|ENDED|DESTROYED)|connect ECONNREFUSED/;
const goneCodes: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'CONNECT_TIMEOUT',
  'CONNECTION_CLOSED',
  'CONNECTION_ENDED',
  'CONNECTION_DESTROYED',
  // Shutting down, crashed, starting up, no connection left.
  '57P01',
  '57P02',
  '57P03',
  '53300',
]);

const coded = z.looseObject({
  code: z.string().optional().catch(undefined),
  status: z.number().optional().catch(undefined),
});

/** The error and what is behind it: drivers and stores wrap. */
const chain = (error: unknown): unknown[] => {
  const found: unknown[] = [];
  for (let at = error; at instanceof Error && found.length < 10; at = at.cause) {
    found.push(at);
    if (at instanceof AggregateError) found.push(...at.errors);
  }
  return found;
};

const isDatabaseGone = (error: unknown): boolean =>
  chain(error).some((one) => {
    const { code } = coded.safeParse(one).data ?? {};
    return (code !== undefined && goneCodes.has(code)) || (one instanceof Error && GONE.test(one.message));
  });

/** What a page says about any error: expected refusals by name, everything unexpected as a fault of ours. */
export const problemOf = (error: unknown): Problem => {
  if (error instanceof Refused) return error.problem;
  if (isDatabaseGone(error)) return 'down';
  if (error instanceof BadSetup) return 'down';
  // A malformed percent sign in the address.
  if (error instanceof URIError) return 'badRequest';
  const { code, status } = coded.safeParse(error).data ?? {};
  return byCode[code ?? ''] ?? byStatus[status ?? 0] ?? 'fault';
};
