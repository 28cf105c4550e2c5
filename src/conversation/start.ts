import { ask } from './ask.ts';
import { hasContent, hasText } from './draft.ts';
import { agreed, atStart, count, settle } from './moves.ts';
import { moveTo, type Scene, say, set, venueOf, wordsOf } from './scene.ts';
import { isInside, isLocked } from './stages.ts';
import { commandId } from './taps.ts';
import { arrive, close, hush } from './turn.ts';
import type { ConversationState, Inbound, Stage, Turn } from './types.ts';

/** The code whose venue `context.door` must hold for this step. */
export const codeFor = (state: ConversationState, input: Inbound): string | null =>
  input.kind === 'start' && input.code !== null ? input.code : state.code;

const greet = (scene: Scene): Scene => {
  const { door } = scene.context;
  const { stage } = scene.state;
  const words = wordsOf(scene);
  const lost = stage.kind === 'new' && stage.lost;
  const told = lost ? say(scene, words.lost) : scene;
  if (door.kind !== 'open' && door.kind !== 'moved') return told;
  const here = count(set(told, { code: door.venue.code }), 'greeted');
  if (door.kind === 'moved') return say(here, words.moved(door.venue));
  return say(here, agreed(scene) ? words.again(door.venue) : words.greeting(door.venue));
};

/** A code was scanned, or the chat was opened. */
export const hearStart = (scene: Scene, code: string | null): Turn => {
  if (isLocked(scene.state.stage)) return hush(say(scene, wordsOf(scene).wait));
  if (venueOf(scene) === null) return atWrongDoor(scene, code);
  const here = greet(scene);
  const { draft, stage } = here.state;
  if (agreed(here) && hasText(draft))
    return arrive(here, { kind: 'resume', added: stage.kind === 'resume' ? stage.added : [] });
  if (hasContent(draft) || !agreed(here)) return settle(here);
  return atStart(here);
};

/** A code that leads nowhere does not take the resident away from the deputy of the last one. */
const atWrongDoor = (scene: Scene, code: string | null): Turn => {
  const { stage, code: last } = scene.state;
  if (code === null || last === null || stage.kind === 'new' || stage.kind === 'outside')
    return arrive(greet(scene), { kind: 'outside' });
  const { lines, choices, hint } = ask(set(scene, { stage: { kind: 'outside' } }));
  const goOn = { id: commandId('menu'), label: wordsOf(scene).labels.goOn };
  return close(scene, { lines, choices: [goOn, ...choices], hint });
};

/**
 * Before anything but a start is heard: greets whoever comes without one, follows a code that was replaced, and
 * steps outside or inside when the code was closed or opened meanwhile.
 */
export const atTheDoor = (scene: Scene): Scene => {
  const { stage, code, draft } = scene.state;
  const venue = venueOf(scene);
  if (venue === null) {
    if (stage.kind !== 'new' && !isInside(stage)) return scene;
    return moveTo(greet(scene), { kind: 'outside' });
  }
  if (stage.kind !== 'new' && stage.kind !== 'outside') return code === venue.code ? scene : greet(scene);
  const inside: Stage = !agreed(scene)
    ? { kind: 'consent' }
    : venue.topics.length > 0 || draft !== null
      ? { kind: 'menu', page: 0 }
      : { kind: 'writing' };
  return moveTo(greet(scene), inside);
};
