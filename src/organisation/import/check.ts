import type { Wording } from '../../documents/index.ts';
import {
  type DeputyRow,
  type GroupRow,
  type Organisation,
  type OrganisationKind,
  organisationKinds,
  type PlaceRow,
  type StationRow,
  type StudioRow,
} from '../model.ts';
import { checkPlaces } from './check-places.ts';
import type { Draft, Incoming, RowOf } from './parse.ts';
import { type Origin, wrong } from './words.ts';

export type IncomingOrganisation = {
  readonly [Kind in OrganisationKind]: readonly Incoming<RowOf<Kind>>[];
};

export type Refusal = { readonly kind: OrganisationKind; readonly origin: Origin; readonly words: Wording };

type Tally = { readonly added: number; readonly updated: number; readonly unchanged: number };

export type CheckedOrganisation = {
  /** What must be written: new rows and those that differ from what is stored. */
  readonly changes: Organisation;
  readonly tally: { readonly [Kind in OrganisationKind]: Tally };
  readonly refused: readonly Refusal[];
};

/** What may be pointed at, and why something else may not. */
type Known = { readonly has: (code: string) => boolean; readonly refused: ReadonlyMap<string, Origin> };

const missing = (column: string, codes: readonly string[], known: Known): Wording | null => {
  const unknown = codes.filter((code) => !known.has(code));
  const [first] = unknown;
  if (first === undefined) return null;
  const at = known.refused.get(first);
  return at === undefined ? wrong.unknown(column, unknown) : wrong.refusedAbove(column, first, at);
};

/** The first row of each code; the others are refused, because nobody can know which one is meant. */
const firstOfEach = <Row>(kind: OrganisationKind, rows: readonly Incoming<Row>[], refused: Refusal[]) => {
  const first = new Map<string, Incoming<Row>>();
  for (const row of rows) {
    const before = first.get(row.draft.code);
    if (before === undefined) first.set(row.draft.code, row);
    else refused.push({ kind, origin: row.origin, words: wrong.twice(row.draft.code, before.origin) });
  }
  return [...first.values()];
};

type Judged<Row> = { readonly accepted: Row[]; readonly known: Known };

/** Completes each draft from what is stored and keeps those that `fault` finds nothing in. */
const judge = <Row extends { readonly code: string }>(
  kind: OrganisationKind,
  options: {
    readonly rows: readonly Incoming<Row>[];
    readonly existing: readonly Row[];
    readonly complete: (draft: Draft<Row>, old: Row | undefined) => Row;
    readonly fault: (row: Row) => Wording | null;
  },
  refused: Refusal[],
): Judged<Row> => {
  const old = new Map(options.existing.map((row) => [row.code, row]));
  const accepted: Row[] = [];
  const refusedCodes = new Map<string, Origin>();
  for (const { origin, draft } of options.rows) {
    const row = options.complete(draft, old.get(draft.code));
    const words = options.fault(row);
    if (words === null) accepted.push(row);
    else {
      refused.push({ kind, origin, words });
      refusedCodes.set(draft.code, origin);
    }
  }
  const codes = new Set([...old.keys(), ...accepted.map((row) => row.code)]);
  return { accepted, known: { has: (code) => codes.has(code), refused: refusedCodes } };
};

/** `undefined`, a column that the file does not have, leaves what is stored. */
const either = <Value>(given: Value | undefined, stored: Value | undefined, otherwise: Value): Value =>
  given === undefined ? (stored === undefined ? otherwise : stored) : given;

const group = (draft: Draft<GroupRow>, old: GroupRow | undefined): GroupRow => ({
  code: draft.code,
  name: either(draft.name, old?.name, draft.code),
  hall: either(draft.hall, old?.hall, null),
});

const deputy = (draft: Draft<DeputyRow>, old: DeputyRow | undefined): DeputyRow => ({
  code: draft.code,
  name: either(draft.name, old?.name, draft.code),
  level: either(draft.level, old?.level, 'county'),
  group: either(draft.group, old?.group, null),
  grids: either(draft.grids, old?.grids, []),
  photo: either(draft.photo, old?.photo, null),
  serving: either(draft.serving, old?.serving, true),
});

const station = (draft: Draft<StationRow>, old: StationRow | undefined): StationRow => ({
  code: draft.code,
  name: either(draft.name, old?.name, draft.code),
  kind: either(draft.kind, old?.kind, 'station'),
  place: either(draft.place, old?.place, ''),
  address: either(draft.address, old?.address, null),
  hours: either(draft.hours, old?.hours, null),
});

const studio =
  (deputyName: (code: string) => string) =>
  (draft: Draft<StudioRow>, old: StudioRow | undefined): StudioRow => {
    const owner = either(draft.deputy, old?.deputy, '');
    // A studio that passes to another deputy takes that deputy's name, unless the file says otherwise.
    const stored = old?.deputy === owner ? old.name : undefined;
    return {
      code: draft.code,
      name: either(draft.name, stored, `${deputyName(owner)}代表云工作室`),
      deputy: owner,
      place: either(draft.place, old?.place, ''),
    };
  };

const changed = <Row extends { readonly code: string }>(
  accepted: readonly Row[],
  existing: readonly Row[],
) => {
  const before = new Map(existing.map((row) => [row.code, JSON.stringify(row)]));
  const added = accepted.filter((row) => !before.has(row.code));
  const updated = accepted.filter((row) => {
    const old = before.get(row.code);
    return old !== undefined && old !== JSON.stringify(row);
  });
  const tally: Tally = {
    added: added.length,
    updated: updated.length,
    unchanged: accepted.length - added.length - updated.length,
  };
  return { rows: [...added, ...updated], tally };
};

const firstFault = (...faults: (Wording | null)[]): Wording | null =>
  faults.find((words) => words !== null) ?? null;

/**
 * Pure: which rows go in, and what each of the others must have changed. Whatever is accepted forms a whole with what is
 * stored: one tree under one city, and no reference that leads nowhere. The order of rows and files does not matter,
 * except that of two rows with one code the first counts.
 */
export const checkOrganisation = (
  incoming: IncomingOrganisation,
  existing: Organisation,
): CheckedOrganisation => {
  const refused: Refusal[] = [];
  const placed = checkPlaces(firstOfEach('places', incoming.places, refused), existing.places);
  refused.push(...placed.refused.map((refusal) => ({ kind: 'places' as const, ...refusal })));
  const knownPlaces: Known = { has: (code) => placed.byCode.has(code), refused: placed.refusedCodes };

  const groups = judge(
    'groups',
    {
      rows: firstOfEach('groups', incoming.groups, refused),
      existing: existing.groups,
      complete: group,
      fault: () => null,
    },
    refused,
  );
  const notGrids = (codes: readonly string[]): Wording | null => {
    const others = codes.filter((code) => placed.byCode.get(code)?.kind !== 'grid');
    return others.length === 0 ? null : wrong.notGrid('网格编号', others);
  };
  const deputies = judge(
    'deputies',
    {
      rows: firstOfEach('deputies', incoming.deputies, refused),
      existing: existing.deputies,
      complete: deputy,
      fault: (row) =>
        firstFault(
          missing('专业小组编号', row.group === null ? [] : [row.group], groups.known),
          missing('网格编号', row.grids, knownPlaces),
          notGrids(row.grids),
        ),
    },
    refused,
  );
  const stations = judge(
    'stations',
    {
      rows: firstOfEach('stations', incoming.stations, refused),
      existing: existing.stations,
      complete: station,
      fault: (row) => missing('地点编号', [row.place], knownPlaces),
    },
    refused,
  );
  const names = new Map([...existing.deputies, ...deputies.accepted].map(({ code, name }) => [code, name]));
  const studios = judge(
    'studios',
    {
      rows: firstOfEach('studios', incoming.studios, refused),
      existing: existing.studios,
      complete: studio((code) => names.get(code) ?? code),
      fault: (row) =>
        firstFault(
          missing('代表编号', [row.deputy], deputies.known),
          missing('地点编号', [row.place], knownPlaces),
        ),
    },
    refused,
  );

  const results = {
    places: changed<PlaceRow>(placed.accepted, existing.places),
    groups: changed(groups.accepted, existing.groups),
    deputies: changed(deputies.accepted, existing.deputies),
    stations: changed(stations.accepted, existing.stations),
    studios: changed(studios.accepted, existing.studios),
  };
  return {
    changes: {
      places: results.places.rows,
      groups: results.groups.rows,
      deputies: results.deputies.rows,
      stations: results.stations.rows,
      studios: results.studios.rows,
    },
    tally: {
      places: results.places.tally,
      groups: results.groups.tally,
      deputies: results.deputies.tally,
      stations: results.stations.tally,
      studios: results.studios.tally,
    },
    refused: refused.toSorted(
      (a, b) =>
        organisationKinds.indexOf(a.kind) - organisationKinds.indexOf(b.kind) ||
        a.origin.file.localeCompare(b.origin.file) ||
        a.origin.line - b.origin.line,
    ),
  };
};
