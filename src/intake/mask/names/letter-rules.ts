import { SEALED, SEALED_NAME } from '../flatten.ts';
import { byPattern, matchesOf, needing, type Rule, type Span } from '../rule.ts';
import { civilTitle, endingName } from './shape.ts';
import { surnames } from './surnames.ts';

const titled = new RegExp(`^[\\u4e00-\\u9fff]${civilTitle}$`);
const isCalled = (value: string): boolean =>
  titled.test(value)
    ? surnames.has(value.charAt(0))
    : (/^[老小]/.test(value) && value.length === 2 && surnames.has(value.charAt(1))) ||
      (endingName(value) === value.length && !/[人名号证卡]$/.test(value));

const asked = new RegExp(`(?:^|找|联系)([\\u4e00-\\u9fff]${civilTitle}|[老小][\\u4e00-\\u9fff])$`);
/** 找老王，电话…: where nothing says whose number it is, 小温 alone names nobody. */
const isNickname = /(?:^|找|联系)[老小][\u4e00-\u9fff]$/;
const beforeNumber =
  /([\u4e00-\u9fff]{2,12})[\s,:(]{0,3}(?:(?<![\u4e00-\u9fff])(?:(?:联系|手机)?(?:电话|号码|方式)|手机号?|tel|身份证号?码?|证件?号|卡号|微信号?|QQ号?|车牌号?))?[:是\s]{0,2}$/i;
/** 王建国 138…, 找王师傅，电话138…: beside a number that is masked already. */
const besideNumber: Rule = {
  kind: 'name',
  *find(text): Generator<Span> {
    for (let at = text.indexOf(SEALED); at >= 0; at = text.indexOf(SEALED, at + 1)) {
      // 24: the name, and the words between it and the number.
      const from = Math.max(0, at - 24);
      const match = beforeNumber.exec(text.slice(from, at));
      if (match === null) continue;
      const said = (match[1] ?? '').replace(
        /(?:(?:联系|手机)?(?:电话|号码|方式)|手机号?|身份证号?码?|证件?号|卡号|微信号?|车牌号?)$/,
        '',
      );
      const end = from + match.index + said.length;
      const tail = text.slice(from + match.index + said.length, at);
      const called =
        isNickname.test(said) && !/[\u4e00-\u9fff]/.test(tail) ? undefined : asked.exec(said)?.[1];
      const length = called !== undefined && isCalled(called) ? called.length : endingName(said);
      if (length > 0 && !/[人名号证卡]$/.test(said)) yield { start: end - length, end };
    }
  },
};
const afterNumber = byPattern(
  'name',
  /\uFFFC[\s,(]{0,2}找?([\u4e00-\u9fff]{2,4}(?=$|[\s,.。;!?、)]))/g,
  ({ value }) => isCalled(value),
);

const salute =
  /(?:^|[\s,。;!?])([\u4e00-\u9fff]{2,12}?)(?:敬上|敬礼|亲?收(?=[。\s]*$)|留(?=[。\s]*$)|留言|代笔|代写|谨启|敬呈|谨上|叩谢|拜上|顿首|敬启|泣书|跪求)/;
const farewell =
  /(?:(?:谢谢|感谢|敬礼|盼复|望回复|请回复|盼回复|拜托了?|为盼|为谢|致敬|反映|举报|投诉|求助)[!。,.\s]{1,4}|[!。\n]\s{0,3}|[,。!?\s][\u4e00-\u9fff]{1,8}(?<!法人|代表人|负责人|责任人|控制人|书记|[局镇县市校院所站村队组]长|主任|经理):\s?|[,。;!?\s]-{1,3}\s?)([\u4e00-\u9fff]{2,12}?)(?:[。\s]{0,3}(?:$|(?:19|20)\d\d[年./-]|二[〇零]))/;
/** Under a letter: 谢谢！王建国 2023年5月3日; 王建国敬上; ——王建国. 48: the end of a text that can hold all of it. */
const signature: Rule = {
  kind: 'name',
  *find(text): Generator<Span> {
    const from = Math.max(0, text.length - 48);
    const tail = `\n${text.slice(from)}`;
    for (const match of [farewell.exec(tail), salute.exec(tail)]) {
      const said = match?.[1] ?? '';
      const length = endingName(said);
      if (match === null || length === 0) continue;
      const end = from + match.index - 1 + match[0].indexOf(said) + said.length;
      yield { start: end - length, end };
      return;
    }
  },
};

/** 周敏，建议…: at the very beginning, before what is wished. */
const opening = byPattern(
  'name',
  /^[\u4e00-\u9fff]{2,3}(?=[,:]\s?(?:建议|反映|想|我|咨询|请问|求|希望|投诉))/g,
  ({ value }) => endingName(value) === value.length,
);

const beforeName = new RegExp(
  `(?:^|[\\s,.。;!?、:("“${SEALED}])([\\u4e00-\\u9fff]{2,4})[,、和\\s]{0,2}(?=${SEALED_NAME})`,
  'g',
);
/** 杨辉玉，杨国传: in a row with a name that is masked already. */
const besideName: Rule = {
  kind: 'name',
  *find(text): Generator<Span> {
    for (const match of matchesOf(beforeName, text)) {
      const said = match[1] ?? '';
      const start = match.index + match[0].indexOf(said);
      if (endingName(said) === said.length) yield { start, end: start + said.length };
    }
  },
};

/** Where letters and notes have the name: beside a number, and at the end. */
export const letterRules = [
  signature,
  opening,
  ...needing({ oneOf: SEALED + SEALED_NAME }, [besideNumber, afterNumber, besideName]),
];
