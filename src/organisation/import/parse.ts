import type { Wording } from '../../documents/index.ts';
import { ok, type Result, refuse } from '../../kernel/index.ts';
import { storableText } from '../../platform/index.ts';
import type {
  DeputyLevel,
  DeputyRow,
  GroupRow,
  Organisation,
  OrganisationKind,
  PlaceKind,
  PlaceRow,
  StationKind,
  StationRow,
  StudioRow,
} from '../model.ts';
import { type CellsOf, organisationTables } from './columns.ts';
import { type Origin, wrong } from './words.ts';

export type RowOf<Kind extends OrganisationKind> = Organisation[Kind][number];

/** A row as the file has it: a column that the file lacks is undefined and leaves what is stored as it is. */
export type Draft<Row> = { readonly [Key in keyof Row]: Row[Key] | undefined } & { readonly code: string };

export type Incoming<Row> = { readonly origin: Origin; readonly draft: Draft<Row> };

const LIMIT = { name: 60, address: 80, hours: 60, photo: 120 } as const;

/** Thrown and caught in this file alone, so that parsers read as plain expressions. */
class Refused extends Error {
  readonly words: Wording;
  constructor(words: Wording) {
    super(words.en);
    this.words = words;
  }
}

/** Half width, one blank where there were several, and none between Chinese characters (`王  伟`). */
export const tidy = (cell: string): string =>
  storableText(cell)
    .normalize('NFKC')
    .replace(/[\p{Cc}\p{Cf}]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/(?<=\p{Script=Han}) (?=\p{Script=Han})/gu, '');

/** Names keep the marks that they are written with: full-width brackets, the middle dot of `阿依古丽·买买提`. */
const tidyName = (cell: string): string =>
  tidy(cell)
    .replace(/\(/g, '（')
    .replace(/\)/g, '）')
    .replace(/[•・‧]/g, '·');

type Cells = Readonly<Record<string, string | undefined>>;

const titleOf = (kind: OrganisationKind, key: string): string =>
  organisationTables[kind].columns.find((column) => column.key === key)?.title ?? key;

const isCode = (value: string): boolean => /^[\p{L}\p{N}][\p{L}\p{N}._-]{0,31}$/u.test(value);

/** Seven digits in a row are no house number: a telephone or identity number, which would be on a public page. */
const hasLongNumber = (value: string): boolean =>
  /\d[\d-]{5,}\d/.test(value.replace(/\s/g, '').replace(/\d{4}-\d{1,2}-\d{1,2}/g, ''));

const reader = (kind: OrganisationKind, cells: Cells) => {
  const cell = (key: string): string | undefined => {
    const value = cells[key];
    return value === undefined ? undefined : tidy(value);
  };
  const needed = (key: string): string => {
    const value = cell(key);
    if (value === undefined || value === '') throw new Refused(wrong.empty(titleOf(kind, key)));
    return value;
  };
  const asCode = (key: string, value: string): string => {
    if (!isCode(value)) throw new Refused(wrong.badCode(titleOf(kind, key), value.slice(0, 40)));
    return value;
  };
  const shown = (key: string, value: string, limit: number): string => {
    if (Array.from(value).length > limit) throw new Refused(wrong.tooLong(titleOf(kind, key), limit));
    if (hasLongNumber(value)) throw new Refused(wrong.looksLikePhone(titleOf(kind, key)));
    return value;
  };
  return {
    cell,
    code: (key: string): string => asCode(key, needed(key)),
    codeOrNull: (key: string): string | null | undefined => {
      const value = cell(key);
      return value === undefined ? undefined : value === '' ? null : asCode(key, value);
    },
    codes: (key: string): readonly string[] | undefined => {
      const value = cell(key);
      if (value === undefined) return undefined;
      const parts = value.split(/[、,;，；/\s]+/).filter((part) => part !== '');
      return [...new Set(parts.map((part) => asCode(key, part)))].sort();
    },
    name: (key: string): string => shown(key, tidyName(needed(key)), LIMIT.name),
    text: (key: string, limit: number): string | null | undefined => {
      const value = cells[key] === undefined ? undefined : tidyName(cells[key]);
      return value === undefined ? undefined : value === '' ? null : shown(key, value, limit);
    },
    choice: <Value>(
      key: string,
      value: string,
      choices: readonly (readonly [RegExp, Value])[],
      allowed: string,
    ): Value => {
      const found = choices.find(([pattern]) => pattern.test(value));
      if (found === undefined)
        throw new Refused(wrong.notOneOf(titleOf(kind, key), value.slice(0, 20), allowed));
      return found[1];
    },
  };
};

// The first that fits counts: 乡镇街道 before 县市区, so that 开发区 is a town and 市中区 is not taken for a city.
const placeChoices: readonly (readonly [RegExp, PlaceKind])[] = [
  [/^(网格|grid)/i, 'grid'],
  [/^(社区|村|行政村|居委会|村委会|community)/i, 'community'],
  [/^(乡|镇|街道|乡镇|开发区|园区|管委会|办事处|town)/i, 'town'],
  [/^(城市|市|县|区|县级市|县市区|city)$/i, 'city'],
];

const levelChoices: readonly (readonly [RegExp, DeputyLevel])[] = [
  [/^(全国|国家|nation)/i, 'nation'],
  [/^(省|自治区|直辖市|province)/i, 'province'],
  [/^(设区|地级|地市|prefecture)/i, 'prefecture'],
  [/^(县|区|市|本市|本级|county)/i, 'county'],
  [/^(乡|镇|town)/i, 'town'],
];

const stationChoices: readonly (readonly [RegExp, StationKind])[] = [
  [/(家|^home)$/i, 'home'],
  [/(站|^station)$/i, 'station'],
  [/(点|^point)$/i, 'point'],
  [/(室|^room)$/i, 'room'],
];

const servingChoices: readonly (readonly [RegExp, boolean])[] = [
  [/^(在任|在职|现任|是|y|yes|true|1)?$/i, true],
  [/^(离任|去职|卸任|辞职|终止|否|n|no|false|0)$/i, false],
];

const parsers = {
  places: (cells): Draft<PlaceRow> => {
    const read = reader('places', cells);
    const kind = read.choice('kind', read.cell('kind') ?? '', placeChoices, '城市、乡镇街道、社区村、网格');
    return { code: read.code('code'), name: read.name('name'), kind, parent: read.codeOrNull('parent') };
  },
  groups: (cells): Draft<GroupRow> => {
    const read = reader('groups', cells);
    return { code: read.code('code'), name: read.name('name'), hall: read.text('hall', LIMIT.name) };
  },
  deputies: (cells): Draft<DeputyRow> => {
    const read = reader('deputies', cells);
    const level = read.cell('level');
    const serving = read.cell('serving');
    return {
      code: read.code('code'),
      name: read.name('name'),
      level:
        level === undefined
          ? undefined
          : level === ''
            ? 'county'
            : read.choice('level', level, levelChoices, '全国、省、设区的市、县级、乡镇'),
      group: read.codeOrNull('group'),
      grids: read.codes('grids'),
      photo:
        cells.photo === undefined
          ? undefined
          : storableText(cells.photo).trim().slice(0, LIMIT.photo) || null,
      serving:
        serving === undefined ? undefined : read.choice('serving', serving, servingChoices, '在任、离任'),
    };
  },
  stations: (cells): Draft<StationRow> => {
    const read = reader('stations', cells);
    return {
      code: read.code('code'),
      name: read.name('name'),
      kind: read.choice('kind', read.cell('kind') ?? '', stationChoices, '家、站、点、室'),
      place: read.code('place'),
      address: read.text('address', LIMIT.address),
      hours: read.text('hours', LIMIT.hours),
    };
  },
  studios: (cells): Draft<StudioRow> => {
    const read = reader('studios', cells);
    return {
      code: read.code('code'),
      name: read.text('name', LIMIT.name) ?? undefined,
      deputy: read.code('deputy'),
      place: read.code('place'),
    };
  },
} as const satisfies { [Kind in OrganisationKind]: (cells: Cells) => Draft<RowOf<Kind>> };

/** One row of a file, by the keys of its columns. */
export const parseRow = <Kind extends OrganisationKind>(
  kind: Kind,
  cells: CellsOf<Kind>,
): Result<Draft<RowOf<Kind>>, Wording> => {
  try {
    // The record's type for a kind that is not yet known is the union of all: the entry of this kind fits this kind.
    return ok(parsers[kind](cells as Cells) as Draft<RowOf<Kind>>);
  } catch (refused) {
    if (refused instanceof Refused) return refuse(refused.words);
    throw refused;
  }
};
