import { hearChoice } from './hear-choice.ts';
import { hearOutcome } from './hear-outcome.ts';
import { hearPhoto, hearText } from './hear-text.ts';
import { type Scene, say, shorten, wordsOf } from './scene.ts';
import { atTheDoor, hearStart } from './start.ts';
import { hush } from './turn.ts';
import type { Reply, Said, Step, Turn } from './types.ts';

/**
 * One step of a conversation: pure, total and deterministic. Whoever calls it saves `state` and does the silent
 * effects together, then does the awaited effect (there is one at most, the last) and feeds its outcome back in.
 */
export const step: Step = (state, input, context) => {
  const scene: Scene = { state, context: shorten(context), lines: [], effects: [] };
  if (input.kind === 'outcome') return hearOutcome(scene, input.ref, input.outcome);
  return hear(scene, input);
};

const hear = (scene: Scene, said: Said): Turn => {
  if (said.kind === 'start') return hearStart(scene, said.code);
  if (said.kind === 'tooFast') return tooFast(scene, said.minutes);
  const there = atTheDoor(scene);
  switch (said.kind) {
    case 'text':
      return hearText(there, said.text);
    case 'choice':
      return hearChoice(there, said.id);
    case 'photo':
      return hearPhoto(there, said.photo, said.caption);
    case 'badPhoto':
      return hush(say(there, wordsOf(there).badPhoto[said.why]));
    case 'other':
      return hush(say(there, wordsOf(there).media[said.media]));
  }
};

/** Said without touching anything: what was offered before still holds. */
const tooFast = (scene: Scene, minutes: number): Turn => {
  const words = wordsOf(scene);
  const reply: Reply = {
    text: words.tooFast(minutes),
    quotes: [],
    choices: [],
    hint: 'choose',
    secret: false,
    lang: scene.state.lang ?? scene.context.lang,
  };
  return { state: scene.state, replies: [reply], effects: [] };
};
