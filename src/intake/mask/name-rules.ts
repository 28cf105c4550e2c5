import { byPattern, type Rule, type Span } from './rule.ts';

// The 300 most frequent surnames (Ministry of Public Security, 2020), the rest of 百家姓, and those of Shandong (逄, 亓,
// 綦, 禚); without characters that are mostly words: those stand in `rare`.
const surnames = new Set(
  '王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐梅莫庄辛管祝左涂谷祁舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲游阳裴席卫查屈鲍覃霍翁隋甘景薄单包司柏宁柯阮桂闵柴华冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬厉臧畅宫苟褚廉简娄盖符奚木穆燕郎邸冀谈姬屠连郜晏栾郁商蒙喻揭窦迟宇敖糜鄢冷卓花仇艾蓝巩稽井练仲乐虞卞封竺冼衣楚佟栗匡宗巫鞠僧桑荆谌扬伏岑习胥蔺逄鹿尚伊肖闫代付邝麦荣骆佘桓和尧狄仝亓綦禚逯昝郇麻侴宿战兀战贡逢隗阚揣鄂訾相付荀糜汝茅郏杭酆湛卯滑贲嵇储汲邴缪干应支昌皮卡蒲茹佴胶薊蓟麹璩濮寿通扈郦雍郤芮羿靖刑柘苍闻莘翟劳逄姬党贠税矫撒敬由修信盈法同东来么'.replace(
    /[和应支昌皮干卡通东同法么信由修敬来相汝寿劳税矫撒战宿滑储贡刑靖党苍盈]/g,
    '',
  ),
);
// Those that are mostly words: after 我叫, 姓名 and before a clear end they are surnames all the same.
const rare = new Set('时车来都位保强明植原官银全计解成应台党支昌皮干通东同修敬相寿劳矫战宿储贡苍');
const compound =
  /^(?:欧阳|太史|端木|上官|司马|东方|独孤|南宫|夏侯|诸葛|尉迟|皇甫|公孙|慕容|令狐|司徒|呼延|长孙|宇文|轩辕)/;

/** Characters that are hardly ever in a given name: a name ends before them. */
const NOT_IN_NAMES =
  /[的了是在不有这个来去到们我你他她它么吗呢吧啊很也都就要会能可以与及或但被把给让从对因所户村镇县市区乡街路号楼层室某女\s,.:;!?、。“”()…X*×\dA-Za-z\uFFFC-]/;
const titles =
  /^(?:先生|女士|小姐|师傅|阿姨|大爷|大妈|大叔|大姐|大哥|老师|医生|经理|主任|书记|同志|校长|律师|老板|会计|村长|队长)/;

/** What follows a name: the end, punctuation, or the next thing that people say of themselves. */
const punctuation = /^(?:$|[\s,.:;!?、。“”()…/\uFFFC*-])/;
const longNext =
  /^(?:家住|家在|家里|今年|现年|来自|电话|手机|身份证|联系|性别|户籍|住址|地址|工作|反映|曾经|曾在|因为|由于|现在|现住|想要|想问|性别|汉族|出生|微信|年龄|毕业|一家|日期|明天|昨天|今天|前天|后天|每天|上班|下班|上午|下午|晚上|先生|女士|小姐|师傅|[我俺][想要家住问叫来们是有的]|[我俺]反映|想反映|问一下|是我|的就?是我)/;
const shortNext = /^[住男女是在系的和要想我因于来有原为向从]/;

// Surnames that are mostly words: 我叫任何人, 申请人房屋, 本人于今年. They need a clear end, or a colon before them.
const wordy = new Set(
  '代付尚鹿麻闻木花米荣逢伊麦肖宗应习于向任关连单常简方安万高查房申边易游费季章甘曲祝白平石司余金经',
);

/** After a colon and before a telephone or a sex, two or three characters are a name, whatever the surname. */
const unlisted =
  /^[\u4e00-\u9fff]{2,3}?(?=[,、\s(]*(?:联系电话|电话|手机|身份证|性别|[男女](?:[,、。\s]|$)))/;

/** Length of the name at the start of `text`, 0 where none is to be seen. */
const nameLength = (text: string, sure: boolean, afterColon: boolean): number => {
  const minority = /^[\u4e00-\u9fff]{1,8}·[\u4e00-\u9fff]{1,8}(?:·[\u4e00-\u9fff]{1,8})?/.exec(text)?.[0];
  if (minority !== undefined) return longNextCut(minority, text);
  const first = text.charAt(0);
  const family = compound.test(text) ? 2 : surnames.has(first) || (sure && rare.has(first)) ? 1 : 0;
  if (family === 0) return afterColon ? (unlisted.exec(text)?.[0].length ?? 0) : 0;
  if (sure && titles.test(text.slice(family)))
    return family + (titles.exec(text.slice(family))?.[0].length ?? 0);
  // 来 ends names (运来, 福来) before a clear end; else it is the next word.
  const given = (length: number): boolean =>
    text.length >= family + length &&
    !NOT_IN_NAMES.test(
      text
        .slice(family, family + length)
        .replace(/来$/, (char) => (punctuation.test(text.slice(family + length)) ? '' : char)),
    );
  const next = (length: number): string => text.slice(family + length);
  for (const length of [1, 2])
    if (given(length) && (punctuation.test(next(length)) || longNext.test(next(length))))
      return family + length;
  if (!sure || rare.has(first) || (!afterColon && wordy.has(first))) return 0;
  for (const length of [2, 1]) if (given(length) && shortNext.test(next(length))) return family + length;
  return given(2) ? family + 2 : given(1) ? family + 1 : 0;
};

/** 买买提家住…: the second part of a name with a dot ends where the sentence goes on. */
const longNextCut = (name: string, text: string): number => {
  const dot = name.lastIndexOf('·');
  for (let at = dot + 2; at <= name.length; at++) {
    const rest = text.slice(at);
    if (punctuation.test(rest) || longNext.test(rest) || shortNext.test(rest)) return at;
  }
  return name.length;
};

type Trigger = {
  readonly pattern: RegExp;
  /** The words before leave no doubt that a name follows: its end may then be guessed. */
  readonly sure: boolean;
  readonly accept: (name: string) => boolean;
};

const byTrigger = ({ pattern, sure, accept }: Trigger): Rule => ({
  kind: 'name',
  *find(text): Generator<Span> {
    for (const match of text.matchAll(pattern)) {
      let start = match.index + match[0].length;
      let certain = sure;
      for (;;) {
        // 30: three parts of eight characters, their dots, and what follows them.
        const rest = text.slice(start, start + 30);
        const length = nameLength(rest, certain, certain && /[:]\s*$/.test(match[0]));
        if (length === 0 || !accept(rest.slice(0, length))) break;
        yield { start, end: start + length };
        // 投诉人：甲、乙、丙 — the further ones need a clear end of their own.
        if (!sure || !/[、,和及]/.test(text.charAt(start + length))) break;
        start += length + 1;
        certain = false;
      }
    }
  },
});

// Words that begin like a name: 联系人方式, 我叫车, 姓名单位.
const words =
  /^(?:李子|杨树|杨梅|柳树|石榴|来人|时间|车子|车来|解释|解决|全家|方式|方法|方便|单位|单独|安排|安装|高中|高三|高一|高二|高层|黄海|和平|王府|马路|马上|万达|万科|石油|常住|常年|余下|白天|白领|金融|江苏|江西|安徽|温州|苏州|徐州|郑州|沈阳|武汉|唐山|成都|宁波|常州|金华|毕业|文员|文化|任何|任意|司机|严重|全部|全职|祝愿|项目|关于|关心|管理|游客|路人|路过|邻居|连续|查询|应届|毛坯|康复|温泉|石桥|谢谢|范围|鲁V|古城|牛奶|童年|房东|房主|房产|包工|包车|党员|商户|商家|简单|符合|连锁|燕子|盛世|纪委|项目部|华为|华润|边远|田地|田间|孔子|孟子|康庄|高校|高级|高龄|高血压|孙子|孙女|兰州|贺卡|陶瓷|钟点|梁山|武警|施工|严格|易手|毕竟|向阳|文明|申请|申诉|申报|申领|房屋|房子|房客|费用|费心|查明|查看|于[今昨去前本上下近日凌当此该年月]|章程|平安|平时|周围|周边|周末|黄牛|张贴|平台|经常|经营|游泳)/;

/** 华悦城, 王家村: 安全员: what ends so is a place or a trade. */
const place = /[城苑府湾园庭村镇县市区州省院校厂店局组员客者]$/;

const own = byTrigger({
  pattern:
    /(?:我的名字|我名字|[我俺咱]名|[我俺咱额偶])(?:就?叫做?|叫作)[\s:"“]{0,2}|(?:我的?|俺的?|^|[,。;\s])名字(?:[是为:]|叫)\s?|(?:^|[,。;\s])名叫/g,
  sure: true,
  accept: (name) => !words.test(name),
});
/** Someone of the family: what follows 叫 is a name only with a known surname and a clear end (孩子叫得厉害). */
const family = byTrigger({
  pattern:
    /(?:[我俺咱]家?的?(?:老公|老婆|丈夫|妻子|对象|爱人|老伴|儿子|女儿|闺女|孩子|小孩|媳妇|儿媳|女婿|爸爸?|妈妈?|父亲|母亲|爷爷|奶奶|外公|外婆|姥姥|姥爷|哥哥?|弟弟?|姐姐?|妹妹?|孙子|孙女|外孙)|(?:^|[,。;\s])(?:孩子|小孩|儿子|女儿|老伴))(?:就?叫|名叫|的?名字[是叫]):?\s?/g,
  sure: false,
  accept: (name) => !words.test(name) && !/^.[不得了着过错好来去出给]/.test(name),
});

/** 我姓王，叫王桂芝; 免贵姓李，李守田; 我姓周名永昌 (then only the given name is masked). */
const introduced: Rule = {
  kind: 'name',
  *find(text): Generator<Span> {
    const saidBefore =
      /(?:[我俺咱]|免贵)姓([\u4e00-\u9fff])(?:[,、\s]{0,2}(?:名字?叫?|叫)[\s:]?|[,、\s]{1,2}(?=\1))/g;
    for (const match of text.matchAll(saidBefore)) {
      const start = match.index + match[0].length;
      const rest = text.slice(start, start + 30);
      const surname = match[1] ?? '';
      const whole = rest.startsWith(surname);
      const length = nameLength(whole ? rest : surname + rest, false, false) - (whole ? 0 : surname.length);
      if (length > 0 && !words.test(rest.slice(0, length))) yield { start, end: start + length };
    }
  },
};
const field = byTrigger({
  pattern:
    /(?:姓名|联系人|申请人|经办人|代办人|投诉人|反映人|举报人|户主|求助人|户名|落款)(?:姓名)?[是为:\s]{0,3}/g,
  sure: true,
  accept: (name) => !words.test(name),
});
const fieldWithComma = byTrigger({
  pattern: /(?:联系人|申请人|投诉人|举报人|反映人),/g,
  sure: false,
  accept: (name) => !words.test(name),
});
const weak = byTrigger({
  pattern: /(?:[我俺]是|我系|本人|我本人是|(?:^|[,。;!?\s])(?:村民|业主|居民|此致敬礼))[:!。\s]{0,2}/g,
  sure: false,
  accept: (name) => name.length <= 4 && !words.test(name) && !place.test(name),
});

const english = byPattern(
  'name',
  /(?<![A-Za-z])(?:[Mm]y name is|[Nn]ame:|I am called) {0,2}([A-Z][a-z]{1,15}(?: [A-Z][a-z]{1,15}){0,2}(?![A-Za-z]))/g,
);

/** 叫我老孙头, 都喊我小马: what neighbours call someone. */
const nickname: Rule = {
  kind: 'name',
  *find(text): Generator<Span> {
    for (const match of text.matchAll(
      /(?:叫|喊|称呼?)我([老小])([\u4e00-\u9fff])(?:头|师傅|哥|姐|叔)?(?=$|[\s,.:;!?、。就吧])/g,
    )) {
      const start = match.index + match[0].search(/我/) + 1;
      if (surnames.has(match[2] ?? '')) yield { start, end: match.index + match[0].length };
    }
  },
};

// The 100 most frequent surnames in pinyin: in "I'm Li Na" and "This is Li Na" nothing else tells a name from a boast.
const pinyin =
  'Wang|Li|Zhang|Liu|Chen|Yang|Zhao|Huang|Zhou|Wu|Xu|Sun|Hu|Zhu|Gao|Lin|He|Guo|Ma|Luo|Liang|Song|Zheng|Xie|Han|Tang|Feng|Yu|Dong|Xiao|Cheng|Cao|Yuan|Deng|Fu|Shen|Zeng|Peng|Lv|Lu|Su|Jiang|Cai|Jia|Ding|Wei|Xue|Ye|Yan|Pan|Du|Dai|Xia|Zhong|Tian|Ren|Fan|Fang|Shi|Yao|Tan|Liao|Zou|Xiong|Jin|Hao|Kong|Bai|Cui|Kang|Mao|Qiu|Qin|Gu|Hou|Shao|Meng|Long|Wan|Duan|Lei|Qian|Yin|Yi|Chang|Qiao|Lai|Gong|Wen|Ouyang|Zhuge|Situ';
const englishSelf = byPattern(
  'name',
  new RegExp(
    `(?<![A-Za-z])(?:I ?['’]?a?m|[Tt]his is|[Mm]y (?:husband|wife|son|daughter|mother|father)(?:'s name)? is) ((?:${pinyin}) [A-Z][a-z]{1,12}(?![A-Za-z]))`,
    'g',
  ),
);

export const nameRules: readonly Rule[] = [
  own,
  introduced,
  family,
  nickname,
  field,
  fieldWithComma,
  weak,
  english,
  englishSelf,
];
