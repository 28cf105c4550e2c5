/** Pages asked for while the server draws the night's digests: how long they wait, and how long its thread is held. */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { openAnalyst } from '../../src/app/analyse-apart.ts';
import { serve } from '../../src/app/index.ts';
import { drawDigests } from '../../src/app/nightly.ts';
import { openEncoder } from '../../src/embedding/index.ts';
import { readSubmissions, saveMessages } from '../../src/intake/index.ts';
import { listCodes } from '../../src/organisation/index.ts';
import { config, type Db, logger, openDatabase, systemClock } from '../../src/platform/index.ts';
import { upsertTopic } from '../../src/topics/index.ts';
import { ensureDemoCity } from '../support/demo-city.ts';
import type { BenchRow } from './row.ts';

const MESSAGES = 3_000;
// Half are on one topic: two digests a night, the topic's and that of everything.
const EVERY_MS = 50;
// All requests come from one address.
const NO_LIMITS = { newSessions: 1e9, saysPerSession: 1e9, perAddress: 1e9 };

const corpora = [
  { file: '../shared/data/resident-messages.jsonl', text: ['title', 'body'] },
  { file: 'scripts/demo/messages.jsonl', text: ['text'] },
] as const;

const fill = async (db: Db, messages: number): Promise<number> => {
  const corpus = corpora.find(({ file }) => existsSync(file)) ?? corpora[1];
  const { submissions } = await readSubmissions(corpus.file, {
    columns: { text: [...corpus.text] },
    mask: true,
  });
  const all = submissions.slice(0, messages).map(({ id, text, author, place, at }) => ({
    externalId: id,
    text,
    author,
    place,
    at,
  }));
  const topic = await upsertTopic(db, {
    key: 'half',
    source: 'party',
    title: '一半的留言',
    brief: '只为测试。',
    phase: 'collection',
    opens: null,
    closes: null,
    aspects: [],
    places: [],
  });
  const home = { source: 'bench', aspect: null } as const;
  const half = Math.floor(all.length / 2);
  await saveMessages(db, { ...home, topic, messages: all.slice(0, half) });
  await saveMessages(db, { ...home, topic: null, messages: all.slice(half) });
  return all.length;
};

/** Asks for each address every 50 ms, whether or not the last was answered; tells latencies by address when told to. */
const ASKING = `
const { parentPort, workerData } = require('node:worker_threads');
const http = require('node:http');
const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
const taken = workerData.urls.map(() => []);
const ask = (url, into) => {
  const began = performance.now();
  http.get(url, { agent }, (answer) => {
    answer.resume();
    answer.on('end', () => into.push(answer.statusCode === 200 ? performance.now() - began : Infinity));
  }).on('error', () => into.push(Infinity));
};
const timer = setInterval(() => workerData.urls.forEach((url, i) => ask(url, taken[i])), workerData.everyMs);
parentPort.once('message', () => {
  clearInterval(timer);
  setTimeout(() => { parentPort.postMessage(taken); agent.destroy(); parentPort.close(); }, 2000);
});`;

const asking = (urls: readonly string[]) => {
  const worker = new Worker(ASKING, { eval: true, workerData: { urls, everyMs: EVERY_MS } });
  return {
    stop: (): Promise<number[][]> =>
      new Promise((resolve, reject) => {
        worker.once('message', resolve);
        worker.once('error', reject);
        worker.postMessage('stop');
      }),
  };
};

/** The longest that this thread computed between two turns of its event loop, in own processor time and by the clock. */
const watchTurns = () => {
  const longest = { computedMs: 0, clockMs: 0 };
  let before = process.threadCpuUsage();
  let at = performance.now();
  const timer = setInterval(() => {
    const { user, system } = process.threadCpuUsage(before);
    const ms = (user + system) / 1_000;
    longest.computedMs = Math.max(longest.computedMs, ms);
    longest.clockMs = Math.max(longest.clockMs, performance.now() - at);
    before = process.threadCpuUsage();
    at = performance.now();
  }, 2);
  return () => {
    clearInterval(timer);
    return longest;
  };
};

const p95 = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.ceil(values.length * 0.95) - 1] ?? 0;

const IDLE_MS = 10_000;
const idle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, IDLE_MS));

/** On the embedded database, or on an empty PostgreSQL database at `databaseUrl`. Loopback only; ends by itself. */
export const benchNightly = async (options: {
  messages?: number;
  databaseUrl?: string | null;
}): Promise<readonly BenchRow[]> => {
  const { messages = MESSAGES, databaseUrl = null } = options;
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'mashang-night-'));
  const settings = config();
  const { modelDir, threads } = settings;
  const database = await openDatabase({ databaseUrl, dataDir });
  const encoder = await openEncoder({ modelDir, threads });
  try {
    const { db } = database;
    await ensureDemoCity(db, dataDir);
    const serving = await serve({
      database,
      encoder,
      config: { ...settings, dataDir, serving: { ...settings.serving, port: 0, nightly: null } },
      clock: systemClock,
      limits: NO_LIMITS,
    });
    const count = await fill(db, messages);
    const [code] = await listCodes(db);
    const urls = [`${serving.url}/healthz`, `${serving.url}/s/${code?.slug}`];
    const measure = async (work: () => Promise<unknown>) => {
      const asked = asking(urls);
      const turns = watchTurns();
      const began = performance.now();
      await work();
      const seconds = (performance.now() - began) / 1000;
      const longest = turns();
      const [health = [], page = []] = await asked.stop();
      return { seconds, longest, health, page };
    };
    const quiet = await measure(idle);
    const before = process.memoryUsage.rss();
    let peak = before;
    const memory = setInterval(() => {
      peak = Math.max(peak, process.memoryUsage.rss());
    }, 200);
    const night = await measure(() =>
      drawDigests(
        {
          database,
          encoder,
          analyst: openAnalyst({ modelDir, threads }),
          folder: path.join(dataDir, 'digests'),
          clock: systemClock,
          log: logger('bench'),
        },
        new AbortController().signal,
      ),
    );
    clearInterval(memory);
    const after = process.memoryUsage.rss();
    await serving.close();
    return [
      { name: 'messages', value: count, unit: '' },
      { name: 'the night', value: night.seconds, unit: 's' },
      { name: 'longest block, own processor time', value: night.longest.computedMs, unit: 'ms' },
      { name: 'longest block, by the clock', value: night.longest.clockMs, unit: 'ms' },
      { name: 'longest block before it, by the clock', value: quiet.longest.clockMs, unit: 'ms' },
      { name: '/healthz, p95', value: p95(night.health), unit: 'ms' },
      { name: '/healthz, slowest', value: Math.max(...night.health), unit: 'ms' },
      { name: '/healthz before it, p95', value: p95(quiet.health), unit: 'ms' },
      { name: 'a studio’s page, p95', value: p95(night.page), unit: 'ms' },
      { name: 'a studio’s page, slowest', value: Math.max(...night.page), unit: 'ms' },
      { name: 'a studio’s page before it, p95', value: p95(quiet.page), unit: 'ms' },
      { name: 'resident memory before', value: before / 1e6, unit: 'MB' },
      { name: 'resident memory, peak', value: peak / 1e6, unit: 'MB' },
      { name: 'resident memory after', value: after / 1e6, unit: 'MB' },
    ];
  } finally {
    await encoder.close();
    await database.close();
    await rm(dataDir, { recursive: true, force: true });
  }
};
