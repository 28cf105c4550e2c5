import type { Lang } from './content.ts';

/** Where residents wrote, under the names that channels give their messages as source. */
const channels = {
  'web-chat': { zh: '网页留言', en: 'web chat' },
  wechat: { zh: '微信', en: 'WeChat' },
  telegram: { zh: 'Telegram', en: 'Telegram' },
  'http-api': { zh: '小程序', en: 'mini-program' },
  paper: { zh: '纸质来信', en: 'paper' },
} as const satisfies Record<string, Record<Lang, string>>;

const isChannel = (name: string): name is keyof typeof channels => Object.hasOwn(channels, name);

/** Before the channel of every message that nobody wrote: whoever reads a digest of them must know it first. */
const INVENTED = 'demo:';

/** More sources than these are summed up: the line stands in the head of a digest. */
const SHOWN = 5;

const words = {
  zh: {
    all: '全部议题',
    file: (name: string) => `文件“${name}”`,
    count: (name: string, messages: number) => `${name}${/\w$/.test(name) ? ' ' : ''}${messages}件`,
    others: '其他来源',
    separator: '、',
    invented: '演示用的虚构留言，',
    partlyInvented: (messages: number) => `（其中${messages}件为演示用的虚构留言）`,
  },
  en: {
    all: 'all topics',
    file: (name: string) => `the file “${name}”`,
    count: (name: string, messages: number) => `${name} (${messages})`,
    others: 'other sources',
    separator: ', ',
    invented: 'invented messages of a demonstration: ',
    partlyInvented: (messages: number) => ` (${messages} of them invented for a demonstration)`,
  },
} as const;

/** What a digest is about, in words: the topic's title, the place, both, or everything. */
export const scopeName = (
  { topic, place }: { readonly topic: string | null; readonly place: string | null },
  lang: Lang,
): string => {
  const parts = [place, topic].filter((part) => part !== null);
  return parts.length === 0 ? words[lang].all : parts.join('·');
};

/**
 * How the messages came in, most first: "网页留言379件、微信172件". A source is a channel (`wechat`), a channel of
 * something larger (`demo:wechat`), or else the name of an imported file. Invented ones are called so.
 */
export const collectedBy = (
  sources: readonly { readonly source: string; readonly messages: number }[],
  lang: Lang,
): string => {
  const say = words[lang];
  const totals = new Map<string, number>();
  for (const { source, messages } of sources) {
    const last = source.slice(source.lastIndexOf(':') + 1);
    const name = isChannel(last) ? channels[last][lang] : say.file(source);
    totals.set(name, (totals.get(name) ?? 0) + messages);
  }
  const sorted = [...totals].toSorted((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const shown = sorted.slice(0, sorted.length > SHOWN ? SHOWN - 1 : SHOWN);
  const rest = sorted.slice(shown.length).reduce((sum, [, messages]) => sum + messages, 0);
  const list = [...shown, ...(rest > 0 ? [[say.others, rest] as const] : [])]
    .map(([name, messages]) => say.count(name, messages))
    .join(say.separator);
  const invented = sources.filter(({ source }) => source.startsWith(INVENTED));
  if (invented.length === 0) return list;
  if (invented.length === sources.length) return `${say.invented}${list}`;
  return `${list}${say.partlyInvented(invented.reduce((sum, { messages }) => sum + messages, 0))}`;
};
