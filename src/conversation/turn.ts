import { type Ask, ask } from './ask.ts';
import { langOf, moveTo, type Scene } from './scene.ts';
import { isLocked } from './stages.ts';
import { clip } from './text.ts';
import type { Choice, Reply, Stage, Turn } from './types.ts';

// Under 20 characters fit on a button of an old phone, of Telegram and of WeChat's menus.
const LABEL = 19;

const choicesFrom = (specs: Ask['choices']): Choice[] => {
  const own = specs.map((spec) => spec.number).filter((number) => number !== undefined);
  const clash = new Set(own).size < own.length;
  let next = clash ? 1 : Math.max(0, ...own) + 1;
  return specs.map(({ id, label, number }) => {
    const short = clip(label, LABEL);
    return {
      id,
      number: number === undefined || clash ? next++ : number,
      label: short,
      detail: short === label ? null : label,
    };
  });
};

/** Ends the turn: what was said, then the question, whose choices hang on the last reply. */
export const close = (scene: Scene, question: Ask): Turn => {
  const lines = [...scene.lines, ...question.lines];
  const choices = choicesFrom(question.choices);
  const lang = langOf(scene);
  const replies = lines.map(
    (line, at): Reply => ({
      text: line.text,
      quotes: line.quotes ?? [],
      choices: at === lines.length - 1 ? choices : [],
      hint: question.hint,
      secret: line.secret ?? false,
      lang,
    }),
  );
  return { state: { ...scene.state, offered: choices }, replies, effects: scene.effects };
};

/** Ends the turn in a stage, with that stage's question. */
export const arrive = (scene: Scene, stage: Stage): Turn => {
  const there = moveTo(scene, stage);
  return close(there, ask(there));
};

/** As `arrive`, where what was said already asks: only the stage's choices are added. */
export const arriveQuietly = (scene: Scene, stage: Stage): Turn => {
  const there = moveTo(scene, stage);
  return close(there, { ...ask(there), lines: [] });
};

/** Ends the turn where it began, and asks again. */
export const stay = (scene: Scene): Turn => close(scene, ask(scene));

/** Ends the turn in a stage that waits for an outcome: its reply comes with that. */
export const waitIn = (scene: Scene, stage: Stage): Turn =>
  close(moveTo(scene, stage), { lines: [], choices: [], hint: 'choose' });

/** Ends the turn where it began; asks again unless something is being done, whose outcome asks. */
export const hush = (scene: Scene): Turn => {
  if (!isLocked(scene.state.stage)) return stay(scene);
  const { lines } = ask(scene);
  return close(scene, { lines: scene.lines.length === 0 ? lines : [], choices: [], hint: 'choose' });
};
