import { setImmediate as nextTurn } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { embedTexts, gateShut, modelKey, newGate, shutGate } from '../embedding/index.ts';
import { analysisText } from '../intake/index.ts';
import type { Analyse, Analysis } from './analyse.ts';
import type { AnalysisSetup, FromAnalysis, ToAnalysis } from './analysis-messages.ts';

export type Analyst = {
  /** As `analyse`, one after another; only what the encoder does not do in its own worker is done in this one's. */
  readonly analyse: Analyse;
  /** Ends the thread and gives its memory back. */
  readonly close: () => Promise<void>;
};

// 200 texts take 10 ms to bring into the form that machines compare, and 1 ms to pack for another thread.
const SLICE = 200;

type Thread = {
  readonly send: (request: ToAnalysis, transfer?: readonly ArrayBuffer[]) => void;
  /** The next answer that ends an order. Rejects where the thread ends before, and when aborted, once it has ended. */
  readonly found: (
    signal: AbortSignal | undefined,
    onProgress: (progress: Extract<FromAnalysis, { kind: 'progress' }>['progress']) => void,
  ) => Promise<Extract<FromAnalysis, { kind: 'done' }>>;
  readonly close: () => Promise<void>;
};

const startThread = (setup: Omit<AnalysisSetup, 'gate'>): Thread => {
  const gate = newGate();
  const worker = new Worker(new URL('./analysis-worker.ts', import.meta.url), {
    workerData: { ...setup, gate } satisfies AnalysisSetup,
    // Node strips the types of .ts files by itself. The parent's flags (a loader, --eval) are not meant for this file.
    execArgv: [],
  });
  const atExit = (): void => shutGate(gate);
  process.on('exit', atExit);
  const failing = new AbortController();
  const fail = (error: Error): void => failing.abort(error);
  worker.on('error', (error) => fail(new Error('the analysis worker failed', { cause: error })));
  const ended = new Promise<void>((resolve) => {
    worker.once('exit', (code) => {
      process.off('exit', atExit);
      fail(new Error(`the analysis worker has ended (exit code ${code})`));
      resolve();
    });
  });
  const terminate = async (): Promise<void> => {
    await gateShut(gate);
    await worker.terminate();
  };

  return {
    send: (request, transfer = []) => worker.postMessage(request, transfer),
    found: async (signal, onProgress) => {
      const { promise, resolve, reject } = Promise.withResolvers<Extract<FromAnalysis, { kind: 'done' }>>();
      const onMessage = (message: FromAnalysis): void => {
        if (message.kind === 'progress') onProgress(message.progress);
        else if (message.kind === 'done') resolve(message);
        else reject(new Error('the analysis failed', { cause: message.error }));
      };
      const onFailing = (): void => reject(failing.signal.reason as Error);
      const onAbort = (): void => {
        void terminate().then(() => reject(signal?.reason as Error), reject);
      };
      worker.on('message', onMessage);
      failing.signal.addEventListener('abort', onFailing);
      signal?.addEventListener('abort', onAbort);
      if (failing.signal.aborted) onFailing();
      if (signal?.aborted) onAbort();
      try {
        return await promise;
      } finally {
        worker.off('message', onMessage);
        failing.signal.removeEventListener('abort', onFailing);
        signal?.removeEventListener('abort', onAbort);
      }
    },
    close: async () => {
      if (!failing.signal.aborted) worker.postMessage({ kind: 'close' } satisfies ToAnalysis);
      await ended;
    },
  };
};

/**
 * Analyses beside a server that goes on answering: texts are embedded by the server's encoder into its store, and what
 * then holds a thread for up to a minute (clusters, labels) is done in a worker thread, which starts when first needed.
 * Same messages and options, same result as `analyse`. Rejects where the worker fails; an abort ends the worker.
 */
export const analyst = (setup: { readonly modelDir: string; readonly threads: number | null }): Analyst => {
  let thread: Thread | null = null;
  const analyse: Analyse = async (incoming, options, { encoder, store, signal, onProgress }) => {
    const started = performance.now();
    onProgress?.({ stage: 'embed', done: 0, total: null });
    const texts: string[] = [];
    for (const { text } of incoming) {
      if (texts.length % SLICE === 0) await nextTurn();
      signal?.throwIfAborted();
      texts.push(analysisText(text));
    }
    const embedded = await embedTexts(texts, {
      encoder,
      store,
      ...(signal && { signal }),
      onProgress: ({ done, total }) => onProgress?.({ stage: 'embed', done, total }),
    });
    onProgress?.({ stage: 'embed', done: 1, total: 1 });
    const embedSeconds = (performance.now() - started) / 1000;

    thread ??= startThread(setup);
    try {
      for (let from = 0; from < incoming.length; from += SLICE) {
        thread.send({ kind: 'messages', voices: incoming.slice(from, from + SLICE) });
        await nextTurn();
      }
      const { vectors, ...counts } = embedded;
      const order = { kind: 'analyse', options, model: modelKey(encoder.model), vectors } as const;
      const found = thread.found(signal, (progress) => onProgress?.(progress));
      thread.send(order, [vectors.data.buffer as ArrayBuffer]);
      const { copyOf, analysis } = await found;
      return {
        ...analysis,
        voices: incoming.map((voice, i) => ({ ...voice, copyOf: copyOf[i] ?? null })),
        embedded: { ...analysis.embedded, ...counts },
        seconds: { ...analysis.seconds, embed: embedSeconds },
      } satisfies Analysis;
    } catch (error) {
      // It may have ended, or may hold messages of what failed: the next order finds a new one.
      const failed = thread;
      thread = null;
      await failed.close();
      throw error;
    }
  };
  return {
    analyse,
    close: async () => {
      await thread?.close();
      thread = null;
    },
  };
};
