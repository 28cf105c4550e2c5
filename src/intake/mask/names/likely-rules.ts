import type { Rule, Span } from '../rule.ts';
import {
  evidenceAfter,
  evidenceBefore,
  isCalled,
  isNamedAsPlace,
  isPlaceOrOffice,
  isWordForPerson,
  MOST_BEFORE,
  mayFollowPerson,
  mayPrecedeVerb,
} from './around.ts';
import { nameAgainstWords } from './likely.ts';
import { mostOdds, nameOdds } from './odds.ts';
import { isPlainName } from './plain.ts';
import { isInOffice, isNamedByOffice } from './standing-rules.ts';
import { rareSurnames, surnames, verbSurnames } from './surnames.ts';

const COMMON = 1;
const RARE = 2;
const kindOfSurname = new Uint8Array(0x10000);
for (const char of surnames) kindOfSurname[char.charCodeAt(0)] = COMMON;
for (const char of rareSurnames)
  if (!verbSurnames.has(char) || char === '来') kindOfSurname[char.charCodeAt(0)] = RARE;

/** 肖威拿收据, 何炅干女儿: the third character begins the next word. 福来, 顺来 are given. */
const goesOn =
  /^..(?:[和拿于还又向在说去把被给让跟与因对将就也都是有么的干到从这那没不们地反]|(?<![福顺喜运宝财春])来)$/;
/** 温斯顿, 马斯克: syllables of other languages are brands as often as persons; 邹某明, 唐氏. */
const notGiven =
  /^.[却也就都还又是在被把让给不没要说去来和跟了的会能]$|[斯顿尔克特姆氏湖堆序]$|^.[没不被了的]|^.[郡苑]|^.岭$|^安危|^.(?:先生|女士|小姐|师傅|大[爷娘妈叔婶姐哥嫂]|科大)|队$|某|[^\u4e00-\u9fff]/;
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
/** After two characters only another name or a number in brackets makes it needless that something stands before. */
const SURE_OF_PERSON = 6;
type Bar = { readonly before: number; readonly after: number; readonly around: number; readonly all: number };
// Two characters are half as sure as three, so they need a person on both sides.
const bars: Readonly<Record<2 | 3, Bar>> = {
  3: { before: 0, after: 0, around: 5, all: 11 },
  2: { before: 2, after: 3, around: 7, all: 15 },
};
/** With less than this around it, the name itself must not be an unusual one: 楚仪原, 商楚银 are estates and wares. */
const MUCH_AROUND = 9;
const LEAST_NAME = -21.15;
/** Unless nothing else than a name can be meant. */
const SURE_OF_UNUSUAL = 10;

const LEFT = 8;
const RIGHT = 9;
const ROW = 20;

/** Whether so much around a name of such odds is enough; `odds` may be the most that they can be. */
const isEnough = (odds: number, before: number, after: number, length: 2 | 3): boolean => {
  const bar = bars[length];
  const around = before + after;
  return (
    around >= LEAST_AROUND &&
    (around >= bar.around || (length === 3 && odds >= SURE_ALONE)) &&
    Math.min(odds, MOST_ALONE) + around >= bar.all
  );
};

/** What must be so on either side whatever the odds are. */
const areSidesRight = (left: string, before: number, after: number, length: 2 | 3): boolean => {
  const bar = bars[length];
  if (after < bar.after || (before < bar.before && after < SURE_OF_PERSON)) return false;
  if (length === 3) return true;
  // 把童谣、歇后语…: a pair may be a word that the dictionary has not, so one side must be sure of a person.
  if (left.endsWith('的')) return isCalled(before) && after >= SURE_AFTER;
  return isCalled(before) || after >= SURE_AFTER;
};

/** 木莲世家 is an estate. */
const isNameOfHouse = (name: string, right: string): boolean => name.endsWith('世') && right.startsWith('家');

// The cheapest question first: most characters are passed over by a few looks into tables.
const isLikely = (text: string, at: number, length: 2 | 3): boolean => {
  if (at + length > text.length) return false;
  const most = mostOdds(text, at, length);
  if (most < LEAST_ALONE) return false;
  const mayFollow = mayFollowPerson(text, at);
  const after = mayPrecedeVerb(text, at + length)
    ? evidenceAfter(text.slice(at + length, at + length + RIGHT))
    : 0;
  if (!isEnough(most, mayFollow ? MOST_BEFORE : 0, after, length)) return false;
  const left = text.slice(Math.max(0, at - LEFT), at);
  const before = evidenceBefore(left);
  if (kindOfSurname[text.charCodeAt(at)] === RARE && !isCalled(before)) return false;
  if (!areSidesRight(left, before, after, length) || !isEnough(most, before, after, length)) return false;
  const odds = nameAgainstWords(text, at, length);
  if (odds < LEAST_ALONE || !isEnough(odds, before, after, length)) return false;
  const right = text.slice(at + length, at + length + RIGHT);
  const name = text.slice(at, at + length);
  if (isPlaceOrOffice(right, isCalled(before)) || isNameOfHouse(name, right)) return false;
  if (isWordForPerson(name)) return false;
  if (goesOn.test(name) || notGiven.test(name) || !isPlainName(name)) return false;
  if (before + after < MUCH_AROUND && odds < SURE_OF_UNUSUAL && nameOdds(text, at, length) < LEAST_NAME)
    return false;
  const front = text.slice(Math.max(0, at - ROW), at).replace(row, '');
  if (isInOffice(front, front.length) || isNamedByOffice(text, name)) return false;
  return isCalled(before) || !isNamedAsPlace(text, name);
};

/**
 * Names in running text that nothing announces: a surname and what is commonly given, likelier than any words that the
 * characters could be, among words that stand beside people.
 */
const likely: Rule = {
  kind: 'name',
  *find(text): Generator<Span> {
    for (let at = 0; at + 1 < text.length; at++) {
      const kind = kindOfSurname[text.charCodeAt(at)];
      if (kind === 0) continue;
      const length = isLikely(text, at, 3)
        ? 3
        : kind === COMMON &&
            mayFollowPerson(text, at) &&
            mayPrecedeVerb(text, at + 2) &&
            isLikely(text, at, 2)
          ? 2
          : 0;
      if (length === 0) continue;
      yield { start: at, end: at + length };
      at += length - 1;
    }
  },
};

export const likelyRules = [likely];
