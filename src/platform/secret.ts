import { createHmac, createSecretKey, hkdfSync, type KeyObject, randomBytes } from 'node:crypto';
import { chmod, link, open, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { BadSetup } from '../kernel/index.ts';
import { ensureFolder, mendable } from './files.ts';
import { newSealer, OWN_KEY, type Sealer, type SealKey } from './seal.ts';

/** What keyed hashes are made with. It never leaves this object. */
export type Secret = {
  /**
   * HMAC-SHA-256 of the parts under a key of this purpose alone, 32 bytes. Parts are told apart: ['a', 'bc'] and
   * ['ab', 'c'] give different values.
   */
  readonly mac: (purpose: string, ...parts: readonly string[]) => Buffer;
  /**
   * Seals what must be readable again, such as addresses: by the first of `keys`, or by a key of the secret's own where
   * there is none or `by` asks for it. Opens what any of them sealed.
   */
  readonly sealer: (keys?: readonly SealKey[], by?: 'keys' | 'secret') => Sealer;
};

export const secretOf = (words: string): Secret => {
  // Key objects: with plain bytes each HMAC spends 15 µs on the key, with these 2.
  const keys = new Map<string, KeyObject>();
  const keyOf = (purpose: string): KeyObject => {
    let key = keys.get(purpose);
    if (key === undefined) {
      // RFC 5869; the purpose keeps a hash of one kind from being taken for another.
      key = createSecretKey(Buffer.from(hkdfSync('sha256', words, 'mashang', purpose, 32)));
      keys.set(purpose, key);
    }
    return key;
  };
  return {
    mac: (purpose, ...parts) => createHmac('sha256', keyOf(purpose)).update(JSON.stringify(parts)).digest(),
    sealer: (given = [], by = 'keys') => {
      const own = { id: OWN_KEY, key: keyOf('seal').export() };
      return newSealer(by === 'keys' ? [...given, own] : [own, ...given]);
    },
  };
};

const read = async (file: string): Promise<string | null> => {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
};

/** Written beside and linked: of two processes that start at once, both end up with the one that was first. */
const create = async (file: string): Promise<void> => {
  const beside = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  const handle = await open(beside, 'wx', 0o600);
  try {
    await handle.writeFile(`${randomBytes(32).toString('base64url')}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  try {
    await link(beside, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(beside, { force: true });
  }
};

/**
 * The secret that the configuration names, or the one in `dataDir/secret`, which is made on first use and readable by
 * its owner alone.
 * @throws BadSetup where the file cannot be read or written, or was emptied.
 */
export const loadSecret = async (options: { secret: string | null; dataDir: string }): Promise<Secret> => {
  if (options.secret !== null) return secretOf(options.secret);
  const file = path.join(options.dataDir, 'secret');
  await ensureFolder(options.dataDir);
  const words = await mendable(file, async () => {
    const there = await read(file);
    if (there === null) await create(file);
    // Copied back from a backup it may have become readable for others; a file system without modes says so by an error.
    else await chmod(file, 0o600).catch(() => undefined);
    return there ?? (await read(file)) ?? '';
  });
  if (words.length < 32)
    throw new BadSetup({
      zh: `${file} 的内容不完整。请从备份恢复它；没有备份时删去它会重新生成，但旧的回执将再也查不到。`,
      en: `${file} is not whole. Restore it from a backup; without one, remove it and it is made anew, but no former receipt will be found again.`,
    });
  return secretOf(words);
};
