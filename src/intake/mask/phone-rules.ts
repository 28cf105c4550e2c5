import { digitsOf, NUMERALS, READ_OUT } from './numerals.ts';
import { byPattern, type Found, isNumberOfThing, needing } from './rule.ts';

/** An amount, a measure or a list of houses follows: the number counts something. */
const counted =
  /^\s?(?:元|万(?!先生|女士)|亿|块钱|吨|平方|平米|立方|㎡|m[23²³]|米|公里|千米|公斤|斤|亩|千瓦|kw|kg|km|%|‰|美元|港币|户|号楼|号文|栋|单元)/i;

/** 400-6128-800 is a company's number for everybody; its first seven figures are no telephone of somebody. */
const isPublic = ({ value, after }: Found): boolean => /^[48]00[ -]/.test(value) && /^[ -]?\d/.test(after);

const isContact = (found: Found): boolean =>
  !isNumberOfThing(found.before) && !counted.test(found.after) && !isPublic(found);

// A letter before a number makes it part of a code (HX138…), unless it is a word for a phone or a chat.
const code =
  /(?:^|[^A-Za-z])(?!(?:vx?|wx|tel|telephone|phone|mobile|cell|qq|t|m|mob|weixin|wechat|call)[^A-Za-z]*$)[A-Za-z]+$/i;

const GAP = '(?:[ ._·/,、。…-]{0,2}| [-._·] |\\s{0,2}\n)';
const gaps = /[\s._·/,、。…-]+/g;
const dottedAddress = /^\d{1,3}(?:\.\d{1,3}){3}$/;

/** 1、3、5、7、8、9 … counts houses or months up; a phone number goes up and down. */
const isRisingList = (digits: readonly string[]): boolean =>
  digits.slice(0, 6).every((digit, at) => at === 0 || Number(digit) > Number(digits[at - 1]));

const phoneSaid = /(?:电话|手机|号码|联系|方式|[打拨是号:])\s*$/;
/** Eleven digits in one piece, one by one, or in groups that people say or type in one breath. */
const isPhoneShape = (value: string, before: string): boolean => {
  const groups = value.split(gaps);
  const sizes = groups.map(({ length }) => length).join('');
  if (/^(?:11|344|38|74)$/.test(sizes) || groups.length === 1) return true;
  if (/^1{11}$/.test(sizes)) return !isRisingList(groups);
  const separators = new Set(value.match(gaps));
  if (separators.size > 1 || dottedAddress.test(value)) return false;
  // In pairs, or in pairs after the first three: 147 53 62 08 91.
  if (/^(?:32222|222221)$/.test(sizes)) return true;
  const separator = [...separators][0] ?? '';
  if (/[,、。/…]/.test(separator)) return false;
  // Two groups (13853 601274) are also how a range or two amounts look.
  if (groups.length === 2 && groups.every((group) => group.endsWith('00'))) return false;
  if (groups.length === 2) return separator.trim() === '' || phoneSaid.test(before);
  if (separator.trim() === '') return true;
  return groups.length <= 4 && groups.every(({ length }) => length >= 2);
};

const country = String.raw`(?:\((?:\+|00)?86\)|(?:\+|00)?86)[ -]{0,2}`;
const mobile = byPattern(
  'mobile',
  new RegExp(
    String.raw`(?<!\d)(?:${country})?(?:\(1[3-9]\d\)[ -]?\d{4}[ -]?\d{4}|1[3-9]\d一\d{4}一\d{4}|1${GAP}[3-9](?:${GAP}\d){9})(?!\d|[-.]\d{2})`,
    'g',
  ),
  (found) => {
    const { value, before } = found;
    if (/\d{2}\.$/.test(before) || code.test(before)) return false;
    const own = value.replace(new RegExp(`^${country}(?=[1(])`), '');
    return (/[(一]/.test(own) || isPhoneShape(own, before)) && isContact(found);
  },
);

/** 139然后是63317405, 1396331后面是7405: dictated in two breaths. */
const brokenMobile = byPattern(
  'mobile',
  /(?<!\d)1[3-9]\d(?:[ -]?\d{4})?[,、 ]?(?:然后是?|后面是?|接着是?|再是|加上|空格|[横中]?杠|横线)[,: ]?(?:\d{4}(?:[ -]|[,、 ]?(?:然后是?|后面是?|接着是?|再是|最后是?|空格|[横中]?杠|横线)[,: ]?)?)?\d{4}(?!\d)|(?<![\d*])1[3-9]\d(?:\*\d{4}\*|#\d{4}#)\d{4}(?![\d*])/g,
  (found) => found.value.replace(/\D/g, '').length === 11 && isContact(found),
);

/** O for 0 and l for 1: by mistake, or to escape filters. */
const letteredMobile = byPattern(
  'mobile',
  /(?<![A-Za-z\d])[1lI][3-9][\dOolI](?:[ -]?[\dOolI]{4}){2}(?![A-Za-z\d])/g,
  (found) => found.value.replace(/\D/g, '').length >= 8 && isContact(found),
);

const digit = `[\\d${READ_OUT}]`;
const numeral = `[\\d${NUMERALS}]`;
const written = new RegExp(`[${READ_OUT}]`);

// Eleven numerals in a row are read out digit by digit: an amount would have 千 or 万 in it. One more may follow, it
// begins the next word (一直, 一个).
const spokenMobile = byPattern(
  'mobile',
  new RegExp(
    `(?<!${numeral})[1一壹幺妖腰么吆]${GAP}[3-9三叁四肆五伍六陆七柒拐八捌九玖勾](?:${GAP}${digit}){9}(?!${numeral}{2}|\\d)`,
    'g',
  ),
  (found) => {
    const groups = found.value.split(gaps).map(digitsOf);
    const isList = groups.length === 11 && isRisingList(groups);
    return written.test(found.value) && !isList && isContact(found);
  },
);

const area = String.raw`0(?:10|2[0-57-9]|[3-9]\d{2})`;
const local = String.raw`[2-9]\d(?:\d{1,2}[ -]?\d{4}|[ -]?\d{2}[ -]?\d{3,4}|\d{2}[ -]?\d{3})`;
const extension = String.raw`(?:[ -]?(?:转分机|转|分机|ext\.?|-)[ ]?\d{1,6}(?!\d)|\((?:转分机|转|分机)\d{1,6}\))?`;

const landline = byPattern(
  'landline',
  new RegExp(
    String.raw`(?<![\dA-Za-z.]|\d-)(?:(?:\+|00)86[ -]?(?:\(0\))?[1-9]\d{1,2}[ -]|(?:86[ -]?)?(?:[(【\[]${area}[)】\]]|${area}\)?)[ ./,一-]{0,2})${local}(?!\d)${extension}`,
    'gi',
  ),
  isContact,
);

const spokenLandline = byPattern(
  'landline',
  new RegExp(`(?<!${numeral})[0零〇○洞](?:${GAP}${digit}){9,11}(?!${numeral}{2}|\\d)`, 'g'),
  (found) =>
    written.test(found.value) &&
    /^0(?:10|2[0-57-9]|[3-9]\d{2})[2-9]\d{6,7}$/.test(digitsOf(found.value)) &&
    isContact(found),
);

// Seven or eight digits alone may be anything: a word for a telephone must stand before them.
const phoneWord = String.raw`(?:电\s{0,3}话|座机|固话|传真|热线|总机|小灵通|致电|拨打|回?拨|回电|打|联系方式|(?<![证件卡编学工户单Qq扣信])号码|tel|phone|call|(?:打|拨)[\u4e00-\u9fff]{1,6}?(?=\d{3}))(?:[\u4e00-\u9fff]{1,5}[写留]的?)?(?:号码?|联系|换成了?|改成了?|[就还][是有]?|[是为了:\s(.]|\uFFFC[、/或和,;\s]){0,6}`;
const day = /^20[0-3]\d(?:0[1-9]|1[0-2])[0-3]\d$/;
const localNumber = byPattern(
  'landline',
  new RegExp(`${phoneWord}(${local}(?![\\d.]|[-]\\d{2}(?!\\d{3}))${extension})`, 'gi'),
  (found) => !day.test(found.value) && isContact(found),
);
const spokenLocalNumber = byPattern(
  'landline',
  new RegExp(
    `${phoneWord}([2-9二贰两三叁四肆五伍六陆七柒拐八捌九玖](?:[ -]?${digit}){6,7}(?!${numeral}))`,
    'gi',
  ),
  (found) => {
    const sizes = found.value.split(/[ -]/).map(({ length }) => length);
    const inGroups = sizes.length <= 4 && sizes.every((size) => size >= 2);
    return (inGroups || sizes.every((size) => size === 1)) && isContact(found);
  },
);

/** 6216110这个号打不通, 物业6216110没人接: the word for a telephone follows. */
const numberBeforeWord = byPattern(
  'landline',
  new RegExp(
    String.raw`(?<![\dA-Za-z.第-]|[48]00 )${local}(?=[\s,]?(?:这个)?(?:号?(?:[一老总]直?)?(?:没人接|占线|打不通|无人接|是空号|空号|关机|不通)|这个号|电话|座机))`,
    'g',
  ),
  ({ value, before }) => !day.test(value) && !isNumberOfThing(before),
);

/** 找物业3377128推给开发商, 给供电所3377128打过三次: an office that is called. */
const calledOffice = byPattern(
  'landline',
  new RegExp(
    String.raw`(?:找|给|问|打给|联系|拨)(?:物业|居委会?|村委会?|社区|供电所|水厂|自来水公司|燃气公司|热力公司|派出所|街道办?|学校|医院|客服|电力|公司|经理|厂里|维修)[:\s]?(${local}(?!\d))`,
    'g',
  ),
  (found) => !day.test(found.value) && isContact(found),
);

/** 俺店里2286105, 小饭店订餐8853021: seven figures in a piece, beside where a telephone stands; no round amount. */
const placeOfPhone = byPattern(
  'landline',
  /(?:店里?|订[餐座]|饭[店馆]|铺子里?|[我俺咱]家|家里|家中|座机)(?:的|就?是|号码?|:|\s){0,2}([2-9]\d{6}(?!\d|[.-]\d))/g,
  (found) => !found.value.endsWith('000') && isContact(found),
);

export const phoneRules = [
  ...needing({ run: 7 }, [mobile]),
  ...needing({ run: 4 }, [brokenMobile]),
  ...needing({ run: 3, latin: 1 }, [letteredMobile]),
  ...needing({ spoken: 11 }, [spokenMobile]),
  ...needing({ run: 7 }, [landline]),
  ...needing({ spoken: 10 }, [spokenLandline]),
  ...needing({ run: 7 }, [localNumber]),
  ...needing({ run: 7 }, [spokenLocalNumber, numberBeforeWord, calledOffice, placeOfPhone]),
];
