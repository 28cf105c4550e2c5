import { maskKinds } from './kinds.ts';

/**
 * A text as the rules see it, and the way back: character `i` of `text` stands for the original's `from[i]` to
 * `to[i]`. Only for finding: what is kept and shown is always cut from the original.
 */
export type Flat = { readonly text: string; readonly from: Int32Array; readonly to: Int32Array };

/** One character in the place of a mark. No rule matches it, and it is no digit, letter or Chinese character. */
const SEALED = '\uFFFC';

const marks: readonly string[] = Object.values(maskKinds).map(({ mark }) => mark);

// Only characters that the rules look for: triggers, provinces, surnames.
const simplified = new Map(
  Object.entries({
    號: '号',
    電: '电',
    話: '话',
    聯: '联',
    係: '系',
    繫: '系',
    絡: '络',
    樓: '楼',
    棟: '栋',
    單: '单',
    層: '层',
    門: '门',
    車: '车',
    戶: '户',
    賬: '账',
    帳: '账',
    銀: '银',
    機: '机',
    碼: '码',
    傳: '传',
    撥: '拨',
    證: '证',
    掛: '挂',
    學: '学',
    領: '领',
    魯: '鲁',
    遼: '辽',
    滬: '沪',
    雲: '云',
    貴: '贵',
    陝: '陕',
    寧: '宁',
    贛: '赣',
    蘇: '苏',
    閩: '闽',
    瓊: '琼',
    園: '园',
    東: '东',
    劉: '刘',
    張: '张',
    陳: '陈',
    楊: '杨',
    趙: '赵',
    黃: '黄',
    吳: '吴',
    孫: '孙',
    馬: '马',
    強: '强',
    鄭: '郑',
    馮: '冯',
    蔣: '蒋',
    韓: '韩',
    許: '许',
    鄧: '邓',
    葉: '叶',
    呂: '吕',
    盧: '卢',
    賈: '贾',
    鍾: '钟',
    譚: '谭',
    陸: '陆',
    顧: '顾',
    龍: '龙',
    萬: '万',
    錢: '钱',
    湯: '汤',
    喬: '乔',
    賴: '赖',
    龐: '庞',
    藍: '蓝',
    聶: '聂',
    齊: '齐',
    莊: '庄',
    嚴: '严',
    羅: '罗',
    蕭: '萧',
    範: '范',
    鄒: '邹',
  }),
);

// Zero-width and direction characters, soft hyphen, variation selectors; and the keycap around the digit in 1️⃣.
export const invisible = /\p{Default_Ignorable_Code_Point}|\u20E3/u;
const dash = /[\u2010-\u2015\u2212\uFE58\uFF0D~]/;
const middleDot = /[\u2022\u2027\u2219\u22C5\u30FB\uFF65]/;

/** Half width for full width, digits for ① and 𝟏, one dash, one dot; '' for what nobody sees. */
const plain = (character: string): string => {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x80) return character === '\t' || character === '\r' ? ' ' : character;
  if (code >= 0x4e00 && code <= 0x9fff) return simplified.get(character) ?? character;
  if (invisible.test(character)) return '';
  if (dash.test(character)) return '-';
  if (middleDot.test(character)) return '·';
  if (code === 0x3000 || code === 0xa0 || (code >= 0x2000 && code <= 0x200a)) return ' ';
  const folded = character.normalize('NFKC');
  if (folded.length === 1) return folded;
  return character.length === 1 ? character : SEALED;
};

// Each character of the basic plane is worked out once: a table by code, at most 65,536 entries.
const known: (string | undefined)[] = [];
const plainAt = (text: string, at: number): string => {
  const code = text.charCodeAt(at);
  const before = known[code];
  if (before !== undefined) return before;
  const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
  const flat = plain(character);
  if (character.length === 1) known[code] = flat;
  return flat;
};

const markAt = (text: string, at: number): string | undefined =>
  text[at] === '〔' ? marks.find((mark) => text.startsWith(mark, at)) : undefined;

/** Every character of `text` in its plain form; each mark that is already there becomes one `SEALED`. */
export const flatten = (text: string): Flat => {
  const from = new Int32Array(text.length);
  const to = new Int32Array(text.length);
  const out: string[] = [];
  const put = (flat: string, start: number, end: number): void => {
    from[out.length] = start;
    to[out.length] = end;
    out.push(flat);
  };
  for (let at = 0; at < text.length; ) {
    const mark = markAt(text, at);
    if (mark !== undefined) {
      put(SEALED, at, at + mark.length);
      at += mark.length;
      continue;
    }
    const width = (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
    const flat = plainAt(text, at);
    if (flat !== '') put(flat, at, at + width);
    at += width;
  }
  return { text: out.join(''), from: from.subarray(0, out.length), to: to.subarray(0, out.length) };
};

/** The same text with each span (flat offsets, ascending, disjoint) become one `SEALED`. */
export const seal = (
  flat: Flat,
  spans: readonly { readonly start: number; readonly end: number }[],
): Flat => {
  const from = new Int32Array(flat.text.length);
  const to = new Int32Array(flat.text.length);
  let text = '';
  let at = 0;
  const copy = (end: number): void => {
    from.set(flat.from.subarray(at, end), text.length);
    to.set(flat.to.subarray(at, end), text.length);
    text += flat.text.slice(at, end);
  };
  for (const { start, end } of spans) {
    copy(start);
    from[text.length] = flat.from[start] ?? 0;
    to[text.length] = flat.to[end - 1] ?? 0;
    text += SEALED;
    at = end;
  }
  copy(flat.text.length);
  return { text, from: from.subarray(0, text.length), to: to.subarray(0, text.length) };
};
