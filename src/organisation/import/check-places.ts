import type { Wording } from '../../documents/index.ts';
import { type PlaceKind, type PlaceRow, placeKinds } from '../model.ts';
import type { Incoming } from './parse.ts';
import { type Origin, wrong } from './words.ts';

const placeWords = {
  city: '城市',
  town: '乡镇街道',
  community: '社区村',
  grid: '网格',
} as const satisfies Record<PlaceKind, string>;

const rank = (kind: PlaceKind): number => placeKinds.indexOf(kind);

type Candidate = { readonly origin: Origin; readonly row: PlaceRow };

/** Codes from this one up its parents to where it began, if it does so begin again. */
const ringFrom = (code: string, parentOf: (code: string) => string | null): string[] | null => {
  const seen = [code];
  for (let next = parentOf(code); next !== null; next = parentOf(next)) {
    if (next === code) return [...seen, code];
    if (seen.includes(next)) return null;
    seen.push(next);
  }
  return null;
};

type Tree = {
  readonly byCode: ReadonlyMap<string, PlaceRow>;
  readonly before: ReadonlyMap<string, PlaceRow>;
  readonly refused: ReadonlyMap<string, Origin>;
};

const faultOf = ({ row }: Candidate, { byCode, before, refused }: Tree): Wording | null => {
  const old = before.get(row.code);
  if (old !== undefined && old.kind !== row.kind) return wrong.otherKind(placeWords[old.kind]);
  if (row.kind === 'city') return row.parent === null ? null : wrong.cityBelow();
  if (row.parent === null) return row.kind === 'town' ? wrong.noCity() : wrong.noParent();
  const ring = ringFrom(row.code, (code) => byCode.get(code)?.parent ?? null);
  if (ring !== null) return wrong.ring(ring);
  const parent = byCode.get(row.parent);
  if (parent === undefined) {
    const at = refused.get(row.parent);
    return at === undefined
      ? wrong.unknown('上级编号', [row.parent])
      : wrong.refusedAbove('上级编号', row.parent, at);
  }
  if (rank(parent.kind) >= rank(row.kind))
    return wrong.wrongLevel(placeWords[row.kind], placeWords[parent.kind], parent.code);
  return null;
};

/** A second city, among the rows or beside the one that is there. */
const refuseCities = (candidates: readonly Candidate[], before: ReadonlyMap<string, PlaceRow>) => {
  let city = [...before.values()].find((row) => row.kind === 'city')?.code ?? null;
  const faults = new Map<Candidate, Wording>();
  for (const candidate of candidates) {
    const { code, kind } = candidate.row;
    if (kind !== 'city') continue;
    city ??= code;
    if (city !== code) faults.set(candidate, wrong.secondCity(city));
  }
  return { city, faults };
};

export type CheckedPlaces = {
  readonly accepted: readonly PlaceRow[];
  readonly refused: readonly { readonly origin: Origin; readonly words: Wording }[];
  /** All places after the import: what is there already and what was accepted. */
  readonly byCode: ReadonlyMap<string, PlaceRow>;
  readonly refusedCodes: ReadonlyMap<string, Origin>;
};

/**
 * Which of the places may go in. A place below a refused one is refused too, and says where to look, so rounds go on
 * until one refuses nothing: at most one a level of the tree.
 */
export const checkPlaces = (
  incoming: readonly Incoming<PlaceRow>[],
  existing: readonly PlaceRow[],
): CheckedPlaces => {
  const before = new Map(existing.map((row) => [row.code, row]));
  const filled = incoming.map(({ origin, draft }): Candidate => {
    const { code, name, kind, parent } = draft;
    const old = before.get(code);
    return {
      origin,
      row: {
        code,
        name: name ?? old?.name ?? code,
        kind: kind ?? old?.kind ?? 'grid',
        parent: parent === undefined ? (old?.parent ?? null) : parent,
      },
    };
  });
  const { city, faults: cityFaults } = refuseCities(filled, before);
  const refused = [...cityFaults].map(([{ origin }, words]) => ({ origin, words }));
  const refusedCodes = new Map([...cityFaults].map(([{ origin, row }]) => [row.code, origin]));
  let candidates = filled
    .filter((candidate) => !cityFaults.has(candidate))
    .map(({ origin, row }) => ({
      origin,
      // A town without a parent is one of the city.
      row: row.kind === 'town' && row.parent === null ? { ...row, parent: city } : row,
    }));
  for (;;) {
    const byCode = new Map([...before, ...candidates.map(({ row }) => [row.code, row] as const)]);
    const tree: Tree = { byCode, before, refused: new Map(refusedCodes) };
    const kept: Candidate[] = [];
    for (const candidate of candidates) {
      const words = faultOf(candidate, tree);
      if (words === null) kept.push(candidate);
      else {
        refused.push({ origin: candidate.origin, words });
        refusedCodes.set(candidate.row.code, candidate.origin);
      }
    }
    if (kept.length === candidates.length)
      return { accepted: kept.map(({ row }) => row), refused, byCode, refusedCodes };
    candidates = kept;
  }
};
