import { type ErasableVectorStore, widthOf } from './vector-store.ts';

/** Vectors for as long as the process lives. */
export const memoryVectorStore = (): ErasableVectorStore => {
  const models = new Map<string, Map<string, Float32Array>>();
  return {
    read: async (model, hashes) => {
      const known = models.get(model);
      const found = new Map<string, Float32Array>();
      if (known === undefined) return found;
      for (const hash of hashes) {
        const vector = known.get(hash);
        if (vector !== undefined) found.set(hash, vector);
      }
      return found;
    },
    write: async (model, entries) => {
      widthOf(entries);
      const known = models.get(model) ?? new Map<string, Float32Array>();
      models.set(model, known);
      for (const { hash, vector } of entries) if (!known.has(hash)) known.set(hash, vector);
    },
    drop: async (hashes) => {
      for (const known of models.values()) for (const hash of hashes) known.delete(hash);
    },
    hashes: async function* () {
      for (const known of models.values()) yield [...known.keys()];
    },
  };
};
