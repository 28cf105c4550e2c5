import { createHmac, createSecretKey, randomBytes } from 'node:crypto';
import { sameSecret } from '../secrets.ts';

export type Session =
  | {
      readonly kind: 'valid';
      /** The channel's id of the person; of no use without the cookie's signature. */
      readonly person: string;
      /** True in the second half of the cookie's life: give a new one (`renew`). */
      readonly ageing: boolean;
    }
  | { readonly kind: 'expired' }
  /** No cookie, or one that was not made here: a new session begins, and nobody is told what was wrong. */
  | { readonly kind: 'none' };

export type Sessions = {
  readonly open: () => { readonly person: string; readonly cookie: string };
  readonly renew: (person: string) => string;
  readonly read: (cookie: string | undefined) => Session;
  /** For the cookie's Max-Age. */
  readonly maxAgeSeconds: number;
};

// Half a year: what became of a message may take that long to be told.
const DAYS = 180;
const DAY = 86_400;
const shape = /^v1\.([\w-]{32})\.(\d{1,12})\.([\w-]{43})$/;

/**
 * Sessions without a table: the cookie holds a random id and when it was given out, signed by `key` (HMAC-SHA256).
 * @param key At least 32 bytes; with another key all sessions begin anew.
 */
export const createSessions = ({
  key,
  now,
  random = randomBytes,
}: {
  key: Uint8Array;
  now: () => Date;
  random?: (size: number) => Uint8Array;
}): Sessions => {
  const seconds = (): number => Math.floor(now().getTime() / 1000);
  const signing = createSecretKey(key);
  const sign = (text: string): string =>
    createHmac('sha256', signing).update(text, 'utf8').digest('base64url');
  const cookieOf = (person: string): string => {
    const text = `v1.${person}.${seconds()}`;
    return `${text}.${sign(text)}`;
  };
  return {
    open: () => {
      const person = Buffer.from(random(24)).toString('base64url'); // 192 bits: never the same twice, never guessed
      return { person, cookie: cookieOf(person) };
    },
    renew: cookieOf,
    read: (cookie = '') => {
      const parts = shape.exec(cookie);
      if (parts === null) return { kind: 'none' };
      const [, person = '', given = '', signature = ''] = parts;
      if (!sameSecret(signature, sign(`v1.${person}.${given}`))) return { kind: 'none' };
      const age = seconds() - Number(given);
      if (age > DAYS * DAY) return { kind: 'expired' };
      return { kind: 'valid', person, ageing: age > (DAYS / 2) * DAY };
    },
    maxAgeSeconds: DAYS * DAY,
  };
};
