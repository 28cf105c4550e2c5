import { appendFile, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkArtefact, openEncoder } from '../../src/embedding/index.ts';
import { checkModel } from '../../src/embedding/model-files.ts';
import { BadSetup } from '../../src/kernel/index.ts';

const SHIPPED = 'models/bge-small-zh-v1.5';

let dir = '';
beforeEach(async () => {
  dir = await mkdtemp(path.join(os.tmpdir(), 'mashang-models-'));
});
afterEach(() => rm(dir, { recursive: true }));

const copyOfModels = async (): Promise<string> => {
  await cp('models', dir, { recursive: true });
  return path.join(dir, 'bge-small-zh-v1.5');
};

const failureOf = async (work: Promise<unknown>): Promise<BadSetup> => {
  const error: unknown = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof BadSetup)) throw new Error('expected BadSetup', { cause: error });
  return error;
};

describe('the shipped model', () => {
  test('is as the manifest says, with its pooling', async () => {
    expect(await checkModel(SHIPPED)).toMatchObject({
      name: 'bge-small-zh-v1.5',
      weights: 'onnx/model_quantized.onnx',
      pooling: 'cls',
      maxTokens: 256,
    });
  });

  test('has the same fingerprint wherever it lies', async () => {
    const moved = await checkModel(await copyOfModels());
    expect(moved.fingerprint).toBe((await checkModel(SHIPPED)).fingerprint);
    expect(moved.fingerprint).toMatch(/^[0-9a-f]{16}$/);
  });

  test.each([
    'config.json',
    'tokenizer.json',
    'tokenizer_config.json',
    'onnx/model_quantized.onnx',
    'LICENSE',
  ])('with an altered %s is refused, naming the file and how to restore it', async (name) => {
    const model = await copyOfModels();
    await appendFile(path.join(model, name), ' ');
    const failure = await failureOf(checkModel(model));
    for (const words of [failure.zh, failure.en]) {
      expect(words).toContain(name);
      expect(words).toContain('git checkout models');
    }
  });

  test('with a missing file is refused before anything is loaded', async () => {
    const model = await copyOfModels();
    await rm(path.join(model, 'onnx/model_quantized.onnx'));
    const failure = await failureOf(openEncoder({ modelDir: model }));
    expect(failure.en).toContain('onnx/model_quantized.onnx');
  });

  test('that is not there at all is refused in the same words', async () => {
    const failure = await failureOf(openEncoder({ modelDir: path.join(dir, 'nothing') }));
    expect(failure.en).toContain('git checkout models');
    expect(failure.zh).toContain('git checkout models');
  });

  test('can be restored while the process runs', async () => {
    const model = await copyOfModels();
    const weights = path.join(model, 'onnx/model_quantized.onnx');
    await rm(weights);
    await failureOf(checkModel(model));
    await cp(path.join(SHIPPED, 'onnx/model_quantized.onnx'), weights);
    expect((await checkModel(model)).name).toBe('bge-small-zh-v1.5');
  });
});

describe('knn.onnx', () => {
  test('is as the manifest says', async () => {
    expect(await checkArtefact('models/knn.onnx')).toBe('models/knn.onnx');
  });

  test('altered or unknown is refused', async () => {
    await copyOfModels();
    await appendFile(path.join(dir, 'knn.onnx'), ' ');
    expect((await failureOf(checkArtefact(path.join(dir, 'knn.onnx')))).en).toContain('git checkout models');
    await writeFile(path.join(dir, 'other.onnx'), '');
    await failureOf(checkArtefact(path.join(dir, 'other.onnx')));
  });
});

describe('a model of one’s own', () => {
  const ownModel = async (): Promise<string> => {
    const model = path.join(dir, 'own');
    await mkdir(path.join(model, '1_Pooling'), { recursive: true });
    await cp(SHIPPED, model, { recursive: true });
    return model;
  };

  test('is pooled by the mean where nothing says otherwise', async () => {
    expect(await checkModel(await ownModel())).toMatchObject({ name: 'own', pooling: 'mean' });
  });

  test('is pooled as 1_Pooling/config.json says, and mashang.json has the last word', async () => {
    const model = await ownModel();
    await writeFile(path.join(model, '1_Pooling/config.json'), '{"pooling_mode_cls_token":true}');
    expect(await checkModel(model)).toMatchObject({ pooling: 'cls' });
    await writeFile(path.join(model, 'mashang.json'), '{"name":"ours","pooling":"mean","maxTokens":128}');
    expect(await checkModel(model)).toMatchObject({ name: 'ours', pooling: 'mean', maxTokens: 128 });
  });

  test('has another fingerprint with other files or another pooling', async () => {
    const model = await ownModel();
    const { fingerprint } = await checkModel(model);
    await writeFile(path.join(model, 'mashang.json'), '{"pooling":"cls"}');
    const pooledOtherwise = await checkModel(model);
    // Hashes are kept for the life of a process, so the altered file is looked at in another place.
    const altered = path.join(dir, 'altered');
    await cp(model, altered, { recursive: true });
    await rm(path.join(altered, 'mashang.json'));
    const config = await readFile(path.join(model, 'config.json'), 'utf8');
    await writeFile(path.join(altered, 'config.json'), `${config} `);
    const otherFiles = await checkModel(altered);
    expect(new Set([fingerprint, pooledOtherwise.fingerprint, otherFiles.fingerprint]).size).toBe(3);
  });

  test('whose weights are no model is refused with the next move', async () => {
    const model = await ownModel();
    await writeFile(path.join(model, 'onnx/model_quantized.onnx'), 'no model');
    const failure = await failureOf(openEncoder({ modelDir: model }));
    expect(failure.en).toContain(model);
    expect(failure.en).toContain('MASHANG_MODEL_DIR');
  });

  test('whose mashang.json makes no sense is refused, naming that file', async () => {
    const model = await ownModel();
    await writeFile(path.join(model, 'mashang.json'), '{"pooling":"max"}');
    expect((await failureOf(checkModel(model))).en).toContain('mashang.json');
  });
});
