import type { Entry, Quote } from '../themes/index.ts';
import type { SentenceWriter } from './compose.ts';
import type { Change, EntrySection, Lang, Sentence } from './content.ts';
import { countOf, type Ledger, shareOf } from './ledger.ts';
import { cite, cutLong } from './passages.ts';
import { wording } from './wording.ts';

export type Context = { readonly ledger: Ledger; readonly write: SentenceWriter; readonly lang: Lang };

/** By people, then messages, then key: the order of everything in a digest. */
export const byPeople = (entries: readonly Entry[]): Entry[] =>
  entries.toSorted(
    (a, b) =>
      b.counts.people - a.counts.people || b.counts.messages - a.counts.messages || (a.key < b.key ? -1 : 1),
  );

export const changeOf = (ledger: Ledger, { key, messageIds }: Entry): Change => {
  if (ledger.before === null) return null;
  const before = ledger.before.get(key);
  return before === undefined ? 'new' : countOf(ledger, messageIds).people - before;
};

/** Three: as many places as fit beside the counts on a line or two. */
const PLACES = 3;
/** A flood worth a warning: at least five copies that make up a third of the messages. */
const isFlood = ({ copies, messages }: Entry['counts']): boolean => copies >= 5 && copies * 3 >= messages;

const summaryOf = ({ ledger, write, lang }: Context, entry: Entry, themes: number): Sentence[] => {
  const say = wording[lang].entry;
  const { key, counts, level } = entry;
  const places = entry.places
    .filter(({ messages }) => messages > 1)
    .slice(0, PLACES)
    .map(({ place }) => place);
  const change = changeOf(ledger, entry);
  return [
    level === 'group'
      ? write((by) => say.group(by, key, { themes, copies: counts.copies }))
      : write((by) => say.below(by, key, counts.copies)),
    ...(change === null || level === 'matter'
      ? []
      : [write((by) => say.change(by, key, change), { entries: [key] })]),
    ...(places.length === 0 || level === 'matter' ? [] : [write((by) => say.places(by, key, places))]),
    ...(isFlood(counts) && level === 'theme' ? [write(() => say.flood, { entries: [key] })] : []),
  ];
};

/** A group with its themes, a theme with its matters; single voices stand in a list of their own. */
export const sectionOf = (context: Context, entry: Entry): EntrySection => {
  const { ledger } = context;
  const { themes, matters } = ledger.catalogue;
  const below =
    entry.level === 'group'
      ? themes
      : entry.level === 'theme'
        ? matters.filter(({ singleVoice }) => !singleVoice)
        : [];
  const children = byPeople(below.filter(({ parent }) => parent === entry.key));
  const { key, level, parent, label, keywords, counts, places, opposition } = entry;
  const cited = (quote: Quote) => cite(ledger, cutLong(quote));
  return {
    key,
    level,
    parent,
    label,
    keywords,
    counts,
    share: shareOf(counts.people, ledger.total.people),
    change: changeOf(ledger, entry),
    places,
    summary: summaryOf(context, entry, children.length),
    quotes: entry.quotes.map(cited),
    opposition: opposition && { one: cited(opposition.one), other: cited(opposition.other) },
    children: children.map((child) => sectionOf(context, child)),
  };
};
