import type { AnswerReason } from './content.ts';
import type { Span } from './passages.ts';

/**
 * Which messages want an answer in person, and which offices they name: by words, so that everybody can see why a
 * message was chosen. A rule only points; somebody reads. The wordings come from reading the demo corpus and a
 * thousand messages of a city's message board.
 */

const any = (...sources: readonly string[]): RegExp => new RegExp(sources.join('|'), 'iu');

const SAFETY = any(
  '漏电|触电|电死|电着人|(?:电线|线缆|电缆|高压线)[^。！？!?\\n]{0,8}(?:断|垂|耷拉|裸露|老化|起火|冒火)|(?:裸露|私拉|乱拉)[^。！？!?\\n]{0,4}(?:电线|电缆)',
  '(?:煤气|燃气|天然气|沼气)[^。！？!?\\n]{0,6}(?:泄漏|泄露|漏气|味)',
  '(?:房|墙|屋顶|桥|路基|路面|井|坝|堤|楼板|顶棚)[^。！？!?\\n，,]{0,6}(?:塌|要倒|快倒|倒了|悬空)|塌方|坍塌|危房|危桥|危墙|枯树[^。！？!?\\n]{0,8}(?:倒|掉|砸)',
  '(?:没|无|缺|少|丢|坏)[^。！？!?\\n，,]{0,3}井盖|井盖[^。！？!?\\n，,]{0,6}(?:没|丢|坏|破|翘|缺|松)',
  '溺水|淹死|掉(?:进|下去|到|沟)[^。！？!?\\n，,]{0,6}(?:坑|井|沟|河|塘|水库)',
  '着火|起火|失火|自燃|爆炸|(?:消防通道|安全出口|救火车|消防车|救护车|120)[^。！？!?\\n]{0,10}(?:堵|占|锁|进不|过不|开不|拐不)',
  '出人命|人命关天|(?:砸|撞|轧|摔|咬|烫|电)(?:死|伤|断|成重伤)|砸(?:着|到|中)(?:人|孩|老)|差点[^。！？!?\\n，,]{0,4}(?:砸|撞|轧|摔|掉|咬)',
  '中毒|高空(?:抛物|坠物)|坠楼|电梯[^。！？!?\\n，,]{0,8}(?:坠|困)|刹车失灵',
  '\\b(?:electrocut\\w*|live wires?|gas leak\\w*|collaps\\w+|caught fire|drown\\w*|open manhole|nearly (?:hit|killed))\\b',
);

const REPLY = any(
  '(?:请|望|盼|麻烦|能否|能不能|可否|等|(?<!要)求)[^。！？!?\\n，,]{0,12}(?:回复|答复|回个话|回个信|回个电话|回电|回话|个说法|个准话|个准信|解答|回应)',
  '盼复|望复|求回复|敬候|静候|(?:打|给)我[^。！？!?\\n，,]{0,4}(?:回个?电话|个信儿?)',
  '\\b(?:please (?:reply|answer|call|get back)|waiting for (?:a|your) (?:reply|answer))\\b',
);

const DEPUTY = any(
  '(?:请|问问|想问|问一?下|麻烦|劳烦|盼|告诉)(?:一下|各位|咱们?|俺们?|你们|人大)*代表(?!作|性|团|队|大会|处|权)',
  '(?:各位|人大|咱|俺)代表(?:们|同志)?(?:你好|您好|好)',
  '(?<!业主|村民|住户|职工|学生|家长|社员|居民|工|法人|全权|股权)代表(?:们|同志|您|你)?(?:能不能|能)?(?:给|帮)(?:问|说|管|反映|呼吁|看|催|协调|俺|咱|我)',
  '\\b(?:dear deputy|ask (?:the|our|my) deputy|our deputy)\\b',
);

const RULES = { safety: SAFETY, reply: REPLY, deputy: DEPUTY } as const satisfies Record<
  AnswerReason,
  RegExp
>;

/** In order of urgency: how the digest lists them. */
export const REASONS = ['safety', 'reply', 'deputy'] as const satisfies readonly AnswerReason[];

const spanOf = (match: RegExpMatchArray | null): Span | null =>
  match?.index === undefined ? null : { start: match.index, end: match.index + match[0].length };

/** Where in the text the rule's words stand first; null where they do not. */
export const cueFor = (reason: AnswerReason, text: string): Span | null => spanOf(text.match(RULES[reason]));

const QUESTION = any(
  '[?？]',
  '(?:吗|呢|怎么办|咋办|咋整|为什么|为啥|凭什么|凭啥|啥时候|什么时候|何时|谁管|归谁|找谁|中不中|行不行)(?=[。！!，,；;\\n\\s]|$)',
);

export const asks = (text: string): boolean => QUESTION.test(text);

export type Office = { readonly key: string; readonly zh: string; readonly en: string };

const offices = [
  ['power', '供电公司', 'the power company', '供电(?:公司|所|局|站)|电力公司|国网'],
  ['transport', '交通运输部门', 'the transport office', '交通(?:运输)?(?:局|部门)|公路局|公交公司|运管'],
  ['traffic-police', '公安交管部门', 'the traffic police', '交警|交管|车管所'],
  ['police', '公安机关', 'the police', '公安(?!交)|派出所|民警|(?<!电子)警察|反诈中心'],
  ['housing', '住建部门', 'the housing office', '住建(?:局|部门)|房管(?:局|所|部门)|住房(?:保障|和城乡建设)'],
  [
    'urban',
    '城管部门',
    'the urban management office',
    '城管(?:局|部门)?|综合执法|园林(?:局|处|部门)?|环卫(?:处|所|部门)?|市政(?:处|部门)',
  ],
  ['education', '教育部门', 'the education office', '教育(?:局|厅|部门|体育局)|教体局'],
  ['health', '卫健部门', 'the health office', '卫健(?:局|委|部门)|卫生局|疾控'],
  ['insurance', '医保部门', 'the medical insurance office', '医保(?:局|中心|部门|窗口)'],
  ['labour', '人社部门', 'the labour office', '人社(?:局|部门)|劳动(?:监察|局|部门|仲裁)|社保局'],
  ['civil', '民政部门', 'the civil affairs office', '民政(?:局|所|部门)'],
  ['farming', '农业农村部门', 'the agriculture office', '农业(?:农村)?(?:局|部门)|农技站|农机(?:局|站)'],
  [
    'water',
    '水利（水务）部门',
    'the water office',
    '水利(?:局|站|部门)|水务(?:局|公司|集团)|自来水公司|供水公司',
  ],
  ['environment', '生态环境部门', 'the environment office', '环保(?:局|部门)|生态环境(?:局|部门)'],
  [
    'land',
    '自然资源部门',
    'the land office',
    '自然资源(?:局|和规划局|部门)|国土(?:局|所|部门)|规划局|不动产(?:中心|登记)',
  ],
  ['market', '市场监管部门', 'the market regulator', '市场监管(?:局|所|部门)?|工商局|物价局|食药监'],
  ['heat', '供热企业', 'the heating company', '供热(?:公司|企业|办)|热力公司|热电厂'],
  ['gas', '燃气企业', 'the gas company', '燃气公司|天然气公司'],
  ['telecom', '通信企业', 'the telecom companies', '移动公司|联通公司|电信公司|铁塔公司|运营商|营业厅'],
  ['post', '邮政部门', 'the post office', '邮政(?:局|管理局|公司|所)?|邮局'],
  [
    'culture',
    '文旅体育部门',
    'the culture and sports office',
    '文旅(?:局|部门)|文化(?:局|馆|站)|体育(?:局|部门)',
  ],
  ['court', '人民法院', 'the court', '法院|法庭|执行局|立案庭'],
  ['procurator', '人民检察院', 'the procuratorate', '检察院|检察官'],
  ['justice', '司法行政部门', 'the justice office', '司法(?:局|所)'],
  ['tax', '税务部门', 'the tax office', '税务(?:局|部门|所)|国税|地税'],
  ['petition', '行政审批和政务服务部门', 'the service hall', '政务(?:服务)?(?:大厅|中心)|行政审批|办事大厅'],
  ['fire', '消防救援机构', 'the fire service', '消防(?:队|大队|支队|部门|救援)'],
  [
    'street',
    '镇街',
    'the town or street office',
    '镇政府|镇里|镇上|乡里|乡政府|街道办|街道(?:上|能|要|应|来|出)',
  ],
] as const;

const BY_OFFICE: readonly (Office & { readonly named: RegExp })[] = offices.map(([key, zh, en, words]) => ({
  key,
  zh,
  en,
  // The wish must stand in the same sentence: merely naming an office ("the court said no") asks nothing of it.
  named: any(
    `(?:请|希望|盼|建议|要求|应该|应当|能不能|能否|可否|呼吁)[^。！？!?\\n]{0,16}(?:${words})`,
    `(?:${words})[^。！？!?\\n]{0,10}(?:能不能|能否|可否|应该|应当|尽快|抓紧|管管|查一?查|来看看|出面|牵头)`,
  ),
}));

/** The offices that the text asks something of, with the place of the first such wish. */
export const officesAsked = (text: string): { readonly office: Office; readonly at: Span }[] =>
  BY_OFFICE.flatMap(({ named, key, zh, en }) => {
    const at = spanOf(text.match(named));
    return at === null ? [] : [{ office: { key, zh, en }, at }];
  });
