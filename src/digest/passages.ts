import type { Quote, Voice } from '../themes/index.ts';
import type { Cited } from './content.ts';
import type { Ledger } from './ledger.ts';

/** A stretch of a text: UTF-16 offsets, end excluded. */
export type Span = { readonly start: number; readonly end: number };

const SENTENCE_END = /[。！？!?；;\n]+[”’」』）)"']*|\.(?=\s|$)/g;
const CLAUSE_END = /[，,、：:。！？!?；;\s]/;
/** A passage shorter than this says little by itself and takes the next sentence with it. */
const SHORT = 14;
/** About three lines of A4: long enough for one thought, short enough that a page holds ten. */
const LONG = 90;

const trim = (text: string, { start, end }: Span): Span => {
  let from = start;
  let to = end;
  while (from < to && /\s/.test(text[from] ?? '')) from++;
  while (to > from && /\s/.test(text[to - 1] ?? '')) to--;
  return { start: from, end: to };
};

/** Sentences without their surrounding blanks, in order; together they hold every character that is no blank. */
export const sentencesOf = (text: string): Span[] => {
  const spans: Span[] = [];
  let start = 0;
  for (const match of text.matchAll(SENTENCE_END)) {
    const end = match.index + match[0].length;
    spans.push(trim(text, { start, end }));
    start = end;
  }
  spans.push(trim(text, { start, end: text.length }));
  return spans.filter((span) => span.end > span.start);
};

const breaksPair = (text: string, at: number): boolean =>
  /[\uD800-\uDBFF]/.test(text[at - 1] ?? '') && /[\uDC00-\uDFFF]/.test(text[at] ?? '');

/** The nearest place at or after `at` (or before, going back) where a clause ends; never inside a surrogate pair. */
const cutAt = (text: string, at: number, step: 1 | -1, limit: number): number => {
  for (let i = at; i !== limit && Math.abs(i - at) < 25; i += step)
    if (CLAUSE_END.test(text[i - 1] ?? '')) return i;
  return breaksPair(text, at) ? at + 1 : at;
};

const shorten = (text: string, span: Span, focus: Span): Span => {
  if (span.end - span.start <= LONG) return span;
  const room = Math.max(0, LONG - (focus.end - focus.start));
  const from = Math.max(span.start, focus.start - Math.floor(room / 2));
  const to = Math.min(span.end, from + LONG);
  const start = from === span.start ? from : Math.min(cutAt(text, from, -1, span.start), focus.start);
  const end = to === span.end ? to : Math.max(cutAt(text, to, 1, span.end), focus.end);
  return trim(text, { start, end });
};

/** The sentence around `focus` (with the next where it is short), cut at clauses where it is long. */
export const passageAround = (text: string, focus: Span): Span => {
  const sentences = sentencesOf(text);
  const at = sentences.findIndex(({ start, end }) => focus.start < end && focus.end > start);
  const first = sentences[at];
  if (first === undefined) return focus;
  let end = first.end;
  for (let i = at + 1; i < sentences.length && (end < focus.end || end - first.start < SHORT); i++)
    end = sentences[i]?.end ?? end;
  return shorten(text, { start: first.start, end }, focus);
};

/** Six lines of A4: a quote that goes on longer is cut where a sentence ends, and marked as an excerpt. */
const LONGEST = 180;

/** The quote itself, or as many of its sentences as fit; still a stretch of the message, letter for letter. */
export const cutLong = (quote: Quote): Quote => {
  const { text, start } = quote;
  if (text.length <= LONGEST) return quote;
  const [first, ...rest] = sentencesOf(text);
  if (first === undefined) return quote;
  const last = rest.findLast(({ end }) => end - first.start <= LONGEST) ?? first;
  const fits = last.end - first.start <= LONGEST;
  const span = fits
    ? { start: first.start, end: last.end }
    : shorten(text, first, { start: first.start, end: first.start + 1 });
  const cut = text.slice(span.start, span.end);
  return { ...quote, start: start + span.start, end: start + span.end, text: cut };
};

/** How a message begins: its first sentence, or more where that is short. */
export const opening = (text: string): Span => {
  const first = sentencesOf(text)[0] ?? { start: 0, end: 0 };
  return passageAround(text, { start: first.start, end: Math.min(first.end, first.start + 1) });
};

export const quoteOf = ({ id, text }: Voice, { start, end }: Span): Quote => ({
  messageId: id,
  start,
  end,
  text: text.slice(start, end),
});

/** A quote with place, date and copies; a quote of a message that is not there is a fault of the caller. */
export const cite = (ledger: Ledger, quote: Quote): Cited => {
  const voice = ledger.voices.get(quote.messageId);
  if (voice === undefined) throw new Error(`quote of an unknown message: ${quote.messageId}`);
  const { messageId, start, end, text } = quote;
  const whole = trim(voice.text, { start: 0, end: voice.text.length });
  return {
    messageId,
    start,
    end,
    text,
    excerpt: start > whole.start || end < whole.end,
    place: voice.place,
    at: voice.at,
    copies: ledger.copies.get(messageId) ?? 0,
  };
};
