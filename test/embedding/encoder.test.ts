import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type Encoder,
  embedTexts,
  folderVectorStore,
  memoryVectorStore,
  openEncoder,
  type VectorStore,
} from '../../src/embedding/index.ts';
import type { Rows } from '../../src/kernel/index.ts';

const MODEL = 'models/bge-small-zh-v1.5';

const lengthOf = (rows: Rows, i: number): number => {
  const row = rows.data.subarray(i * rows.d, (i + 1) * rows.d);
  return Math.hypot(...row);
};

const cosine = (rows: Rows, i: number, j: number): number => {
  let sum = 0;
  for (let t = 0; t < rows.d; t++) sum += rows.data[i * rows.d + t]! * rows.data[j * rows.d + t]!;
  return sum;
};

/** Its own process: what happens at the end of one cannot be seen from inside. Resolves with the exit code. */
const runScript = (end: string): Promise<{ code: number | null; stderr: string }> =>
  new Promise((resolve) => {
    const script = `
      import { openEncoder } from './src/embedding/index.ts';
      const encoder = await openEncoder({ modelDir: '${MODEL}' });
      const working = encoder.embed(Array.from({ length: 200 }, (_, i) => i + '路灯坏了'.repeat(60)));
      working.catch(() => undefined);
      ${end}`;
    execFile(process.execPath, ['--input-type=module-typescript', '-e', script], (error, _, stderr) => {
      const { exitCode } = error === null ? { exitCode: 0 } : { exitCode: error.code };
      resolve({ code: typeof exitCode === 'number' ? exitCode : null, stderr });
    });
  });

const bytesOf = (rows: Rows): string =>
  createHash('sha256')
    .update(new Uint8Array(rows.data.buffer, rows.data.byteOffset, rows.data.byteLength))
    .digest('hex');

/** Distinct messages of several lengths: enough for five batches. */
const someMessages = (n: number): string[] =>
  Array.from({ length: n }, (_, i) => `${'小区门口的路灯坏了,'.repeat(1 + (i % 5))}第${i}次反映。`);

let encoder: Encoder;
beforeAll(async () => {
  encoder = await openEncoder({ modelDir: MODEL });
});
afterAll(() => encoder.close());

describe('the shipped model in its worker', () => {
  test('has 512 dimensions and vectors of unit length', async () => {
    expect(encoder.model).toMatchObject({ name: 'bge-small-zh-v1.5', dimensions: 512 });
    const rows = await encoder.embed(['路灯不亮', '公交车太少']);
    expect([rows.n, rows.d]).toEqual([2, 512]);
    expect(lengthOf(rows, 0)).toBeCloseTo(1, 5);
    expect(lengthOf(rows, 1)).toBeCloseTo(1, 5);
  });

  test('puts two wordings of one complaint nearer to each other than to another complaint', async () => {
    const rows = await encoder.embed([
      '村口的路灯坏了,晚上看不见',
      '晚上路灯不亮,请尽快维修',
      '公司拖欠工人三个月工资',
    ]);
    expect(cosine(rows, 0, 1)).toBeGreaterThan(cosine(rows, 0, 2) + 0.2);
    expect(cosine(rows, 0, 1)).toBeGreaterThan(cosine(rows, 1, 2) + 0.2);
  });

  test('gives the rows in input order, whatever the batches', async () => {
    const messages = someMessages(70);
    const { vectors } = await embedTexts(messages, { encoder, store: memoryVectorStore() });
    const alone = await encoder.embed(messages.slice(3, 4));
    const similarity = cosine({ data: Float32Array.of(...alone.data, ...vectors.data), n: 71, d: 512 }, 0, 4);
    // int8 scales are computed per batch: 0.98 at worst (models/README.md).
    expect(similarity).toBeGreaterThan(0.97);
  });

  const odd: Record<string, string> = {
    'an empty text': '',
    'white space': ' \t\n\u3000',
    '100,000 characters': '路灯坏了。'.repeat(20_000),
    '100,000 letters without a space': 'a'.repeat(100_000),
    '100,000 spaces': ' '.repeat(100_000),
    'half a surrogate pair': '\ud83d路灯\ude00',
    'emoji only': '😀👍🏽🙏❤️',
    English: 'The street light in front of our estate is broken.',
    Uyghur: 'مەھەللىمىزنىڭ كوچا چىرىغى بۇزۇلۇپ قالدى',
    Tibetan: 'ང་ཚོའི་གྲོང་ཚོའི་ལམ་སྒྲོན་ཆག་འདུག',
    'a zero byte and control characters': 'a\0b\u0007\u200b\ufeff',
  };

  test.each(Object.keys(odd))('%s alone has a finite vector of unit length', async (name) => {
    const rows = await encoder.embed([odd[name]!]);
    expect(rows.data.every((value) => Number.isFinite(value))).toBe(true);
    expect(lengthOf(rows, 0)).toBeCloseTo(1, 5);
  });

  test('odd texts among others do not stop a run', async () => {
    const { vectors, distinct } = await embedTexts([...Object.values(odd), ...someMessages(20)], {
      encoder,
      store: memoryVectorStore(),
    });
    expect(distinct).toBe(Object.keys(odd).length + 20);
    for (let i = 0; i < vectors.n; i++) expect(lengthOf(vectors, i)).toBeCloseTo(1, 5);
  });

  test('gives the same bytes with one thread, in the main thread as in the worker', async () => {
    const here = await openEncoder({ modelDir: MODEL, threads: 1, inWorker: false });
    try {
      const messages = someMessages(70);
      const a = await embedTexts(messages, { encoder, store: memoryVectorStore() });
      const b = await embedTexts(messages, { encoder: here, store: memoryVectorStore() });
      expect(bytesOf(b.vectors)).toBe(bytesOf(a.vectors));
      expect(here.model).toEqual(encoder.model);
    } finally {
      await here.close();
    }
  });

  test('killed after j batches and resumed from the folder, it ends with the bytes of an uninterrupted run', async () => {
    const messages = someMessages(150);
    const whole = await embedTexts(messages, { encoder, store: memoryVectorStore() });
    for (const after of [0, 3]) {
      const dir = await mkdtemp(path.join(os.tmpdir(), 'mashang-resume-'));
      let committed = 0;
      const folder = folderVectorStore(dir);
      const dying: VectorStore = {
        read: folder.read,
        write: async (model, entries) => {
          if (committed++ === after) throw new Error('killed');
          await folder.write(model, entries);
        },
      };
      await expect(embedTexts(messages, { encoder, store: dying })).rejects.toThrow('killed');
      const resumed = await embedTexts(messages, { encoder, store: folderVectorStore(dir) });
      expect(resumed.embedded).toBe(150 - 32 * after);
      expect(bytesOf(resumed.vectors)).toBe(bytesOf(whole.vectors));
      expect(bytesOf((await embedTexts(messages, { encoder, store: folderVectorStore(dir) })).vectors)).toBe(
        bytesOf(whole.vectors),
      );
      await rm(dir, { recursive: true });
    }
  });

  test('leaves the event loop free while it computes', async () => {
    const delay = monitorEventLoopDelay({ resolution: 5 });
    let turns = 0;
    const timer = setInterval(() => turns++, 10);
    delay.enable();
    const started = performance.now();
    await embedTexts(someMessages(300), { encoder, store: memoryVectorStore() });
    const took = performance.now() - started;
    delay.disable();
    clearInterval(timer);
    // The bench holds it to 50 ms; here other test files share the processors, so only that the loop goes on turning.
    expect(turns).toBeGreaterThan(took / 10 / 4);
  });
});

describe('the life of a worker', () => {
  test('after close, requests fail instead of waiting for ever', async () => {
    const short = await openEncoder({ modelDir: MODEL });
    await short.close();
    await expect(short.embed(['路灯'])).rejects.toThrow('worker has ended');
    await short.close();
  });

  test('close waits for the batch in hand and answers it', async () => {
    const short = await openEncoder({ modelDir: MODEL });
    const rows = short.embed(['路灯']);
    await Promise.resolve();
    const tokens = await short.tokenise(['公交']);
    const running = short.run(tokens);
    await short.close();
    expect((await running).n).toBe(1);
    await rows.catch(() => undefined);
  });

  test('close while batches are computed ends the process by itself', async () => {
    const ended = await runScript(
      `setTimeout(async () => { await encoder.close(); process.exitCode = 7; }, 300);`,
    );
    expect(ended).toEqual({ code: 7, stderr: '' });
  });

  test('a process that exits while a batch is computed ends with its own exit code, without a crash', async () => {
    expect(await runScript('setTimeout(() => process.exit(3), 300);')).toEqual({ code: 3, stderr: '' });
  });

  test('an encoder that was never closed does not keep the process alive', async () => {
    expect(await runScript('await encoder.embed([""]); await working;')).toEqual({ code: 0, stderr: '' });
  });
});
