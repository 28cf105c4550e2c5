import { randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import type { Lang } from '../../conversation/index.ts';
import { Refused, type ResidentDeps, type ResidentDoor } from './ports.ts';
import { cookiesOf, isFromHere, newSession, readSession, type Session, sameToken } from './session.ts';
import { langOfBrowser } from './words.ts';

export type OpenDoor = Extract<ResidentDoor, { kind: 'open' }>;

/** A resident in front of an open door. */
export type Visit = { readonly session: Session; readonly door: OpenDoor; readonly lang: Lang };

/** Whether the browser's script asks, or a person looks. */
export const wantsJson = (request: Request): boolean =>
  request.accepts(['html', 'json']) === 'json' || typeof request.is('application/json') === 'string';

const ownOrigins = (request: Request, publicUrl: string | null): string[] => {
  const host = `${request.protocol}://${request.get('host') ?? ''}`;
  return publicUrl === null ? [host] : [host, new URL(publicUrl).origin];
};

/** Everything that routes need to know about who asks, and to tell the browser. */
export const visits = (deps: ResidentDeps) => {
  const { chat } = deps;
  const { sessions } = chat;
  const { maxAgeSeconds } = sessions;

  const read = (request: Request): Session | null => readSession(sessions, request.headers.cookie);

  const langOf = (request: Request, session: Session | null): Lang => {
    const lines = session === null ? [] : chat.lines(session.person, 0).lines;
    const last = lines.findLast((line) => line.from === 'office');
    return last?.from === 'office' ? last.reply.lang : langOfBrowser(request.get('accept-language'));
  };

  const remember = (request: Request, response: Response, session: Session): void => {
    const secure = request.secure || (deps.publicUrl?.startsWith('https:') ?? false);
    for (const cookie of cookiesOf(session, { secure, maxAgeSeconds, path: `${deps.base}/s` }))
      response.append('set-cookie', cookie);
  };

  /** Tells the engine that this code was opened. @throws Refused where nothing could be done */
  const start = async (person: string, code: string, lang: Lang): Promise<void> => {
    const id = `start-${randomUUID()}`;
    const done = await chat.say({ person, id, said: { kind: 'start', code }, lang });
    if (done !== 'handled') throw new Refused('down');
  };

  /**
   * The visit that a form or a script speaks for. @throws Refused unless cookie, page and token belong together, and
   * the code is open
   */
  const speaking = async (request: Request, token: string): Promise<Visit> => {
    if (!isFromHere(request.headers, ownOrigins(request, deps.publicUrl))) throw new Refused('notFromHere');
    const session = read(request);
    if (session === null || !sameToken(token, deps.formToken(session.person))) throw new Refused('expired');
    const door = await deps.door(String(request.params.code));
    if (door.kind === 'moved') throw new Refused('expired');
    if (door.kind !== 'open') throw new Refused(door.kind === 'closed' ? 'closedCode' : 'unknownCode');
    return { session, door, lang: langOf(request, session) };
  };

  return { read, remember, langOf, start, speaking, begin: (): Session => newSession(sessions) };
};

export type Visits = ReturnType<typeof visits>;
