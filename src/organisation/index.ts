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
export { generateCity } from './generate.ts';
export { checkOrganisation } from './import/check.ts';
export { type ImportReport, importOrganisation } from './import/step.ts';
export { organisationFiles, templateFiles } from './import/templates.ts';
export {
  type CodeId,
  type DeputyLevel,
  type Destination,
  type OfficeCode,
  type Organisation,
  type OrganisationKind,
  organisationKinds,
  type PlaceKind,
  type PlacePath,
  type StationDestination,
  type StationKind,
  type StudioDestination,
} from './model.ts';
export { placesLike, placesMeant } from './places.ts';
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
export { listPlaces, loadOrganisation, saveOrganisation } from './store.ts';
