import { byPattern, matchesOf, needing, type Rule, type Span } from '../rule.ts';
import { isPlainName, isWordInstead } from './plain.ts';
import { endingName, nameLength } from './shape.ts';
import { rareSurnames, surnames } from './surnames.ts';
import { byTrigger, notWord, WINDOW } from './trigger.ts';

const self = '[我俺咱额偶窝]';
const own = byTrigger({
  pattern: new RegExp(
    String.raw`(?:${self}的?(?:本人|大|真|全|学|小|原)?(?:名字?|姓名)(?:就?叫[做作]?|是|为|:)|${self}(?:本人)?(?:就|也)?(?:叫[做作]?|呌)|本人(?:姓名|名字|名)?叫[做作]?|(?:俺的?|我的?|^|[,。;\s])(?:名字(?:[是为:]|叫)|名叫|(?:真名|曾用名)(?:[是为:]|叫)?))[\s:,"“「『(]{0,2}`,
    'g',
  ),
  sure: true,
  accept: notWord,
});
/** 名字王建国 without a verb, 我教王建国 by a slip. */
const ownSlip = byTrigger({
  pattern:
    /(?:(?:^|[,。;\s孩子])名字|[我俺咱]的?(?:本人|真|全|学)?(?:名字|姓名)|[我俺]大[名号]|(?:^|[,。;\s])[我俺][教较]|窝叫|[我俺]名(?![字下声义称额目片校牌]))[\s:]{0,2}/g,
  sure: false,
  accept: isPlainName,
});

/** 我叫小芳, 我叫翠花: without the surname only what is commonly given, before a clear end. */
const given =
  '芳丽红花翠英秀兰桂玉梅珍凤霞娟燕玲敏静艳莲云荣芬琴萍菊香巧春秋冬霜雪莉芹娥妮娜倩婷强刚军伟勇兵杰涛虎';
const givenOnly = byPattern(
  'name',
  new RegExp(
    String.raw`(?:${self}|[我俺]家?(?:儿子|女儿|闺女|孩子|娃|小孩)|孩子)(?:小名|乳名)?叫((?:[小阿](?!孩|区|声|心|时|伙|贩|车|姐|弟|妹|学|道|便|偷|狗|猫|工|商|店|气|看|姨|婆)[\u4e00-\u9fff]|大[${given}]|[${given}]{2})(?=$|[,。;!\s]))`,
    'g',
  ),
);
const pet = byPattern('name', /(?:小名|乳名)[叫是:]?((?!鼎)[\u4e00-\u9fff]{2}(?=$|[,。;\s]))/g);

const saidBefore =
  /(?:[我俺咱人]|免贵)姓([\u4e00-\u9fff])(?:[,、\s]{0,2}(?:名字叫|名叫?|叫)[\s:]?|[,、\s]{1,2}(?=\1))/g;
/** 我姓王，叫王桂芝; 免贵姓李，李守田; 我姓周名永昌 (then only the given name is masked). */
const introduced: Rule = {
  kind: 'name',
  *find(text): Generator<Span> {
    for (const match of matchesOf(saidBefore, text)) {
      const start = match.index + match[0].length;
      const rest = text.slice(start, start + WINDOW);
      const surname = match[1] ?? '';
      const whole = rest.startsWith(surname);
      const length =
        nameLength(whole ? rest : surname + rest, { sure: false, afterColon: false, surnameKnown: true }) -
        (whole ? 0 : surname.length);
      if (length > 0 && !isWordInstead(rest.slice(0, length))) yield { start, end: start + length };
    }
  },
};

const weak = byTrigger({
  pattern: /(?:[我俺]就?是|我系|本人(?:是|系)?|我本人是|这里是)[:!。\s(]{0,2}/g,
  sure: false,
  guess: true,
  accept: isPlainName,
});
/** 我，王建国，今年…; 俺王建国，男: only before what people go on with after their name. */
const apposition = byTrigger({
  pattern: /(?:^|[,。;!?\s])[我俺],?/g,
  sure: false,
  accept: (name, after) =>
    isPlainName(name, after) &&
    /^(?:,\s?(?:家住|住|系|是|电话|手机|身份证|党员|\uFFFC)|,?\s?(?:今年|现年|[男女](?:$|[,。\s])|家住|\d{2}岁|实名|反映|举报|投诉))/.test(
      after,
    ),
});

const selfClause =
  /(?:(?:[我俺咱]|本人)就?[是系]|一[名个位])([\u4e00-\u9fffA-Z0-9\uFFFB\uFFFC]{3,20}?)(?=$|[\s,.。;!?、:(呀啊哈]|家住|今年|现年|电话|手机|身份证)/g;
/** 我是小岭村的王建国, 我是密州花园业主李娜: the name ends the clause. */
const endOfClause: Rule = {
  kind: 'name',
  *find(text): Generator<Span> {
    for (const match of matchesOf(selfClause, text)) {
      const length = endingName(match[1] ?? '');
      const end = match.index + match[0].length;
      if (length > 0 && length < (match[1] ?? '').length) yield { start: end - length, end };
    }
  },
};

/** 老师 is no old Shi, 小时 no little one. */
const isSurname = (char: string): boolean =>
  surnames.has(char) || (rareSurnames.has(char) && !/[师时人满红]/.test(char));

/** 叫我老孙头, 都喊我王婶: what neighbours call someone. */
const nickname = byPattern(
  'name',
  /(?:叫|喊|称呼?)(?:我为?|俺)((?:[老小][\u4e00-\u9fff](?:头|师傅|哥|姐|叔|婶)?|[\u4e00-\u9fff](?:哥|姐|婶子?|叔|嫂|姨|伯|大爷|大娘|大妈|大叔|大姐|大嫂|大哥|阿姨|奶奶|爷爷|老师|师傅|先生|女士))(?=$|[\s,.:;!?、。就吧即可都]))/g,
  ({ value }) => isSurname(value.charAt(/^[老小]/.test(value) ? 1 : 0)),
);

/** What people call themselves: 我叫…, 我姓…, 本人…, 我是…村的…, 叫我老…. */
export const selfRules = [
  ...needing({ oneOf: '叫呌名教喊称号' }, [own, ownSlip, givenOnly, pet, nickname]),
  ...needing({ oneOf: '姓' }, [introduced]),
  ...needing({ oneOf: '我俺咱本一里' }, [weak, apposition, endOfClause]),
];
