import { ask } from './ask.ts';
import { hasContent, hasText, textOf } from './draft.ts';
import { standsAlone } from './follow-up.ts';
import { hearCommand } from './hear-command.ts';
import { atStart, check, count, drop, file, goOn, join, settle, withDraft } from './moves.ts';
import { emit, langOf, moveTo, nextRef, type Scene, say, set, setDraft, venueOf, wordsOf } from './scene.ts';
import { isLocked } from './stages.ts';
import { readCommandTap, readTap, type Tap } from './taps.ts';
import { arrive, arriveQuietly, hush, stay, waitIn } from './turn.ts';
import type { Draft, Turn } from './types.ts';
import { NOTICE_VERSION } from './words.ts';

/** A choice that an earlier reply offered was tapped, or its number or label typed. */
export const hearChoice = (scene: Scene, id: string): Turn => {
  const command = readCommandTap(id);
  if (command !== null) return hearCommand(scene, command);
  if (isLocked(scene.state.stage)) return hush(say(scene, wordsOf(scene).wait));
  const tap = readTap(id);
  if (tap === null || !isOpen(scene, id, tap)) return stay(say(scene, wordsOf(scene).stale));
  return take(scene, tap);
};

/** Whether this choice is still there: offered last, or by the question at hand. */
const isOpen = (scene: Scene, id: string, tap: Tap): boolean => {
  const { stage, offered } = scene.state;
  if ([...offered, ...ask(scene).choices].some((choice) => choice.id === id)) return true;
  // A topic on another page of the menu.
  return stage.kind === 'menu' && tap.kind === 'topic';
};

const take = (scene: Scene, tap: Tap): Turn => {
  const { stage, draft } = scene.state;
  const words = wordsOf(scene);
  switch (tap.kind) {
    case 'agree':
      return agree(scene);
    case 'disagree':
      return disagree(scene);
    case 'topic':
      return about(scene, tap);
    case 'aspect':
      return aspect(scene, tap.aspect);
    case 'own':
      return settleDraft(scene, { topic: null, aspect: null });
    case 'more':
      return arrive(scene, { kind: 'menu', page: stage.kind === 'menu' ? stage.page + 1 : 0 });
    case 'done':
      return goOn(scene, true);
    case 'skip':
      return check(scene);
    case 'file':
      return file(scene);
    case 'meToo':
      return join(scene);
    case 'rewrite':
      return rewrite(scene, []);
    case 'drop':
      return settle(say(drop(scene), words.cancelled));
    case 'keepWriting':
      return settle(say(scene, words.notCancelled));
    case 'goOn':
      return stay(scene);
    case 'another':
      return hasContent(draft) ? settle(scene) : atStart(scene);
    case 'otherReceipt':
      return arrive(scene, { kind: 'askReceipt' });
    case 'deleteYes': {
      const { ref, scene: numbered } = nextRef(scene);
      return waitIn(emit(numbered, { kind: 'deleteData', ref }), { kind: 'deleting', ref });
    }
    case 'withdrawYes': {
      if (stage.kind !== 'askWithdraw') return settle(scene);
      const { message } = stage;
      const { ref, scene: numbered } = nextRef(scene);
      return waitIn(emit(numbered, { kind: 'withdraw', ref, message }), {
        kind: 'withdrawing',
        ref,
        message,
      });
    }
    case 'deleteNo':
    case 'withdrawNo':
      return settle(scene);
    case 'resume':
      return resume(scene);
    case 'startOver':
      return rewrite(scene, stage.kind === 'resume' ? stage.added : []);
  }
};

const agree = (scene: Scene): Turn => {
  const version = NOTICE_VERSION;
  const known = count(
    emit(set(scene, { consent: version }), { kind: 'consent', version, lang: langOf(scene) }),
    'consented',
  );
  const { draft } = known.state;
  return hasContent(draft) ? goOn(known, standsAlone(textOf(draft))) : atStart(known);
};

/** Nothing is kept, and the notice is not said twice. */
const disagree = (scene: Scene): Turn => {
  const refused = count(hasContent(scene.state.draft) ? drop(scene) : scene, 'declined');
  return arriveQuietly(say(refused, wordsOf(refused).declined), { kind: 'consent' });
};

const settleDraft = (before: Scene, what: Pick<Draft, 'topic' | 'aspect'>): Turn => {
  const { scene, draft } = withDraft(before);
  const settled = setDraft(scene, { ...draft, ...what, settled: true, similar: null });
  return hasText(draft) ? goOn(settled, standsAlone(textOf(draft))) : arrive(settled, { kind: 'writing' });
};

const about = (scene: Scene, { topic: id }: Extract<Tap, { kind: 'topic' }>): Turn => {
  const topic = venueOf(scene)?.topics.find((open) => open.id === id);
  if (topic === undefined) return stay(say(scene, wordsOf(scene).stale));
  const what = { topic: topic.id, aspect: null };
  // Who has written already is not asked for an aspect: the words say it.
  if (hasText(scene.state.draft)) return settleDraft(scene, what);
  if (topic.aspects.length === 0) return settleDraft(say(scene, wordsOf(scene).topic(topic)), what);
  const { scene: begun, draft } = withDraft(scene);
  const settled = setDraft(begun, { ...draft, ...what, settled: true });
  return arrive(settled, { kind: 'aspect', topic: topic.id });
};

const aspect = (scene: Scene, number: number | null): Turn => {
  const { stage } = scene.state;
  return stage.kind === 'aspect' ? settleDraft(scene, { topic: stage.topic, aspect: number }) : stay(scene);
};

/** A new draft about the same, with other words; old buttons mean the old one. */
export const rewrite = (scene: Scene, parts: readonly string[]): Turn => {
  const last = scene.state.draft;
  const dropped = set(drop(scene), { later: scene.state.later, stage: { kind: 'writing' } });
  const told = say(dropped, wordsOf(scene).rewrite);
  const { scene: begun, draft } = withDraft(told);
  const { topic, aspect: number, settled, asked } = last ?? draft;
  const fresh = setDraft(begun, { ...draft, topic, aspect: number, settled, asked, parts });
  return goOn(fresh, standsAlone(parts.join('\n')));
};

const resume = (scene: Scene): Turn => {
  return scene.state.stage.kind === 'resume' ? goOn(moveTo(scene, { kind: 'writing' }), true) : settle(scene);
};
