import { SEALED_NAME } from '../flatten.ts';
import type { Rule, Span } from '../rule.ts';
import { mostOdds } from './odds.ts';
import { isPlainName } from './plain.ts';
import { isInOffice } from './standing-rules.ts';
import { surnames } from './surnames.ts';

/** In natural logarithms: how much likelier than words each name of a row must be by itself. */
const LEAST: Readonly<Record<2 | 3, number>> = { 2: 3, 3: 1 };
/** Two names side by side may be two words; three in a row are a list of persons. */
const SHORTEST_ROW = 3;

const isSurname = new Uint8Array(0x10000);
for (const char of surnames) isSurname[char.charCodeAt(0)] = 1;
const sealed = SEALED_NAME.charCodeAt(0);

// By code, for a glance: most words of two and three characters go on with another one.
const mayEnd = new Uint8Array(0x10000).fill(1, 0, 0x4e00).fill(1, 0xa000);
for (const char of '还以等和跟都两三四五六七八九十几') mayEnd[char.charCodeAt(0)] = 1;
const allHan = /^[\u4e00-\u9fff]+$/;
const mayBegin = new Uint8Array(0x10000).fill(1, 0, 0x4e00).fill(1, 0xa000);
for (const char of '是有叫给和跟') mayBegin[char.charCodeAt(0)] = 1;
const endsItem =
  /^(?:$|[、,\s.。;!?(:]|还有|以及|等|和|跟|[两三四五六七八九十几]个?[人家户]?(?:[^\u4e00-\u9fff]|$|都|没|的)|都)/;
const joint = /^(?:[、\s]{1,2}|[和跟及])$/;
// Clauses of two characters stand between commas too, so there only names of three are a row.
const comma = /^,\s?$/;

/** Whether it begins and ends where a name of a row can, at a glance. */
const mayBeItem = (text: string, at: number): boolean => {
  const ends = mayEnd[text.charCodeAt(at + 2) || 0]! | mayEnd[text.charCodeAt(at + 3) || 0]!;
  return ends !== 0 && (at === 0 || mayBegin[text.charCodeAt(at - 1)] === 1);
};

/** The length of what can be a name of a row at `at`, 0 where nothing is. */
const itemLength = (text: string, at: number): 0 | 2 | 3 => {
  for (const length of [3, 2] as const) {
    if (at + length > text.length || mayEnd[text.charCodeAt(at + length) || 0] === 0) continue;
    if (mostOdds(text, at, length) < LEAST[length]) continue;
    if (!allHan.test(text.slice(at, at + length))) continue;
    if (!endsItem.test(text.slice(at + length, at + length + 4))) continue;
    if (isPlainName(text.slice(at, at + length))) return length;
  }
  return 0;
};

/** 王小虎 张鑫 李强 赵磊: three or more that can be names and nothing else, side by side. */
const row: Rule = {
  kind: 'name',
  *find(text): Generator<Span> {
    let members: Span[] = [];
    let count = 0;
    let end = -1;
    let wide = false;
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      const isSealed = code === sealed;
      if (!isSealed && (isSurname[code] === 0 || !mayBeItem(text, at))) continue;
      const length = isSealed ? 1 : itemLength(text, at);
      if (length === 0) continue;
      const between = text.slice(end, at);
      const isWide = isSealed || length === 3;
      const goesOn =
        at - end <= 2 && end > 0 && (joint.test(between) || (comma.test(between) && wide && isWide));
      if (!goesOn) {
        if (count >= SHORTEST_ROW) yield* members;
        members = [];
        count = 0;
      }
      if (!isSealed && !isInOffice(text, at)) members.push({ start: at, end: at + length });
      count++;
      end = at + length;
      wide = isWide;
      at = end - 1;
    }
    if (count >= SHORTEST_ROW) yield* members;
  },
};

export const rowRules = [row];
