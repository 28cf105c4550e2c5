import { setImmediate as nextTurn } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { renderFiles } from '../digest/index.ts';
import { embedTexts, gateShut, modelKey, newGate, shutGate } from '../embedding/index.ts';
import { analysisText } from '../intake/index.ts';
import type { Analyse, Progress } from './analyse.ts';
import type { AnalysisSetup, Answers, FromAnalysis, Orders, ToAnalysis } from './analysis-messages.ts';
import type { Draft } from './draft.ts';

/** One order after another. */
export type Analyst = {
  /** As `analyse`; what the encoder does in its own worker is done there. */
  readonly analyse: Analyse;
  readonly draft: Draft;
  readonly render: typeof renderFiles;
  /** Ends the thread and gives its memory back. */
  readonly close: () => Promise<void>;
};

// 200 texts take 10 ms to bring into the form that machines compare, and 1 ms to pack for another thread.
const SLICE = 200;

type Asked = {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  readonly transfer?: readonly ArrayBuffer[];
};

type Thread = {
  readonly send: (request: ToAnalysis) => void;
  /** Rejects where the order fails or the thread ends before; when aborted, once it has ended. */
  readonly ask: <Kind extends keyof Orders>(
    kind: Kind,
    given: Orders[Kind],
    asked?: Asked,
  ) => Promise<Answers[Kind]>;
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

  const ask: Thread['ask'] = async (kind, given, { signal, onProgress, transfer = [] } = {}) => {
    const { promise, resolve, reject } = Promise.withResolvers<Answers[typeof kind]>();
    const onMessage = (message: FromAnalysis): void => {
      if (message.kind === 'progress') onProgress?.(message.progress);
      // Orders are answered in their order, and there is one at a time.
      else if (message.kind === 'done') resolve(message.found as Answers[typeof kind]);
      else reject(new Error('the analysis failed', { cause: message.error }));
    };
    const onFailing = (): void => reject((signal?.aborted ? signal : failing.signal).reason as Error);
    const onAbort = (): void => {
      void terminate().then(() => reject(signal?.reason as Error), reject);
    };
    worker.on('message', onMessage);
    failing.signal.addEventListener('abort', onFailing);
    signal?.addEventListener('abort', onAbort);
    if (failing.signal.aborted) onFailing();
    else if (signal?.aborted) onAbort();
    else worker.postMessage({ kind, given }, transfer);
    try {
      return await promise;
    } finally {
      worker.off('message', onMessage);
      failing.signal.removeEventListener('abort', onFailing);
      signal?.removeEventListener('abort', onAbort);
    }
  };

  return {
    send: (request) => worker.postMessage(request),
    ask,
    close: async () => {
      if (!failing.signal.aborted) worker.postMessage({ kind: 'close' } satisfies ToAnalysis);
      await ended;
    },
  };
};

/**
 * Analyses beside a server that goes on answering: texts are embedded by the server's encoder into its store, and what
 * then holds a thread for up to a minute (clusters, labels, draft, files) is done in a worker thread, which starts when
 * first needed. Same messages and options, same result as in this thread. Rejects where the worker fails; an abort ends the worker.
 */
export const openAnalyst = (setup: {
  readonly modelDir: string;
  readonly threads: number | null;
}): Analyst => {
  let thread: Thread | null = null;
  const withThread = async <T>(work: (running: Thread) => Promise<T>): Promise<T> => {
    thread ??= startThread(setup);
    const running = thread;
    try {
      return await work(running);
    } catch (error) {
      // It may have ended, or may hold messages of what failed: the next order finds a new one.
      thread = null;
      await running.close();
      throw error;
    }
  };
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

    return withThread(async ({ send, ask }) => {
      for (let from = 0; from < incoming.length; from += SLICE) {
        send({ kind: 'messages', voices: incoming.slice(from, from + SLICE) });
        await nextTurn();
      }
      const { vectors, ...counts } = embedded;
      const order = { options, model: modelKey(encoder.model), vectors };
      const transfer = [vectors.data.buffer as ArrayBuffer];
      const { copyOf, analysis } = await ask('analyse', order, { signal, onProgress, transfer });
      return {
        ...analysis,
        voices: incoming.map((voice, i) => ({ ...voice, copyOf: copyOf[i] ?? null })),
        embedded: { ...analysis.embedded, ...counts },
        seconds: { ...analysis.seconds, embed: embedSeconds },
      };
    });
  };
  return {
    analyse,
    draft: (input) => withThread(({ ask }) => ask('draft', input)),
    render: (content) => withThread(({ ask }) => ask('render', content)),
    close: async () => {
      await thread?.close();
      thread = null;
    },
  };
};
