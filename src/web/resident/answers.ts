import { randomUUID } from 'node:crypto';
import type { ErrorRequestHandler, Request, Response } from 'express';
import type { ResidentAssets } from './assets.ts';
import { chatPage, problemPage } from './document.tsx';
import type { ChatView } from './line.ts';
import type { ResidentDeps } from './ports.ts';
import { readId } from './said.ts';
import { type Visit, type Visits, wantsJson } from './visit.ts';
import type { Problem } from './words.ts';

/** A field of whatever came: what was typed is given back where it is not taken. */
const writtenIn = (body: unknown, field: 'text' | 'id'): string => {
  const value: unknown = Object.getOwnPropertyDescriptor(Object(body), field)?.value;
  return typeof value === 'string' ? value.slice(0, 10_000) : '';
};

/** What is sent back: the conversation, or what is the matter. */
export const answersOf = (
  deps: ResidentDeps,
  assets: ResidentAssets,
  { read, remember, langOf, begin }: Visits,
) => {
  const { chat } = deps;
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
    photoBytes: deps.photoBytes,
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
      const id = readId(writtenIn(request.body, 'id'));
      const next = id !== null && before !== null ? { next: id } : {};
      sendChat(response, { session, door, lang }, { problem, kept, ...next });
      return;
    }
    const leadsNowhere = code === '' || problem === 'unknownCode' || problem === 'closedCode';
    const label = request.method === 'GET' ? 'again' : 'toChat';
    const back = leadsNowhere ? {} : { back: { href: pathOf(code), label } as const };
    response.send(problemPage({ lang, problem, assets: files, kept, ...back }));
  };

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

  return { pathOf, sendChat, kindly };
};

export type Answers = ReturnType<typeof answersOf>;
