import type { Rule, Span } from '../rule.ts';
import {
  evidenceAfter,
  evidenceBefore,
  isCalled,
  isPlaceOrOffice,
  mayFollowPerson,
  mayPrecedeVerb,
} from './around.ts';
import { nameAgainstWords } from './likely.ts';
import { mostOdds, nameOdds } from './odds.ts';
import { isPlainName } from './plain.ts';
import { isInOffice, isNamedByOffice } from './standing-rules.ts';
import { surnames } from './surnames.ts';

const isSurname = new Uint8Array(0x10000);
for (const char of surnames) isSurname[char.charCodeAt(0)] = 1;

/** 肖威拿收据, 何炅干女儿: the third character begins the next word. 福来, 顺来 are given. */
const goesOn =
  /^..(?:[和拿于还又向在说去把被给让跟与因对将就也都是有么的干到从这那没不们地反]|(?<![福顺喜运宝财春])来)$/;
/** 温斯顿, 马斯克: syllables of other languages are brands as often as persons; 邹某明, 唐氏. */
const notGiven =
  /^.[却也就都还又是在被把让给不没要说去来和跟了的会能]$|[斯顿尔克特姆氏湖堆]$|^.[郡苑]|^安危|^.(?:先生|女士|小姐|师傅|科大)|队$|某|[^\u4e00-\u9fff]/;
/** 鲁常战、陈谦之: who stands in a row is named for what the first one is. */
const row = /(?:[\u4e00-\u9fff]{2,3}[、和,])+$/;

// All in natural logarithms, set by hand on the training sentences and on what was found in the resident messages.
/** The name must be likelier than the words by itself, and however rare its characters are, that says no more than so much. */
const LEAST_ALONE = 1;
const MOST_ALONE = 13;
/** A name as sure as this needs less around it, but something. */
const SURE_ALONE = 11;
const LEAST_AROUND = 3;
const SURE_AFTER = 5;
type Bar = { readonly before: number; readonly after: number; readonly around: number; readonly all: number };
// Two characters are half as sure as three, so they need a person on both sides.
const bars: Readonly<Record<2 | 3, Bar>> = {
  3: { before: 0, after: 0, around: 5, all: 11 },
  2: { before: 2, after: 3, around: 7, all: 15 },
};
/** With less than this around it, the name itself must not be an unusual one: 楚仪原, 商楚银 are estates and wares. */
const MUCH_AROUND = 9;
const LEAST_NAME = -21.15;

const LEFT = 8;
const RIGHT = 9;
const ROW = 20;

const isLikely = (text: string, at: number, length: 2 | 3): boolean => {
  if (mostOdds(text, at, length) < LEAST_ALONE) return false;
  const bar = bars[length];
  const left = text.slice(Math.max(0, at - LEFT), at);
  const before = evidenceBefore(left);
  if (before < bar.before || (length === 2 && left.endsWith('的'))) return false;
  const right = text.slice(at + length, at + length + RIGHT);
  const after = evidenceAfter(right);
  if (after < bar.after || before + after < LEAST_AROUND) return false;
  // 把童谣、歇后语…: a pair may be a word that the dictionary has not, so one side must be sure of a person.
  if (length === 2 && !isCalled(before) && after < SURE_AFTER) return false;
  const odds = nameAgainstWords(text, at, length);
  if (before + after < bar.around && (length === 2 || odds < SURE_ALONE)) return false;
  if (odds < LEAST_ALONE || Math.min(odds, MOST_ALONE) + before + after < bar.all) return false;
  if (isPlaceOrOffice(right, isCalled(before))) return false;
  const name = text.slice(at, at + length);
  if (goesOn.test(name) || notGiven.test(name) || !isPlainName(name)) return false;
  if (before + after < MUCH_AROUND && nameOdds(text, at, length) < LEAST_NAME) return false;
  const front = text.slice(Math.max(0, at - ROW), at).replace(row, '');
  return !isInOffice(front, front.length) && !isNamedByOffice(text, name);
};

/**
 * Names in running text that nothing announces: a surname and what is commonly given, likelier than any words that the
 * characters could be, among words that stand beside people.
 */
const likely: Rule = {
  kind: 'name',
  *find(text): Generator<Span> {
    for (let at = 0; at + 1 < text.length; at++) {
      if (isSurname[text.charCodeAt(at)] === 0) continue;
      if (!mayFollowPerson(text, at)) continue;
      const three = isLikely(text, at, 3);
      const length = three ? 3 : mayPrecedeVerb(text, at + 2) && isLikely(text, at, 2) ? 2 : 0;
      if (length === 0) continue;
      yield { start: at, end: at + length };
      at += length - 1;
    }
  },
};

export const likelyRules = [likely];
