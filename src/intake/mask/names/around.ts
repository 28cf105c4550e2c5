/**
 * What stands beside people in running text, weighed in the same natural logarithms as the odds of the name itself. The
 * weights are set by hand and were checked on the resident messages.
 */
type Weighed = readonly (readonly [weight: number, pattern: RegExp])[];

const wordsOf = (text: string): readonly string[] => text.trim().split(/\s+/);
const kin = wordsOf(`
老公 老婆 丈夫 兄弟 阿姨 婶婶 大嫂 大姑 姑妈 三叔 二叔 四叔 三姨 二哥 大哥 三哥 二姐 大姐 三姐 老妈 老爸 太太 男人 妻子 对象 爱人 老伴 老头 老头子 那口子 儿子 儿媳 儿媳妇 女儿 闺女 媳妇 女婿 爸 爸爸 妈 妈妈 父亲 母亲 他爹 俺爹 我爹 老爹 他娘 俺娘 我娘 老娘 爷爷 奶奶 外公 外婆 姥姥
姥爷 哥 哥哥 弟弟 姐 姐姐 妹妹 孙子 孙女 外孙 外孙女 公公 婆婆 岳父 岳母 大伯 二伯 三伯 叔 叔叔 大爷 二爷 三爷 大娘 大妈 大叔 大婶 姑姑 姑父 舅舅 舅妈 大姨 小姨 二姨 婶子 嫂子 弟媳 弟媳妇 弟妹 侄子
侄女 侄儿 外甥 外甥女 俺儿 我儿 小叔子 大伯子 小姑子 大舅子 小舅子 大舅哥 前夫 前妻 继父 继母 养父 养母 丈母娘 老丈人 堂哥 堂弟 堂姐 堂妹 表哥 表弟 表姐 表妹 表叔 妯娌 连襟 亲家 家属 伯父 伯母`);
const folk = wordsOf(`
姑娘 小姑娘 小伙 小伙子 村民 居民 业主 租户 租客 房东 房主 户主 住户 车主 司机 师傅 邻居 邻人 同村 同学 同事 同乡 老乡 工友 战友 朋友 舍友 室友 学生 孩子 小孩 娃 老人 老汉 老太 老太太 孤寡 寡妇 病人 患者 伤者 死者 逝者 科室
受害人 小朋友 当事人 肇事者 嫌疑人 骗子 中介 店主 摊主 老板 证人 家长 学员 工人 法人 老大 老二 老三 老四 小的 大的 老板娘 包工头 工头 保姆 护工 护士 医生 大夫 老师 教练 班主任 客服 快递员 外卖员 业务员 销售 销售员 保安 电工 水暖工 网格员 低保户 五保户 贫困户 困难户
残疾人 老兵 老党员 退伍军人 申请人 联系人 收款人 收件人 寄件人 开户人 报修人 报名人 借款人 经手人 签收人 登记人 担保人 持卡人 取件人 本人 户名 署名 签名 落款 名字 姓名 被告 原告 房客 买家 卖家 对方 一个人
那人 这人 街坊 东邻 西邻 南邻 北邻 楼上 楼下 对门 隔壁 屋后 房后 前院 后院 东院 西院 社员 职工 员工 农民 粮农 菜农 果农 战士 民兵 党员 村霸`);
const people: ReadonlySet<string> = new Set([...kin, ...folk]);
const LONGEST_WORD = 4;

const mark = /[,:\s(“"]$/;
const link = /(?:家的|[家的是叫]|[名就也]叫|叫做)$/;
/** 我老伴儿, 业主:, 孩子的同学叫: whether a word for a person ends the text, with what links a name to it. */
const endsWithPerson = (text: string): boolean => {
  const bare = text.replace(mark, '');
  const named = bare.replace(link, '');
  for (let length = 1; length <= LONGEST_WORD; length++)
    if (people.has(bare.slice(-length)) || (named !== bare && people.has(named.slice(-length)))) return true;
  return false;
};

/** The strongest first. */
const before: Weighed = [
  [
    6,
    /(?:^|[^大鸣哭喊吼尖狂])(?:名?叫|叫做?|喊|名字是?|姓名)[:\s“"]?$|[\u4e00-\u9fff]人[:\s]$|[收修卖开管看扫送][\u4e00-\u9fff]{1,4}的$|(?:叫|喊)[我俺]$|\uFFFB[,\s]\s?$/,
  ],
  [
    5,
    /(?:人|[我俺咱他她]|就|原来|名字)是[:\s“"]?$|[里中]面?有$|(?:写|签|填|登记|转|存|挂|记|判|租|卖|借|过户|落户|留)(?:的|的是|着|在|给|成|到|了)$|(?:来自|多亏|亏得|幸亏|好在)$/,
  ],
  [
    4,
    /(?:^|[,。;!?、:\s(“"])(?:[我俺咱你他她]们?)?(?:就|又|都|去|来|也|请|想|要|能|再|还|曾|先|后来)?(?:[找问给替让跟和与同向被把由请欠借骗打带陪看见]|联系|通知|转告|告诉|认识|介绍|听|帮|帮助|照顾|借给|卖给|租给|转给|打给|交给|还给|赔给|收到|扶着?|送|接|骂|举报|投诉|感谢|谢谢|表扬|控告|起诉)$|(?:还有|其中)$|\uFFFA[、,和跟与及\s]$|[^\u4e00-\u9fff]\uFFFA[和跟与]?$/,
  ],
  [
    3,
    /[找问给替让跟和与同向被把由请欠骗告村庄屯疃队组班农户兵匠工手商贩友妇汉族籍人为]$|给了$|(?:[昨今前]天|[昨今当]晚|[去前今]年|[上下中]午|[晚早]上|夜里|后来|结果|因为|可是|但是|听说|只有|原来|当时|现在|年前)$|没有$|(?:周|星期|礼拜)[一二三四五六日天]$|[上这]周$|[上这下]个?月$|[\d一二三四五六七八九十][月日号楼层]$|(?:那天|当时|下雨|下雪|刮风|[前后东西南北]街|[这那一]排|[这那]个)$|[班厂组店家队院屋]里$|(?:车间|小区|单位|公司)$|联系$|姓.,?$|(?:^|[,。;!?:\s(“"])[我俺咱]$/,
  ],
  [2, /(?:^|[,。;!?、:\s(“"的个位名])$|\uFFFC[,\s(]{0,2}(?:是|找)?$/],
];
const after: Weighed = [
  [8, new RegExp(`^[他她](?:${kin.join('|')}|[爹娘爸妈儿哥弟姐妹])`)],
  [9, /^\s?\(\uFFFC/],
  [6, /^[、和跟与,]\s?\uFFFA|^(?:阿姨|婶|叔|大[爷娘妈叔婶]|奶奶|爷爷|老师|老人|老两口|两口子|夫[妻妇])/],
  [
    5,
    /^(?:(?:今年|现年|虚岁)(?:[1-9]\d|[二三四五六七八九]?十[一二三四五六七八九]?)|[打摔砸骂骗咬撞推踢](?:了|断|伤|我|俺|人))/,
  ],
  [
    5,
    /^(?:(?:今年|现年|虚岁)?(?:[1-9]\d|[二三四五六七八九]?十[一二三四五六七八九]?)(?:来|多)?(?:岁|了)|[,，\s(]{0,2}(?:[男女](?:$|[,。\s)])|\d{2}岁|身份证|电话|手机|[一二三四]级|肢体|视力|听力|智力|精神|\uFFFC))/,
  ],
  [
    5,
    new RegExp(
      `^(?:(?:实名|来信)?(?:反映|举报|投诉|咨询|求助)|[两三四五六七八九十\\d](?:个?人|家)|去世|过世|走了|没了|死了|病了|病故|瘫|患|得了|摔|住院|住在|住的|[他她](?:${kin.join('|')}|家|说|就|也|在)|家(?![园具装电庄村沟河湾坪店政居畜禽族教乐福宝口长用法属境])|说|骂|打我|打人|两口子?|夫妻|夫妇|俩|一家|本人|同学|同志|老人|大爷|大娘|大哥|大姐|老师|师傅|女士|先生|名下|叔|婶|嬷|[上下]楼|摔|死活|气得|气的|作证|在场|一个人|自己|这人|这个?人|那(?:人|孩子|小子|娃|丫头|闺女|老头)|[他她]们家|合[伙租股]|搭伙|骑(?:车|电|三|摩|自)|[上读](?:[一二三四五六七八九]年|初|高|大|小|中|幼)|欠(?:我|俺|他|[了着]|\\d|[一二两三四五六七八九十])|路过(?!江)|酒后|喝(?:了|醉|多)|\\d{3,6}(?:元|块|$|[,、。;\\s])|和另|的(?:反映|反应|诉求|投诉|求助)|(?:的)?(?:${kin.join('|')})|的(?:手机|电话|号|名|身份证|户口|家|房|地|车|账|卡|钱|低保|残疾|退休|工资|儿|女|爸|妈|老|孩子|病|腿|坟|医保|签字|遗|[驾行]驶?[证本]))`,
    ),
  ],
  [
    4,
    /^(?:[、和跟与及][\u4e00-\u9fff]{2,3}(?:$|[、,。\s和都等家两三]))|^等[\d一二三四五六七八九十几多]+[人户家]/,
  ],
  [5, /^[,\s][他她](?:[说也就又家还不]|们)/],
  [
    3,
    /^(?:住|说|讲|来|去|给|让|叫|把|被|找|问|带|拿|收|骗|打|开|要|跑|借|欠|拉|和|跟|与|因|生|考|当|出|干|卖|承包|租|占|盖|私自|强行|故意|经常|天天|一直|已经?|[站骑种修躺掏帮救送接见走进回搬堵挡砍锁挖垒堆偷抢逼签领吃办交收扣请用做摆放跪哭闹威辱殴死硬竟偏总整每才刚承否同]|曾|从|对|向|答应|保证|拒|不|没|也|就|都|又|还|是|在|有|于|将|以|为|的|他|她|今年|去年|前年|昨天|今天|上班|上学|退休|失踪|走失|结婚|离婚|怀孕|瘫痪)/,
  ],
  [3, /^(?:$|了(?:$|[,。他她])|[,。;!?、:\s\n()”"…*\uFFFA-\uFFFC])/],
];

// By code, for a glance: what may end a text with evidence before a name (all but Chinese characters may), and what may
// begin the strong evidence after one.
const glance = new Uint8Array(0x10000);
const BEFORE = 1;
const AFTER = 2;
const noteAll = (characters: Iterable<string>, bit: number): void => {
  for (const char of characters) glance[char.charCodeAt(0)]! |= bit;
};
noteAll(
  [...people].map((word) => word.slice(-1)),
  BEFORE,
);
noteAll(
  '家的是叫做喊名字着在给成到了找问替让跟和与同向被把由请欠借骗打带陪看见系知告诉识绍听帮助顾扶送接骂报谢扬诉村庄屯疃队组班农户兵匠工手商贩友妇汉族籍间位司我天晚年午里有俺咱个位周月日号楼层时雨雪街排这那其中亏得还自在室法证',
  BEFORE,
);
noteAll(
  kin.map((word) => word.charAt(0)),
  AFTER,
);
noteAll(
  '今现虚二三四五六七八九十一去过走没死病瘫患得摔住他她家说骂打两夫俩一本同老女先名的男身电手肢视听智精和跟与及等讲来给让叫把被找问带拿收骗开要跑借欠拉因生考当出干卖承租占盖私强故经天已曾从对向答保拒不也就都又还是在有于将以为上退失结离怀实反举投咨求阿婶叔嬷奶爷气作自这路酒喝读骑站那合搭种修躺掏帮救送接见走进回搬堵挡砍锁挖垒堆偷抢逼签领吃办交扣请用做摆放跪哭闹威辱殴硬竟偏总整每才刚承否当',
  AFTER,
);
const isHan = (code: number): boolean => code >= 0x4e00 && code <= 0x9fff;
/** Whether the character before `at` leaves a chance that `evidenceBefore` finds something. */
export const mayFollowPerson = (text: string, at: number): boolean => {
  const code = at === 0 ? 0 : text.charCodeAt(at - 1);
  return !isHan(code) || (glance[code]! & BEFORE) !== 0;
};

/** Whether the character at `at` leaves a chance that `evidenceAfter` finds something. */
export const mayPrecedeVerb = (text: string, at: number): boolean => {
  const code = at < text.length ? text.charCodeAt(at) : 0;
  return !isHan(code) || (glance[code]! & AFTER) !== 0;
};

/** What belongs to the name of a place, a house or a company, behind it or in it. */
const placeWord = `(?:路(?!过)|街|道|村|镇|乡|县|市|[小社城郊校园景片辖]区|花园|[苑城府湾庭郡墅寨堡桥湖河江山洞坡岭坪垸塘港渡洲岛寺庙祠阁塔]|广场|公园|大厦|公寓|公司|集团|有限|超市|酒店|宾馆|饭店|[商酒饭药书烟]店|店|厂|学校|[小中大]学|幼儿园|医院|工地|项目|楼盘|二期|一期|期|栋|号|地铁|站(?![了在着起])|线|巴士|品牌|牌|平台|银行|法院|律所|产业园|卖场|事务所|中心|市场|驾校|培训|商铺|社|局|组|屯|庄|疃|小镇|业主|居民|住户|村民|名都|都(?:的|[小业一二三])|国际|华庭|半岛|首府|天地|一品|豪庭|名邸|雅居|新城|家园|社区|物业|置业|地产|建筑|贸易|科技|实业|农场|合作社)`;
const beginsPlace = new RegExp(`^${placeWord}`);
const goesOnToPlace = new RegExp(`^[\\u4e00-\\u9fff]{1,3}?${placeWord}`);
// Three characters, and the longest word for a place.
const LONGEST_PLACE = 6;
const surelyPlace = /^[\u4e00-\u9fff]{2}(?:产业园|工业园|超市|花园|广场)/;
const verb = /^(?:[在去来到住说被把给让叫找打从对向跟和是也就又都不没的他她我你骑]|连襟|自己|死活|路过)/;
const placeBefore = /(?:[省市区县镇乡路湖]|街道|小区|公司|集团|[东西南北]|(?<!其)中|第)$/;
const officeAfter =
  /^(?:(?:副|原)?(?:书记|主任|局长|镇长|县长|市长|区长|村长|校长|院长|所长|站长|队长|组长|厂长|科长|处长|园长|部长|行长|代表|委员|法官|庭长|警官|所|院士|教授|主席|总书记|省长|董事长|总经理|经理|总(?!是))|某)/;

const most = (weighed: Weighed, text: string): number => {
  for (const [weight, pattern] of weighed) if (pattern.test(text)) return weight;
  return 0;
};

const CALLED = 6;
/** The most that `evidenceBefore` gives. */
export const MOST_BEFORE = CALLED;
/** Weight of what stands before; below zero where the end of a place does. */
export const evidenceBefore = (text: string): number => {
  const weight = endsWithPerson(text) ? CALLED : most(before, text);
  return weight < CALLED && placeBefore.test(text) ? -3 : weight;
};
export const evidenceAfter = (text: string): number => most(after, text);

/** Whether what follows makes the characters the beginning of a place, a company or an office. */
export const isPlaceOrOffice = (text: string, called: boolean): boolean =>
  officeAfter.test(text) ||
  beginsPlace.test(text) ||
  (!called && !verb.test(text) && goesOnToPlace.test(text));

/** Whether some place of the text has a word for a place, a company or a shop right behind the name. */
export const isNamedAsPlace = (text: string, name: string): boolean => {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length)) {
    const behind = text.slice(at + name.length, at + name.length + LONGEST_PLACE);
    if (beginsPlace.test(behind) || surelyPlace.test(behind)) return true;
  }
  return false;
};
/** 岳母 begins like a name. */
export const isWordForPerson = (name: string): boolean => people.has(name);
export const isCalled = (weight: number): boolean => weight >= CALLED;
