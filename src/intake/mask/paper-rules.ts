import { hasIdentityChecksum, hasIdentityForm, hasLuhnChecksum } from './checksums.ts';
import { digitsOf, NUMERALS, READ_OUT } from './numerals.ts';
import { byPattern, isNumberOfThing, needing } from './rule.ts';

const GAP = '(?:[ .·,-]{0,2}|\\s?\\n)';
const digit = `[\\d${READ_OUT}]`;
const numeral = `[\\d${NUMERALS}]`;
const written = new RegExp(`[${NUMERALS}]`);

/** What is surely an identity number, whatever its digits. */
const certain = '身份证|身分证|身份正|证件|公民身份|sfz';
/** Also said of other papers (房产证号, ID of a user): province and date of birth must be in it. */
const likely = '证号|身份号|社会?保障?号|残疾人?证|(?<![A-Za-z])ID(?![A-Za-z])';
const identityWord = new RegExp(String.raw`(?:${certain}|${likely})[^\d。;]{0,14}$`, 'i');

// A disabled person's card has the identity number, a kind (1–7), a degree (1–4), and B1 when it was issued again.
const identity = byPattern(
  'identity',
  new RegExp(
    String.raw`(?<![\dA-Za-z])[1-9](?:${GAP}\d){16}${GAP}[\dX×叉乘](?:[1-7][1-4](?:B\d)?)?(?![\dA-Za-z])`,
    'gi',
  ),
  ({ value, before, after }) => {
    const digits = digitsOf(value.replace(/[×叉乘]/, 'X')).slice(0, 18);
    const called = identityWord.test(before) || /^[\s,(]?(?:这?是?我?的?)?身份证/.test(after);
    return hasIdentityForm(digits) && (called || hasIdentityChecksum(digits));
  },
);

/** Mistyped, or some figures short: where it is called an identity number, it is one. */
const calledIdentity = byPattern(
  'identity',
  new RegExp(
    String.raw`(?:${certain})(?:号码?|[是为:\s(]){0,5}(\d(?:[ .-]?\d){11,16}[ .-]?[\dX](?![\dA-Za-z]))`,
    'gi',
  ),
);

const spokenIdentity = byPattern(
  'identity',
  new RegExp(
    `(?<!${numeral})${numeral}(?:[ .,、。-]{0,2}${digit}){16}[ .,、。-]{0,2}(?:${digit}|[X×叉乘])(?!${numeral})`,
    'gi',
  ),
  ({ value }) => {
    if (!written.test(value)) return false;
    const digits = digitsOf(value.replace(/[×叉乘]/, 'X'));
    return hasIdentityForm(digits) && hasIdentityChecksum(digits);
  },
);

const oldIdentity = byPattern(
  'identity',
  /(?<![\dA-Za-z])[1-9]\d{14}(?![\dA-Za-z])/g,
  ({ value, before }) => hasIdentityForm(value) && !isNumberOfThing(before),
);

const accountWord =
  /(?:卡号?|[账帐]号|账户|户头|存折|折子|一[本卡]通|(?:[工农中建交招]|邮储|农商)行|信用社|bank account|account|card)[^\d。;]{0,12}$/i;

// 3–6 and 9: American Express, Visa, Mastercard, UnionPay, and the old 95xx numbers of Chinese banks.
const bankCard = byPattern(
  'bankCard',
  /(?<![\dA-Za-z.])[3-69](?:[ .\n-]?\d){15,18}(?![\dA-Za-z]|\.\d)/g,
  ({ value, before }) => {
    const fours = /^\d{4}(?:([ .-])\d{4})(?:\1\d{4}){2}(?:\1?\d{1,3})?$|^\d{6}[ -]\d{10,13}$|^\d+$/.test(
      value,
    );
    return accountWord.test(before) || (fours && hasLuhnChecksum(digitsOf(value)));
  },
);

const spokenCard = byPattern(
  'bankCard',
  new RegExp(`(?<!${numeral})${numeral}(?:[ ,、-]?${digit}){15,18}(?!${numeral})`, 'g'),
  ({ value, before }) =>
    written.test(value) && (accountWord.test(before) || hasLuhnChecksum(digitsOf(value))),
);

const account = byPattern(
  'bankCard',
  /(?:银行卡号?|卡号|[账帐]号|账户|户头|存折号?|折子|一[本卡]通)(?:号码?|[\u4e00-\u9fff]{1,6}[行社]|[是为:\s(]){0,5}(\d(?:[ -]?\d){11,21}(?!\d))/g,
  ({ before }) =>
    !/(?:微信|QQ|宽带|用户|登录|户号|燃气|电费|水费)(?:卡号|[账帐]号|账户)[^\d]{0,6}$/i.test(before),
);

export const paperRules = [
  ...needing({ run: 17 }, [identity]),
  ...needing({ spoken: 17 }, [spokenIdentity]),
  ...needing({ run: 12 }, [calledIdentity, account, bankCard]),
  ...needing({ spoken: 16 }, [spokenCard]),
  ...needing({ run: 12 }, [oldIdentity]),
];
