/** `npm run import:organisation -- --input FILE|FOLDER`: places, deputies, stations and studios into the database. */
import { statSync } from 'node:fs';
import path from 'node:path';
import { badLine } from '../src/documents/index.ts';
import { BadInput } from '../src/kernel/index.ts';
import {
  type ImportReport,
  importOrganisation,
  organisationKinds,
  templateFiles,
} from '../src/organisation/index.ts';
import { config, writeFolder } from '../src/platform/index.ts';
import { aCommand } from './support/command.ts';
import { runScript } from './support/script.ts';
import { withDatabase } from './support/tools.ts';

type Options = {
  readonly input?: string;
  readonly templates?: string;
  readonly photos?: string;
  readonly strict?: true;
};

const readOptions = (argv: readonly string[]): Options =>
  aCommand('npm run import:organisation --')
    .description(
      '导入地点网格、专业小组、代表、家站点室、云工作室；可反复导入，按编号更新，二维码不变。\n' +
        'Imports places, groups, deputies, stations and studios. Import again as often as you like: rows are updated by their codes, QR codes never change.',
    )
    .option('--input <path>', 'XLSX 或 CSV 文件，或装有它们的文件夹 | a file, or a folder of them')
    .option('--templates <dir>', '只生成空白模板到此文件夹 | only write templates into this folder')
    .option(
      '--photos <dir>',
      '照片所在文件夹，默认为文件旁的“照片” | folder of photos; 照片 beside the file without it',
    )
    .option('--strict', '有一行不合格就全部不导入 | import nothing where one row fails')
    .parse(argv)
    .opts<Options>();

const titles = {
  places: '地点网格 places',
  groups: '专业小组 groups',
  deputies: '代表 deputies',
  stations: '家站点室 stations',
  studios: '云工作室 studios',
} as const;

const report = ({ tally, codesIssued, examples, remarks, refused, stored }: ImportReport): void => {
  for (const { file, line, words } of remarks) {
    const at = line === null ? { zh: '', en: '' } : { zh: ` 第 ${line} 行`, en: `, line ${line}` };
    console.error(`· ${file}${at.zh}：${words.zh}\n  ${file}${at.en}: ${words.en}`);
  }
  for (const { origin, words } of refused) {
    const { zh, en } = badLine(origin.file, { line: origin.line, refusal: words });
    console.error(`✗ ${zh}\n  ${en}`);
  }
  if (!stored) return;
  for (const kind of organisationKinds) {
    const { added, updated, unchanged } = tally[kind];
    console.log(`${titles[kind]}: 新增 added ${added}, 更新 updated ${updated}, 未变 unchanged ${unchanged}`);
  }
  if (examples > 0) console.log(`示例行已跳过 examples passed over: ${examples}`);
  console.log(`新发代表码 codes issued: ${codesIssued}`);
};

const photosBeside = (input: string): string =>
  path.join(statSync(input, { throwIfNoEntry: false })?.isDirectory() ? input : path.dirname(input), '照片');

/** What did not go in ends the script with an exit code, after everything else did. */
const complain = ({ refused, remarks, stored }: ImportReport): void => {
  if (!stored)
    throw new BadInput({
      zh: `有 ${refused.length + remarks.length} 处问题，按 --strict 全部没有导入；改好后请再导入一次。`,
      en: `Nothing was imported, because of --strict and ${refused.length + remarks.length} problems: mend them and import again.`,
    });
  if (refused.length > 0)
    throw new BadInput({
      zh: `${refused.length} 行没有导入，原因见上，其余已导入；改好后再次导入整个文件即可。`,
      en: `${refused.length} rows were not imported, for the reasons above; the rest went in. Mend them and import the whole file again.`,
    });
};

await runScript(async () => {
  const { input, templates, photos, strict = false } = readOptions(process.argv);
  if (templates !== undefined) {
    const files = await templateFiles();
    await writeFolder(templates, files);
    console.log(files.map(({ name }) => path.join(templates, name)).join('\n'));
    return;
  }
  if (input === undefined)
    throw new BadInput({
      zh: '请用 --input 指定文件或文件夹，或用 --templates 生成模板。',
      en: 'Name a file or folder with --input, or write templates with --templates.',
    });
  await withDatabase(async ({ db }) => {
    const done = await importOrganisation(db, {
      input,
      strict,
      photosFrom: photos ?? photosBeside(input),
      photoDir: path.join(config().dataDir, 'photos'),
    });
    report(done);
    complain(done);
  });
});
