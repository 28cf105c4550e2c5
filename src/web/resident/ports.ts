import type { Sessions } from '../../channels/index.ts';
import type { Lang, Said } from '../../conversation/index.ts';
import type { Answer } from './line.ts';
import type { Problem } from './words.ts';

/** What is behind a code, as far as a page shows it. */
export type ResidentDoor =
  | {
      readonly kind: 'open';
      readonly code: string;
      readonly name: string;
      /** The deputy with title, or the station. */
      readonly who: Readonly<Record<Lang, string>>;
      readonly place: string;
    }
  | { readonly kind: 'moved'; readonly to: string }
  | { readonly kind: 'closed' }
  | { readonly kind: 'unknown' };

/** The web chat as pages see it; `chat-of.ts` makes it of the channel. */
export type Chat = {
  readonly sessions: Sessions;
  /**
   * Hands in what was said, once for each `id`. `handled`: done now or before. `failed`: nothing was changed, and the
   * same `id` may be tried again. `stopping`: the server takes nothing new.
   */
  readonly say: (given: {
    readonly person: string;
    readonly id: string;
    readonly said: Said;
    readonly lang: Lang;
  }) => Promise<'handled' | 'failed' | 'stopping'>;
  /** Lines with a greater id than `after`; 0 for all that are kept. */
  readonly lines: (person: string, after: number) => Answer;
  /** Called whenever there are new lines, until `signal` aborts. */
  readonly listen: (person: string, hear: () => void, signal: AbortSignal) => void;
  /** Aborts when the channel stops: open streams are then ended. */
  readonly stopping: AbortSignal;
};

/** Keeps a photo of this person, or says why not. */
export type KeepSessionPhoto = (
  person: string,
  bytes: Uint8Array,
) => Promise<
  { readonly ok: true; readonly photo: string } | { readonly ok: false; readonly why: 'tooBig' | 'notAPhoto' }
>;

export type ResidentDeps = {
  readonly chat: Chat;
  readonly door: (code: string) => Promise<ResidentDoor>;
  readonly keepPhoto: KeepSessionPhoto;
  readonly photoBytes: number;
  /** Proves that a form was sent from a page that was made for this person. */
  readonly formToken: (person: string) => string;
  /** Under which residents reach this site; null: whatever name the request came under. */
  readonly publicUrl: string | null;
  /** Path under which a proxy offers this site, without a slash at the end: '' or `/mashang`. */
  readonly base: string;
  readonly telegramUrl: ((code: string) => string) | null;
  /** Characters in one message. */
  readonly characters: number;
  /** The one table from faults to what a page says, and from there to a status. */
  readonly problemOf: (error: unknown) => Problem;
  readonly statusOf: (problem: Problem) => number;
  readonly limits: ResidentLimits;
};

export type ResidentLimits = {
  /** Visits that begin a new session, for each address and minute. */
  readonly newSessions: number;
  /** What one session may say in a minute. */
  readonly saysPerSession: number;
  /** All requests of one address in a minute: a village may stand behind one. */
  readonly perAddress: number;
};

/** An expected end of a request: said kindly, never logged as a fault. */
export class Refused extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem);
    this.name = 'Refused';
    this.problem = problem;
  }
}
