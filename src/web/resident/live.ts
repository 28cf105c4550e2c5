import type {
  TargetedEvent,
  TargetedInputEvent,
  TargetedKeyboardEvent,
  TargetedMouseEvent,
  TargetedSubmitEvent,
} from 'preact';
import type { Choice } from '../../conversation/index.ts';
import type { ChatView, Line } from './line.ts';
import type { PageWords } from './words.ts';

/** What was said and has not arrived yet. */
export type Pending = {
  readonly id: string;
  readonly text: string;
  /** Id of the tapped choice; `text` is then its label. */
  readonly choice: string | null;
};

/** What may be tapped, and what then stands in the log. */
export type Tap = Pick<Choice, 'id' | 'label'>;

/** What a browser with JavaScript adds; without it forms do the same. */
export type Live = {
  readonly pending: readonly Pending[];
  /** What is not as it should be, in a sentence. */
  readonly notice: string | null;
  /** Photos that this page sent, by the id that it gave them, as addresses of its own. */
  readonly pictures: ReadonlyMap<string, string>;
  /** That one is none which this browser can show. */
  readonly noPicture: (id: string) => void;
  /** Part of the newest answer is out of sight below. */
  readonly below: boolean;
  readonly goBelow: () => void;
  readonly say: (event: TargetedSubmitEvent<HTMLFormElement>) => void;
  readonly choose: (choice: Tap, event: TargetedMouseEvent<HTMLButtonElement>) => void;
  readonly write: (event: TargetedInputEvent<HTMLTextAreaElement>) => void;
  readonly key: (event: TargetedKeyboardEvent<HTMLTextAreaElement>) => void;
  readonly attach: (event: TargetedEvent<HTMLInputElement>) => void;
};

/** What every part of the page is made from. */
export type Shown = { readonly view: ChatView; readonly live: Live | null; readonly words: PageWords };

const HAN = /[\u3400-\u9fff]/;

/** Names of topics and residents' words are Chinese in English pages too: a screen reader must know. */
export const langIn = (text: string): string | undefined =>
  HAN.test(text) ? 'zh-CN' : /[a-z]{2}/i.test(text) ? 'en' : undefined;

/** The newest line of the talk itself: news that came unasked offers nothing and takes nothing away. */
export const newest = ({ lines }: ChatView): Line | null => {
  for (let at = lines.length - 1; at >= 0; at--) if (lines[at]?.about !== null) return lines[at] ?? null;
  return null;
};
