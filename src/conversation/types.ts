import type { Trail, TrailStep, UrgentKind } from '../intake/index.ts';
import type { MessageId, TopicId } from '../kernel/index.ts';

export const languages = ['zh', 'en'] as const;
export type Lang = (typeof languages)[number];

/* What is there when a resident speaks: made by `app` for the code in `codeFor(state, input)`. */

/** An open topic as a resident sees it at this place. */
export type OpenTopic = {
  readonly id: TopicId;
  readonly title: string;
  /** What it is about, in plain words; shown up to 160 characters. */
  readonly brief: string;
  readonly aspects: readonly { readonly number: number; readonly title: string }[];
};

/** The studio or station that a code belongs to. */
export type Venue = {
  readonly code: string;
  readonly kind: 'studio' | 'station';
  /** The name of the studio or station. */
  readonly name: string;
  /** The deputy's name without a title; null at a station that belongs to no single deputy. */
  readonly deputy: string | null;
  readonly place: string;
  readonly topics: readonly OpenTopic[];
};

/** What is behind the code. */
export type Door =
  | { readonly kind: 'open'; readonly venue: Venue }
  /** The code was retired and replaced: `venue` is the new one. */
  | { readonly kind: 'moved'; readonly venue: Venue }
  /** The code was retired and nothing took its place. */
  | { readonly kind: 'closed' }
  | { readonly kind: 'unknown' }
  /** The resident came without a code. */
  | { readonly kind: 'none' };

export type Context = {
  /** The language of the channel or browser, used until the resident chooses one. */
  readonly lang: Lang;
  readonly door: Door;
  /** True where the resident was last heard long ago (hours ago): an unfinished draft is then asked about. */
  readonly away: boolean;
  /** Months after which messages are deleted; told in the privacy notice. */
  readonly keepMonths: number;
  /** The staff's telephone number, told to who asks for a person; null where there is none. */
  readonly deskPhone: string | null;
  readonly limits: Limits;
  /** Signs of danger in a text: `urgentSigns` of `intake`, or any others. */
  readonly urgentSigns: (text: string) => readonly UrgentKind[];
};

export type Limits = {
  /** Characters in one message. */
  readonly characters: number;
  /** Characters kept in all before filing; beyond them the resident is asked to file first. */
  readonly draftCharacters: number;
  readonly photos: number;
};

/* What goes in. */

/** What a channel may receive and nobody can use yet; `edited`: words that were changed after they were sent. */
export const otherMedia = ['voice', 'video', 'sticker', 'location', 'file', 'edited', 'other'] as const;
export type OtherMedia = (typeof otherMedia)[number];

/** What a channel hands in: the resident's side. */
export type Said =
  /** Opened by a QR code or a link (`code`), or without one. A page that is only shown again does not start. */
  | { readonly kind: 'start'; readonly code: string | null }
  | { readonly kind: 'text'; readonly text: string }
  /** `id` of a choice that some earlier reply offered. */
  | { readonly kind: 'choice'; readonly id: string }
  /** `photo` is the channel's or the store's own reference: it is kept, never read. */
  | { readonly kind: 'photo'; readonly photo: string; readonly caption: string | null }
  | { readonly kind: 'badPhoto'; readonly why: 'tooBig' | 'notAPhoto' }
  | { readonly kind: 'other'; readonly media: OtherMedia }
  /** The channel's own limit was reached; what was said is not handed on. */
  | { readonly kind: 'tooFast'; readonly minutes: number };

/** What `app` feeds back after an `AwaitedEffect`; `ref` is the effect's. */
export type Fed = { readonly kind: 'outcome'; readonly ref: number; readonly outcome: Outcome };

export type Inbound = Said | Fed;

export type Outcome =
  /** Of `findSimilar`: how many other people said something similar, and examples, nearest first, masked. */
  | { readonly kind: 'similar'; readonly people: number; readonly examples: readonly Similar[] }
  /** Of `file`. The receipt is shown once and not kept in the state. `held`: a person reads the message first. */
  | {
      readonly kind: 'filed';
      readonly receipt: string;
      readonly message: MessageId;
      readonly held: boolean;
      readonly others: number;
    }
  /** Of `meToo`; `people` counts everyone who said so, this resident included. */
  | { readonly kind: 'counted'; readonly receipt: string | null; readonly people: number }
  /** Of `lookUp`. */
  | { readonly kind: 'found'; readonly trail: Trail }
  | { readonly kind: 'notFound' }
  /** Of `withdraw`. */
  | { readonly kind: 'withdrawn' }
  /** Of `deleteData`; `kept` messages stay, without anything that tells whose they are. */
  | { readonly kind: 'dataDeleted'; readonly kept: number }
  /** Of any: a limit was reached. */
  | { readonly kind: 'limited'; readonly minutes: number }
  /** Of `file`: the topic was closed meanwhile, or is not open at this place. */
  | { readonly kind: 'topicClosed' }
  /** Of any: it could not be done now. */
  | { readonly kind: 'failed' };

export type Similar = { readonly message: MessageId; readonly text: string };

/* What comes out. */

/** What the channel should invite: a tap only, some text, a longer text, a receipt code. */
export type InputHint = 'choose' | 'short' | 'long' | 'receipt';

export type Choice = {
  /** At most 60 bytes (Telegram allows 64). */
  readonly id: string;
  /** What may be typed instead of tapping; shown by channels without buttons. */
  readonly number: number;
  /** Under 20 characters. */
  readonly label: string;
  /** The whole label where it had to be cut. */
  readonly detail: string | null;
};

export type Reply = {
  /** Under 300 characters, plain, with line feeds. */
  readonly text: string;
  /** Residents' words that belong under the text; masked. A whole message may stand here (`limits.characters`). */
  readonly quotes: readonly string[];
  /** Only the last reply of a step has choices. */
  readonly choices: readonly Choice[];
  readonly hint: InputHint;
  /** A receipt code is in it: not for logs, nor for a history in the clear. */
  readonly secret: boolean;
  readonly lang: Lang;
};

/** What `app` does and answers by an `outcome` with the same `ref`. Doing one twice must change nothing. */
export type AwaitedEffect =
  | { readonly kind: 'findSimilar'; readonly ref: number; readonly message: Written }
  /** Once per resident and `message.draft`: a repetition answers with the same message. */
  | { readonly kind: 'file'; readonly ref: number; readonly message: Written }
  /** Counts the resident with `target` instead of filing `draft`. */
  | { readonly kind: 'meToo'; readonly ref: number; readonly target: MessageId; readonly draft: number }
  /** `receipt` as typed, but upper-case, half-width and without spaces or hyphens. */
  | { readonly kind: 'lookUp'; readonly ref: number; readonly receipt: string }
  | { readonly kind: 'withdraw'; readonly ref: number; readonly message: MessageId }
  | { readonly kind: 'deleteData'; readonly ref: number };

/** What `app` does with no answer; best in the same transaction as saving the state. */
export type SilentEffect =
  | { readonly kind: 'consent'; readonly version: number; readonly lang: Lang }
  | { readonly kind: 'language'; readonly lang: Lang }
  /** `text` is what was written so far, masked; empty where nothing was. */
  | { readonly kind: 'callPerson'; readonly code: string | null; readonly text: string }
  | {
      readonly kind: 'flagUrgent';
      readonly signs: readonly UrgentKind[];
      readonly code: string | null;
      readonly draft: number | null;
      /** Masked. */
      readonly text: string;
    }
  /** The words as typed, for an office that keeps sealed originals; only after consent. `part` counts from 0. */
  | { readonly kind: 'original'; readonly draft: number; readonly part: number; readonly text: string }
  /** Photos and originals of this draft are no longer wanted. */
  | { readonly kind: 'dropDraft'; readonly draft: number }
  /** For the office's statistics, with no person in it. */
  | { readonly kind: 'count'; readonly event: CountEvent; readonly code: string | null };

export type Effect = AwaitedEffect | SilentEffect;

export type CountEvent = 'greeted' | 'consented' | 'declined' | 'begun' | 'asked' | 'confirmed' | 'dropped';

/** A message as it is going to be filed. */
export type Written = {
  /** Counts the drafts of one conversation: with the resident it names the message before it has an id. */
  readonly draft: number;
  readonly code: string;
  readonly topic: TopicId | null;
  readonly aspect: number | null;
  /** Masked. */
  readonly text: string;
  readonly photos: readonly string[];
  readonly lang: Lang;
};

export type Turn = {
  readonly state: ConversationState;
  readonly replies: readonly Reply[];
  readonly effects: readonly Effect[];
};

/* What is remembered: plain JSON, without anything unmasked and without receipts. */

export type FollowUp = 'place' | 'wish';

export type Draft = {
  readonly number: number;
  readonly topic: TopicId | null;
  readonly aspect: number | null;
  /** Whether the resident said what it is about (a topic, or something of one's own). */
  readonly settled: boolean;
  /** What was written, masked, one entry a message. */
  readonly parts: readonly string[];
  readonly photos: readonly string[];
  /** The one follow-up that was asked. */
  readonly asked: FollowUp | null;
  /** Danger that was already answered. */
  readonly urgent: readonly UrgentKind[];
  /** What was found similar; null before it was looked for. */
  readonly similar: { readonly people: number; readonly examples: readonly Similar[] } | null;
};

export type Stage =
  /** Nothing was said yet. `lost`: an older state could not be read. */
  | { readonly kind: 'new'; readonly lost: boolean }
  /** No code, or one that leads nowhere. */
  | { readonly kind: 'outside' }
  | { readonly kind: 'consent' }
  /** Which topic, something of one's own, a receipt; also asked when the text came first. */
  | { readonly kind: 'menu'; readonly page: number }
  | { readonly kind: 'aspect'; readonly topic: TopicId }
  | { readonly kind: 'writing' }
  | { readonly kind: 'followUp'; readonly about: FollowUp }
  | { readonly kind: 'checking'; readonly ref: number }
  | { readonly kind: 'confirm' }
  | { readonly kind: 'filing'; readonly ref: number }
  | { readonly kind: 'joining'; readonly ref: number; readonly target: MessageId }
  /** `message` can still be withdrawn by a word. */
  | { readonly kind: 'filed'; readonly message: MessageId | null }
  | { readonly kind: 'askReceipt' }
  | { readonly kind: 'lookingUp'; readonly ref: number }
  | { readonly kind: 'trail'; readonly message: MessageId; readonly canWithdraw: boolean }
  | { readonly kind: 'askWithdraw'; readonly message: MessageId }
  | { readonly kind: 'withdrawing'; readonly ref: number; readonly message: MessageId }
  | { readonly kind: 'askCancel' }
  | { readonly kind: 'askDelete' }
  | { readonly kind: 'deleting'; readonly ref: number }
  /** Back after a while, with a draft: go on, or begin anew? `added` was written meanwhile. */
  | { readonly kind: 'resume'; readonly added: readonly string[] };

export type ConversationState = {
  readonly version: 1;
  /** null: the channel's. */
  readonly lang: Lang | null;
  readonly code: string | null;
  /** The version of the privacy notice that was agreed to. */
  readonly consent: number | null;
  /** The last number given to a draft. */
  readonly drafts: number;
  /** The last `ref` given to an effect. */
  readonly refs: number;
  readonly draft: Draft | null;
  /** Masked text that waits for the next message: what went over the limit, or came while one was being filed. */
  readonly later: readonly string[];
  readonly stage: Stage;
  /** What the last reply offered, so that a typed number means what was seen. */
  readonly offered: readonly Offered[];
};

export type Offered = Pick<Choice, 'id' | 'number' | 'label' | 'detail'>;

/** Something that happened to a resident's message, told in the same chat unasked. `text` is masked. */
export type Notice =
  | { readonly kind: 'step'; readonly text: string; readonly step: TrailStep }
  | { readonly kind: 'staff'; readonly text: string };

/** The whole engine: pure and total. */
export type Step = (state: ConversationState, input: Inbound, context: Context) => Turn;
