import {
  type Arrival,
  type ChannelDeps,
  type Handler,
  memorySeenUpdates,
} from '../../../src/channels/index.ts';
import type { Choice, Reply } from '../../../src/conversation/index.ts';

export const aReply = (reply: Partial<Reply> = {}): Reply => ({
  text: '您好',
  quotes: [],
  choices: [],
  hint: 'short',
  secret: false,
  lang: 'zh',
  ...reply,
});

export const aChoice = (choice: Partial<Choice> = {}): Choice => ({
  id: 'agree',
  number: 1,
  label: '同意',
  detail: null,
  ...choice,
});

export const aClock = (start = '2026-11-20T08:00:00.000Z') => {
  let time = Date.parse(start);
  return { now: () => new Date(time), pass: (ms: number) => (time += ms) };
};

/** What a channel is made with, and what the handler was told. */
export const someDeps = (handler: Handler = async () => [aReply()]) => {
  const arrivals: Arrival[] = [];
  const photos: Uint8Array[] = [];
  const clock = aClock();
  const deps: ChannelDeps = {
    handler: async (arrival) => {
      arrivals.push(arrival);
      return handler(arrival);
    },
    seen: memorySeenUpdates(),
    keepPhoto: async ({ bytes }) => {
      photos.push(bytes);
      // JPEG begins so; the real one decodes it.
      return bytes[0] === 0xff && bytes[1] === 0xd8
        ? { ok: true, photo: `photo-${photos.length}` }
        : { ok: false, why: 'notAPhoto' };
    },
    now: clock.now,
  };
  return { deps, arrivals, photos, clock };
};

export const JPEG = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]);
