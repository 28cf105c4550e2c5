import type { TopicId } from '../kernel/index.ts';

/** Who set the topic: 党委点题, 人大派题, 代表荐题, 群众出题. */
export const topicSources = ['party', 'congress', 'deputy', 'residents'] as const;
export type TopicSource = (typeof topicSources)[number];

/** The way of a topic: 申报, 征集, 议前调研, 会议讨论, 可行性方案, 办理, 码上公开. */
export const topicPhases = [
  'application',
  'collection',
  'research',
  'meeting',
  'plan',
  'handling',
  'publication',
] as const;
export type TopicPhase = (typeof topicPhases)[number];

/** One of the numbered sides of a topic (五个方面), counted from 1. */
export type Aspect = { readonly number: number; readonly title: string };

export type TopicDraft = {
  /** Short and lasting, for scripts and addresses: `rooftop-solar`. */
  readonly key: string;
  readonly source: TopicSource;
  readonly title: string;
  readonly brief: string;
  readonly phase: TopicPhase;
  /** ISO 8601; null where it is not settled. */
  readonly opens: string | null;
  readonly closes: string | null;
  readonly aspects: readonly Aspect[];
  /** The office's codes of the places where it is open, with all below them; none: the whole city. */
  readonly places: readonly string[];
};

export type Topic = TopicDraft & { readonly id: TopicId };
