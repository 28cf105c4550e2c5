import { pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import { bytes } from '../platform/index.ts';

/**
 * Vectors by model and by the hash of the text, not by message: a text that a thousand residents send is embedded
 * once, and masking or withdrawing a message leaves no words here. No foreign key, so that "N others said so" works
 * before a message is filed.
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
