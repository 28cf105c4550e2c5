import type { MessageId } from '../kernel/index.ts';
import type { Catalogue, Counts, Entry, Voice } from '../themes/index.ts';
import { CITED, type DigestContent, type EntrySection, EVERYTHING, type Figure } from './content.ts';

/** Everything that a figure can be counted from. */
export type Ledger = {
  readonly ids: readonly MessageId[];
  readonly voices: ReadonlyMap<MessageId, Voice>;
  readonly entries: ReadonlyMap<string, Entry>;
  readonly catalogue: Catalogue;
  /** Of all messages; kept, because every share divides by it. */
  readonly total: Counts;
  /** Near-duplicates of a message. */
  readonly copies: ReadonlyMap<MessageId, number>;
  /** People of each entry in the last issue; null without one. */
  readonly before: ReadonlyMap<string, number> | null;
};

export type Sources = {
  readonly voices: readonly Voice[];
  readonly catalogue: Catalogue;
  /** Only where entries keep their keys from run to run; keys of file runs (`g1`) mean nothing in another run. */
  readonly previous?: DigestContent | undefined;
  /** People of each entry in `previous` as it would be grouped today; where left out, as it was printed. */
  readonly peopleThen?: ReadonlyMap<string, number> | undefined;
};

const peopleBefore = (sections: readonly EntrySection[], out: Map<string, number>): Map<string, number> => {
  for (const section of sections) {
    out.set(section.key, section.counts.people);
    peopleBefore(section.children, out);
  }
  return out;
};

export const ledgerOf = ({ voices, catalogue, previous, peopleThen }: Sources): Ledger => {
  const copies = new Map<MessageId, number>();
  for (const { copyOf } of voices) if (copyOf !== null) copies.set(copyOf, (copies.get(copyOf) ?? 0) + 1);
  const entries = [...catalogue.groups, ...catalogue.themes, ...catalogue.matters];
  const ids = voices.map(({ id }) => id);
  const byId = new Map(voices.map((voice) => [voice.id, voice]));
  return {
    ids,
    voices: byId,
    entries: new Map(entries.map((entry) => [entry.key, entry])),
    catalogue,
    total: countOf({ voices: byId }, ids),
    copies,
    before: previous ? (peopleThen ?? peopleBefore(previous.groups, new Map())) : null,
  };
};

/**
 * Distinct messages, distinct people (a message without an author is one person; supporters count) and marked copies
 * among `ids`.
 */
export const countOf = (ledger: Pick<Ledger, 'voices'>, ids: Iterable<MessageId>, place?: string): Counts => {
  const people = new Set<string>();
  const distinct = new Set(ids);
  let messages = 0;
  let unknown = 0;
  let copies = 0;
  for (const id of distinct) {
    const voice = ledger.voices.get(id);
    if (voice === undefined || (place !== undefined && voice.place !== place)) continue;
    messages++;
    if (voice.person === null) unknown++;
    else people.add(voice.person);
    for (const supporter of voice.supporters ?? []) people.add(supporter);
    if (voice.copyOf !== null) copies++;
  }
  return { messages, people: people.size + unknown, copies };
};

/** 100 × part / whole to one decimal; 0 where there is nobody. */
export const shareOf = (part: number, whole: number): number =>
  whole === 0 ? 0 : Math.round((1000 * part) / whole) / 10;

const within = (ledger: Ledger, of: string): Catalogue => {
  if (of === EVERYTHING) return ledger.catalogue;
  const { groups, themes, matters } = ledger.catalogue;
  const ownThemes = themes.filter(({ parent }) => parent === of);
  const keys = new Set([of, ...ownThemes.map(({ key }) => key)]);
  return {
    groups: groups.filter(({ key }) => key === of),
    themes: ownThemes,
    matters: matters.filter(({ parent }) => parent !== null && keys.has(parent)),
  };
};

const idsOf = (ledger: Ledger, of: string, cited: readonly MessageId[]): readonly MessageId[] | null => {
  if (of === EVERYTHING) return ledger.ids;
  if (of === CITED) return cited;
  return ledger.entries.get(of)?.messageIds ?? null;
};

/** Counts a figure from the voices; null where what it counts over does not exist. `cited`: the sentence's messages. */
export const recount = (
  ledger: Ledger,
  figure: Omit<Figure, 'value'>,
  cited: readonly MessageId[],
): number | null => {
  const ids = idsOf(ledger, figure.of, cited);
  if (ids === null) return null;
  switch (figure.unit) {
    case 'people':
    case 'messages':
    case 'copies':
      return countOf(ledger, ids, figure.place)[figure.unit];
    case 'percent':
      return shareOf(countOf(ledger, ids, figure.place).people, ledger.total.people);
    case 'change': {
      const before = ledger.before?.get(figure.of);
      return before === undefined ? null : countOf(ledger, ids).people - before;
    }
    case 'groups':
    case 'themes':
    case 'matters':
      return within(ledger, figure.of)[figure.unit].length;
    case 'singleVoices':
      return within(ledger, figure.of).matters.filter(({ singleVoice }) => singleVoice).length;
    case 'opposed':
      return within(ledger, figure.of).themes.filter(({ opposition }) => opposition !== null).length;
  }
};
