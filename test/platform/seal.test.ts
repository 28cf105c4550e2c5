import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { BadSetup } from '../../src/kernel/index.ts';
import { loadSecret, newSealer, secretOf } from '../../src/platform/index.ts';
import { parseSealKeys } from '../../src/platform/seal.ts';
import { aFolder } from '../support/folders.ts';

const key = (id: string, fill: number) => ({ id, key: Buffer.alloc(32, fill) });
const context = { purpose: 'original', id: '7' };

/** OpenSSL's words for a wrong tag; our own for a changed version byte. */
const REFUSED = /unable to authenticate|unknown form/;

describe('what is sealed', () => {
  test('opens again, letter for letter, and never looks the same twice', () => {
    const sealer = newSealer([key('a', 1)]);
    const text = '我叫王建国，電話138👀\u200B';
    const [one, two] = [sealer.seal(text, context), sealer.seal(text, context)];
    expect(sealer.open(one, context)).toBe(text);
    expect(one.bytes).not.toEqual(two.bytes);
    // Version, nonce and tag around as many bytes as the text has in UTF-8.
    expect(one.bytes.length).toBe(1 + 12 + Buffer.byteLength(text) + 16);
  });

  test('does not open for another thing, another purpose, another key, or after a change of one bit', () => {
    const sealer = newSealer([key('a', 1)]);
    const sealed = sealer.seal('文', context);
    expect(() => sealer.open(sealed, { ...context, id: '8' })).toThrow(REFUSED);
    expect(() => sealer.open(sealed, { ...context, purpose: 'address' })).toThrow(REFUSED);
    expect(() => newSealer([key('a', 2)]).open(sealed, context)).toThrow(REFUSED);
    for (let at = 0; at < sealed.bytes.length; at++) {
      const changed = Buffer.from(sealed.bytes);
      changed[at]! ^= 1;
      expect(() => sealer.open({ ...sealed, bytes: changed }, context)).toThrow(REFUSED);
    }
  });

  test('opens after a rotation as long as the former key is given, and says which is missing where not', () => {
    const sealed = newSealer([key('old', 1)]).seal('文', context);
    const both = newSealer([key('new', 2), key('old', 1)]);
    expect(both.open(sealed, context)).toBe('文');
    expect(both.seal('文', context).keyId).toBe('new');
    expect(() => newSealer([key('new', 2)]).open(sealed, context)).toThrow(BadSetup);
    expect(() => newSealer([key('new', 2)]).open(sealed, context)).toThrow(/"old" is missing/);
  });

  test('opens what node’s own WebCrypto made in the same form', async () => {
    const raw = await crypto.subtle.importKey('raw', Buffer.alloc(32, 1), 'AES-GCM', false, ['encrypt']);
    const nonce = Buffer.alloc(12, 9);
    const additionalData = Buffer.from('[1,"a","original","7"]');
    const made = await crypto.subtle.encrypt(
      { name: 'AES-GCM', iv: nonce, additionalData },
      raw,
      Buffer.from('文'),
    );
    const bytes = Buffer.concat([Buffer.of(1), nonce, Buffer.from(made)]);
    expect(newSealer([key('a', 1)]).open({ keyId: 'a', bytes }, context)).toBe('文');
  });

  test.each(['', 'a', 'a:', 'a:AAAA', `a b:${'A'.repeat(43)}=`, `a:${'A'.repeat(43)}=,a:${'B'.repeat(43)}=`])(
    'has no keys in %j',
    (value) => expect(parseSealKeys(value)).toBeNull(),
  );
});

describe('the secret', () => {
  test('is made once, for its owner alone, and found again', async () => {
    const dataDir = path.join(await aFolder(), 'data');
    const made = await Promise.all([1, 2, 3].map(() => loadSecret({ secret: null, dataDir })));
    const again = await loadSecret({ secret: null, dataDir });
    const values = [...made, again].map((secret) => secret.mac('p', 'x').toString('hex'));
    expect(new Set(values).size).toBe(1);
    expect(statSync(path.join(dataDir, 'secret')).mode & 0o777).toBe(0o600);
    expect(readFileSync(path.join(dataDir, 'secret'), 'utf8')).toMatch(/^[\w-]{43}\n$/);
  });

  test('is not written anywhere where the environment gives it', async () => {
    const dataDir = await aFolder();
    await loadSecret({ secret: 'x'.repeat(32), dataDir });
    expect(existsSync(path.join(dataDir, 'secret'))).toBe(false);
  });

  test('says what to do where its file was emptied, instead of taking an empty one', async () => {
    const dataDir = await aFolder();
    writeFileSync(path.join(dataDir, 'secret'), '');
    await expect(loadSecret({ secret: null, dataDir })).rejects.toThrow(/Restore it from a backup/);
  });

  test('keeps purposes and parts apart', () => {
    const { mac } = secretOf('a'.repeat(32));
    const hex = (purpose: string, ...parts: string[]): string => mac(purpose, ...parts).toString('hex');
    expect(new Set([hex('p', 'a', 'bc'), hex('p', 'ab', 'c'), hex('p', 'abc'), hex('q', 'abc')]).size).toBe(
      4,
    );
    expect(hex('p', 'abc')).toBe(hex('p', 'abc'));
  });

  test('seals by itself where no key is given, and opens that after keys were set', () => {
    const secret = secretOf('a'.repeat(32));
    const sealed = secret.sealer().seal('地址', context);
    expect(sealed.keyId).toBe('secret');
    expect(secret.sealer([key('a', 1)]).open(sealed, context)).toBe('地址');
    expect(secret.sealer([key('a', 1)]).current).toBe('a');
    // On the way back, before the office takes its keys away.
    expect(secret.sealer([key('a', 1)], 'secret').current).toBe('secret');
  });
});
