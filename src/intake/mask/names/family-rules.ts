import { anyOf, byPattern, needing } from '../rule.ts';
import { isPlainName } from './plain.ts';
import { nameLength } from './shape.ts';
import { byTrigger } from './trigger.ts';

/** Who came into the family or left it, and who lives or works beside one. */
const further =
  '前夫 前妻 前男友 前女友 未婚夫 未婚妻 男朋友 女朋友 继父 继母 养父 养母 生父 生母 后爹 后妈 干爹 干妈 丈母娘 老丈人 妹夫 姐夫 妯娌 连襟 小叔子 大伯子 小姑子 小舅子 大舅子 大舅哥 堂哥 堂弟 堂姐 堂妹 堂兄 表哥 表弟 表姐 表妹 表叔 表婶 孙媳妇 孙女婿 老爸 老妈 老爹 老娘 老父亲 老母亲 当家的 婆娘 堂客 孩儿 娃儿 幺儿 幺女 妮子 舍友 室友 合伙人 债主';
const relation = `(?:[大小二三老](?=[儿女闺伯叔姐哥妹弟媳孙]))?${anyOf(
  `老公 老婆 丈夫 男人 妻子 对象 爱人 老伴 老头子 老头 那口子 儿子 儿媳妇 儿媳 儿 女儿 闺女 孩子 娃 小孩 媳妇 女婿 爸爸 爸 妈妈 妈 父亲 母亲 爹 娘 爷爷 奶奶 外公 外婆 姥姥 姥爷 哥哥 哥 弟弟 弟 姐姐 姐 妹妹 妹 孙子 孙女 外孙女 外孙 公公 婆婆 岳父 岳母 大伯 伯 叔叔 叔 大爷 大娘 大妈 大叔 姑姑 姑父 舅舅 舅妈 大姨 小姨 婶婶 婶子 嫂子 侄子 侄女 外甥女 外甥 亲家 邻居 朋友 同事 同学 工友 老乡 战友 ${further} 家父 家母 小儿 小女 长子 次子 长女 次女`,
)}`;
/** Someone of the family: what follows 叫 is a name only with a known surname and a clear end (孩子叫得厉害). */
const family = byTrigger({
  pattern: new RegExp(
    `(?:[我俺咱]家?的?${relation}|(?:^|[,。;\\s])(?:老人|孩子|小孩|儿子|女儿|老伴))(?:就?叫|名叫|的?名字[是叫]|是):?\\s?`,
    'g',
  ),
  sure: false,
  accept: (name, after) =>
    isPlainName(name, after) && !/^.[不得了着过错好来去出给]/.test(name) && !after.startsWith('人'),
});
/** 我父亲王建国, 父亲：王建国. */
const familyPlain = byTrigger({
  pattern: new RegExp(
    `(?:[我俺咱]家?的?${relation}|(?:^|[,。;\\s])(?:老人|(?:孩子|[他她]家?)?${relation}):?|(?:配偶|家属):?|(?<=${relation}):)(?:的?(?:名字|姓名|大名|学名))?\\s?`,
    'g',
  ),
  sure: false,
  guess: true,
  list: true,
  accept: isPlainName,
});

/** 我是王子涵妈妈, 替李明的父亲来问. */
const ofChild = byPattern(
  'name',
  new RegExp(
    String.raw`(?:[我俺咱][是替]|学生|孩子)([\u4e00-\u9fff]{2,4}?(?=(?:的|[他她]家?)?(?:家长|监护人|${relation})))`,
    'g',
  ),
  ({ value }) => nameLength(value, { sure: false, afterColon: false }) === value.length && isPlainName(value),
);
/** 我替我爸王建国问. */
const inPlaceOf = byPattern(
  'name',
  new RegExp(`替[我俺]?(?:${relation}|[舅姑姨])([\\u4e00-\\u9fff]{2,4}?(?=[来问写反咨说]|$|[,。]))`, 'g'),
  ({ value }) => nameLength(value, { sure: false, afterColon: false }) === value.length && isPlainName(value),
);

const relatives =
  '公婆夫妻象爱伴头儿女孩媳婿爸妈父母爹娘爷奶姥哥弟姐妹孙岳伯叔配属长护口男姑舅姨婶嫂侄甥邻友事乡大妯襟堂妮债当娃';
/** Of the family: 我父亲…, 孩子叫…, 我是…的妈妈. */
export const familyRules = [
  ...needing({ oneOf: '叫名是' }, [family]),
  ...needing({ oneOf: relatives }, [familyPlain, ofChild]),

  ...needing({ oneOf: '替' }, [inPlaceOf]),
];
