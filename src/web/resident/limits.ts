import type { Request, RequestHandler } from 'express';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import { Refused, type ResidentLimits } from './ports.ts';
import type { Visits } from './visit.ts';

/** Sliding limits in memory, one process each: against machines that ask without end, not against eager people. */
export const limitsOf = (
  limits: ResidentLimits,
  { read }: Pick<Visits, 'read'>,
): Readonly<Record<'perAddress' | 'newcomers' | 'perSession', RequestHandler>> => {
  const limited = (most: number, keyOf: (request: Request) => string, skip?: (request: Request) => boolean) =>
    rateLimit({
      windowMs: 60_000,
      limit: most,
      standardHeaders: false,
      legacyHeaders: false,
      keyGenerator: keyOf,
      ...(skip && { skip }),
      handler: (_request, _response, next) => next(new Refused('tooFast')),
    });
  const addressOf = (request: Request): string => ipKeyGenerator(request.ip ?? '');
  const perAddress = limited(limits.perAddress, addressOf);
  const newcomers = limited(limits.newSessions, addressOf, (request) => read(request) !== null);
  const perSession = limited(limits.saysPerSession, (request) => read(request)?.person ?? addressOf(request));

  return { perAddress, newcomers, perSession };
};
