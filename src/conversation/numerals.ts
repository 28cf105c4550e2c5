const digits = '〇一二三四五六七八九';
const formal: Readonly<Record<string, string>> = {
  零: '〇',
  壹: '一',
  贰: '二',
  叁: '三',
  肆: '四',
  伍: '五',
  陆: '六',
  柒: '七',
  捌: '八',
  玖: '九',
  拾: '十',
};
const english = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

/** 一 … 九十九. */
const chinese = (text: string): number | null => {
  const plain = Array.from(text, (sign) => formal[sign] ?? sign).join('');
  const tens = /^([一二三四五六七八九]?)十([一二三四五六七八九]?)$/u.exec(plain);
  if (tens)
    return (
      (tens[1] === '' ? 1 : digits.indexOf(tens[1] ?? '')) * 10 + Math.max(0, digits.indexOf(tens[2] || '〇'))
    );
  return /^[一二三四五六七八九]$/u.test(plain) ? digits.indexOf(plain) : null;
};

const shape =
  /^(?:我?选择?|我?要|第|no\.?(?=\s*[0-9])|number|option)?\s*([0-9]{1,2}|[一二三四五六七八九十壹贰叁肆伍陆柒捌玖拾]{1,3}|[a-z]+)\s*[个项号条]?$/u;

/**
 * The number of a choice that was typed instead of tapped: `2`, `２`, `②`, `2.`, `(2)`, `二`, `贰`, `第二个`, `选2`,
 * `two`; null where the text is anything else.
 */
export const readNumber = (text: string): number | null => {
  const bare = text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\p{Cf}\p{Me}]|\u{FE0F}/gu, '')
    .replaceAll(/^[\p{P}\s]+|[\p{P}\s]+$/gu, '');
  const found = shape.exec(bare)?.[1];
  if (found === undefined) return null;
  if (/^[0-9]+$/u.test(found)) return Number(found);
  const word = english.indexOf(found);
  return word >= 0 ? word + 1 : chinese(found);
};
