import type { Branded } from '../kernel/index.ts';

/** The office's own number of a place, deputy, station …: what an import goes by. */
export type OfficeCode = string;

/** From the city down to the grid; a place stands directly or further below a place of an earlier kind. */
export const placeKinds = ['city', 'town', 'community', 'grid'] as const;
export type PlaceKind = (typeof placeKinds)[number];

/** 家, 站, 点, 室. */
export const stationKinds = ['home', 'station', 'point', 'room'] as const;
export type StationKind = (typeof stationKinds)[number];

/** Of which congress someone is a deputy: of the nation, the province, the prefecture, the county or city, the town. */
export const deputyLevels = ['nation', 'province', 'prefecture', 'county', 'town'] as const;
export type DeputyLevel = (typeof deputyLevels)[number];

export type PlaceRow = {
  readonly code: OfficeCode;
  readonly name: string;
  readonly kind: PlaceKind;
  /** null for the city alone. */
  readonly parent: OfficeCode | null;
};

export type GroupRow = {
  readonly code: OfficeCode;
  readonly name: string;
  /** Name of its hall (议事厅). */
  readonly hall: string | null;
};

export type DeputyRow = {
  readonly code: OfficeCode;
  readonly name: string;
  readonly level: DeputyLevel;
  readonly group: OfficeCode | null;
  readonly grids: readonly OfficeCode[];
  /** File name of the portrait in the photo folder. */
  readonly photo: string | null;
  /** false from the day on which the mandate ended: no poster is printed any more. */
  readonly serving: boolean;
};

export type StationRow = {
  readonly code: OfficeCode;
  readonly name: string;
  readonly kind: StationKind;
  readonly place: OfficeCode;
  readonly address: string | null;
  readonly hours: string | null;
};

export type StudioRow = {
  readonly code: OfficeCode;
  readonly name: string;
  readonly deputy: OfficeCode;
  /** A grid, or the community or town where the deputy has none. */
  readonly place: OfficeCode;
};

/** What an office hands in: rows by kind, joined by the office's own codes. */
export type Organisation = {
  readonly places: readonly PlaceRow[];
  readonly groups: readonly GroupRow[];
  readonly deputies: readonly DeputyRow[];
  readonly stations: readonly StationRow[];
  readonly studios: readonly StudioRow[];
};

export const organisationKinds = ['places', 'groups', 'deputies', 'stations', 'studios'] as const;
export type OrganisationKind = (typeof organisationKinds)[number];

export type CodeId = Branded<number, 'CodeId'>;

/** A place from the city down to itself. */
export type PlacePath = readonly {
  readonly code: OfficeCode;
  readonly name: string;
  readonly kind: PlaceKind;
}[];

/** What a scanned code leads to. */
export type Destination = StudioDestination | StationDestination;

export type StudioDestination = {
  readonly kind: 'studio';
  readonly id: number;
  readonly code: OfficeCode;
  readonly name: string;
  readonly deputy: {
    readonly id: number;
    readonly code: OfficeCode;
    readonly name: string;
    readonly level: DeputyLevel;
    readonly group: string | null;
    readonly photo: string | null;
    readonly serving: boolean;
  };
  readonly place: PlacePath;
};

export type StationDestination = {
  readonly kind: 'station';
  readonly id: number;
  readonly code: OfficeCode;
  readonly name: string;
  readonly station: StationKind;
  readonly address: string | null;
  readonly hours: string | null;
  readonly place: PlacePath;
};
