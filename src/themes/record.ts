import type { MessageId, RunId, ThemeId } from '../kernel/index.ts';
import type { Scope } from '../topics/index.ts';
import type { Catalogue, Level } from './catalogue.ts';

/** `incomplete`: it ended with holes; what it has may be looked at but is never the latest. */
export type RunState = 'running' | 'complete' | 'incomplete';

export type RunPlan = {
  readonly scope: Scope;
  /** Everything that shapes the result; JSON. */
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly seed: number;
  /** Fingerprint of the embedding model. */
  readonly model: string;
  /** `inputFingerprint` of messages and parameters. */
  readonly fingerprint: string;
};

export type RunRecord = RunPlan & {
  readonly id: RunId;
  readonly state: RunState;
  readonly metrics: Readonly<Record<string, unknown>> | null;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly endedAt: string | null;
};

/** How a theme of this run came from those of the last: `from` is null for `new`, `to` for `ended`. */
export type Lineage = {
  readonly from: ThemeId | null;
  readonly to: ThemeId | null;
  readonly kind: 'same' | 'grown' | 'fading' | 'new' | 'split' | 'merged' | 'ended';
  /** Share of members in common, 0 to 1; null where it makes no sense. */
  readonly overlap: number | null;
};

export type RunResult = {
  /** `Entry.key` is the lasting identity of each entry. */
  readonly catalogue: Catalogue;
  /** By `Entry.key`; an entry without one is stored without. */
  readonly centroids: ReadonlyMap<string, Float32Array>;
  /** Cosine of a message to its theme's centroid, where it was measured. */
  readonly similarity: ReadonlyMap<MessageId, number>;
  /** The corpus mean that vectors were centred by. */
  readonly mean: Float32Array | null;
  readonly lineage: readonly Lineage[];
  readonly metrics: Readonly<Record<string, unknown>>;
};

export type StoredRun = RunResult & { readonly run: RunRecord };

/** A lasting theme, as its label stands today: empty for one that was split off and that no run has named yet. */
export type LastingTheme = {
  readonly id: ThemeId;
  readonly level: Level;
  readonly label: string;
  readonly labelBy: 'rule' | 'person';
  readonly pinned: boolean;
};

/** What a person did to a theme. Every later run respects it. */
export type Edit = {
  readonly theme: ThemeId;
  readonly by: string;
  /** ISO 8601. */
  readonly at: string;
  readonly change:
    | { readonly kind: 'rename'; readonly label: string }
    | { readonly kind: 'merge'; readonly into: ThemeId }
    | {
        readonly kind: 'split';
        readonly messageIds: readonly MessageId[];
        /** The newest message that a run had grouped by then (`saveEdit` notes it): later ones decide nothing. */
        readonly upTo?: MessageId | undefined;
      }
    | { readonly kind: 'pin' }
    | { readonly kind: 'unpin' };
};
