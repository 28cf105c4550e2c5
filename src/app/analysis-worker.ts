/** The worker thread in which a night's messages become themes, by the same `analyse` as in a script. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Tools } from './analyse.ts';
import type { AnalysisSetup, FromAnalysis, ToAnalysis } from './analysis-messages.ts';
import { loadDrizzleAsCommonJs } from './drizzle-as-commonjs.ts';

// Nothing here asks a database, but the stages' public faces bring their stores: 125 MB so, 330 MB without.
loadDrizzleAsCommonJs();
const { openNeighbourSearch } = await import('../clustering/index.ts');
const { checkArtefact, giveWay, memoryVectorStore, modelKey, openEncoder, textHash, through } = await import(
  '../embedding/index.ts'
);
const { analysisText } = await import('../intake/index.ts');
const { rowOf } = await import('../kernel/index.ts');
const { analyse } = await import('./analyse.ts');

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
  { options, model, vectors }: Extract<ToAnalysis, { kind: 'analyse' }>,
  { encoder, search }: Models,
): Promise<FromAnalysis> => {
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
  return { kind: 'done', copyOf: marked.map(({ copyOf }) => copyOf), analysis };
};

giveWay(NICENESS);
let models: Models | null = null;
let voices: Voices[number][] = [];
let queue = Promise.resolve();

const answer = async (request: ToAnalysis): Promise<void> => {
  switch (request.kind) {
    case 'messages':
      for (const voice of request.voices) voices.push(voice);
      return;
    case 'analyse':
      try {
        models ??= await openModels();
        const done = await analysed(voices, request, models);
        const { vectors } = done.kind === 'done' ? done.analysis.embedded : request;
        port.postMessage(done, [vectors.data.buffer as ArrayBuffer]);
      } catch (error) {
        const fault = error instanceof Error ? error : new Error(String(error));
        port.postMessage({ kind: 'fault', error: fault } satisfies FromAnalysis);
      } finally {
        voices = [];
      }
      return;
    case 'close':
      await models?.search.close();
      await models?.encoder.close();
      port.close();
  }
};

port.on('message', (request: ToAnalysis) => {
  queue = queue.then(() => answer(request));
});
