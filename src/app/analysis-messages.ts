import type { Gate } from '../embedding/index.ts';
import type { MessageId, Rows } from '../kernel/index.ts';
import type { Voice } from '../themes/index.ts';
import type { Analysis, AnalysisOptions, Progress } from './analyse.ts';

export type AnalysisSetup = {
  readonly modelDir: string;
  readonly threads: number | null;
  readonly gate: Gate;
};

/** Messages come before the order to analyse them, in slices that are quickly packed. */
export type ToAnalysis =
  | { readonly kind: 'messages'; readonly voices: readonly Omit<Voice, 'copyOf'>[] }
  | {
      readonly kind: 'analyse';
      readonly options: AnalysisOptions;
      /** The model of the vectors, as stores name it. */
      readonly model: string;
      /** A row a message. They change hands. */
      readonly vectors: Rows;
    }
  | { readonly kind: 'close' };

export type FromAnalysis =
  | { readonly kind: 'progress'; readonly progress: Progress }
  | {
      readonly kind: 'done';
      /** Of each message: which it copies. The messages themselves are there already. */
      readonly copyOf: readonly (MessageId | null)[];
      readonly analysis: Omit<Analysis, 'voices'>;
    }
  | { readonly kind: 'fault'; readonly error: Error };
