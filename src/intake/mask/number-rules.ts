import { digitsOf, hasIdentityChecksum, hasIdentityForm, hasLuhnChecksum, NUMERALS } from './checksums.ts';
import { byPattern, type Found, type Rule } from './rule.ts';

/** Numbers of things: an order number of eleven digits may look like a phone. */
const namedOtherwise =
  /(?:订单|运单|快递|工单|流水|凭证|合同|货|单|编|户|表|批|序列|宗地|文|案|发票|房产证|产权证?|学|工|型|条形?)(?:号码?|码|编号)[^\d,。;、]{0,3}$/;

/** An amount or a measure follows: the number counts something. */
const counted =
  /^\s?(?:元|万(?!先生|女士)|亿|块钱|吨|平方|平米|立方|㎡|m[23²³]|米|公里|千米|公斤|斤|亩|千瓦|kw|kg|km|%|‰|美元|港币)/i;

const isContact = ({ before, after }: Found): boolean => !namedOtherwise.test(before) && !counted.test(after);

// A letter before a number makes it part of a code (HX138…), unless it is a word for a phone or a chat.
const code =
  /(?:^|[^A-Za-z])(?!(?:vx?|wx|tel|telephone|phone|mobile|cell|qq|t|m|mob|weixin|wechat|call)[^A-Za-z]*$)[A-Za-z]+$/i;

const groupings =
  /^(?:\d{3}[^\d]{1,2}\d{4}[^\d]{1,2}\d{4}|\d{3}([ -])\d{8}|\d{7} \d{4}|\d(?:([ .-]{1,2})\d)(?:\2\d){9})$/;
const dottedAddress = /^\d{1,3}(?:\.\d{1,3}){3}$/;

/** Eleven digits in one piece, one by one, or in two to four groups that people say in one breath. */
const isPhoneShape = (value: string): boolean => {
  const groups = value.split(/[ .·_-]+/);
  if (groups.length === 1 || groupings.test(value)) return true;
  const separators = new Set(value.match(/[ .·_-]+/g));
  // 3-4-4, 3-3-3-2; in pairs after the first three (147 53 62 08 91).
  const spoken =
    (groups.length >= 3 && groups.length <= 4 && groups.every((group) => group.length >= 2)) ||
    (groups[0]?.length === 3 && groups.slice(1).every((group) => group.length === 2));
  return spoken && separators.size === 1 && !dottedAddress.test(value);
};

const mobile = byPattern(
  'mobile',
  /(?<!\d)(?:(?:\(?\+|00)?86\)?[ -]{0,2})?1[ .·_-]{0,2}[3-9](?:[ .·_-]{0,2}\d){9}(?!\d|[-.]\d{2})/g,
  (found) => {
    const { value, before } = found;
    if (/\d{2}\.$/.test(before) || code.test(before)) return false;
    const own = value.replace(/^(?:(?:\(?\+|00)?86\)?[ -]{0,2})(?=1)/, '');
    return isPhoneShape(own) && isContact(found);
  },
);

const numeral = `[\\d${NUMERALS}]`;
const written = new RegExp(`[${NUMERALS}]`);

// Eleven numerals in a row are read out digit by digit: an amount would have 千 or 万 in it.
const spokenMobile = byPattern(
  'mobile',
  new RegExp(`(?<!${numeral})${numeral}{2}(?:[ -]?${numeral}){9}(?!${numeral}{2}|\\d)`, 'g'),
  (found) => written.test(found.value) && /^1[3-9]/.test(digitsOf(found.value)) && isContact(found),
);

const area = String.raw`0(?:10|2[0-57-9]|[3-9]\d{2})`;
const local = String.raw`[2-9]\d{2,3}[ -]?\d{4}`;
const extension = String.raw`(?:[ -]?(?:转|分机|ext\.?|-)[ ]?\d{1,6}(?!\d))?`;

const landline = byPattern(
  'landline',
  new RegExp(
    String.raw`(?<![\dA-Za-z.])(?:(?:\+|00)86[ -]?(?:\(0\))?[1-9]\d{1,2}[ -]|\(${area}\)[ -]{0,2}|${area}[ -]{0,2})${local}(?!\d)${extension}`,
    'gi',
  ),
  isContact,
);

const serviceNumber = byPattern(
  'landline',
  /(?<![\dA-Za-z.-])[48]00[ -]?(?:\d{3}[ -]?\d{4}|\d{4}[ -]\d{3}|\d[ -]?\d{3}[ -]?\d{3})(?![\d.]|[ -]\d)/g,
  isContact,
);

// Seven or eight digits alone may be anything: a word for a telephone must stand before them.
const localNumber = byPattern(
  'landline',
  new RegExp(
    String.raw`(?:电话|座机|固话|传真|热线|致电|拨打|打|联系方式|tel)(?:号码?|联系|[是为:\s(]|\uFFFC[、/或和,;\s]){0,6}(${local}(?![\d.]|[-]\d{2}(?!\d{3}))${extension})`,
    'gi',
  ),
  isContact,
);

const identityWord = /(?:身份证|身分证|证件)[^\d。;]{0,14}$/;

const identity = byPattern(
  'identity',
  /(?<![\dA-Za-z])[1-9](?:[ -]?\d){16}[ -]?[\dX×](?![\dA-Za-z])/gi,
  ({ value, before }) => {
    const digits = digitsOf(value.replace('×', 'X'));
    return hasIdentityForm(digits) && (hasIdentityChecksum(digits) || identityWord.test(before));
  },
);

/** Mistyped, or a figure short: where it is called an identity number, it is one. */
const calledIdentity = byPattern(
  'identity',
  /(?:身份证|身分证|证件)(?:号码?|[是为:\s(]){0,5}(\d{14,18}[\dX](?![\dA-Za-z]))/gi,
);

const spokenIdentity = byPattern(
  'identity',
  new RegExp(`(?<!${numeral})${numeral}{17}(?:${numeral}|X)(?!${numeral})`, 'gi'),
  ({ value }) => {
    const digits = digitsOf(value);
    return hasIdentityForm(digits) && hasIdentityChecksum(digits);
  },
);

const oldIdentity = byPattern(
  'identity',
  /(?<![\dA-Za-z])[1-9]\d{14}(?![\dA-Za-z])/g,
  ({ value, before }) => hasIdentityForm(value) && !namedOtherwise.test(before),
);

const accountWord = /(?:卡号?|账号|账户|户头|存折|折子|bank account|account)[^\d。;]{0,12}$/i;

// 3–6 and 9: American Express, Visa, Mastercard, UnionPay, and the old 95xx numbers of Chinese banks.
const bankCard = byPattern(
  'bankCard',
  /(?<![\dA-Za-z.])[3-69](?:[ -]?\d){15,18}(?![\dA-Za-z]|\.\d)/g,
  ({ value, before }) => {
    const fours = /^\d{4}(?:[ -]\d{4}){3}(?:[ -]?\d{1,3})?$|^\d{6}[ -]\d{10,13}$|^\d+$/.test(value);
    return accountWord.test(before) || (fours && hasLuhnChecksum(digitsOf(value)));
  },
);

const account = byPattern(
  'bankCard',
  /(?:银行卡号?|卡号|账号|账户|户头|存折)(?:号码?|[是为:\s(]){0,5}(\d{12,22}(?!\d))/g,
  ({ before }) =>
    !/(?:微信|QQ|宽带|用户|登录|户号|燃气|电费|水费)(?:卡号|账号|账户)[^\d]{0,6}$/i.test(before),
);

export const numberRules: readonly Rule[] = [
  identity,
  spokenIdentity,
  calledIdentity,
  bankCard,
  account,
  oldIdentity,
  mobile,
  spokenMobile,
  landline,
  serviceNumber,
  localNumber,
];
