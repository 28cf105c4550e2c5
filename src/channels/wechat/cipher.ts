import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { BadSetup, ok, type Result, refuse } from '../../kernel/index.ts';
import { sameSecret } from '../secrets.ts';

// WeChat's message encryption (开放平台“消息加解密”): AES-256-CBC, the key's first 16 bytes as IV, and PKCS#7 padding to
// blocks of 32 bytes, not the cipher's 16.
const BLOCK = 32;
const RANDOM = 16;
const LENGTH = 4;

/** Hex SHA-1 over the sorted parts: of token, timestamp, nonce, and in AES mode the ciphertext. */
export const signatureOf = (...parts: readonly string[]): string =>
  createHash('sha1').update(parts.toSorted(byCodeUnit).join(''), 'utf8').digest('hex');

// WeChat's samples sort as strings of bytes; the parts are ASCII, and a locale's order would differ.
const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export const isSigned = (signature: string, ...parts: readonly string[]): boolean =>
  sameSecret(signature, signatureOf(...parts));

export type Cipher = {
  readonly encrypt: (message: string) => string;
  /** Refuses, without saying why, what is not encrypted with this key for this account. */
  readonly decrypt: (base64: string) => Result<string, 'notOurs'>;
};

/**
 * @param aesKey The 43 characters of EncodingAESKey.
 * @throws BadSetup for a key of another length.
 */
export const createCipher = (
  aesKey: string,
  appId: string,
  random: (size: number) => Uint8Array = randomBytes,
): Cipher => {
  const key = Buffer.from(`${aesKey}=`, 'base64');
  if (aesKey.length !== 43 || key.length !== 32) {
    throw new BadSetup({
      zh: 'WECHAT_AES_KEY 应为公众号后台“消息加解密密钥”的 43 个字符。',
      en: 'WECHAT_AES_KEY must be the 43 characters of EncodingAESKey in the account’s settings.',
    });
  }
  const iv = key.subarray(0, 16);

  return {
    encrypt: (message) => {
      const content = Buffer.from(message, 'utf8');
      const length = Buffer.alloc(LENGTH);
      length.writeUInt32BE(content.length);
      const plain = Buffer.concat([random(RANDOM), length, content, Buffer.from(appId, 'utf8')]);
      const pad = BLOCK - (plain.length % BLOCK);
      const cipher = createCipheriv('aes-256-cbc', key, iv).setAutoPadding(false);
      return Buffer.concat([
        cipher.update(Buffer.concat([plain, Buffer.alloc(pad, pad)])),
        cipher.final(),
      ]).toString('base64');
    },
    decrypt: (base64) => {
      const sealed = Buffer.from(base64, 'base64');
      if (sealed.length === 0 || sealed.length % 16 !== 0) return refuse('notOurs');
      const decipher = createDecipheriv('aes-256-cbc', key, iv).setAutoPadding(false);
      const plain = Buffer.concat([decipher.update(sealed), decipher.final()]);
      const pad = plain.at(-1) ?? 0;
      const end = plain.length - pad;
      if (pad < 1 || pad > BLOCK || end < RANDOM + LENGTH) return refuse('notOurs');
      if (plain.subarray(end).some((byte) => byte !== pad)) return refuse('notOurs');
      const start = RANDOM + LENGTH;
      const length = plain.readUInt32BE(RANDOM);
      if (start + length > end) return refuse('notOurs');
      const owner = plain.subarray(start + length, end).toString('utf8');
      if (!sameSecret(owner, appId)) return refuse('notOurs');
      return ok(plain.subarray(start, start + length).toString('utf8'));
    },
  };
};
