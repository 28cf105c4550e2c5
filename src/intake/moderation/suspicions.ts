import { analysisText } from '../analysis-text.ts';
import { essence } from '../copies/shingles.ts';

/** Why a message waits for a person. The table of words is total: whoever adds a reason must say what staff read. */
export const holdReasons = {
  advertising: {
    zh: '像广告：既有所售之物，又留了联系方式',
    en: 'looks like advertising: an offer together with a way to buy it',
  },
  link: { zh: '几乎只有网址', en: 'hardly more than a web address' },
  abuse: { zh: '含有辱骂', en: 'contains insults' },
  gibberish: {
    zh: '看不出内容：没有文字，或一直重复',
    en: 'no content to be seen: no words, or the same over and over',
  },
  copies: {
    zh: '短时间内多人提交了几乎相同的内容',
    en: 'several people sent nearly the same within a short time',
  },
  repeated: { zh: '同一个人重复提交了几乎相同的内容', en: 'one person sent nearly the same again and again' },
  codeFlood: {
    zh: '同一个码在短时间内收到的留言过多',
    en: 'one code received very many messages within a short time',
  },
} as const satisfies Record<string, { readonly zh: string; readonly en: string }>;

export type HoldReason = keyof typeof holdReasons;

/** What is sold by those who write advertisements everywhere. */
const offer =
  /办证|刻章|代开.{0,4}(?:发票|票)|开发票|发票代开|(?:小额|无抵押|信用|快速|低息)贷款|贷款(?:找我|秒批|.{0,12}(?:当天|当日|马上|立即|极速)放款)|(?:信用卡)?套现|刷单|兼职.{0,6}(?:日结|日入|在家|赚)|日赚|月入.{0,3}万|包过|代考|替考|棋牌(?:室)?.{0,6}(?:开户|上分|下载)|(?:博彩|彩票).{0,8}(?:稳赚|带|计划|开户)|(?:上门)?(?:按摩|特殊)服务|(?:美女|学生妹).{0,4}(?:上门|陪)|约炮|迷药|(?:壮阳|减肥|丰胸).{0,6}(?:药|胶囊|产品|神器)|(?:祖传|特效).{0,4}(?:秘方|药)|加盟.{0,6}(?:热线|电话|咨询)|招(?:代理|加盟)|(?:低价|厂家|批发|特价|清仓).{0,8}(?:出售|直销|供应|处理|促销)|高价回收|诚招|诚聘|(?:专业|承接|提供).{0,10}(?:疏通|开锁|搬家|防水|装修|保洁|讨债|要账|调查|婚介)|点击(?:链接|下载)|扫码(?:领|进群)|免费领|优惠(?:价|多多)|\b(?:buy now|click here|earn \$?\d+|casino|viagra|cheap (?:loans?|pills))\b/i;

/** How to buy: masked numbers are marks by now. */
const contact =
  /〔(?:手机号|座机|微信号|QQ号|邮箱)〕|加(?:我)?(?:微|薇|v|q)|(?:联系|咨询)(?:我|电话)|私聊|https?:|www\.|\.(?:com|cn|top|xyz|net|vip)\b/i;

/** Who complains about advertisements speaks of the same things. */
const complaint =
  /投诉|举报|反映|建议|希望|请(?!加|联系|拨|咨询)|管一管|查处|整治|清理|取缔|打击|严查|乱贴|小广告|骚扰|诈骗|被骗|上当|违法|非法|贴满|到处(?:都)?(?:是|贴)|扰民|怎么办|能否|能不能|领导|政府|complain|please|report/i;

const url =
  /https?:\/\/\S+|(?<![a-z0-9@.])(?:www\.)?[a-z0-9-]{2,40}\.(?:com|net|top|xyz|vip|shop|club|site|info|cc)(?![a-z0-9])|\b(?:t|bit)\.(?:me|ly)\/\S+/i;
// Public bodies' own pages are what residents cite.
const publicUrl = /\.gov\.cn|\.edu\.cn|\.org\.cn|npc\.|people\.com|xinhuanet|12345/i;

/** Insults to a person; anger (气死人, 不作为, 吃干饭) is none. */
const insult =
  /(?:操|草|艹|日|干)(?:你|尼|他|她)(?:妈|娘|大爷|祖宗|全家|们妈)|(?:你|他|她)(?:妈|娘)(?:的)?(?:逼|比|b|x)|傻[逼比叉b]|煞笔|沙[比雕]|[脑智]残(?!疾|障|联)|(?:狗|畜)(?:杂种|娘养|东西|日的|官们?去死)|畜生(?!棚|粪)|(?:王八|龟)(?:蛋|孙|羔)|婊子|贱(?:人|货|种)|(?:去|滚去)死(?:吧)?(?:你|他)?|(?:你|他|她)们?全家(?:都)?(?:死|不得好死)|不得好死|杂种(?!牛|猪|稻|玉米)|滚(?:你妈|蛋|犊子)|人渣|cnm|nmsl|tmd|\bfuck(?:ing)? (?:you|off)\b|\bson of a bitch\b|\basshole\b/i;

/** Letters and figures as they stand once: 哈哈哈哈哈哈 has one, and so has 111111. */
const distinctShare = (words: string): number => new Set(words).size / words.length;

const isGibberish = (text: string): boolean => {
  const words = essence(text);
  if (/〔/.test(text) && words.length < 12) return false;
  if (!/\p{L}/u.test(words)) return true;
  // 10 characters of which two differ, or the keyboard's rows: a message of 10 has 9 different ones on average.
  return (
    words.length >= 10 &&
    ((distinctShare(words) < 0.2 && new Set(words).size <= 3) ||
      /^(?:asdf|qwer|zxcv|hjkl|abcd|fghj)+[a-z]*$/i.test(words))
  );
};

/** What in a masked text alone asks for a person's eye, in the order of `holdReasons`. */
export const suspicionsIn = (text: string): HoldReason[] => {
  const plain = analysisText(text);
  const found: HoldReason[] = [];
  if (offer.test(plain) && contact.test(plain) && !complaint.test(plain)) found.push('advertising');
  // Residents cite pages (86 of the 4,326): only an address with hardly a word beside it is suspicious.
  const beside = essence(plain.replaceAll(new RegExp(url.source, 'gi'), ''));
  if (url.test(plain) && !publicUrl.test(plain) && beside.length < 12) found.push('link');
  if (insult.test(plain)) found.push('abuse');
  if (isGibberish(text)) found.push('gibberish');
  return found;
};
