import { type MaskKind, maskKinds } from './kinds.ts';

/**
 * A text as the rules see it, and the way back: character `i` of `text` stands for the original's `from[i]` to
 * `to[i]`. Only for finding: what is kept and shown is always cut from the original.
 */
export type Flat = { readonly text: string; readonly from: Int32Array; readonly to: Int32Array };

/**
 * One character in the place of a mark, others for names and for where somebody lives: beside a number often stands a
 * name, before a door the name of a place, beside a name another one only where nothing else is (315张未经〔姓名〕签字).
 * No rule masks them, and they are no digits, letters or Chinese characters.
 */
export const SEALED = '\uFFFC';
export const SEALED_DOOR = '\uFFFB';
export const SEALED_NAME = '\uFFFA';
/** For characters of two code units: emoji and rare ideographs. */
const OTHER = '\uFFFD';
const sealOf = (kind: MaskKind): string =>
  kind === 'door' ? SEALED_DOOR : kind === 'name' ? SEALED_NAME : SEALED;

const marks = (Object.keys(maskKinds) as MaskKind[]).map((kind) => ({
  mark: maskKinds[kind].mark as string,
  sealed: sealOf(kind),
}));

// Only characters that the rules look for (triggers, provinces, surnames): traditional and simplified in turn.
const pairs = `
號号電电話话聯联係系繫系絡络樓楼棟栋單单層层門门車车戶户賬账帳账帐账銀银機机碼码傳传撥拨證证掛挂學学領领魯鲁遼辽滬沪雲云貴贵陝陕寧宁贛赣蘇苏閩闽瓊琼園园東东劉刘張张陳陈楊杨趙赵黃黄吳吴孫孙馬马
強强鄭郑馮冯蔣蒋韓韩許许鄧邓葉叶呂吕盧卢賈贾鍾钟譚谭陸陆顧顾龍龙萬万錢钱湯汤喬乔賴赖龐庞藍蓝聶聂齊齐莊庄嚴严羅罗蕭萧範范鄒邹業业長长師师兒儿親亲爺爷媽妈婦妇屬属總总郵邮實实稱称體体個个貧贫殘残
傷伤監监護护諮咨詢询報报應应舉举訴诉閻阎龔龚駱骆簡简鄔邬樂乐連连費费紀纪賀贺項项顏颜嶽岳鮑鲍繆缪鄺邝闞阚閔闵閆闫聞闻荊荆溫温蘭兰衛卫貝贝遲迟鞏巩陰阴這这裡里裏里屆届鎮镇區区員员選选願愿謝谢禮礼
復复寫写問问職职認认
`.replaceAll('\n', '');
const simplified = new Map(
  Array.from({ length: pairs.length / 2 }, (_, at) => [pairs[2 * at], pairs[2 * at + 1]]),
);

// Zero-width and direction characters, soft hyphen, variation selectors; and the keycap around the digit in 1️⃣.
export const invisible = /\p{Default_Ignorable_Code_Point}|\u20E3/u;
const KEYCAP = 0x20e3;
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
  return character.length === 1 ? character : OTHER;
};

// Each character of the basic plane is worked out once: a table by code. No flat character is U+FFFF.
const UNKNOWN = 0xffff;
const DROPPED = 0;
const table = new Uint16Array(0x10000).fill(UNKNOWN);
const plainCode = (text: string, at: number): number => {
  const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
  const flat = plain(character);
  const code = flat === '' ? DROPPED : flat.charCodeAt(0);
  if (character.length === 1) table[text.charCodeAt(at)] = code;
  return code;
};

const MARK_BEGINS = '〔'.charCodeAt(0);
const markAt = (text: string, at: number): (typeof marks)[number] | undefined =>
  marks.find(({ mark }) => text.startsWith(mark, at));

const isLittleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;
// UTF-16 as it is in memory, lone surrogates too: four times as fast as fromCharCode. `codes` is not used afterwards.
const textOf = (codes: Uint16Array): string => {
  const bytes = Buffer.from(codes.buffer, codes.byteOffset, codes.byteLength);
  return (isLittleEndian ? bytes : bytes.swap16()).toString('utf16le');
};

/** Every character of `text` in its plain form; each mark that is already there becomes one sealed character. */
export const flatten = (text: string): Flat => {
  const from = new Int32Array(text.length);
  const to = new Int32Array(text.length);
  const codes = new Uint16Array(text.length);
  let length = 0;
  for (let at = 0; at < text.length; ) {
    const code = text.charCodeAt(at);
    const mark = code === MARK_BEGINS ? markAt(text, at) : undefined;
    const flat = mark?.sealed.charCodeAt(0) ?? table[code]!;
    const width = mark?.mark.length ?? (code >= 0xd800 && (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1);
    const plainFlat = flat === UNKNOWN ? plainCode(text, at) : flat;
    if (plainFlat !== DROPPED) {
      codes[length] = plainFlat;
      from[length] = at;
      to[length] = at + width;
      length++;
    } else if (length > 0 && code === KEYCAP) to[length - 1] = at + width;
    at += width;
  }
  return {
    text: textOf(codes.subarray(0, length)),
    from: from.subarray(0, length),
    to: to.subarray(0, length),
  };
};

/** The same text with each span (flat offsets, ascending, disjoint) become one sealed character. */
export const seal = (
  flat: Flat,
  spans: readonly { readonly kind: MaskKind; readonly start: number; readonly end: number }[],
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
  for (const { kind, start, end } of spans) {
    copy(start);
    from[text.length] = flat.from[start] ?? 0;
    to[text.length] = flat.to[end - 1] ?? 0;
    text += sealOf(kind);
    at = end;
  }
  copy(flat.text.length);
  return { text, from: from.subarray(0, text.length), to: to.subarray(0, text.length) };
};
