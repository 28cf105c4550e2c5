import type { Request, Response } from 'express';
import type { Chat } from './ports.ts';

// Proxies close connections that are silent for 30 to 60 seconds.
const ALIVE_MS = 20_000;
// Said to the browser: how soon it reconnects after a broken stream.
const RECONNECT_MS = 2_000;
// One resident's windows: more than these would be somebody holding connections.
const WINDOWS = 4;

/** The last line that the browser has: its own word after a reconnect, else what the page was made with. */
export const cursorOf = (request: Request): number => {
  const given = request.get('last-event-id') ?? request.query.after;
  const after = typeof given === 'string' ? Number(given) : 0;
  return Number.isSafeInteger(after) && after > 0 ? after : 0;
};

/** Streams of live lines to the windows of many residents. */
export const lineStreams = (chat: Chat) => {
  const windows = new Map<string, number>();

  const opened = (person: string, change: 1 | -1): void => {
    const count = (windows.get(person) ?? 0) + change;
    if (count > 0) windows.set(person, count);
    else windows.delete(person);
  };

  /** Until the browser goes, or the channel stops. */
  return (request: Request, response: Response, person: string): void => {
    if (chat.stopping.aborted || (windows.get(person) ?? 0) >= WINDOWS) {
      // 204 tells a browser to stop asking for a stream; the page then polls.
      response.status(204).end();
      return;
    }
    opened(person, 1);
    let after = cursorOf(request);
    response.status(200).set({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      // nginx holds streams back unless told not to.
      'x-accel-buffering': 'no',
    });
    response.flushHeaders();
    response.write(`retry: ${RECONNECT_MS}\n\n`);

    const tell = (): void => {
      const answer = chat.lines(person, after);
      const last = answer.lines.at(-1);
      if (last === undefined && !answer.gap) return;
      after = last?.id ?? after;
      response.write(`event: lines\nid: ${after}\ndata: ${JSON.stringify(answer)}\n\n`);
    };
    const gone = new AbortController();
    const alive = setInterval(() => response.write('event: alive\ndata: 1\n\n'), ALIVE_MS);
    const end = (): void => {
      if (gone.signal.aborted) return;
      gone.abort();
      clearInterval(alive);
      chat.stopping.removeEventListener('abort', end);
      opened(person, -1);
      response.end();
    };
    response.on('close', end);
    chat.stopping.addEventListener('abort', end);
    tell();
    chat.listen(person, tell, gone.signal);
  };
};
