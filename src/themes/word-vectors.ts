import { type Rows, rowOf } from '../kernel/index.ts';
import { BREAK, type Corpus } from './corpus.ts';
import type { Tree } from './members.ts';
import type { Term } from './term.ts';

/** Messages that a word is short of, so to speak: what only two say means less than what twenty say. */
const SHRINK = 3;

export type WordVectors = ReadonlyMap<string, Float32Array>;

/**
 * What words mean in these messages: of each, the mean of the centred vectors of the messages that use it, drawn towards
 * zero where few do. A word that all speak of alike (根本, 看着) comes out near zero, one of a single subject near it. It
 * takes no encoder: 10,000 words of 33,000 messages are 0.2 s, and 7 s to embed.
 */
export const wordVectors = (tree: Tree, corpus: Corpus, terms: readonly Term[]): WordVectors => {
  const { centred } = tree;
  const slots = new Map([...new Set(terms.map(({ word }) => word))].map((word, slot) => [word, slot]));
  const slotOf = new Int32Array(corpus.words.length).fill(-1);
  for (const [word, slot] of slots) slotOf[corpus.numbers.get(word) ?? -1] = slot;
  const sums: Rows = { data: new Float32Array(slots.size * centred.d), n: slots.size, d: centred.d };
  const counts = new Int32Array(slots.size);
  const seen = new Int32Array(slots.size).fill(-1);
  corpus.sequences.forEach((sequence, row) => {
    if (tree.voices[row]!.copyOf !== null) return;
    const vector = rowOf(centred, row);
    for (const word of sequence) {
      const slot = word === BREAK ? -1 : slotOf[word]!;
      if (slot === -1 || seen[slot] === row) continue;
      seen[slot] = row;
      counts[slot]!++;
      const start = slot * centred.d;
      for (let t = 0; t < centred.d; t++) sums.data[start + t]! += vector[t]!;
    }
  });
  for (let slot = 0; slot < slots.size; slot++) {
    const scale = 1 / (counts[slot]! + SHRINK);
    const start = slot * centred.d;
    for (let t = start; t < start + centred.d; t++) sums.data[t] = sums.data[t]! * scale;
  }
  return new Map(Array.from(slots, ([word, slot]) => [word, rowOf(sums, slot)]));
};
