import { CLAUSE_END, HIDDEN } from './clause-marks.ts';
import type { CorpusToken } from './corpus.ts';

/** What comes before it is only announced, not said: 「建议如下：」. */
const ANNOUNCES = /^[：:]/u;
const SENTENCE_END = /^[。！？!?；;\n\r…]/u;
const QUOTE = /^[“”"'‘’「」『』《》〈〉【】[\]()（）]+$/u;
const LEADS = /^[请问关于投诉举报咨询建议希望恳反映对要求呼吁在查处一下强烈再次给]+$/u;
const SPACE = /^\s+$/u;
const HAN_END = /\p{Script=Han}$/u;

/** Part of a message between two marks, without quotation marks. */
export type Clause = {
  readonly tokens: readonly CorpusToken[];
  /** Whether it begins behind a mark, or behind a hidden place. */
  readonly opens: true | 'behind place' | false;
  /** Whether it ends before a mark that does not only announce, not before a hidden place. */
  readonly closes: boolean;
  /** Whether a sentence begins with it: then its subject cannot stand in the clause before. */
  readonly first: boolean;
};

/** A longer clause is no heading, nor is anything cut from it worth the time. */
const LONGEST_CLAUSE = 60;

const lengthOf = (tokens: readonly CorpusToken[]): number =>
  tokens.reduce((sum, { word }) => sum + word.length, 0);

/** Clauses of a message of at least `shortest` and at most 60 characters. A space between Chinese words ends a clause too. */
export const clausesOf = (tokens: readonly CorpusToken[], shortest: number): Clause[] => {
  const clauses: Clause[] = [];
  let open: CorpusToken[] = [];
  let opens: Clause['opens'] = true;
  let first = true;
  const close = (closes: boolean): void => {
    const length = lengthOf(open);
    if (length >= shortest && length <= LONGEST_CLAUSE) clauses.push({ tokens: open, opens, closes, first });
    open = [];
  };
  for (const token of tokens) {
    const { word } = token;
    if (word.includes(HIDDEN)) {
      // 「请调查|A市|…」 goes on anew, 「辉|K4县|建工程公司」 in the middle of a name.
      const anew = open.length === 0 || LEADS.test(open.map((token) => token.word).join(''));
      close(false);
      opens = anew ? 'behind place' : false;
    } else if (SPACE.test(word) ? HAN_END.test(open.at(-1)?.word ?? '') : CLAUSE_END.test(word)) {
      const said = open.length > 0;
      close(!ANNOUNCES.test(word));
      opens = true;
      if (SENTENCE_END.test(word)) first = true;
      else if (said) first = false;
    } else if (!QUOTE.test(word)) open.push(token);
  }
  close(true);
  return clauses;
};

/** The first line of a text of several lines, where it is short enough to be a title: how many tokens it has, or 0. */
export const titleLength = (tokens: readonly CorpusToken[]): number => {
  const end = tokens.findIndex(({ word }) => word.includes('\n'));
  if (end <= 0 || end === tokens.length - 1) return 0;
  return lengthOf(tokens.slice(0, end)) <= 40 ? end : 0;
};
