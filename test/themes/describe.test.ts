import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { openNeighbourSearch } from '../../src/clustering/index.ts';
import { messageId, newRows, type Rows, rngFrom } from '../../src/kernel/index.ts';
import { type Catalogue, describeThemes, type Entry, type Voice } from '../../src/themes/index.ts';

const D = 32;

/** A bag of characters hashed into 32 buckets: texts about the same things are near, without a model. */
const bagOf = (texts: readonly string[]): Rows => {
  const rows = newRows(texts.length, D);
  texts.forEach((text, i) => {
    const characters = Array.from(text);
    for (const character of characters) rows.data[i * D + (character.codePointAt(0)! % D)]! += 1;
    const length = Math.sqrt(rows.data.subarray(i * D, (i + 1) * D).reduce((sum, x) => sum + x * x, 0)) || 1;
    for (let t = 0; t < D; t++) rows.data[i * D + t]! /= length;
  });
  return rows;
};
const encoder = { embed: async (texts: string[]) => bagOf(texts) };
const search = await openNeighbourSearch('models/knn.onnx');
afterAll(() => search.close());

type Message = {
  text: string;
  at: readonly [group: number, theme: number, matter: number];
  person?: string;
  copyOf?: string;
};

const MESSAGES: readonly Message[] = [
  { text: '尊敬的领导您好，石桥镇公交末班车太早，下班赶不上', at: [0, 0, 0], person: 'a' },
  { text: '公交末班车太早了，上晚班的人没法回家', at: [0, 0, 0], person: 'b' },
  { text: '我家在前营村，公交末班车太早，孩子补课回不来', at: [0, 0, 0], person: 'c' },
  { text: '公交车半小时一趟，站台上等得人心焦', at: [0, 0, 1], person: 'd' },
  { text: '公交车要等半小时，能不能多发几班', at: [0, 0, 1], person: 'e' },
  { text: '小区停车位不够，晚上绕三圈找不到车位', at: [0, 1, 2], person: 'f' },
  { text: '停车位不够用，消防通道都停满了车', at: [0, 1, 2], person: 'g' },
  { text: '停车位不够用，消防通道都停满了车', at: [0, 1, 2], person: 'h', copyOf: '06' },
  { text: '村卫生院夜里没有值班大夫，发烧只能去县城', at: [1, 2, 3], person: 'i' },
  { text: '卫生院夜里没有值班大夫，电话 13800000000 也没人接', at: [1, 2, 3], person: 'j' },
  { text: '卫生院没有儿科大夫。请联系〔手机号〕。', at: [1, 2, 4], person: 'k' },
  { text: '👍👍👍', at: [1, 3, 5], person: 'l' },
  { text: '   ', at: [1, 3, 6], person: 'm' },
  { text: '停电', at: [1, 3, 7], person: 'n' },
  { text: 'The street lamps near the school have been dark for a month', at: [1, 3, 8], person: 'o' },
];

const voiceAt = (i: number): Voice => ({
  id: messageId(String(i).padStart(2, '0')),
  text: MESSAGES[i]!.text,
  person: MESSAGES[i]!.person ?? null,
  place: i % 2 === 0 ? '石桥镇前营村' : '城关街道',
  at: null,
  copyOf: MESSAGES[i]!.copyOf === undefined ? null : messageId(MESSAGES[i]!.copyOf),
});

/** The catalogue of the messages in the given order, with the cluster numbers renamed by `name`. */
const catalogueOf = (
  order: readonly number[],
  name: (label: number) => number = (label) => label,
): Promise<Catalogue> => {
  const voices = order.map(voiceAt);
  const level = (which: 0 | 1 | 2) => Int32Array.from(order, (i) => name(MESSAGES[i]!.at[which]));
  const hierarchy = { group: level(0), theme: level(1), matter: level(2), mean: new Float32Array(D) };
  return describeThemes({
    voices,
    vectors: bagOf(voices.map(({ text }) => text)),
    hierarchy,
    encoder,
    search,
    lang: 'zh',
  });
};
/** All messages in one group, one theme, one matter. */
const catalogueOfOne = (texts: readonly string[]): Promise<Catalogue> => {
  const one = new Int32Array(texts.length);
  return describeThemes({
    voices: texts.map((text, i) => ({ ...voiceAt(0), id: messageId(String(i)), text, person: String(i) })),
    vectors: bagOf(texts),
    hierarchy: { group: one, theme: one, matter: one, mean: new Float32Array(D) },
    encoder,
    search,
    lang: 'zh',
  });
};
const inOrder = MESSAGES.map((_, i) => i);
const everyEntry = ({ groups, themes, matters }: Catalogue): Entry[] => [...groups, ...themes, ...matters];

describe('describeThemes', () => {
  test('counts messages, people and copies, and lists entries by people', async () => {
    const { groups, themes, matters } = await catalogueOf(inOrder);
    expect(groups.map(({ key, parent, counts }) => [key, parent, counts])).toEqual([
      ['g1', null, { messages: 8, people: 8, copies: 1 }],
      ['g2', null, { messages: 7, people: 7, copies: 0 }],
    ]);
    expect(themes.map(({ key, parent, counts }) => [key, parent, counts.people])).toEqual([
      ['t1', 'g1', 5],
      ['t2', 'g2', 4],
      ['t3', 'g1', 3],
      ['t4', 'g2', 3],
    ]);
    expect(matters.map(({ parent, counts, singleVoice }) => [parent, counts.messages, singleVoice])).toEqual([
      ['t1', 3, false],
      ['t3', 3, false],
      ['t1', 2, true],
      ['t4', 2, true],
      ['t4', 1, true],
      ['t2', 1, true],
      ['t2', 1, true],
      ['t2', 1, true],
      ['t2', 1, true],
    ]);
  });

  test('puts every message into exactly one entry of each level', async () => {
    const catalogue = await catalogueOf(inOrder);
    const ids = inOrder.map((i) => voiceAt(i).id);
    for (const list of [catalogue.groups, catalogue.themes, catalogue.matters])
      expect(list.flatMap(({ messageIds }) => messageIds).toSorted()).toEqual(ids);
  });

  test('names what several people say in the words they share, without greeting, place or first person', async () => {
    const { themes } = await catalogueOf(inOrder);
    expect(themes[0]!.label).toBe('公交末班车太早');
    expect(themes[2]!.label).toBe('停车位不够');
  });

  test('gives distinct labels of 5 to 20 characters without personal data or marks of masking', async () => {
    const labels = everyEntry(await catalogueOf(inOrder)).map(({ label }) => label);
    expect(new Set(labels).size).toBe(labels.length);
    for (const label of labels) {
      expect(label).not.toMatch(/[〔〕*]|\d{4}|您好|领导|^[我俺]/u);
      expect(label).toMatch(/^.{5,20}$|^[A-Za-z0-9 ()]+$/u);
    }
  });

  test('gives no two entries labels that differ by 的 alone, and a group of one theme a label of its own', async () => {
    const texts = ['路口的红灯太长', '路口红灯太长', '红灯太长急坏人', '路口红灯太长没人管', '路口没有绿灯'];
    const labels = everyEntry(await catalogueOfOne(texts)).map(({ label }) => label.replaceAll('的', ''));
    expect(new Set(labels).size).toBe(3);
    const [group, theme] = labels as [string, string, string];
    expect(group).not.toContain(theme);
    expect(theme).not.toContain(group);
  });

  test('names messages without words, of one word, and in English too', async () => {
    const { matters } = await catalogueOf(inOrder);
    const labelOf = (i: number) =>
      matters.find(({ messageIds }) => messageIds.includes(voiceAt(i).id))!.label;
    expect(labelOf(11)).toContain('没有文字的留言');
    expect(labelOf(12)).toContain('没有文字的留言');
    expect(labelOf(13)).toBe('关于停电的留言');
    expect(labelOf(14)).toMatch(/^The street lamps near the school/);
  });

  test('quotes verbatim, one passage a person, and never a marked copy beside its original', async () => {
    for (const entry of everyEntry(await catalogueOf(inOrder))) {
      expect(entry.quotes.length).toBeGreaterThanOrEqual(1);
      expect(entry.quotes.length).toBeLessThanOrEqual(4);
      const people = entry.quotes.map((quote) => {
        const voice = inOrder.map(voiceAt).find(({ id }) => id === quote.messageId)!;
        expect(voice.text.slice(quote.start, quote.end)).toBe(quote.text);
        expect(voice.copyOf).toBeNull();
        return voice.person;
      });
      expect(new Set(people).size).toBe(people.length);
    }
  });

  test('counts places by messages', async () => {
    const { matters } = await catalogueOf(inOrder);
    expect(matters[0]!.places).toEqual([
      { place: '石桥镇前营村', messages: 2 },
      { place: '城关街道', messages: 1 },
    ]);
  });

  test('gives the same catalogue whatever the order of messages and the numbers of clusters', async () => {
    const expected = await catalogueOf(inOrder);
    await fc.assert(
      fc.asyncProperty(fc.integer(), async (seed) => {
        const rng = rngFrom(seed);
        const order = inOrder.map((i) => [rng(), i] as const).toSorted((a, b) => a[0] - b[0]);
        expect(
          await catalogueOf(
            order.map(([, i]) => i),
            (label) => 100 - 3 * label,
          ),
        ).toEqual(expected);
      }),
      { numRuns: 5 },
    );
  });

  test('describes nothing as an empty catalogue, and one message as one group, theme and matter', async () => {
    expect(await catalogueOf([])).toEqual({ groups: [], themes: [], matters: [] });
    const { groups, themes, matters } = await catalogueOf([0]);
    expect([groups, themes, matters].map(([entry]) => entry!.counts.messages)).toEqual([1, 1, 1]);
    expect(new Set([groups[0]!.label, themes[0]!.label, matters[0]!.label]).size).toBe(3);
  });

  test('refuses levels that are not nested', async () => {
    const voices = [0, 1].map(voiceAt);
    const hierarchy = {
      group: Int32Array.of(0, 1),
      theme: Int32Array.of(0, 0),
      matter: Int32Array.of(0, 1),
      mean: new Float32Array(D),
    };
    await expect(
      describeThemes({ voices, vectors: bagOf(['a', 'b']), hierarchy, encoder, search, lang: 'zh' }),
    ).rejects.toThrow('not nested');
  });
});
