import { type NeighbourSearch, openNeighbourSearch } from '../../src/clustering/index.ts';
import { checkArtefact, type Encoder, openEncoder } from '../../src/embedding/index.ts';
import { checkSecret } from '../../src/intake/index.ts';
import {
  config,
  type Database,
  type Db,
  loadSecret,
  openDatabase,
  type Secret,
} from '../../src/platform/index.ts';

/** Runs `work` with the database that the configuration names, and closes it whatever happens. */
export const withDatabase = async <T>(work: (database: Database) => Promise<T>): Promise<T> => {
  const { databaseUrl, dataDir } = config();
  const database = await openDatabase({ databaseUrl, dataDir });
  try {
    return await work(database);
  } finally {
    await database.close();
  }
};

/** What authors' names are hashed with: the installation's secret. @throws BadSetup where the database has another */
export const secretFor = async (db: Db): Promise<Secret> => {
  const secret = await loadSecret(config());
  await checkSecret(db, secret);
  return secret;
};

export type Models = { readonly encoder: Encoder; readonly search: NeighbourSearch };

/** Runs `work` with the models, checked against their manifest, and frees them whatever happens. */
export const withModels = async <T>(work: (models: Models) => Promise<T>): Promise<T> => {
  const { modelDir, threads } = config();
  const searchFile = await checkArtefact('models/knn.onnx');
  const encoder = await openEncoder({ modelDir, threads });
  try {
    const search = await openNeighbourSearch(searchFile);
    try {
      return await work({ encoder, search });
    } finally {
      await search.close();
    }
  } finally {
    await encoder.close();
  }
};
