// The estate's name, the street and the village stay: they say where the trouble is. What leads to one household goes.
export const han = '一二三四五六七八九十百零〇○两壹贰叁肆伍陆柒捌玖拾';
const number = String.raw`(?:[A-Z甲乙丙丁]?\d{1,3}|[${han}]{1,5}|[A-Z](?![A-Z])|[甲乙丙丁])`;
export const notInNumber = `(?<![A-Za-z0-9${han}])`;
// Without 院 only figures: 公园一号31栋 is an estate that is called 公园一号.
export const court = String.raw`(?:(?:${number}\s?号院|\d{1,4}号(?=${number}\s?(?:号楼|号栋|栋|幢|#|单元))|\d{1,3}(?:号楼|[栋幢])(?=[A-Z]\s?座))[\s,-]?)?`;
/** 单元, as keyboards slip, and 单 before a room. */
export const unitWord = String.raw`(?:单[元无员原]|但元|单(?=[\s,、-]?[1-9]\d{2,3}(?!\d)))`;
// 一座 counts buildings: only a letter or figures name one. 3楼 is a building only where a unit follows.
export const building = String.raw`(?:[东西南北中]楼(?=\s?(?:${number}|[东西南北中])\s?${unitWord})|${number}\s?(?:[号好][楼搂]|号栋|栋|幢|#楼?|[号楼](?=[\s,]?${number}\s?${unitWord}|-\d-[1-9]))|(?:[A-Z]\d{0,2}|\d{1,3})\s?座)`;
/** 5号楼2门302: a door of the stairs is called 门 too. */
export const unit = String.raw`(?:(?:${number}\s?|最?[东西南北中](?:[边头间侧]|数第?[一二三四五1-5])?)${unitWord}|(?:${number}\s?|[东西南北中])门(?=[1-9一二三四五六七八九]))`;
export const floorNumber = String.raw`(?:(?:\d{1,2}|[${han}]{1,3}|[顶底])[楼层]|阁楼)`;
/** 9层901室, 四楼西户: the floor is named before the room. */
const floor = String.raw`(?:${floorNumber}[\s,-]?)?`;
const side = '[东西中南北左右]{1,2}';
export const sideDoor = String.raw`(?:[左右]手边?(?:那?[户家])?|(?:最|靠|把)?${side}(?:[边头手首侧间]?(?:的?那)?(?:(?:户(?!外)|室)|门(?=$|[\s,.。;!?、的那漏]))|[边头手首侧]的?那?家))`;

/** What a number counts or is, where it is no room. */
export const notRoom = String.raw`[\dA-Za-z年米元平㎡度吨斤亩万亿分]|[多余几个人家%名位路]|户[居业村人住受都]|\.\d|号?(?:商铺|门面|门市|店铺|铺面|门店|教室|办公室|会议室|诊室|病房|车间|包间|窗口)|号?线|[国省县]道|[中小]学|医院|公交|地块`;
/** 302, 1203, 五零一, 五百零一; never the number of a year or of things that are counted. */
export const figures = String.raw`(?:[1-9]\d{2,3}|0[1-9]\d{2}(?=室|户)|[1-9]\d{2,3}[A-F](?![A-Za-z])|[一二三四五六七八九十][零〇○一二三四五六七八九十]{2,3}|[伍壹贰叁肆陆柒捌玖][零壹贰叁肆伍陆柒捌玖]{2,3}|[一二三四五六七八九](?:千[一二三四五六七八九]百|百)零[一二三四五六七八九])`;
export const room = String.raw`(?:${side}[户门室])?${figures}(?!${notRoom})(?:[\s]?(?:室|户|房(?!东)|号(?!楼(?![上下])|[线院])))?`;
export const household = `${floor}(?:${room}|${sideDoor})|${floorNumber}[东西中](?=$|[\\s,.。;!?、的漏住])`;
export const between = String.raw`[\s,、/#-]{0,2}的?`;

/** Words that say where somebody lives, and (home) what is theirs. */
export const lives =
  '(?:家[住在是](?![宅建])|住在|我住|俺住|咱住|我现在住|本人住|现住|居住[于在]|现居住?|居住地|家庭住址|住址|住处|户籍所在地|户籍地|户籍|户口|老家|(?:家庭|联系|收件|邮寄|收货)地址|寄[到往])(?:在|地址)?[是为:\\s]{0,3}';
export const home = `(?:${lives}|[我俺咱]家[是在]?|[我俺咱]是|(?<![\\u4e00-\\u9fff])住)`;

/** 120户 counts households, 1101户 is one: the last two figures of a room are small. */
export const isRoom = (value: string): boolean => !/\d户$/.test(value) || /(?:0[1-9]|1[0-2])户$/.test(value);
export const endsLikeRoom = (value: string): boolean =>
  !/\d/.test(value) || /(?:0[1-9]|1[0-2])[A-F]?(?:室|户|号|房)?$/.test(value);
