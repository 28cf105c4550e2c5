import express, { type Request, type RequestHandler, type Response, Router } from 'express';
import type { Said } from '../../conversation/index.ts';
import { answersOf } from './answers.ts';
import type { Asset, ResidentAssets } from './assets.ts';
import { cursorOf, lineStreams } from './events.ts';
import { limitsOf } from './limits.ts';
import type { Answer } from './line.ts';
import { Refused, type ResidentDeps } from './ports.ts';
import { readProof, readSaid } from './said.ts';
import type { Session } from './session.ts';
import { photoUpload } from './upload.ts';
import { type Visit, visits, wantsJson } from './visit.ts';

// 2,000 Chinese characters take 18 kB in a form; a page that sends more than this is none of ours.
const FORM_BYTES = '100kb';

/** Anything else is refused before it is read. */
const onlyOf =
  (...types: string[]): RequestHandler =>
  (request, _response, next) => {
    next(typeof request.is(types) === 'string' ? undefined : new Refused('wrongType'));
  };

// A browser that loads pages in advance has not scanned anything, and neither has who asks for the head alone.
const onlyLooks = (request: Request): boolean =>
  request.method === 'HEAD' ||
  /prefetch|prerender/.test(`${request.get('sec-purpose') ?? ''}${request.get('purpose') ?? ''}`);

const sendAsset =
  (asset: Asset): RequestHandler =>
  (request, response) => {
    const encoding = request.acceptsEncodings(['br', 'gzip', 'identity']);
    response.set({
      'content-type': asset.type,
      'cache-control': 'public, max-age=31536000, immutable',
      vary: 'accept-encoding',
    });
    if (encoding === 'br') response.set('content-encoding', 'br').end(asset.brotli);
    else if (encoding === 'gzip') response.set('content-encoding', 'gzip').end(asset.gzip);
    else response.end(asset.plain);
  };

type Given = { readonly visit: Visit; readonly id: string; readonly said: Said };

/** What visitors may do: come in, and say something. */
const doings = (deps: ResidentDeps, assets: ResidentAssets) => {
  const { chat } = deps;
  const known = visits(deps);
  const { read, remember, langOf, start, begin } = known;
  const answers = answersOf(deps, assets, known);
  const { pathOf } = answers;

  /** A session in front of an open door, begun where it must be. Answers null where the browser was sent elsewhere. */
  const arrived = async (request: Request, response: Response): Promise<Visit | null> => {
    const code = String(request.params.code);
    const before = read(request);
    const door = await deps.door(code);
    if (door.kind === 'unknown' || door.kind === 'closed')
      throw new Refused(door.kind === 'closed' ? 'closedCode' : 'unknownCode');
    const target = door.kind === 'open' ? door.code : door.to;
    const session: Session = { ...(before ?? begin()), code: target };
    const { person } = session;
    const known = before?.code === target && chat.lines(person, 0).lines.length > 0;
    // An old code is started as such: the conversation then says that it was replaced.
    if (!known || door.kind === 'moved') await start(person, code, langOf(request, before));
    remember(request, response, session);
    if (door.kind === 'open' && door.code === code) return { session, door, lang: langOf(request, session) };
    response.redirect(303, pathOf(target));
    return null;
  };

  /** Hands in what a form or the script says, and answers as each needs it. */
  const say = async (request: Request, response: Response, given: Given): Promise<void> => {
    const { visit, id, said } = given;
    const { session, door, lang } = visit;
    const { person } = session;
    // Opened in another window meanwhile: the words are for the deputy of this page.
    if (session.code !== door.code) await start(person, door.code, lang);
    if ((await chat.say({ person, id, said, lang })) !== 'handled') throw new Refused('down');
    remember(request, response, { ...session, code: door.code });
    if (wantsJson(request)) {
      const answer: Answer = chat.lines(person, cursorOf(request));
      response.set('cache-control', 'no-store').json(answer);
    } else response.redirect(303, `${pathOf(door.code)}#now`);
  };

  return { ...known, ...answers, arrived, say };
};

/** The pages of `/s/CODE`, and the files that they need. */
export const residentRoutes = (deps: ResidentDeps, assets: ResidentAssets): Router => {
  const { chat } = deps;
  const { read, speaking, arrived, say, sendChat, kindly } = doings(deps, assets);
  const { perAddress, newcomers, perSession } = limitsOf(deps.limits, { read });
  const stream = lineStreams(chat);
  const router = Router({ caseSensitive: true });

  router.get('/s/:code', perAddress, newcomers, async (request, response) => {
    if (onlyLooks(request)) {
      response.status(204).end();
      return;
    }
    const visit = await arrived(request, response);
    if (visit !== null) sendChat(response, visit);
  });

  router.post(
    '/s/:code/say',
    perAddress,
    onlyOf('application/x-www-form-urlencoded', 'application/json'),
    express.urlencoded({ extended: false, limit: FORM_BYTES, parameterLimit: 10 }),
    express.json({ limit: FORM_BYTES }),
    perSession,
    async (request, response) => {
      const sent = readSaid(request.body);
      if (sent === null) throw new Refused('badRequest');
      const { id, said } = sent;
      await say(request, response, { visit: await speaking(request, sent.token), id, said });
    },
  );

  router.post(
    '/s/:code/photo',
    perAddress,
    perSession,
    onlyOf('multipart/form-data'),
    photoUpload(deps.photoBytes),
    async (request, response) => {
      const sent = readProof(request.body);
      if (sent === null) throw new Refused('badRequest');
      const visit = await speaking(request, sent.token);
      const { buffer = Buffer.alloc(0) } = request.file ?? {};
      const kept = await deps.keepPhoto(visit.session.person, buffer);
      const said: Said = kept.ok
        ? { kind: 'photo', photo: kept.photo, caption: null }
        : { kind: 'badPhoto', why: kept.why };
      await say(request, response, { visit, id: sent.id, said });
    },
  );

  router.get('/s/:code/news', perAddress, (request, response) => {
    const session = read(request);
    if (session === null) throw new Refused('expired');
    response.set('cache-control', 'no-store').json(chat.lines(session.person, cursorOf(request)));
  });

  router.get('/s/:code/events', perAddress, (request, response) => {
    const session = read(request);
    if (session === null) response.status(204).end();
    else stream(request, response, session.person);
  });

  for (const asset of [assets.style, assets.script]) router.get(asset.path, sendAsset(asset));
  router.use((_request, _response, next) => next(new Refused('noPage')));
  router.use(kindly);
  return router;
};
