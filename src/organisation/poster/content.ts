import type { Slug } from '../codes/slug.ts';
import type { DeputyLevel, Destination, PlacePath, StudioDestination } from '../model.ts';

/** Everything that stands on one poster, as words. */
export type PosterContent = {
  readonly city: string;
  readonly slug: Slug;
  /** What the QR code holds. */
  readonly url: string;
  /** The large line: a deputy's name, or the name of a station. */
  readonly name: string;
  /** Behind the name: 代表; null for stations, whose name says it. */
  readonly after: string | null;
  /** Of which congress, which group; or where and when a station is open. */
  readonly about: string | null;
  /** From town to grid. */
  readonly where: string;
  readonly photo: Uint8Array | null;
  /** The station where somebody helps those who have no phone; null where none is near. */
  readonly help: string | null;
};

const nameOf = (path: PlacePath, kind: PlacePath[number]['kind']): string | null =>
  path.find((place) => place.kind === kind)?.name ?? null;

/** 街道 and zones have no congress of their own: their deputies belong to the city's or to a higher one. */
const hasCongress = (town: string): boolean => /[镇乡]$/.test(town);

const congress = {
  nation: () => '全国人大代表',
  province: () => '省人大代表',
  // Which prefecture it is, the tables do not say.
  prefecture: () => '人大代表',
  county: (path) => `${nameOf(path, 'city') ?? ''}人大代表`,
  town: (path) => {
    const town = nameOf(path, 'town') ?? '';
    return `${hasCongress(town) ? town : ''}人大代表`;
  },
} as const satisfies Record<DeputyLevel, (path: PlacePath) => string>;

/** `兴业街道 翠湖社区 第一网格`: what a place's name repeats of the one above it is said once. */
export const placeLine = (path: PlacePath): string => {
  const names: string[] = [];
  let above = '';
  for (const { kind, name } of path) {
    if (kind === 'city') continue;
    const shorter =
      above !== '' && name.startsWith(above) && name.length > above.length ? name.slice(above.length) : name;
    names.push(shorter);
    above = name;
  }
  return names.join(' ');
};

const aboutDeputy = ({ deputy, place }: StudioDestination): string =>
  [congress[deputy.level](place), deputy.group].filter((part) => part !== null).join(' · ');

/** What the poster of a code says. `help`: the name of the nearest station; `photo`: the portrait's bytes. */
export const posterContent = (
  code: { readonly slug: Slug; readonly to: Destination },
  more: { readonly url: string; readonly help: string | null; readonly photo: Uint8Array | null },
): PosterContent => {
  const { slug, to } = code;
  const shared = { city: nameOf(to.place, 'city') ?? '', slug, url: more.url, where: placeLine(to.place) };
  switch (to.kind) {
    case 'studio':
      return {
        ...shared,
        name: to.deputy.name,
        after: '代表',
        about: aboutDeputy(to),
        photo: more.photo,
        help: more.help,
      };
    case 'station':
      return {
        ...shared,
        name: to.name,
        after: null,
        about: [to.address, to.hours === null ? null : `接待时间：${to.hours}`]
          .filter((part) => part !== null)
          .join('　'),
        photo: null,
        help: null,
      };
  }
};
