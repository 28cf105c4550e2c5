import type { Lang, Reply, Said } from '../conversation/index.ts';

/** A city's own channel adds its name here and its folder beside the others. */
export const channelNames = ['web-chat', 'telegram', 'wechat', 'http-api'] as const;
export type ChannelName = (typeof channelNames)[number];

/** What a resident did, told the same way by every channel. */
export type Arrival = {
  readonly channel: ChannelName;
  /** The channel's own id of the person: stored as a keyed hash only, never logged. */
  readonly person: string;
  /** All that is needed to write to the person later: sealed at rest, never logged. Opaque outside its channel. */
  readonly address: string;
  /** Unique within the channel; the same when the platform repeats itself. At most 200 characters. */
  readonly updateId: string;
  readonly said: Said;
  /** The language of the person's app or browser. */
  readonly lang: Lang;
  /** When the platform received it, ISO 8601 in UTC. */
  readonly at: string;
};

/**
 * Given by `app` to every channel. Throws where nothing could be done (database down): nothing was then changed, and
 * the channel calls again with the same arrival. A channel never calls it twice at once for one person.
 */
export type Handler = (arrival: Arrival) => Promise<readonly Reply[]>;

/** What became of replies that were sent unasked. Only `failed` with `again` is worth another try. */
export type Delivery =
  | { readonly kind: 'delivered' }
  /** It waits in the person's outbox and is seen on the next visit (`web-chat`, `http-api`). */
  | { readonly kind: 'waiting' }
  /** The person blocked the bot, stopped following the account, or is no longer there. */
  | { readonly kind: 'blocked' }
  /** WeChat: the person was last heard more than 48 hours ago, or was sent the most that is allowed since. */
  | { readonly kind: 'outsideWindow' }
  /** `sent` counts the messages that had arrived before. */
  | { readonly kind: 'failed'; readonly again: boolean; readonly sent: number };

export type Channel = {
  readonly name: ChannelName;
  /** Sends replies to an address of an earlier arrival, in order, after what is under way for that person. */
  readonly deliver: (address: string, replies: readonly Reply[]) => Promise<Delivery>;
  /** Drops what the channel itself keeps of the talk with a person whose data were deleted. */
  readonly forget?: (person: string) => void;
  /**
   * Resolves once the channel receives, or soon where its platform cannot be reached: it then goes on trying.
   * Rejects with `BadSetup` where it is set up wrongly.
   */
  readonly start: () => Promise<void>;
  /** Takes nothing new, finishes what is under way, and resolves. */
  readonly stop: () => Promise<void>;
};

export type UpdateKey = Pick<Arrival, 'channel' | 'updateId'>;

/**
 * Which updates were handled. `add` comes after the handler, never before: whoever dies between the two is told again
 * by the platform, and the handler changes nothing when it does the same twice. Platforms repeat themselves for up to
 * 24 hours (Telegram), so entries are kept for two days at least.
 */
export type SeenUpdates = {
  readonly has: (update: UpdateKey) => Promise<boolean>;
  readonly add: (update: UpdateKey) => Promise<void>;
};

/** A photo as it was received. */
export type ReceivedPhoto = Pick<Arrival, 'channel' | 'person'> & { readonly bytes: Uint8Array };

/** Given by `app`: re-encodes, drops EXIF, stores, and answers with the reference that `Said` carries. */
export type KeepPhoto = (
  photo: ReceivedPhoto,
) => Promise<
  { readonly ok: true; readonly photo: string } | { readonly ok: false; readonly why: 'tooBig' | 'notAPhoto' }
>;

/** 5 MB: the limit of issue 4; what is larger is not downloaded to the end. */
export const PHOTO_BYTES = 5_000_000;

/** What any web framework can hand to `handle`: channels know none. Header names are lower-case. */
export type HttpRequest = {
  readonly method: string;
  /** Path and query as they were sent, from the channel's own root on: signatures cover them. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The bytes as they were sent, of at most the channel's `bodyBytes`. */
  readonly body: Uint8Array;
};

export type HttpResponse = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

export type HandleHttp = (request: HttpRequest) => Promise<HttpResponse>;

/** A channel that is spoken to over HTTP. `web` gives it a route, the raw body, and sends back what it answers. */
export type HttpChannel = Channel & {
  readonly handle: HandleHttp;
  /** The largest body that it wants to be handed; larger ones are refused with 413 before. */
  readonly bodyBytes: number;
  /**
   * How it says that `handle` was not asked (413: the body is larger; 415: it is packed) or failed (500, 503); without it
   * nothing but the status is sent.
   */
  readonly refusal?: (status: number) => HttpResponse;
};

/** What every channel is made with. */
export type ChannelDeps = {
  readonly handler: Handler;
  readonly seen: SeenUpdates;
  readonly keepPhoto: KeepPhoto;
  readonly now: () => Date;
};
