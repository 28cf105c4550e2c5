import type { Trail } from '../intake/index.ts';
import { marksIn } from './covered.ts';
import { afterFiling, promote, settle, topicClosed } from './moves.ts';
import { emit, type Scene, say, setDraft, wordsOf } from './scene.ts';
import { newState } from './state.ts';
import { clip, pack } from './text.ts';
import { stepLine } from './trail.ts';
import { arrive, arriveQuietly } from './turn.ts';
import type { Outcome, Stage, Turn } from './types.ts';

type Waiting = Extract<Stage, { readonly ref: number }>;

/** What came of an effect; one that nobody waits for any more changes nothing. */
export const hearOutcome = (scene: Scene, ref: number, outcome: Outcome): Turn => {
  const { stage } = scene.state;
  const waits = 'ref' in stage && stage.ref === ref;
  if (!waits) return { state: scene.state, replies: [], effects: [] };
  return outcome.kind === 'limited' || outcome.kind === 'failed'
    ? fallBack(scene, stage, outcome)
    : succeed(scene, stage, outcome);
};

/** Back to where the resident can try again, with everything kept. */
const fallBack = (
  scene: Scene,
  stage: Waiting,
  outcome: Extract<Outcome, { kind: 'limited' | 'failed' }>,
): Turn => {
  const words = wordsOf(scene);
  const limited = outcome.kind === 'limited' ? words.tooFast(outcome.minutes) : null;
  switch (stage.kind) {
    case 'checking':
      // Nobody has to know that a comparison failed: the message can be filed without it.
      return withSimilar(scene, { people: 0, examples: [] });
    case 'filing':
    case 'joining':
      return arrive(say(scene, limited ?? words.failedKept), { kind: 'confirm' });
    case 'lookingUp':
      return arrive(say(scene, limited ?? words.failed), { kind: 'askReceipt' });
    case 'withdrawing':
      return arrive(say(scene, limited ?? words.failed), { kind: 'askWithdraw', message: stage.message });
    case 'deleting':
      return arrive(say(scene, limited ?? words.failed), { kind: 'askDelete' });
  }
};

const succeed = (
  scene: Scene,
  stage: Waiting,
  outcome: Exclude<Outcome, { kind: 'limited' | 'failed' }>,
): Turn => {
  const words = wordsOf(scene);
  switch (stage.kind) {
    case 'checking':
      if (outcome.kind === 'similar') return withSimilar(scene, outcome);
      break;
    case 'filing':
      if (outcome.kind === 'filed') return filed(scene, outcome);
      if (outcome.kind === 'topicClosed') return topicClosed(scene);
      break;
    case 'joining':
      if (outcome.kind === 'counted') return counted(scene, outcome);
      break;
    case 'lookingUp':
      if (outcome.kind === 'found') return found(scene, outcome.trail);
      if (outcome.kind === 'notFound')
        return arriveQuietly(say(scene, words.notFound), { kind: 'askReceipt' });
      break;
    case 'withdrawing':
      if (outcome.kind === 'withdrawn') return settle(say(promote(scene, null), words.withdrawn));
      if (outcome.kind === 'notFound') return settle(say(promote(scene, null), words.cannotWithdraw));
      break;
    case 'deleting':
      if (outcome.kind === 'dataDeleted') return forgotten(scene, outcome.kept);
      break;
  }
  // An outcome of another effect under this ref: the resident tries again, nothing is lost.
  return fallBack(scene, stage, { kind: 'failed' });
};

const withSimilar = (
  scene: Scene,
  { people, examples }: Pick<Extract<Outcome, { kind: 'similar' }>, 'people' | 'examples'>,
): Turn => {
  const { draft } = scene.state;
  // Two are shown and one can be joined: more are not kept.
  const kept = examples.slice(0, 2).map(({ message, text }) => ({ message, text: clip(text, 60) }));
  const known = draft === null ? scene : setDraft(scene, { ...draft, similar: { people, examples: kept } });
  return arrive(known, { kind: 'confirm' });
};

const filed = (
  scene: Scene,
  { receipt, message, held, others }: Extract<Outcome, { kind: 'filed' }>,
): Turn => {
  const words = wordsOf(scene);
  const then = [
    ...(held ? [words.held] : []),
    ...(others > 0 ? [words.others(others)] : []),
    words.next(held),
  ];
  const told = say(say(scene, words.filed(receipt), { secret: true }), then.join('\n'));
  return afterFiling(told, { kind: 'filed', message });
};

const counted = (scene: Scene, { receipt, people }: Extract<Outcome, { kind: 'counted' }>): Turn => {
  const words = wordsOf(scene);
  const { draft } = scene.state;
  // Who was told that twelve others say much the same is the thirteenth, though fewer tapped "me too" on that one.
  const all = Math.max(people, (draft?.similar?.people ?? 0) + 1);
  const told = say(
    draft === null ? scene : emit(scene, { kind: 'dropDraft', draft: draft.number }),
    words.counted(all),
  );
  const shown = receipt === null ? told : say(told, words.countedReceipt(receipt), { secret: true });
  return afterFiling(say(shown, words.next(false)), { kind: 'filed', message: null });
};

const found = (scene: Scene, trail: Trail): Turn => {
  const words = wordsOf(scene);
  const quote = clip(trail.text, 200);
  const head = say(scene, words.trail, { quotes: [quote] });
  const told = [...pack(marksIn(words, quote)), ...pack(trail.steps.map((step) => stepLine(words, step)))];
  const { message, canWithdraw } = trail;
  return arrive(
    told.reduce((sum, text) => say(sum, text), head),
    { kind: 'trail', message, canWithdraw },
  );
};

/** A new beginning: only the language, the code and what was typed meanwhile stay, and consent is asked anew. */
const forgotten = (scene: Scene, kept: number): Turn => {
  const { lang, code, drafts, refs, later } = scene.state;
  const told = say(scene, wordsOf(scene).deleted(kept));
  const fresh = promote({ ...told, state: { ...newState, lang, code, drafts, refs, later } }, null);
  return fresh.state.draft === null ? arrive(fresh, { kind: 'new', lost: false }) : settle(fresh);
};
