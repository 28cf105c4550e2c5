import { isPlainName } from './plain.ts';
import { compoundSurname, rareSurnames, surnames, verbSurnames, wordySurnames } from './surnames.ts';
import { isDictionaryWord } from './words-like-names.ts';

/** Characters that are hardly ever in a given name: a name ends before them. */
const NOT_IN_NAMES =
  /[的地了是在不有这个来去到们我你您他她它么吗呢吧啊呀哦没很也又都就要会能可以与及或但被把给让从对因所户村镇县市区乡街路号楼层室某女\s,.:;!?、。“”"()「」…X*×\dA-Za-z\uFFFA-\uFFFD-]/;
/** What may all the same be given: 可馨, 有福, 来顺. */
const wordyGiven = /可(?=[馨欣心昕儿爱盈])|有(?=[才财福为志德成林良])|来(?=[福顺喜运宝财])/;
const titles =
  /^(?:先生|女士|小姐|师傅|阿姨|大爷|大妈|大娘|大叔|大姐|大嫂|大哥|老师|医生|经理|主任|书记|同志|校长|律师|老板|会计|村长|队长|奶奶|爷爷)/;

/** What follows a name: the end, punctuation, or the next thing that people say of themselves. */
const punctuation = /^(?:$|[\s,.:;!?、。“”"()「」…/\uFFFA-\uFFFD*-])/;
const longNext =
  /^(?:家住|家在|家里|今年|现年|来自|电话|手机|身份证|联系|性别|户籍|住址|地址|工作|反映|实名|来反映|举报|投诉|咨询|曾经|曾在|因为|由于|现在|现住|想要|想问|性别|汉族|出生|微信|年龄|毕业|一家|日期|明天|昨天|今天|前天|后天|每天|大?前年|去年|今年[^一-龥]|走了|没了|上班|下班|上午|下午|晚上|先生|女士|小姐|师傅|[我俺][想要家住问叫来们是有的]|[我俺]反映|上[一二三四五六七八九初高大小中幼]|联名|共同|一起|两[家人口户]|等[人\d一]|[两三四五六七八九十几\d]个?人|(?:[二三四五六七八九]?十[一二三四五六七八九]?|[1-9]\d)(?:岁|来岁|多岁|多?了[^解])|想[说反咨请求知了法]|说[说个一]|问一下|是我|的?就?是我)/;
const shortNext = /^[住男女是在系的和要想我因于来有原为向从]/;

/** After a colon, two or three characters are a name, whatever the surname: before a telephone, a sex, or a clear end. */
const beforeField =
  /^[\u4e00-\u9fff]{2,3}?(?=[,、\s(]*(?:联系电话|电话|手机|身份证|性别|年龄|[男女](?:[,、。\s]|$)))/;
const alone = /^[\u4e00-\u9fff]{2,3}(?=$|[,。;\s])/;
const unlistedLength = (text: string, sure: boolean): number => {
  const name = (beforeField.exec(text) ?? (sure ? alone.exec(text) : null))?.[0] ?? '';
  return NOT_IN_NAMES.test(name) ? 0 : name.length;
};

/** 王 强, 王 建 国: forms set short names wide. */
const wide =
  /^([\u4e00-\u9fff])\s{1,2}([\u4e00-\u9fff])(?:\s{0,2}([\u4e00-\u9fff]))?(?=$|[,、。;\s(\uFFFA-\uFFFD])/;

/** Characters with which names of other languages of the country are written. */
export const sounds =
  '阿卜杜拉买提热合曼古丽娜尔艾山努吐逊依木江伊布欣萨迪巴亚库尼孜姆斯玛麦力克里沙帕哈旦赛肯提拜都热甫夏乃汗苏肉牙尤奴米莎妮茹仙扎西卓桑顿珠央金次仁明';
const transliterated = new RegExp(`^[${sounds}]{3,8}(?=$|[\\s,.;!?、。(]|家|住|今年)`);
const dotted = /^[\u4e00-\u9fff]{1,8}[·.][\u4e00-\u9fff]{1,8}(?:[·.][\u4e00-\u9fff]{1,8})?/;
const latin = /^[A-Z][a-z]{1,15}(?: [A-Z][a-z]{1,15}){0,2}(?![A-Za-z])/;

export type NameHints = {
  /** The words before leave no doubt that a name follows: its end may then be guessed. */
  readonly sure: boolean;
  readonly afterColon: boolean;
  /** The end of a name of three common characters may be guessed. */
  readonly guess?: boolean;
  /** The surname was said before (我姓展，名鹏飞). */
  readonly surnameKnown?: boolean;
};

/** 买买提家住…: the second part of a name with a dot ends where the sentence goes on. */
const dottedLength = (name: string, text: string): number => {
  const dot = Math.max(name.lastIndexOf('·'), name.lastIndexOf('.'));
  for (let at = dot + 2; at <= name.length; at++) {
    const rest = text.slice(at);
    if (punctuation.test(rest) || longNext.test(rest) || shortNext.test(rest)) return at;
  }
  return name.length;
};

/** Length of the surname at the start of `text`, 0 where none is to be seen. */
const surnameLength = (text: string): number => {
  if (compoundSurname.test(text)) return 2;
  const first = text.charAt(0);
  return surnames.has(first) || rareSurnames.has(first) ? 1 : 0;
};

const foreignLength = (text: string, sure: boolean): number => {
  const minority = dotted.exec(text)?.[0];
  if (minority !== undefined && (sure || minority.includes('·'))) return dottedLength(minority, text);
  const name = transliterated.exec(text) ?? (sure ? latin.exec(text) : null);
  return name?.[0].length ?? 0;
};

const verbs =
  /^(?:[想来问求说咨举投从系在今现是患瘫被没已得常]|住(?![居户民宅房院校])|反[映应]|去[世年]|过世|生病|病[了故重])/;
const verbsAfterOne =
  /^(?:[被已没]|[去过]世|生病|病[了故重]|想[问要反说咨]|来[自反问]|[在是]|住(?![居户民宅房院校]))/;
/** 我是娄晓东在相州…: before a word that goes on, if what would be the name begins with no word. */
const beforeVerb = (text: string, family: number, given: (length: number) => boolean): number => {
  for (const length of [2, 1])
    if (
      given(length) &&
      (length === 2 ? verbs : verbsAfterOne).test(text.slice(family + length)) &&
      !isDictionaryWord(text.slice(0, 2)) &&
      !isDictionaryWord(text.slice(0, 3))
    )
      return family + length;
  return 0;
};

/** What is given to most people and stands in few words: two of them after a surname need no clear end. */
export const COMMON_GIVEN =
  '芳丽红梅富雷安世立功业芝娇洋君宁川萌霞燕桂珍凤香翠莲琴菊敏静娟娜婷玲琳萍洁雪冰晓艳玉兰英秀华伟强军勇杰磊鹏飞宇浩轩怡佳欣雨诗晨辉峰贵财旺祥瑞庆喜振忠孝仁洪亮波涛刚斌彬龙虎俊凯博文昊梓涵子萱琪雯倩蕾丹颖慧媛莹晶彤瑶妍帆旭志国建德福春永培宗宝树根柱栓铁山江海云霜秋荣昌茂松柏林坤亭淑雅蓉芸芬芹菲守兆学广维堂力馨芷莎岚曼蕊薇璐瑜璇瑾彦毅坚钧锦鸿宏诚贤奎邦耀诺豪翰皓钰钊霖祺祖继绍承义良善辰曦昕晟昱晗苗月光明星奇正清成生元远顺壮巧茹锋泽';
const commonGiven = new Set(COMMON_GIVEN);
/** Given names with a character that stands in too many words to be in `COMMON_GIVEN`. */
const givenPairs = new Set(
  '保国 保华 保林 保平 保田 保成 保贵 爱国 爱华 爱民 爱军 爱玲 爱英 爱萍 爱红 爱琴 爱芹 爱香 建平 建民 建新 建东 卫国 卫东 卫华 卫平 卫红 卫民 新民 新军 新梅 素珍 素英 素芳 素兰 素华 素梅 素芬 素云 素琴 素贞 素霞 素萍 惠珍 惠英 惠芳 惠兰 惠芬 惠敏 惠玲 志平 国平 小平 玉平 海平 秀平 春平 桂平 晓平 立平 金平 志民 立民 长生 长青 长林 长海 长华 长福 长贵 长顺 长锁 长岭 长根 东升 东亮 东梅 金花 金凤 金兰 金英 金莲 金玲 金贵 金柱 金宝 传福 传宝 传英 彩霞 彩云 彩凤 彩英 彩红 彩琴 二妮 大妮 得才 得贵 守信 连生 连英 连喜 来福 来顺 来喜 双喜 有才 有福 有财 有德 有贵'.split(
    ' ',
  ),
);
const isCommonName = (text: string, family: number): boolean =>
  (((commonGiven.has(text.charAt(family)) || /[小大]/.test(text.charAt(family))) &&
    commonGiven.has(text.charAt(family + 1))) ||
    givenPairs.has(text.slice(family, family + 2))) &&
  !isDictionaryWord(text.slice(0, 2)) &&
  !isDictionaryWord(text.slice(0, 3));

/** Length of a name whose surname has `family` characters. */
const nameAfter = (text: string, family: number, { sure, afterColon, guess = false }: NameHints): number => {
  const first = text.charAt(0);
  if ((sure || afterColon) && titles.test(text.slice(family)))
    return family + (titles.exec(text.slice(family))?.[0].length ?? 0);
  if (sure && family === 1) {
    const set = wide.exec(text)?.[0] ?? '';
    if (set !== '' && !NOT_IN_NAMES.test(set.slice(1).replace(/\s/g, ''))) return set.length;
  }
  // 来 ends names (运来, 福来) before a clear end; else it is the next word.
  const given = (length: number): boolean =>
    text.length >= family + length &&
    !NOT_IN_NAMES.test(
      text
        .slice(family, family + length)
        .replace(wordyGiven, '')
        .replace(/来$/, (char) => (punctuation.test(text.slice(family + length)) ? '' : char)),
    );
  const next = (length: number): string => text.slice(family + length);
  for (const length of [1, 2])
    if (given(length) && (punctuation.test(next(length)) || longNext.test(next(length))))
      return family + length;
  const goesOn = beforeVerb(text, family, given);
  if (goesOn > 0) return goesOn;
  if (guess && given(2) && isCommonName(text, family)) return family + 2;
  if (!sure) return 0;
  if (family === 1 && (rareSurnames.has(first) || (!afterColon && wordySurnames.has(first)))) return 0;
  for (const length of [2, 1]) if (given(length) && shortNext.test(next(length))) return family + length;
  return given(2) ? family + 2 : given(1) ? family + 1 : 0;
};

/** 公维刚, 时玉兰: where no word tells that a name follows, a surname that is mostly a word needs two more characters. */
const isRareName = (name: string): boolean =>
  name.length === 3 &&
  !verbSurnames.has(name.charAt(0)) &&
  !isDictionaryWord(name.slice(0, 2)) &&
  !isDictionaryWord(name);

/** Length of the name at the start of `text`, 0 where none is to be seen. */
export const nameLength = (text: string, hints: NameHints): number => {
  const foreign = foreignLength(text, hints.sure);
  if (foreign > 0) return foreign;
  const family = surnameLength(text);
  if (family === 0) return hints.afterColon ? unlistedLength(text, hints.sure) : 0;
  // 钟离 is a surname, and 钟 with a given name of one character.
  const length = nameAfter(text, family, hints) || (family === 2 ? nameAfter(text, 1, hints) : 0);
  const isRare = family === 1 && rareSurnames.has(text.charAt(0));
  return isRare && !hints.sure && hints.surnameKnown !== true && !isRareName(text.slice(0, length))
    ? 0
    : length;
};

/** 王女士, 李师傅: how someone is called whose given name is not said. Officials keep their titles (张经理, 李主任). */
export const civilTitle = '(?:先生|女士|小姐|师傅|大爷|大妈|大娘|大叔|大姐|大嫂|大哥|阿姨|老师|奶奶|爷爷)';

/** The length of the name at the end of a clause, 0 where none is: 小岭村的王建国, 密州花园业主李娜. */
export const endingName = (said: string): number => {
  for (const length of [4, 3, 2]) {
    const name = said.slice(-length);
    const before = said.slice(0, -length);
    if (name.length < length || (length === 4 && !compoundSurname.test(name))) continue;
    const afterPerson =
      /(?:[的民主户长师员兵友找农商者手匠]|[军工老]人|[职员民女打零]工|联系|党员|司机|农民|妈妈|爸爸|[\uFFFA-\uFFFD])$/.test(
        before,
      );
    const afterPlace =
      (length > 2 || /[村庄疃屯]$/.test(before)) &&
      /[村庄疃屯区园苑城府镇乡道组队店厂院校班司]$/.test(before);
    if (before !== '' && !afterPerson && !afterPlace) continue;
    if (nameLength(name, { sure: false, afterColon: false }) === length && isPlainName(name)) return length;
  }
  return 0;
};
