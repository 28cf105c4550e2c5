import type { Quote, Voice } from './catalogue.ts';

/** A passage to quote, and how well it speaks for itself: 1 for good length and content, less where it is a scrap. */
export type Passage = { readonly quote: Quote; readonly worth: number };

/** In code units, as slices are counted. */
const SHORTEST_TELLING = 15;
const LONGEST_PASSAGE = 120;

const SENTENCE_END = /[。！？!?…\n\r]+[”’」』）)"']*|\.(?=\s)|[;；]/gu;
const CLAUSE_END = /[，,、：:\s]+/gu;
const GREETING =
  /^(?:尊敬的[^，。！,!\n]{0,12}|各位[^，。！,!\n]{0,8}|[^，。！,!\n]{0,8}(?:您好|你好|大家好)|此致|敬礼|谢谢|感谢[^。！\n]{0,10}|dear [^,\n]{0,20}|hello)[，。！!：:,\s]*$/iu;
/** A greeting that shares its sentence with what is said. */
const OPENING =
  /^(?:尊敬的[^，。！,!\n]{0,12}|(?:各位)?(?:领导|代表|书记|市长|局长)?(?:们)?[您你]?好)[，！!,：:\s]+/u;
/** What says something: letters of any script; not emoji, digits or marks of masking. */
const LETTER = /\p{L}/gu;

type Span = { readonly start: number; readonly end: number };

const cut = (text: string, { start, end }: Span, pattern: RegExp): Span[] => {
  const spans: Span[] = [];
  let from = start;
  for (const match of text.slice(start, end).matchAll(pattern)) {
    const to = start + match.index + match[0].length;
    if (to > from) spans.push({ start: from, end: to });
    from = to;
  }
  if (from < end) spans.push({ start: from, end });
  return spans;
};

/** Never between the halves of a surrogate pair. */
const hardCut = (text: string, { start, end }: Span): Span[] => {
  const spans: Span[] = [];
  for (let from = start; from < end; ) {
    let to = Math.min(end, from + LONGEST_PASSAGE);
    const code = text.charCodeAt(to - 1);
    if (to < end && code >= 0xd800 && code <= 0xdbff) to--;
    spans.push({ start: from, end: to });
    from = to;
  }
  return spans;
};

/** A sentence or part of one; whether a sentence begins with it and ends with it. */
type Unit = Span & { readonly opens: boolean; readonly closes: boolean };

/** Sentences; those that are too long by clauses, and those without any mark by length. */
const unitsOf = (text: string): Unit[] => {
  const short = (span: Span): boolean => span.end - span.start <= LONGEST_PASSAGE;
  return cut(text, { start: 0, end: text.length }, SENTENCE_END).flatMap((sentence) =>
    (short(sentence) ? [sentence] : cut(text, sentence, CLAUSE_END))
      .flatMap((span) => (short(span) ? [span] : hardCut(text, span)))
      .map((span) => ({ ...span, opens: span.start === sentence.start, closes: span.end === sentence.end })),
  );
};

/** Without a greeting in front, or white space and open commas at the ends. */
const tight = (text: string, span: Span): Span => {
  let { start, end } = span;
  while (start < end && /\s/u.test(text[start]!)) start++;
  const hello = OPENING.exec(text.slice(start, end))?.[0].length ?? 0;
  if (start + hello < end) start += hello;
  while (start < end && /[\s，,、；;：:]/u.test(text[start]!)) start++;
  while (end > start && /[\s，,、；;：:]/u.test(text[end - 1]!)) end--;
  return { start, end };
};

const letters = (text: string): number => text.match(LETTER)?.length ?? 0;

type Weights = ReadonlyMap<string, number>;

const weightOf = (text: string, weights: Weights): number => {
  let sum = 0;
  for (const [word, weight] of weights) if (text.includes(word)) sum += weight;
  return sum;
};

const worthOf = (passage: string): number => {
  const said = letters(passage);
  if (said === 0) return 0.05;
  return Math.min(1, 0.4 + (0.6 * said) / SHORTEST_TELLING);
};

const toPassage = (voice: Voice, span: Span): Passage => {
  const { start, end } = tight(voice.text, span);
  const text = voice.text.slice(start, end);
  return { quote: { messageId: voice.id, start, end, text }, worth: worthOf(text) };
};

/** A sentence more costs this much of the weight of all terms: a passage ends when it adds nothing. */
const PER_SENTENCE = 0.03;
/** What begins or ends in the middle of a sentence reads torn out. */
const TORN = 0.08;

/**
 * The contiguous passage of at most 120 code units that holds most of the cluster's terms, cut at sentence ends;
 * `weights` are terms and their weights, `bonus` what else should draw the passage. Verbatim: `text === voice.text.slice(start, end)`. A short message is quoted whole.
 */
export const passageOf = (
  voice: Voice,
  weights: Weights,
  bonus: (passage: string) => number = () => 0,
): Passage => {
  const { text } = voice;
  const whole = tight(text, { start: 0, end: text.length });
  if (whole.end - whole.start <= LONGEST_PASSAGE && !text.slice(whole.start, whole.end).includes('\n'))
    return toPassage(voice, whole);
  const units = unitsOf(text).filter(
    (span) =>
      !GREETING.test(text.slice(span.start, span.end)) && letters(text.slice(span.start, span.end)) > 0,
  );
  const total = Array.from(weights.values()).reduce((sum, weight) => sum + weight, 0) || 1;
  let best: { span: Span; value: number } | null = null;
  for (let i = 0; i < Math.min(units.length, 200); i++)
    for (let j = i; j < units.length; j++) {
      const span = { start: units[i]!.start, end: units[j]!.end };
      if (span.end - span.start > LONGEST_PASSAGE && j > i) break;
      // A left-out unit (a greeting) or a title's line feed in between would not read as one passage.
      if (
        j > i &&
        (units[j]!.start !== units[j - 1]!.end ||
          /\n/u.test(text.slice(units[j - 1]!.start, units[j - 1]!.end)))
      )
        break;
      const passage = text.slice(span.start, span.end);
      const sentences = units.slice(i, j + 1).filter(({ closes }) => closes).length;
      const torn = (units[i]!.opens ? 0 : TORN) + (units[j]!.closes ? 0 : TORN);
      const value =
        weightOf(passage, weights) / total +
        0.3 * worthOf(passage) +
        bonus(passage) -
        PER_SENTENCE * sentences -
        torn -
        0.002 * i;
      if (best === null || value > best.value) best = { span, value };
    }
  return toPassage(voice, best?.span ?? hardCut(text, whole)[0] ?? whole);
};
