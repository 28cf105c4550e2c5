/** The worker thread: a transformer behind messages. Requests are answered in the order in which they came. */
import { parentPort, workerData } from 'node:worker_threads';
import { openTransformer, type Transformer } from './encoder.ts';
import { giveWay } from './give-way.ts';
import { through } from './native-gate.ts';
import type { Answer, Request, WorkerSetup } from './worker-messages.ts';

const port = parentPort;
if (port === null) throw new Error('worker.ts runs only as a worker thread');
const { files, threads, gate } = workerData as WorkerSetup;
const native = through(gate);

const answer = async (transformer: Transformer, request: Request): Promise<Answer> => {
  const { id } = request;
  try {
    if (request.kind === 'tokenise')
      return { id, kind: 'tokens', tokens: transformer.tokenise(request.texts) };
    return { id, kind: 'rows', rows: await native(() => transformer.run(request.tokens)) };
  } catch (error) {
    return { id, kind: 'fault', message: String(error instanceof Error ? error.message : error) };
  }
};

/** The buffers change hands instead of being copied. */
const buffersOf = (reply: Answer): ArrayBuffer[] => {
  switch (reply.kind) {
    case 'tokens':
      return [reply.tokens.ids.buffer, reply.tokens.starts.buffer];
    case 'rows':
      return [reply.rows.data.buffer as ArrayBuffer];
    case 'ready':
    case 'fault':
      return [];
  }
};

// Far enough below the server's own thread that it is woken first, near enough that a nightly job beside does not starve us.
const NICENESS = 5;

const serve = (transformer: Transformer): void => {
  let queue = Promise.resolve();
  port.on('message', (request: Request | 'close') => {
    queue = queue.then(async () => {
      if (request === 'close') {
        await transformer.close();
        port.close();
        return;
      }
      const reply = await answer(transformer, request);
      port.postMessage(reply, buffersOf(reply));
    });
  });
};

giveWay(NICENESS);
try {
  const transformer = await native(() => openTransformer(files, { threads }));
  serve(transformer);
  port.postMessage({ id: 0, kind: 'ready', dimensions: transformer.dimensions } satisfies Answer);
} catch (error) {
  port.postMessage({ id: 0, kind: 'fault', message: String(error) } satisfies Answer);
}
