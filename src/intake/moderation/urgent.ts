import { analysisText } from '../analysis-text.ts';

export const urgentKinds = ['selfHarm', 'violence', 'gas', 'fire', 'child', 'medical'] as const;
export type UrgentKind = (typeof urgentKinds)[number];

/*
 * Signs of danger that is happening or threatened, by rules that anyone can read. A sentence is cut into clauses; what a
 * clause matches counts unless the clause, or what stands around it, says that it is past, only possible, wished away,
 * or a figure of speech. A missed sign is worse than one too many, so in doubt a sign counts: the answer is the numbers
 * for emergencies, and a person looks.
 */

/** Long ago: nobody needs to come now. `刚`, `昨晚`, `今天` are not among them. */
const past =
  /去年|前年|往年|[一二三四五六七八九十两几多\d]+(?:多年|年|个月|个多月)[之以]?前|[上前]个?(?:月|星期|礼拜)|上周|以前|之前|从前|曾|当年|当时|小时候|(?<![晕昏死])过去(?!了)|那年|早年|[12][09]\d\d年|(?<!\d)\d{1,2}月(?:\d{1,2}[日号]|份)|前不久|此前|前段时间|多次|经常(?!打孩子)|每年|\bago\b|\blast (?:year|month|week)\b|\bused to\b|\bin (?:19|20)\d\d\b/;

/** Not there, but feared or forbidden or taught. */
const possible =
  /如果|要是|若是|若(?:发生|不)|万一|一旦|假如|假设|倘若|容易|极易|易(?:发|引|燃|起)|可能|难免|怕.{0,8}(?:着火|起火|失火|漏气|爆炸|中毒|触电|掉|摔|晕)|[会怕](?:引起|引发|导致|造成|发生|被|着火|漏气|爆炸)|害怕|担心|担忧|恐怕|生怕|就怕|防止|预防|防范|避免|以免|免得|以防|杜绝|隐患|风险|安全检查|演练|宣传|教育|培训|知识|讲座|严惩|打击|整治|监管|监控|听说|据说|据悉|新闻|报道|别的小区|其他|事故频|频发|不得|禁止|严禁|是否|会不会|能不能|哪里领|报警器|险些|差点|未遂|不然|否则|\bif\b|\bin case\b|\bshould\b|\bcould\b|\bmight\b|\bprevent\b|\balarms?\b|\brisk\b/;

type Sign = {
  readonly sign: RegExp;
  /** The clause says something else by the same words. */
  readonly but?: RegExp;
};

type Rules = {
  readonly signs: readonly Sign[];
  /** Guards that end a sign of this kind; self-harm that is threatened by an “if” is still threatened. */
  readonly guards: readonly RegExp[];
};

const people = '(?:人|我|她|他|老人|老头|妈|媳妇|老婆|女人|妇女|学生|工人)';
const child =
  '(?:孩子|小孩|儿子|女儿|闺女|孙子|孙女|外孙|娃娃?|幼儿|婴儿|男孩|女孩|宝宝|儿童|小朋友|小学生|未成年)';
const gasWord = '(?:煤气|燃气|天然气|液化气|瓦斯)';

const prevention = /预防|防止|宣传|讲|教育|心理健康|辅导|知识|避免|杜绝|新闻|报道|听说|险些/;

const rules: Readonly<Record<UrgentKind, Rules>> = {
  selfHarm: {
    guards: [past, prevention],
    signs: [
      {
        sign: /不想(?:再)?活|活够了|活着(?:真)?没(?:有)?(?:什么)?意思|不如死了|一死了之|死路一条|以死(?:相逼|抗争|明志|谢罪)|死给.{0,6}看/,
      },
      {
        sign: /活不下去/,
        but: /企业|公司|店|商户|生意|树|花草|农民们/,
      },
      { sign: /(?:^|我|他|她|真的?|都|就|只)想死(?!你|他|她|了这|去)/, but: /[热冷累烦急]得|让人/ },
      {
        sign: /自杀|自尽|轻生|寻死|寻短见|割腕|上吊|服毒|遗书|结束.{0,4}生命/,
        but: /一哭二闹|自杀式|等同自杀|等于自杀|慢性自杀/,
      },
      {
        sign: /喝(?:了|下|一?瓶)?.{0,2}(?:农药|敌敌畏|百草枯)|喝药|(?:吃|吞)了?.{0,3}(?:瓶|把|多|几十片|过量).{0,2}安眠药/,
        but: /中药|西药|吃药喝药|打针|打药/,
      },
      {
        sign: /跳(?:楼|河|桥|海|江|井|湖)(?!价|房|网|广场|镇|市|站)|从.{0,8}(?:楼|桥|顶|窗).{0,4}跳|就跳(?:了|下去)?$/,
        but: /跳楼价|跳楼机/,
      },
      {
        sign: /\bkill (?:myself|himself|herself)\b|\bsuicid(?:e|al)\b|\bend (?:my|his|her|their)(?: own)? life\b|\bwants? to die\b|n't want to live\b|\bnot want to live\b|\bjump off\b/,
      },
    ],
  },
  violence: {
    guards: [past, possible],
    signs: [
      {
        sign: new RegExp(`(?:正在|正|又在|在|还在)(?:殴)?(?:打|砍|捅|追打|殴打|围殴|毒打)(?:着)?${people}`),
        but: /打(?:人民|工人员|电话)|在打工/,
      },
      {
        sign: /(?:持|拿|拎|举|提|挥)着?.{0,4}(?:刀|斧)(?!具|架|口|片)|动刀|砍(?:人|伤|我)|捅(?:人|伤|了我|死)/,
        but: /刀闸|拉闸/,
      },
      {
        sign: /(?:要|说|想|扬言|威胁).{0,8}(?:打死|杀|弄死|砍死|捅死|整死)(?:了)?(?:我|我们|人|他|她|全家)|杀(?:了)?(?:我|他|她)?全家|同归于尽/,
      },
      {
        sign: /(?:有人|孩子|我|她|他|女儿|儿子|老婆)(?:刚|正)?被(?:人)?(?:绑架|劫持|挟持|绑走)|正在绑架/,
        but: /觉得|感觉|消费|道德/,
      },
      { sign: /围殴|群殴/, but: /几乎|差点/ },
      {
        sign: /被.{0,10}打(?:得|的|成)(?:满|浑|一|头|鼻|遍|重|骨|吐|不|半|动).{0,6}|打得?满脸是?血|正在家暴|又在家暴/,
        but: /玩家|游戏/,
      },
      {
        sign: /^救命(?!恩|钱|稻草|药|路|的?通道|设备|电话|啊?领导)|喊救命|快(?:来)?救(?:救)?(?:我|人|命)|救救(?:我|她|他)(?!们)/,
        but: /尊敬的|领导.{0,4}救救|水|火|车|学位|孩子的未来/,
      },
      { sign: /砸(?:我家|我的|门)?.{0,3}(?:门|玻璃).{0,6}(?:打|杀|骂)/ },
      {
        sign: /\b(?:is|are) (?:beating|hitting|attacking|stabbing|threatening to kill) |\b(?:with|has|holding) a (?:knife|gun)\b|\bgoing to kill (?:me|us|him|her)\b|\bkidnapp?(?:ed|ing)\b/,
      },
    ],
  },
  gas: {
    guards: [past, possible],
    signs: [
      { sign: new RegExp(`${gasWord}(?:的)?(?:臭)?味`), but: /不是|没有|并非|下水道/ },
      {
        sign: new RegExp(
          `${gasWord}(?:管道?|总管|主管|罐|瓶|表|灶|阀门?|炉|热水器)?.{0,6}(?:泄[漏露]|漏气|漏了|在漏|外泄|冒气|往外冒)`,
        ),
        but: /不漏|没漏|检测|上门/,
      },
      {
        sign: new RegExp(
          `(?:挖断|挖破|挖漏|挖穿|撞断|撞坏)了?.{0,6}(?:${gasWord}|气)管|${gasWord}管.{0,5}(?:挖|撞|砸)(?:断|破|漏|穿|坏)`,
        ),
      },
      { sign: /(?:煤气|一氧化碳|瓦斯)中毒/ },
      {
        sign: /\bsmell(?:s|ing)?(?: of| like)? gas\b|\bgas (?:is )?leak|\bgas smell\b|\bleaking gas\b|\bcarbon monoxide\b/,
        but: /\bno\b|\bnot\b/,
      },
    ],
  },
  fire: {
    guards: [past, possible],
    signs: [
      {
        sign: /着(?:了)?大?火|起(?:了|大)?火(?!车|锅|炬|爆|热)|失火|着起来|烧起来|烧着了/,
        but: /看着火车|挑起火|[\d一二三两几]起火|起火[的]?(?:问题|事故|现象|案例|点|地点|原因|事件|的可)|引起|导致.{0,4}起火|非得等|又一个|更隐蔽|化工|没有发生|没有?着|没有?起|不是着火|不着火|点(?:着)?火|防火|打不着火|着火点|起火爆/,
      },
      {
        sign: /(?:正在|还在|刚刚?|突然|今天|现在|刚才).{0,6}(?:燃烧|火灾|爆炸)|爆炸了|爆炸(?:，|$)|火(?:势)?(?:很|太|越来越)大/,
        but: /将会|随时|说不定|提心吊胆|非得等|信息|性|式|没有?爆炸|火力|火气|上火/,
      },
      {
        sign: /(?:家|楼|屋|房|车|井|箱|店|仓库).{0,5}冒(?:着)?(?:黑|浓|大)烟|冒火(?:花|星|光)?(?!锅)|浓烟滚滚/,
        but: /每天|天天|烟囱|厂|锅炉|烧烤|油烟|饭店/,
      },
      {
        sign: /\bon fire\b|\bis burning\b|\bhouse fire\b|\bexplo(?:ded|sion)\b|\bflames\b/,
        but: /\bno\b|\bnot on fire\b/,
      },
    ],
  },
  child: {
    guards: [past, possible],
    signs: [
      {
        sign: new RegExp(`${child}.{0,10}(?:走丢|丢了|不见了|失踪|走失|被拐|被抱走|联系不上)`),
        but: /手环|丢了(?:面子|学位|书|工作)|学籍|证/,
      },
      {
        sign: new RegExp(
          `${child}.{0,8}(?:掉进|掉到|掉下|落水|溺水|坠楼|坠落|锁在|反锁|困在|卡在)|(?:落水|溺水).{0,4}${child}`,
        ),
        but: /护栏|防溺水/,
      },
      {
        sign: new RegExp(
          `(?:又在|正在|天天|整天|每天|一直|经常|老是|总).{0,4}(?:毒)?(?:打|揍|殴打|虐待)(?:自己|自家|他家|她家|三岁|几岁)?的?.{0,5}${child}|(?:毒打|虐待|针扎|猥亵|性侵|强奸).{0,8}${child}|${child}.{0,6}(?:被|遭).{0,8}(?:毒打|虐待|猥亵|性侵|强奸|拐)`,
        ),
        but: /打扰|打电话|打疫苗/,
      },
      { sign: new RegExp(`(?:拐|抢|偷|抱走)(?:卖|走)?了?${child}`) },
      {
        sign: /\b(?:child|kid|son|daughter|boy|girl|baby)\b.{0,20}\b(?:missing|lost|disappeared|kidnapped|drowning|fell into|locked in)\b|\bmissing (?:child|boy|girl)\b|\bbeat(?:s|ing) (?:his|her|their|the) (?:child|kid|son|daughter)|\bchild abuse\b/,
      },
    ],
  },
  medical: {
    guards: [past, possible],
    signs: [
      {
        sign: /没有?呼吸|停止呼吸|呼吸困难|昏迷(?!不醒的老人)|晕倒|晕过去|昏倒|昏过去|不省人事|失去意识|没有?意识|叫不醒/,
        but: /儿子叫不醒，|睡|熏|灰尘|粉尘|如某|吓得|消息/,
      },
      {
        sign: /(?:心口|胸口|心脏|胸).{0,3}(?:痛|疼|绞痛)|喘不(?:上|过)来?气/,
        but: /让|本来|压|贷|债|价|通风|密不透风|臭|味/,
      },
      { sign: /触电(?!危险|隐患|风险|事故)|电死|被电(?:到|了|倒|伤)/, but: /只有|才会|是不是|狗|猫|鱼|防/ },
      { sign: /要生了|羊水破|大出血|流血不止|血流不止|(?:头|脸|身)上?(?:都)?(?:在|直)?流血|血止不住/ },
      {
        sign: /中风了|突发(?:心脏病|心梗|脑梗|脑溢血|脑出血|疾病)|心(?:肌)?梗(?:塞)?了|口吐白沫|误[食服]|(?:食物|农药|煤气|一氧化碳)中毒/,
        but: /狗|猫|鱼|鸡|牲/,
      },
      { sign: /摔(?:倒|下来|伤).{0,6}(?:起不来|不能动|动不了|不动)/ },
      {
        sign: /\bunconscious\b|\bnot breathing\b|\bcollapsed\b|\bheart attack\b|\bstroke\b|\boverdose|\bbleeding\b|\bchest pain\b|\bcan(?:'|’)?t breathe\b|\bcannot breathe\b/,
        but: /\b(?:road|wall|roof|bridge|building|ceiling|fence)\b.{0,12}collapsed/,
      },
    ],
  },
};

/** 没有着火, 不是煤气味: said not to be. */
const denied = /(?:没有?|不是|并非|未|不会|不算|别|不)(?:.{0,2})$/;
// What looks like a denial and is part of the sign itself: 没有呼吸, 不想活, 叫不醒, 喘不上气.
const startsDenied = /^(?:没|就跳|不|叫不|喘不|活不|活着|.{0,8}不见|.{0,10}不上)/;

const sentenceEnd = /[。！？!?\n;；]+/;
// No 、: 交通、火灾、触电的隐患 is one list and one guard.
const clauseEnd = /[，,：:\s]+(?![a-z])|[，：]/;

const matchIn = (clause: string, around: string, { signs, guards }: Rules): boolean =>
  signs.some(({ sign, but }) => {
    const match = sign.exec(clause);
    if (match === null || but?.test(clause) === true) return false;
    if (!startsDenied.test(match[0]) && denied.test(clause.slice(0, match.index))) return false;
    return !guards.some((guard) => guard.test(guard === past ? clause : around));
  });

/**
 * The signs of danger in a text, in the order of `urgentKinds`. Time is linear in the text. What is “past” must stand in
 * the same clause; what is only possible may stand one clause before.
 */
export const urgentSigns = (text: string): UrgentKind[] => {
  const found = new Set<UrgentKind>();
  for (const sentence of analysisText(text).toLowerCase().split(sentenceEnd)) {
    const clauses = sentence.split(clauseEnd);
    for (const [at, clause] of clauses.entries()) {
      const around = `${clauses[at - 1] ?? ''}，${clause}`;
      for (const kind of urgentKinds)
        if (!found.has(kind) && matchIn(clause, around, rules[kind])) found.add(kind);
    }
  }
  return urgentKinds.filter((kind) => found.has(kind));
};
