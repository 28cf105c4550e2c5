import { pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { bytes } from '../platform/index.ts';

/**
 * Vectors by model and by the hash of the text, not by message: a text that a thousand residents send is embedded
 * once. No foreign key, so that "N others said so" works before a message is filed; the vectors of texts that no message
 * has any more are taken out (`drop`).
 */
export const embeddings = pgTable(
  'embeddings',
  {
    /** `modelKey`: name and fingerprint, so that vectors of different models never mix. */
    model: text().notNull(),
    textHash: text('text_hash').notNull(),
    /** float32, little-endian, of the model's width. */
    vector: bytes().notNull(),
  },
  (table) => [primaryKey({ columns: [table.model, table.textHash] })],
);
