/** `npm start`: serves residents until it is told to stop. */
import { serve } from '../src/app/index.ts';
import { openEncoder } from '../src/embedding/index.ts';
import { codeCounts, codeUrl } from '../src/organisation/index.ts';
import { config, logger, systemClock } from '../src/platform/index.ts';
import { loadDemo } from './demo/load.ts';
import { aCommand } from './support/command.ts';
import { demoStudios, ensureDemoCity } from './support/demo-city.ts';
import { runScript } from './support/script.ts';
import { untilStopped } from './support/serve-demo.ts';
import { secretFor, withDatabase } from './support/tools.ts';

const { demo } = aCommand('npm start --')
  .description(
    '为居民提供服务：扫码后的页面，以及已配置的微信、Telegram 和接口。设置见 .env.example 和 docs/serving.md。\n' +
      'Serves residents: the pages behind the codes, and WeChat, Telegram and the API where configured.',
  )
  .option('--demo', '数据库为空时先放入虚构的城市和留言 | fill an empty database with the invented city')
  .parse()
  .opts<{ demo?: true }>();

await runScript((signal) =>
  withDatabase(async (database) => {
    const settings = config();
    const { db } = database;
    if (demo === true && (await codeCounts(db)).inForce === 0) {
      await ensureDemoCity(db, settings.dataDir);
      await loadDemo(db, { secret: await secretFor(db), signal });
    }
    const encoder = await openEncoder({ modelDir: settings.modelDir, threads: settings.threads });
    try {
      const serving = await serve({ database, encoder, config: settings, clock: systemClock });
      const { inForce } = await codeCounts(db);
      const publicUrl = settings.publicUrl ?? serving.url;
      console.log(`居民页面 Residents' pages: ${publicUrl}/s/代表码 CODE`);
      if (demo === true)
        for (const { slug, name, place } of await demoStudios(db))
          console.log(`  ${codeUrl(publicUrl, slug)}   ${name}，${place}`);
      if (inForce === 0)
        console.log(
          '还没有代表码：请先运行 npm run import:organisation。There are no codes yet: run it first.',
        );
      const names = serving.channels.all.map(({ name }) => name);
      logger('start').info(
        { url: serving.url, engine: database.engine, channels: names, codes: inForce },
        'serving',
      );
      await untilStopped(signal);
      logger('start').info('stopping');
      await serving.close();
    } finally {
      await encoder.close();
    }
  }),
);
