import type { CorpusToken } from './corpus.ts';
import { NOT_PLACES, PLACE_ENDING, SPEAKING, STOP_WORDS } from './lexicon.ts';
import type { Trimmed } from './trim.ts';

const NOUN = /^(?:n|vn|an|l|j|i|eng)/;
const VERB = /^v/;
/** Says something of a noun: verbs, adjectives, states, idioms. */
const PREDICATE = /^(?:v|a|z|i|l)/;
const BAD_START = /^(?:p|c|u|y|k|q|f|m|e|o)/;
/** Going somewhere is how a story begins. */
const GOING = new Set(['去', '到', '来', '叫', '放', '住']);
/** 又黄(又臭), 既没人(又没车): the other half is missing. */
const HALF_PAIR = /^[^又]*又[^又]*$|既(?!.*又)|一边(?!.*一边)/u;
/** Opens the first half of a sentence, which waits for the second: 除了扫码坐公交车(还能…). */
const FIRST_HALF = new Set(
  '除了 虽然 尽管 如果 如 要是 只要 只有 无论 不管 不但 不仅 即使 哪怕 因为 由于 既然 一旦 与其'.split(' '),
);
/** One-character verbs that say what is wrong and need no object. */
const STATE = new Set('坏漏堵断裂倒停死丢冻塌响吵臭涨降锁');
const BAD_END = /^(?:p|c|d|ad|u|y|r|m|b|t|f)/;
/** Not, never, without: a phrase must not begin behind one, nor end before one, or it would say the contrary. */
export const NEGATION = /^(?:不|没|未|无|非|别|勿|莫|难|禁止|拒|甭|休)/u;
/** Floors, flats, sums and counts, also where jieba takes them for one word. */
const COUNTED = /[\d一二三四五六七八九十百千万两几][楼层户号栋幢块年月天岁个次点米元口回条只]/u;
/** Words that report speech: what follows is somebody's, not the subject. */
const REPORTS = new Set(
  '说 问 讲 答 道 告诉 回答 答复 表示 说是 一问 有个 这事 的是 看着 几点 意见 参考 表态'.split(' '),
);
/** Who speaks or is spoken to: a heading has no speaker. */
const SPEAKER = /^(?:[我俺咱你您恁他她](?:们|家)?|本人|自己)$/u;
/** Refers to the clause before, which the reader does not see. */
const REFERS =
  /^(?:怎么|为什么|为何|都|均|也|还|又|却|就|才|仍|仍然|依然|以上|其|此|该|会|将|会不会|变成|变|成|成了|根本)$/u;

/** Costs of a phrase's flaws, in units of cosine: tuned by reading the labels of both corpora (docs/decisions/0007-labels.md). */
const COST = {
  speaking: 0.06,
  speaker: 0.12,
  number: 0.05,
  digit: 0.06,
  noNoun: 0.12,
  noContent: 0.4,
  noPredicate: 0.1,
  time: 0.04,
  badStart: 0.12,
  badEnd: 0.15,
  bareVerbEnd: 0.2,
  openPreposition: 0.2,
  report: 0.1,
  copula: 0.05,
  name: 0.2,
  placeEnd: 0.15,
  list: 0.02,
  halfPair: 0.12,
  halfPlace: 0.25,
  fragment: 0.06,
  adverb: 0.02,
  refers: 0.1,
  lostDe: 0.12,
  stutter: 0.2,
  repeat: 0.05,
  question: 0.05,
  short: 0.01,
  /** A doubling below what is usual, for a cut where clauses seldom begin or end. */
  edge: 0.05,
  mostEdge: 0.25,
  /** Part of it behind a place name, where most clauses begin anew. */
  behindPlace: 0.6,
} as const;

/** Shares of its uses in which an average word opens, or closes, a clause. */
const USUAL = { opening: 0.06, closing: 0.12 };

const edgeCost = (share: number, usual: number): number =>
  Math.min(COST.mostEdge, COST.edge * Math.max(0, Math.log2(usual / Math.max(share, 1e-6))));

/** Opens a phrase that only a verb behind its noun completes: 往暖气片上头, 在村委, 以维修(为由), 由于环线. */
const isOpener = ({ word, tag }: CorpusToken): boolean =>
  tag.startsWith('p') || /^(?:因为?|由于|如果?|虽然?|即使|为了)$/u.test(word);

const endsOpen = (tokens: readonly CorpusToken[]): boolean => {
  const at = tokens.findLastIndex(isOpener);
  // The word right behind a preposition is its object, also where jieba takes it for a verb.
  return at >= 0 && !tokens.slice(at + 2).some(({ tag, word }) => /^[va]/.test(tag) && word !== '是');
};

/** A word so common is nobody's name, whatever the dictionary takes it for (养老). */
const MOST_NAMED = 10;
const isName = ({ word, tag, uses }: CorpusToken): boolean =>
  tag.startsWith('nr') && word.length >= 2 && uses < MOST_NAMED;

/** A place is no matter: 位于楚龙街道的南塘路. */
const isPlace = ({ word, tag }: CorpusToken): boolean =>
  tag.startsWith('ns') ||
  (PLACE_ENDING.test(word) && !NOT_PLACES.has(word) && (tag === 'x' || word.length === 1 || tag === 'nz'));

/** What an office should answer; a heading says what it is about. */
const QUESTION = /[吗么]$|怎么|为什么|为何|能不能|能否|可否|是否|何时|什么时候/u;

const isBareVerb = ({ word, tag }: CorpusToken): boolean =>
  word.length === 1 && VERB.test(tag) && !STATE.has(word);

const isContent = ({ word, tag }: CorpusToken): boolean =>
  word.length >= 2 && !STOP_WORDS.has(word) && (NOUN.test(tag) || VERB.test(tag) || tag === 'x');

/** Part of a place (二期, 北门): what is joined to it by 和 is another part, and the place is gone. */
const isPart = (token: CorpusToken): boolean => /^[mxfs]/.test(token.tag) || isPlace(token);

/** Names something without saying anything of it: no predicate, or only one that describes the noun behind it (认购的市民). */
const isNominal = (tokens: readonly CorpusToken[]): boolean => {
  const de = tokens.findLastIndex(({ word }) => word === '的');
  const behind = tokens.slice(de + 1).some(({ tag }) => PREDICATE.test(tag));
  const describes = de > 0 && VERB.test(tokens[de - 1]!.tag);
  return !behind && (describes || !tokens.some(({ tag }) => PREDICATE.test(tag)));
};

const stutters = (tokens: readonly CorpusToken[]): boolean =>
  tokens.some(({ word }, i) => i > 0 && word === tokens[i - 1]!.word);

/** 幼儿园适龄就读幼儿, 路段禁停路段: a noun said twice. */
const repeats = (tokens: readonly CorpusToken[]): boolean =>
  tokens.some(
    ({ word, tag }, i) =>
      word.length >= 2 && NOUN.test(tag) && tokens.some((other, j) => j !== i && other.word.includes(word)),
  );

/** ≤ 0: how far a phrase is from a complete, neutral heading, in units of cosine. */
export const fitnessOf = ({ tokens, opens, closes, lostDe, continues }: Trimmed): number => {
  const text = tokens.map(({ word }) => word).join('');
  const first = tokens[0]!;
  const last = tokens.at(-1)!;
  const speaking = tokens.filter(({ word, tag }) => SPEAKING.has(word) || tag === 'r').length;
  const flaws = [
    COST.speaking * Math.min(speaking, 4),
    tokens.some(({ word }) => SPEAKER.test(word)) ? COST.speaker : 0,
    COST.number * tokens.filter(({ tag }) => tag === 'm').length,
    COUNTED.test(text) ? COST.number : 0,
    /\d/.test(text) ? COST.digit : 0,
    endsOpen(tokens) ? COST.openPreposition : 0,
    tokens.some(({ word }) => REPORTS.has(word)) ? COST.report : 0,
    tokens.some(({ word }) => word === '是') ? COST.copula : 0,
    tokens.some(({ tag }) => NOUN.test(tag)) ? 0 : COST.noNoun,
    tokens.some(isContent) ? 0 : COST.noContent,
    isNominal(tokens) ? COST.noPredicate : 0,
    BAD_START.test(first.tag) ? COST.badStart : 0,
    first.tag === 'p' ? COST.badStart : 0,
    opens === 'behind place' && isPart(first) && /^(?:和|与|及|、)$/u.test(tokens[1]?.word ?? '')
      ? COST.halfPlace
      : 0,
    (first.word.length === 1 && !/^[vad]/.test(first.tag)) || GOING.has(first.word) ? COST.fragment : 0,
    COST.adverb * tokens.filter(({ tag, word }) => tag === 'd' && !NEGATION.test(word)).length,
    continues || REFERS.test(first.word) ? COST.refers : 0,
    first.tag === 't' ? COST.time : 0,
    (BAD_END.test(last.tag) && last.word !== '吗') || /[得的往在给]$/u.test(last.word) ? COST.badEnd : 0,
    isBareVerb(last) ? (closes ? COST.bareVerbEnd / 2 : COST.bareVerbEnd) : 0,
    first.tag === 'd' && tokens[1]?.tag.startsWith('n') ? COST.badStart : 0,
    QUESTION.test(text) ? COST.question : 0,
    tokens.some(isName) ? COST.name : 0,
    isPlace(last) ? COST.placeEnd : 0,
    /[、/]/.test(text) ? COST.list : 0,
    HALF_PAIR.test(text) || tokens.some(({ word }) => FIRST_HALF.has(word)) ? COST.halfPair : 0,
    lostDe ? COST.lostDe : 0,
    stutters(tokens) ? COST.stutter : repeats(tokens) ? COST.repeat : 0,
    text.length < 6 ? COST.short : 0,
    opens === true ? 0 : edgeCost(first.opening, USUAL.opening) * (opens === false ? 1 : COST.behindPlace),
    closes ? 0 : edgeCost(last.closing, USUAL.closing),
  ];
  return -flaws.reduce((sum, flaw) => sum + flaw, 0);
};
