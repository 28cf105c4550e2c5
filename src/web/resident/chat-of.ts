import type { ChatEvent, WebChat } from '../../channels/index.ts';
import type { Choice, Lang } from '../../conversation/index.ts';
import type { Line } from './line.ts';
import type { Chat } from './ports.ts';
import { pageWords } from './words.ts';

type Offers = Map<string, Choice>;

/** What the page itself offers at any time, beside every reply, by the words on it. */
const always = (id: string, lang: Lang): string | null => {
  if (id === 'english') return pageWords.zh.otherLanguage;
  if (id === 'chinese') return pageWords.en.otherLanguage;
  return id === 'help' || id === 'person' ? pageWords[lang].aids[id] : null;
};

/** What the resident did, as a line; null for what shows itself by its answer. */
const ownLine = (event: ChatEvent & { kind: 'said' }, offers: Offers, lang: Lang): Line | null => {
  const { id, about, said } = event;
  const line = (text: string, photo = false): Line => ({ id, about, from: 'resident', text, photo });
  switch (said.kind) {
    case 'text':
      return line(said.text);
    case 'choice': {
      const choice = offers.get(said.id);
      if (choice !== undefined) return line(choice.detail ?? choice.label);
      const label = always(said.id, lang);
      return label === null ? null : line(label);
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
  // Of the page at that moment.
  let lang: Lang = 'zh';
  return events.flatMap((event): Line[] => {
    if (event.kind === 'said') {
      const line = ownLine(event, offers, lang);
      return line === null ? [] : [line];
    }
    for (const choice of event.reply.choices) offers.set(choice.id, choice);
    const { id, about, reply } = event;
    lang = reply.lang;
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
