import express, { type Express } from 'express';
import helmet from 'helmet';
import { pinoHttp } from 'pino-http';
import type { Config, logger } from '../platform/index.ts';
import { type ResidentAssets, type ResidentDeps, residentRoutes } from '../web/index.ts';
import { channelRoute } from './channel-routes.ts';
import type { Channels } from './channels.ts';

export type SiteDeps = {
  readonly config: Pick<Config, 'publicUrl' | 'serving'>;
  readonly channels: Pick<Channels, 'overHttp'>;
  readonly resident: ResidentDeps;
  readonly assets: ResidentAssets;
  /** Resolves where residents can be served. */
  readonly ready: () => Promise<void>;
  readonly log: ReturnType<typeof logger>;
};

/** Nothing but this site's own files: no inline script could run, whatever somebody writes into a message. */
const guarded = (https: boolean) =>
  helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'none'"],
        'script-src': ["'self'"],
        'style-src': ["'self'"],
        // blob: the island reads a chosen photo to make it smaller.
        'img-src': ["'self'", 'data:', 'blob:'],
        'connect-src': ["'self'"],
        'form-action': ["'self'"],
        'base-uri': ["'none'"],
        'frame-ancestors': ["'none'"],
        ...(https ? { 'upgrade-insecure-requests': [] } : {}),
      },
    },
    // With no-referrer browsers send forms with "Origin: null", which nobody can tell from a foreign page.
    referrerPolicy: { policy: 'same-origin' },
    strictTransportSecurity: https ? { maxAge: 31_536_000, includeSubDomains: false } : false,
    xFrameOptions: { action: 'deny' },
  });

/** Which page, how it ended, how long it took: neither words nor codes of persons nor addresses. */
const logged = (log: SiteDeps['log']) =>
  pinoHttp({
    logger: log,
    quietReqLogger: true,
    autoLogging: { ignore: ({ url = '' }) => /^\/(?:healthz|readyz|assets\/)/.test(url) },
    customLogLevel: (_request, response, error) =>
      error !== undefined || response.statusCode >= 500
        ? 'error'
        : response.statusCode >= 400
          ? 'warn'
          : 'info',
    serializers: {
      req: ({ method, url = '' }: { method: string; url?: string }) => ({ method, url: url.split('?')[0] }),
      res: ({ statusCode }: { statusCode: number }) => ({ status: statusCode }),
    },
  });

/** Everything that is served over HTTP. */
export const siteOf = (deps: SiteDeps): Express => {
  const { config, channels, resident, assets } = deps;
  const app = express();
  app.disable('x-powered-by');
  // Pages are never cached: computing their hash would only take time.
  app.disable('etag');
  app.set('trust proxy', config.serving.proxies);
  app.set('query parser', 'simple');

  app.get('/healthz', (_request, response) => {
    response.type('text').send('ok');
  });
  app.get('/readyz', async (_request, response) => {
    const ready = await deps.ready().then(
      () => true,
      () => false,
    );
    response
      .status(ready ? 200 : 503)
      .type('text')
      .send(ready ? 'ready' : 'not ready');
  });
  app.use(logged(deps.log));
  app.use(guarded(config.publicUrl?.startsWith('https:') ?? false));
  const site = express.Router();
  for (const { at, channel } of channels.overHttp) site.use(channelRoute(at, channel));
  site.use(residentRoutes(resident, assets));
  // Whether a proxy strips the path of PUBLIC_URL or not, the pages are found.
  if (resident.base !== '') app.use(resident.base, site);
  app.use(site);
  return app;
};
