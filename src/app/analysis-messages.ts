import type { DigestContent } from '../digest/index.ts';
import type { Gate } from '../embedding/index.ts';
import type { MessageId, Rows } from '../kernel/index.ts';
import type { OutputFile } from '../platform/index.ts';
import type { Voice } from '../themes/index.ts';
import type { Analysis, AnalysisOptions, Progress } from './analyse.ts';
import type { Drafted, DraftInput } from './draft.ts';

export type AnalysisSetup = {
  readonly modelDir: string;
  readonly threads: number | null;
  readonly gate: Gate;
};

/** Each is answered once, in order; and `messages` not at all. */
export type Orders = {
  readonly analyse: {
    readonly options: AnalysisOptions;
    /** The model of the vectors, as stores name it. */
    readonly model: string;
    /** A row a message. They change hands. */
    readonly vectors: Rows;
  };
  readonly draft: DraftInput;
  readonly render: DigestContent;
};

export type Answers = {
  readonly analyse: {
    /** Of each message: which it copies. The messages themselves are there already. */
    readonly copyOf: readonly (MessageId | null)[];
    readonly analysis: Omit<Analysis, 'voices'>;
  };
  readonly draft: Drafted;
  readonly render: readonly OutputFile[];
};

export type Order = {
  [Kind in keyof Orders]: { readonly kind: Kind; readonly given: Orders[Kind] };
}[keyof Orders];

/** Messages come before the order to analyse them, in slices that are quickly packed. */
export type ToAnalysis =
  | { readonly kind: 'messages'; readonly voices: readonly Omit<Voice, 'copyOf'>[] }
  | Order
  | { readonly kind: 'close' };

export type FromAnalysis =
  | { readonly kind: 'progress'; readonly progress: Progress }
  | { readonly kind: 'done'; readonly found: Answers[keyof Answers] }
  | { readonly kind: 'fault'; readonly error: Error };
