/**
 * Whether a message speaks for or against what its theme is about, by its words. A small table, made for few false
 * alarms: most messages take no side in so many words, and then there is no stance. The table was tuned on the demo
 * corpus; what it finds there and elsewhere is in docs/decisions/0007-labels.md.
 */
export type Stance = {
  /** Evidence for and against: a plain cue counts 1, an outspoken one 2. */
  readonly pro: number;
  readonly contra: number;
};

type Cue = { readonly pattern: RegExp; readonly weight: 1 | 2 };

const cue = (weight: 1 | 2, pattern: RegExp): Cue => ({ pattern, weight });

/** Defending something is outspoken, because it answers somebody; mere praise or thanks is plain. */
const PRO: readonly Cue[] = [
  cue(
    2,
    /(?:我们?|俺们?|咱们?|大家伙?|坚决|完全|举双手|双手)(?:很|都|也|是)*(?:支持(?![^，。]{0,3}(?:国家|政府|解决|办理|为盼))|赞成)|举双手|表示(?:支持|赞成)/u,
  ),
  cue(
    2,
    /说[^，。！？]{0,2}句(?:公道|好|实在)话|一棍子打死|(?:别|不能|不要|不该)[^，。！？]{0,4}一刀切|留(?:条|口)?活路/u,
  ),
  cue(
    2,
    /别(?:撤|取缔|撵|赶|停办|关停|禁)|不要(?:取缔|撤|关停)|(?:应当|应该|希望|请|求)(?:予以)?保留|[摊留]位吧|别全/u,
  ),
  cue(
    2,
    /谁嫌|(?:^|[，。！？\s])嫌[^，。！？]{1,8}的|利大于弊|能?两全|各退一步|人心换人心|也(?:知道|明白)[^，。]{0,6}[吵嫌]/u,
  ),
  cue(
    1,
    /点(?:个|一个)?赞|叫好|好事(?!者)|办得(?:中|好|对)|知足|方便多了|带劲|乐呵|受益|挺好|真好|满意|烟火气|离不开|沾光|省了不少/u,
  ),
];

const CONTRA: readonly Cue[] = [
  cue(2, /(?<![不没])反对(?!意见|我|不)|不(?:同意|赞成|赞同|支持)|坚决(?:不|抵制|反对|拒绝)|抵制|免谈/u),
  cue(
    2,
    /别(?:再)?(?:砍|伐|锯|装|建|搞|跳|摆|挂|办)|不要(?:再)?(?:砍|伐|装|建|搞|摆|办)|(?:不|别)想(?:装|建|砍)/u,
  ),
  cue(2, /凭(?:啥|什么)|为(?:啥|什么)(?:非)?要|谁(?:赔|来担|负责)|消停|陪着|别动/u),
  cue(
    1,
    /睡不(?:着|成|了)|太吵|吵(?:死|得|人|闹)|扰民|噪[音声]|受不了|忍不了|油烟|丑|糊弄|倒霉|吓人|半夜|凌晨/u,
  ),
  cue(
    1,
    /砸(?:扁|坏|俺)|漏(?:雨|了|得)|挡光|跌价|贬值|反味|碍眼|堵(?:了|住|死)|抢生意|坑(?:人|了)|欠(?:着|了|俺|我)/u,
  ),
];

/** One action under its everyday names: somebody wants it done, somebody wants it left. */
const ACTIONS: readonly RegExp[] = [/砍|伐|锯/u, /加装|安装|装电梯/u, /取缔|清理摊|撵|赶走/u];
const WANTED = '(?:该|早|赶紧|尽快|快点?|抓紧|必须|先|再不|一起|强烈要求|请求|要求)';
const REFUSED = '(?:别|不要|(?<!能)不能|不许|不准|不该|莫|休想|反对|不同意|凭啥|凭什么|为啥|为什么要)';

const sum = (text: string, cues: readonly Cue[]): number =>
  cues.reduce((total, { pattern, weight }) => total + (pattern.test(text) ? weight : 0), 0);

export const stanceOf = (text: string): Stance => ({ pro: sum(text, PRO), contra: sum(text, CONTRA) });

const ASKS = ACTIONS.map((action) => ({
  wanted: new RegExp(`(?<!${REFUSED}.{0,4})${WANTED}[^，。！？]{0,3}(?:${action.source})`, 'u'),
  refused: new RegExp(`${REFUSED}[^，。！？]{0,4}(?:${action.source})`, 'u'),
}));

/** For each action of the table, whether the message wants it (1), refuses it (−1) or neither or both (0). */
export const asksOf = (text: string): readonly number[] =>
  ASKS.map(({ wanted, refused }) => {
    const refuses = refused.test(text);
    return refuses === wanted.test(text) ? 0 : refuses ? -1 : 1;
  });
