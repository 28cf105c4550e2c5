import { maskText } from '../intake/index.ts';
import { looksLikeReceipt, type Remark, readCommand, readRemarks, receiptOf, squeeze } from './commands.ts';
import { hasText } from './draft.ts';
import { standsAlone } from './follow-up.ts';
import { hearChoice, rewrite } from './hear-choice.ts';
import { hearCommand } from './hear-command.ts';
import { agreed, goOn, hasRoom, hold, holdForLater, soundAlarm, withPhoto } from './moves.ts';
import { readNumber } from './numerals.ts';
import { emit, nextRef, type Scene, say, wordsOf } from './scene.ts';
import { isLocked, isNumbered, isUnfinished } from './stages.ts';
import { commandId, type Tap, tapId } from './taps.ts';
import { clean } from './text.ts';
import { arrive, arriveQuietly, hush, stay, waitIn } from './turn.ts';
import type { ConversationState, Draft, Stage, Turn } from './types.ts';

/** Typed words: a command, a choice, an answer, or what the resident wants to say. */
export const hearText = (scene: Scene, raw: string): Turn => {
  const typed = clean(raw);
  if (typed === '') return hush(say(scene, wordsOf(scene).empty));
  const command = readCommand(typed);
  if (command !== null) return hearCommand(scene, command);
  const chosen = chosenBy(scene.state, typed);
  if (chosen !== null) return hearChoice(scene, chosen);
  if (readNumber(typed) !== null && isNumbered(scene.state.stage))
    return hush(say(scene, wordsOf(scene).noSuchNumber));
  return hearRemark(scene, typed) ?? hearWords(scene, typed);
};

/** The offered choice whose number or label was typed. */
const chosenBy = ({ offered }: ConversationState, typed: string): string | null => {
  const number = readNumber(typed);
  const word = squeeze(typed);
  const same = (label: string | null): boolean => label !== null && word !== '' && squeeze(label) === word;
  const found =
    offered.find((choice) => choice.number === number) ??
    offered.find(({ label, detail }) => same(label) || same(detail));
  return found?.id ?? null;
};

/** "Yes" and the like where they answer the question at hand; small talk never becomes a message. */
const hearRemark = (scene: Scene, typed: string): Turn | null => {
  const remarks = readRemarks(typed);
  if (remarks.size === 0) return null;
  const { stage, draft } = scene.state;
  const words = wordsOf(scene);
  const answers = answersTo(scene.state);
  for (const remark of remarks) {
    const id = answers[remark];
    if (id !== undefined) return hearChoice(scene, id);
  }
  if (remarks.has('rewrite') && hasText(draft) && (stage.kind === 'writing' || stage.kind === 'followUp'))
    return rewrite(scene, []);
  const quietly = asideIn(scene, remarks);
  if (quietly !== null) return arriveQuietly(say(scene, words[quietly]), stage);
  return smallTalk.some((remark) => remarks.has(remark)) || isNothingYet(stage, remarks) ? hush(scene) : null;
};

const smallTalk: readonly Remark[] = ['hello', 'yes', 'no', 'send', 'goOn', 'done'];

/** "I do not know" and "no matter" are no message either, where a choice was asked for. */
const isNothingYet = (stage: Stage, remarks: ReadonlySet<Remark>): boolean =>
  remarks.has('skip') && isNumbered(stage);

/** What is answered in a sentence, with the choices as they were. */
const asideIn = (
  { state: { stage } }: Scene,
  remarks: ReadonlySet<Remark>,
): 'tapToFile' | 'writeOn' | 'welcome' | 'farewell' | null => {
  const some = (...wanted: readonly Remark[]): boolean => wanted.some((remark) => remarks.has(remark));
  // "That is all" may have been sent before the confirmation was seen, and it is no word for handing in.
  if (stage.kind === 'confirm' && some('done', 'skip')) return 'tapToFile';
  if (stage.kind === 'confirm' && some('goOn')) return 'writeOn';
  if (some('thanks')) return 'welcome';
  if (some('bye')) return 'farewell';
  const asksForMore = stage.kind === 'filed' || stage.kind === 'trail';
  return asksForMore && some('no', 'done', 'skip') ? 'farewell' : null;
};

type Answers = Readonly<Partial<Record<Remark, string>>>;

const byDraft = (draft: Draft | null, kind: 'file' | 'meToo' | 'rewrite' | 'drop'): string =>
  tapId({ kind, draft: draft?.number ?? 0 });

const plainTap = (kind: Extract<Tap['kind'], 'agree' | 'disagree' | 'done' | 'skip' | 'another'>): string =>
  tapId({ kind });

/** What a remark means in each stage, as the choice it stands for. Nothing is thrown away for a word that may mean two things. */
const answersTo = ({ stage, draft }: ConversationState): Answers => {
  switch (stage.kind) {
    case 'consent':
      return { yes: plainTap('agree'), goOn: plainTap('agree'), no: plainTap('disagree') };
    case 'writing': {
      const done = plainTap('done');
      return hasText(draft) ? { done, send: done, skip: done } : {};
    }
    case 'followUp': {
      const skip = plainTap('skip');
      return { skip, done: skip, send: skip, no: skip };
    }
    case 'confirm': {
      const file = byDraft(draft, 'file');
      const meToo = draft?.similar?.examples.length ? { meToo: byDraft(draft, 'meToo') } : {};
      return { yes: file, send: file, no: commandId('back'), rewrite: byDraft(draft, 'rewrite'), ...meToo };
    }
    case 'filed':
    case 'trail':
      return { yes: plainTap('another'), goOn: plainTap('another') };
    case 'askCancel': {
      const keep = tapId({ kind: 'keepWriting' });
      return { yes: byDraft(draft, 'drop'), no: keep, goOn: keep, send: keep };
    }
    case 'askDelete':
      return { yes: tapId({ kind: 'deleteYes' }), no: tapId({ kind: 'deleteNo' }) };
    case 'askWithdraw':
      return { yes: tapId({ kind: 'withdrawYes' }), no: tapId({ kind: 'withdrawNo' }) };
    case 'resume': {
      const resume = tapId({ kind: 'resume' });
      return { yes: resume, goOn: resume, done: resume, send: resume, rewrite: tapId({ kind: 'startOver' }) };
    }
    case 'new':
    case 'outside':
    case 'menu':
    case 'aspect':
    case 'checking':
    case 'filing':
    case 'joining':
    case 'askReceipt':
    case 'lookingUp':
    case 'withdrawing':
    case 'deleting':
      return {};
  }
};

/** Words that are to be kept, whatever stage they come in. */
const hearWords = (scene: Scene, typed: string): Turn => {
  const { stage, draft } = scene.state;
  // A receipt is a secret: wherever it is typed it is looked up, and never becomes part of a message.
  if (looksLikeReceipt(typed)) return lookUp(scene, typed);
  if (isLocked(scene.state.stage)) return hush(holdForLater(scene, typed));
  if (scene.context.away && hasText(draft) && agreed(scene) && isUnfinished(stage))
    return comeBack(scene, typed);
  switch (stage.kind) {
    case 'new':
    case 'outside':
      return stay(hold(scene, typed));
    case 'consent':
      return askConsent(scene, typed);
    case 'menu':
    case 'filed':
    case 'trail':
      return goOn(hold(scene, typed), standsAlone(typed));
    case 'aspect':
    case 'askCancel':
    case 'askDelete':
    case 'askWithdraw':
      return goOn(hold(scene, typed), !hasText(draft) && standsAlone(typed));
    case 'writing':
      // Only the first message may be the whole: who writes in pieces says when it is done.
      return goOn(hold(scene, typed), !hasText(draft) && standsAlone(typed));
    case 'followUp':
    case 'checking':
    case 'confirm':
      return goOn(hold(scene, typed), true);
    case 'askReceipt':
    case 'lookingUp':
      return isNoReceipt(typed) ? goOn(hold(scene, typed), standsAlone(typed)) : lookUp(scene, typed);
    case 'resume':
      return comeBack(scene, typed);
    case 'filing':
    case 'joining':
    case 'withdrawing':
    case 'deleting':
      return hush(holdForLater(scene, typed));
  }
};

/** Words before consent wait for it. The notice is said whole once, and then only pointed at. */
const askConsent = (scene: Scene, typed: string): Turn => {
  const words = wordsOf(scene);
  const held = hold(scene, typed);
  const justGreeted = scene.lines.length > 0;
  return justGreeted
    ? stay(say(held, words.holding))
    : arriveQuietly(say(held, words.agreeFirst), { kind: 'consent' });
};

/** After a while: what was said now is held apart until the resident says whether it belongs to the draft. */
const comeBack = (scene: Scene, typed: string): Turn => {
  const { stage, draft } = scene.state;
  const before = stage.kind === 'resume' ? stage.added : [];
  const room = hasRoom(scene, [...before, typed].join(''));
  const added = room ? [...before, maskText(typed).text] : before;
  const told = room ? scene : say(scene, wordsOf(scene).full);
  return arrive(soundAlarm(told, draft, typed), { kind: 'resume', added });
};

/** A sentence, not a code: it is kept as a message. */
const isNoReceipt = (typed: string): boolean => /\p{Script=Han}{4}|(?:\p{L}+\s+){3}/u.test(typed);

const lookUp = (before: Scene, typed: string): Turn => {
  if (isLocked(before.state.stage)) return hush(say(before, wordsOf(before).wait));
  const { ref, scene } = nextRef(before);
  return waitIn(emit(scene, { kind: 'lookUp', ref, receipt: receiptOf(typed) }), { kind: 'lookingUp', ref });
};

/** A photo goes to the draft; its caption is heard as words, never as a command. */
export const hearPhoto = (before: Scene, photo: string, caption: string | null): Turn => {
  const scene = takePhoto(before, photo);
  const typed = clean(caption ?? '');
  if (typed !== '') return hearWords(scene, typed);
  const { stage, draft } = scene.state;
  if (isLocked(scene.state.stage) || !agreed(scene) || stage.kind === 'resume' || stage.kind === 'outside')
    return hush(scene);
  if (draft === null) return stay(scene);
  if (!hasText(draft)) return arrive(scene, { kind: 'writing' });
  return stage.kind === 'confirm' || stage.kind === 'checking' ? goOn(scene, true) : stay(scene);
};

const takePhoto = (scene: Scene, photo: string): Scene => {
  const { limits } = scene.context;
  const words = wordsOf(scene);
  const photos = scene.state.draft?.photos ?? [];
  if (isLocked(scene.state.stage)) return say(scene, words.photoLater);
  if (photos.includes(photo)) return say(scene, words.photoTaken(photos.length));
  if (photos.length >= limits.photos) return say(scene, words.photosFull(limits.photos));
  return say(withPhoto(scene, photo), words.photoTaken(photos.length + 1));
};
