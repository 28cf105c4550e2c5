import type { Answer, ChatView, Refused } from '../line.ts';
import type { Pending } from '../live.ts';
import type { Problem } from '../words.ts';

/** What came of an attempt to reach the server. */
export type Reached =
  | { readonly kind: 'answered'; readonly answer: Answer }
  | { readonly kind: 'refused'; readonly problem: Problem }
  | { readonly kind: 'unreachable' };

const outcome = async (asking: Promise<Response>): Promise<Reached> => {
  try {
    const response = await asking;
    // A proxy or a captive portal answers with pages of its own: that is no answer.
    const body: unknown = await response.json();
    if (response.ok) return { kind: 'answered', answer: body as Answer };
    const { problem } = body as Partial<Refused>;
    return problem === undefined ? { kind: 'unreachable' } : { kind: 'refused', problem };
  } catch {
    return { kind: 'unreachable' };
  }
};

const JSON_HEADERS = { accept: 'application/json', 'content-type': 'application/json' };

export type Talk = {
  readonly say: (pending: Pending, after: number) => Promise<Reached>;
  readonly show: (photo: Blob, id: string, after: number) => Promise<Reached>;
  readonly news: (after: number) => Promise<Reached>;
};

export const openTalk = ({ path, token }: Pick<ChatView, 'path' | 'token'>): Talk => ({
  say: ({ id, text, choice }, after) =>
    outcome(
      fetch(`${path}/say?after=${after}`, {
        method: 'POST',
        credentials: 'same-origin',
        headers: JSON_HEADERS,
        body: JSON.stringify({ token, id, ...(choice === null ? { text } : { choice }) }),
      }),
    ),
  show: (photo, id, after) => {
    const form = new FormData();
    form.append('token', token);
    form.append('id', id);
    form.append('photo', photo, 'photo.jpg');
    return outcome(
      fetch(`${path}/photo?after=${after}`, {
        method: 'POST',
        credentials: 'same-origin',
        headers: { accept: 'application/json' },
        body: form,
      }),
    );
  },
  news: (after) =>
    outcome(
      fetch(`${path}/news?after=${after}`, {
        credentials: 'same-origin',
        headers: { accept: 'application/json' },
      }),
    ),
});

export type Listening = { readonly stop: () => void };

// An open stream reconnects by itself; where it cannot be opened at all, or where a proxy holds it back, asking every
// five seconds keeps a conversation alive, and every half minute later on spares the battery.
const POLL_MS = 5_000;
const POLL_LATER_MS = 30_000;
const POLL_SOON = 24;
// A stream says something every 20 s; after more silence than that it is dead, whatever it says.
const SILENCE_MS = 50_000;

/** Live replies: server-sent events, and asking again and again where those do not come through. */
export const listen = (
  path: string,
  given: { readonly after: () => number; readonly heard: (answer: Answer) => void; readonly ask: () => void },
): Listening => {
  let polls = 0;
  let timer = 0;
  let heardAt = Date.now();
  let source: EventSource | null = null;

  const poll = (): void => {
    if (!document.hidden) given.ask();
    polls += 1;
    timer = window.setTimeout(poll, polls < POLL_SOON ? POLL_MS : POLL_LATER_MS);
  };
  const fallBack = (): void => {
    source?.close();
    source = null;
    if (timer === 0) poll();
  };
  const open = (): void => {
    source = new EventSource(`${path}/events?after=${given.after()}`);
    source.addEventListener('lines', (event) => {
      heardAt = Date.now();
      given.heard(JSON.parse((event as MessageEvent<string>).data) as Answer);
    });
    source.addEventListener('alive', () => {
      heardAt = Date.now();
    });
    source.onerror = () => {
      if (source?.readyState === 2) fallBack();
    };
  };
  const watch = window.setInterval(() => {
    if (source === null || document.hidden) return;
    if (Date.now() - heardAt > SILENCE_MS) fallBack();
  }, 10_000);
  if (typeof EventSource === 'undefined') fallBack();
  else open();
  return {
    stop: () => {
      source?.close();
      window.clearTimeout(timer);
      window.clearInterval(watch);
    },
  };
};
