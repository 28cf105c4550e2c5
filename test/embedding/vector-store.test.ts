import { appendFile, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import {
  databaseVectorStore,
  type ErasableVectorStore,
  folderVectorStore,
  memoryVectorStore,
  textHash,
  type VectorEntry,
  type VectorStore,
} from '../../src/embedding/index.ts';
import { describeOnBoth } from '../support/database.ts';

const anEntry = (text: string, ...vector: number[]): VectorEntry => ({
  hash: textHash(text),
  vector: Float32Array.from(vector),
});

const read = async (store: VectorStore, model: string, ...texts: string[]): Promise<(number[] | null)[]> => {
  const found = await store.read(model, texts.map(textHash));
  return texts.map((text) => {
    const vector = found.get(textHash(text));
    return vector === undefined ? null : [...vector];
  });
};

/** What every store must do; `make` gives an empty one. */
const contract = (make: () => VectorStore): void => {
  test('a vector comes back bit for bit, and what was never written is absent', async () => {
    const store = make();
    // 0.1 has no exact float32; the smallest subnormal and −0 are lost by any detour through decimal or float16.
    const exact = Float32Array.of(0.1, -0, 1e-45, 3.4028234663852886e38);
    await store.write('m@1', [{ hash: textHash('路灯'), vector: exact }]);
    const found = await store.read('m@1', [textHash('路灯'), textHash('公交')]);
    expect([...found.keys()]).toEqual([textHash('路灯')]);
    expect(found.get(textHash('路灯'))).toStrictEqual(exact);
    expect(Object.is(found.get(textHash('路灯'))?.[1], -0)).toBe(true);
  });

  test('an empty store reads and nothing can be written', async () => {
    const store = make();
    await store.write('m@1', []);
    expect(await store.read('m@1', [])).toEqual(new Map());
    expect(await read(store, 'm@1', '路灯')).toEqual([null]);
  });

  test('vectors of two models never mix, whatever their width', async () => {
    const store = make();
    await store.write('a@1', [anEntry('路灯', 1, 2)]);
    await store.write('a@2', [anEntry('路灯', 3, 4, 5)]);
    expect(await read(store, 'a@1', '路灯')).toEqual([[1, 2]]);
    expect(await read(store, 'a@2', '路灯')).toEqual([[3, 4, 5]]);
    expect(await read(store, 'a', '路灯')).toEqual([null]);
  });

  test('the first vector of a text stays: int8 batches would give it another one the second time', async () => {
    const store = make();
    await store.write('m@1', [anEntry('路灯', 1, 2)]);
    await store.write('m@1', [anEntry('路灯', 8, 9), anEntry('公交', 3, 4)]);
    expect(await read(store, 'm@1', '路灯', '公交')).toEqual([
      [1, 2],
      [3, 4],
    ]);
  });

  test('more entries than one statement or frame holds all come back', async () => {
    const store = make();
    const texts = Array.from({ length: 2_345 }, (_, i) => `第${i}条`);
    await store.write(
      'm@1',
      texts.map((text, i) => anEntry(text, i, -i)),
    );
    expect(await read(store, 'm@1', ...texts)).toEqual(texts.map((_, i) => [i, -i]));
  });

  test('entries of unequal width are refused and nothing of them is kept', async () => {
    const store = make();
    await expect(store.write('m@1', [anEntry('甲', 1, 2), anEntry('乙', 1)])).rejects.toThrow(
      'differ in width',
    );
    expect(await read(store, 'm@1', '甲', '乙')).toEqual([null, null]);
  });
};

/** What a store must do besides from which single vectors can be taken out. */
const erasable = (make: () => ErasableVectorStore): void => {
  contract(make);

  test('what is dropped is gone under every model, and nothing else is', async () => {
    const store = make();
    const texts = Array.from({ length: 2_345 }, (_, i) => `第${i}条`);
    for (const model of ['a@1', 'b@1', 'c@1'])
      await store.write(
        model,
        texts.map((text, i) => anEntry(text, i)),
      );
    await store.write('d@1', [anEntry('路灯', 1)]);
    const gone = texts.slice(1);
    await store.drop([...gone, '从来没有'].map(textHash));
    for (const model of ['a@1', 'b@1', 'c@1'])
      expect(await read(store, model, ...texts)).toEqual([[0], ...gone.map(() => null)]);
    expect(await read(store, 'd@1', '路灯')).toEqual([[1]]);
    await store.drop([]);
    await store.write('a@1', [anEntry('第1条', 7)]);
    expect(await read(store, 'a@1', '第1条')).toEqual([[7]]);
  });

  test('every text that has a vector is listed', async () => {
    const store = make();
    const listed = async () => (await Array.fromAsync(store.hashes())).flat().sort();
    expect(await listed()).toEqual([]);
    const texts = Array.from({ length: 2_345 }, (_, i) => `第${i}条`);
    await store.write(
      'a@1',
      texts.map((text, i) => anEntry(text, i)),
    );
    await store.write('b@1', [anEntry('第7条', 1), anEntry('路灯', 1)]);
    expect(await listed()).toEqual([...texts, '第7条', '路灯'].map(textHash).sort());
  });
};

describe('memory store', () => {
  erasable(memoryVectorStore);
});

describeOnBoth('database store', (database) => erasable(() => databaseVectorStore(database().db)));

describe('folder store', () => {
  const folders: string[] = [];
  let dir = '';
  beforeEach(async () => {
    dir = await mkdtemp(path.join(os.tmpdir(), 'mashang-vectors-'));
    folders.push(dir);
  });
  afterAll(async () => {
    for (const folder of folders) await rm(folder, { recursive: true });
  });

  contract(() => folderVectorStore(dir));

  const segment = async (model: string): Promise<string> => {
    const names = await readdir(path.join(dir, model));
    return path.join(dir, model, names.sort().at(-1) ?? '');
  };

  test('another process finds what was written', async () => {
    await folderVectorStore(dir).write('m@1', [anEntry('路灯', 1, 2)]);
    expect(await read(folderVectorStore(dir), 'm@1', '路灯')).toEqual([[1, 2]]);
  });

  test('a batch that was cut short anywhere is dropped whole, the batches before it stay, and writing goes on', async () => {
    const store = folderVectorStore(dir);
    await store.write('m@1', [anEntry('甲', 1, 2)]);
    await store.write('m@1', [anEntry('乙', 3, 4), anEntry('丙', 5, 6)]);
    const file = await segment('m@1');
    const whole = await readFile(file);
    const first = 16 + 32 + 8;
    expect(whole.length).toBe(first + 16 + 2 * 32 + 2 * 8);
    for (let length = first; length < whole.length; length++) {
      await writeFile(file, whole);
      await truncate(file, length);
      expect(await read(folderVectorStore(dir), 'm@1', '甲', '乙', '丙')).toEqual([[1, 2], null, null]);
    }
    await folderVectorStore(dir).write('m@1', [anEntry('丙', 7, 8)]);
    expect(await read(folderVectorStore(dir), 'm@1', '甲', '乙', '丙')).toEqual([[1, 2], null, [7, 8]]);
  });

  test('a batch of which one bit has changed is dropped', async () => {
    await folderVectorStore(dir).write('m@1', [anEntry('甲', 1, 2)]);
    const file = await segment('m@1');
    const bytes = await readFile(file);
    bytes[bytes.length - 3]! ^= 1;
    await writeFile(file, bytes);
    expect(await read(folderVectorStore(dir), 'm@1', '甲')).toEqual([null]);
  });

  test('zeros that a power cut left at the end are no vectors', async () => {
    await folderVectorStore(dir).write('m@1', [anEntry('甲', 1, 2)]);
    await appendFile(await segment('m@1'), new Uint8Array(4_096));
    expect(await read(folderVectorStore(dir), 'm@1', '甲')).toEqual([[1, 2]]);
  });

  test('two processes that write at once lose nothing', async () => {
    const [one, other] = [folderVectorStore(dir), folderVectorStore(dir)];
    await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        (i % 2 === 0 ? one : other).write('m@1', [anEntry(`第${i}条`, i)]),
      ),
    );
    const texts = Array.from({ length: 20 }, (_, i) => `第${i}条`);
    expect(await read(one, 'm@1', ...texts)).toEqual(texts.map((_, i) => [i]));
  });

  test('a model whose name is a path stays inside the folder', async () => {
    await folderVectorStore(dir).write('../evil/名@1', [anEntry('甲', 1)]);
    expect(await readdir(dir)).toEqual(['.._evil__@1']);
  });

  test('a file in the place of the folder is told, with the next move', async () => {
    const file = path.join(dir, 'taken');
    await writeFile(file, '');
    await expect(folderVectorStore(file).write('m@1', [anEntry('甲', 1)])).rejects.toThrow(
      /Choose another path/,
    );
  });
});
