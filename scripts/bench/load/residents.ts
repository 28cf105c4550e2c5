import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Choice } from '../../../src/conversation/index.ts';
import { type Rng, rngFrom } from '../../../src/kernel/index.ts';
import type { Answer, Line } from '../../../src/web/index.ts';

/** One whole conversation, as its resident saw it. */
export type Conversation = { readonly text: string; readonly receipt: string };

export type LoadReport = {
  readonly conversations: readonly Conversation[];
  /** Milliseconds of every request that was answered at the first attempt. */
  readonly latencies: readonly number[];
  /** Requests that had to be sent again. */
  readonly repeated: number;
  readonly seconds: number;
};

export type Load = {
  readonly url: string;
  readonly codes: readonly string[];
  /** The words of conversation number `n`; no two alike. */
  readonly textOf: (n: number) => string;
  readonly conversations: number;
  readonly people: number;
  /** Bounds of the time between two steps of one resident. */
  readonly thinkMs: readonly [number, number];
  readonly seed: number;
  readonly onDone?: (done: number) => void;
  readonly signal: AbortSignal;
};

// A killed server is back within seconds; a resident's page goes on trying, and so does this.
const GIVE_UP_MS = 120_000;
const AGAIN_MS = 500;

const RECEIPT = /MS(?:-[0-9A-Z]{4}){3}/;

type Said = { readonly text: string } | { readonly choice: string };

type Init = {
  readonly method?: 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
};

type Page = { readonly token: string; readonly lines: readonly Line[] };

const viewIn = (html: string): Page => {
  const json = /<script type="application\/json" id="view">(.*?)<\/script>/s.exec(html)?.[1];
  if (json === undefined) throw new Error('a page without a conversation');
  return JSON.parse(json) as Page;
};

const choicesOf = (lines: readonly Line[]): readonly Choice[] => {
  const last = lines.findLast(({ from }) => from === 'office');
  return last?.from === 'office' ? last.reply.choices : [];
};

/** A browser with the page's script: JSON, one id a message, the same again until it is answered. */
const resident = (load: Load, note: (ms: number | null) => void) => {
  let cookies = '';
  let token = '';
  let lines: readonly Line[] = [];

  const ask = async (path: string, init: Init): Promise<Response> => {
    const started = performance.now();
    for (let attempt = 0; ; attempt++) {
      load.signal.throwIfAborted();
      const sent = performance.now();
      try {
        const response = await fetch(`${load.url}${path}`, {
          ...init,
          redirect: 'manual',
          headers: { ...init.headers, cookie: cookies },
          signal: AbortSignal.timeout(GIVE_UP_MS),
        });
        if (response.status < 500) {
          note(attempt === 0 ? performance.now() - sent : null);
          return response;
        }
        await response.body?.cancel();
      } catch (error) {
        if (performance.now() - started > GIVE_UP_MS) throw error;
      }
      if (performance.now() - started > GIVE_UP_MS) throw new Error(`no answer from ${path}`);
      await sleep(AGAIN_MS);
    }
  };

  const open = async (code: string): Promise<void> => {
    const response = await ask(`/s/${code}`, { headers: { accept: 'text/html' } });
    const html = await response.text();
    if (response.status !== 200) throw new Error(`the page of ${code} answered ${response.status}`);
    const fresh = response.headers.getSetCookie().map((cookie) => cookie.split(';')[0] ?? '');
    const kept = cookies.split('; ').filter((cookie) => cookie !== '');
    const names = new Set(fresh.map((cookie) => cookie.split('=')[0]));
    cookies = [...kept.filter((cookie) => !names.has(cookie.split('=')[0])), ...fresh].join('; ');
    ({ token, lines } = viewIn(html));
  };

  const say = async (code: string, said: Said): Promise<void> => {
    const after = lines.at(-1)?.id ?? 0;
    const response = await ask(`/s/${code}/say?after=${after}`, {
      method: 'POST',
      headers: { accept: 'application/json', 'content-type': 'application/json' },
      body: JSON.stringify({ token, id: randomUUID(), ...said }),
    });
    if (response.status !== 200) throw new Error(`what was said was answered with ${response.status}`);
    const answer = (await response.json()) as Answer;
    // After a restart the page is loaded anew.
    if (answer.gap) await open(code);
    else lines = [...lines, ...answer.lines];
  };

  return {
    open,
    say,
    choices: () => choicesOf(lines),
    receipt: () => RECEIPT.exec(JSON.stringify(lines))?.[0],
  };
};

type Resident = ReturnType<typeof resident>;

/** What a resident does next: what leads on to filing `text`, about the topic or aspect that chance picks, or none. */
const next = ({ choices }: Resident, given: { text: string; written: boolean; rng: Rng }): Said => {
  const { text, written, rng } = given;
  const ids = choices().map(({ id }) => id);
  const file = ids.find((id) => id.startsWith('file:'));
  if (file !== undefined) return { choice: file };
  if (ids.includes('agree')) return { choice: 'agree' };
  const subjects = ids.filter((id) => /^(?:topic:|aspect:|own$)/.test(id));
  const subject = subjects[Math.floor(rng() * subjects.length)];
  if (subject !== undefined) return { choice: subject };
  if (!written) return { text };
  const onward = ['resume', 'done', 'skip'].find((id) => ids.includes(id));
  return onward === undefined ? { text } : { choice: onward };
};

// From the code to the receipt there are five to eight steps; a conversation with more goes round in circles.
const STEPS = 20;

const converse = async (
  load: Load,
  number: number,
  given: { rng: Rng; note: (ms: number | null) => void },
) => {
  const { rng, note } = given;
  const text = load.textOf(number);
  const code = load.codes[Math.floor(rng() * load.codes.length)] ?? '';
  const think = () => sleep(load.thinkMs[0] + rng() * (load.thinkMs[1] - load.thinkMs[0]));
  const person = resident(load, note);
  await think();
  await person.open(code);
  let written = false;
  for (let step = 0; step < STEPS; step++) {
    await think();
    const said = next(person, { text, written, rng });
    await person.say(code, said);
    if ('text' in said) written = true;
    const receipt = person.receipt();
    if (receipt !== undefined) return { text, receipt };
  }
  throw new Error('a conversation came to no end');
};

/** Lets `people` residents at once hold `conversations` whole conversations over HTTP. */
export const runLoad = async (load: Load): Promise<LoadReport> => {
  const started = performance.now();
  const latencies: number[] = [];
  const conversations: Conversation[] = [];
  let repeated = 0;
  let begun = 0;
  const note = (ms: number | null): void => {
    if (ms === null) repeated += 1;
    else latencies.push(ms);
  };
  const one = async (place: number): Promise<void> => {
    const rng = rngFrom(load.seed * 1_000 + place);
    while (begun < load.conversations) {
      const number = begun++;
      conversations.push(await converse(load, number, { rng, note }));
      load.onDone?.(conversations.length);
    }
  };
  await Promise.all(Array.from({ length: load.people }, (_, place) => one(place)));
  return { conversations, latencies, repeated, seconds: (performance.now() - started) / 1000 };
};
