import type { About } from '../../src/digest/index.ts';
import { messageId } from '../../src/kernel/index.ts';
import type { Catalogue, Entry, Level, Quote, Voice } from '../../src/themes/index.ts';

/** Builders for digests: a catalogue is described as a tree of message ids, and everything else is counted from it. */

export const aVoice = (of: Partial<Omit<Voice, 'id'>> & { id: string; text: string }): Voice => ({
  person: `p-${of.id}`,
  place: null,
  at: null,
  copyOf: null,
  ...of,
  id: messageId(of.id),
});

const aQuote = (voice: Voice, start = 0, end = voice.text.length): Quote => ({
  messageId: voice.id,
  start,
  end,
  text: voice.text.slice(start, end),
});

export type Tree = {
  readonly label: string;
  readonly opposition?: readonly [string, string];
  readonly single?: boolean;
  readonly below?: readonly Tree[];
  /** Only on matters. */
  readonly ids?: readonly string[];
};

const idsBelow = ({ ids, below }: Tree): string[] => [...(ids ?? []), ...(below ?? []).flatMap(idsBelow)];

const LEVELS = ['group', 'theme', 'matter'] as const satisfies readonly Level[];

export const aCatalogue = (groups: readonly Tree[], voices: readonly Voice[]): Catalogue => {
  const byId = new Map<string, Voice>(voices.map((voice) => [voice.id, voice]));
  const entries: Record<Level, Entry[]> = { group: [], theme: [], matter: [] };
  const visit = (tree: Tree, depth: number, parent: string | null): void => {
    const level = LEVELS[depth];
    if (level === undefined) throw new Error('three levels only');
    const key = `${level.slice(0, 1)}${entries[level].length + 1}`;
    const members = idsBelow(tree).flatMap((id) => byId.get(id) ?? []);
    const places = Map.groupBy(members, ({ place }) => place ?? '');
    places.delete('');
    const quoted = new Map(
      members.filter(({ copyOf }) => copyOf === null).map((voice) => [voice.person ?? voice.id, voice]),
    );
    const [one, other] = (tree.opposition ?? []).flatMap((id) => byId.get(id) ?? []);
    entries[level].push({
      key,
      level,
      parent,
      label: tree.label,
      keywords: [tree.label.slice(0, 2)],
      counts: {
        messages: members.length,
        people: new Set(members.map(({ person, id }) => person ?? `message ${id}`)).size,
        copies: members.filter(({ copyOf }) => copyOf !== null).length,
      },
      messageIds: members.map(({ id }) => id),
      quotes: [...quoted.values()].slice(0, 4).map((voice) => aQuote(voice)),
      opposition: one && other ? { one: aQuote(one), other: aQuote(other) } : null,
      places: [...places]
        .map(([place, inPlace]) => ({ place, messages: inPlace.length }))
        .toSorted((a, b) => b.messages - a.messages || (a.place < b.place ? -1 : 1)),
      singleVoice: tree.single ?? false,
    });
    for (const child of tree.below ?? []) visit(child, depth + 1, key);
  };
  for (const group of groups) visit(group, 0, null);
  return { groups: entries.group, themes: entries.theme, matters: entries.matter };
};

const place = '翠湖社区';

/** A street-light theme of six people, and a tree theme that two people flood with 30 copies. */
export const town = (): { voices: Voice[]; groups: Tree[]; catalogue: Catalogue } => {
  const voices = [
    aVoice({ id: '101', text: '路灯又瞎了', place, at: '2026-09-05T21:00:00+08:00' }),
    aVoice({
      id: '102',
      text: '翠湖路的路灯一个月没亮过。什么时候能修？',
      place,
      at: '2026-09-06T08:00:00+08:00',
    }),
    aVoice({
      id: '103',
      text: '电线从灯杆里裸露出来，孩子伸手就够着，怕漏电出人命！',
      place,
      at: '2026-09-06T09:00:00+08:00',
    }),
    aVoice({ id: '104', text: '路灯太亮晃得睡不着，能不能十点以后关一半？', place: '文庙社区' }),
    aVoice({ id: '105', text: '多装几盏路灯吧，黑灯瞎火谁敢走？请住建局尽快安排。', place: '文庙社区' }),
    aVoice({ id: '106', text: '请住建局来看看，灯杆歪了。\n报修三回，能不能给个准话？', place: '文庙社区' }),
    aVoice({ id: '201', text: '老杨树空了心，再不伐就砸着人！转给每一个邻居。', person: 'flood-1', place }),
    ...Array.from({ length: 30 }, (_, i) =>
      aVoice({
        id: String(202 + i),
        text: '老杨树空了心，再不伐就砸着人！转给每一个邻居。',
        person: i % 2 === 0 ? 'flood-1' : 'flood-2',
        place,
        copyOf: messageId('201'),
      }),
    ),
    aVoice({ id: '301', text: '戏台的柱子上有副老对子，盼着有人抄下来。', place: '三官庙村' }),
  ];
  const groups: Tree[] = [
    {
      label: '树木和戏台',
      below: [
        {
          label: '老杨树空了心',
          below: [
            { label: '翠湖的老杨树', ids: voices.map(({ id }) => id).filter((id) => id.startsWith('2')) },
          ],
        },
        { label: '老戏台', below: [{ label: '柱子上的老对子', ids: ['301'], single: true }] },
      ],
    },
    {
      label: '道路照明',
      below: [
        {
          label: '路灯不亮',
          opposition: ['105', '104'],
          below: [
            { label: '翠湖路1号杆', ids: ['101', '102', '103'] },
            { label: '路灯开关时间', ids: ['104', '105', '106'] },
          ],
        },
      ],
    },
  ];
  return { voices, groups, catalogue: aCatalogue(groups, voices) };
};

export const about = (of: Partial<About> = {}): About => ({
  scope: '安丰市',
  period: { from: '2026-09-01', to: '2026-09-30' },
  collectedBy: '扫描二维码在网页留言',
  authorsKnown: true,
  masked: true,
  run: { model: 'bge-small-zh-v1.5', algorithm: 'Leiden', seed: 42, messages: 38 },
  generatedAt: '2026-10-01T06:00:00+08:00',
  ...of,
});
