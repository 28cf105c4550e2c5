import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import {
  codeCounts,
  generateCity,
  importOrganisation,
  listCodes,
  loadPosters,
  organisationFiles,
  placeLine,
  posterName,
  postersPdf,
  type Slug,
} from '../../src/organisation/index.ts';
import { type Db, systemClock, writeFileWhole, writeFolder } from '../../src/platform/index.ts';
import { placeTopics } from '../demo/topics.ts';

const SEED = 1;

/** Portraits of deputies; those of messages lie elsewhere. */
const portraits = (dataDir: string): string => path.join(dataDir, 'photos');

/** Where the demo's messages come from: its two studios stand where residents have written. */
const PLACES = ['翠湖社区', '河东村'];

/** Puts the fictional city where there is none: 1,332 studios and 126 stations with their codes, and places of topics. */
export const ensureDemoCity = async (db: Db, dataDir: string): Promise<void> => {
  const { inForce, retired } = await codeCounts(db);
  if (inForce + retired > 0) return;
  const folder = await mkdtemp(path.join(os.tmpdir(), 'mashang-city-'));
  try {
    await writeFolder(folder, await organisationFiles(generateCity(SEED), 'csv'));
    await importOrganisation(db, {
      input: folder,
      strict: true,
      photosFrom: folder,
      photoDir: portraits(dataDir),
    });
    await placeTopics(db);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

export type DemoStudio = { readonly slug: Slug; readonly name: string; readonly place: string };

/** Two studios to visit; in another city simply the first two. */
export const demoStudios = async (db: Db): Promise<DemoStudio[]> => {
  const studios = (await listCodes(db)).flatMap(({ slug, to }) =>
    to.kind === 'studio' ? [{ slug, name: `${to.deputy.name}代表`, place: placeLine(to.place) }] : [],
  );
  const known = PLACES.flatMap((name) => studios.find(({ place }) => place.includes(name)) ?? []);
  return known.length === PLACES.length ? known : studios.slice(0, 2);
};

/** The poster of one studio as a PDF in `folder`; answers with its path. */
export const demoPoster = async (
  db: Db,
  slug: Slug,
  given: { readonly publicUrl: string; readonly dataDir: string; readonly folder: string },
): Promise<string | null> => {
  const posters = await loadPosters(db, {
    publicUrl: given.publicUrl,
    photoDir: portraits(given.dataDir),
    slug,
  });
  const [poster] = posters;
  if (poster === undefined) return null;
  const file = path.join(given.folder, posterName(poster, 'pdf'));
  await writeFileWhole(file, await postersPdf(posters, { created: systemClock.now() }));
  return file;
};
