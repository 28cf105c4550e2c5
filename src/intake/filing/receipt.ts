import type { Secret } from '../../platform/index.ts';

// 32 characters, five bits each: without 0 and O, 1 and I.
const ALPHABET = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
/** 12 characters are 60 bits: guessing a million a second, one of 35,000 receipts is hit after half a year. */
const LENGTH = 12;
const PREFIX = 'MS';

/**
 * The receipt that belongs to these parts, such as `MS-7KQ4-9FWD-X2PB`: always the same, and from nothing but the
 * secret. So it can be shown again when a confirmation is repeated, though only its hash is stored.
 */
export const deriveReceipt = (secret: Secret, ...parts: readonly string[]): string => {
  const bytes = secret.mac('receipt', ...parts);
  let body = '';
  // 256 is a multiple of 32: every character is equally likely.
  for (let at = 0; at < LENGTH; at++) body += ALPHABET[(bytes[at] ?? 0) % ALPHABET.length];
  return [PREFIX, body.slice(0, 4), body.slice(4, 8), body.slice(8)].join('-');
};

/** A receipt as somebody typed it, in its one form; null where it can be none. `MS` may be left out. */
export const readReceipt = (typed: string): string | null => {
  const bare = typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '');
  const body =
    bare.length === LENGTH + PREFIX.length && bare.startsWith(PREFIX) ? bare.slice(PREFIX.length) : bare;
  return body.length === LENGTH && Array.from(body).every((char) => ALPHABET.includes(char))
    ? `${PREFIX}${body}`
    : null;
};

/** What is stored of a receipt: 64 hexadecimal digits. @throws Error where it is none. */
export const receiptHash = (secret: Secret, receipt: string): string => {
  const canonical = readReceipt(receipt);
  if (canonical === null) throw new Error('not a receipt');
  return secret.mac('receipt-hash', canonical).toString('hex');
};
