import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, readFile, realpath } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { BadSetup } from '../kernel/index.ts';

export type Pooling = 'cls' | 'mean';

/** A model's folder, its files checked. Plain values: it crosses to the worker as it is. */
export type ModelFiles = {
  readonly folder: string;
  readonly name: string;
  /** 16 hexadecimal digits over all that shapes a vector: files, pooling, token limit. */
  readonly fingerprint: string;
  /** Below `folder`, with `/`. */
  readonly weights: string;
  readonly pooling: Pooling;
  readonly maxTokens: number;
};

/** Tokens read of each text. A message of 256 tokens has about 250 characters, and what it is about is said by then. */
const MAX_TOKENS = 256;

const digest = z.string().regex(/^[0-9a-f]{64}$/);
const settings = z.object({
  name: z.string().min(1).optional(),
  weights: z.string().optional(),
  pooling: z.enum(['cls', 'mean']).optional(),
  maxTokens: z.number().int().min(8).optional(),
  /** Paths below the folder of the JSON file → SHA-256. */
  files: z.record(z.string(), digest).default({}),
});
const manifest = z.object({ artefacts: z.array(settings.extend({ path: z.string() })) });
const poolingConfig = z.object({ pooling_mode_cls_token: z.boolean().optional() });

/** In order of preference: the smallest that keeps quality first. */
const WEIGHTS = [
  'onnx/model_quantized.onnx',
  'onnx/model_int8.onnx',
  'onnx/model.onnx',
  'onnx/model_fp16.onnx',
];
const NEEDED = ['config.json', 'tokenizer.json', 'tokenizer_config.json'];

const damaged = (file: string, cause?: unknown): BadSetup =>
  new BadSetup(
    {
      zh: `模型文件 ${file} 缺失、损坏或被改动。请在项目文件夹中运行 git checkout models 恢复，然后重试；若使用自己的模型，请重新复制该文件夹，或检查 MASHANG_MODEL_DIR。`,
      en: `The model file ${file} is missing, damaged or altered. Run git checkout models in the project's folder to restore it, then try again; with a model of your own, copy its folder again or check MASHANG_MODEL_DIR.`,
    },
    { cause },
  );

const hashes = new Map<string, Promise<string>>();

/** SHA-256 of a file, read once per process: 24 MB take 16 ms, and a stream never holds the event loop. */
const hashOf = (file: string): Promise<string> => {
  const known = hashes.get(file);
  if (known !== undefined) return known;
  const hashing = (async () => {
    const hash = createHash('sha256');
    for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
    return hash.digest('hex');
  })();
  hashes.set(file, hashing);
  // What could not be read may be there at the next try; a file that was read counts as unchanged.
  hashing.catch(() => hashes.delete(file));
  return hashing;
};

const checkHash = async (file: string, expected: string): Promise<void> => {
  let actual: string;
  try {
    actual = await hashOf(file);
  } catch (error) {
    throw damaged(file, error);
  }
  if (actual !== expected)
    throw damaged(file, new Error(`SHA-256 is ${actual}, the manifest says ${expected}`));
};

/** The file's content by `schema`, or null where there is no such file. @throws BadSetup where it makes no sense. */
const readJson = async <T>(file: string, schema: z.ZodType<T>): Promise<T | null> => {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch {
    return null;
  }
  try {
    return schema.parse(JSON.parse(text));
  } catch (error) {
    throw damaged(file, error);
  }
};

type Described = z.infer<typeof settings> & { readonly base: string };

const describedIn = async (folder: string): Promise<Described> => {
  const own = await readJson(path.join(folder, 'mashang.json'), settings);
  if (own !== null) return { ...own, base: folder };
  const base = path.dirname(folder);
  const listed = await readJson(path.join(base, 'manifest.json'), manifest);
  const entry = listed?.artefacts.find((artefact) => artefact.path === path.basename(folder));
  return { ...(entry ?? { files: {} }), base };
};

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );

const firstWeights = async (folder: string): Promise<string> => {
  for (const name of WEIGHTS) if (await exists(path.join(folder, name))) return name;
  throw damaged(path.join(folder, 'onnx/model_quantized.onnx'));
};

const poolingIn = async (folder: string): Promise<Pooling> => {
  const written = await readJson(path.join(folder, '1_Pooling/config.json'), poolingConfig);
  return written?.pooling_mode_cls_token === true ? 'cls' : 'mean';
};

/**
 * Finds the files of the model in `folder` and checks each whose SHA-256 is known, from `mashang.json` inside or from
 * `manifest.json` beside. A file is hashed once per process.
 * @throws BadSetup naming the file that is missing or altered, and how to restore it.
 */
export const checkModel = async (folder: string): Promise<ModelFiles> => {
  const real = await realpath(folder).catch((error: unknown) => {
    throw damaged(folder, error);
  });
  const described = await describedIn(real);
  for (const [name, expected] of Object.entries(described.files))
    await checkHash(path.join(described.base, name), expected);
  const weights = described.weights ?? (await firstWeights(real));
  const pooling = described.pooling ?? (await poolingIn(real));
  const maxTokens = Math.min(described.maxTokens ?? MAX_TOKENS, MAX_TOKENS);
  const fingerprint = createHash('sha256').update(JSON.stringify({ pooling, maxTokens }));
  for (const name of [...NEEDED, weights]) {
    const file = path.join(real, name);
    fingerprint.update(
      await hashOf(file).catch((error: unknown) => {
        throw damaged(file, error);
      }),
    );
  }
  return {
    folder: real,
    name: described.name ?? path.basename(real),
    fingerprint: fingerprint.digest('hex').slice(0, 16),
    weights,
    pooling,
    maxTokens,
  };
};

/**
 * For a lone file such as `models/knn.onnx`: checked against `manifest.json` beside it. Returns its path.
 * @throws BadSetup
 */
export const checkArtefact = async (file: string): Promise<string> => {
  const name = path.basename(file);
  const listed = await readJson(path.join(path.dirname(file), 'manifest.json'), manifest);
  const entry = listed?.artefacts.find((artefact) => artefact.path === name);
  const expected = entry?.files[name];
  if (expected === undefined) throw damaged(file, new Error('manifest.json beside it does not list it'));
  await checkHash(path.resolve(file), expected);
  return file;
};
