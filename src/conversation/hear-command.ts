import { askHelp } from './ask.ts';
import type { Command } from './commands.ts';
import { hasContent, hasText, textOf, topicOf } from './draft.ts';
import { agreed, atStart, drop, settle } from './moves.ts';
import { emit, langOf, type Scene, say, set, setDraft, venueOf, wordsOf } from './scene.ts';
import { isLocked, isUnfinished } from './stages.ts';
import { arrive, close, hush, stay } from './turn.ts';
import type { Lang, Turn } from './types.ts';

/** What a resident may ask at any time. What is being filed is let finish first. */
export const hearCommand = (scene: Scene, command: Command): Turn => {
  const locked = isLocked(scene.state.stage);
  const words = wordsOf(scene);
  switch (command) {
    case 'help':
      return close(scene, askHelp(scene));
    case 'person':
      return callPerson(scene);
    case 'language':
      return speak(scene, langOf(scene) === 'zh' ? 'en' : 'zh');
    case 'chinese':
      return speak(scene, 'zh');
    case 'english':
      return speak(scene, 'en');
    case 'menu':
      return locked ? hush(say(scene, words.wait)) : toMenu(scene);
    case 'back':
      return locked ? hush(say(scene, words.wait)) : goBack(scene);
    case 'cancel':
      return locked ? hush(say(scene, words.wait)) : cancel(scene);
    case 'delete':
      return locked ? hush(say(scene, words.wait)) : arrive(scene, { kind: 'askDelete' });
    case 'receipt':
      return locked ? hush(say(scene, words.wait)) : arrive(scene, { kind: 'askReceipt' });
    case 'withdraw':
      return locked ? hush(say(scene, words.wait)) : withdraw(scene);
  }
};

const callPerson = (scene: Scene): Turn => {
  const { code, draft } = scene.state;
  // What was written before the notice was agreed to is shown to nobody.
  const text = agreed(scene) ? textOf(draft) : '';
  return hush(
    say(emit(scene, { kind: 'callPerson', code, text }), wordsOf(scene).person(scene.context.deskPhone)),
  );
};

const speak = (scene: Scene, lang: Lang): Turn => {
  const spoken = emit(set(scene, { lang }), { kind: 'language', lang });
  return hush(say(spoken, wordsOf(spoken).language));
};

/** To the beginning, with what is written kept in hand. */
const toMenu = (scene: Scene): Turn => {
  const { draft } = scene.state;
  if (draft === null || !hasContent(draft) || !agreed(scene) || venueOf(scene) === null) return settle(scene);
  return settle(setDraft(scene, { ...draft, settled: false }));
};

const withdraw = (scene: Scene): Turn => {
  const { stage, draft } = scene.state;
  if (stage.kind === 'trail')
    return stage.canWithdraw
      ? arrive(scene, { kind: 'askWithdraw', message: stage.message })
      : stay(say(scene, wordsOf(scene).cannotWithdraw));
  if (stage.kind === 'filed' && stage.message !== null)
    return arrive(scene, { kind: 'askWithdraw', message: stage.message });
  // Taken back before it was handed in: that is the draft.
  if (isUnfinished(stage) && hasContent(draft)) return arrive(scene, { kind: 'askCancel' });
  return arrive(scene, { kind: 'askReceipt' });
};

const cancel = (scene: Scene): Turn => {
  const { draft, stage } = scene.state;
  switch (stage.kind) {
    case 'askCancel':
      return settle(say(drop(scene), wordsOf(scene).cancelled));
    // A question that was asked in between: leaving it is not leaving what is written.
    case 'askDelete':
    case 'askWithdraw':
    case 'askReceipt':
    case 'lookingUp':
    case 'trail':
      return settle(scene);
    case 'new':
    case 'outside':
    case 'consent':
    case 'menu':
    case 'aspect':
    case 'writing':
    case 'followUp':
    case 'checking':
    case 'confirm':
    case 'filing':
    case 'joining':
    case 'filed':
    case 'withdrawing':
    case 'deleting':
    case 'resume':
      return hasContent(draft) ? arrive(scene, { kind: 'askCancel' }) : settle(scene);
  }
};

const goBack = (scene: Scene): Turn => {
  const { stage, draft } = scene.state;
  switch (stage.kind) {
    case 'menu':
      return stage.page > 0 ? arrive(scene, { kind: 'menu', page: stage.page - 1 }) : stay(scene);
    case 'aspect':
      return toMenu(scene);
    case 'writing': {
      const topic = topicOf(scene);
      if (topic !== null && topic.aspects.length > 0)
        return arrive(scene, { kind: 'aspect', topic: topic.id });
      return hasText(draft) ? toMenu(scene) : atStart(scene);
    }
    case 'followUp':
    case 'checking':
    case 'confirm':
      return settle(scene);
    case 'lookingUp':
      return arrive(scene, { kind: 'askReceipt' });
    case 'new':
    case 'outside':
    case 'consent':
    case 'resume':
    case 'filing':
    case 'joining':
    case 'withdrawing':
    case 'deleting':
      return hush(scene);
    case 'filed':
    case 'askReceipt':
    case 'trail':
    case 'askWithdraw':
    case 'askCancel':
    case 'askDelete':
      return settle(scene);
  }
};
