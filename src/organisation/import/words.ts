import type { Wording } from '../../documents/index.ts';

/** Where a row came from, for whoever must mend it. */
export type Origin = { readonly file: string; readonly line: number };

/** All that can be wrong with a row, each with what to do next. */
export const wrong = {
  empty: (column: string): Wording => ({
    zh: `“${column}”是空的；请补上。`,
    en: `"${column}" is empty: fill it in.`,
  }),
  badCode: (column: string, value: string): Wording => ({
    zh: `“${column}”为“${value}”，应由字母、汉字、数字、点、横线或下划线组成，最多 32 个字。`,
    en: `"${column}" is "${value}": use letters, digits, dots, hyphens or underscores, at most 32.`,
  }),
  tooLong: (column: string, limit: number): Wording => ({
    zh: `“${column}”超过 ${limit} 个字；请缩短。`,
    en: `"${column}" is longer than ${limit} characters: shorten it.`,
  }),
  looksLikePhone: (column: string): Wording => ({
    zh: `“${column}”中像是有电话或证件号码；这里会公开显示，请删去号码。`,
    en: `"${column}" seems to hold a telephone or identity number, and is shown in public: remove the number.`,
  }),
  notOneOf: (column: string, value: string, allowed: string): Wording => ({
    zh: `“${column}”为“${value}”，应为以下之一：${allowed}。`,
    en: `"${column}" is "${value}": write one of ${allowed}.`,
  }),
  twice: (code: string, first: Origin): Wording => ({
    zh: `编号 ${code} 已在 ${first.file} 第 ${first.line} 行出现；请删去一行，或改用新编号。`,
    en: `code ${code} stands in ${first.file}, line ${first.line}, already: remove one of them or give it another code.`,
  }),
  secondCity: (code: string): Wording => ({
    zh: `已有城市 ${code}，一个系统只能有一个城市；请改为其他类型，或删去这一行。`,
    en: `there is the city ${code} already, and one installation has one city: change the kind or remove the row.`,
  }),
  noParent: (): Wording => ({
    zh: '没有上级编号；社区村和网格必须填上一级地点的编号。',
    en: 'no code of the place above: communities and grids need one.',
  }),
  cityBelow: (): Wording => ({
    zh: '城市不能有上级；请清空“上级编号”。',
    en: 'a city has no place above it: clear that cell.',
  }),
  noCity: (): Wording => ({
    zh: '还没有城市；请先加一行类型为“城市”的地点。',
    en: 'there is no city yet: add a row of the kind 城市 first.',
  }),
  ring: (codes: readonly string[]): Wording => ({
    zh: `上级关系成环：${codes.join(' → ')}；请改正其中一个上级编号。`,
    en: `the places above form a ring, ${codes.join(' → ')}: correct one of them.`,
  }),
  wrongLevel: (child: string, parent: string, parentCode: string): Wording => ({
    zh: `${child}不能设在${parent} ${parentCode} 之下；上级须为更高一级。`,
    en: `a place of the kind ${child} cannot stand below ${parentCode}, which is ${parent}: it needs a higher one.`,
  }),
  otherKind: (before: string): Wording => ({
    zh: `该编号原为${before}，类型不能改；请用新编号。`,
    en: `this code is a place of the kind ${before}, which cannot be changed: use a new code.`,
  }),
  unknown: (column: string, codes: readonly string[]): Wording => ({
    zh: `“${column}”中的 ${codes.join('、')} 不存在；请检查编号，或先导入它。`,
    en: `"${column}" names ${codes.join(', ')}, which does not exist: check the code or import it first.`,
  }),
  refusedAbove: (column: string, code: string, at: Origin): Wording => ({
    zh: `“${column}”中的 ${code} 因 ${at.file} 第 ${at.line} 行有误而未导入；请先改正那一行。`,
    en: `"${column}" names ${code}, which was refused in ${at.file}, line ${at.line}: mend that row first.`,
  }),
  notGrid: (column: string, codes: readonly string[]): Wording => ({
    zh: `“${column}”中的 ${codes.join('、')} 不是网格；请填网格的编号。`,
    en: `"${column}" names ${codes.join(', ')}, which is no grid: write codes of grids.`,
  }),
  noPhoto: (name: string, folder: string): Wording => ({
    zh: `在 ${folder} 中找不到照片“${name}”，其余内容已导入；请补上照片后再导入一次。`,
    en: `the photo "${name}" is not in ${folder}; everything else was imported: add it and import again.`,
  }),
  notPhoto: (name: string): Wording => ({
    zh: `“${name}”不是可用的图片，其余内容已导入；请换成 JPG 或 PNG。`,
    en: `"${name}" is no usable picture; everything else was imported: use a JPG or PNG.`,
  }),
  ignoredColumns: (columns: readonly string[]): Wording => ({
    zh: `这些列没有用到：${columns.join('、')}。`,
    en: `columns that were not used: ${columns.join(', ')}.`,
  }),
  privateColumns: (columns: readonly string[]): Wording => ({
    zh: `${columns.join('、')} 属于个人信息，没有保存；请从文件中删去。`,
    en: `${columns.join(', ')} is personal data and was not stored: remove it from the file.`,
  }),
  unknownSheet: (known: string): Wording => ({
    zh: `看不出这是哪一类表，已跳过；请把表名改为以下之一：${known}。`,
    en: `it cannot be told which table this is, so it was passed over: name it one of ${known}.`,
  }),
} as const;
