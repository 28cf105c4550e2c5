import express, { Router } from 'express';
import type { HttpChannel } from '../channels/index.ts';

/**
 * Hands requests below `at` to a channel, with the bytes as they came: signatures cover them. A body over the
 * channel's limit is refused with 413 before it is read to the end.
 */
export const channelRoute = (at: string, channel: HttpChannel): Router => {
  const router = Router();
  router.use(at, express.raw({ type: () => true, limit: channel.bodyBytes }), async (request, response) => {
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [
        name,
        Array.isArray(value) ? value.join(', ') : value,
      ]),
    );
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const answer = await channel.handle({ method: request.method, path: request.url, headers, body });
    response.status(answer.status).set(answer.headers).end(answer.body);
  });
  return router;
};
