import { lengthOf } from './text.ts';
import type { FollowUp } from './types.ts';

/*
 * What may be missing in a message, by rules that anyone can read. One question at most is asked, so a rule asks only
 * where the answer helps: the place for things that stand somewhere, the wish for anything short.
 */

/** Things that somebody has to find before it can be mended. */
const thing =
  /路灯|街灯|灯|垃圾|路面|马路|道路|坑|井盖|下水|堵|积水|漏水|水管|停车|车位|占道|噪音|噪声|扰民|油烟|臭|电梯|楼道|飞线|充电|树枝|树木|大树|绿化|健身器材|红绿灯|斑马线|护栏|违建|施工|污水|河道|河水|河里|臭水沟|公厕|厕所|野狗|流浪狗|消防|围墙|street ?light|lamp|light|rubbish|garbage|trash|pothole|pavement|sidewalk|manhole|drain|sewer|flood|leak|parking|noise|smell|lift|elevator|tree|toilet|crossing|traffic light|fence|river/iu;

/** Words that place something. */
const place =
  /(?<![马道公铁线走水思电网出陆通半一])路(?![灯面由过人])|(?<![上逛])街(?!灯)|大道|高速|胡同|[里弄]弄|巷|小区|花园|[一-龥]{2}[苑府湾]|城(?![管市])|新村|村|组|社区|家园|公寓|大厦|大楼|楼盘|酒店|宾馆|饭店|工地|厂|广场|市场|超市|学校|[小中大]学|幼儿园|医院|公园|车站|站|桥|路口|门口|大门|[东南西北][门侧边]|旁边?|附近|对面|楼下|隔壁|号楼|[0-9一二三四五六七八九十]+[号栋幢期]|〔门牌〕|\b(?:road|street(?! ?light)|avenue|lane|alley|village|estate|community|school|hospital|park|station|bridge|gate|market|corner|building|square|near|beside|opposite|outside|behind|in front of)\b/iu;

/** Words that wish, ask or propose something. */
const wish =
  /希望|建议|请|能不能|能否|可不可以|可否|是否|应该|应当|最好|盼|恳|要求|求|想要?|望|需要|什么时候|何时|怎么办|为什么|为啥|多(?:派|开|加|装|设|修|建|种|放)|加强|尽快|赶紧|早日|快点|管一?管|修一?修|查一?查|清理|整改|落实|查处|讨回|呼吁|咨询|请教|增加|增设|取消|减少|改善|改成|吗|呢|\?|？|\b(?:please|hope|wish|should|could|can|would|want|need|suggest|ask|when|why|add|fix|repair|build|more)\b/iu;

// Someone who wrote this much has said what mattered; a question back would only tire them.
const LONG_ENOUGH = 100;

/** The one thing worth asking after, or null. The place goes first: without it nobody can go there. */
export const missingIn = (text: string): FollowUp | null => {
  if (lengthOf(text) >= LONG_ENOUGH) return null;
  if (thing.test(text) && !place.test(text)) return 'place';
  return wish.test(text) ? null : 'wish';
};

// Twelve Chinese characters are a sentence ("三号楼前面的路灯坏了一周"); the same takes about 25 Latin letters.
const SENTENCE = { han: 12, latin: 25 };

/**
 * Whether one message can stand alone, so that the resident need not say "that is all". Short pieces and those that
 * end in the middle are collected.
 */
export const standsAlone = (text: string): boolean => {
  const trimmed = text.trim();
  if (/[，,、：:；;…—-]$|(?:另外|还有|还有就是|第一|其一|and|also)$/iu.test(trimmed)) return false;
  const enough = /\p{Script=Han}/u.test(trimmed) ? SENTENCE.han : SENTENCE.latin;
  return lengthOf(trimmed) >= enough;
};
