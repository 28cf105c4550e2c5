import type { ChatEvent, WebChat } from '../../channels/index.ts';
import type { Choice } from '../../conversation/index.ts';
import type { Line } from './line.ts';
import type { Chat } from './ports.ts';
import { pageWords } from './words.ts';

type Offers = Map<string, Choice>;

/** What the page itself offers at any time, beside every reply. */
const always = {
  english: pageWords.zh.otherLanguage,
  chinese: pageWords.en.otherLanguage,
  ...pageWords.zh.aids,
} as const;
const isAlways = (id: string): id is keyof typeof always => Object.hasOwn(always, id);

/** What the resident did, as a line; null for what shows itself by its answer. */
const ownLine = (event: ChatEvent & { kind: 'said' }, offers: Offers): Line | null => {
  const { id, about, said } = event;
  const line = (text: string, photo = false): Line => ({ id, about, from: 'resident', text, photo });
  switch (said.kind) {
    case 'text':
      return line(said.text);
    case 'choice': {
      const choice = offers.get(said.id);
      if (choice !== undefined) return line(choice.detail ?? choice.label);
      return isAlways(said.id) ? line(always[said.id]) : null;
    }
    case 'photo':
      return line(said.caption ?? '', true);
    case 'badPhoto':
      return line('', true);
    case 'start':
    case 'other':
    case 'tooFast':
      return null;
  }
};

/** Events as lines. A tapped choice is shown by the words that were on its button. */
const linesOf = (events: readonly ChatEvent[]): Line[] => {
  const offers: Offers = new Map();
  return events.flatMap((event): Line[] => {
    if (event.kind === 'said') {
      const line = ownLine(event, offers);
      return line === null ? [] : [line];
    }
    for (const choice of event.reply.choices) offers.set(choice.id, choice);
    const { id, about, reply } = event;
    return [{ id, about, from: 'office', reply }];
  });
};

/** The channel as pages need it. */
export const chatOf = (channel: WebChat): Chat => ({
  sessions: channel.sessions,
  stopping: channel.stopping,
  say: async ({ person, id, said, lang }) => {
    const taken = await channel.receive({ person, messageId: id, said, lang });
    return taken.kind === 'repeated' ? 'handled' : taken.kind;
  },
  lines: (person, after) => {
    const { gap } = channel.after(person, after);
    // All of them, because a button's words may stand before the cursor; some hundred at most.
    const lines = linesOf(channel.after(person, 0).events);
    return { lines: lines.filter(({ id }) => id > after), gap };
  },
  listen: (person, hear, signal) => channel.listen(person, hear, signal),
});
