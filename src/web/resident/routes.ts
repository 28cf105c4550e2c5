import { randomUUID } from 'node:crypto';
import express, { type ErrorRequestHandler, type Request, type Response, Router } from 'express';
import { ipKeyGenerator, rateLimit } from 'express-rate-limit';
import { z } from 'zod';
import type { Said } from '../../conversation/index.ts';
import type { ResidentAssets } from './assets.ts';
import { chatPage, problemPage } from './document.tsx';
import { cursorOf, lineStreams } from './events.ts';
import type { Answer, ChatView } from './line.ts';
import { Refused, type ResidentDeps } from './ports.ts';
import type { Session } from './session.ts';
import { photoUpload } from './upload.ts';
import { type Visit, visits, wantsJson } from './visit.ts';
import type { Problem } from './words.ts';

// 2,000 Chinese characters take 18 kB in a form; a page that sends more than this is none of ours.
const FORM_BYTES = '100kb';

const idOf = z.string().regex(/^[\w-]{8,80}$/);
const spoken = z.union([
  z.object({ token: z.string().max(100), id: idOf, choice: z.string().min(1).max(100) }),
  z.object({ token: z.string().max(100), id: idOf, text: z.string() }),
]);
const shown = z.object({ token: z.string().max(100), id: idOf });

/** A field of whatever came: what was typed is given back where it is not taken. */
const writtenIn = (body: unknown, field: 'text' | 'id'): string => {
  const value: unknown = Object.getOwnPropertyDescriptor(Object(body), field)?.value;
  return typeof value === 'string' ? value.slice(0, 10_000) : '';
};

/** The pages of `/s/CODE`, and the files that they need. */
export const residentRoutes = (deps: ResidentDeps, assets: ResidentAssets): Router => {
  const { chat } = deps;
  const { read, remember, langOf, start, speaking, begin } = visits(deps);
  const stream = lineStreams(chat);
  const router = Router({ caseSensitive: true });
  const pathOf = (code: string): string => `${deps.base}/s/${code}`;
  const files = { style: `${deps.base}${assets.style.path}`, script: `${deps.base}${assets.script.path}` };

  const viewOf = ({ session, door, lang }: Visit, more: Partial<ChatView> = {}): ChatView => ({
    lang,
    path: pathOf(door.code),
    token: deps.formToken(session.person),
    next: randomUUID(),
    lines: chat.lines(session.person, 0).lines,
    kept: '',
    problem: null,
    characters: deps.characters,
    ...more,
  });

  const sendChat = (response: Response, visit: Visit, more: Partial<ChatView> = {}): void => {
    const { door, lang } = visit;
    response.set('cache-control', 'no-store').send(
      chatPage({
        view: viewOf(visit, more),
        heading: { name: door.name, who: door.who[lang], place: door.place },
        telegram: deps.telegramUrl?.(door.code) ?? null,
        assets: files,
      }),
    );
  };

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
  const perAddress = limited(deps.limits.perAddress, addressOf);
  const newcomers = limited(deps.limits.newSessions, addressOf, (request) => read(request) !== null);
  const perSession = limited(
    deps.limits.saysPerSession,
    (request) => read(request)?.person ?? addressOf(request),
  );

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

  router.get('/s/:code', perAddress, newcomers, async (request, response) => {
    // A browser that loads pages in advance has not scanned anything, and neither has who asks for the head alone.
    if (
      request.method === 'HEAD' ||
      /prefetch|prerender/.test(`${request.get('sec-purpose') ?? ''}${request.get('purpose') ?? ''}`)
    ) {
      response.status(204).end();
      return;
    }
    const visit = await arrived(request, response);
    if (visit !== null) sendChat(response, visit);
  });

  /** Hands in what a form or the script says, and answers as each needs it. */
  const say = async (
    request: Request,
    response: Response,
    given: { visit: Visit; id: string; said: Said },
  ) => {
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

  router.post(
    '/s/:code/say',
    perAddress,
    (request, _response, next) => {
      const known = request.is(['application/x-www-form-urlencoded', 'application/json']);
      next(known === false || known === null ? new Refused('wrongType') : undefined);
    },
    express.urlencoded({ extended: false, limit: FORM_BYTES, parameterLimit: 10 }),
    express.json({ limit: FORM_BYTES }),
    perSession,
    async (request, response) => {
      const parsed = spoken.safeParse(request.body);
      if (!parsed.success) throw new Refused('badRequest');
      const body = parsed.data;
      const visit = await speaking(request, body.token);
      const said: Said =
        'choice' in body ? { kind: 'choice', id: body.choice } : { kind: 'text', text: body.text };
      await say(request, response, { visit, id: body.id, said });
    },
  );

  router.post(
    '/s/:code/photo',
    perAddress,
    perSession,
    (request, _response, next) => {
      const known = request.is('multipart/form-data');
      next(known === false || known === null ? new Refused('wrongType') : undefined);
    },
    photoUpload(deps.photoBytes),
    async (request, response) => {
      const parsed = shown.safeParse(request.body);
      if (!parsed.success) throw new Refused('badRequest');
      const visit = await speaking(request, parsed.data.token);
      const kept =
        request.file === undefined || request.file.size === 0
          ? ({ ok: false, why: 'notAPhoto' } as const)
          : await deps.keepPhoto(visit.session.person, request.file.buffer);
      const said: Said = kept.ok
        ? { kind: 'photo', photo: kept.photo, caption: null }
        : { kind: 'badPhoto', why: kept.why };
      await say(request, response, { visit, id: parsed.data.id, said });
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

  for (const asset of [assets.style, assets.script])
    router.get(asset.path, (request, response) => {
      const encoding = request.acceptsEncodings(['br', 'gzip', 'identity']);
      response.set({
        'content-type': asset.type,
        'cache-control': 'public, max-age=31536000, immutable',
        vary: 'accept-encoding',
      });
      if (encoding === 'br') response.set('content-encoding', 'br').end(asset.brotli);
      else if (encoding === 'gzip') response.set('content-encoding', 'gzip').end(asset.gzip);
      else response.end(asset.plain);
    });

  const kindly: ErrorRequestHandler = async (error: unknown, request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const problem = deps.problemOf(error);
    // What is still on its way is let in and forgotten: a browser that is cut off while sending shows no answer.
    request.resume();
    response.status(deps.statusOf(problem)).set('cache-control', 'no-store');
    if (problem === 'tooFast') response.set('retry-after', '60');
    if (wantsJson(request)) response.json({ problem });
    else await tellKindly(request, response, problem);
  };

  /** With the conversation around it where that can be had, so that the words are back in the box. */
  const tellKindly = async (request: Request, response: Response, problem: Problem): Promise<void> => {
    const kept = writtenIn(request.body, 'text');
    const code = /^\/s\/([^/]{1,16})/.exec(request.path)?.[1] ?? '';
    const before = read(request);
    const lang = langOf(request, before);
    const door = await deps.door(code).catch(() => null);
    if (request.method === 'POST' && door?.kind === 'open') {
      const session = before ?? begin();
      if (before === null) remember(request, response, session);
      // The same id again: what had arrived after all is then not said twice.
      const id = idOf.safeParse(writtenIn(request.body, 'id'));
      const next = id.success && before !== null ? { next: id.data } : {};
      sendChat(response, { session, door, lang }, { problem, kept, ...next });
      return;
    }
    const leadsNowhere = code === '' || problem === 'unknownCode' || problem === 'closedCode';
    const label = request.method === 'GET' ? 'again' : 'toChat';
    const back = leadsNowhere ? {} : { back: { href: pathOf(code), label } as const };
    response.send(problemPage({ lang, problem, assets: files, kept, ...back }));
  };

  router.use((_request, _response, next) => next(new Refused('noPage')));
  router.use(kindly);
  return router;
};
