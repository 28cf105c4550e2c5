import { SEALED_NAME } from '../flatten.ts';
import { byPattern, matchesOf, needing, type Rule, type Span } from '../rule.ts';
import { isPlainName } from './plain.ts';
import { nameLength } from './shape.ts';
import { surnames } from './surnames.ts';
import { isDictionaryWord } from './words-like-names.ts';

const end = String.raw`$|[,.。;!?、\s)]`;

/** A whole name, its surname announced so clearly that it may be one that is mostly a word (满, 修, 解). */
const isName = (value: string): boolean =>
  nameLength(value, { sure: false, afterColon: false, surnameKnown: true }) === value.length &&
  isPlainName(value);

const announced = (pattern: string, accept: (value: string) => boolean = isName): Rule =>
  byPattern('name', new RegExp(pattern, 'g'), ({ value }) => accept(value));
/** 老板满口答应: where a word may follow as well, the name must begin with none. */
const isNoWord = (value: string): boolean => isName(value) && !isDictionaryWord(value.slice(0, 2));

/** 回信请写尹素云收. */
const writtenTo = announced(
  `(?:回信|回函|回复|信封上?|收件人?|寄件人?)(?:就|请|都|要)?[写寄](?:给|上|成)?([\\u4e00-\\u9fff]{2,4}?(?=收|转|${end}))`,
);
/** 我名字就俩字丛林: that it is a name is said, so it may be any word. */
const ofTwoCharacters = byPattern(
  'name',
  new RegExp(`名字就?是?[俩两三仨]个?字[:,\\s是叫]{0,2}([\\u4e00-\\u9fff]{2,3}(?=${end}))`, 'g'),
  ({ value }) => nameLength(value, { sure: true, afterColon: false }) === value.length,
);

const twoNames = new RegExp(`${SEALED_NAME}、${SEALED_NAME}、$`);
/** …、于洋: whoever ends a row of names. After two of them, a surname and one character may be a word too. */
const listed = byPattern(
  'name',
  new RegExp(`${SEALED_NAME}、([\\u4e00-\\u9fff]{2,3}(?=${end}))`, 'g'),
  ({ value, before }) =>
    isName(value) || (value.length === 2 && surnames.has(value.charAt(0)) && twoNames.test(before)),
);

/** 组长展一诺的QQ: whose own account is told is named as a person, not by the office. */
const ofAccount = announced(
  '(?:组长|班长|群主|团长|楼长)([\\u4e00-\\u9fff]{2,4}?(?=的?(?:QQ|qq|微信|邮箱|手机|电话)))',
);
/** 老板满运通是外村的. */
const boss = announced(
  `老板(?:(?:就?是|叫):?)?([\\u4e00-\\u9fff]{3}(?=是|(?<=(?:是|叫):?...)(?:${end})))`,
  isNoWord,
);
/** 名单里有慕容海, 昨天念了郝天佑. */
const onList = announced(
  `(?:名单(?:[里上中]面?)?有|[念点](?:了|到了?)|念的是)([\\u4e00-\\u9fff]{3,4}(?=的|${end}))`,
  isNoWord,
);
/** 小朋友单子墨老是咬人. */
const child = announced(
  `小朋友(?:[名]?叫|是)?([\\u4e00-\\u9fff]{3}(?=老是|老爱|总是?|经常|天天|把|打|咬|推|欺负|${end}))`,
);
const siblingWord = /(?:兄弟|姐妹|兄妹|姐弟|父子|母子|父女|母女|夫妻|夫妇)(?=[俩二两三都系是均])/g;
const beginsItem = new RegExp(`(?:^|[,。;!?、\\s)和${SEALED_NAME}])$`);
/** …、修文广兄弟二人: found by the rarer word behind the name. */
const siblings: Rule = {
  kind: 'name',
  *find(text): Generator<Span> {
    for (const { index } of matchesOf(siblingWord, text)) {
      const start = index - 3;
      if (start < 0 || !beginsItem.test(text.slice(Math.max(0, start - 1), start))) continue;
      if (isNoWord(text.slice(start, index))) yield { start, end: index };
    }
  },
};

/** Names that are announced by what is done with them: written on a letter, read out, found in a list. */
export const announcedRules = [
  ...needing({ oneOf: '写寄字组群团楼班板单念点友兄姐父母夫' }, [
    writtenTo,
    ofTwoCharacters,
    ofAccount,
    boss,
    onList,
    child,
    siblings,
  ]),
  ...needing({ oneOf: SEALED_NAME }, [listed]),
];
