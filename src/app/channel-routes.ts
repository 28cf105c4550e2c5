import express, { type NextFunction, type Request, type Response, Router } from 'express';
import type { HttpChannel, HttpResponse } from '../channels/index.ts';
import { logger } from '../platform/index.ts';
import { problemOf, statusOf } from './http-problems.ts';

/**
 * Hands requests below `at` to a channel, with the bytes as they came: signatures cover them. A body over the
 * channel's limit is refused with 413 before it is read to the end, and one that is packed (Content-Encoding) with 415:
 * no platform packs them, and unpacked it would not be what was signed. Whatever goes wrong, nobody reads where.
 */
export const channelRoute = (at: string, channel: HttpChannel): Router => {
  const router = Router();
  const log = logger('app/channel-routes');
  const bytes = express.raw({ type: () => true, limit: channel.bodyBytes, inflate: false });
  router.use(at, bytes, async (request, response) => {
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [
        name,
        Array.isArray(value) ? value.join(', ') : value,
      ]),
    );
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const answer = await channel.handle({ method: request.method, path: request.url, headers, body });
    send(response, answer);
  });
  router.use(at, (error: unknown, _request: Request, response: Response, next: NextFunction) => {
    const status = statusOf(problemOf(error));
    if (status >= 500) log.error({ channel: channel.name, err: error }, 'a request to a channel failed');
    if (response.headersSent) next(error);
    else send(response, channel.refusal?.(status) ?? { status, headers: {}, body: '' });
  });
  return router;
};

const send = (response: Response, { status, headers, body }: HttpResponse): void => {
  response.status(status).set(headers).end(body);
};
