/** `npm run codes`: shows codes, retires and replaces them. */
import { BadInput } from '../src/kernel/index.ts';
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
};

const options = aCommand('npm run codes --')
  .description(
    '查看、停用、更换代表码。停用的码不会失效成空白页，扫码的人会看到说明和新码。\n' +
      'Shows, retires and replaces codes. Whoever scans a retired one is told so kindly, and shown the new one.',
  )
  .option('--list', '列出所有在用的码 | list the codes in force')
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

await runScript(() =>
  withDatabase(async ({ db }) => {
    if (options.retire !== undefined) return retire(db, options.retire, false);
    if (options.replace !== undefined) return retire(db, options.replace, true);
    if (options.show !== undefined) return show(db, options.show);
    if (options.list) for (const { slug, to } of await listCodes(db)) console.log(`${slug}\t${nameOf(to)}`);
    const { inForce, retired } = await codeCounts(db);
    console.error(`在用 in force ${inForce}，已停用 retired ${retired}`);
  }),
);
