import { randomBytes } from 'node:crypto';
import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { type KeepPhoto, PHOTO_BYTES } from '../channels/index.ts';
import { writeFileWhole } from '../platform/index.ts';

// Larger shows a deputy nothing more, and at 80 % it takes 200 to 400 kB.
const LONG_SIDE = 1600;
const QUALITY = 80;

// 100 megapixels take 300 MB to decode; no phone that residents hold makes more, and a "decompression bomb" does.
const PIXELS = 100_000_000;

/** The first bytes of what is decoded at all: whatever a file is called or says it is. */
const starts: readonly ((bytes: Uint8Array) => boolean)[] = [
  // JPEG, PNG, GIF
  (bytes) => bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff,
  (bytes) => Buffer.from(bytes.subarray(0, 8)).toString('latin1') === '\x89PNG\r\n\x1a\n',
  (bytes) => /^GIF8[79]a$/.test(Buffer.from(bytes.subarray(0, 6)).toString('latin1')),
  // WebP, AVIF
  (bytes) => /^RIFF....WEBP/s.test(Buffer.from(bytes.subarray(0, 12)).toString('latin1')),
  (bytes) => /^....ftypavi[fs]/s.test(Buffer.from(bytes.subarray(0, 12)).toString('latin1')),
];

const NAME = /^[0-9a-f]{32}\.jpg$/;

export type Photos = {
  readonly keep: KeepPhoto;
  /** Those that are there; a name that this store did not give changes nothing. */
  readonly drop: (photos: readonly string[]) => Promise<void>;
  /** Those that are there and were kept before that moment. */
  readonly keptBefore: (moment: Date) => Promise<string[]>;
  /** Where a kept photo lies; null for a name that this store did not give. */
  readonly fileOf: (photo: string) => string | null;
};

/** A JPEG without place, camera and time, upright, at most 1,600 pixels long. null: not a photo. */
const redrawn = async (bytes: Uint8Array): Promise<Buffer | null> => {
  if (!starts.some((matches) => matches(bytes))) return null;
  try {
    return await sharp(bytes, { limitInputPixels: PIXELS, failOn: 'error', pages: 1 })
      .autoOrient()
      .resize({ width: LONG_SIDE, height: LONG_SIDE, fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#ffffff' })
      .jpeg({ quality: QUALITY })
      .toBuffer();
  } catch {
    return null;
  }
};

/** Nothing where no photo was kept yet. */
const namesIn = async (dir: string): Promise<string[]> => {
  try {
    return await readdir(dir);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
};

/**
 * Photos as files of one folder, under names that nobody can guess; served to nobody without asking who asks.
 * @param dir A folder of their own, made when the first photo comes.
 */
export const photosIn = (dir: string): Photos => {
  const fileOf = (photo: string): string | null => (NAME.test(photo) ? path.join(dir, photo) : null);
  return {
    keep: async ({ bytes }) => {
      if (bytes.length > PHOTO_BYTES) return { ok: false, why: 'tooBig' };
      const jpeg = await redrawn(bytes);
      if (jpeg === null) return { ok: false, why: 'notAPhoto' };
      const photo = `${randomBytes(16).toString('hex')}.jpg`;
      await writeFileWhole(path.join(dir, photo), jpeg);
      return { ok: true, photo };
    },
    drop: async (photos) => {
      for (const photo of photos) {
        const file = fileOf(photo);
        if (file !== null) await rm(file, { force: true });
      }
    },
    keptBefore: async (moment) => {
      const photos = [];
      for (const photo of await namesIn(dir)) {
        const file = fileOf(photo);
        // Removed since the folder was read: not there.
        const kept = file === null ? undefined : await stat(file).catch(() => undefined);
        if (kept !== undefined && kept.mtime < moment) photos.push(photo);
      }
      return photos;
    },
    fileOf,
  };
};
