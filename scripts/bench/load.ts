/** Residents by the hundred over HTTP: how soon they are answered, and whether each message is there, once. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { sql } from 'drizzle-orm';
import { openDatabase, rowsOf } from '../../src/platform/index.ts';
import { type Load, type LoadReport, runLoad } from './load/residents.ts';
import type { BenchRow } from './row.ts';

const PEOPLE = 200;
const THINK_MS = [1_000, 3_000] as const;
const SEED = 1;
// As issue 4 asks: what one machine serves on each database.
const CONVERSATIONS = { pglite: 3_000, postgres: 10_000 } as const;
const KILLED = 600;
/** How many of these conversations are done when the server is killed. */
const KILL_AFTER = 0.3;
const START_MS = 180_000;

const root = path.join(import.meta.dirname, '..', '..');

type Server = { readonly url: string; readonly codes: readonly string[]; readonly child: ChildProcess };

type Where = { readonly dataDir: string; readonly databaseUrl: string | null };

const startServer = ({ dataDir, databaseUrl }: Where, port: number): Promise<Server> =>
  new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      [path.join('scripts', 'bootstrap.mjs'), path.join('scripts', 'bench', 'load', 'server.ts')],
      {
        cwd: root,
        env: {
          ...process.env,
          MASHANG_DATA_DIR: dataDir,
          DATABASE_URL: databaseUrl ?? '',
          PUBLIC_URL: '',
          HOST: '127.0.0.1',
          PORT: String(port),
          MASHANG_LOG_LEVEL: 'error',
        },
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    let printed = '';
    const late = setTimeout(() => reject(new Error('the server did not start')), START_MS);
    child.once('exit', (code) => reject(new Error(`the server ended (${code})`)));
    child.stdout.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
      const line = /^(\{.*\})$/m.exec(printed)?.[1];
      if (line === undefined) return;
      clearTimeout(late);
      resolve({ ...(JSON.parse(line) as { url: string; codes: string[] }), child });
    });
  });

const ended = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    else child.once('exit', () => resolve());
  });

const stopServer = async ({ child }: Server, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> => {
  child.kill(signal);
  await ended(child);
};

/**
 * The beginning of one of the demo's messages, the end of another, and a mark: no two alike, and none like a flood. In
 * letters, which are never masked: 丁丙庚 could be somebody's name.
 */
const texts = async (first: number): Promise<(n: number) => string> => {
  const file = path.join(root, 'scripts', 'demo', 'messages.jsonl');
  const messages = (await readFile(file, 'utf8'))
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { text: string }).text.replaceAll(/\s+/g, '').split(/(?<=[。！？])/));
  const digits = Array.from('ABCDEFGHIJ');
  const part = (n: number, from: number, to: number): string => {
    const sentences = messages[n % messages.length] ?? [];
    return sentences.slice(Math.floor(sentences.length * from), Math.ceil(sentences.length * to)).join('');
  };
  return (i) => {
    const n = first + i;
    const mark = Array.from(String(n), (digit) => digits[Number(digit)] ?? '').join('');
    return `${part(n, 0, 0.5)}${part(n * 7 + Math.floor(n / messages.length) + 1, 0.5, 1)}记号${mark}。`;
  };
};

/** Clusters a file again and again, at low priority as a nightly run, until it is told to stop. */
const clusterBeside = (folder: string) => {
  const shared = path.join(root, '..', 'shared', 'data', 'resident-messages.jsonl');
  const input = existsSync(shared) ? shared : path.join(root, 'scripts', 'demo', 'messages.jsonl');
  let going = true;
  let begun = 0;
  let child: ChildProcess | null = null;
  const loop = (async () => {
    while (going) {
      const output = path.join(folder, `run-${begun}`);
      child = spawn(
        'nice',
        [
          '-n',
          '10',
          process.execPath,
          path.join('scripts', 'bootstrap.mjs'),
          path.join('scripts', 'cluster.ts'),
          '--input',
          input,
          '--output',
          output,
        ],
        { cwd: root, stdio: 'ignore', env: { ...process.env, MASHANG_THREADS: '1' } },
      );
      begun += 1;
      await ended(child);
      await rm(output, { recursive: true, force: true });
    }
  })();
  return {
    stop: async (): Promise<number> => {
      going = false;
      child?.kill('SIGTERM');
      await loop;
      return begun;
    },
  };
};

const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? 0;

type Stored = { readonly marks: ReadonlyMap<string, number>; readonly total: number };

const MARK = /记号([A-J]+)/;

/** What is in the database, whatever its state: filed and held messages alike. */
const stored = async (where: Where): Promise<Stored> => {
  const database = await openDatabase(where);
  try {
    const rows = await rowsOf<{ text: string }>(
      database.db,
      sql`select text_masked as text from messages where source = 'web-chat'`,
    );
    const marks = new Map<string, number>();
    for (const { text } of rows) {
      const mark = MARK.exec(text)?.[1] ?? text;
      marks.set(mark, (marks.get(mark) ?? 0) + 1);
    }
    return { marks, total: rows.length };
  } finally {
    await database.close();
  }
};

/** Messages whose receipt somebody saw and that are not there; and those that are there more than once. */
const checked = ({ conversations }: LoadReport, { marks }: Stored) => ({
  lost: conversations.filter(({ text }) => !marks.has(MARK.exec(text)?.[1] ?? '')).length,
  doubled: [...marks.values()].filter((count) => count > 1).length,
  receiptsTwice: conversations.length - new Set(conversations.map(({ receipt }) => receipt)).size,
});

const progress = (name: string, total: number) => (done: number) => {
  if (done % Math.max(1, Math.floor(total / 20)) === 0) console.error(`  ${name}: ${done}/${total}`);
};

/** `first`: the number of its first message; those before it may be in the database already. */
type Phase = {
  readonly where: Where;
  readonly engine: string;
  readonly conversations: number;
  readonly first: number;
};

const steady = async ({ where, engine, conversations, first }: Phase): Promise<BenchRow[]> => {
  const beside = await mkdtemp(path.join(os.tmpdir(), 'mashang-load-cluster-'));
  const server = await startServer(where, 0);
  const clustering = clusterBeside(beside);
  try {
    const report = await runLoad({
      ...(await loadOf(server, first)),
      conversations,
      onDone: progress(engine, conversations),
    });
    const runs = await clustering.stop();
    await stopServer(server, 'SIGTERM');
    const result = checked(report, await stored(where));
    const sorted = report.latencies.toSorted((a, b) => a - b);
    const name = (what: string): string => `${engine}, ${PEOPLE} people at once: ${what}`;
    return [
      { name: name('conversations'), value: report.conversations.length, unit: '' },
      { name: name('requests'), value: sorted.length, unit: '' },
      { name: name('requests a second'), value: sorted.length / report.seconds, unit: '/s' },
      { name: name('reply, median'), value: percentile(sorted, 0.5), unit: 'ms' },
      { name: name('reply, p95'), value: percentile(sorted, 0.95), unit: 'ms' },
      { name: name('reply, p99'), value: percentile(sorted, 0.99), unit: 'ms' },
      { name: name('reply, slowest'), value: sorted.at(-1) ?? 0, unit: 'ms' },
      { name: name('requests sent again'), value: report.repeated, unit: '' },
      { name: name('messages lost'), value: result.lost, unit: '' },
      { name: name('messages doubled'), value: result.doubled, unit: '' },
      { name: name('receipts given twice'), value: result.receiptsTwice, unit: '' },
      { name: name('clustering runs begun beside it'), value: runs, unit: '' },
    ];
  } finally {
    await clustering.stop();
    await stopServer(server, 'SIGKILL');
    await rm(beside, { recursive: true, force: true });
  }
};

const loadOf = async ({ url, codes }: Server, first: number): Promise<Omit<Load, 'conversations'>> => ({
  url,
  codes,
  textOf: await texts(first),
  people: PEOPLE,
  thinkMs: THINK_MS,
  seed: SEED,
  signal: new AbortController().signal,
});

/** The server is killed while residents write, and started again at the same address. */
const killed = async ({ where, engine, conversations, first }: Phase): Promise<BenchRow[]> => {
  const server = await startServer(where, 0);
  const port = Number(new URL(server.url).port);
  const running = { server: Promise.resolve(server) };
  let downSince = 0;
  let downMs = 0;
  const note = progress(`${engine}, killed`, conversations);
  const report = await runLoad({
    ...(await loadOf(server, first)),
    conversations,
    onDone: (done) => {
      note(done);
      if (done !== Math.ceil(conversations * KILL_AFTER)) return;
      downSince = performance.now();
      running.server = stopServer(server, 'SIGKILL').then(() => startServer(where, port));
      void running.server.then(() => {
        downMs = performance.now() - downSince;
      });
    },
  });
  await stopServer(await running.server, 'SIGTERM');
  const result = checked(report, await stored(where));
  const name = (what: string): string => `${engine}, kill -9 under load: ${what}`;
  return [
    { name: name('conversations'), value: report.conversations.length, unit: '' },
    { name: name('back after'), value: downMs / 1000, unit: 's' },
    { name: name('requests sent again'), value: report.repeated, unit: '' },
    { name: name('messages lost whose receipt was shown'), value: result.lost, unit: '' },
    { name: name('messages doubled'), value: result.doubled, unit: '' },
    { name: name('receipts given twice'), value: result.receiptsTwice, unit: '' },
  ];
};

/**
 * 200 people at once, 1 to 3 seconds between their steps, whole conversations from another process, a clustering run
 * beside it; then the same with a kill −9. On the embedded database, or on an empty PostgreSQL database at
 * `databaseUrl`. Loopback only; ends by itself.
 */
export const benchLoad = async (options: {
  conversations?: number;
  databaseUrl?: string | null;
}): Promise<readonly BenchRow[]> => {
  const { databaseUrl = null } = options;
  const engine = databaseUrl === null ? 'pglite' : 'postgres';
  const conversations = options.conversations ?? CONVERSATIONS[engine];
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'mashang-load-'));
  const killDir = await mkdtemp(path.join(os.tmpdir(), 'mashang-load-'));
  try {
    const rows = await steady({ where: { dataDir, databaseUrl }, engine, conversations, first: 0 });
    // PostgreSQL is still there, with what the residents before them wrote; the embedded database starts anew.
    const after = await killed({
      where: { dataDir: databaseUrl === null ? killDir : dataDir, databaseUrl },
      engine,
      conversations: KILLED,
      first: conversations,
    });
    return [...rows, ...after];
  } finally {
    await rm(dataDir, { recursive: true, force: true });
    await rm(killDir, { recursive: true, force: true });
  }
};
