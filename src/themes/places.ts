import type { Voice } from './catalogue.ts';
import { NOT_PLACES, PLACE_ENDING } from './lexicon.ts';
import type { Token } from './segment.ts';

/** Place names as the messages' own place fields give them, whole and in parts (石桥镇前营村, 石桥镇, 前营村). */
export const placeNames = (voices: readonly Voice[]): ReadonlySet<string> => {
  const names = new Set<string>();
  for (const place of new Set(voices.flatMap(({ place }) => (place === null ? [] : [place.trim()])))) {
    if (place.length >= 2) names.add(place);
    for (const part of place.match(/[^省市县区镇乡村道\s·,，/>-]+(?:街道|自治区|社区|[省市县区镇乡村])?/gu) ??
      [])
      if (Array.from(part).length >= 2 && !NOT_PLACES.has(part)) names.add(part);
  }
  return names;
};

/** Anonymised administrative names (A市, A7县): stand between clauses, like punctuation. */
export const CODED_PLACE = /[A-Za-z]\d{0,3}\s*(?:市|区|县)(?:政府)?/gu;
const HOUSE =
  /^(?:[\d一二三四五六七八九十]+|[#＃号栋幢期楼单元组室座队层区县市镇乡村路个里名条位处]|号线|街道|社区|小区|地块)$/u;
/** Tags of words that can be part of a name: proper nouns, unknown words, numbers, letters, fragments. */
const NAMELIKE = /^(?:ns|nr|nz|nt|x|eng|m|j|zg|ng)/;
const LONGEST_NAME = 10;

/** How many tokens at the front are a place name by their shape ("春华|镇", "丽发|新城|小区"); 0 for none. */
const shapedName = (tokens: readonly Token[]): number => {
  let length = 0;
  let namelike = false;
  for (const [i, { word, tag }] of tokens.entries()) {
    length += word.length;
    if (length > LONGEST_NAME || /^[vdpcuyr]/.test(tag)) return 0;
    if (PLACE_ENDING.test(word) && !(NOT_PLACES.has(word) && !namelike))
      if (i === 0 ? /^(?:ns|nz|nt|x)/.test(tag) : namelike) return i + 1;
    if (NAMELIKE.test(tag) || (word.length === 1 && tag !== 'n')) namelike = true;
  }
  return 0;
};

/** The tokens without the place names and house numbers at their front. */
export type PlaceStripper = <T extends Token>(tokens: readonly T[]) => readonly T[];

export const placeStripper = (names: ReadonlySet<string>): PlaceStripper => {
  const longest = Math.max(0, ...Array.from(names, (name) => name.length));
  /** Tokens of a name known from the place fields; a name that ends inside a token is none. */
  const knownName = (tokens: readonly Token[]): number => {
    let text = '';
    let found = 0;
    for (const [i, { word }] of tokens.entries()) {
      text += word;
      if (text.length > longest) break;
      if (names.has(text)) found = i + 1;
    }
    return found;
  };
  return (tokens) => {
    let rest = tokens;
    while (rest.length > 0) {
      const count = knownName(rest) || (HOUSE.test(rest[0]!.word) ? 1 : shapedName(rest));
      if (count === 0) break;
      rest = rest.slice(count);
    }
    return rest;
  };
};
