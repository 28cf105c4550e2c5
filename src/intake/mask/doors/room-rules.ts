import { SEALED_DOOR } from '../flatten.ts';
import { byPattern, needing } from '../rule.ts';
import { endsLikeRoom, figures, floorNumber, han, isRoom, notRoom, sideDoor } from './parts.ts';

/** 兴华路88号302室: with 室 it is a room, whoever lives there. */
const numberAndRoom = byPattern(
  'door',
  new RegExp(String.raw`(?<![\d月${han}第-])\d{1,4}号[\s,-]?[1-9]\d{2,3}(?:室|户)(?!${notRoom})`, 'g'),
  ({ value }) => isRoom(value),
);
/** 翰林公寓1203室, 供销社家属院三楼东户: of one building no number is said. */
const roomOfHouse = byPattern(
  'door',
  new RegExp(
    String.raw`(?:小区|花园|家园|公寓|宿舍楼?|家属[院楼]|新城)\s?((?:[A-Z]?[1-9]\d{2,3}室|(?<=公寓)[A-Z]\d{3,4})(?![A-Za-z0-9])|${floorNumber}${sideDoor})`,
    'gi',
  ),
);

/** 楼上602, 底下101, 对门301室, 我家501: neighbours tell each other by the room. */
const neighbour = byPattern(
  'door',
  new RegExp(
    String.raw`(?:楼上|楼下|顶楼|头顶上?|底下|对门|隔壁|邻居家?|(?:我们|本|这个?)(?:单元|楼)|[我俺他她]家|我住|我是)(?:[的是在]|邻居)?\s?(${figures}(?![-./]|百|千|${notRoom})(?:室|户(?![居业村人住受都]))?)`,
    'g',
  ),
  ({ value, before, after }) =>
    endsLikeRoom(value) &&
    (/[室户]$/.test(value) ||
      /(?:楼上|楼下|顶楼|头顶上?|底下|对门|隔壁|邻居家?|单元|[们本这]楼)[^,。]{0,3}$/.test(before) ||
      /^(?:$|[\s,.。;!?、的半夜天装漏住养又家老一在总都说也]|邻居|业主|那)/.test(after)),
);

/** …501和502都停水, 501室漏到401室: the second room of a sentence, once the first is sealed. */
const secondRoom = byPattern(
  'door',
  new RegExp(
    String.raw`\uFFFB(?:[和、及与/]|漏到了?|跟|还有)\s?(${figures}(?!${notRoom})(?:室|户|房(?!东))?)(?=$|[\s,.。;!?、]|[都也的住漏家两])`,
    'g',
  ),
  ({ value }) => endsLikeRoom(value),
);

/** Where rooms are those of an office, a school, a ward or a hotel. */
const noHome =
  /医院|病|诊|大厅|局|[学院]校|学院|教学|[工电][厂业]|中心|大厦|商[场城]|政府|法院|仲裁|超市|[办委部处所科庭馆]|综合楼|实训|宾馆|酒店|旅|公司|KTV|网吧|保险|开[庭会]|窗口|报[到名]|考|培训|面试|快递|驿站|[邮投速]/i;
const notPrivate =
  /^(?:[到至-]|就是一?个?[\u4e00-\u9fff]{1,3}店|领导|办|开[庭会]|开了?个?[\u4e00-\u9fff]{0,3}[店馆]|[交领报]|咨询|窗口|登记|找|教室|值班|接待|考|科|主任|排队|没人办|护士|医生|病|卖|老师|上课)/;
/** 1203室半夜剁馅: with 室 a room is somebody's home, unless it is one of an office or where people are served. */
const roomAlone = byPattern(
  'door',
  /[1-9]\d{2,3}室(?![友内外温]|[到至-]|\d)/g,
  ({ value, before, after }) =>
    !/[\dA-Za-z./号元楼层栋座幢到至第-]$/.test(before) &&
    endsLikeRoom(value) &&
    !noHome.test(before.slice(-14)) &&
    !notPrivate.test(after),
);

const startsClause = /(?:^|[,。;!?、是就那找跟被让和与]|[^\d.]\s)$/;
const ofPerson = /(?<![给了欠借罚收赔付找])[他她]$/;
/** 601的老爷子, 101不同意, 1003就是小龙家, 她302自己堆的: neighbours are told by the bare number. */
const toldByRoom = byPattern(
  'door',
  /[1-9]\d{2,3}(?=的?(?:老爷子|老太太|老头|老奶奶|老两口|大姐|大哥|大[爷妈娘叔婶]|阿姨|小两口|两口子|那[家户]|住户|邻居|租户|租客)|[他她]们?家|(?:坚决|死活|就是|一直|还是)?不同意|就是[\u4e00-\u9fff]{1,3}[他她]?们?家|自己|天天|半夜|老是|整天|漏|装修|养)/g,
  ({ value, before, after }) =>
    endsLikeRoom(value) &&
    (ofPerson.test(before) ||
      (startsClause.test(before) && !/^(?:自己|天天|半夜|老是|整天|漏|装修|养)/.test(after))),
);

/** 楼上3楼301的住户: the floor before the room. */
const floorAndRoom = byPattern(
  'door',
  new RegExp(
    String.raw`(?:楼上|楼下|我住|俺住|我家|俺家|我是|对门|住在?)(?:的?[是在])?\s?(${floorNumber}[\s,-]?${figures}(?!${notRoom})(?:室|户|房)?)`,
    'g',
  ),
  ({ value }) => endsLikeRoom(value),
);

const lodging =
  /(?:(?<![暂入])住(?![建院房宿户])|宿舍楼?|敬老院|养老院|福利院|公寓|寝室|租的?)[^,。;!?]{0,6}$/;
const noLodging = /宾馆|酒店|旅[馆店]|医院|病房|开会|办公/;
/** 住在306房间, 宿舍405房间: 房间 is a room of a home only where somebody lives. */
const lodged = byPattern(
  'door',
  /(?<![\dA-Za-z.-]|号|号\s)[A-Z]?[1-9]\d{2,3}(?:房间|房(?![东产屋子价租改型间])|室(?!友|内|外))(?!办|开会)/g,
  ({ before }) => lodging.test(before) && !noLodging.test(before),
);
/** 住在教师公寓502. */
const lodgedBare = byPattern(
  'door',
  new RegExp(
    String.raw`住在?[\u4e00-\u9fff]{0,8}(?:公寓|宿舍楼?)\s?(${figures}(?![-./]|百|千|${notRoom}))(?=$|[\s,.。;!?、的])`,
    'g',
  ),
  ({ value }) => endsLikeRoom(value),
);

const floorDigits = '一二三四五六七八九';
const publicHouse = /医院|病房|大厅|[局校厂院]|中心|大厦|商场|门诊|政府|法院|超市|办公/;
/** 一楼101的…, 二楼201那家: the number of the floor begins that of the room. */
const roomOfFloor = byPattern(
  'door',
  /(?:\d|[一二三四五六七八九])[楼层]\s?([1-9]\d{2}(?:室|户)?)(?=$|[,。;!?\s]|的|那[家户]|住户|漏|养|家|邻居|业主|天天|半夜|老是)/g,
  ({ value, before }) => {
    const said = before.replace(/\s$/, '').at(-2) ?? '';
    const floor = floorDigits.includes(said) ? String(floorDigits.indexOf(said) + 1) : said;
    return value.startsWith(floor) && endsLikeRoom(value) && !publicHouse.test(before);
  },
);

/** A room of which no building is said. */
export const roomRules = [
  ...needing({ run: 4, oneOf: '号室' }, [numberAndRoom]),
  ...needing({ oneOf: '室户门那家寓' }, [roomOfHouse, floorAndRoom, lodgedBare]),
  ...needing({ run: 3, oneOf: '楼门隔家住是邻单层室房顶底' }, [neighbour, lodged, roomOfFloor]),
  ...needing({ run: 3, oneOf: '室户门那家寓' }, [roomAlone]),
  ...needing({ run: 3 }, [toldByRoom]),
  ...needing({ run: 3, oneOf: SEALED_DOOR }, [secondRoom]),
];
