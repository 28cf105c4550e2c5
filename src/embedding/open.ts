import type { Rows } from '../kernel/index.ts';
import { packBatches } from './batches.ts';
import { checkModel } from './model-files.ts';
import { type Around, justCalled } from './native-gate.ts';
import { pickTokens, type Tokens, textsIn, tokensOf } from './tokens.ts';

export type Model = {
  readonly name: string;
  readonly dimensions: number;
  /** Over the model's files and how they are used. */
  readonly fingerprint: string;
};

/** A sentence-embedding model, ready to work. */
export type Encoder = {
  readonly model: Model;
  /** Any texts, also empty ones, half surrogate pairs and 100,000 characters; at least one token each. */
  tokenise(texts: readonly string[]): Promise<Tokens>;
  /** One batch, computed together. Takes `tokens` over: its buffers go to the worker. Rows of unit length [n × d]. */
  run(tokens: Tokens): Promise<Rows>;
  /** For a few texts that are not worth keeping, such as a query; else use `embedTexts`. Rows in input order. */
  embed(texts: readonly string[]): Promise<Rows>;
  close(): Promise<void>;
};

/** Under this name a store keeps the model's vectors: those of another model, or of other files, never mix with them. */
export const modelKey = ({ name, fingerprint }: Model): string => `${name}@${fingerprint}`;

type Engine = Pick<Encoder, 'tokenise' | 'run' | 'close'> & { readonly dimensions: number };

const openHere = async (
  files: Awaited<ReturnType<typeof checkModel>>,
  threads: number | null,
  around: Around,
): Promise<Engine> => {
  // The library takes 0.1 s to load; a server whose encoder is in a worker never loads it.
  const { openTransformer } = await import('./encoder.ts');
  const transformer = await around(() => openTransformer(files, { threads }));
  return {
    ...transformer,
    tokenise: async (texts) => transformer.tokenise(texts),
    run: (tokens) => around(() => transformer.run(tokens)),
  };
};

const embedWith =
  (engine: Engine) =>
  async (texts: readonly string[]): Promise<Rows> => {
    const tokens = await engine.tokenise(texts);
    const measured = texts.map((text, i) => ({ text, tokens: tokensOf(tokens, i) }));
    const data = new Float32Array(texts.length * engine.dimensions);
    for (const batch of packBatches(measured)) {
      const rows = await engine.run(pickTokens(tokens, batch));
      batch.forEach((at, i) => {
        data.set(rows.data.subarray(i * rows.d, (i + 1) * rows.d), at * rows.d);
      });
    }
    return { data, n: textsIn(tokens), d: engine.dimensions };
  };

/**
 * Checks the model's files and loads it, in a worker thread unless `inWorker` is false.
 * @throws BadSetup where files are missing, altered, or no model
 */
export const openEncoder = async (options: {
  modelDir: string;
  threads?: number | null;
  inWorker?: boolean;
  /** Put around native calls where they are made in this thread. */
  around?: Around;
}): Promise<Encoder> => {
  const { modelDir, threads = null, inWorker = true, around = justCalled } = options;
  const files = await checkModel(modelDir);
  const { openRemoteTransformer } = await import('./worker-encoder.ts');
  const engine = inWorker
    ? await openRemoteTransformer(files, { threads })
    : await openHere(files, threads, around);
  const { name, fingerprint } = files;
  return {
    model: { name, fingerprint, dimensions: engine.dimensions },
    tokenise: (texts) => engine.tokenise(texts),
    run: (tokens) => engine.run(tokens),
    embed: embedWith(engine),
    close: () => engine.close(),
  };
};
