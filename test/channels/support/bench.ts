import type { Channel, ChannelDeps } from '../../../src/channels/index.ts';

export type Spoken =
  | { readonly kind: 'start'; readonly code: string | null }
  | { readonly kind: 'text'; readonly text: string }
  /** The label of a button, or of a line to tap, that was shown last. */
  | { readonly kind: 'tap'; readonly label: string };

/** One channel with its platform played, so that the same tests can be run with all of them. */
export type Bench = {
  readonly channel: Channel;
  /** Resolves when the platform has its answer. The same `update` again is the platform's repetition. */
  readonly say: (person: string, spoken: Spoken, update: number) => Promise<void>;
  /** The texts that reached the person, in order, as they are seen. */
  readonly heard: (person: string) => Promise<readonly string[]>;
  /** What `deliver` needs, as an arrival carries it. */
  readonly address: (person: string) => string;
  /** Null where nobody can block the channel. */
  readonly block: ((person: string) => void) | null;
  readonly close: () => Promise<void>;
};

export type OpenBench = (deps: ChannelDeps) => Promise<Bench>;

/** No waits between attempts: the clock of a test is not for sleeping. */
export const retryAfterMs = [0, 0];
