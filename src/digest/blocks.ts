import type { MessageId } from '../kernel/index.ts';
import type { Lang } from './content.ts';

/** A stretch of running text; `to` is the anchor it leads to. */
export type Inline = { readonly text: string; readonly to?: string; readonly strong?: boolean };

/** A quote as printed: the words untouched, and the line below them. */
export type QuoteBlock = {
  readonly kind: 'quote';
  readonly text: string;
  /** Names the side (opposing voices) or the cue words; printed before the source. */
  readonly note: string | null;
  readonly source: string;
  /** Anchor of the message in the appendix. */
  readonly to: string | null;
};

export type Heading = {
  readonly kind: 'heading';
  readonly level: 1 | 2 | 3 | 4;
  /** `一、`, `（二）`, `3.`, `（4）`; empty where parts are not numbered. */
  readonly number: string;
  readonly text: string;
  readonly anchor: string;
};

type Column = { readonly title: string; readonly align: 'start' | 'end'; readonly weight: number };
export type Row = { readonly cells: readonly Inline[]; readonly depth: 0 | 1 };

/** What every format draws, in reading order: the wording, numbering and cutting to length are done. */
export type Block =
  | Heading
  | QuoteBlock
  | {
      readonly kind: 'paragraph';
      readonly tone: 'body' | 'note' | 'warning' | 'small';
      readonly runs: readonly Inline[];
    }
  | { readonly kind: 'label'; readonly text: string }
  | { readonly kind: 'totals'; readonly items: readonly { readonly name: string; readonly value: string }[] }
  | {
      readonly kind: 'opposition';
      readonly title: string;
      readonly one: QuoteBlock;
      readonly other: QuoteBlock;
    }
  | { readonly kind: 'table'; readonly columns: readonly Column[]; readonly rows: readonly Row[] }
  | { readonly kind: 'voices'; readonly items: readonly QuoteBlock[] }
  /** Where each message is filed: a label and the numbers after it. */
  | {
      readonly kind: 'register';
      readonly label: string;
      readonly ids: readonly { readonly id: MessageId; readonly anchor: string }[];
    }
  /** Long parts that a screen may fold; paper never does. */
  | { readonly kind: 'fold'; readonly summary: string; readonly blocks: readonly Block[] };

export type Page = {
  readonly lang: Lang;
  readonly title: string;
  readonly lines: readonly string[];
  readonly facts: readonly { readonly name: string; readonly value: string }[];
  readonly blocks: readonly Block[];
};

/** All headings down to `level`, folds opened. */
export const headingsOf = (blocks: readonly Block[], level: number): Heading[] =>
  blocks.flatMap((block) =>
    block.kind === 'heading' && block.level <= level
      ? [block]
      : block.kind === 'fold'
        ? headingsOf(block.blocks, level)
        : [],
  );
