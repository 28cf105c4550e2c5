import type { IncomingOrganisation } from '../../src/organisation/import/check.ts';
import type { Organisation, OrganisationKind } from '../../src/organisation/index.ts';

export const nothing: Organisation = { places: [], groups: [], deputies: [], stations: [], studios: [] };

/** A city with one town, one community, two grids, and one of everything else. */
export const small: Organisation = {
  places: [
    { code: 'A', name: '安丰市', kind: 'city', parent: null },
    { code: 'A1', name: '兴业街道', kind: 'town', parent: 'A' },
    { code: 'A11', name: '翠湖社区', kind: 'community', parent: 'A1' },
    { code: 'A111', name: '翠湖社区第一网格', kind: 'grid', parent: 'A11' },
    { code: 'A112', name: '翠湖社区第二网格', kind: 'grid', parent: 'A11' },
  ],
  groups: [{ code: 'G1', name: '教育专业小组', hall: '教育议事厅' }],
  deputies: [
    {
      code: 'D1',
      name: '王建国',
      level: 'county',
      group: 'G1',
      grids: ['A111', 'A112'],
      photo: null,
      serving: true,
    },
  ],
  stations: [
    {
      code: 'S1',
      name: '兴业街道人大代表之家',
      kind: 'home',
      place: 'A1',
      address: '兴业路 12 号',
      hours: null,
    },
  ],
  studios: [{ code: 'Y1', name: '王建国代表云工作室', deputy: 'D1', place: 'A111' }],
};

/** The rows as if a file had held them, a line each from 2 on. */
export const asIncoming = (rows: Partial<Organisation>): IncomingOrganisation => {
  const of = <Kind extends OrganisationKind>(kind: Kind) =>
    ((rows[kind] ?? []) as readonly Organisation[Kind][number][]).map((draft, at) => ({
      origin: { file: `${kind}.csv`, line: at + 2 },
      draft,
    }));
  return {
    places: of('places'),
    groups: of('groups'),
    deputies: of('deputies'),
    stations: of('stations'),
    studios: of('studios'),
  };
};
