import type { MessageId } from '../kernel/index.ts';
import type { Catalogue, Entry, Level } from './catalogue.ts';

/** A catalogue as rows: entries numbered in reading order, groups first, and one assignment a message. */
export type Filing = {
  readonly entries: readonly {
    readonly position: number;
    readonly parent: number | null;
    readonly entry: Entry;
  }[];
  readonly assignments: readonly Assignment[];
};

export type Assignment = {
  readonly messageId: MessageId;
  /** Positions in `entries`. */
  readonly group: number;
  readonly theme: number;
  readonly matter: number;
  /** 0 for the most central message of its group, theme, matter. */
  readonly groupRank: number;
  readonly themeRank: number;
  readonly matterRank: number;
};

type Seat = { position: number; rank: number };

/** Where each message sits on one level. @throws where one sits twice. */
const seatsOf = (entries: readonly Entry[], positions: ReadonlyMap<string, number>): Map<MessageId, Seat> => {
  const seats = new Map<MessageId, Seat>();
  for (const entry of entries) {
    for (const [rank, id] of entry.messageIds.entries()) {
      if (seats.has(id)) throw new Error(`message ${id} is in two entries of the level ${entry.level}`);
      seats.set(id, { position: positions.get(entry.key) ?? -1, rank });
    }
  }
  return seats;
};

const parentPosition = (entry: Entry, above: Level | null, levels: Levels): number | null => {
  if (above === null) {
    if (entry.parent !== null) throw new Error(`the group ${entry.key} has a parent`);
    return null;
  }
  const parent = entry.parent === null ? undefined : levels.byKey.get(entry.parent);
  if (parent?.level !== above) throw new Error(`${entry.level} ${entry.key} has no ${above} above it`);
  return levels.positions.get(parent.key) ?? null;
};

type Levels = { readonly byKey: ReadonlyMap<string, Entry>; readonly positions: ReadonlyMap<string, number> };

const ABOVE = { group: null, theme: 'group', matter: 'theme' } as const satisfies Record<Level, Level | null>;

/**
 * The catalogue as rows. A run with holes must never pass for a whole one, so everything is checked on the way.
 * @throws where a key is there twice, a parent is missing, the levels are not nested, or a message does not sit exactly
 * once on every level.
 */
export const filed = (catalogue: Catalogue): Filing => {
  const all = [...catalogue.groups, ...catalogue.themes, ...catalogue.matters];
  const positions = new Map(all.map((entry, position) => [entry.key, position]));
  if (positions.size !== all.length) throw new Error('two entries of one run have the same key');
  const levels: Levels = { byKey: new Map(all.map((entry) => [entry.key, entry])), positions };
  const entries = all.map((entry, position) => ({
    position,
    parent: parentPosition(entry, ABOVE[entry.level], levels),
    entry,
  }));

  const groups = seatsOf(catalogue.groups, positions);
  const themes = seatsOf(catalogue.themes, positions);
  const matters = seatsOf(catalogue.matters, positions);
  if (groups.size !== matters.size || themes.size !== matters.size)
    throw new Error(
      `${groups.size} messages are in groups, ${themes.size} in themes, ${matters.size} in matters`,
    );
  const assignments = Array.from(matters, ([messageId, matter]): Assignment => {
    const theme = themes.get(messageId);
    const group = groups.get(messageId);
    if (theme === undefined || group === undefined)
      throw new Error(`message ${messageId} has a level missing`);
    const nested =
      entries[matter.position]?.parent === theme.position &&
      entries[theme.position]?.parent === group.position;
    if (!nested)
      throw new Error(`message ${messageId} is in a matter outside its theme, or a theme outside its group`);
    return {
      messageId,
      group: group.position,
      theme: theme.position,
      matter: matter.position,
      groupRank: group.rank,
      themeRank: theme.rank,
      matterRank: matter.rank,
    };
  });
  return { entries, assignments };
};

/** The members of every entry, most central first, by position: the way back from `assignments`. */
export const membersByPosition = (assignments: readonly Assignment[], entries: number): MessageId[][] => {
  const members = Array.from({ length: entries }, (): MessageId[] => []);
  const seat = (position: number, rank: number, id: MessageId): void => {
    const list = members[position];
    if (list === undefined)
      throw new Error(`an assignment points to the entry ${position}, which is not there`);
    list[rank] = id;
  };
  for (const row of assignments) {
    seat(row.group, row.groupRank, row.messageId);
    seat(row.theme, row.themeRank, row.messageId);
    seat(row.matter, row.matterRank, row.messageId);
  }
  return members;
};
