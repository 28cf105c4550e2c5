import type { MaskKind, TrailStep, UrgentKind } from '../intake/index.ts';
import type { FollowUp, Lang, Limits, OpenTopic, OtherMedia, Venue } from './types.ts';

/** The privacy notice's version: whoever agreed to an older one is asked again. */
export const NOTICE_VERSION = 1;

/** Each language by its own name: the only words that stand in both tables. */
export const languageNames = { zh: '中文', en: 'English' } as const satisfies Record<Lang, string>;

/** Whom or what a message is for. */
export type Target = { readonly venue: Venue; readonly topic: OpenTopic | null };

/** What stands in a text in place of something personal, and what that was. */
export type Hidden = { readonly kind: MaskKind; readonly mark: string };

/** What a resident may be told outside a conversation. */
export type Apology = 'down' | 'expired' | 'tooLarge';

export type LabelKey =
  | 'agree'
  | 'disagree'
  | 'own'
  | 'none'
  | 'more'
  | 'receipt'
  | 'anyAspect'
  | 'done'
  | 'skip'
  | 'file'
  | 'meToo'
  | 'rewrite'
  | 'cancel'
  | 'drop'
  | 'keepWriting'
  | 'goOn'
  | 'back'
  | 'help'
  | 'person'
  | 'deleteData'
  | 'deleteYes'
  | 'deleteNo'
  | 'withdraw'
  | 'withdrawYes'
  | 'withdrawNo'
  | 'another'
  | 'otherReceipt'
  | 'resume';

/** All that is ever said, for each language the same keys; whole sentences, never pieces of them. */
export type Words = {
  readonly greeting: (venue: Venue) => string;
  readonly again: (venue: Venue) => string;
  readonly moved: (venue: Venue) => string;
  readonly lost: string;
  readonly notice: (keepMonths: number) => string;
  readonly holding: string;
  readonly agreeFirst: string;
  readonly declined: string;
  readonly outside: {
    readonly closed: string;
    readonly unknown: string;
    readonly none: string;
    readonly open: string;
  };
  readonly kept: string;
  /** `chinese`: the topics are named in Chinese. */
  readonly menu: (chinese: boolean) => string;
  readonly whichTopic: (chinese: boolean) => string;
  readonly topic: (topic: OpenTopic) => string;
  readonly aspects: (count: number) => string;
  readonly write: (target: Target) => string;
  readonly writeAspect: (aspect: string) => string;
  readonly writeForPhoto: string;
  readonly rewrite: string;
  readonly soFar: string;
  readonly goOn: string;
  readonly followUp: Readonly<Record<FollowUp, string>>;
  readonly willFile: (target: Target) => string;
  /** Under the preview, where something in it is covered. */
  readonly covered: (hidden: readonly Hidden[]) => string;
  /** The marks explained, a line each, to who cannot read them. */
  readonly marks: (hidden: readonly Hidden[]) => readonly string[];
  readonly photos: (count: number) => string;
  readonly similar: (people: number) => string;
  readonly askFile: string;
  readonly askFileOrJoin: string;
  /** "That is all", where only "send it" sends. */
  readonly tapToFile: string;
  readonly writeOn: string;
  readonly filed: (receipt: string) => string;
  readonly held: string;
  readonly others: (people: number) => string;
  /** `held`: what the deputy will do is not known before it is released. */
  readonly next: (held: boolean) => string;
  readonly counted: (people: number) => string;
  readonly countedReceipt: (receipt: string) => string;
  readonly anythingElse: string;
  readonly stillHave: string;
  readonly tooLong: (limit: number) => string;
  readonly full: string;
  readonly tooFast: (minutes: number) => string;
  readonly topicClosed: string;
  readonly wait: string;
  readonly keptForLater: string;
  readonly failedKept: string;
  readonly failed: string;
  readonly stale: string;
  readonly noSuchNumber: string;
  readonly empty: string;
  readonly photoTaken: (count: number) => string;
  readonly photosFull: (limit: number) => string;
  readonly photoLater: string;
  readonly badPhoto: { readonly tooBig: string; readonly notAPhoto: string };
  readonly media: Readonly<Record<OtherMedia, string>>;
  readonly welcome: string;
  readonly farewell: string;
  readonly help: (limits: Limits) => string;
  readonly person: (phone: string | null) => string;
  readonly language: string;
  readonly askCancel: string;
  readonly cancelled: string;
  readonly notCancelled: string;
  readonly resume: string;
  readonly resumeAdded: string;
  readonly askReceipt: string;
  readonly notFound: string;
  readonly trail: string;
  readonly afterTrail: string;
  readonly step: (step: TrailStep) => string;
  readonly askWithdraw: string;
  readonly withdrawn: string;
  readonly cannotWithdraw: string;
  readonly askDelete: string;
  readonly deleted: (kept: number) => string;
  readonly urgent: Readonly<Record<UrgentKind, string>>;
  readonly urgentAfter: string;
  readonly news: string;
  readonly staff: string;
  readonly apology: Readonly<Record<Apology, string>>;
  readonly typeNumber: string;
  readonly quote: (text: string) => string;
  readonly labels: Readonly<Record<LabelKey, string>>;
};
