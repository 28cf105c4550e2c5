import { BadInput } from '../../src/kernel/index.ts';
import {
  listPlaces,
  type PlacePath,
  placeLine,
  placesLike,
  placesMeant,
} from '../../src/organisation/index.ts';
import type { Db } from '../../src/platform/index.ts';

// The 24 towns of a city, and half a screen.
const NAMED = 24;

const placeOf = (path: PlacePath): PlacePath[number] => {
  const place = path.at(-1);
  if (place === undefined) throw new Error('a path has at least the place itself');
  return place;
};

/** `AF0501 石桥镇 河东村`. */
const line = (path: PlacePath): string => {
  const { code, name } = placeOf(path);
  return `${code} ${placeLine(path) || name}`;
};

const candidates = (paths: readonly PlacePath[]): { readonly zh: string; readonly en: string } => {
  const named = paths.slice(0, NAMED).map(line);
  const more = paths.length - named.length;
  return {
    zh: `${named.join('、')}${more > 0 ? `，等 ${paths.length} 个` : ''}`,
    en: `${named.join('; ')}${more > 0 ? `, and ${more} more` : ''}`,
  };
};

const noPlaces = (): BadInput =>
  new BadInput({
    zh: '库里还没有地点：先用 npm run import:organisation -- --input 文件 导入组织数据，再写 --place。不写 --place 就是面向全市。',
    en: 'There are no places yet: bring them in with npm run import:organisation -- --input FILE before you name one with --place. Without --place a topic is open in the whole city.',
  });

const unknown = (said: string, places: readonly PlacePath[]): BadInput => {
  const like = placesLike(places, said);
  const some = candidates(like.length > 0 ? like : places.filter((path) => placeOf(path).kind === 'town'));
  const are =
    like.length > 0
      ? { zh: '名称相近的有', en: 'With a name like it there are' }
      : { zh: '乡镇街道有', en: 'The towns are' };
  return new BadInput({
    zh: `没有编号或名称为“${said}”的地点。${are.zh}：${some.zh}。请用 --place 写一个编号或完整名称。`,
    en: `There is no place with the code or name “${said}”. ${are.en}: ${some.en}. Name one with --place, by its code or its whole name.`,
  });
};

const ambiguous = (said: string, meant: readonly PlacePath[]): BadInput => {
  const some = candidates(meant);
  return new BadInput({
    zh: `叫“${said}”的地点有 ${meant.length} 个：${some.zh}。请用 --place 写编号。`,
    en: `The name “${said}” stands for ${meant.length} places: ${some.en}. Name the one you mean with --place, by its code.`,
  });
};

/**
 * Codes of the places that were named by code or name; none where the city itself is among them: then it is everywhere.
 * @throws BadInput where a name is unknown or stands for several places
 */
export const placesNamed = async (db: Db, named: readonly string[]): Promise<string[]> => {
  const places = await listPlaces(db);
  if (places.length === 0) throw noPlaces();
  const chosen = named.map((said) => {
    const [place, ...others] = placesMeant(places, said);
    if (place === undefined) throw unknown(said, places);
    if (others.length > 0) throw ambiguous(said, [place, ...others]);
    return placeOf(place);
  });
  return chosen.some(({ kind }) => kind === 'city') ? [] : [...new Set(chosen.map(({ code }) => code))];
};

/** Names of places by their codes, as posters print them behind the code, or short. */
export const placeNames = async (
  db: Db,
): Promise<(codes: readonly string[], style: 'with-code' | 'short') => string[]> => {
  const byCode = new Map((await listPlaces(db)).map((path) => [placeOf(path).code, path]));
  return (codes, style) =>
    codes.map((code) => {
      const path = byCode.get(code);
      if (path === undefined) return code;
      return style === 'short' ? placeOf(path).name : line(path);
    });
};
