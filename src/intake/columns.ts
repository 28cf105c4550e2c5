import { badFile } from '../documents/index.ts';

/** Which columns hold what. What is left out is looked for by name; `text` of two columns is a title and a body. */
export type ColumnChoice = {
  readonly text?: readonly string[];
  readonly id?: string;
  readonly author?: string;
  readonly time?: string;
  /** Several columns (town, community) are joined. */
  readonly place?: readonly string[];
};

export type Columns = {
  readonly text: readonly string[];
  readonly id: string | null;
  readonly author: string | null;
  readonly time: string | null;
  readonly place: readonly string[];
};

// As offices and platforms head their exports; the first name of a list that a table has wins.
const usual = {
  body: 'text body content message comment 内容 正文 留言 留言内容 留言详情 诉求内容 诉求 反映内容 反映问题 问题描述 意见建议 意见内容 建议内容 意见 建议 主要内容 来信内容 事项内容 描述 详情 原文 文本',
  title: 'title subject headline 标题 主题 留言主题 留言标题 来信标题 诉求标题 题目 事由',
  id: 'id messageid number no 编号 留言编号 信件编号 工单编号 诉求编号 来信编号 单号 序号',
  author:
    'author user username userid 作者 留言用户 用户 留言人 来信人 提交人 诉求人 反映人 网名 昵称 姓名 name',
  time: 'time date datetime timestamp postedat createdat submittedat 时间 日期 留言时间 提交时间 发布时间 来信时间 诉求时间 反映时间 创建时间 登记时间',
  place:
    'place location district area 地点 地区 区域 所属区域 所在区域 乡镇街道 镇街 街道 乡镇 社区 村居 网格',
} as const;
type Role = keyof typeof usual;

/** `Posted At`, `posted_at` and `postedAt` are one name. */
const bare = (name: string): string =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_\-.:：]/g, '');

const missing = (path: string, name: string, present: readonly string[]): Error =>
  badFile(path, {
    zh: `没有名为“${name}”的列；现有的列：${present.join('、') || '（无）'}`,
    en: `no column "${name}"; the columns are: ${present.join(', ') || '(none)'}`,
  });

/**
 * The columns to read, from those that the table has.
 * @throws BadInput where a chosen column does not exist, or none is chosen for the text and none has a usual name.
 */
export const chooseColumns = (path: string, present: readonly string[], choice: ColumnChoice): Columns => {
  for (const name of [...(choice.text ?? []), choice.id, choice.author, choice.time, ...(choice.place ?? [])])
    if (name !== undefined && !present.includes(name)) throw missing(path, name, present);
  const byBareName = new Map(present.map((name) => [bare(name), name]));
  const find = (role: Role): string | null => {
    for (const name of usual[role].split(' ')) {
      const found = byBareName.get(name);
      if (found !== undefined) return found;
    }
    return null;
  };
  const found = [find('title'), find('body')].filter((name) => name !== null);
  const text = choice.text ?? (found.length > 0 ? found : present.length === 1 ? present : []);
  if (text.length === 0)
    throw badFile(path, {
      zh: `看不出哪一列是留言内容；请用 --text 指明。现有的列：${present.join('、')}`,
      en: `cannot tell which column holds the messages: name it with --text. The columns are: ${present.join(', ')}`,
    });
  const place = find('place');
  return {
    text,
    id: choice.id ?? find('id'),
    author: choice.author ?? find('author'),
    time: choice.time ?? find('time'),
    place: choice.place ?? (place === null ? [] : [place]),
  };
};
