import { maskText } from '../intake/index.ts';
import type { Scene } from './scene.ts';
import { venueOf } from './scene.ts';
import type { Draft, OpenTopic } from './types.ts';

export const emptyDraft = (number: number): Draft => ({
  number,
  topic: null,
  aspect: null,
  settled: false,
  parts: [],
  photos: [],
  asked: null,
  urgent: [],
  similar: null,
});

/** The message so far. Masked as a whole again: a name may have come in two messages. */
export const textOf = (draft: Draft | null): string =>
  draft === null ? '' : maskText(draft.parts.join('\n')).text;

type WithText = Draft & { readonly parts: readonly [string, ...string[]] };

export const hasText = (draft: Draft | null): draft is WithText => draft !== null && draft.parts.length > 0;

export const hasContent = (draft: Draft | null): boolean =>
  draft !== null && (draft.parts.length > 0 || draft.photos.length > 0);

/** The draft's topic as long as it is open here. */
export const topicOf = (scene: Scene): OpenTopic | null => {
  const id = scene.state.draft?.topic ?? null;
  return id === null ? null : (venueOf(scene)?.topics.find((topic) => topic.id === id) ?? null);
};
