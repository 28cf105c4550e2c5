import { createHash } from 'node:crypto';

/**
 * The text as a database can hold it: without U+0000, which PostgreSQL refuses, and with U+FFFD for half a surrogate
 * pair, which has no UTF-8. Whatever is measured, hashed or quoted must be measured, hashed and quoted after this, or a
 * verbatim quote would not be found again. The same text is returned where nothing needs to change.
 */
export const storableText = (text: string): string => {
  const clean = text.includes('\0') ? text.replaceAll('\0', '') : text;
  return clean.isWellFormed() ? clean : clean.toWellFormed();
};

/** SHA-256 of the UTF-8 bytes, 64 hexadecimal digits. */
export const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');
