import type { MessageId } from '../kernel/index.ts';
import type { Counts, Level, Quote } from '../themes/index.ts';

export type Lang = 'zh' | 'en';

/** What a figure counts. `percent` is the share of all people, `change` the people more or fewer than last time. */
export type Unit =
  | 'people'
  | 'messages'
  | 'copies'
  | 'percent'
  | 'change'
  | 'groups'
  | 'themes'
  | 'matters'
  | 'singleVoices'
  | 'opposed';

/** In `Figure.of` and `Evidence.entries`: every message of the digest. */
export const EVERYTHING = 'all';
/** In `Figure.of`: exactly the messages that the sentence itself cites. */
export const CITED = 'evidence';

/** A number in a sentence and what it was counted over, so that anyone can count it again. */
export type Figure = {
  readonly value: number;
  readonly unit: Unit;
  /** Key of a group, theme or matter, or `EVERYTHING`, or `CITED`. */
  readonly of: string;
  /** Only the messages from this place. */
  readonly place?: string;
};

/** What a sentence rests on: whole entries (by key, or `EVERYTHING`) and single messages. Never both empty. */
export type Evidence = { readonly entries: readonly string[]; readonly messages: readonly MessageId[] };

/** The only form in which a digest states anything in its own words. */
export type Sentence = {
  readonly text: string;
  readonly evidence: Evidence;
  readonly figures: readonly Figure[];
};

/** A quote with what is printed beside it. */
export type Cited = Quote & {
  /** True where the message goes on before or after the quote. */
  readonly excerpt: boolean;
  readonly place: string | null;
  readonly at: string | null;
  /** Messages that were marked as near-duplicates of this one. */
  readonly copies: number;
};

/** People more (or fewer, negative) than in the last digest; `new` where it was not there; null without a last one. */
export type Change = number | 'new' | null;

/** A group, theme or matter as the digest tells it. */
export type EntrySection = {
  readonly key: string;
  readonly level: Level;
  readonly parent: string | null;
  readonly label: string;
  readonly keywords: readonly string[];
  readonly counts: Counts;
  /** Percent of all people, one decimal. */
  readonly share: number;
  readonly change: Change;
  readonly places: readonly { readonly place: string; readonly messages: number }[];
  readonly summary: readonly Sentence[];
  readonly quotes: readonly Cited[];
  readonly opposition: { readonly one: Cited; readonly other: Cited } | null;
  /** Themes of a group, matters of a theme (without single voices), by people. */
  readonly children: readonly EntrySection[];
};

/** A matter of one or two messages. `theme` is the key of the theme it was filed under. */
export type SingleVoice = {
  readonly key: string;
  readonly theme: string | null;
  readonly quotes: readonly Cited[];
};

/** Why somebody should be answered in person. */
export type AnswerReason = 'safety' | 'reply' | 'deputy';

/** The words in a message by which a rule chose it, and the passage around them. */
export type CuedQuote = { readonly cue: string; readonly quote: Cited };

/** One matter in which a rule found something to answer; `statement` cites all messages found. */
export type AnswerItem = {
  readonly reason: AnswerReason;
  readonly entry: string;
  readonly statement: Sentence;
  readonly quotes: readonly CuedQuote[];
};

export type QuestionKind = 'opposition' | 'question' | 'office';

/** An open question for the meeting, in the residents' words. */
export type OpenQuestion = {
  readonly kind: QuestionKind;
  /** The theme it is about; null for an office, which many themes may name. */
  readonly entry: string | null;
  readonly statement: Sentence;
  readonly quotes: readonly Cited[];
};

/** All message ids of a theme, by matter (single voices too), in reading order. */
export type AppendixTheme = {
  readonly key: string;
  readonly label: string;
  readonly counts: Counts;
  readonly matters: readonly {
    readonly key: string;
    readonly label: string;
    readonly messageIds: readonly MessageId[];
  }[];
};

export type Totals = Counts & {
  readonly groups: number;
  readonly themes: number;
  readonly matters: number;
  readonly singleVoices: number;
  /** Themes in which opposing voices were found. */
  readonly opposed: number;
};

/** What the caller knows and the messages do not say. */
export type About = {
  readonly title?: string;
  /** Topic, place or source file. */
  readonly scope: string;
  /** ISO dates, both included; null where the messages carry no dates. */
  readonly period: { readonly from: string; readonly to: string } | null;
  /** How the messages came in, in the digest's language: "scanning the codes of 12 studios, 1–30 September". */
  readonly collectedBy: string;
  readonly authorsKnown: boolean;
  /** Whether personal data was masked by us; where not, the digest warns. */
  readonly masked: boolean;
  readonly run: {
    readonly model: string;
    readonly algorithm: string;
    readonly seed: number;
    /** Messages read from the source; more than the digest holds means that the run has holes, and the digest says so. */
    readonly messages: number;
  };
  /** ISO 8601; an argument, so that the same input gives the same bytes. */
  readonly generatedAt: string;
};

/** The whole digest; digest.json is this, and every other format is drawn from it. */
export type DigestContent = {
  readonly kind: 'mashang.digest';
  readonly version: 1;
  readonly lang: Lang;
  readonly title: string;
  readonly about: About;
  /** The digest that changes are counted against. */
  readonly previous: { readonly title: string; readonly generatedAt: string } | null;
  readonly totals: Totals;
  readonly method: readonly Sentence[];
  /** Paragraphs: how much and about what; what changed; copies; what to do. */
  readonly overview: readonly (readonly Sentence[])[];
  readonly groups: readonly EntrySection[];
  readonly answers: readonly AnswerItem[];
  readonly questions: readonly OpenQuestion[];
  readonly singleVoices: readonly SingleVoice[];
  readonly appendix: readonly AppendixTheme[];
};
