import type { MessageId } from '../kernel/index.ts';

/** The three nested levels that clustering finds: 板块, 主题, 事项. */
export type Level = 'group' | 'theme' | 'matter';

/** One message as themes and digests see it: masked, and with a pseudonym at most. */
export type Voice = {
  /** The public number that digests print; never a receipt. */
  readonly id: MessageId;
  /** Byte for byte the masked text; with a title, the title, a line feed, and the body. */
  readonly text: string;
  /** A pseudonymous key by which people are counted; null where unknown: the message then counts as one person. */
  readonly person: string | null;
  /** Who else stands behind it ("me too"), by the same kind of key: they count as people, not as messages. */
  readonly supporters?: readonly string[];
  readonly place: string | null;
  /** ISO 8601 with offset, or null where the file gave none. */
  readonly at: string | null;
  /** The earliest message of which this one is a near-duplicate, or null. Copies are marked, never removed. */
  readonly copyOf: MessageId | null;
};

/** A verbatim passage: `text === voice.text.slice(start, end)`, cut at sentence ends where a message is long. */
export type Quote = {
  readonly messageId: MessageId;
  readonly start: number;
  readonly end: number;
  readonly text: string;
};

/** `people` counts distinct persons (a message without an author is one), `copies` the messages marked `copyOf`. */
export type Counts = { readonly messages: number; readonly people: number; readonly copies: number };

/** Two sides of a theme in their own words. */
export type Opposition = { readonly one: Quote; readonly other: Quote };

/** A group, theme or matter, ready to be read. */
export type Entry = {
  /** Lasting identity where runs are stored; otherwise `g1`, `t1`, `m1` in reading order. */
  readonly key: string;
  readonly level: Level;
  /** Key of the theme above a matter, of the group above a theme; null for a group. */
  readonly parent: string | null;
  readonly label: string;
  /** Most telling words first (c-TF-IDF). */
  readonly keywords: readonly string[];
  readonly counts: Counts;
  /** All members, most central first. */
  readonly messageIds: readonly MessageId[];
  /** Two to four, at most one per person, chosen to cover the members and not only their centre. */
  readonly quotes: readonly Quote[];
  readonly opposition: Opposition | null;
  /** Places named most often first. */
  readonly places: readonly { readonly place: string; readonly messages: number }[];
  /** A matter of one or two messages: listed at the end, never dropped. Always false above matters. */
  readonly singleVoice: boolean;
};

/** Everything a run found, in reading order: by people, then messages, then key. */
export type Catalogue = {
  readonly groups: readonly Entry[];
  readonly themes: readonly Entry[];
  readonly matters: readonly Entry[];
};
