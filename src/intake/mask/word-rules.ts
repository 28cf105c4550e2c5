import { byPattern, type Rule } from './rule.ts';

/** A local part is at most 64 characters, a label 63 (RFC 5321, RFC 1035); the start of a run is the only start. */
const email = byPattern(
  'email',
  /(?<![\w.%+-])(?:[Ee]-?mail(?=[\w.%+-]{1,64}@))?([\w.%+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,4}[A-Za-z]{2,10}(?![A-Za-z0-9]))/g,
);

const provinces = '京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼';

const digitCount = (value: string): number => value.replace(/\D/g, '').length;

// GA 36-2018: five characters, at most two of them letters; six on new-energy plates; 挂 and the like in fifth place.
const plate = byPattern(
  'plate',
  new RegExp(
    `[${provinces}] ?[A-Z][ ·.-]?(?:[A-Z0-9]{4}[挂学警港澳领使试超]|[A-Z0-9]{5,6}(?![A-Z0-9]))`,
    'gi',
  ),
  ({ value }) => digitCount(value.slice(2)) >= (/[挂学警港澳领使试超]$/.test(value) ? 2 : 3),
);

const bareplate = byPattern(
  'plate',
  /(?:车牌|牌照)(?:号码?|[是为:\s]){0,4}([A-Z][ ·.-]?[A-Z0-9]{5,6}(?![A-Z0-9]))/gi,
  ({ value }) => digitCount(value) >= 3,
);

const chat = `(?:(?:微信|薇信|威信|徽信|v信|加v|加微|加薇|(?<![A-Za-z])(?:wechat|weixin|wx|vx))`;
const filler = String.raw`(?:号码?|账号|群|ID(?![A-Za-z])|联系|加我|搜索?|是|为|[:\s("“])`;

const wechatId = byPattern('wechat', /(?<![A-Za-z0-9_-])wxid_[A-Za-z0-9]{6,24}(?![A-Za-z0-9_-])/gi);

const wechat = byPattern(
  'wechat',
  new RegExp(`${chat}${filler}{0,6})([A-Z][A-Z0-9_-]{5,19}(?![A-Z0-9_@.-]))`, 'gi'),
  // A word of letters alone is taken for an id only where it is called one: 微信support is none.
  ({ value, before }) => /[\d_-]/.test(value) || /(?:号|:|是|为)[\s"“]*$/.test(before),
);

const wechatNumber = byPattern(
  'wechat',
  new RegExp(String.raw`${chat}${filler}{0,6})([1-9]\d{5,10}(?![\d.]))`, 'gi'),
);

const qq = byPattern(
  'qq',
  /(?:(?<![A-Za-z])QQ|扣扣|企鹅号?)(?:号码?|账号|群|联系|加我|是|为|[:\s("“]|\uFFFC[、/或和,;\s]){0,6}([1-9]\d{4,10}(?![\d.]))/gi,
);

export const wordRules: readonly Rule[] = [email, plate, bareplate, wechatId, wechat, qq, wechatNumber];
