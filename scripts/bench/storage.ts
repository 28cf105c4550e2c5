/** How fast messages, vectors and runs go into the database and come back. */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { databaseVectorStore, textHash } from '../../src/embedding/index.ts';
import { loadMessages, saveMessages } from '../../src/intake/index.ts';
import { type MessageId, rngFrom } from '../../src/kernel/index.ts';
import { type Database, openDatabase } from '../../src/platform/index.ts';
import {
  type Catalogue,
  type Entry,
  type Level,
  loadRun,
  saveRun,
  startRun,
} from '../../src/themes/index.ts';
import { everything } from '../../src/topics/index.ts';
import type { BenchRow } from './row.ts';

const SEED = 20261124;
const DIMENSIONS = 512;
const MODEL = 'bench';

// The real messages are 20 to 400 characters long, 130 on average.
const textsOf = (count: number): string[] => {
  const rng = rngFrom(SEED);
  return Array.from({ length: count }, () => {
    const length = 20 + Math.floor(220 * rng());
    return String.fromCharCode(...Array.from({ length }, () => 0x4e00 + Math.floor(0x5000 * rng())));
  });
};

const vectorsOf = (texts: readonly string[]): { hash: string; vector: Float32Array }[] => {
  const rng = rngFrom(SEED + 1);
  return texts.map((text) => ({
    hash: textHash(text),
    vector: Float32Array.from({ length: DIMENSIONS }, () => rng() - 0.5),
  }));
};

/** Nested entries over `ids`: `sizes` messages to a matter, theme, group. */
const catalogueOf = (ids: readonly MessageId[], sizes: Record<Level, number>): Catalogue => {
  const level = (name: Level, above: Level | null): Entry[] =>
    Array.from({ length: Math.ceil(ids.length / sizes[name]) }, (_, at) => {
      const messageIds = ids.slice(at * sizes[name], (at + 1) * sizes[name]);
      const counts = { messages: messageIds.length, people: messageIds.length, copies: 0 };
      return {
        key: `${name}-${at}`,
        level: name,
        parent: above === null ? null : `${above}-${Math.floor((at * sizes[name]) / sizes[above])}`,
        label: `${name} ${at}`,
        keywords: ['路灯', '公交', '水库'],
        counts,
        messageIds,
        quotes: [],
        opposition: null,
        places: [],
        singleVoice: false,
      };
    });
  return { groups: level('group', null), themes: level('theme', 'group'), matters: level('matter', 'theme') };
};

const timed = async <T>(work: () => Promise<T>): Promise<[value: T, seconds: number]> => {
  const started = performance.now();
  const value = await work();
  return [value, (performance.now() - started) / 1000];
};

const measure = async (database: Database, count: number): Promise<BenchRow[]> => {
  const { db, engine } = database;
  const texts = textsOf(count);
  const entries = vectorsOf(texts);
  const messages = texts.map((text, at) => ({
    externalId: `bench-${at}`,
    text,
    author: `author-${at % Math.ceil(count * 0.8)}`,
    place: `社区 ${at % 300}`,
    at: new Date(Date.UTC(2026, 0, 1) + at * 600_000).toISOString(),
  }));
  const batch = { source: 'bench', topic: null, aspect: null, messages };
  const store = databaseVectorStore(db);

  const [saved, writeMessages] = await timed(() => saveMessages(db, batch));
  const [, writeVectors] = await timed(() => store.write(MODEL, entries));
  const [, again] = await timed(() => saveMessages(db, batch));
  const [loaded, readMessages] = await timed(async () => (await Array.fromAsync(loadMessages(db))).flat());
  const [found, readVectors] = await timed(() =>
    store.read(
      MODEL,
      loaded.map((message) => message.textHash),
    ),
  );
  if (loaded.length !== count || found.size !== new Set(entries.map((entry) => entry.hash)).size)
    throw new Error('what was written did not come back');

  const run = await startRun(db, {
    scope: everything,
    parameters: {},
    seed: SEED,
    model: MODEL,
    fingerprint: 'bench',
  });
  const catalogue = catalogueOf(saved.numbers, { group: 2000, theme: 400, matter: 20 });
  const [, writeRun] = await timed(() =>
    saveRun(db, run, {
      catalogue,
      centroids: new Map(),
      similarity: new Map(),
      mean: null,
      lineage: [],
      metrics: {},
    }),
  );
  const [, readRun] = await timed(() => loadRun(db, run));
  const row = (name: string, value: number): BenchRow => ({ name: `${engine}: ${name}`, value, unit: 's' });
  return [
    row(`write ${count} messages`, writeMessages),
    row(`write ${count} vectors of ${DIMENSIONS}`, writeVectors),
    row('write both', writeMessages + writeVectors),
    row(`read ${count} messages`, readMessages),
    row(`read ${count} vectors`, readVectors),
    row('read both', readMessages + readVectors),
    row(`import the same ${count} messages again`, again),
    row(`save a run over ${count} messages`, writeRun),
    row('load that run', readRun),
  ];
};

/**
 * On a fresh embedded database in a temporary folder, or on the empty PostgreSQL database at `databaseUrl`.
 * @returns seconds by name.
 */
export const benchStorage = async (
  options: { messages?: number; databaseUrl?: string } = {},
): Promise<BenchRow[]> => {
  const { messages = 35_000, databaseUrl = null } = options;
  const folder = await mkdtemp(path.join(os.tmpdir(), 'mashang-bench-'));
  try {
    const [made, create] = await timed(() => openDatabase({ databaseUrl, dataDir: folder }));
    const { engine } = made;
    await made.close();
    const [database, open] = await timed(() => openDatabase({ databaseUrl, dataDir: folder }));
    try {
      return [
        { name: `${engine}: make a new database`, value: create, unit: 's' },
        { name: `${engine}: open it again`, value: open, unit: 's' },
        ...(await measure(database, messages)),
      ];
    } finally {
      await database.close();
    }
  } finally {
    await rm(folder, { recursive: true });
  }
};
