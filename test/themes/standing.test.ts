import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { openNeighbourSearch } from '../../src/clustering/index.ts';
import { messageId, newRows, normaliseRow, type Rows, rngFrom, rowOf } from '../../src/kernel/index.ts';
import { isOneTheme } from '../../src/themes/candidates.ts';
import type { Voice } from '../../src/themes/catalogue.ts';
import { contrastWith } from '../../src/themes/contrast.ts';
import { readCorpus } from '../../src/themes/corpus.ts';
import { missedShares } from '../../src/themes/coverage.ts';
import { jointsWith } from '../../src/themes/joints.ts';
import { growTree, type Tree } from '../../src/themes/members.ts';
import { pacer } from '../../src/themes/pace.ts';
import type { Term } from '../../src/themes/term.ts';
import { wordVectors } from '../../src/themes/word-vectors.ts';

const search = await openNeighbourSearch('models/knn.onnx');
afterAll(() => search.close());

const aVoice = (text: string, i: number): Voice => ({
  id: messageId(String(i).padStart(3, '0')),
  text,
  person: null,
  place: null,
  at: null,
  copyOf: null,
});

type Row = readonly number[];
const rowsOf = (rows: readonly Row[]): Rows => {
  const out = newRows(rows.length, rows[0]!.length);
  for (const [i, row] of rows.entries()) {
    out.data.set(row, i * out.d);
    normaliseRow(out, i);
  }
  return out;
};

/** A tree over unit rows, uncentred; `themes` and `matters` say where each message belongs. */
const treeOf = (
  rows: readonly Row[],
  themes: readonly number[],
  matters: readonly number[],
  texts?: string[],
): Tree => {
  const vectors = rowsOf(rows);
  return growTree(
    rows.map((_, i) => aVoice(texts?.[i] ?? `留言${i}`, i)),
    vectors,
    {
      group: new Int32Array(rows.length),
      theme: Int32Array.from(themes),
      matter: Int32Array.from(matters),
      mean: new Float32Array(vectors.d),
    },
  );
};

const aTerm = (word: string): Term => ({ word, weight: 1, share: 1, meaning: 1, own: 1 });

describe('standings', () => {
  test('is the cosine to the own centroid less half the mean of the nearest others', async () => {
    const tree = treeOf(
      [
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
      ],
      [0, 1, 2],
      [0, 1, 2],
    );
    const { standings } = contrastWith(tree, search);
    const vector = rowOf(rowsOf([[0.8, 0.6, 0]]), 0);
    const [first, second] = await standings('theme', [
      { cluster: 0, vector },
      { cluster: 1, vector },
    ]);
    // 0.8 − ½ (0.6 + 0) / 2, and 0.6 − ½ (0.8 + 0) / 2.
    expect(first!.contrast).toBeCloseTo(0.65, 6);
    expect(first!.own).toBe(true);
    expect(second!.contrast).toBeCloseTo(0.4, 6);
    expect(second!.own).toBe(false);
  });

  test('does not hold a text nearer by less than its vector shifts for nearest', async () => {
    const tree = treeOf(
      [
        [1, 0],
        [0, 1],
      ],
      [0, 1],
      [0, 1],
    );
    const { standings } = contrastWith(tree, search);
    const vector = rowOf(rowsOf([[0.71, 0.7]]), 0);
    expect((await standings('theme', [{ cluster: 0, vector }]))[0]!.own).toBe(false);
  });

  test('gives a lone cluster its cosine, and says it is its own', async () => {
    const tree = treeOf([[1, 0]], [0], [0]);
    const [only] = await contrastWith(tree, search).standings('matter', [
      { cluster: 0, vector: rowOf(rowsOf([[0.6, 0.8]]), 0) },
    ]);
    expect(only!.contrast).toBeCloseTo(0.6, 6);
    expect(only!.own).toBe(true);
  });

  test('agrees with comparing one by one, whatever the clusters', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 2, max: 30 }), fc.integer(), async (n, seed) => {
        const rng = rngFrom(seed);
        const random = (): Row => Array.from({ length: 8 }, () => rng() - 0.5);
        const each = Array.from({ length: n }, (_, i) => i);
        const tree = treeOf(each.map(random), each, each);
        const query = rowsOf([random(), random()]);
        const claims = each.map((cluster) => ({ cluster, vector: rowOf(query, cluster % 2) }));
        const found = await contrastWith(tree, search).standings('theme', claims);
        for (const [i, { cluster, vector }] of claims.entries()) {
          const cosine = (c: number): number =>
            rowOf(tree.centroids.theme, c).reduce((sum, value, t) => sum + value * vector[t]!, 0);
          const rivals = each
            .filter((c) => c !== cluster)
            .map(cosine)
            .toSorted((a, b) => b - a)
            .slice(0, 5);
          const mean = rivals.reduce((sum, value) => sum + value, 0) / rivals.length;
          expect(found[i]!.contrast).toBeCloseTo(cosine(cluster) - mean / 2, 4);
        }
      }),
      { numRuns: 20 },
    );
  });
});

describe('missedShares', () => {
  test('counts the people of large parts of whom a label neither holds a word nor is near', () => {
    // A theme of six lamps and four lights: 「红灯太长」 says nothing of the lamps, 「路灯与红灯」 of both.
    const lamp: Row = [1, 0];
    const light: Row = [0, 1];
    const rows = [...Array<Row>(6).fill(lamp), ...Array<Row>(4).fill(light)];
    const tree = treeOf(rows, Array<number>(10).fill(0), [0, 0, 0, 0, 0, 0, 1, 1, 1, 1]);
    const terms = {
      group: [[]],
      theme: [[aTerm('路灯'), aTerm('红灯')]],
      matter: [[aTerm('路灯')], [aTerm('红灯')]],
    };
    const words = new Map([
      ['路灯', rowOf(rowsOf([lamp]), 0)],
      ['红灯', rowOf(rowsOf([light]), 0)],
    ]);
    const vectors = new Map([
      ['红灯太长', rowOf(rowsOf([[0.1, 1]]), 0)],
      ['路灯与红灯', rowOf(rowsOf([[1, 1]]), 0)],
      ['晚上一片漆黑', rowOf(rowsOf([[1, 0.1]]), 0)],
    ]);
    const candidates = [
      { text: '红灯太长', merit: 0 },
      { text: '路灯与红灯', merit: 0, nouns: ['路灯', '红灯'] as const },
      { text: '晚上一片漆黑', merit: 0 },
    ];
    const missed = missedShares({ tree, terms, words }, { level: 'theme', cluster: 0, candidates }, vectors);
    expect(missed[0]).toBeCloseTo(0.6, 6);
    expect(missed[1]).toBe(0);
    // Near the lamps in other words; of the lights it says nothing.
    expect(missed[2]).toBeCloseTo(0.4, 6);
  });
});

describe('jointsWith', () => {
  test('takes no noun for a group that is said everywhere, and says nothing against it in a theme', async () => {
    const texts = ['医保报销', '户口迁移', '小区医保'];
    const tree = treeOf(
      [
        [1, 0],
        [0, 1],
        [1, 0.1],
      ],
      [0, 1, 0],
      [0, 1, 0],
      texts,
    );
    const corpus = await readCorpus(tree.voices, new Set(), async () => undefined);
    const terms = [aTerm('医保'), { ...aTerm('户口'), own: 0.6 }, { ...aTerm('小区'), own: 0.4 }];
    const words = new Map(
      (
        [
          ['医保', [1, 0]],
          ['户口', [0, 1]],
          ['小区', [0.7, 0.7]],
        ] as const
      ).map(([word, row]) => [word, rowOf(rowsOf([row]), 0)]),
    );
    const joints = jointsWith({
      tree,
      corpus,
      terms: { group: [terms], theme: [terms, terms], matter: [terms, terms] },
      words,
    });
    expect(joints('group', 0).map(({ text }) => text)).toEqual(['医保与户口']);
    expect(joints('theme', 0).some(({ text }) => text.includes('小区'))).toBe(true);
  });
});

describe('isOneTheme', () => {
  test('is where one theme holds four fifths of the people of a group', () => {
    const rows = Array<Row>(5).fill([1, 0]);
    const groupOf = (themes: readonly number[]): boolean => {
      const tree = treeOf(rows, themes, themes);
      return isOneTheme(tree, tree.clusters.group[0]!);
    };
    expect(groupOf([0, 0, 0, 0, 0])).toBe(true);
    expect(groupOf([0, 0, 0, 0, 1])).toBe(true);
    expect(groupOf([0, 0, 0, 1, 1])).toBe(false);
  });
});

describe('wordVectors', () => {
  test('are the mean of the messages that use the word, drawn to zero by three', async () => {
    const texts = ['路灯不亮', '路灯坏了', '公交太慢'];
    const tree = treeOf(
      [
        [1, 0],
        [0, 1],
        [-1, 0],
      ],
      [0, 0, 0],
      [0, 0, 0],
      texts,
    );
    const corpus = await readCorpus(tree.voices, new Set(), async () => undefined);
    const found = wordVectors(tree, corpus, [aTerm('路灯'), aTerm('公交')]);
    expect(Array.from(found.get('路灯')!, (value) => Number(value.toFixed(4)))).toEqual([0.2, 0.2]);
    expect(Array.from(found.get('公交')!)).toEqual([-0.25, 0]);
  });
});

describe('pacer', () => {
  const busy = (ms: number): void => {
    const end = performance.now() + ms;
    while (performance.now() < end);
  };

  test('lets others have the thread within a few hundredths of a second', async () => {
    const pace = pacer();
    let turned = 0;
    const timer = setInterval(() => turned++, 1);
    for (let i = 0; i < 8; i++) {
      busy(11);
      await pace();
    }
    clearInterval(timer);
    expect(turned).toBeGreaterThanOrEqual(4);
  });

  test('throws the reason of an abort that came meanwhile', async () => {
    const controller = new AbortController();
    const pace = pacer(controller.signal);
    controller.abort(new Error('the server stops'));
    busy(11);
    await expect(pace()).rejects.toThrow('the server stops');
  });
});
