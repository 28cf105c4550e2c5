import path from 'node:path';
import { AutoModel, AutoTokenizer, env, Tensor } from '@xenova/transformers';
import type { Rows } from '../kernel/index.ts';
import type { ModelFiles } from './model-files.ts';
import { type Output, poolRows } from './pool.ts';
import { tokeniserOf } from './tokenise.ts';
import { packTokens, type Tokens, textsIn, tokensOf } from './tokens.ts';

/** Tokenizer and model in this thread: `run` holds the event loop for as long as a batch takes. */
export type Transformer = {
  readonly dimensions: number;
  tokenise(texts: readonly string[]): Tokens;
  /** One batch, padded to its longest text. Rows of unit length, in the order given. */
  run(tokens: Tokens): Promise<Rows>;
  close(): Promise<void>;
};

// A clean machine without a network must behave as this one does: nothing is ever fetched.
env.allowRemoteModels = false;
env.useFSCache = false;
// On a fault the library would print the inputs, which are residents' words in numbers. The error itself still comes.
env.logLevel = 50;

type Inputs = { input_ids: Tensor; attention_mask: Tensor; token_type_ids: Tensor };

/**
 * [n × length] int64 tensors. Ids are below 2³¹ and Node's machines little-endian, so the low halves of the int64 are
 * written as int32: no BigInt is made.
 */
const inputsOf = (tokens: Tokens): Inputs => {
  const n = textsIn(tokens);
  let length = 0;
  for (let i = 0; i < n; i++) length = Math.max(length, tokensOf(tokens, i));
  const tensors = [0, 1, 2].map(() => new BigInt64Array(n * length));
  const [ids, mask] = tensors.map((tensor) => new Int32Array(tensor.buffer));
  for (let i = 0; i < n; i++) {
    let low = i * length * 2;
    for (let t = tokens.starts[i]!; t < tokens.starts[i + 1]!; t++, low += 2) {
      ids![low] = tokens.ids[t]!;
      mask![low] = 1;
    }
  }
  const [input_ids, attention_mask, token_type_ids] = tensors.map(
    (data) => new Tensor('int64', data, [n, length]),
  );
  return { input_ids: input_ids!, attention_mask: attention_mask!, token_type_ids: token_type_ids! };
};

/** Sentence vectors where the model makes them, else token states. */
const outputOf = (outputs: Record<string, unknown>): Output => {
  const names = ['sentence_embedding', 'last_hidden_state', 'token_embeddings'];
  const name = names.find((candidate) => outputs[candidate] instanceof Tensor);
  if (name === undefined)
    throw new Error(
      `the model has none of the outputs ${names.join(', ')}: ${Object.keys(outputs).join(', ')}`,
    );
  const { data, dims } = outputs[name] as Tensor;
  if (!(data instanceof Float32Array)) throw new Error(`the model's output ${name} is not float32`);
  return { data, dims };
};

// A thread of onnxruntime that waits for work turns in a loop by default. Asleep instead, 35 % more tokens came out of
// a second of processor time, and two threads were 1.94 times as fast as one: docs/decisions/0001.
const ASLEEP = { session: { intra_op: { allow_spinning: '0' } } };

// A memory pattern is kept for each shape of batch, and nearly every batch has its own: without them 33,000 texts take
// 110 MB less and no time more (docs/decisions/0001).
const SESSION = { extra: ASLEEP, enableMemPattern: false };

export type TransformerOptions = {
  /** Threads of one inference; null lets onnxruntime take one for each physical core. */
  readonly threads: number | null;
};

/** Loads the model whose files `checkModel` has found. @throws Error where they are no feature-extraction model */
export const openTransformer = async (
  files: ModelFiles,
  { threads }: TransformerOptions,
): Promise<Transformer> => {
  const tokenizer = await AutoTokenizer.from_pretrained(files.folder, { local_files_only: true });
  const model = await AutoModel.from_pretrained(files.folder, {
    local_files_only: true,
    subfolder: path.posix.dirname(files.weights),
    // The library would derive the file's name from a precision; fp32 has no suffix, so the name stays as it is.
    model_file_name: path.posix.basename(files.weights, '.onnx'),
    dtype: 'fp32',
    session_options: { ...SESSION, ...(threads === null ? {} : { intraOpNumThreads: threads }) },
  });
  const tokenise = tokeniserOf((text) => tokenizer.encode(text), {
    limit: Math.min(files.maxTokens, tokenizer.model_max_length ?? files.maxTokens),
    padding: tokenizer.pad_token_id ?? 0,
  });
  const run = async (tokens: Tokens): Promise<Rows> => {
    const outputs = (await model(inputsOf(tokens))) as Record<string, unknown>;
    const lengths = Array.from({ length: textsIn(tokens) }, (_, i) => tokensOf(tokens, i));
    return poolRows(outputOf(outputs), lengths, files.pooling);
  };
  // One run finds the width, whatever the model, and what is wrong with it before work is planned on it.
  const { d } = await run(packTokens([tokenise('人')]));
  return {
    dimensions: d,
    tokenise: (texts) => packTokens(texts.map((text) => tokenise(text))),
    run,
    close: async () => {
      await model.dispose();
    },
  };
};
