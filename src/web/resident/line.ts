import type { Lang, Reply } from '../../conversation/index.ts';
import type { Problem } from './words.ts';

/** One line of the conversation as a page shows it. */
export type Line = {
  /** Grows within a session, over restarts too. */
  readonly id: number;
  /** The browser's own name for what it sent, and for the replies to that; null for what came unasked. */
  readonly about: string | null;
} & (
  | { readonly from: 'resident'; readonly text: string; readonly photo: boolean }
  | { readonly from: 'office'; readonly reply: Reply }
);

/** Everything that a page is rendered from, on the server and again in the browser. */
export type ChatView = {
  readonly lang: Lang;
  /** `/s/CODE`: forms and live replies go below it. */
  readonly path: string;
  readonly token: string;
  /** Names what the form is going to send, so that a double tap says it once. */
  readonly next: string;
  readonly lines: readonly Line[];
  /** What could not be sent, back in the box. */
  readonly kept: string;
  readonly problem: Problem | null;
  /** Characters in one message. */
  readonly characters: number;
  /** Bytes in one photo. */
  readonly photoBytes: number;
};

/** What the island gets back. `gap`: lines between were lost, and the page is to be loaded anew. */
export type Answer = { readonly lines: readonly Line[]; readonly gap: boolean };
export type Refused = { readonly problem: Problem };
