import type { TrailStep } from '../intake/index.ts';
import { marksIn } from './covered.ts';
import type { Line } from './scene.ts';
import { clip, pack } from './text.ts';
import type { Lang, Notice, Reply } from './types.ts';
import { wording } from './wording.ts';
import type { Apology, Words } from './words.ts';

/** Names and results from other tables, short enough for a reply. */
const short = (step: TrailStep): TrailStep => {
  switch (step.kind) {
    case 'received':
    case 'held':
    case 'released':
    case 'setAside':
    case 'withdrawn':
      return step;
    case 'themed':
      return { ...step, theme: clip(step.theme, 40) };
    case 'digested':
      return { ...step, digest: clip(step.digest, 60) };
    case 'discussed':
      return { ...step, meeting: clip(step.meeting, 60) };
    case 'planned':
      return { ...step, measure: clip(step.measure, 150) };
    case 'handling':
      return { ...step, office: clip(step.office, 40) };
    case 'result':
      return { ...step, office: clip(step.office, 40), result: clip(step.result, 180) };
  }
};

export const stepLine = (words: Words, step: TrailStep): string => words.step(short(step));

const aside = (lang: Lang, lines: readonly Line[]): readonly Reply[] =>
  lines.map(({ text, quotes = [], secret = false }) => ({
    text,
    quotes,
    choices: [],
    hint: 'long',
    secret,
    lang,
  }));

/** News about a message, pushed into the chat: it changes nothing in the conversation, so it offers no choices. */
export const noticeReplies = (notice: Notice, lang: Lang): readonly Reply[] => {
  const words = wording[lang];
  switch (notice.kind) {
    case 'step': {
      const quote = clip(notice.text, 80);
      return aside(lang, [
        { text: words.news, quotes: [quote] },
        ...pack(marksIn(words, quote)).map((text) => ({ text })),
        { text: stepLine(words, notice.step) },
      ]);
    }
    case 'staff':
      return aside(lang, [{ text: words.staff, quotes: [notice.text] }]);
  }
};

/** What is said when no step can be made: the database is down, the session is over, the body is too large. */
export const apologyReplies = (why: Apology, lang: Lang): readonly Reply[] =>
  aside(lang, [{ text: wording[lang].apology[why] }]);
