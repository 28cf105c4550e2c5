import { setImmediate as nextTurn } from 'node:timers/promises';
import { type ErasableVectorStore, textHash } from '../embedding/index.ts';
import { analysisText, forget, loadMessages, namedPhotos, SERVED_CHUNK } from '../intake/index.ts';
import type { Db, logger } from '../platform/index.ts';
import { photosOfDraft } from './converse.ts';
import type { Photos } from './keep-photo.ts';
import type { SimilarIndex } from './similar.ts';

export type HousekeepingDeps = {
  readonly db: Db;
  readonly store: ErasableVectorStore;
  readonly similar: Pick<SimilarIndex, 'removed'>;
  readonly photos: Pick<Photos, 'drop' | 'keptBefore'>;
  /** As the privacy notice says. */
  readonly keepMonths: number;
  readonly now: () => Date;
  readonly log: ReturnType<typeof logger>;
};

export type Tidied = { readonly messages: number; readonly photos: number; readonly vectors: number };

// 500 texts take 7 ms to bring into the form that machines compare: pages are served in between. All of 35,000
// messages with two models' vectors took 1.4 s of computing on PGlite.
const SLICE = 500;

/** Vectors of texts that no filed message has: of what was forgotten, or withdrawn while somebody was embedding it. */
const dropStrayVectors = async (
  { db, store }: Pick<HousekeepingDeps, 'db' | 'store'>,
  signal: AbortSignal,
): Promise<number> => {
  // Vectors first, messages then: what is filed and embedded meanwhile is in neither list.
  const stray = new Set<string>();
  for await (const hashes of store.hashes()) for (const hash of hashes) stray.add(hash);
  if (stray.size === 0) return 0;
  for await (const messages of loadMessages(db, {}, { chunk: SERVED_CHUNK }))
    for (const [i, { text }] of messages.entries()) {
      if (i % SLICE === 0) await nextTurn();
      signal.throwIfAborted();
      stray.delete(textHash(analysisText(text)));
    }
  await store.drop([...stray]);
  return stray.size;
};

/** A photo is kept before the draft that names it is saved, and a page may send both late. */
const DAY_MS = 86_400_000;

/** Photos that nothing names: the process was killed when it had just kept them, or was about to remove them. */
const dropStrayPhotos = async ({ db, photos, now }: HousekeepingDeps): Promise<string[]> => {
  const there = await photos.keptBefore(new Date(now().getTime() - DAY_MS));
  if (there.length === 0) return [];
  const named = await namedPhotos(db, photosOfDraft);
  // A database that names none of them is not theirs: somebody started with another one, and will want them back.
  if (there.every((photo) => !named.has(photo))) return [];
  const stray = there.filter((photo) => !named.has(photo));
  await photos.drop(stray);
  return stray;
};

/**
 * What an office promises and nobody should have to remember: messages, drafts, photos and marks whose time is over go,
 * and whatever is left of words that are gone. Safe to run twice, in two processes at once, and to kill.
 */
export const tidyUp = async (deps: HousekeepingDeps, signal: AbortSignal): Promise<Tidied> => {
  const { db, similar, photos, keepMonths, now, log } = deps;
  const retention = { now: now(), keepMonths, photosIn: photosOfDraft, dropPhotos: photos.drop };
  const { messages, photos: forgotten } = await forget(db, retention);
  // Their vectors go below, with all others that no message has.
  for (const id of messages) similar.removed(id, []);
  const vectors = await dropStrayVectors(deps, signal);
  const stray = await dropStrayPhotos(deps);
  const tidied = { messages: messages.length, photos: forgotten.length + stray.length, vectors };
  log.info(tidied, 'tidied up');
  return tidied;
};
