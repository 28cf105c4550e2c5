import { isPresentable, LONGEST_LABEL, lengthOf } from './phrase.ts';
import { hasHan } from './segment.ts';
import type { Term } from './term.ts';

const WORDING = {
  zh: { wordless: '没有文字的留言', short: '简短留言', about: (word: string) => `关于${word}的留言` },
  en: {
    wordless: 'Messages without words',
    short: 'Short messages',
    about: (word: string) => `Messages on ${word}`,
  },
} as const satisfies Record<
  'zh' | 'en',
  { wordless: string; short: string; about: (word: string) => string }
>;

const LETTER = /\p{L}/u;
/** In a script with spaces between words. */
const MOST_WORDS = 8;

type Nameless = { readonly text: string; readonly terms: readonly Term[]; readonly lang: 'zh' | 'en' };

/** What an entry is called when no phrase of its messages will do: its first words, its keyword, or what it is. */
export const plainLabel = ({ text, terms, lang }: Nameless): string => {
  if (!LETTER.test(text)) return WORDING[lang].wordless;
  const words = terms.slice(0, 2).map(({ word }) => word);
  if (hasHan(text)) {
    const [first = ''] = text
      .split(/[\n。！？!?，,；;]/u)
      .map((part) => part.trim())
      .filter((part) => LETTER.test(part));
    if (lengthOf(first) >= 2 && lengthOf(first) <= LONGEST_LABEL - 5 && isPresentable(first))
      return lengthOf(first) >= 5 ? first : WORDING[lang].about(first);
    return words[0] === undefined ? WORDING[lang].short : WORDING[lang].about(words[0]);
  }
  const opening =
    text
      .trim()
      .split(/[\n.!?,;،؟؛།]/u)[0]
      ?.split(/\s+/u)
      .slice(0, MOST_WORDS)
      .join(' ') ?? '';
  return opening !== '' && isPresentable(opening) && lengthOf(opening) <= 60
    ? opening
    : (words[0] ?? WORDING[lang].short);
};
