import { randomBytes } from 'node:crypto';
import type { Branded } from '../../kernel/index.ts';

/** The part of an address that names a code: `/s/K7M2PX9RD`. */
export type Slug = Branded<string, 'Slug'>;

/** Digits and capitals without 0 O 1 I L, which people mix up when they type from paper. */
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';

/**
 * 31⁹ ≈ 2.6 × 10¹³: with 1,500 codes in force, one guess in 17,000 million opens a page that hangs on a wall anyway;
 * read out in threes it is as long as a telephone number.
 */
const LENGTH = 9;

/** Largest multiple of 31 in a byte: what is above would make the first letters likelier. */
const FAIR = 256 - (256 % ALPHABET.length);

/** A new slug from `random` bytes (the machine's own by default); whether it is taken is the database's to say. */
export const newSlug = (random: (count: number) => Uint8Array = randomBytes): Slug => {
  let slug = '';
  while (slug.length < LENGTH)
    for (const byte of random(LENGTH))
      if (byte < FAIR && slug.length < LENGTH) slug += ALPHABET.charAt(byte % ALPHABET.length);
  return slug as Slug;
};

const SHAPE = new RegExp(`^[${ALPHABET}]{8,10}$`);

/** What a person typed or an address holds, as a slug: any case, full width, with blanks or hyphens. null: no slug. */
export const readSlug = (typed: string): Slug | null => {
  // 40: far longer than any slug with its blanks; nobody's megabyte is normalised.
  if (typed.length > 40) return null;
  const slug = typed
    .normalize('NFKC')
    .replace(/[\s\p{Pd}]/gu, '')
    .toUpperCase();
  return SHAPE.test(slug) ? (slug as Slug) : null;
};

/** In threes, as it is printed and read out: `K7M 2PX 9RD`. */
export const spokenSlug = (slug: Slug): string => slug.match(/.{1,3}/g)?.join(' ') ?? slug;

/** The address in a QR code. `publicUrl` is the configured one, without a slash at its end. */
export const codeUrl = (publicUrl: string, slug: Slug): string => `${publicUrl}/s/${slug}`;

/** Opens the bot with the code (https://core.telegram.org/bots/features#deep-linking: up to 64 of A-Z a-z 0-9 _ -). */
export const telegramUrl = (botName: string, slug: Slug): string => `https://t.me/${botName}?start=${slug}`;
