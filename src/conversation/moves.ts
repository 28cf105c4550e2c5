import type { UrgentKind } from '../intake/index.ts';
import { maskText } from '../intake/index.ts';
import { quoteOf } from './ask.ts';
import { emptyDraft, hasContent, hasText, textOf, topicOf } from './draft.ts';
import { writtenFrom } from './effects.ts';
import { missingIn } from './follow-up.ts';
import { emit, langOf, nextRef, type Scene, say, set, setDraft, venueOf, wordsOf } from './scene.ts';
import { cutAt, lengthOf, pack } from './text.ts';
import { arrive, waitIn } from './turn.ts';
import type { ConversationState, CountEvent, Draft, Turn } from './types.ts';
import { NOTICE_VERSION } from './words.ts';

export const agreed = ({ state }: Scene): boolean => (state.consent ?? 0) >= NOTICE_VERSION;

export const count = (scene: Scene, event: CountEvent): Scene =>
  emit(scene, { kind: 'count', event, code: scene.state.code });

/** Shows what is written so far. */
const remind = (scene: Scene, text: string): Scene =>
  say(scene, text, { quotes: quoteOf(textOf(scene.state.draft)) });

/** The draft in hand, or a new one. */
export const withDraft = (scene: Scene): { readonly scene: Scene; readonly draft: Draft } => {
  const { draft, drafts } = scene.state;
  if (draft !== null) return { scene, draft };
  const fresh = emptyDraft(drafts + 1);
  return { scene: count(set(scene, { drafts: drafts + 1, draft: fresh }), 'begun'), draft: fresh };
};

/** Words of danger are answered first, once a draft for each kind, and passed on at once, agreed or not. */
export const soundAlarm = (scene: Scene, draft: Draft | null, typed: string): Scene => {
  const masked = draft === null ? maskText(typed).text : textOf(draft);
  const known = draft?.urgent ?? [];
  const { urgentSigns } = scene.context;
  const signs = [...new Set<UrgentKind>([...urgentSigns(typed), ...urgentSigns(masked)])].filter(
    (sign) => !known.includes(sign),
  );
  if (signs.length === 0) return scene;
  const words = wordsOf(scene);
  const answers = pack([...signs.map((sign) => words.urgent[sign]), words.urgentAfter]);
  const told = answers.reduce((sum, text) => say(sum, text), scene);
  const flagged = emit(told, {
    kind: 'flagUrgent',
    signs,
    code: scene.state.code,
    draft: draft?.number ?? null,
    text: masked,
  });
  return draft === null ? flagged : setDraft(flagged, { ...draft, urgent: [...known, ...signs] });
};

const keptLength = ({ state }: Scene): number =>
  [...(state.draft?.parts ?? []), ...state.later].reduce((sum, part) => sum + lengthOf(part), 0);

/** Whether there is room for more words before something is filed. */
export const hasRoom = (scene: Scene, text: string): boolean =>
  keptLength(scene) + lengthOf(text) <= scene.context.limits.draftCharacters;

/** Puts words into the draft, masked; says so where they find no room. */
export const hold = (before: Scene, typed: string): Scene => {
  if (!hasRoom(before, typed))
    return soundAlarm(say(before, wordsOf(before).full), before.state.draft, typed);
  const { scene, draft } = withDraft(before);
  const longer = { ...draft, parts: [...draft.parts, maskText(typed).text], similar: null };
  const held = setDraft(scene, longer);
  const kept = agreed(scene)
    ? emit(held, { kind: 'original', draft: draft.number, part: draft.parts.length, text: typed })
    : held;
  return soundAlarm(kept, longer, typed);
};

export const withPhoto = (before: Scene, photo: string): Scene => {
  const { scene, draft } = withDraft(before);
  return setDraft(scene, { ...draft, photos: [...draft.photos, photo] });
};

/** Keeps words that come while something is being done, for the next message. */
export const holdForLater = (scene: Scene, typed: string): Scene => {
  const words = wordsOf(scene);
  if (!hasRoom(scene, typed)) return say(soundAlarm(scene, null, typed), words.full);
  const held = set(scene, { later: [...scene.state.later, maskText(typed).text] });
  return say(soundAlarm(held, null, typed), words.keptForLater);
};

/** What is left for the next message becomes a draft, about the same as the last one. */
export const promote = (scene: Scene, last: Draft | null): Scene => {
  const { later } = scene.state;
  if (later.length === 0 || hasText(scene.state.draft)) return scene;
  const begun = withDraft(set(scene, { later: [] }));
  const { topic, aspect, settled } = last ?? begun.draft;
  return setDraft(begun.scene, { ...begun.draft, topic, aspect, settled, parts: later });
};

/** Where the resident belongs when nothing is asked: by what is known and what is written. */
export const settle = (scene: Scene): Turn => {
  if (venueOf(scene) === null || scene.state.code === null) return arrive(scene, { kind: 'outside' });
  if (!agreed(scene)) return arrive(scene, { kind: 'consent' });
  const { draft } = scene.state;
  if (hasContent(draft)) {
    if (hasText(draft) && mustChoose(scene)) return arrive(scene, { kind: 'menu', page: 0 });
    return arrive(hasText(draft) ? remind(scene, wordsOf(scene).soFar) : scene, { kind: 'writing' });
  }
  return atStart(scene);
};

/** With open topics they are shown; without any there is nothing to choose, so the resident just writes. */
export const atStart = (before: Scene): Turn => {
  // A topic that was chosen and left again, with nothing written, must not be that of what is written next.
  const scene = hasContent(before.state.draft) ? before : setDraft(before, null);
  const topics = venueOf(scene)?.topics ?? [];
  if (topics.length > 0) return arrive(scene, { kind: 'menu', page: 0 });
  return arrive(scene, { kind: 'writing' });
};

const mustChoose = (scene: Scene): boolean =>
  scene.state.draft?.settled === false && (venueOf(scene)?.topics.length ?? 0) > 0;

/** Goes on with what is in the draft: what is it about, is it whole, then the question that may come. */
export const goOn = (scene: Scene, whole: boolean): Turn => {
  const { draft } = scene.state;
  if (venueOf(scene) === null || !agreed(scene)) return settle(scene);
  if (!hasText(draft)) return arrive(scene, { kind: 'writing' });
  if (mustChoose(scene)) return arrive(scene, { kind: 'menu', page: 0 });
  return whole ? weigh(scene) : arrive(scene, { kind: 'writing' });
};

/** At most one follow-up, then what is similar is looked up. */
const weigh = (scene: Scene): Turn => {
  const { draft } = scene.state;
  if (!hasText(draft)) return arrive(scene, { kind: 'writing' });
  // Whoever is in danger is not asked what they wish.
  const missing = draft.asked === null && draft.urgent.length === 0 ? missingIn(textOf(draft)) : null;
  if (missing === null) return check(scene);
  const asked = setDraft(count(scene, 'asked'), { ...draft, asked: missing });
  return arrive(asked, { kind: 'followUp', about: missing });
};

/** Looks for what others said, before it is shown and asked. */
export const check = (scene: Scene): Turn => {
  const { ref, scene: numbered } = nextRef(shortened(scene));
  const message = writtenFrom(numbered.state, langOf(scene));
  if (message === null || venueOf(scene) === null || !agreed(scene)) return settle(scene);
  return waitIn(emit(numbered, { kind: 'findSimilar', ref, message }), { kind: 'checking', ref });
};

/** What goes over the limit is kept for the next message, and the resident is told. */
const shortened = (scene: Scene): Scene => {
  const { draft, later } = scene.state;
  const { characters } = scene.context.limits;
  const { head, tail } = cutAt(textOf(draft), characters);
  if (draft === null || tail === '') return scene;
  const short = set(scene, { draft: { ...draft, parts: [head] }, later: [tail, ...later] });
  return say(short, wordsOf(scene).tooLong(characters));
};

/** Files the draft: only agreed, only asked, only here. */
export const file = (scene: Scene): Turn => {
  const { draft, stage } = scene.state;
  const message = writtenFrom(scene.state, langOf(scene));
  if (stage.kind !== 'confirm' || draft === null || message === null || !agreed(scene)) return settle(scene);
  if (venueOf(scene) === null) return settle(scene);
  if (draft.topic !== null && topicOf(scene) === null) return topicClosed(scene);
  const { ref, scene: numbered } = nextRef(count(scene, 'confirmed'));
  return waitIn(emit(numbered, { kind: 'file', ref, message }), { kind: 'filing', ref });
};

/** The topic ended while the resident was writing, or is open elsewhere only: the deputy can still have it, but is asked about first. */
export const topicClosed = (scene: Scene): Turn => {
  const { draft } = scene.state;
  const moved = draft === null ? scene : setDraft(scene, { ...draft, topic: null, aspect: null });
  return arrive(say(moved, wordsOf(scene).topicClosed), { kind: 'confirm' });
};

/** The resident is one of those who said so already: nothing is filed. */
export const join = (scene: Scene): Turn => {
  const { draft, stage } = scene.state;
  const target = draft?.similar?.examples[0]?.message;
  if (stage.kind !== 'confirm' || draft === null || target === undefined || !agreed(scene))
    return settle(scene);
  const { ref, scene: numbered } = nextRef(count(scene, 'confirmed'));
  const effect = { kind: 'meToo', ref, target, draft: draft.number } as const;
  return waitIn(emit(numbered, effect), { kind: 'joining', ref, target });
};

/** Forgets the draft and what waited behind it. */
export const drop = (scene: Scene): Scene => {
  const { draft } = scene.state;
  const dropped = draft === null ? scene : emit(scene, { kind: 'dropDraft', draft: draft.number });
  return set(count(dropped, 'dropped'), { draft: null, later: [] });
};

/** After a message went its way: on to what is left, or "anything else?". */
export const afterFiling = (
  scene: Scene,
  done: Extract<ConversationState['stage'], { kind: 'filed' }>,
): Turn => {
  const last = scene.state.draft;
  const left = promote(setDraft(scene, null), last);
  if (!hasText(left.state.draft)) return arrive(left, done);
  return arrive(remind(left, wordsOf(left).stillHave), { kind: 'writing' });
};
