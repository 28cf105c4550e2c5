/** `npm run generate:city -- --output DIR`: a fictional city at the true scale, as files for import:organisation. */
import path from 'node:path';
import { Option } from 'commander';
import { generateCity, organisationFiles } from '../src/organisation/index.ts';
import { writeFolder } from '../src/platform/index.ts';
import { aCommand } from './support/command.ts';
import { whole } from './support/options.ts';
import { runScript } from './support/script.ts';

const { output, seed, format } = aCommand('npm run generate:city --')
  .description(
    '生成虚构的安丰市（24 个乡镇街道、1690 个网格、1309 名代表、126 个家站点室、1332 个云工作室）。\n' +
      'Writes a fictional city at the true scale, for demonstrations and tests.',
  )
  .requiredOption('--output <dir>', '写入的文件夹 | folder to write into')
  .option('--seed <n>', '种子；同一种子得到同一座城市 | the same seed gives the same city', whole(0), 1)
  .addOption(new Option('--format <kind>', '格式 | format').choices(['xlsx', 'csv']).default('xlsx'))
  .parse()
  .opts<{ output: string; seed: number; format: 'xlsx' | 'csv' }>();

await runScript(async () => {
  const files = await organisationFiles(generateCity(seed), format);
  await writeFolder(output, files);
  console.log(files.map(({ name }) => path.join(output, name)).join('\n'));
});
