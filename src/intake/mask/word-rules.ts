import { SEALED, SEALED_NAME } from './flatten.ts';
import { digitsOf, NUMERALS } from './numerals.ts';
import { byFirst, byPattern, needing } from './rule.ts';

// A local part is at most 64 characters, a label 63 (RFC 5321, RFC 1035); the start of a run is the only start. What
// keyboards and dictation make of the dots and the @ is read as that; c0m is a frequent slip. A comma or 。 is a dot only
// before the end of an address: after one it ends the sentence (…@qq.com，QQ …).
const local = String.raw`(?<![\w.%+-])(?:[Ee]-?mail(?=[\w.%+-]{1,64}@))?([\w.%+-]{1,64}`;
const email = byPattern(
  'email',
  new RegExp(
    String.raw`${local}(?: ?@ ?)(?:[A-Za-z0-9-]{1,63}(?:[.点]|[。,](?=(?:com|cn|net|org|edu|c0m)(?![A-Za-z0-9]))| \. ?)){1,4}(?:[A-Za-z]{2,10}|c0m)(?![A-Za-z0-9]))`,
    'g',
  ),
);

/** The mail services that people use: after another sign than @, only these make an address. */
const services =
  'qq|163|126|139|189|188|yeah|sina|sohu|tom|gmail|foxmail|outlook|hotmail|live|yahoo|aliyun|icloud';
const spelledEmail = byPattern(
  'email',
  new RegExp(
    String.raw`${local}(?:(?: ?[(\[]?(?:艾特|at|#)[)\]]? ?|@)(?:vip[.点])?(?:${services})(?:(?: ?(?:\.|点|dot|。) ?)(?:com|cn|net|c0m)){0,2}(?![A-Za-z0-9.])))`,
    'gi',
  ),
  ({ value }) => value.includes('@') || /(?:com|cn|net|c0m)$/i.test(value),
);

const provinces = '京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼';
const digitCount = (value: string): number => value.replace(/\D/g, '').length;

// GA 36-2018: five characters, at most two of them letters; six on new-energy plates; 挂 and the like in fifth place.
const plate = byFirst(
  'plate',
  provinces,
  new RegExp(
    `[${provinces}][ ·.]?[A-Z微][ ·./\n-]?(?:(?:[A-Z0-9] ?){3}[A-Z0-9](?:[挂学警港澳]|[领使试超](?![一-龥]))|(?:[A-Z][ ·.-]?(?=\\d))?(?:[A-Z0-9] ?){4,5}[A-Z0-9](?![A-Z0-9]))`,
    'iy',
  ),
  (value) => digitCount(value.slice(2)) >= (/[挂学警港澳领使试超]$/.test(value) ? 2 : 3),
);
/** 鲁V六二K一五: dictation writes figures out. */
const spokenPlate = byFirst(
  'plate',
  provinces,
  new RegExp(
    `[${provinces}][ ·]?[A-Z][ ·]?[A-Z0-9${NUMERALS}]{5,6}(?![A-Z0-9${NUMERALS}]|号楼|栋|单元|座)`,
    'iy',
  ),
  (value) => new RegExp(`[${NUMERALS}]`).test(value) && digitCount(digitsOf(value.slice(2))) >= 4,
);
const policePlate = byPattern('plate', new RegExp(`(?<![A-Za-z])WJ ?[${provinces}] ?\\d{4}[\\dA-Z]`, 'gi'));

/** 日照K30572, 山东LT0583: what stands before the letter is written out; only where a plate is spoken of. */
const cityPlate = byPattern(
  'plate',
  /(?:车牌|牌照|车号|牌号|号牌|车)[\u4e00-\u9fff]{0,5}[:,\s]{0,2}((?<![\u4e00-\u9fff])[\u4e00-\u9fff]{2}[A-Z][ ·.-]?[A-Z0-9]{5,6}(?![A-Z0-9])|(?<=[是为的])[\u4e00-\u9fff]{2}[A-Z][ ·.-]?[A-Z0-9]{5,6}(?![A-Z0-9]))/gi,
  ({ value }) => digitCount(value) >= 3,
);
const writtenPlate = byPattern(
  'plate',
  /(?:北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海|内蒙古?|广西|西藏|宁夏|新疆)[A-Za-z][ ·.-]?(?=[A-Za-z0-9]{0,3}\d)[A-Za-z0-9]{5,6}(?![A-Za-z0-9])/g,
  ({ value }) => digitCount(value) >= 3,
);

const bareplate = byPattern(
  'plate',
  /(?:车牌|牌照|车号|牌号|号牌|[轿货客卡包租]车)(?:号码?|尾号|[是为:\s]){0,4}([A-Z][ ·.-]?[A-Z0-9]{5,6}(?![A-Z0-9]))/gi,
  ({ value }) => digitCount(value) >= 3,
);

// 微 and V are written in many ways, to escape filters or by mistake; V alone needs 加, 我的 or a colon.
const chat = String.raw`(?:(?:[微薇威徽围]\s?信|微号|(?<![\u4e00-\u9fff])微(?=[:\s]?[A-Za-z])|卫星(?=号|:|[A-Za-z])|绿泡泡|[薇威v]❤|[微加][❤♥]|[+➕]\s?微|加\s?我?\s?[➕+]?\s?[微薇v](?![信薄])|(?:加[个我]|我的?|[+➕])\s?v(?!x)|(?<![A-Za-z0-9])v(?=[:号信])|v信|(?<![A-Za-z])(?:wechat|weixin|w\s?x|v\s?x))`;
const filler = String.raw`(?:号码?|账[号户]|群|ID(?![A-Za-z])|is(?![A-Za-z])|联系|加我?|搜索?|就|(?:小写|字母|拼音)的?|[信是为叫:\s("“→])`;

const wechatId = byPattern('wechat', /(?<![A-Za-z0-9_-])wxid_[A-Za-z0-9]{6,24}(?![A-Za-z0-9_-])/gi);

const publicAccount = /^\s?(?:这?个)?(?:公众号|小程序|服务号|视频号)/;
const wechat = byPattern(
  'wechat',
  new RegExp(`${chat}${filler}{0,6})([A-Z][A-Z0-9_-]{5,19}(?![A-Z0-9_@.-]))`, 'gi'),
  // A word of letters alone is taken for an id only where it is called one: 微信support is none.
  ({ value, before, after }) =>
    !publicAccount.test(after) && (/[\d_-]/.test(value) || /(?:号|:|是|为)[\s"“]*$/.test(before)),
);

const wechatNumber = byPattern(
  'wechat',
  new RegExp(String.raw`${chat}${filler}{0,6})([1-9]\d{5,10}(?![\d.A-Za-z_]))`, 'gi'),
);
/** 15866031177a: no id that WeChat gives, but what people write. It is no phone number, so it is looked for first. */
const wechatMixed = byPattern(
  'wechat',
  new RegExp(String.raw`${chat}${filler}{0,6})(\d{5,12}[A-Z_][A-Z0-9_-]{0,10}(?![A-Z0-9_@.-]))`, 'gi'),
);

const qqWord = String.raw`(?:(?<![A-Za-z])Q\s?Q|扣扣|[球秋]{2}|企鹅号?|扣(?=[:号])|加我?扣|(?<![A-Za-z0-9])Q(?=[:号])|(?:加我?|我的?)\s?Q(?![A-Za-z]))`;
const qqFiller = String.raw`(?:号码?|账号|群号?里?|联系吧?|空间|更快|方便|加我?|[找搜]我|[我他她]的|说吧?|聊吧?|上|就|一样|都是|[是为:,\s("“]|\uFFFC[、/或和,;\s]){0,6}`;
const qq = byPattern(
  'qq',
  new RegExp(
    String.raw`${qqWord}${qqFiller}([1-9](?:[ -]?\d){4,10}(?![\d.]|[多余]?[人元块条步次个名万户]))`,
    'gi',
  ),
  ({ value, before }) => {
    const sizes = value.split(/[ -]/).map(({ length }) => length);
    if (
      sizes.length > 1 &&
      !sizes.slice(0, -1).every((size) => size >= 2) &&
      !sizes.every((size) => size === 1)
    )
      return false;
    return digitCount(value) >= (/(?:扣|Q\s?Q|企鹅)/i.test(before) ? 5 : 6);
  },
);
/** 扣我3049281756: also said of money (扣我2000元), so it takes more figures. */
const addedQq = byPattern(
  'qq',
  /扣我(?:吧|呗|就行|的?号)?[,:\s]{0,2}([1-9]\d{7,10}(?![\d.A-Za-z_]|元|块|分))/g,
);
const spokenQq = byPattern(
  'qq',
  new RegExp(`${qqWord}${qqFiller}([${NUMERALS}](?:[ ,、]?[${NUMERALS}]){5,10}(?![${NUMERALS}]))`, 'gi'),
);

/** 加我baozi_88这个微信: the word follows. */
const wechatBefore = byPattern(
  'wechat',
  /(?<![A-Za-z0-9_@.-])(?!QQ)[A-Z](?=[A-Z_-]{0,18}[\d_])[A-Z0-9_-]{5,19}(?=\s?,?(?:这?(?:是|就是|为)我的?|这个)微信)/gi,
);
/** 加你们微信没通过，我的号是…: the word stands in the clause before. */
const wechatLater = byPattern(
  'wechat',
  /(?:微信|薇信|威信|wechat)(?!公众|小程序|[^,。]{0,8}公众号)[^A-Za-z0-9。;!]{1,16}(?:号|ID|是|:|叫|搜索?)\s?([A-Z](?=[A-Z_-]{0,18}[\d_])[A-Z0-9_-]{5,19}(?![A-Z0-9_@.-]))/gi,
  ({ after }) => !publicAccount.test(after),
);
/** 你们加我吧yanzi_85: whom else one adds is not said. */
const wechatAdded = byPattern(
  'wechat',
  /(?:加我?了?|(?:联系|找|滴滴|私信)我)(?:吧|好友|一下|呗|的?[小大]号)?[,:\s]{0,2}([A-Z](?=[A-Z_-]{0,18}[\d_])[A-Z0-9_-]{5,19}(?![A-Z0-9_@.-]))/gi,
);
/** 13939462850 dbq13579zx: right after a number that is masked, what has letters and figures is an account. */
const wechatBesideNumber = byPattern(
  'wechat',
  /\uFFFC[\s,/、]{1,2}([A-Z](?=[A-Z_-]{0,18}\d[A-Z0-9_-]{0,18}\d)[A-Z0-9_-]{5,19}(?=$|[\s,。;!?、)]|[是为]?我?的?微信))/gi,
);
const qqBefore = byPattern('qq', /(?<![\dA-Za-z.])[1-9]\d{4,10}(?=\s?(?:(?:是|为)我的?|这个)(?:QQ|扣扣))/gi);

export const emailRules = [
  ...needing({ latin: 4, oneOf: '@艾' }, [email]),
  ...needing({ latin: 2, oneOf: '@艾tT#' }, [spelledEmail]),
];
const chatCharacters = '微薇威徽围卫绿vVwWxX❤♥';
const chat5 = { run: 5, oneOf: chatCharacters };
export const mixedIdRules = needing(chat5, [wechatMixed]);
export const plateRules = [
  ...needing({ run: 1, latin: 1, oneOf: provinces }, [plate, spokenPlate, policePlate]),
  ...needing({ run: 1, latin: 1, oneOf: '牌照车' }, [bareplate, cityPlate]),
  ...needing({ run: 3, latin: 1 }, [writtenPlate]),
];
export const chatRules = [
  ...needing({ latin: 6, oneOf: chatCharacters }, [wechatId]),
  ...needing({ latin: 1, oneOf: chatCharacters }, [wechat, wechatLater, wechatBefore]),
  ...needing({ run: 5, oneOf: 'qQ扣球秋企' }, [qq, spokenQq, qqBefore, addedQq]),
  ...needing(chat5, [wechatNumber]),
  ...needing({ latin: 4, oneOf: '加我' }, [wechatAdded]),
  ...needing({ run: 1, latin: 1, oneOf: SEALED + SEALED_NAME }, [wechatBesideNumber]),
];
