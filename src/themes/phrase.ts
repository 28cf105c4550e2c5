import type { Clause } from './clauses.ts';
import type { CorpusToken } from './corpus.ts';
import { fitnessOf, NEGATION } from './fitness.ts';
import { NOT_PLACES, PLACE_ENDING } from './lexicon.ts';
import type { PlaceStripper } from './places.ts';
import { hasHan } from './segment.ts';
import { isFragment, isTorn, OURS, type Trimmed, trim } from './trim.ts';

/** A passage that could be a heading. */
export type Phrase = {
  readonly text: string;
  /** ≤ 0: how far it is from a complete, neutral phrase, in units of cosine. */
  readonly fitness: number;
  readonly tokens: readonly CorpusToken[];
  /**
   * Whether it is a whole clause, but for what was trimmed at its ends; `named`: but for the nouns and names that
   * stood in front of it as well (润和滨江府二期|精装修质价不符).
   */
  readonly extent: 'whole' | 'named' | 'cut';
  /** The nouns and names in front of a `named` phrase. */
  readonly dropped: readonly CorpusToken[];
};

type Origin = Pick<Phrase, 'extent' | 'dropped'>;
const WHOLE: Origin = { extent: 'whole', dropped: [] };
const CUT: Origin = { extent: 'cut', dropped: [] };

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

const SURROGATE = /[\uD800-\uDBFF]/;
export const lengthOf = (text: string): number =>
  SURROGATE.test(text) ? Array.from(text).length : text.length;

const join = (tokens: readonly CorpusToken[]): string => tokens.map(({ word }) => word).join('');

const OWNER = /^[我俺咱]们?$/u;

/** Without whose it is behind a verb: 欠俺家屋顶租金 becomes 欠屋顶租金. A heading has no speaker. */
const withoutOwners = (tokens: readonly CorpusToken[]): readonly CorpusToken[] =>
  tokens.filter(({ word }, i) => {
    const next = tokens[i + 1];
    const owner = tokens[i - 1]?.tag.startsWith('v') && (OURS.test(word) || OWNER.test(word));
    return !(owner && next?.tag.startsWith('n') && next.word.length >= 2);
  });

const toPhrase = (trimmed: Trimmed, origin: Origin): Phrase | null => {
  if (trimmed.tokens.length === 0) return null;
  const tokens = withoutOwners(trimmed.tokens);
  const text = join(tokens).replace(/\s+/gu, ' ').trim();
  const length = lengthOf(text);
  const longest = hasHan(text) ? LONGEST_LABEL : LONGEST_FOREIGN;
  if (length < SHORTEST_LABEL || length > longest || FORBIDDEN.test(text)) return null;
  return { text, fitness: fitnessOf({ ...trimmed, tokens }), tokens, ...origin };
};

/** Where a longer clause may be entered: behind 的, a connective, an adverb or a pronoun. */
const JOINT = /^(?:uj|p|c|d|r|y)/;
/** What follows a preposition is its object; only a place or somebody who acts can begin a phrase of its own. */
const LEADS_ON = new Set(['在', '被', '由', '叫', '于', '当']);
const NOMINAL = /^(?:n|m|x|eng|j|zg|f|s|b|q|t)/;

/** A word behind which the clause may be entered. */
const mayEnterBehind = ({ word, tag }: CorpusToken, before: CorpusToken | undefined): boolean =>
  JOINT.test(tag) &&
  word.length <= 2 &&
  !NEGATION.test(word) &&
  (tag !== 'p' || LEADS_ON.has(word)) &&
  !(tag === 'r' && before?.tag === 'p');

/**
 * A word before which it may be left: only a connective. Before an adverb, a preposition or a pronoun the best part is
 * mostly still to come (老百姓想看|却订不起, 防护绿地|被侵占).
 */
const mayLeaveBefore = ({ word, tag }: CorpusToken): boolean => tag.startsWith('c') && word.length <= 2;

/** Behind a place or an estate its name is over, whatever jieba took its first characters for (新华|梦|联想|城). */
const endsPlace = ({ word, tag }: CorpusToken): boolean =>
  PLACE_ENDING.test(word) && !NOT_PLACES.has(word) && !/^[vdm]/.test(tag);

/** Behind a name another half of it could follow: only a word of the dictionary begins a phrase there. */
const isKnown = ({ word, tag }: CorpusToken): boolean => word.length > 1 && tag !== 'x';

const MOST_TOKENS = 9;

/**
 * Phrases inside a clause: entered at its joints or behind the names in front of it, left at its joints or its end. None
 * tears what always stands together.
 */
const innerPhrases = (
  { tokens, opens, closes, lostDe, continues }: Trimmed,
  strip: PlaceStripper,
): Phrase[] => {
  const starts = [0];
  const ends = [];
  let names = 0;
  let named = true;
  for (let i = 1; i < tokens.length; i++) {
    const left = tokens[i - 1]!;
    const right = tokens[i]!;
    named = (named && NOMINAL.test(left.tag)) || endsPlace(left);
    if (named) names = i;
    if (isTorn(left, right) || isFragment(left, right)) continue;
    if ((named && isKnown(right)) || mayEnterBehind(left, tokens[i - 2])) starts.push(i);
    if (mayLeaveBefore(right)) ends.push(i);
  }
  ends.push(tokens.length);
  const out: Phrase[] = [];
  for (const start of starts)
    for (const end of ends) {
      if (end <= start || end - start > MOST_TOKENS || end - start === tokens.length) continue;
      const last = end === tokens.length;
      const part = trim(
        tokens.slice(start, end),
        { opens: start === 0 && opens, closes: closes && last },
        strip,
      );
      const origin: Origin =
        last && start <= names ? { extent: 'named', dropped: tokens.slice(0, start) } : CUT;
      const phrase = toPhrase(
        {
          ...part,
          lostDe: part.lostDe || (last && lostDe),
          continues: part.continues || (start === 0 && continues),
        },
        origin,
      );
      if (phrase !== null) out.push(phrase);
    }
  return out;
};

/** One clause as headings, the whole first; nothing where none can stand alone. */
export const phrasesOfClause = (clause: Clause, strip: PlaceStripper): Phrase[] => {
  const trimmed = trim(clause.tokens, clause, strip);
  const whole = toPhrase(trimmed, clause.closes && clause.opens !== false ? WHOLE : CUT);
  const found = whole === null ? [] : [whole];
  return hasHan(join(trimmed.tokens)) ? [...found, ...innerPhrases(trimmed, strip)] : found;
};
