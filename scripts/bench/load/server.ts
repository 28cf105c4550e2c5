/** The server of `npm run bench -- load`, a process of its own: serves the generated city until it is told to stop. */
import { serve } from '../../../src/app/index.ts';
import { databaseVectorStore, embedTexts, openEncoder } from '../../../src/embedding/index.ts';
import { analysisText, loadMessages } from '../../../src/intake/index.ts';
import { listCodes } from '../../../src/organisation/index.ts';
import { config, systemClock } from '../../../src/platform/index.ts';
import { loadDemo } from '../../demo/load.ts';
import { ensureDemoCity } from '../../support/demo-city.ts';
import { runScript } from '../../support/script.ts';
import { untilStopped } from '../../support/serve-demo.ts';
import { secretFor, withDatabase } from '../../support/tools.ts';

// All residents of the bench come from one address.
const NO_LIMITS = { newSessions: 1e9, saysPerSession: 1e9, perAddress: 1e9 };

await runScript((signal) =>
  withDatabase(async (database) => {
    const settings = config();
    await ensureDemoCity(database.db, settings.dataDir);
    await loadDemo(database.db, { secret: await secretFor(database.db), signal });
    const encoder = await openEncoder({ modelDir: settings.modelDir, threads: 1 });
    try {
      // As after any night: what was there before has its vectors.
      const before = (await Array.fromAsync(loadMessages(database.db))).flat();
      await embedTexts(
        before.map(({ text }) => analysisText(text)),
        { encoder, store: databaseVectorStore(database.db), signal },
      );
      const serving = await serve({
        database,
        encoder,
        config: { ...settings, serving: { ...settings.serving, nightly: null } },
        clock: systemClock,
        limits: NO_LIMITS,
      });
      const codes = (await listCodes(database.db)).map(({ slug }) => slug);
      console.log(JSON.stringify({ url: serving.url, codes }));
      await untilStopped(signal);
      await serving.close();
    } finally {
      await encoder.close();
    }
  }),
);
