import type { Branded } from '../../kernel/index.ts';
import type { Secret } from '../../platform/index.ts';

/** Hex of 32 bytes. */
export type PersonHash = Branded<string, 'PersonHash'>;

/** A person on a channel, as far as anything is stored of whom it is: a keyed hash of the channel's own id. */
export type Person = { readonly channel: string; readonly hash: PersonHash };

/** `id` is the channel's own id of the person: here it ends. */
export const personOf = (secret: Secret, channel: string, id: string): Person => ({
  channel,
  hash: secret.mac('person', channel, id).toString('hex') as PersonHash,
});

/** The unkeyed hash of an imported author under a key; made from the hash, so that old rows can be keyed too. */
export const keyedAuthor = (secret: Secret, channel: string, hash: string): string =>
  secret.mac('author', channel, hash).toString('hex');
