import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkOrganisation, type Organisation, organisationKinds } from '../../src/organisation/index.ts';
import { asIncoming, nothing, small } from './sample.ts';

const place = (code: string, kind: 'city' | 'town' | 'community' | 'grid', parent: string | null) => ({
  code,
  name: code,
  kind,
  parent,
});

const refusalsOf = (rows: Partial<Organisation>, existing: Organisation = nothing): string[] =>
  checkOrganisation(asIncoming(rows), existing).refused.map(
    ({ origin, words }) => `${origin.line} ${words.en}`,
  );

describe('checking what an office hands in', () => {
  test('takes a whole city, and nothing of it a second time', () => {
    const first = checkOrganisation(asIncoming(small), nothing);
    expect(first.refused).toEqual([]);
    expect(first.changes).toEqual(small);
    const second = checkOrganisation(asIncoming(small), small);
    expect(second.changes).toEqual(nothing);
    expect(second.tally.places).toEqual({ added: 0, updated: 0, unchanged: 5 });
  });

  test('writes only the row that differs', () => {
    const renamed = { ...small.stations[0], name: '兴业街道代表之家' } as Organisation['stations'][number];
    const { changes, tally } = checkOrganisation(asIncoming({ stations: [renamed] }), small);
    expect(changes).toEqual({ ...nothing, stations: [renamed] });
    expect(tally.stations).toEqual({ added: 0, updated: 1, unchanged: 0 });
  });

  test('leaves what a file has no column for', () => {
    const draft = { code: 'D1', name: '王建国', level: undefined, group: undefined, grids: undefined };
    const incoming = {
      ...asIncoming({}),
      deputies: [{ origin: { file: 'x', line: 2 }, draft: { ...draft, photo: undefined, serving: false } }],
    };
    expect(checkOrganisation(incoming, small).changes.deputies).toEqual([
      { ...small.deputies[0], serving: false },
    ]);
  });

  test('names a second city, in the file and beside the one that is stored', () => {
    const cities = [place('A', 'city', null), place('B', 'city', null)];
    expect(refusalsOf({ places: cities })).toEqual([expect.stringMatching(/^3 there is the city A already/)]);
    expect(refusalsOf({ places: [place('B', 'city', null)] }, small)).toEqual([
      expect.stringMatching(/^2 there is the city A already/),
    ]);
  });

  test('names every place of a ring, and where to look for those below it', () => {
    const rows = [
      place('A', 'city', null),
      place('x', 'community', 'y'),
      place('y', 'community', 'z'),
      place('z', 'community', 'x'),
      place('below', 'grid', 'x'),
    ];
    expect(refusalsOf({ places: rows })).toEqual([
      expect.stringMatching(/^3 the places above form a ring, x → y → z → x/),
      expect.stringMatching(/^4 the places above form a ring, y → z → x → y/),
      expect.stringMatching(/^5 the places above form a ring, z → x → y → z/),
      expect.stringMatching(/^6 "上级编号" names x, which was refused in places\.csv, line 3/),
    ]);
  });

  test('refuses a place that stands beside or above its parent, and one that is its own', () => {
    expect(refusalsOf({ places: [place('t', 'town', 'A11')] }, small)).toEqual([
      expect.stringMatching(/^2 a place of the kind 乡镇街道 cannot stand below A11/),
    ]);
    expect(refusalsOf({ places: [place('g', 'grid', 'g')] }, small)).toEqual([
      expect.stringMatching(/^2 the places above form a ring, g → g/),
    ]);
    expect(refusalsOf({ places: [place('A1', 'community', 'A')] }, small)).toEqual([
      expect.stringMatching(/^2 this code is a place of the kind 乡镇街道/),
    ]);
  });

  test('puts a town without a parent under the city', () => {
    const { changes } = checkOrganisation(asIncoming({ places: [place('A2', 'town', null)] }), small);
    expect(changes.places).toEqual([place('A2', 'town', 'A')]);
    expect(refusalsOf({ places: [place('A2', 'town', null)] })).toEqual([
      expect.stringMatching(/^2 there is no city yet/),
    ]);
  });

  test('names references that lead nowhere: grids, groups, deputies, places', () => {
    const deputy = { ...small.deputies[0], code: 'D2' } as Organisation['deputies'][number];
    expect(
      refusalsOf(
        {
          deputies: [
            { ...deputy, grids: ['A111', 'A9', 'A8'] },
            { ...deputy, code: 'D3', grids: ['A11'] },
            { ...deputy, code: 'D4', group: 'G9' },
          ],
          stations: [{ code: 'S2', name: 's', kind: 'room', place: 'A9', address: null, hours: null }],
          studios: [
            { code: 'Y2', name: 'y', deputy: 'D2', place: 'A111' },
            { code: 'Y3', name: 'y', deputy: 'D9', place: 'A111' },
            { code: 'Y4', name: 'y', deputy: 'D1', place: 'A9' },
          ],
        },
        small,
      ),
    ).toEqual([
      '2 "网格编号" names A9, A8, which does not exist: check the code or import it first.',
      '3 "网格编号" names A11, which is no grid: write codes of grids.',
      '4 "专业小组编号" names G9, which does not exist: check the code or import it first.',
      '2 "地点编号" names A9, which does not exist: check the code or import it first.',
      '2 "代表编号" names D2, which was refused in deputies.csv, line 2: mend that row first.',
      '3 "代表编号" names D9, which does not exist: check the code or import it first.',
      '4 "地点编号" names A9, which does not exist: check the code or import it first.',
    ]);
  });

  test('takes the first of two rows with one code and names both lines', () => {
    const rows = [place('A', 'city', null), { ...place('A', 'city', null), name: '别的市' }];
    const { changes, refused } = checkOrganisation(asIncoming({ places: rows }), nothing);
    expect(changes.places).toEqual([rows[0]]);
    expect(refused[0]?.words.en).toMatch(/code A stands in places\.csv, line 2, already/);
  });

  test('gives a studio that passes to another deputy that one’s name', () => {
    const other = { ...small.deputies[0], code: 'D2', name: '李秀兰' } as Organisation['deputies'][number];
    const incoming = {
      ...asIncoming({ deputies: [other] }),
      studios: [
        {
          origin: { file: 'x', line: 2 },
          draft: { code: 'Y1', name: undefined, deputy: 'D2', place: 'A111' },
        },
      ],
    };
    expect(checkOrganisation(incoming, small).changes.studios).toEqual([
      { code: 'Y1', name: '李秀兰代表云工作室', deputy: 'D2', place: 'A111' },
    ]);
  });

  test('law: whatever is handed in, what is accepted is one tree without a loose end', () => {
    const kinds = ['city', 'town', 'community', 'grid'] as const;
    const codes = ['a', 'b', 'c', 'd', 'e', 'f'];
    const anyPlace = fc.record({
      code: fc.constantFrom(...codes),
      name: fc.constant('n'),
      kind: fc.constantFrom(...kinds),
      parent: fc.option(fc.constantFrom(...codes)),
    });
    fc.assert(
      fc.property(fc.array(anyPlace, { maxLength: 8 }), fc.array(anyPlace, { maxLength: 8 }), (one, two) => {
        const stored = checkOrganisation(asIncoming({ places: one }), nothing).changes;
        const { changes, refused, tally } = checkOrganisation(asIncoming({ places: two }), stored);
        expect(refused.length + tally.places.added + tally.places.updated + tally.places.unchanged).toBe(
          two.length,
        );
        const after = new Map([...stored.places, ...changes.places].map((row) => [row.code, row]));
        expect([...after.values()].filter((row) => row.kind === 'city').length).toBeLessThanOrEqual(1);
        const loose = [...after.values()].filter(({ kind, parent }) => {
          const above = parent === null ? undefined : after.get(parent);
          if (kind === 'city') return parent !== null;
          return above === undefined || kinds.indexOf(above.kind) >= kinds.indexOf(kind);
        });
        expect(loose).toEqual([]);
      }),
      { numRuns: 500 },
    );
    expect(organisationKinds).toHaveLength(5);
  });
});
