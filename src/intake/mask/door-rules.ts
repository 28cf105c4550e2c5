import { byPattern, type Rule } from './rule.ts';

// The estate's name, the street and the village stay: they say where the trouble is. What leads to one household goes.
const han = '一二三四五六七八九十百零〇两';
const number = String.raw`(?:[A-Z]?\d{1,3}|[${han}]{1,4}|[A-Z](?![A-Z]))`;
// Without 院 only figures: 公园一号31栋 is an estate that is called 公园一号.
const court = String.raw`(?:(?:${number}\s?号院|\d{1,4}号(?=${number}\s?(?:号楼|号栋|栋|幢|#)))[\s,-]?)?`;
// 一座 counts buildings: only a letter or figures name one.
const building = String.raw`(?:${number}\s?(?:号楼|号栋|栋|幢|#楼?)|(?:[A-Z]\d{0,2}|\d{1,3})\s?座)`;
/** 5号楼2门302: a door of the stairs is called 门 too. */
const unit = String.raw`(?:${number}\s?|[东西南北中])(?:单元|门(?=[1-9一二三四五六七八九]))`;
/** 9层901室, 四楼西户: the floor is named before the room. */
const floor = String.raw`(?:(?:\d{1,2}|[${han}]{1,3})(?:楼|层)[\s,-]?)?`;
const side = '[东西中南北左右]{1,2}';
/** 302, 1203, 五零一; never the number of a year or of things that are counted. */
const room = String.raw`(?:${side}[户门室])?(?:[1-9]\d{2,3}|[一二三四五六七八九十][零〇一二三四五六七八九十]{2,3})(?![\dA-Za-z年米元平㎡度吨斤亩]|[多余个人家%名位]|户[居业村人住受都]|\.\d|号?(?:商铺|门面|店铺|铺面|门店|教室|办公室|会议室|诊室|病房|车间|包间))`;
const household = `${floor}(?:${room}(?:室|户|房|号(?![楼线院]))?|${number}(?:楼|层)${side}[户门室]|${side}户)`;
const between = String.raw`[\s,、-]?`;

/** 120户 counts households, 1101户 is one: the last two figures of a room are small. */
const isRoom = (value: string): boolean => !/\d户$/.test(value) || /(?:0[1-9]|1[0-2])户$/.test(value);

const door = byPattern(
  'door',
  new RegExp(
    String.raw`(?<![A-Za-z0-9${han}])(?:${court}${building}${between}(?:(?:${unit}|\d{1,2}-)${between})?|${unit}${between})${household}`,
    'gi',
  ),
  ({ value }) => isRoom(value),
);

const estate = '小区|花园|家园|[园苑城府邸庭居里湾郡庄寓村区镇街]|国际|新城|家住|住在?|住址:?';

const hyphened = byPattern(
  'door',
  new RegExp(
    String.raw`(?:${estate})\s?(\d{1,3}[-#]\d{1,2}-[1-9]\d{2,3}(?:室|户|号)?(?![\d-]|号?(?:商铺|门面|店铺|铺面|门店)))`,
    'g',
  ),
);

const lives =
  '(?:我家住|家住|家在|住在|我住|我现在住|本人住|现住|居住于|家庭住址|住址|户籍所在地|户籍地|户籍)(?:在|地址)?[是为:\\s]{0,3}';

// A number that is said to be where someone lives; in any other sentence street and number are a place. So they are
// where the name of an estate or a house follows: what leads to the household comes after it.
const namedHouse =
  /^[\u4e00-\u9fffA-Z0-9]{1,12}?(?:小区|花园|家园|[苑城庭邸府]|宿舍|会所|公司|大厦|公寓|酒店|学校|医院|广场|国际)/;
const houseNumber = byPattern(
  'door',
  new RegExp(
    String.raw`${lives}[\u4e00-\u9fffA-Z0-9]{0,20}?(?<![\d月${han}第])((?:\d{1,4}|[${han}]{1,4})(?:号(?:附\d{1,3}号?|之\d{1,2})?(?![楼院线井店矿机站库病床小高公路桥门码])|(?<=\d{3})室))`,
    'gi',
  ),
  ({ after }) => !namedHouse.test(after),
);

/** 3排12号, 四组18号: where houses stand in rows, and in villages, two numbers lead to one household. */
const rowOfHouses = byPattern(
  'door',
  new RegExp(
    String.raw`(?:${lives}|家在|我家|俺家|家属院|社区|[村庄屯疃])[\u4e00-\u9fffA-Z0-9]{0,16}?(?<![\d${han}第])((?:\d{1,3}|[${han}]{1,3})[排组](?:\d{1,3}|[${han}]{1,3})号(?![楼院线井店矿机站库病床桌]))`,
    'gi',
  ),
);

const english = byPattern(
  'door',
  /(?<![A-Za-z])(?:(?:Room|Rm|Flat|Apartment|Apt|Unit|Building|Block|Bldg)\.?\s?(?:No\.?\s?)?(?:[A-Z]?\d{1,4}[A-Z]?|(?<=(?:Building|Block|Bldg)\.?\s?)[A-Z])(?![A-Za-z0-9])(?:,?\s?(?=(?:Room|Rm|Flat|Apartment|Apt|Unit|Building|Block|Bldg)\.?\s?(?:No\.?\s?)?(?:[A-Z]?\d|[A-Z](?![A-Za-z]))))?){1,4}/gi,
  // Room 302 of the library is nobody's home.
  ({ value, after }) =>
    !/^\s?(?:of|in|at) the (?!building|block|estate)/i.test(after) &&
    /(?:room|rm|flat|apartment|apt)/i.test(value) &&
    /\d{3}|[,\s]\s?(?:unit|building|block|bldg)/i.test(value),
);

export const doorRules: readonly Rule[] = [door, hyphened, rowOfHouses, houseNumber, english];
