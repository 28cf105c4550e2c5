import { afterAll, beforeAll, expect, test } from 'vitest';
import { analyse } from '../../src/app/index.ts';
import { type NeighbourSearch, openNeighbourSearch } from '../../src/clustering/index.ts';
import { type Encoder, memoryVectorStore, openEncoder } from '../../src/embedding/index.ts';
import { messageId } from '../../src/kernel/index.ts';

let encoder: Encoder;
let search: NeighbourSearch;
beforeAll(async () => {
  encoder = await openEncoder({ modelDir: 'models/bge-small-zh-v1.5' });
  search = await openNeighbourSearch('models/knn.onnx');
});
afterAll(async () => {
  await search.close();
  await encoder.close();
});

const of = (texts: readonly string[]) =>
  texts.map((text, at) => ({
    id: messageId(String(at + 1)),
    text,
    person: String(at),
    place: null,
    at: `2026-11-0${at + 1}T08:00:00+08:00`,
  }));

test('traditional characters, full width and invisible characters hide no copy, and are quoted as they came', async () => {
  const simplified = '村口的路灯坏了3个月，晚上出门什么也看不见，请尽快修好。';
  const traditional = '村口的路燈壞了３個月，晚上出門什麼也看不見，請儘快修好。';
  const hidden = '村口的路灯\u200b坏了3个月，晚上出门什么也看不见，请尽快修好。';
  const { voices, catalogue } = await analyse(
    of([simplified, traditional, hidden, '我们村的卫生室一周只开三天门，老人拿药不方便。']),
    { seed: 1, algorithm: 'leiden', lang: 'zh' },
    { encoder, store: memoryVectorStore(), search },
  );
  expect(voices.map(({ copyOf }) => copyOf)).toEqual([null, '1', '1', null]);
  expect(voices.map(({ text }) => text).slice(0, 3)).toEqual([simplified, traditional, hidden]);
  const lights = catalogue.matters.find(({ messageIds }) => messageIds.includes(messageId('1')));
  expect(lights?.messageIds).toEqual(['1', '2', '3']);
  for (const { messageId: id, start, end, text } of lights?.quotes ?? [])
    expect(voices.find((voice) => voice.id === id)?.text.slice(start, end)).toBe(text);
});
