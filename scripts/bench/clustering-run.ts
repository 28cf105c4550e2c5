/** One clustering in a process of its own, so that its peak memory is its own. Prints one JSON line. */
import { buildHierarchy, openNeighbourSearch } from '../../src/clustering/index.ts';
import { benchVectors } from './vectors.ts';

const [n, seed] = process.argv.slice(2).map(Number);
const { rows, order } = await benchVectors(n!, seed!);
const search = await openNeighbourSearch('models/knn.onnx');
const started = performance.now();
const { levels } = await buildHierarchy(rows, { search, order, seed: seed!, algorithm: 'leiden' });
const seconds = (performance.now() - started) / 1000;
await search.close();
console.log(
  JSON.stringify({
    seconds,
    groups: levels.group.count,
    themes: levels.theme.count,
    matters: levels.matter.count,
    peakMb: (process.resourceUsage().maxRSS * 1024) / 1e6,
  }),
);
