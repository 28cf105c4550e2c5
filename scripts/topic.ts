/** `npm run topic -- open|show|list|close`: which topics residents are asked about, where, and their aspects. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { countMessages, countMessagesBy } from '../src/intake/index.ts';
import { BadInput, inChina } from '../src/kernel/index.ts';
import { type Db, systemClock } from '../src/platform/index.ts';
import {
  findTopic,
  listTopics,
  type Topic,
  type TopicDraft,
  type TopicPhase,
  type TopicSource,
  topicSources,
  upsertTopic,
} from '../src/topics/index.ts';
import { aCommand } from './support/command.ts';
import { facts, framed } from './support/layout.ts';
import { day, topicByKey } from './support/scope-options.ts';
import { runScript } from './support/script.ts';
import { wrapped } from './support/terminal.ts';
import { withDatabase } from './support/tools.ts';
import { placeNames, placesNamed } from './support/topic-places.ts';

type OpenOptions = {
  readonly title?: string;
  readonly source?: TopicSource;
  readonly brief?: string;
  readonly aspect?: readonly string[];
  readonly place?: readonly string[];
  readonly opens?: string;
  readonly closes?: string;
};

const sources = {
  party: '党委点题 party',
  congress: '人大派题 congress',
  deputy: '代表荐题 deputy',
  residents: '群众出题 residents',
} as const satisfies Record<TopicSource, string>;

const phases = {
  application: '申报 application',
  collection: '征集 collection',
  research: '议前调研 research',
  meeting: '会议讨论 meeting',
  plan: '可行性方案 plan',
  handling: '办理 handling',
  publication: '码上公开 publication',
} as const satisfies Record<TopicPhase, string>;

/** The table's own rules, said before it refuses. */
const LONGEST_TITLE = 200;

const title = (value: string): string => {
  const text = value.trim();
  if (text === '' || text.length > LONGEST_TITLE)
    throw new InvalidArgumentError(
      `应为 1 到 ${LONGEST_TITLE} 个字。Write 1 to ${LONGEST_TITLE} characters.`,
    );
  return text;
};

const newKey = (value: string): string => {
  if (!/^[a-z0-9][a-z0-9-]{0,63}$/.test(value))
    throw new InvalidArgumentError(
      '代号只用小写字母、数字和连字符，最多 64 个，如 rooftop-solar。Use a-z, 0-9 and -, at most 64, such as rooftop-solar.',
    );
  return value;
};

const another =
  (read: (value: string) => string) =>
  (value: string, before: readonly string[] = []): readonly string[] => [...before, read(value)];

const WHOLE_CITY = '全市 the whole city';

const dateOf = (iso: string | null): string => (iso === null ? '—' : inChina(new Date(iso)).slice(0, 10));

/** Of the places of a topic the list names the first: `show` names them all. */
const PLACES_LISTED = 3;

/** The last day on which messages are taken: `closes` is the midnight after it. */
const lastDayOf = (iso: string | null): string =>
  iso === null ? '—' : inChina(new Date(Date.parse(iso) - 1)).slice(0, 10);

const show = async (db: Db, topic: Topic): Promise<void> => {
  const scope = { topic: topic.id };
  const perAspect = new Map(
    (await countMessagesBy(db, 'aspect', scope)).map(({ of, messages }) => [of, messages]),
  );
  const names = topic.places.length === 0 ? [] : (await placeNames(db))(topic.places, 'with-code');
  facts([
    ['代号 key', topic.key],
    ['议题 title', topic.title],
    ['来源 set by', sources[topic.source]],
    ['阶段 phase', phases[topic.phase]],
    ['征集 open', `${dateOf(topic.opens)} → ${lastDayOf(topic.closes)}`],
    ['地点 places', names.length === 0 ? WHOLE_CITY : names.join('、')],
    ['说明 brief', topic.brief === '' ? '—' : topic.brief],
    ...topic.aspects.map(({ number, title: name }): [string, string] => [
      `方面 aspect ${number}`,
      `${name}（${perAspect.get(String(number)) ?? 0} 件留言 messages）`,
    ]),
    ['留言 messages', String(await countMessages(db, scope))],
  ]);
};

const list = async (db: Db): Promise<void> => {
  const topics = await listTopics(db);
  if (topics.length === 0) {
    console.log(
      '还没有议题。新开一个：npm run topic -- open 代号 --title 名称\n' +
        'There are no topics yet. Open one: npm run topic -- open KEY --title TITLE',
    );
    return;
  }
  const perTopic = new Map((await countMessagesBy(db, 'topic')).map(({ of, messages }) => [of, messages]));
  const namesOf = await placeNames(db);
  const where = (places: readonly string[]): string => {
    const few = namesOf(places.slice(0, PLACES_LISTED), 'short').join('、');
    if (places.length === 0) return WHOLE_CITY;
    return places.length > PLACES_LISTED ? `${few} +${places.length - PLACES_LISTED}` : few;
  };
  // The Chinese word above the English one: side by side, six columns are wider than a screen.
  const stacked = (words: string): string => words.replace(' ', '\n');
  framed(
    ['代号 key', '议题、地点 title, places', '来源 set by', '阶段 phase', '征集 open', '留言 messages'].map(
      (head, at) => ({
        head: stacked(head),
        align: at === 5 ? 'right' : 'left',
      }),
    ),
    topics.map(({ id, key, source, phase, opens, closes, ...topic }) => [
      key,
      [...wrapped(topic.title, 30), ...wrapped(where(topic.places), 30)].join('\n'),
      stacked(sources[source]),
      stacked(phases[phase]),
      `${dateOf(opens)} →\n${lastDayOf(closes)}`,
      perTopic.get(id) ?? 0,
    ]),
  );
};

/** Aspects that messages already point to cannot go: those messages would point to nothing. */
const checkAspects = async (db: Db, before: Topic, after: TopicDraft): Promise<void> => {
  const kept = new Set(after.aspects.map(({ number }) => String(number)));
  const used = await countMessagesBy(db, 'aspect', { topic: before.id });
  const lost = used.flatMap(({ of }) => (of !== null && !kept.has(of) ? [of] : []));
  if (lost.length > 0)
    throw new BadInput({
      zh: `已有留言归在第 ${lost.join('、')} 个方面，不能去掉；请把全部方面按原来的顺序写出。`,
      en: `Messages are filed under aspect ${lost.join(', ')}, which cannot go: name all aspects, in their old order.`,
    });
};

const open = async (db: Db, key: string, options: OpenOptions): Promise<void> => {
  const before = await findTopic(db, key);
  const name = options.title ?? before?.title;
  if (name === undefined)
    throw new BadInput({
      zh: `新开议题要写名称：npm run topic -- open ${key} --title 名称`,
      en: `A new topic needs a title: npm run topic -- open ${key} --title TITLE`,
    });
  const now = systemClock.now();
  const closes = options.closes ?? before?.closes ?? null;
  const draft: TopicDraft = {
    key,
    title: name,
    source: options.source ?? before?.source ?? 'residents',
    brief: options.brief ?? before?.brief ?? '',
    phase: 'collection',
    opens: options.opens ?? before?.opens ?? now.toISOString(),
    // Opened again after its end: the old end says nothing any more.
    closes:
      options.closes === undefined && closes !== null && Date.parse(closes) <= now.getTime() ? null : closes,
    aspects:
      options.aspect?.map((aspect, at) => ({ number: at + 1, title: aspect })) ?? before?.aspects ?? [],
    places: options.place === undefined ? (before?.places ?? []) : await placesNamed(db, options.place),
  };
  if (draft.opens !== null && draft.closes !== null && Date.parse(draft.closes) <= Date.parse(draft.opens))
    throw new BadInput({
      zh: '截止日期早于开始日期；请检查 --opens 和 --closes。',
      en: 'It would close before it opens: check --opens and --closes.',
    });
  if (before !== null) await checkAspects(db, before, draft);
  await upsertTopic(db, draft);
  await show(db, await topicByKey(db, key));
};

const close = async (db: Db, key: string): Promise<void> => {
  const topic = await topicByKey(db, key);
  const now = systemClock.now();
  if (topic.phase !== 'collection')
    throw new BadInput({
      zh: `议题“${key}”不在征集阶段（现为“${phases[topic.phase]}”），无需关闭。`,
      en: `The topic “${key}” is not collecting messages (it is at “${phases[topic.phase]}”): there is nothing to close.`,
    });
  const opened = topic.opens === null || Date.parse(topic.opens) < now.getTime();
  const { id: _id, ...draft } = topic;
  // One that never opened has no day on which it closed.
  await upsertTopic(db, { ...draft, phase: 'research', closes: opened ? now.toISOString() : null });
  await show(db, await topicByKey(db, key));
};

const program = (): Command => {
  const command = aCommand('npm run topic --').description(
    '议题的开、看、列、关。\nOpens, shows, lists and closes the topics that residents are asked about.',
  );
  command
    .command('open')
    .description('新开一个议题，或改动、重开已有的 | opens a topic, or changes or reopens one')
    .argument('<key>', '代号，如 rooftop-solar | its key', newKey)
    .option('--title <text>', '名称（新开时必写） | title, needed for a new one', title)
    .addOption(new Option('--source <who>', '谁出的题 | who set it').choices(topicSources))
    .option('--brief <text>', '一两句说明 | a sentence or two about it')
    .option(
      '--aspect <text>',
      '一个方面；可写多次，按顺序编号 | an aspect; repeat it, they are numbered',
      another(title),
    )
    .option(
      '--place <code or name>',
      '只在此地点及其下级征集；可写多次；写城市名就是全市（默认）| only open there and below it; repeat it; the city itself means everywhere (the default)',
      another((value) => value),
    )
    .option('--opens <date>', '开始日期，默认今天 | first day; now without it', day('begins'))
    .option('--closes <date>', '截止日期（含） | last day', day('ends'))
    .action((key: string, options: OpenOptions) => withDatabase(({ db }) => open(db, key, options)));
  command
    .command('show')
    .description('看一个议题和它收到的留言数 | shows a topic and how many messages it has')
    .argument('<key>', '代号 | its key')
    .action((key: string) => withDatabase(async ({ db }) => show(db, await topicByKey(db, key))));
  command
    .command('list')
    .description('列出全部议题 | lists all topics')
    .action(() => withDatabase(({ db }) => list(db)));
  command
    .command('close')
    .description('结束征集，转入议前调研 | ends the collection of messages')
    .argument('<key>', '代号 | its key')
    .action((key: string) => withDatabase(({ db }) => close(db, key)));
  return command;
};

await runScript(async () => {
  await program().parseAsync(process.argv);
});
