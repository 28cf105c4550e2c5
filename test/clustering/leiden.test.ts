import fc from 'fast-check';
import { UndirectedGraph } from 'graphology';
import louvainModule from 'graphology-communities-louvain';
import { describe, expect, test } from 'vitest';
import { consensusLeiden } from '../../src/clustering/consensus.ts';
import { aggregate, compactLabels, type Graph, splitDisconnected } from '../../src/clustering/graph.ts';
import { leiden, modularity } from '../../src/clustering/leiden.ts';
import { rngFrom } from '../../src/kernel/index.ts';
import {
  type Edges,
  karateClub,
  nearestOnPlane,
  plantedPartition,
  preferentialAttachment,
  ringOfCliques,
  toGraph,
} from './graphs.ts';

// The package is CommonJS with `module.exports = louvain`; its types describe a default export inside it.
const louvain = louvainModule as unknown as typeof louvainModule.default;

const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

const expectConnected = (graph: Graph, labels: Int32Array): void => {
  const before = compactLabels(labels.slice());
  expect(splitDisconnected(graph, labels.slice())).toBe(before);
};

const louvainModularity = ({ n, edges }: { n: number; edges: Edges }, seed: number): number => {
  const graph = new UndirectedGraph();
  for (let i = 0; i < n; i++) graph.addNode(i);
  for (const [e, from] of edges.from.entries())
    graph.addUndirectedEdge(from, edges.to[e], { weight: edges.weight[e] });
  const labels = louvain(graph, { getEdgeWeight: 'weight', rng: rngFrom(seed) });
  return modularity(
    toGraph(n, edges),
    Int32Array.from({ length: n }, (_, i) => labels[i] ?? -1),
  );
};

describe('modularity', () => {
  test('two triangles joined by one edge, halved: 6/7 − 1/2 = 5/14', () => {
    const graph = toGraph(6, {
      from: [0, 0, 1, 3, 3, 4, 2],
      to: [1, 2, 2, 4, 5, 5, 3],
      weight: [1, 1, 1, 1, 1, 1, 1],
    });
    expect(modularity(graph, Int32Array.of(0, 0, 0, 1, 1, 1))).toBeCloseTo(5 / 14, 12);
    expect(modularity(graph, Int32Array.of(0, 0, 0, 0, 0, 0))).toBeCloseTo(0, 12);
    expect(modularity(graph, Int32Array.of(0, 0, 0, 1, 1, 1), 2)).toBeCloseTo(6 / 7 - 1, 12);
  });

  test('aggregation keeps it: the graph of communities has the modularity of the partition', () => {
    const { n, edges } = nearestOnPlane(200, 3);
    const graph = toGraph(n, edges);
    const { labels, count } = leiden(graph, { resolution: 1, seed: 1 });
    const above = aggregate(graph, labels, count);
    expect(above.total).toBeCloseTo(graph.total, 8);
    expect(
      modularity(
        above,
        Int32Array.from({ length: count }, (_, c) => c),
      ),
    ).toBeCloseTo(modularity(graph, labels), 10);
  });
});

describe('Leiden', () => {
  test("Zachary's karate club reaches the best known modularity, 0.4198, from every seed", () => {
    const { n, edges } = karateClub();
    const graph = toGraph(n, edges);
    for (const seed of SEEDS) {
      const { labels, count } = leiden(graph, { resolution: 1, seed });
      expect(modularity(graph, labels).toFixed(4)).toBe('0.4198');
      expect(count).toBe(4);
    }
  });

  test('a ring of ten cliques of six comes apart into its cliques', () => {
    const { n, edges } = ringOfCliques(10, 6);
    const { labels, count } = leiden(toGraph(n, edges), { resolution: 1, seed: 5 });
    expect(count).toBe(10);
    for (let i = 0; i < n; i++) expect(labels[i]).toBe(labels[Math.floor(i / 6) * 6]);
  });

  test('on each of ten graphs it is within 0.001 of Louvain or better, and better on average', () => {
    const graphs = [
      karateClub(),
      ringOfCliques(30, 5),
      plantedPartition({ blocks: 4, size: 32, inside: 0.35, between: 0.06, seed: 1 }),
      plantedPartition({ blocks: 12, size: 25, inside: 0.3, between: 0.02, seed: 2 }),
      plantedPartition({ blocks: 40, size: 15, inside: 0.3, between: 0.01, seed: 3 }),
      nearestOnPlane(300, 4),
      nearestOnPlane(800, 5),
      nearestOnPlane(1500, 6),
      preferentialAttachment(400, 7),
      preferentialAttachment(1200, 8),
    ];
    let gain = 0;
    for (const [at, given] of graphs.entries()) {
      const graph = toGraph(given.n, given.edges);
      const own = modularity(graph, leiden(graph, { resolution: 1, seed: 1 }).labels);
      const peer = louvainModularity(given, 1);
      expect(own, `graph ${at}`).toBeGreaterThanOrEqual(peer - 0.001);
      gain += own - peer;
    }
    expect(gain).toBeGreaterThan(0);
  });

  test('every community is connected, at low and at high resolution', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 120 }),
        fc.integer(),
        fc.constantFrom(0.3, 1, 3, 20),
        (n, seed, resolution) => {
          const { edges } = plantedPartition({ blocks: n, size: 2, inside: 0.9, between: 2 / n, seed });
          const graph = toGraph(2 * n, edges);
          expectConnected(graph, leiden(graph, { resolution, seed: 1 }).labels);
          expectConnected(graph, consensusLeiden(graph, { resolution, seed: 1, runs: 5 }).labels);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('the same seed gives the same labels', () => {
    const { n, edges } = nearestOnPlane(500, 11);
    const graph = toGraph(n, edges);
    expect(leiden(graph, { resolution: 4, seed: 3 })).toEqual(leiden(graph, { resolution: 4, seed: 3 }));
  });

  test('parts that no edge joins never share a community', () => {
    const graph = toGraph(7, { from: [0, 1, 3, 4], to: [1, 2, 4, 5], weight: [1, 1, 1, 1] });
    const { labels, count } = leiden(graph, { resolution: 0.01, seed: 1 });
    expect([...labels]).toEqual([0, 0, 0, 1, 1, 1, 2]);
    expect(count).toBe(3);
  });

  test('a graph without edges leaves every node alone, and an empty graph is empty', () => {
    expect([
      ...leiden(toGraph(3, { from: [], to: [], weight: [] }), { resolution: 1, seed: 1 }).labels,
    ]).toEqual([0, 1, 2]);
    expect(leiden(toGraph(0, { from: [], to: [], weight: [] }), { resolution: 1, seed: 1 }).count).toBe(0);
  });

  test('starting from its own result changes nothing for the worse', () => {
    const { n, edges } = nearestOnPlane(400, 12);
    const graph = toGraph(n, edges);
    const first = leiden(graph, { resolution: 2, seed: 1 });
    const again = leiden(graph, { resolution: 2, seed: 9, start: first.labels });
    expect(modularity(graph, again.labels, 2)).toBeGreaterThanOrEqual(
      modularity(graph, first.labels, 2) - 1e-9,
    );
  });
});
