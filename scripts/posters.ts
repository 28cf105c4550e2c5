/** `npm run posters -- --output DIR --all`: A4 posters of the codes in force. */
import path from 'node:path';
import { Option } from 'commander';
import { openFonts } from '../src/documents/index.ts';
import { BadInput, BadSetup } from '../src/kernel/index.ts';
import {
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
  readSlug,
  type Slug,
} from '../src/organisation/index.ts';
import { config, systemClock, writeFileWhole } from '../src/platform/index.ts';
import { aCommand } from './support/command.ts';
import { progressReporter } from './support/progress.ts';
import { runScript } from './support/script.ts';
import { withDatabase } from './support/tools.ts';

type Options = {
  readonly output: string;
  readonly format: PosterFormat;
  readonly code?: string;
  readonly all?: true;
  readonly publicUrl?: string;
};

const options = aCommand('npm run posters --')
  .description(
    '生成代表码海报（A4）。网址取自 PUBLIC_URL，印出后请不要再改。\n' +
      'Makes the A4 posters. The address comes from PUBLIC_URL: do not change it once posters hang.',
  )
  .requiredOption('--output <dir>', '写入的文件夹 | folder to write into')
  .addOption(
    new Option('--format <kind>', 'pdf：一个文件；zip：每张一个 PDF | pdf: one file; zip: a PDF each')
      .choices(posterFormats)
      .default('pdf'),
  )
  .option('--code <code>', '只生成这个码 | only this code')
  .option('--all', '生成所有在用的码 | all codes in force')
  .option('--public-url <url>', '代替 PUBLIC_URL，用于试印 | instead of PUBLIC_URL, for a trial')
  .parse()
  .opts<Options>();

/** null: all of them. */
const wanted = (): Slug | null => {
  if (options.code === undefined && options.all) return null;
  const slug = options.code === undefined ? null : readSlug(options.code);
  if (slug !== null) return slug;
  throw new BadInput({
    zh: '请用 --code 指定一个代表码（npm run codes -- --list 可查看），或用 --all 生成全部。',
    en: 'Name a code with --code (npm run codes -- --list shows them), or make all with --all.',
  });
};

const publicUrl = (): string => {
  const url = (options.publicUrl ?? config().publicUrl)?.replace(/\/+$/, '');
  if (url !== undefined && /^https?:\/\/[^\s?#@]+$/.test(url)) return url;
  throw new BadSetup({
    zh: '还没有设定居民访问的网址：请在 .env 中写 PUBLIC_URL=https://…，或用 --public-url 试印。它会印在二维码里。',
    en: 'The address at which residents reach this system is not set: write PUBLIC_URL=https://… into .env, or use --public-url for a trial. It is printed in the QR code.',
  });
};

const warn = async (posters: readonly Poster[]): Promise<void> => {
  for (const [slug, characters] of lackingCharacters(posters, await openFonts()))
    console.error(
      `· 海报 ${slug} 有字库缺少的字：${characters.join('')}；请核对后再打印。\n  The font lacks characters of poster ${slug}: look at it before printing.`,
    );
};

type Making = { readonly posters: readonly Poster[]; readonly created: Date; readonly signal: AbortSignal };

/** SVG and PNG: a file a poster, written as they are made. */
const writeEach = async ({ posters, signal }: Making, format: 'svg' | 'png'): Promise<string[]> => {
  const reporter = progressReporter();
  const written: string[] = [];
  for (const [at, poster] of posters.entries()) {
    signal.throwIfAborted();
    reporter.update('海报 posters', { done: at, total: posters.length });
    const file = path.join(options.output, posterName(poster, format));
    await writeFileWhole(file, format === 'svg' ? await posterSvg(poster) : await posterPng(poster));
    written.push(file);
  }
  reporter.finish();
  return written;
};

const writeOne = async ({ posters, created, signal }: Making, format: 'pdf' | 'zip'): Promise<string[]> => {
  const reporter = progressReporter();
  const onProgress = (done: number): void => {
    signal.throwIfAborted();
    reporter.update('海报 posters', { done, total: posters.length });
  };
  const make = format === 'pdf' ? postersPdf : postersZip;
  const bytes = await make(posters, { created, onProgress });
  reporter.finish();
  const [only] = posters;
  const name = posters.length === 1 && only !== undefined ? posterName(only, format) : `代表码海报.${format}`;
  const file = path.join(options.output, name);
  await writeFileWhole(file, bytes);
  return [file];
};

await runScript(async (signal) => {
  const slug = wanted();
  const url = publicUrl();
  const started = performance.now();
  const posters = await withDatabase(({ db }) =>
    loadPosters(db, {
      publicUrl: url,
      photoDir: path.join(config().dataDir, 'photos'),
      ...(slug === null ? {} : { slug }),
    }),
  );
  if (posters.length === 0)
    throw new BadInput({
      zh:
        slug === null
          ? '还没有代表码：请先运行 npm run import:organisation。'
          : '这个码不存在、已停用，或代表已离任。',
      en:
        slug === null
          ? 'There are no codes yet: run npm run import:organisation first.'
          : 'There is no such code, it was retired, or its deputy has left office.',
    });
  await warn(posters);
  const making = { posters, created: systemClock.now(), signal };
  const { format } = options;
  const written = await (format === 'svg' || format === 'png'
    ? writeEach(making, format)
    : writeOne(making, format));
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(written.length === 1 ? written[0] : options.output);
  console.error(`${posters.length} 张海报，用时 ${seconds} 秒 | ${posters.length} posters in ${seconds} s`);
});
