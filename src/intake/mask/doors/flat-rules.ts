import { byPattern, needing } from '../rule.ts';
import {
  between,
  building,
  court,
  endsLikeRoom,
  floorNumber,
  han,
  home,
  household,
  isRoom,
  lives,
  notInNumber,
  notRoom,
  unit,
  unitWord,
} from './parts.ts';

/** What a door begins with, told at a glance: most numerals of a text are no doors. */
const begins = `(?=[A-Za-z0-9${han}甲乙丙丁]{1,5}\\s?[号好楼搂栋幢#座单但门]|[东西南北中最])`;

const door = byPattern(
  'door',
  new RegExp(
    String.raw`${notInNumber}${begins}(?:${court}${building}${between}(?:(?:${unit}|\d{1,2}[-#/])${between})?|(?:\d{1,4}号)?${unit}${between})(?:${household}|(?<=${unitWord}${between})\d{1,2}-\d{1,2}(?![\d-])|(?<=(?:${unitWord}|[楼层])${between})[1-9]号(?![楼院桌线栋门商铺-]))`,
    'gi',
  ),
  ({ value, before }) =>
    isRoom(value) &&
    !/(?:政务|服务)中心$/.test(before) &&
    !(value.endsWith('户') && /[共有约计]$/.test(before)),
);

/** 我家住3号楼2单元: a unit is a dozen households; where someone says to live there, it is too near. */
const homeUnit = byPattern(
  'door',
  new RegExp(
    String.raw`${home}[\u4e00-\u9fffA-Z0-9]{0,16}?${notInNumber}(${building}${between}${unit}(?:${between}${floorNumber})?)`,
    'gi',
  ),
);

/** 9栋2单元住的那户: the unit of somebody else is as near. */
const othersUnit = byPattern(
  'door',
  new RegExp(
    `${notInNumber}${begins}${building}${between}${unit}(?=的?(?:那[一]?[户家]|住户?的?那[户家]))`,
    'gi',
  ),
);
/** 8#3-2-1: building, unit, floor and door. */
const fourNumbers = byPattern(
  'door',
  /(?:[我俺咱]们?家?住?在?|家住|住在?)((?<!\d)\d{1,3}#\d{1,2}-\d{1,2}-\d{1,2}(?![\d-]))/g,
);

const estate =
  '小区|花园|家园|公寓|宿舍|[园苑城府邸庭居里湾郡庄寓村区镇街院]|国际|新城|[东西南北]区|[一二三四]期';
const called = `${estate}|${home}|${lives}[\\u4e00-\\u9fff]{1,12}|门?牌号?码?[:是]?|房号[:是]?|业主[,:]?|(?:apartment|flat|home|address) is`;
/** A digit is rarer than a word for a place: it is looked for first, then what stands before it. */
const beforeHyphens = String.raw`(?<![A-Za-z\d./#-])(?=[A-Z甲乙丙丁]?\d{1,3}号?[-#/.])`;
const three = String.raw`[A-Z甲乙丙丁]?\d{1,3}号?[-#/.]{1,2}\d{1,2}[-#/.]{1,2}0?[1-9]\d{2,3}(?:室|户|号)?(?![\d./-]|${notRoom})`;
const hyphened = byPattern(
  'door',
  new RegExp(`${beforeHyphens}(?<=(?:${called})\\s?)${three}`, 'gi'),
  ({ value }) => !/[-/.](?:19|20)\d\d$/.test(value),
);
const hyphenedPair = byPattern(
  'door',
  new RegExp(
    String.raw`${beforeHyphens}(?<=(?:${called})\s?)[A-Z]?\d{1,2}[-#]0?[1-9]\d{2,3}(?:室|户|号(?!楼))?(?![\d./-]|户|${notRoom})`,
    'gi',
  ),
  ({ value }) => endsLikeRoom(value) && isRoom(value),
);

/** 3号楼2单元501, 3-2-501: building, unit and room. */
export const flatRules = [
  ...needing({ oneOf: '楼搂栋幢座单#' }, [door]),
  ...needing({ oneOf: '单' }, [homeUnit, othersUnit]),
  ...needing({ run: 4 }, [hyphened, hyphenedPair, fourNumbers]),
];
