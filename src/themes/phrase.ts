import { LEADING, SPEAKING, TRAILING } from './lexicon.ts';
import type { PlaceStripper } from './places.ts';
import { hasHan, type Token } from './segment.ts';

/** A passage that could be a heading. */
export type Phrase = {
  readonly text: string;
  /** ≤ 0: how far it is from a complete, neutral phrase, in units of cosine. */
  readonly fitness: number;
  readonly tokens: readonly Token[];
  /** Whether it is a whole clause, but for what was trimmed at its ends. */
  readonly whole: boolean;
};

/** In characters (not code units), as the label is read. */
export const SHORTEST_LABEL = 5;
export const LONGEST_LABEL = 20;
/** Eight English words take as much room as twenty Chinese characters. */
const LONGEST_FOREIGN = 48;

/** Marks of masking, runs of digits, letters standing for something hidden, admin codes, addresses: never in a label. */
const FORBIDDEN =
  /[〔〕*＊@#＃\p{Extended_Pictographic}]|[xX×]{2,}|\d{4,}|https?:|www\.|[A-Z]\d*\s*(?:市|区|县)|省|\uFFFD/u;
/** Whether a text may be shown as a label at all. */
export const isPresentable = (text: string): boolean => !FORBIDDEN.test(text);

const CLAUSE_END = /[。！？!?；;：:\n\r，,…~～—\t،؟؛།]|\.{2,}/u;
const QUOTE = /^[“”"'‘’「」『』《》〈〉【】[\]()（）]+$/u;

export const lengthOf = (text: string): number => Array.from(text).length;

/** 俺村, 我家, 咱庄: whose it is, in one word. */
const OURS = /^[俺咱我恁您](?:们|家|村|庄|镇|社区|小区|单位|县|市)?$/u;

/** How many tokens at the front (or, reversed, at the end) join to an entry of the table; longest match first. */
const matching = (tokens: readonly Token[], table: ReadonlySet<string>, end: boolean): number => {
  if (!end && tokens.length > 1 && OURS.test(tokens[0]!.word)) return 1;
  for (let k = Math.min(4, tokens.length - 1); k >= 1; k--) {
    const part = end ? tokens.slice(-k) : tokens.slice(0, k);
    if (table.has(part.map(({ word }) => word).join(''))) return k;
  }
  return 0;
};

const join = (tokens: readonly Token[]): string => tokens.map(({ word }) => word).join('');

const PUNCTUATION = /^[\p{P}\p{S}\p{Z}]+$/u;

/** Without greetings, addresses, place names and connectives at the front, nor anything that dangles at the end. */
const trim = (tokens: readonly Token[], strip: PlaceStripper): readonly Token[] => {
  let kept = tokens;
  for (;;) {
    const before = kept.length;
    let from = 0;
    let to = kept.length;
    while (from < to && PUNCTUATION.test(kept[from]!.word)) from++;
    while (from < to && PUNCTUATION.test(kept[to - 1]!.word)) to--;
    kept = kept.slice(from, to);
    kept = kept.slice(matching(kept, LEADING, false));
    kept = strip(kept.slice(0, kept.length - matching(kept, TRAILING, true)));
    if (kept.length === before) return kept;
  }
};

const NOUN = /^(?:n|vn|an|l|j|i|eng)/;
const VERB = /^v/;
const BAD_START = /^(?:p|c|u|y|k|q|f|m|e|o)/;
/** Going somewhere is how a story begins. */
const GOING = new Set(['去', '到', '来', '叫', '放', '住']);
/** 又黄(又臭), 既没人(又没车): the other half is missing. */
const HALF_PAIR = /^[^又]*又[^又]*$|既(?!.*又)|一边(?!.*一边)/u;
/** One-character verbs that say what is wrong and need no object. */
const STATE = new Set('坏漏堵断裂倒停死丢冻塌响吵臭涨降锁');
const BAD_END = /^(?:p|c|d|ad|u|y|r|m|b|t)/;
/** Not, never, without: a phrase must not begin behind one, or it would say the contrary. */
const NEGATION = /^(?:不|没|未|无|非|别|勿|莫|难|禁止|拒|甭|休)/u;
/** Floors, flats, sums and counts, also where jieba takes them for one word. */
const COUNTED = /[\d一二三四五六七八九十百千万两几][楼层户号栋幢块年月天岁个次点米元口回条只]/u;
/** Words that report speech: what follows is somebody's, not the subject. */
const REPORTS = new Set([
  '说',
  '问',
  '讲',
  '答',
  '道',
  '告诉',
  '回答',
  '答复',
  '表示',
  '说是',
  '一问',
  '有个',
  '这事',
  '的是',
  '看着',
  '几点',
  '意见',
  '参考',
  '表态',
]);

/** Costs of a phrase's flaws, in units of cosine: tuned by reading the labels of both corpora (docs/decisions/0007-labels.md). */
const COST = {
  speaking: 0.06,
  number: 0.05,
  digit: 0.06,
  noNoun: 0.12,
  noContent: 0.4,
  badStart: 0.12,
  badEnd: 0.15,
  bareVerbEnd: 0.2,
  openPreposition: 0.15,
  report: 0.1,
  copula: 0.05,
  name: 0.2,
  list: 0.02,
  halfPair: 0.12,
  fragment: 0.06,
  adverb: 0.02,
  short: 0.01,
} as const;

/** Opens a phrase that only a verb behind it completes: 往暖气片上头, 在村委. */
const PREPOSITION = /^p/;

const endsOpen = (tokens: readonly Token[]): boolean => {
  const at = tokens.findLastIndex(({ tag }) => PREPOSITION.test(tag));
  return at >= 0 && !tokens.slice(at + 1).some(({ tag, word }) => VERB.test(tag) && word !== '是');
};

const isName = ({ word, tag }: Token): boolean => tag.startsWith('nr') && word.length >= 2;

const fitnessOf = (tokens: readonly Token[]): number => {
  const text = join(tokens);
  const first = tokens[0]!;
  const last = tokens.at(-1)!;
  const content = tokens.filter(
    ({ word, tag }) => word.length >= 2 && (NOUN.test(tag) || VERB.test(tag) || tag === 'x'),
  );
  const flaws = [
    COST.speaking * Math.min(tokens.filter(({ word, tag }) => SPEAKING.has(word) || tag === 'r').length, 4),
    COST.number * tokens.filter(({ tag }) => tag === 'm').length,
    COUNTED.test(text) ? COST.number : 0,
    /\d/.test(text) ? COST.digit : 0,
    endsOpen(tokens) ? COST.openPreposition : 0,
    tokens.some(({ word }) => REPORTS.has(word)) ? COST.report : 0,
    tokens.some(({ word }) => word === '是') ? COST.copula : 0,
    tokens.some(({ tag }) => NOUN.test(tag)) ? 0 : COST.noNoun,
    content.length > 0 ? 0 : COST.noContent,
    BAD_START.test(first.tag) ? COST.badStart : 0,
    (first.word.length === 1 && !/^[vad]/.test(first.tag)) || GOING.has(first.word) ? COST.fragment : 0,
    COST.adverb * tokens.filter(({ tag, word }) => tag === 'd' && !NEGATION.test(word)).length,
    (BAD_END.test(last.tag) && last.word !== '吗') || /[得的了往在给]$/u.test(last.word) ? COST.badEnd : 0,
    last.word.length === 1 && VERB.test(last.tag) && !STATE.has(last.word) ? COST.bareVerbEnd : 0,
    tokens.some(isName) ? COST.name : 0,
    /[、/]/.test(text) ? COST.list : 0,
    HALF_PAIR.test(text) ? COST.halfPair : 0,
    lengthOf(text) < 6 ? COST.short : 0,
  ];
  return -flaws.reduce((sum, flaw) => sum + flaw, 0);
};

const toPhrase = (tokens: readonly Token[], isWhole: boolean): Phrase | null => {
  if (tokens.length === 0) return null;
  const text = join(tokens).replace(/\s+/gu, ' ').trim();
  const length = lengthOf(text);
  const longest = hasHan(text) ? LONGEST_LABEL : LONGEST_FOREIGN;
  if (length < SHORTEST_LABEL || length > longest || FORBIDDEN.test(text)) return null;
  return { text, fitness: fitnessOf(tokens), tokens, whole: isWhole };
};

/** Where a longer clause may be entered or left: after 的 or a connective, before the next one. */
const JOINT = /^(?:u|p|c|d|r|y)/;

/** Phrases inside a clause that is too long or too wordy, cut only at its joints. */
const innerPhrases = (tokens: readonly Token[], strip: PlaceStripper): Phrase[] => {
  const joints = tokens.flatMap(({ tag, word }, i) => (JOINT.test(tag) && word.length <= 2 ? [i] : []));
  const starts = [0, ...joints.filter((i) => !NEGATION.test(tokens[i]!.word)).map((i) => i + 1)];
  // What stands before 的, 了 or 得 is not finished, and before 吗 it is no statement.
  const ends = [...joints.filter((i) => !/^[uy]/.test(tokens[i]!.tag)), tokens.length];
  const out: Phrase[] = [];
  for (const start of starts)
    for (const end of ends) {
      if (end <= start || end - start > 9 || end - start === tokens.length) continue;
      const phrase = toPhrase(trim(tokens.slice(start, end), strip), false);
      if (phrase !== null) out.push(phrase);
    }
  return out;
};

const WORDY = 12;

/** What a name ends with: 金桥|国际, 泉塘中学|段. Cutting before it leaves half a name. */
const NAME_TAIL =
  /^(?:国际|广场|大厦|中心|花园|公司|集团|公馆|家园|新城|工程|有限|周边|附近|路段|街区|银行|学院)/u;

/**
 * The phrase without the words at its front that only its own message uses (「润和滨江府二期|精装修质价不符」): for a
 * cluster that the name does not cover. Null where nothing is dropped or too little stays.
 */
export const withoutRareFront = (
  { tokens, whole }: Phrase,
  common: ReadonlySet<string>,
  strip: PlaceStripper,
): Phrase | null => {
  const isRare = ({ word, tag }: Token): boolean =>
    !NEGATION.test(word) && !VERB.test(tag) && (word.length === 1 || !common.has(word));
  const from = tokens.findIndex((token) => !isRare(token));
  if (from <= 0 || !tokens.slice(0, from).some(({ word }) => word.length >= 2)) return null;
  const { word } = tokens[from]!;
  if (word.length === 1 || NAME_TAIL.test(word)) return null;
  return toPhrase(trim(tokens.slice(from), strip), whole);
};

/** One clause as headings, the whole first; nothing where none can stand alone. */
export const phrasesOfClause = (clause: readonly Token[], strip: PlaceStripper): Phrase[] => {
  const tokens = trim(clause, strip);
  const whole = toPhrase(tokens, true);
  const found = whole === null ? [] : [whole];
  return lengthOf(join(tokens)) <= WORDY || !hasHan(join(tokens))
    ? found
    : [...found, ...innerPhrases(tokens, strip)];
};

/** A longer clause is no heading, nor is anything cut from it worth the time. */
const LONGEST_CLAUSE = 60;
const SPACE = /^\s+$/u;
const HAN_END = /\p{Script=Han}$/u;

/** Clauses of a message as tokens, without quotation marks. A space between Chinese words ends a clause too. */
export const clausesOf = (tokens: readonly Token[]): Token[][] => {
  const clauses: Token[][] = [[]];
  for (const token of tokens) {
    const clause = clauses.at(-1)!;
    const gap = SPACE.test(token.word) && HAN_END.test(clause.at(-1)?.word ?? '');
    if (gap || CLAUSE_END.test(token.word)) clauses.push([]);
    else if (!QUOTE.test(token.word)) clause.push(token);
  }
  return clauses.filter((clause) => {
    const length = clause.reduce((sum, { word }) => sum + word.length, 0);
    return length >= SHORTEST_LABEL && length <= LONGEST_CLAUSE;
  });
};

/** The first line of a text of several lines, where it is short enough to be a title: how many tokens it has, or 0. */
export const titleLength = (tokens: readonly Token[]): number => {
  const end = tokens.findIndex(({ word }) => word.includes('\n'));
  if (end <= 0 || end === tokens.length - 1) return 0;
  return join(tokens.slice(0, end)).length <= 40 ? end : 0;
};
