import { byPattern, needing } from '../rule.ts';
import { han, home, lives, room, sideDoor } from './parts.ts';

// A number that is said to be where someone lives; in any other sentence street and number are a place. So they are
// where the name of an estate or a house follows: what leads to the household comes after it.
const namedHouse =
  /^[\u4e00-\u9fffA-Z0-9]{0,12}?(?:小区|花园|家园|[苑城庭邸府]|宿舍|会所|[饭商书烟酒]店|超市|公司|大厦|公寓|酒店|学校|医院|广场|国际)/;
const notHouse = '(?:院(?!里)|[楼栋幢文线井店矿机站库病床小高公路桥码桌座柜]|门(?![口前])|大(?!门))';
const houseNumberForm = String.raw`甲?(?:\d{1,4}(?:-\d{1,3})?|[一二三四五六七八九十百零〇]{1,5})(?:号(?:附\d{1,3}号?|之\d{1,2}|${room}|${sideDoor}|院\d{1,3}号)?(?!${notHouse})|(?<=\d{3})室)`;
const houseNumber = byPattern(
  'door',
  new RegExp(
    String.raw`(?:${lives}(?!的)|(?<![\u4e00-\u9fff])住(?![建院房宿的户])|门牌号?码?[:是]{0,2})[\u4e00-\u9fffA-Z0-9]{0,20}?(?<![\d月${han}第-])(${houseNumberForm})`,
    'gi',
  ),
  ({ after }) => !namedHouse.test(after),
);

/** Somebody lives there; 居住, 住房 and 住户 say nothing of who. */
const dwells = '(?<![居入])住(?![建院房宿户的])';

/** 12号停水: a day, not a house. */
const dayGoesOn =
  /^(?:停|开始|来(?!找)|去|修|交|发|下[午雨]|上午|[早晚夜]|凌晨|中午|[到至起才又]|就(?![行是好])|那天|通知|以[前后]|之[前后]|[-、,]\d)/;
const asHomeBefore = new RegExp(
  `(?:${dwells}|来[我俺]?家|[我俺咱]们?家|[我俺]叫|请来|欢迎|来找|找[我俺]|一户|收[件货]|寄)[^。;!?]{0,16}$`,
);
const asHomeAfter =
  /^,?(?:欢迎|来找|找[我俺]|收(?![费到垃割购水电])|就?是[我俺]家|[我俺](?:家|叫)|随时来|要对质|门口有)/;
/** Words beside it say that somebody lives at the number. */
const isHome = (before: string, after: string): boolean =>
  (asHomeBefore.test(before) && !dayGoesOn.test(after)) || asHomeAfter.test(after);

/** 乔庄村126号: in a village the number is the household. 12号 may be a day, so it needs a house beside it. */
const villageHouse = byPattern(
  'door',
  new RegExp(
    String.raw`(?:[村庄屯疃][子里]?|[前后东西南北中]街|村大街)(\d{1,4}号|[${han}]{3,5}号)(?!${notHouse}|文|公告|通知|令|地块|[商摊车]|门[市面店])`,
    'g',
  ),
  ({ value, before, after }) =>
    (Number.parseInt(value, 10) > 31 && !before.endsWith('街')) ||
    isHome(before, after) ||
    /^(?:门[口前]|屋后|院[子里]|老宅|老房|的?住户|就是我家)/.test(after) ||
    /(?:[我俺]是|地址)[^,。;]{1,12}$/.test(before) ||
    (/[百]/.test(value) && !before.endsWith('街')),
);

const livesBefore = new RegExp(
  `(?:${dwells}|[我俺咱他她这那]们?家|家[住在]|户主|户在|房东|[老病]人|奶奶|爷爷|大[爷娘妈]|孤寡)[^,。;!?]{0,10}$`,
);
const near = /附近|旁|对[面过门]|门[口前]|[前后]面|[往到去离从]/;
const livesAfter =
  /^(?:住|那[家户]|这[家户]|的?(?:那[家户]|老人|孤寡|住户|人家|大[爷娘妈]|邻居)|[,\s]?门没锁|的[\u4e00-\u9fff]{2,3}(?:家|$|[,。\s]))/;
const lane = /(?:胡同|巷子?|里弄|弄堂|\d弄|条)$/;
/** What has a number of the lane and is no household: what is there for all, or sells or works there. */
const notHousehold =
  /^(?:院里?)?的?(?:大?门[口前]的?|旁边?的?|对[面过]的?|附近的?|前面?的?|后面?的?|[这那]边?的?|处的?)?(?:的?那?[个家盏根棵处]?)?(?:路口|口(?:$|的)|路灯|灯|变压器|配电|电表|电线|电杆|线杆|公?厕所?|公厕|垃圾|井盖|窨井|水井|下水|污水|消防|公交|站|停车|充电|广告|监控|小卖|[商饭药书烟门网茶]店|店|超市|餐|饭馆|[酒宾旅]|诊所|卫生|幼儿园|学校|公司|单位|工厂|作坊|厂|仓库|局|所|委|社区|服务|办公|工地|拆|改造|施工|快递|驿站|菜|棋牌|[早夜]市|地块)/;
const site = /位于|坐落|项目|楼盘|公司|注册/;
const isLane = (before: string, after: string): boolean =>
  lane.test(before) && !site.test(before) && !notHousehold.test(after) && !dayGoesOn.test(after);
/** 工农巷19号: the number in a lane is a household's; elsewhere (家属院15号住着个老太太) beside words of living. */
const laneHouse = byPattern(
  'door',
  new RegExp(
    `(?:胡同|里弄|[巷弄]子?|弄堂|(?<=[东西南北前后][${han}])条|大院|家属院|[街里])(${houseNumberForm})(?!${notHouse}|[商店门摊])`,
    'g',
  ),
  ({ before, after }) =>
    !namedHouse.test(after) &&
    (isLane(before, after) ||
      livesAfter.test(after) ||
      (livesBefore.test(before) && !near.test(before.slice(-12)))),
);

/** A stall has a row and a number too. */
const market = /市场|集市|[商摊床档柜]位|批发/;
/** 3排12号, 四组18号: where houses stand in rows, and in villages, two numbers lead to one household. */
const rowOfHouses = byPattern(
  'door',
  new RegExp(
    String.raw`(?:${home}|平房|家属院|社区|[村庄屯疃])[\u4e00-\u9fffA-Z0-9,]{0,16}?(?<![\d${han}第])((?:\d{1,3}|[${han}]{1,3})[排组队](?:\d{1,3}|[${han}]{1,3})号(?!${notHouse}))`,
    'gi',
  ),
  ({ before, after }) => !market.test(before) && !/^(?:摊|柜|铺|商|床|档)/.test(after),
);
/** 4组27号的, without a village before it. */
const groupAndHouse = byPattern(
  'door',
  new RegExp(String.raw`(?<![\d${han}第])(?:\d{1,2}|[${han}]{1,3})[组排队]\d{1,3}号(?=$|[的,。;\s])`, 'g'),
  ({ before }) => !market.test(before),
);
/** 第三排第二户, 3排西数第2家, 五排西户. */
const countedHouse = byPattern(
  'door',
  new RegExp(
    String.raw`(第?(?:\d{1,2}|[${han}]{1,3})排(?:(?:从?[东西南北][边头]?(?:往[东西南北])?数?第?|第)(?:\d{1,2}|[${han}]{1,3})[户家](?![具长饭酒商旅超药网店医银公幼卖做小])|${sideDoor}))`,
    'g',
  ),
);

/** 俺家东胡同5号, 我家在前街12号: whose house it is, is said, and the lane. Not what is near it. */
const ownHouse = byPattern(
  'door',
  new RegExp(
    String.raw`[我俺咱]们?家(?:就?[在是])?(?:(?!附近|旁边?|对[面过门]|门[口前]|前[面边]|后[面边]|楼[上下前后]|[往到去离从和跟与])[\u4e00-\u9fff]){0,8}(?:胡同|里弄|[巷弄街路道村庄屯疃])(${houseNumberForm})`,
    'g',
  ),
  ({ after }) => !namedHouse.test(after),
);

/** 村东头第三家, where it is said to be one's own. */
const placeInVillage = byPattern(
  'door',
  new RegExp(
    String.raw`${home}[\u4e00-\u9fff]{0,10}?([东西南北][边头](?:路[东西南北])?第?[一二三四五六七八九十\d]{1,2}[家户]|(?:[前后东西]院|[前后东西南北]街(?:路[东西南北])?|路[东西南北]|(?:[东西南北前后]|最?里头?)?(?:胡同|巷子?))(?:[东西南北最]?里?[头边]?)(?:第?[一二三四五六七八九十\\d]{1,2}(?:[家户]|个?大门)|[东西南北里]头?那[家户]|里头那[家户]))`,
    'g',
  ),
);

/** The number of a house, in streets and villages. */
export const houseRules = [
  ...needing({ run: 1, oneOf: '排组队' }, [rowOfHouses, groupAndHouse]),
  ...needing({ run: 1, oneOf: '排' }, [countedHouse]),
  ...needing({ run: 1, oneOf: '室户门那家寓' }, [placeInVillage]),
  ...needing({ run: 1, oneOf: '号室' }, [houseNumber, villageHouse, ownHouse, laneHouse]),
];
