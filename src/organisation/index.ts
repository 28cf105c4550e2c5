export {
  codeUrl,
  newSlug,
  readSlug,
  type Slug,
  spokenSlug,
  telegramUrl,
} from './codes/slug.ts';
export {
  codeCounts,
  countScan,
  issueCodes,
  listCodes,
  type Resolved,
  type RetireRefusal,
  resolveCode,
  retireCode,
  scanCounts,
} from './codes/store.ts';
export { generateCity, trueScale } from './generate.ts';
export { type CheckedOrganisation, checkOrganisation, type Refusal } from './import/check.ts';
export { organisationTables } from './import/columns.ts';
export { type ImportOptions, type ImportReport, importOrganisation } from './import/step.ts';
export { organisationFiles, templateFiles } from './import/templates.ts';
export {
  type CodeId,
  type DeputyLevel,
  type Destination,
  deputyLevels,
  type OfficeCode,
  type Organisation,
  type OrganisationKind,
  organisationKinds,
  type PlaceKind,
  type PlacePath,
  placeKinds,
  type StationDestination,
  type StationKind,
  type StudioDestination,
  stationKinds,
} from './model.ts';
export { type PosterContent, placeLine, posterContent } from './poster/content.ts';
export { posterDrawing } from './poster/layout.ts';
export {
  lackingCharacters,
  loadPosters,
  type Poster,
  type PosterFormat,
  posterFormats,
  posterName,
  posterPng,
  posterSvg,
  postersPdf,
  postersZip,
} from './poster/render.ts';
export { loadOrganisation, loadPlaceTree, placePath, saveOrganisation } from './store.ts';
