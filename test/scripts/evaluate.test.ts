import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test, vi } from 'vitest';
import { demoMessages } from '../support/demo-vectors.ts';
import { aFolder } from '../support/folders.ts';
import { scriptsIn } from '../support/scripts.ts';

vi.setConfig({ testTimeout: 240_000 });

test('npm run evaluate judges what the product finds: copies stay out of the map and are counted', async () => {
  const folder = await aFolder();
  const { run } = scriptsIn(folder);
  const issues = ['heating', 'street-lights', 'rooftop-solar'];
  const originals = demoMessages().filter(({ issue }) => issues.includes(issue));
  const [first] = originals.filter(({ text }) => text.length > 40);
  if (first === undefined) throw new Error('no long message');
  // With an invisible character: another text to a hash, and the same to `analysisText`.
  const flood = Array.from({ length: 30 }, (_, at) => ({
    ...first,
    id: `flood-${at}`,
    text: at % 2 === 0 ? first.text : `\u200b${first.text}`,
  }));
  const input = path.join(folder, 'labelled.jsonl');
  const write = (messages: readonly object[]): void =>
    writeFileSync(input, messages.map((message) => JSON.stringify(message)).join('\n'));
  const evaluated = async () => {
    const json = path.join(folder, 'table.json');
    const cache = ['--cache', path.join(folder, 'cache')];
    const ended = await run('evaluate', ['--input', input, '--label', 'issue', '--json', json, ...cache]);
    if (ended.code !== 0) throw new Error(ended.output);
    return { ...JSON.parse(readFileSync(json, 'utf8')), output: ended.output };
  };
  write(originals);
  const without = await evaluated();
  write([...originals, ...flood]);
  const flooded = await evaluated();
  expect([without.texts, without.copies, without.labels]).toEqual([48, 3, 3]);
  expect([flooded.texts, flooded.copies]).toEqual([78, 33]);
  expect(flooded.output).toContain('labelled.jsonl: 78 texts, 33 of them copies, 3 labels, seed 1');
  const clusters = ({ methods }: { methods: { method: string; clusters: number }[] }) =>
    methods.filter(({ method }) => method.startsWith('Mashang')).map(({ clusters: count }) => count);
  expect(clusters(flooded)).toEqual(clusters(without));
});
