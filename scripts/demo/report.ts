import path from 'node:path';
import type { DigestRun, DigestStage } from '../../src/app/index.ts';
import { countMessagesBy, type MaskKind, maskKinds } from '../../src/intake/index.ts';
import { config, type Database } from '../../src/platform/index.ts';
import { facts, framed, heading, paragraph } from '../support/layout.ts';
import { fitted, styled } from '../support/terminal.ts';
import type { Loaded } from './load.ts';
import type { DemoTopic } from './topics.ts';

export const stages: Record<DigestStage, string> = {
  load: '读取 load',
  embed: '向量 embed',
  cluster: '聚类 cluster',
  label: '命名 label',
  digest: '起草 draft',
};

const sources: Record<DemoTopic['source'], string> = {
  party: '党委点题 party',
  congress: '人大派题 congress',
  deputy: '代表荐题 deputy',
  residents: '群众出题 residents',
};

export type Digested = DigestRun & {
  readonly topic: DemoTopic | null;
  readonly folder: string;
  readonly wrote: boolean;
};

const maskedWords = (masked: Loaded['masked']): string => {
  const hits = Object.entries(masked) as [MaskKind, number][];
  const each = hits
    .toSorted((a, b) => b[1] - a[1])
    .map(([kind, count]) => `${maskKinds[kind].mark.replace(/[〔〕]/g, '')} ${count}`);
  return `${hits.reduce((sum, [, count]) => sum + count, 0)} 处：${each.join('、')}`;
};

export const showLoaded = ({ inserted, unchanged, masked }: Loaded): void => {
  heading('导入', 'Messages in');
  facts([
    ['留言 messages', `${inserted} 件新入库 new，${unchanged} 件此前已有 already there`],
    ['隐去个人信息 masked', maskedWords(masked)],
  ]);
};

export const showTotals = ({ digest: { content } }: Digested): void => {
  const { totals, about } = content;
  heading(content.title, `digest of ${totals.messages} messages`);
  facts([
    ['时间 period', about.period === null ? '—' : `${about.period.from} → ${about.period.to}`],
    ['来源 collected', about.collectedBy],
    [
      '留言 messages',
      `${totals.people} 人 people，${totals.messages} 件 messages，其中雷同 ${totals.copies} 件 copies`,
    ],
    [
      '归纳 found',
      `${totals.groups} 个板块 groups，${totals.themes} 个主题 themes，${totals.matters} 个事项 matters，其中个别意见 ${totals.singleVoices} 个 single voices`,
    ],
  ]);
};

/** What the digest says beyond how much there is: changes, copies, opposing voices, what needs an answer first. */
export const showFindings = ({ digest: { content } }: Digested): void => {
  const [, ...findings] = content.overview;
  if (findings.length === 0) return;
  heading('请先看', 'To look at first');
  for (const sentences of findings) paragraph(sentences.map(({ text }) => text).join(''));
};

const aspectsOf = async (
  database: Database,
  { id, aspects }: DemoTopic,
): Promise<[name: string, value: string][]> => {
  const counted = await countMessagesBy(database.db, 'aspect', { topic: id });
  const perAspect = new Map(counted.map(({ of, messages }) => [of, messages]));
  return aspects.map(({ number, title }) => [
    `方面 aspect ${number}`,
    `${title} ${perAspect.get(String(number)) ?? 0}件`,
  ]);
};

/** What the other columns leave of 100. */
const LEADING_COLUMNS = 46;
const LEADING = 2;

export const showTopics = async (database: Database, digested: readonly Digested[]): Promise<void> => {
  heading('五个议题', 'The five topics, each with a digest of its own');
  framed(
    [
      { head: '议题 topic' },
      { head: '出题\nset by' },
      { head: '人\npeople', align: 'right' },
      { head: '件\nmessages', align: 'right' },
      { head: '反映最多的主题\nmost raised' },
    ],
    digested.flatMap(({ topic, digest }) => {
      if (topic === null) return [];
      const { totals, groups } = digest.content;
      const leading = groups
        .flatMap(({ children }) => children)
        .toSorted((a, b) => b.counts.people - a.counts.people)
        .slice(0, LEADING)
        .map(({ label, counts }) => fitted(`${label} ${counts.people}人`, LEADING_COLUMNS));
      const source = sources[topic.source].replace(' ', '\n');
      return [[topic.title, source, totals.people, totals.messages, leading.join('\n')]];
    }),
  );
  for (const { topic } of digested) {
    if (topic === null || topic.aspects.length === 0) continue;
    console.log(`  ${styled('bold', topic.title)}`);
    facts(await aspectsOf(database, topic));
  }
};

const rate = (count: number, seconds: number): string =>
  seconds > 0 ? Math.round(count / seconds).toLocaleString('en') : '—';

const total = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0);
const workOf = ({ work }: Digested): number => total(Object.values(work?.seconds ?? {}));

/** Time for each stage of the digest of everything, and of the topics together, whose vectors are there by then. */
export const showTimes = (
  spent: { readonly load: number; readonly all: number },
  loaded: Loaded,
  digested: readonly Digested[],
): void => {
  heading('用时', 'Time');
  const messages = loaded.inserted + loaded.unchanged;
  const [all, ...topics] = digested;
  const drafted = topics.filter(({ work }) => work !== null);
  const rows: [name: string, count: number | null, seconds: number][] = [
    ['导入和脱敏 import and mask', messages, spent.load],
    ...Object.entries(all?.work?.seconds ?? {}).map(([stage, seconds]): [string, number, number] => [
      stages[stage as DigestStage],
      messages,
      seconds,
    ]),
    [
      `${drafted.length} 个议题的简报 digests of the topics`,
      total(drafted.map(({ digest }) => digest.content.totals.messages)),
      total(drafted.map(workOf)),
    ],
    [
      '打开数据库和模型、写文件 database, models, files',
      null,
      spent.all - spent.load - total(digested.map(workOf)),
    ],
    ['全程 all of it', messages, spent.all],
  ];
  framed(
    [
      { head: '阶段 stage' },
      { head: '件 messages', align: 'right' },
      { head: '秒 seconds', align: 'right' },
      { head: '每秒 messages/s', align: 'right' },
    ],
    rows.map(([name, count, seconds]) => [
      name,
      count ?? '',
      seconds.toFixed(2),
      count === null ? '' : rate(count, seconds),
    ]),
  );
};

export const showFiles = (digested: readonly Digested[]): void => {
  heading('简报文件', 'Digests, each as HTML, DOCX, Markdown and JSON');
  facts(digested.map(({ folder, digest }) => [path.join(folder, 'digest.html'), digest.content.title]));
};

export const showUnchanged = (digested: readonly Digested[], output: string): void => {
  console.log(
    '\n没有变化：留言、议题和简报都已在库，什么也没有改动。\n' +
      'Nothing has changed: messages, topics and digests are there already.',
  );
  if (digested.some(({ wrote }) => wrote))
    console.log(
      '有简报文件缺失或被改动，已从库里重新写出。\nMissing or altered files were written again from the database.',
    );
  showFiles(digested);
  const { databaseUrl, dataDir } = config();
  console.log(
    styled(
      'dim',
      databaseUrl === null
        ? `\n想从头再来，先删除 ${dataDir} 和 ${output}。To start afresh, delete ${dataDir} and ${output} first.`
        : `\n想从头再来，换一个空的数据库。To start afresh, use an empty database.`,
    ),
  );
};
