import { tidy } from './import/parse.ts';
import type { PlacePath } from './model.ts';
import { placeLine } from './poster/content.ts';

/** `翠湖社区 第一网格` is written with and without blanks, codes with small and large letters. */
const plain = (said: string): string => tidy(said).replaceAll(' ', '').toLowerCase();

const last = (path: PlacePath): PlacePath[number] => {
  const place = path.at(-1);
  if (place === undefined) throw new Error('a path has at least the place itself');
  return place;
};

/** Its name alone and behind those of the places above it, in full and as posters print it. */
const spellings = (path: PlacePath): string[] =>
  path.flatMap((_, from) => {
    const rest = path.slice(from);
    return [rest.map(({ name }) => name).join(''), placeLine(rest)].map(plain);
  });

/**
 * The places that `said` means: the one with this code, else all with this name, alone or behind names of places above
 * it (`石桥镇河东村`). None where nobody knows it, several where the name stands for several.
 */
export const placesMeant = (places: readonly PlacePath[], said: string): PlacePath[] => {
  const wanted = plain(said);
  if (wanted === '') return [];
  const byCode = places.filter((path) => plain(last(path).code) === wanted);
  return byCode.length > 0 ? byCode : places.filter((path) => spellings(path).includes(wanted));
};

/** What kind of place it is: 翠湖村 may be meant for 翠湖社区. */
const ENDING = /(?:市|街道|开发区|镇|乡|社区|村|网格)$/u;

/** 翠湖社区第一网格 has the name of what it lies in: whoever seeks 翠湖 is shown that alone. */
const repeatsAbove = (path: PlacePath): boolean => {
  const above = path.at(-2);
  return above !== undefined && last(path).name.startsWith(above.name);
};

/** The places that may have been meant where `placesMeant` finds none, the higher ones first. */
export const placesLike = (places: readonly PlacePath[], said: string): PlacePath[] => {
  const stem = plain(said).replace(ENDING, '');
  if (stem === '') return [];
  return places
    .filter((path) => plain(last(path).name).includes(stem) && !repeatsAbove(path))
    .toSorted((a, b) => a.length - b.length); // a stable sort: those of one level stay in the order of their codes
};
