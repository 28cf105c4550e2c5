import { Worker } from 'node:worker_threads';
import { BadSetup, type Rows } from '../kernel/index.ts';
import type { ModelFiles } from './model-files.ts';
import { newGate, shutGate } from './native-gate.ts';
import type { Tokens } from './tokens.ts';
import type { Answer, Request, WorkerSetup } from './worker-messages.ts';

type Pending = { resolve: (answer: Answer) => void; reject: (error: Error) => void };

const unfit = (files: ModelFiles, reason: string): BadSetup =>
  new BadSetup(
    {
      zh: `文件夹 ${files.folder} 中的模型无法使用。请运行 git checkout models 恢复自带的模型，或检查 MASHANG_MODEL_DIR：该文件夹须是 transformers.js 的 feature-extraction 模型。`,
      en: `The model in ${files.folder} cannot be used. Run git checkout models to restore the one that comes with the project, or check MASHANG_MODEL_DIR: it must be a transformers.js feature-extraction model.`,
    },
    { cause: new Error(reason) },
  );

export type RemoteTransformer = {
  readonly dimensions: number;
  tokenise(texts: readonly string[]): Promise<Tokens>;
  run(tokens: Tokens): Promise<Rows>;
  close(): Promise<void>;
};

/** Requests by number, and their answers; everything open fails when the worker does. */
const correspondence = (worker: Worker) => {
  const pending = new Map<number, Pending>();
  let gone: Error | null = null;
  let last = 0;
  let ending = false;

  const fail = (error: Error): void => {
    gone ??= error;
    for (const { reject } of pending.values()) reject(gone);
    pending.clear();
  };
  worker.on('message', (answer: Answer) => {
    const waiting = pending.get(answer.id);
    pending.delete(answer.id);
    // Only work keeps the process alive: a script that fails half-way must end, with or without close().
    if (pending.size === 0 && !ending) worker.unref();
    waiting?.resolve(answer);
  });
  worker.on('error', (error) => fail(new Error('the embedding worker failed', { cause: error })));
  worker.on('exit', (code) => fail(new Error(`the embedding worker has ended (exit code ${code})`)));

  const expect = (id: number): Promise<Answer> =>
    new Promise((resolve, reject) => {
      if (gone !== null) {
        reject(gone);
        return;
      }
      pending.set(id, { resolve, reject });
      worker.ref();
    });

  return {
    expect,
    /** Lets the worker finish what it has, and keeps the process alive until it is gone. */
    end: (): void => {
      ending = true;
      worker.ref();
      worker.postMessage('close');
    },
    ask: (request: (id: number) => Request, transfer: ArrayBuffer[]): Promise<Answer> => {
      last++;
      const answer = expect(last);
      if (gone === null) worker.postMessage(request(last), transfer);
      return answer;
    },
  };
};

const faultOf = (answer: Answer): Error =>
  new Error(answer.kind === 'fault' ? answer.message : `unexpected answer ${answer.kind}`);

/**
 * Starts the worker thread and has it load the model: the server's event loop stays free while onnxruntime computes.
 * @throws BadSetup where the files are no usable model
 */
export const openRemoteTransformer = async (
  files: ModelFiles,
  { threads }: { threads: number | null },
): Promise<RemoteTransformer> => {
  const gate = newGate();
  const setup: WorkerSetup = { files, threads, gate };
  // Node strips the types of .ts files by itself. The parent's flags (a loader, --eval) are not meant for this file.
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: setup, execArgv: [] });
  const { ask, end, expect } = correspondence(worker);
  const atExit = (): void => shutGate(gate);
  process.on('exit', atExit);
  const ended = new Promise<void>((resolve) => {
    worker.once('exit', () => {
      process.off('exit', atExit);
      resolve();
    });
  });
  const close = async (): Promise<void> => {
    end();
    await ended;
  };

  const ready = await expect(0);
  if (ready.kind !== 'ready') {
    await worker.terminate();
    throw unfit(files, faultOf(ready).message);
  }
  return {
    dimensions: ready.dimensions,
    tokenise: async (texts) => {
      const answer = await ask((id) => ({ id, kind: 'tokenise', texts }), []);
      if (answer.kind !== 'tokens') throw faultOf(answer);
      return answer.tokens;
    },
    run: async (tokens) => {
      const answer = await ask(
        (id) => ({ id, kind: 'run', tokens }),
        [tokens.ids.buffer, tokens.starts.buffer],
      );
      if (answer.kind !== 'rows') throw faultOf(answer);
      return answer.rows;
    },
    close,
  };
};
