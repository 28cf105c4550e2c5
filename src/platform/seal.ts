import { createCipheriv, createDecipheriv, createSecretKey, randomBytes } from 'node:crypto';
import { BadSetup } from '../kernel/index.ts';

/** A key of 32 bytes and the name under which what it sealed is kept. */
export type SealKey = { readonly id: string; readonly key: Uint8Array };

/** What is sealed belongs to one purpose and one thing: moved elsewhere, it does not open. */
export type SealedFor = { readonly purpose: string; readonly id: string };

export type Sealed = { readonly keyId: string; readonly bytes: Uint8Array };

export type Sealer = {
  /** Id of the key that seals now: what has another one is due for rotation. */
  readonly current: string;
  readonly seal: (text: string, context: SealedFor) => Sealed;
  /** @throws BadSetup where the key is not among those given; Error where the bytes were changed or moved. */
  readonly open: (sealed: Sealed, context: SealedFor) => string;
};

// NIST SP 800-38D: 96-bit nonces. Chosen at random they are safe for 2³² texts a key; a city writes 35,000 a year.
const NONCE = 12;
const TAG = 16;
const VERSION = 1;
const KEY = 32;

/** Key id of what is sealed by the installation's secret (`secret.ts`): no other key may have it. */
export const OWN_KEY = 'secret';

/** `id:base64[,id:base64 …]`, the current key first; null where it is anything else. */
export const parseSealKeys = (value: string): SealKey[] | null => {
  const keys = value
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => {
      const [, id = '', base64 = ''] = /^([A-Za-z0-9_-]{1,32}):([A-Za-z0-9+/]{43}=)$/.exec(part) ?? [];
      return { id, key: Buffer.from(base64, 'base64') };
    });
  const ids = new Set(keys.map(({ id }) => id));
  return keys.length > 0 &&
    ids.size === keys.length &&
    keys.every(({ id, key }) => id !== '' && id !== OWN_KEY && key.length === KEY)
    ? keys
    : null;
};

/** Additional data: everything in it is checked on opening and none of it is kept in the bytes. */
const additional = (keyId: string, { purpose, id }: SealedFor): Buffer =>
  Buffer.from(JSON.stringify([VERSION, keyId, purpose, id]));

const noSuchKey = (id: string): BadSetup =>
  new BadSetup({
    zh: `打不开已加密的内容：缺少密钥“${id}”。请把它加回 MASHANG_SEAL_KEYS（排在当前密钥之后）；若是“secret”，请恢复原来的 MASHANG_SECRET 或数据文件夹里的 secret 文件。`,
    en: `What is sealed cannot be opened: the key "${id}" is missing. Put it back into MASHANG_SEAL_KEYS, after the current one; if it is "secret", restore the former MASHANG_SECRET or the file secret in the data folder.`,
  });

/** AES-256-GCM. The bytes are a version (1), the nonce (12), the ciphertext and the tag (16). The first key seals. */
export const newSealer = (keys: readonly SealKey[]): Sealer => {
  const byId = new Map(keys.map(({ id, key }) => [id, createSecretKey(key)]));
  const [first] = [...byId].map(([id, key]) => ({ id, key }));
  if (first === undefined) throw new Error('a sealer needs a key');
  return {
    current: first.id,
    seal: (text, context) => {
      const nonce = randomBytes(NONCE);
      const cipher = createCipheriv('aes-256-gcm', first.key, nonce, { authTagLength: TAG });
      cipher.setAAD(additional(first.id, context));
      const hidden = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return {
        keyId: first.id,
        bytes: Buffer.concat([Buffer.of(VERSION), nonce, hidden, cipher.getAuthTag()]),
      };
    },
    open: ({ keyId, bytes }, context) => {
      const key = byId.get(keyId);
      if (key === undefined) throw noSuchKey(keyId);
      if (bytes[0] !== VERSION || bytes.length < 1 + NONCE + TAG)
        throw new Error('sealed bytes of an unknown form');
      const tagAt = bytes.length - TAG;
      const cipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(1, 1 + NONCE), {
        authTagLength: TAG,
      });
      cipher.setAAD(additional(keyId, context));
      cipher.setAuthTag(bytes.subarray(tagAt));
      return Buffer.concat([cipher.update(bytes.subarray(1 + NONCE, tagAt)), cipher.final()]).toString(
        'utf8',
      );
    },
  };
};
