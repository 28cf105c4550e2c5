import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { holdsDigest, writeDigest } from '../digest/index.ts';
import type { Encoder } from '../embedding/index.ts';
import { countMessagesBy } from '../intake/index.ts';
import { type Bell, ringing } from '../jobs/index.ts';
import { inChina } from '../kernel/index.ts';
import {
  type Clock,
  type Database,
  type Db,
  type Hold,
  type logger,
  writeFileWhole,
} from '../platform/index.ts';
import { everything, listTopics, type Scope } from '../topics/index.ts';
import { type Analyst, openAnalyst } from './analyse-apart.ts';
import { runDigest } from './run-digest.ts';

export type NightDeps = {
  readonly database: Database;
  readonly encoder: Encoder;
  readonly analyst: Analyst;
  /** Digests are written below it, into `YYYY-MM-DD/KEY`. */
  readonly folder: string;
  readonly clock: Clock;
  readonly log: ReturnType<typeof logger>;
};

/** Keys of digests: drawn and written, as they were, not drawn because of a fault. */
export type Night = {
  readonly drawn: readonly string[];
  readonly unchanged: readonly string[];
  readonly failed: readonly string[];
};

// No topic has such a key (`topics_key`), so its folder is nobody else's.
const EVERYTHING = '全部-all';

// As `npm run digest` draws it: whoever draws one by hand finds it drawn.
const OPTIONS = { seed: 1, algorithm: 'leiden' } as const;

const DAY = /^\d{4}-\d{2}-\d{2}$/;

type Subject = { readonly key: string; readonly scope: Scope };

/** Topics first: they settle the themes that residents are told. */
const subjectsOf = async (db: Db): Promise<Subject[]> => {
  const counted = await countMessagesBy(db, 'topic');
  if (counted.length === 0) return [];
  const spoken = new Set(counted.map(({ of }) => of));
  const topics = (await listTopics(db)).filter(({ id }) => spoken.has(id));
  return [
    ...topics.map(({ key, id }) => ({ key, scope: { ...everything, topic: id } })),
    { key: EVERYTHING, scope: everything },
  ];
};

/** The folder of the last night that wrote the digest of this key. */
const lastWritten = async (folder: string, key: string): Promise<string | null> => {
  const days = (await readdir(folder).catch(() => [])).filter((name) => DAY.test(name));
  for (const day of days.sort().reverse()) {
    const keys = await readdir(path.join(folder, day));
    if (keys.includes(key)) return path.join(folder, day, key);
  }
  return null;
};

/** Whether there was anything to write. */
const drawOne = async (deps: NightDeps, subject: Subject, signal: AbortSignal): Promise<boolean> => {
  const { database, encoder, clock, folder, analyst } = deps;
  const { key, scope } = subject;
  const drawn = await runDigest({
    database,
    encoder,
    apart: analyst,
    clock,
    scope,
    options: OPTIONS,
    lang: 'zh',
    signal,
  });
  const { content } = drawn.digest;
  if (drawn.work === null) {
    // Unless it was drawn by hand, or by a night that was killed before it had written it.
    const last = await lastWritten(folder, key);
    if (last !== null && (await holdsDigest(last, content))) return false;
  }
  return writeDigest(path.join(folder, dayOf(clock), key), content, analyst.render);
};

const dayOf = ({ now }: Clock): string => inChina(now()).slice(0, 10);

/** Of all servers on one database, who draws now. */
const HOLD = 'digests by night';
// Analyses take minutes; to ask takes a millisecond.
const ASK_AGAIN_MS = 2_000;

/** Waits until no other server draws, so that this one finds drawn what that one drew. */
const takeTurns = async ({ database }: NightDeps, signal: AbortSignal): Promise<Hold> => {
  while (await database.isHeld(HOLD)) {
    await sleep(ASK_AGAIN_MS, undefined, { signal }).catch(() => undefined);
    signal.throwIfAborted();
  }
  return database.hold(HOLD);
};

/**
 * Draws the digest of every topic that has messages and of everything, where anything changed since the last, and
 * writes its files. One that fails does not keep the others back. Servers on one database take turns. May be killed anywhere:
 * the next night goes on.
 * @throws the signal's reason when aborted
 */
export const drawDigests = async (deps: NightDeps, signal: AbortSignal): Promise<Night> => {
  const { database, log } = deps;
  const night = { drawn: [] as string[], unchanged: [] as string[], failed: [] as string[] };
  const started = performance.now();
  const hold = await takeTurns(deps, signal);
  try {
    for (const subject of await subjectsOf(database.db)) {
      const { key } = subject;
      signal.throwIfAborted();
      try {
        night[(await drawOne(deps, subject, signal)) ? 'drawn' : 'unchanged'].push(key);
      } catch (error) {
        signal.throwIfAborted();
        night.failed.push(key);
        log.error({ err: error, topic: key }, 'a digest could not be drawn');
      }
    }
  } finally {
    await hold.release();
    await deps.analyst.close();
  }
  log.info({ ...night, seconds: (performance.now() - started) / 1000 }, 'digests drawn');
  return night;
};

/** Resolves with `value`, or rejects with the signal's reason if that comes first. */
const unlessAborted = <T>(value: Promise<T>, signal: AbortSignal): Promise<T> =>
  new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason as Error);
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
    value.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });

/** One process at a time on one database: whoever comes second finds everything drawn. */
const alone = async <T>({ hold }: Database, signal: AbortSignal, work: () => Promise<T>): Promise<T> => {
  const holding = hold('nightly digests');
  try {
    await unlessAborted(holding, signal);
  } catch (error) {
    // Whoever has it may go on for minutes: it is let go when it comes, or ends with the connection.
    void holding.then((held) => held.release()).catch(() => undefined);
    throw error;
  }
  try {
    return await work();
  } finally {
    await (await holding).release();
  }
};

/** Which night was last begun; it may have been killed. */
const markOf = (folder: string): string => path.join(folder, 'last-night.json');

const lastNight = async (folder: string): Promise<string> => {
  try {
    const { day } = JSON.parse(await readFile(markOf(folder), 'utf8')) as { day?: unknown };
    return typeof day === 'string' ? day : '';
  } catch {
    return '';
  }
};

/**
 * Draws digests every night at `at` (HH:MM in China). An office that switches its machine off in the evening gets them
 * when it switches it on: where today's night has not begun although its time is past, it begins at once. One that was
 * killed is left to the next night, so that what brought a server down cannot do so again whenever it starts.
 */
export const nightly = async (
  deps: Omit<NightDeps, 'analyst'> & {
    readonly at: string;
    readonly modelDir: string;
    readonly threads: number | null;
  },
): Promise<Bell> => {
  const { database, folder, clock, log, at, modelDir, threads } = deps;
  const night = async (signal: AbortSignal): Promise<void> => {
    const day = dayOf(clock);
    await writeFileWhole(markOf(folder), `${JSON.stringify({ day })}\n`);
    await alone(database, signal, () =>
      drawDigests({ ...deps, analyst: openAnalyst({ modelDir, threads }) }, signal),
    );
  };
  const [day = '', time = ''] = inChina(clock.now()).split('T');
  const missed = time.slice(0, 5) >= at && (await lastNight(folder)) < day;
  const [hour, minute] = at.split(':').map(Number);
  return ringing(night, { at: `${minute} ${hour} * * *`, atStart: missed, log });
};
