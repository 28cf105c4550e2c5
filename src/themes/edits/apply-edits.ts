import type { MessageId } from '../../kernel/index.ts';
import type { Catalogue, Entry, Quote, Voice } from '../catalogue.ts';
import { madeDistinct } from '../labels.ts';
import { byText, countOf, personOf } from '../members.ts';
import type { Edit } from '../record.ts';
import { isMeant, partOf, type Split } from './parts.ts';

export type EditsInput = {
  /** Under lasting keys (`withIdentities`). */
  readonly catalogue: Catalogue;
  /** All voices of the catalogue: people have to be counted again. */
  readonly voices: readonly Voice[];
  /** In the order in which people made them. */
  readonly edits: readonly Edit[];
  /** Labels of pinned entries as they stood when pinned, by key; a pinned entry is not renamed by a later run. */
  readonly pinnedLabels?: ReadonlyMap<string, string>;
};

type PinnedLabels = NonNullable<EditsInput['pinnedLabels']>;

/** `skipped` are edits of entries that this run does not have; they are kept for the next. */
export type Edited = { readonly catalogue: Catalogue; readonly skipped: readonly Edit[] };

type Entries = {
  readonly groups: Entry[];
  readonly themes: Entry[];
  readonly matters: Entry[];
  readonly pinned: Set<string>;
  /** Keys of entries whose label a person chose. */
  readonly named: Set<string>;
  /** Where entries that were merged away went. */
  readonly into: Map<string, string>;
  /** Splits of each theme so far, also those that found nothing to take out. */
  readonly splits: Map<string, number>;
  readonly pinnedLabels: PinnedLabels;
  readonly voiceOf: ReadonlyMap<MessageId, Voice>;
};

const LISTS = ['groups', 'themes', 'matters'] as const;
const MOST_QUOTES = 4;

const listOf = (entries: Entries, entry: Entry): Entry[] => entries[`${entry.level}s` as const];

const find = (entries: Entries, key: string): Entry | undefined => {
  const last = entries.into.get(key);
  if (last !== undefined) return find(entries, last);
  return LISTS.flatMap((list) => entries[list]).find((entry) => entry.key === key);
};

const replace = (entries: Entries, entry: Entry): void => {
  const list = listOf(entries, entry);
  const at = list.findIndex(({ key }) => key === entry.key);
  if (at >= 0) list[at] = entry;
  else list.push(entry);
};

const remove = (entries: Entries, entry: Entry): void => {
  const list = listOf(entries, entry);
  list.splice(
    list.findIndex(({ key }) => key === entry.key),
    1,
  );
};

/** One from each in turn, so that the first of every part stays near the front. */
const interleaved = <T>(lists: readonly (readonly T[])[]): T[] => {
  const out: T[] = [];
  for (let i = 0; i < Math.max(0, ...lists.map((list) => list.length)); i++)
    for (const list of lists) if (i < list.length) out.push(list[i]!);
  return out;
};

const onePerPerson = (quotes: readonly Quote[], { voiceOf }: Entries): Quote[] => {
  const people = new Set<string>();
  return quotes.filter(({ messageId }) => {
    const voice = voiceOf.get(messageId);
    if (voice === undefined) return false;
    const person = personOf(voice);
    return !people.has(person) && people.add(person);
  });
};

/** What an entry is when it is made of `parts` (entries below it, or entries merged): everything counted again. */
const remade = (entry: Entry, parts: readonly Entry[], entries: Entries): Entry => {
  const messageIds = [...new Set(interleaved(parts.map((part) => part.messageIds)))];
  const voices = messageIds.flatMap((id) => entries.voiceOf.get(id) ?? []);
  const places = new Map<string, number>();
  for (const { place } of voices) if (place !== null) places.set(place, (places.get(place) ?? 0) + 1);
  const counts = countOf(voices);
  return {
    ...entry,
    counts,
    messageIds,
    keywords: [...new Set(interleaved(parts.map((part) => part.keywords)))].slice(0, 8),
    quotes: onePerPerson(interleaved(parts.map((part) => part.quotes)), entries).slice(0, MOST_QUOTES),
    opposition: parts.find((part) => part.opposition !== null)?.opposition ?? null,
    places: Array.from(places, ([place, messages]) => ({ place, messages })).toSorted(
      (a, b) => b.messages - a.messages || byText(a.place, b.place),
    ),
    singleVoice: entry.level === 'matter' && counts.messages <= 2,
  };
};

/** Parents follow their children: a theme or group is remade of what is below it now, and goes when nothing is. */
const remakeAbove = (entries: Entries, parentKey: string | null): void => {
  if (parentKey === null) return;
  const parent = find(entries, parentKey);
  if (parent === undefined) return;
  const below = parent.level === 'group' ? entries.themes : entries.matters;
  const children = below.filter((entry) => entry.parent === parent.key);
  if (children.length === 0) remove(entries, parent);
  else {
    const next = remade(parent, children, entries);
    // What the run said of the entry itself is better than a patchwork, as long as its messages are all still there.
    const quotes = onePerPerson(
      [...parent.quotes.filter(({ messageId }) => next.messageIds.includes(messageId)), ...next.quotes],
      entries,
    ).slice(0, MOST_QUOTES);
    const kept = parent.opposition;
    const opposed =
      kept !== null && [kept.one, kept.other].every(({ messageId }) => next.messageIds.includes(messageId));
    const keywords = [...new Set([...parent.keywords, ...next.keywords])].slice(0, 8);
    replace(entries, { ...next, quotes, keywords, opposition: opposed ? kept : next.opposition });
  }
  remakeAbove(entries, parent.parent);
};

const merge = (entries: Entries, from: Entry, into: Entry): void => {
  const below = from.level === 'group' ? entries.themes : entries.matters;
  if (from.level !== 'matter')
    for (const child of below.filter(({ parent }) => parent === from.key))
      replace(entries, { ...child, parent: into.key });
  remove(entries, from);
  entries.into.set(from.key, into.key);
  replace(entries, remade(into, [into, from], entries));
  remakeAbove(entries, from.parent);
  remakeAbove(entries, into.parent);
};

/** A pinned entry keeps the name that it was pinned by. */
const keepPinnedLabel = (entries: Entries, key: string): void => {
  const label = entries.pinnedLabels.get(key);
  const entry = find(entries, key);
  if (label === undefined || entry === undefined) return;
  entries.named.add(key);
  replace(entries, { ...entry, label });
};

/** The theme from which most of these messages come; of equals the one with the smaller key. */
const homeOf = (entries: Entries, matters: readonly Entry[]): Entry | undefined => {
  const sizes = new Map<string, number>();
  for (const { parent, messageIds } of matters)
    if (parent !== null) sizes.set(parent, (sizes.get(parent) ?? 0) + messageIds.length);
  const [most] = [...sizes].toSorted(([a, one], [b, other]) => other - one || byText(a, b));
  return most === undefined ? undefined : find(entries, most[0]);
};

/**
 * The matters that were meant leave for a theme of their own, wherever this run found them: it may have parted them
 * from the theme by itself, or put them elsewhere, and they are still one theme to the person.
 */
const split = (entries: Entries, change: Split, key: string): boolean => {
  const gone = entries.matters.filter(isMeant(change));
  const home = homeOf(entries, gone);
  if (home === undefined) return false;
  for (const matter of gone) replace(entries, { ...matter, parent: key });
  const label = gone[0]?.label ?? home.label;
  const draft: Entry = { ...home, key, label, quotes: [], keywords: [], opposition: null };
  replace(entries, remade(draft, gone, entries));
  keepPinnedLabel(entries, key);
  for (const left of new Set(gone.map(({ parent }) => parent))) remakeAbove(entries, left);
  remakeAbove(entries, home.parent);
  return true;
};

const numberOfSplit = ({ splits }: Entries, theme: string): number => {
  const number = (splits.get(theme) ?? 0) + 1;
  splits.set(theme, number);
  return number;
};

const applyOne = (entries: Entries, edit: Edit): boolean => {
  const { theme, change } = edit;
  const entry = find(entries, theme);
  if (change.kind === 'split') {
    const key = partOf(theme, numberOfSplit(entries, theme));
    return (entry === undefined || entry.level === 'theme') && split(entries, change, key);
  }
  if (entry === undefined) return false;
  switch (change.kind) {
    case 'rename':
      entries.named.add(entry.key);
      replace(entries, { ...entry, label: change.label });
      return true;
    case 'merge': {
      const into = find(entries, change.into);
      if (into === undefined || into.level !== entry.level) return false;
      if (into.key !== entry.key) merge(entries, entry, into);
      return true;
    }
    case 'pin':
      entries.pinned.add(entry.key);
      return true;
    case 'unpin':
      entries.pinned.delete(entry.key);
      return true;
  }
};

/** A label that a person chose stays; one that the rules chose and that now stands twice is told apart. */
const relabelled = (entries: Entries): Map<string, string> => {
  const all = [...entries.themes, ...entries.groups, ...entries.matters];
  const labels = new Map(
    all.filter(({ key }) => entries.named.has(key)).map(({ key, label }) => [key, label]),
  );
  const taken = new Set(labels.values());
  for (const { key, label, keywords } of all) {
    if (labels.has(key)) continue;
    const distinct = madeDistinct(label, taken, keywords);
    taken.add(distinct);
    labels.set(key, distinct);
  }
  return labels;
};

/**
 * What people renamed, merged, split and pinned, carried over to this run. What was split off has the key `partOf`. Pinned entries come first in their list;
 * otherwise the reading order is that of the numbers after the edits. Every message stays in exactly one entry a level.
 */
export const applyEdits = ({ catalogue, voices, edits, pinnedLabels = new Map() }: EditsInput): Edited => {
  const entries: Entries = {
    groups: [...catalogue.groups],
    themes: [...catalogue.themes],
    matters: [...catalogue.matters],
    pinned: new Set(),
    named: new Set(),
    into: new Map(),
    splits: new Map(),
    pinnedLabels,
    voiceOf: new Map(voices.map((voice) => [voice.id, voice])),
  };
  for (const key of pinnedLabels.keys()) keepPinnedLabel(entries, key);
  const skipped = edits.filter((edit) => !applyOne(entries, edit));
  if (skipped.length === edits.length && pinnedLabels.size === 0) return { catalogue, skipped };
  const labels = relabelled(entries);
  const ordered = (list: readonly Entry[]): Entry[] =>
    list
      .map((entry) => ({ ...entry, label: labels.get(entry.key) ?? entry.label }))
      .toSorted(
        (a, b) =>
          Number(entries.pinned.has(b.key)) - Number(entries.pinned.has(a.key)) ||
          b.counts.people - a.counts.people ||
          b.counts.messages - a.counts.messages ||
          byText(a.key, b.key),
      );
  return {
    catalogue: {
      groups: ordered(entries.groups),
      themes: ordered(entries.themes),
      matters: ordered(entries.matters),
    },
    skipped,
  };
};
