/**
 * Embedding: tokens/s against tokenizer and model called by hand, the longest that the event loop was held, and memory.
 * Both ways take turns on the same slices of text, so that a busy machine slows both.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { AutoModel, AutoTokenizer, env } from '@xenova/transformers';
import {
  type Encoder,
  embedTexts,
  folderVectorStore,
  memoryVectorStore,
  openEncoder,
} from '../../src/embedding/index.ts';
import { config } from '../../src/platform/index.ts';
import type { BenchRow } from './row.ts';
import { distinctTexts } from './texts.ts';
import { keepVectors } from './vectors.ts';

const secondsOf = async (work: () => Promise<unknown>): Promise<number> => {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1_000;
};

/** Tokenizer and model with the library's own settings, in the main thread: sorted, 32 texts a batch. */
const byHand = async (modelDir: string) => {
  env.allowRemoteModels = false;
  const folder = `${process.cwd()}/${modelDir}`;
  const tokenizer = await AutoTokenizer.from_pretrained(folder, { local_files_only: true });
  const model = await AutoModel.from_pretrained(folder, { local_files_only: true, dtype: 'q8' });
  return {
    embed: async (texts: readonly string[]): Promise<void> => {
      // By characters: whoever works by hand does not tokenise twice only to sort.
      const sorted = texts.toSorted((a, b) => a.length - b.length);
      for (let start = 0; start < sorted.length; start += 32) {
        const batch = sorted.slice(start, start + 32);
        await model(tokenizer(batch, { padding: true, truncation: true, max_length: 256 }));
      }
    },
    close: () => model.dispose(),
  };
};

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

const ROUNDS = 5;

const compare = async (encoder: Encoder, texts: readonly string[], modelDir: string) => {
  const hand = await byHand(modelDir);
  const ours: number[] = [];
  const theirs: number[] = [];
  const embedOurs = async (slice: readonly string[]): Promise<number> =>
    (await embedTexts(slice, { encoder, store: memoryVectorStore() })).tokens;
  // What runs first pays for the first allocations.
  await embedOurs(texts.slice(0, 64));
  await hand.embed(texts.slice(0, 64));
  const size = Math.max(1, Math.floor(texts.length / ROUNDS));
  for (let round = 0; round < ROUNDS; round++) {
    const slice = texts.slice(round * size, (round + 1) * size);
    if (slice.length === 0) continue;
    let tokens = 0;
    const takeOurs = async (): Promise<void> => {
      ours.push(await secondsOf(async () => (tokens = await embedOurs(slice))));
    };
    const takeTheirs = async (): Promise<void> => {
      theirs.push(await secondsOf(() => hand.embed(slice)));
    };
    for (const take of round % 2 === 0 ? [takeOurs, takeTheirs] : [takeTheirs, takeOurs]) await take();
    ours[ours.length - 1] = tokens / (ours.at(-1) ?? 1);
    theirs[theirs.length - 1] = tokens / (theirs.at(-1) ?? 1);
  }
  await hand.close();
  return {
    ours: median(ours),
    theirs: median(theirs),
    ratio: median(ours.map((v, i) => v / (theirs[i] ?? v))),
  };
};

/**
 * The longest that this thread computed between two turns of its event loop. On a busy machine the delay by the clock
 * also counts the time in which other programs had the processor; this does not.
 */
const watchTurns = () => {
  let longestMs = 0;
  let before = process.threadCpuUsage();
  const timer = setInterval(() => {
    const { user, system } = process.threadCpuUsage(before);
    longestMs = Math.max(longestMs, (user + system) / 1_000);
    before = process.threadCpuUsage();
  }, 2);
  return () => {
    clearInterval(timer);
    return longestMs;
  };
};

const COUNTING_MS = 30_000;
const COUNT_FOR_EVER = 'for (let x = 0; ; x++);';

/**
 * What this machine does to an event loop that has nothing to do, while two threads only count: a virtual machine is
 * stopped by its host for 100 ms now and then, and no program can help that.
 */
const blockedByMachine = async (): Promise<number> => {
  const counting = [0, 1].map(() => new Worker(COUNT_FOR_EVER, { eval: true }));
  const delay = monitorEventLoopDelay({ resolution: 5 });
  // Starting them is work of this thread.
  await sleep(500);
  delay.enable();
  await sleep(COUNTING_MS);
  delay.disable();
  await Promise.all(counting.map((worker) => worker.terminate()));
  return delay.max / 1e6;
};

/**
 * All texts through the worker into a folder, as `npm run cluster` does it, with what it costs the process around it.
 * Their vectors are kept for other benches.
 */
const endToEnd = async (encoder: Encoder, texts: readonly string[]) => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'mashang-bench-'));
  const store = folderVectorStore(folder);
  let peakRss = 0;
  const watch = setInterval(() => {
    peakRss = Math.max(peakRss, process.memoryUsage.rss());
  }, 200);
  const delay = monitorEventLoopDelay({ resolution: 5 });
  const turnsEnd = watchTurns();
  delay.enable();
  let tokens = 0;
  const seconds = await secondsOf(async () => {
    tokens = (await embedTexts(texts, { encoder, store })).tokens;
  });
  delay.disable();
  const computedMs = turnsEnd();
  clearInterval(watch);
  await keepVectors(encoder.model, texts, store);
  await rm(folder, { recursive: true });
  return {
    tokensPerSecond: tokens / seconds,
    textsPerSecond: texts.length / seconds,
    blockedMs: delay.max / 1e6,
    computedMs,
    peakRss,
  };
};

/**
 * @param options.texts how many distinct texts the end-to-end run embeds (at most 35,000; less where the source has
 *   less); the comparison takes 2,000 of them.
 */
export const benchEmbedding = async (options: { texts?: number } = {}): Promise<BenchRow[]> => {
  const { modelDir, threads } = config();
  const { texts, source } = distinctTexts(options.texts ?? 35_000);
  const characters = texts.reduce((sum, text) => sum + text.length, 0);
  const encoder = await openEncoder({ modelDir, threads });
  try {
    const whole = await endToEnd(encoder, texts);
    const step = Math.max(1, Math.floor(texts.length / 2_000));
    const sample = texts.filter((_, i) => i % step === 0).slice(0, 2_000);
    const floor = await blockedByMachine();
    const { ours, theirs, ratio } = await compare(encoder, sample, modelDir);
    return [
      { name: `distinct texts of ${source}`, value: texts.length, unit: 'texts' },
      { name: 'mean length', value: characters / texts.length, unit: 'characters' },
      { name: 'embedTexts, end to end', value: whole.tokensPerSecond, unit: 'tokens/s' },
      { name: 'embedTexts, end to end', value: whole.textsPerSecond, unit: 'texts/s' },
      { name: 'longest block of the event loop, by the clock', value: whole.blockedMs, unit: 'ms' },
      { name: 'the same, idle beside two threads that only count', value: floor, unit: 'ms' },
      { name: 'longest block of the event loop, own processor time', value: whole.computedMs, unit: 'ms' },
      { name: 'peak resident memory', value: whole.peakRss / 1e6, unit: 'MB' },
      { name: 'embedTexts, in turns with by hand', value: ours, unit: 'tokens/s' },
      { name: 'tokenizer and model by hand', value: theirs, unit: 'tokens/s' },
      { name: 'embedTexts of by hand, median of rounds', value: ratio * 100, unit: '%' },
    ];
  } finally {
    await encoder.close();
  }
};
