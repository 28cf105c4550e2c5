/** `npm run reseal`: seals anew what older keys sealed, so that those keys can be taken away (docs/privacy.md). */
import { checkSecret, forgetOriginals, resealAddresses, resealOriginals } from '../src/intake/index.ts';
import { config, loadSecret, newSealer } from '../src/platform/index.ts';
import { aCommand } from './support/command.ts';
import { runScript } from './support/script.ts';
import { withDatabase } from './support/tools.ts';

const options = aCommand('npm run reseal --')
  .description(
    '用当前密钥重新加密地址和原文，之后旧密钥可以删去。可随时中断、重新运行。\n' +
      'Seals addresses and originals by the current key; older keys can then be removed. May be stopped and run again.',
  )
  .option(
    '--forget-originals',
    '删除全部原文，并改用系统密钥加密地址 | delete all originals, seal addresses by the secret',
  )
  .parse()
  .opts<{ readonly forgetOriginals?: true }>();

await runScript(() =>
  withDatabase(async ({ db }) => {
    const { sealKeys, secret: given, dataDir } = config();
    const secret = await loadSecret({ secret: given, dataDir });
    await checkSecret(db, secret);
    const forgets = options.forgetOriginals === true;
    const originals = forgets
      ? await forgetOriginals(db)
      : sealKeys.length === 0
        ? 0
        : await resealOriginals(db, newSealer(sealKeys));
    const addresses = await resealAddresses(db, secret.sealer(sealKeys, forgets ? 'secret' : 'keys'));
    console.log(
      `${forgets ? '已删除原文 originals deleted' : '原文 originals'}: ${originals}, 地址 addresses: ${addresses}`,
    );
  }),
);
