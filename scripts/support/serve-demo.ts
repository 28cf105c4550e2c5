import { once } from 'node:events';
import { serve } from '../../src/app/index.ts';
import type { Encoder } from '../../src/embedding/index.ts';
import { codeUrl } from '../../src/organisation/index.ts';
import { config as configured, type Database, systemClock } from '../../src/platform/index.ts';
import { demoPoster, demoStudios, ensureDemoCity } from './demo-city.ts';

/** Resolves when the process is told to stop. */
export const untilStopped = async (signal: AbortSignal): Promise<void> => {
  if (!signal.aborted) await once(signal, 'abort');
};

/**
 * Serves the demo's studios: prints the links of two and the path of a poster, and goes on until `signal` aborts.
 * @param given.folder where the poster is written
 */
export const serveDemo = async (given: {
  readonly database: Database;
  readonly encoder: Encoder;
  readonly folder: string;
  readonly signal: AbortSignal;
}): Promise<void> => {
  const { database, encoder, folder, signal } = given;
  const { db } = database;
  const settings = configured();
  const { dataDir } = settings;
  await ensureDemoCity(db, dataDir);
  // The demo has just drawn its digests.
  const config = { ...settings, serving: { ...settings.serving, nightly: null } };
  const serving = await serve({ database, encoder, config, clock: systemClock });
  try {
    const publicUrl = settings.publicUrl ?? serving.url;
    const studios = await demoStudios(db);
    console.log('\n居民扫码后看到的页面 What a resident sees after scanning:');
    for (const { slug, name, place } of studios)
      console.log(`  ${codeUrl(publicUrl, slug)}   ${name}，${place}`);
    const [first] = studios;
    const poster =
      first === undefined ? null : await demoPoster(db, first.slug, { publicUrl, dataDir, folder });
    if (poster !== null) console.log(`海报 A poster to hang: ${poster}`);
    console.log('按 Ctrl-C 停止。Press Ctrl-C to stop.');
    await untilStopped(signal);
  } finally {
    await serving.close();
  }
};
