import { existsSync } from 'node:fs';
import { analyse } from '../../src/app/index.ts';
import { openNeighbourSearch } from '../../src/clustering/index.ts';
import { folderVectorStore, openEncoder } from '../../src/embedding/index.ts';
import { readSubmissions } from '../../src/intake/index.ts';
import { config, writeFileWhole } from '../../src/platform/index.ts';
import { progressReporter } from '../support/progress.ts';
import { benchLabels } from './labels.ts';
import type { BenchRow } from './row.ts';

type Corpus = { readonly name: string; readonly file: string; readonly text: readonly string[] };

const corpora: readonly Corpus[] = [
  { name: 'demo', file: 'scripts/demo/messages.jsonl', text: ['text'] },
  { name: 'residents', file: '../shared/data/resident-messages.jsonl', text: ['title', 'body'] },
];

/** Label quality on every corpus that is there; the labels to read go to `out/bench/labels-….txt`. */
export const benchCorpora = async (): Promise<BenchRow[]> => {
  const { modelDir, threads } = config();
  const encoder = await openEncoder({ modelDir, threads });
  const search = await openNeighbourSearch('models/knn.onnx');
  const reporter = progressReporter();
  const out: BenchRow[] = [];
  try {
    const store = folderVectorStore('out/bench/.embeddings');
    for (const { name, file, text } of corpora) {
      if (!existsSync(file)) {
        console.error(`  ${name}: skipped, ${file} is not there`);
        continue;
      }
      const { submissions } = await readSubmissions(file, { columns: { text }, mask: true });
      const voices = submissions.map(({ id, text: words, author, place, at }) => ({
        id,
        text: words,
        person: author,
        place,
        at,
      }));
      const analysis = await analyse(
        voices,
        { seed: 1, algorithm: 'leiden', lang: 'zh' },
        {
          encoder,
          store,
          search,
          onProgress: ({ stage, ...step }) => reporter.update(`${name}: ${stage}`, step),
        },
      );
      reporter.finish();
      const { rows, list } = await benchLabels({
        ...analysis,
        vectors: analysis.embedded.vectors,
        encoder,
      });
      await writeFileWhole(`out/bench/labels-${name}.txt`, list);
      out.push({ name: `${name}: messages`, value: voices.length, unit: 'messages' });
      out.push({ name: `${name}: cluster`, value: analysis.seconds.cluster, unit: 's' });
      out.push({ name: `${name}: label`, value: analysis.seconds.label, unit: 's' });
      out.push(...rows.map((row) => ({ ...row, name: `${name}: ${row.name}` })));
    }
    return out;
  } finally {
    reporter.finish();
    await Promise.all([encoder.close(), search.close()]);
  }
};
