import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { portrait } from '../../documents/index.ts';
import { writeFileWhole } from '../../platform/index.ts';
import type { DeputyRow } from '../model.ts';
import type { IncomingOrganisation } from './check.ts';
import type { Incoming } from './parse.ts';
import type { Remark } from './read.ts';
import { wrong } from './words.ts';

// A phone's photo has up to 15 MB; more is no portrait.
const LIMIT_BYTES = 30 * 1024 * 1024;

/** Names like `../../etc/passwd` are no photos: only a file that lies in the folder itself. */
const inside = (folder: string, name: string): string | null =>
  name === path.basename(name) && !name.startsWith('.') ? path.join(folder, name) : null;

const bytesOf = async (file: string): Promise<Uint8Array | null> => {
  const found = await stat(file).catch(() => null);
  if (!found?.isFile() || found.size > LIMIT_BYTES) return null;
  return readFile(file).catch(() => null);
};

export type KeptPhotos = {
  readonly deputies: readonly Incoming<DeputyRow>[];
  /** Portraits by the names under which they are kept. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly remarks: readonly Remark[];
};

/**
 * The portraits that the rows name, re-encoded without the camera's metadata and named by their own hash: the same
 * photo gives the same name, so nothing changes at a second import. A photo that is missing or broken keeps nobody out;
 * the deputy's earlier portrait, if there is one, stays.
 */
export const keepPhotos = async (incoming: IncomingOrganisation, folder: string): Promise<KeptPhotos> => {
  const files = new Map<string, Uint8Array>();
  const remarks: Remark[] = [];
  const deputies: Incoming<DeputyRow>[] = [];
  for (const { origin, draft } of incoming.deputies) {
    if (draft.photo === undefined || draft.photo === null) {
      deputies.push({ origin, draft });
      continue;
    }
    const file = inside(folder, draft.photo);
    const bytes = file === null ? null : await bytesOf(file);
    const jpeg = bytes === null ? null : await portrait(bytes);
    if (jpeg === null) {
      const words = bytes === null ? wrong.noPhoto(draft.photo, folder) : wrong.notPhoto(draft.photo);
      remarks.push({ ...origin, words });
      deputies.push({ origin, draft: { ...draft, photo: undefined } });
      continue;
    }
    const name = `${createHash('sha256').update(jpeg).digest('hex').slice(0, 32)}.jpg`;
    files.set(name, jpeg);
    deputies.push({ origin, draft: { ...draft, photo: name } });
  }
  return { deputies, files, remarks };
};

export const writePhotos = async (
  files: ReadonlyMap<string, Uint8Array>,
  photoDir: string,
): Promise<void> => {
  for (const [name, jpeg] of files) {
    const file = path.join(photoDir, name);
    // Named by its hash: what is there under this name is this portrait.
    if ((await stat(file).catch(() => null)) === null) await writeFileWhole(file, jpeg);
  }
};
