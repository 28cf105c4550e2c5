import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { PHOTO_BYTES } from '../channels/index.ts';
import type { OpenTopic } from '../conversation/index.ts';
import { databaseVectorStore, type Encoder } from '../embedding/index.ts';
import { checkSecret, keyAuthors, urgentSigns } from '../intake/index.ts';
import { type Bell, ringing } from '../jobs/index.ts';
import { BadSetup } from '../kernel/index.ts';
import { readSlug, telegramUrl } from '../organisation/index.ts';
import { type Clock, type Config, type Database, loadSecret, logger, ping } from '../platform/index.ts';
import { bundleAssets, chatOf, type ResidentLimits } from '../web/index.ts';
import { type Channels, channelsOf } from './channels.ts';
import { handlerFor } from './converse.ts';
import { deskOf } from './desk.ts';
import { doorsOf } from './doors.ts';
import { tellingOfDeletion } from './forget-lines.ts';
import { tidyUp } from './housekeeping.ts';
import { problemOf, statusOf } from './http-problems.ts';
import { photosIn } from './keep-photo.ts';
import { type News, newsTo } from './news.ts';
import { nightly } from './nightly.ts';
import { type ScopeOf, type SimilarIndex, similarIndex } from './similar.ts';
import { siteOf } from './site.ts';

export type Serving = {
  /** `http://127.0.0.1:3000`: where this machine reaches it. */
  readonly url: string;
  readonly channels: Channels;
  readonly news: Pick<News, 'tell'>;
  /** Stops accepting, finishes what is under way, closes. The database and the encoder are the caller's. */
  readonly close: () => Promise<void>;
};

export type ServeDeps = {
  readonly database: Database;
  readonly encoder: Encoder;
  readonly config: Config;
  readonly clock: Clock;
  readonly limits?: ResidentLimits;
};

// One message is read in a minute or two by a deputy; a draft of several fits a page.
const LIMITS = { characters: 1_000, draftCharacters: 3_000, photos: 3 } as const;

// Before digests are drawn, and when nobody writes: half past two in China, and whenever the server starts.
const TIDY_AT = '30 2 * * *';

// A village behind one address of its network provider may come at once after a meeting; a person says something every
// two seconds at most.
const RESIDENT_LIMITS: ResidentLimits = { newSessions: 300, saysPerSession: 40, perAddress: 3_000 };

// A turn takes milliseconds and an upload of 5 MB over a poor network some seconds; what is not done by then is cut.
const DRAIN_MS = 10_000;

const listening = async (server: Server, { host, port }: Config['serving']): Promise<string> => {
  try {
    server.listen(port, host);
    await once(server, 'listening');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EADDRINUSE' && code !== 'EACCES' && code !== 'EADDRNOTAVAIL') throw error;
    throw new BadSetup(
      {
        zh: `不能在 ${host}:${port} 上提供服务：端口已被占用，或不允许使用。请换一个端口（PORT=3001 npm start），或停掉占用它的程序。`,
        en: `${host}:${port} cannot be served: the port is taken or not allowed. Choose another (PORT=3001 npm start), or stop the program that has it.`,
      },
      { cause: error },
    );
  }
  const address = server.address() as AddressInfo;
  const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${address.port}`;
};

/** Stops taking connections, waits for answers under way, and after `DRAIN_MS` waits no longer. */
const drained = async (server: Server): Promise<void> => {
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  server.closeIdleConnections();
  // Browsers keep connections open after their last answer.
  const idle = setInterval(() => server.closeIdleConnections(), 100);
  const late = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
  await closed;
  clearInterval(idle);
  clearTimeout(late);
};

/**
 * The composition of everything that residents meet: pages, channels, conversation, intake, comparisons.
 * @throws BadSetup where something is set up wrongly: secret, port, channel
 */
export const serve = async ({ database, encoder, config, clock, limits }: ServeDeps): Promise<Serving> => {
  const { db } = database;
  const now = clock.now;
  const secret = await loadSecret(config);
  await checkSecret(db, secret);
  await keyAuthors(db, secret);
  const sealer = secret.sealer(config.sealKeys);
  const originals = config.sealKeys.length === 0 ? null : sealer;
  const doors = doorsOf(now);
  const photos = photosIn(path.join(config.dataDir, 'message-photos'));

  const scopeOf: ScopeOf = async (on, { topic, code }) => {
    if (topic !== null) return { topic };
    const place = await doors.placeOf(on, code);
    return place === null ? null : { place };
  };
  const store = databaseVectorStore(db);
  const similar: SimilarIndex = similarIndex({
    db,
    encoder,
    store,
    scopeOf,
    now,
    log: logger('app/similar'),
  });
  const desk = deskOf({
    db,
    secret,
    sealer,
    originals,
    doors,
    scopeOf,
    similar,
    dropPhotos: photos.drop,
    now,
    log: logger('app/desk'),
  });
  const handler = handlerFor({
    desk: tellingOfDeletion(desk, ({ channel, person }) => {
      channels.all.find(({ name }) => name === channel)?.forget?.(person);
    }),
    findSimilar: similar.find,
    urgentSigns,
    limits: LIMITS,
    keepMonths: config.serving.keepMonths,
    deskPhone: config.serving.deskPhone,
    now,
    log: logger('app/converse'),
  });
  const channels: Channels = channelsOf({ handler, keepPhoto: photos.keep, now }, { config, secret, db });

  const app = siteOf({
    config,
    channels,
    assets: await bundleAssets(),
    ready: () => ping(db),
    log: logger('web'),
    resident: {
      chat: chatOf(channels.webChat),
      door: (code) => doors.forPage(db, code),
      keepPhoto: (person, bytes) => photos.keep({ channel: 'web-chat', person, bytes }),
      photoBytes: PHOTO_BYTES,
      formToken: (person) => secret.mac('web-chat forms', person).toString('base64url'),
      publicUrl: config.publicUrl,
      base: config.publicUrl === null ? '' : new URL(config.publicUrl).pathname.replace(/\/$/, ''),
      telegramUrl: telegramLinks(config.telegramBot),
      characters: LIMITS.characters,
      problemOf,
      statusOf,
      limits: limits ?? RESIDENT_LIMITS,
    },
  });
  const server = createServer(app);
  // Longer than a proxy keeps its own side open (nginx: 60 s), or it would meet closed connections.
  server.keepAliveTimeout = 65_000;
  const url = await listening(server, config.serving);
  try {
    for (const channel of channels.all) await channel.start();
  } catch (error) {
    await drained(server);
    throw error;
  }
  const news = newsTo({ db, sealer, channels: channels.all, log: logger('app/news') });
  void warmUp(similar, () => doors.openTopics(db));
  const { keepMonths } = config.serving;
  const housekeeping = { db, store, similar, photos, keepMonths, now };
  const log = logger('app/housekeeping');
  const bell = ringing(
    async (signal) => {
      await tidyUp({ ...housekeeping, log }, signal);
    },
    { at: TIDY_AT, log },
  );
  const digests = await nightDigests({ database, encoder, config, clock });

  let closing: Promise<void> | null = null;
  const close = async (): Promise<void> => {
    const down = drained(server);
    await news.stop();
    await Promise.all([bell.stop(), digests?.stop()]);
    await Promise.all(channels.all.map((channel) => channel.stop()));
    await down;
    await similar.close();
  };
  return {
    url,
    channels,
    news,
    close: () => {
      closing ??= close();
      return closing;
    },
  };
};

/** null: they are drawn by hand alone. */
const nightDigests = async ({ database, encoder, config, clock }: ServeDeps): Promise<Bell | null> => {
  const { serving, dataDir, modelDir, threads } = config;
  if (serving.nightly === null) return null;
  const folder = path.join(dataDir, 'digests');
  const log = logger('app/nightly');
  return nightly({ database, encoder, folder, clock, log, at: serving.nightly, modelDir, threads });
};

const telegramLinks = (bot: string | null): ((code: string) => string) | null => {
  if (bot === null) return null;
  return (code) => {
    const slug = readSlug(code);
    if (slug === null) throw new Error('a page was made for what is no code');
    return telegramUrl(bot, slug);
  };
};

/** After a restart what was filed and not embedded yet is embedded, and the first residents need not wait. */
const warmUp = async (
  similar: SimilarIndex,
  openTopics: () => Promise<readonly OpenTopic[]>,
): Promise<void> => {
  try {
    for (const { id } of await openTopics()) await similar.warm({ topic: id });
  } catch (error) {
    logger('app/similar').error({ err: error }, 'the topics could not be warmed up');
  }
};
