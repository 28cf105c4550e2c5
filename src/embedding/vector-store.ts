import { sha256 } from '../platform/index.ts';

/**
 * Where vectors are kept between runs. Vectors that are handed over or given out belong to both sides from then on:
 * nobody changes them.
 */
export type VectorStore = {
  /** The vectors of those `hashes` that the store has under `model`; the others are absent from the map. */
  readonly read: (model: string, hashes: readonly string[]) => Promise<Map<string, Float32Array>>;
  /** All entries or none, also when the process is killed meanwhile. A hash that is there already keeps its vector. */
  readonly write: (model: string, entries: readonly VectorEntry[]) => Promise<void>;
};

/**
 * A store from which the vectors of single texts can be taken out: a vector tells roughly what a text said. Vectors
 * beside a file (`folderVectorStore`) go as a whole, with their folder.
 */
export type ErasableVectorStore = VectorStore & {
  /** Takes the vectors of these texts out, whatever model made them. */
  readonly drop: (hashes: readonly string[]) => Promise<void>;
  /** The hashes of all texts that have a vector, in chunks; once for each model that made one. */
  readonly hashes: () => AsyncGenerator<readonly string[]>;
};

export type VectorEntry = { readonly hash: string; readonly vector: Float32Array };

/** SHA-256 of the text as UTF-8, 64 hexadecimal digits. Half a surrogate pair counts as U+FFFD, as the model reads it. */
export const textHash = (text: string): string => sha256(text);

/** How many numbers each vector has. @throws Error where they differ: nothing of such a batch may be kept */
export const widthOf = (entries: readonly VectorEntry[]): number => {
  const width = entries[0]?.vector.length ?? 0;
  if (entries.some(({ vector }) => vector.length !== width))
    throw new Error('vectors of one model differ in width');
  return width;
};
