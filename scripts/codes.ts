/** `npm run codes`: shows codes, retires and replaces them. */
import { createWechatQr, type WechatQr } from '../src/channels/index.ts';
import { BadInput, BadSetup } from '../src/kernel/index.ts';
import {
  codeCounts,
  codeUrl,
  type Destination,
  listCodes,
  placeLine,
  type RetireRefusal,
  readSlug,
  resolveCode,
  retireCode,
  type Slug,
  scanCounts,
} from '../src/organisation/index.ts';
import { config, type Db, systemClock } from '../src/platform/index.ts';
import { aCommand } from './support/command.ts';
import { runScript } from './support/script.ts';
import { withDatabase } from './support/tools.ts';

type Options = {
  readonly retire?: string;
  readonly replace?: string;
  readonly reason?: string;
  readonly show?: string;
  readonly list?: true;
  readonly wechat?: string | true;
};

const options = aCommand('npm run codes --')
  .description(
    '查看、停用、更换代表码。停用的码不会失效成空白页，扫码的人会看到说明和新码。\n' +
      'Shows, retires and replaces codes. Whoever scans a retired one is told so kindly, and shown the new one.',
  )
  .option('--list', '列出所有在用的码 | list the codes in force')
  .option(
    '--wechat [code]',
    '在公众号里生成永久二维码：全部在用的码，或一个码 | lasting QR codes that open the WeChat account: of all codes, or of one',
  )
  .option('--show <code>', '查看一个码和它每天的扫码次数 | show one code and its scans a day')
  .option('--retire <code>', '停用 | retire a code')
  .option('--replace <code>', '停用并换发新码 | retire a code and issue another')
  .option('--reason <words>', '停用原因，内部查看 | why, for the office')
  .parse()
  .opts<Options>();

const slugOf = (typed: string): Slug => {
  const slug = readSlug(typed);
  if (slug !== null) return slug;
  throw new BadInput({
    zh: `“${typed.slice(0, 40)}”不是代表码：应为 8 到 10 位数字和大写字母，不含 0、O、1、I、L。`,
    en: `“${typed.slice(0, 40)}” is no code: 8 to 10 digits and capital letters, without 0, O, 1, I and L.`,
  });
};

const nameOf = (to: Destination): string =>
  `${to.code} ${to.kind === 'studio' ? `${to.deputy.name}代表` : to.name} ${placeLine(to.place)}`;

const refusals = {
  unknown: { zh: '没有这个码；可用 --list 查看。', en: 'There is no such code: --list shows all.' },
  'retired-before': {
    zh: '这个码早已停用；可用 --show 查看。',
    en: 'This code was retired before: --show tells more.',
  },
} as const satisfies Record<RetireRefusal, { zh: string; en: string }>;

const retire = async (db: Db, typed: string, replace: boolean): Promise<void> => {
  const slug = slugOf(typed);
  const done = await retireCode(db, slug, { reason: options.reason ?? null, replace, at: systemClock.now() });
  if (!done.ok) throw new BadInput(refusals[done.error]);
  const { replacement } = done.value;
  console.log(replacement === null ? `已停用 retired: ${slug}` : `已更换 replaced: ${slug} → ${replacement}`);
  if (replacement !== null)
    console.log(`请打印新海报 print its poster: npm run posters -- --output DIR --code ${replacement}`);
};

const show = async (db: Db, typed: string): Promise<void> => {
  const slug = slugOf(typed);
  const found = await resolveCode(db, slug);
  if (found === null) throw new BadInput(refusals.unknown);
  console.log(nameOf(found.to));
  if (found.state === 'retired') {
    const next = found.replacement === null ? '' : `，新码 replaced by ${found.replacement}`;
    console.log(`已停用 retired${next}${found.reason === null ? '' : `（${found.reason}）`}`);
  } else console.log(`在用 in force: ${codeUrl(config().publicUrl ?? '', slug)}`);
  for (const { day, count } of await scanCounts(db, found.id)) console.log(`${day}\t${count}`);
};

const accountQr = (): ((code: string) => Promise<WechatQr>) => {
  const { wechat } = config();
  if (wechat !== null) return createWechatQr({ ...wechat, now: systemClock.now });
  throw new BadSetup({
    zh: '没有设置公众号：请先设置 WECHAT_APP_ID、WECHAT_APP_SECRET、WECHAT_TOKEN（见 docs/channels.md）。',
    en: 'There is no WeChat account: set WECHAT_APP_ID, WECHAT_APP_SECRET and WECHAT_TOKEN (docs/channels.md).',
  });
};

/** One line a code, as soon as WeChat has made it: what came before an interruption is kept. */
const wechatCodes = async (db: Db, one: string | true, signal: AbortSignal): Promise<void> => {
  const create = accountQr();
  const slug = one === true ? null : slugOf(one);
  const wanted = (await listCodes(db)).filter((code) => slug === null || code.slug === slug);
  if (wanted.length === 0) throw new BadInput(refusals.unknown);
  for (const { slug: code, to } of wanted) {
    signal.throwIfAborted();
    const { url, picture } = await create(code);
    console.log(`${code}\t${url}\t${picture}\t${nameOf(to)}`);
  }
};

await runScript((signal) =>
  withDatabase(async ({ db }) => {
    if (options.retire !== undefined) return retire(db, options.retire, false);
    if (options.replace !== undefined) return retire(db, options.replace, true);
    if (options.wechat !== undefined) return wechatCodes(db, options.wechat, signal);
    if (options.show !== undefined) return show(db, options.show);
    if (options.list) for (const { slug, to } of await listCodes(db)) console.log(`${slug}\t${nameOf(to)}`);
    const { inForce, retired } = await codeCounts(db);
    console.error(`在用 in force ${inForce}，已停用 retired ${retired}`);
  }),
);
