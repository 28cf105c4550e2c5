import type { MessageId } from '../kernel/index.ts';
import { CITED, type Evidence, type Figure, type Lang, type Sentence } from './content.ts';
import { type Ledger, recount } from './ledger.ts';

/** What wording may put into a sentence: whatever is said through it becomes evidence, so wording cannot forget any. */
export type Say = {
  /** Counts, writes the number, and notes what was counted. */
  readonly count: (figure: Omit<Figure, 'value'>) => string;
  /** The label in quotation marks. */
  readonly label: (entry: { readonly key: string; readonly label: string }) => string;
};

const MARKS = { zh: ['“', '”'], en: ['“', '”'] } as const satisfies Record<Lang, readonly [string, string]>;

export const quoted = (lang: Lang, text: string): string => `${MARKS[lang][0]}${text}${MARKS[lang][1]}`;

/** 12345.6 as `12345.6` in Chinese (as Chinese documents print it) and `12,345.6` in English; without a sign. */
export const formatNumber = (lang: Lang, value: number): string => {
  const [whole = '', part] = String(Math.abs(value)).split('.');
  const grouped = lang === 'en' ? whole.replace(/\B(?=(\d{3})+$)/g, ',') : whole;
  return part === undefined ? grouped : `${grouped}.${part}`;
};

/** Writes sentences whose figures and evidence are gathered while they are written. */
export const sentenceWriter =
  (lang: Lang, ledger: Ledger) =>
  (write: (say: Say) => string, basis: Partial<Evidence> = {}): Sentence => {
    const messages: readonly MessageId[] = basis.messages ?? [];
    const entries = new Set(basis.entries ?? []);
    const figures: Figure[] = [];
    const text = write({
      count: (figure) => {
        const value = recount(ledger, figure, messages);
        if (value === null) throw new Error(`nothing to count ${figure.unit} of ${figure.of} from`);
        figures.push({ value, ...figure });
        if (figure.of !== CITED) entries.add(figure.of);
        return formatNumber(lang, value);
      },
      label: ({ key, label }) => {
        entries.add(key);
        return quoted(lang, label);
      },
    });
    return { text, evidence: { entries: [...entries], messages }, figures };
  };

export type SentenceWriter = ReturnType<typeof sentenceWriter>;
