import type { Rule, Span } from '../rule.ts';
import { isPlainName } from './plain.ts';
import { COMMON_GIVEN } from './shape.ts';
import { surnames } from './surnames.ts';
import { isDictionaryWord } from './words-like-names.ts';

// By code: a pattern with a class of 350 characters took as long as all other rules together.
const SURNAME = 1;
const GIVEN = 2;
const parts = new Uint8Array(0x10000);
for (const char of surnames) parts[char.charCodeAt(0)]! |= SURNAME;
for (const char of COMMON_GIVEN) parts[char.charCodeAt(0)]! |= GIVEN;
const isPart = (text: string, at: number, part: number): boolean =>
  (parts[text.charCodeAt(at) || 0]! & part) !== 0;

/** 承诺, 文明: two given characters that are a word too; before them the surname is the end of another (开发商承诺). */
const givenWords =
  /(?:承诺|承建|文明|建成|正义|荣耀|江山|学生|成立|成功|成人|光明|国家|海洋|森林|良善|健康|志愿|清明|明星|学成|生育|美丽|永远)$/;
const before =
  /(?:^|[\s,.。;!?、:(“"]|[的是叫为由替和跟给找问被让请欠]|[人民户友邻夫妇儿女孩妈爸爷奶姥娘哥姐弟妹嫂婶姨舅伯叔者居壁上下门面院]|[前后东西][院邻屋])$/;
/** Who answers for something by an office or a company is named in public. */
const inOffice =
  /(?:法人(?=[:\s(“"])|代表人?|控制人|负责人|责任人|书记|[局镇县市校院所站村队组科处庭厅部省区会]长|董事长|法官|检察官|警官|主任|经理|主席|领导|董事)[:\s(“"]{0,2}$/;
/** Whether who is named at `at` is called by an office just before. */
export const isInOffice = (text: string, at: number): boolean =>
  inOffice.test(text.slice(Math.max(0, at - 6), at));
/** Whether the text calls somebody of this name by an office anywhere. */
export const isNamedByOffice = (text: string, name: string): boolean => {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length))
    if (isInOffice(text, at)) return true;
  return false;
};
const after = /^(?:$|[\s,.。;!?、)(”"]|家(?:$|[\s,.。;!?、的里门院房屋宅墙楼厨阳空淹装养盖把]))/;

/** 费志刚 alone between two marks, or after 的, 人, a relative: three characters of which none leaves a doubt. */
const standing: Rule = {
  kind: 'name',
  *find(text): Generator<Span> {
    for (let at = 0; at + 2 < text.length; at++) {
      if (!isPart(text, at, SURNAME) || !isPart(text, at + 1, GIVEN) || !isPart(text, at + 2, GIVEN))
        continue;
      const name = text.slice(at, at + 3);
      const left = text.slice(Math.max(0, at - 6), at);
      if (!after.test(text.slice(at + 3, at + 5)) || !before.test(left) || isInOffice(text, at)) continue;
      if (givenWords.test(name) || isDictionaryWord(name.slice(0, 2)) || !isPlainName(name)) continue;
      yield { start: at, end: at + 3 };
    }
  },
};

export const standingRules = [standing];
