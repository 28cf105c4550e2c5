import { UndirectedGraph } from 'graphology';
import communities from 'graphology-communities-louvain';
import type { Graph } from '../../src/clustering/index.ts';
import { rngFrom } from '../../src/kernel/index.ts';

// The package is CommonJS with `module.exports = louvain`; its types describe a default export inside it.
const detect = communities as unknown as typeof communities.default;

/** graphology's Louvain on our graph, to compare with: labels [n]. */
export const louvain = (graph: Graph, options: { resolution: number; seed: number }): Int32Array => {
  const peer = new UndirectedGraph();
  for (let i = 0; i < graph.n; i++) peer.addNode(i);
  for (let i = 0; i < graph.n; i++)
    for (let e = graph.offsets[i]!; e < graph.offsets[i + 1]!; e++) {
      const j = graph.targets[e]!;
      if (i < j) peer.addUndirectedEdge(i, j, { weight: graph.weights[e]! });
    }
  const labels = detect(peer, {
    getEdgeWeight: 'weight',
    resolution: options.resolution,
    rng: rngFrom(options.seed),
  });
  return Int32Array.from({ length: graph.n }, (_, i) => labels[i] ?? -1);
};
