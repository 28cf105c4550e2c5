import { clip } from './text.ts';
import type { Context, ConversationState, Draft, Effect, Lang, Stage, Venue } from './types.ts';
import { wording } from './wording.ts';
import type { Words } from './words.ts';

/** One thing said. */
export type Line = { readonly text: string; readonly quotes?: readonly string[]; readonly secret?: boolean };

/** A turn in the making: never changed, only made anew. */
export type Scene = {
  readonly state: ConversationState;
  readonly context: Context;
  readonly lines: readonly Line[];
  readonly effects: readonly Effect[];
};

export const langOf = ({ state, context }: Scene): Lang => state.lang ?? context.lang;
export const wordsOf = (scene: Scene): Words => wording[langOf(scene)];

/** Where the resident is, when the code leads somewhere. */
export const venueOf = ({ context: { door } }: Scene): Venue | null =>
  door.kind === 'open' || door.kind === 'moved' ? door.venue : null;

export const say = (scene: Scene, text: string, more: Omit<Line, 'text'> = {}): Scene => ({
  ...scene,
  lines: [...scene.lines, { text, ...more }],
});

export const emit = (scene: Scene, ...effects: readonly Effect[]): Scene => ({
  ...scene,
  effects: [...scene.effects, ...effects],
});

export const set = (scene: Scene, patch: Partial<ConversationState>): Scene => ({
  ...scene,
  state: { ...scene.state, ...patch },
});

export const setDraft = (scene: Scene, draft: Draft | null): Scene => set(scene, { draft });

/** To another stage. Words that were held apart while the resident was asked about a draft join it on the way. */
export const moveTo = (scene: Scene, stage: Stage): Scene => {
  const { stage: last, draft } = scene.state;
  if (last.kind !== 'resume' || last.added.length === 0 || draft === null || stage.kind === 'resume')
    return set(scene, { stage });
  return set(scene, { stage, draft: { ...draft, parts: [...draft.parts, ...last.added], similar: null } });
};

/** A number for the next effect that is answered. */
export const nextRef = (scene: Scene): { readonly ref: number; readonly scene: Scene } => {
  const ref = scene.state.refs + 1;
  return { ref, scene: set(scene, { refs: ref }) };
};

/** Names from outside, short enough that every reply keeps its length. */
export const shorten = (context: Context): Context => {
  const { door } = context;
  if (door.kind !== 'open' && door.kind !== 'moved') return context;
  const { venue } = door;
  return {
    ...context,
    door: {
      ...door,
      venue: {
        ...venue,
        name: clip(venue.name, 24),
        deputy: venue.deputy === null ? null : clip(venue.deputy, 16),
        place: clip(venue.place, 24),
        topics: venue.topics.map((topic) => ({
          ...topic,
          title: clip(topic.title, 48),
          brief: clip(topic.brief, 160),
          aspects: topic.aspects.map((aspect) => ({ ...aspect, title: clip(aspect.title, 40) })),
        })),
      },
    },
  };
};
