import { type Api, GrammyError } from 'grammy';
import { PHOTO_BYTES } from '../contract.ts';
import { readLimited } from '../read-limited.ts';

// A phone's photo of 5 MB takes a few seconds; whoever waits longer is better told to send it again.
const DOWNLOAD_MS = 20_000;

// Bots get files of up to 20 MB; a size is not always told before.
const TOO_BIG = /file is too big/i;

/**
 * The bytes of a file at Telegram, or null where they are more than `PHOTO_BYTES`.
 * @throws where it could not be loaded; the address holds the token and is in no error.
 */
export const download = async ({
  api,
  file,
  root,
  token,
}: {
  api: Api;
  file: string;
  root: string;
  token: string;
}): Promise<Uint8Array | null> => {
  const found = await api.getFile(file).catch((error: unknown) => {
    if (error instanceof GrammyError && TOO_BIG.test(error.description)) return null;
    throw error;
  });
  if (found === null || (found.file_size ?? 0) > PHOTO_BYTES) return null;
  const path = found.file_path;
  if (path === undefined) throw new Error('Telegram named no path for a file');
  const response = await fetch(`${root}/file/bot${token}/${path}`, {
    signal: AbortSignal.timeout(DOWNLOAD_MS),
  }).catch((error: unknown) => {
    throw new Error('a file at Telegram could not be loaded', {
      cause: error instanceof Error ? error.name : undefined,
    });
  });
  if (!response.ok) {
    await response.body?.cancel();
    throw new Error(`a file at Telegram was answered with ${response.status}`);
  }
  return readLimited(response, PHOTO_BYTES);
};
