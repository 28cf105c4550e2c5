/** The worker thread in which a night's messages become digests, by the same `analyse` and `draft` as in a script. */
import { parentPort, workerData } from 'node:worker_threads';
import { register } from 'tsx/esm/api';
import type { Tools } from './analyse.ts';
import type { AnalysisSetup, Answers, FromAnalysis, Order, Orders, ToAnalysis } from './analysis-messages.ts';
import { loadDrizzleAsCommonJs } from './drizzle-as-commonjs.ts';

// Nothing here asks a database, but the stages' public faces bring their stores: 125 MB so, 330 MB without.
loadDrizzleAsCommonJs();
// Node strips types by itself, but a digest's page is written in JSX.
register();
const { openNeighbourSearch } = await import('../clustering/index.ts');
const { checkArtefact, giveWay, memoryVectorStore, modelKey, openEncoder, textHash, through } = await import(
  '../embedding/index.ts'
);
const { analysisText } = await import('../intake/index.ts');
const { rowOf } = await import('../kernel/index.ts');
const { renderFiles } = await import('../digest/index.ts');
const { analyse } = await import('./analyse.ts');
const { draft } = await import('./draft.ts');

const port = parentPort;
if (port === null) throw new Error('analysis-worker.ts runs only as a worker thread');
const { modelDir, threads, gate } = workerData as AnalysisSetup;
const around = through(gate);

// Behind the encoder that residents' comparisons wait for (5), which is behind the pages (0).
const NICENESS = 10;

type Models = Pick<Tools, 'encoder' | 'search'>;
type Voices = Extract<ToAnalysis, { kind: 'messages' }>['voices'];

const openModels = async (): Promise<Models> => {
  const search = await openNeighbourSearch(await checkArtefact('models/knn.onnx'), around);
  return { search, encoder: await openEncoder({ modelDir, threads, inWorker: false, around }) };
};

const analysed = async (
  voices: Voices,
  { options, model, vectors }: Orders['analyse'],
  { encoder, search }: Models,
): Promise<Answers['analyse']> => {
  if (modelKey(encoder.model) !== model)
    throw new Error(
      `the model in ${modelDir} is no longer the one that the server has loaded: start it again`,
    );
  const store = memoryVectorStore();
  const entries = voices.map(({ text }, i) => ({
    hash: textHash(analysisText(text)),
    vector: rowOf(vectors, i),
  }));
  await store.write(model, entries);
  const found = await analyse(voices, options, {
    encoder,
    search,
    store,
    onProgress: (progress) => {
      if (progress.stage !== 'embed') port.postMessage({ kind: 'progress', progress } satisfies FromAnalysis);
    },
  });
  const { voices: marked, ...analysis } = found;
  return { copyOf: marked.map(({ copyOf }) => copyOf), analysis };
};

giveWay(NICENESS);
let models: Models | null = null;
let voices: Voices[number][] = [];
let queue = Promise.resolve();

type Answer = { readonly found: Answers[keyof Answers]; readonly transfer: ArrayBuffer[] };

const answer = async (order: Order): Promise<Answer> => {
  switch (order.kind) {
    case 'analyse': {
      models ??= await openModels();
      const given = voices;
      voices = [];
      const found = await analysed(given, order.given, models);
      return { found, transfer: [found.analysis.embedded.vectors.data.buffer as ArrayBuffer] };
    }
    case 'draft':
      return { found: await draft(order.given), transfer: [] };
    case 'render':
      return { found: await renderFiles(order.given), transfer: [] };
  }
};

const take = async (request: ToAnalysis): Promise<void> => {
  if (request.kind === 'messages') {
    for (const voice of request.voices) voices.push(voice);
    return;
  }
  if (request.kind === 'close') {
    await models?.search.close();
    await models?.encoder.close();
    port.close();
    return;
  }
  try {
    const { found, transfer } = await answer(request);
    port.postMessage({ kind: 'done', found } satisfies FromAnalysis, transfer);
  } catch (error) {
    const fault = error instanceof Error ? error : new Error(String(error));
    port.postMessage({ kind: 'fault', error: fault } satisfies FromAnalysis);
  }
};

port.on('message', (request: ToAnalysis) => {
  queue = queue.then(() => take(request));
});
