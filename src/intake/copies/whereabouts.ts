const numerals = '零一二三四五六七八九';
const numbered =
  /(?<![\d.])([a-z]?\d{1,4}|[一二三四五六七八九十]{1,3})(?=号|栋|幢|楼|单元|组|队|路|线|#|村|室|社区|小区|床|杆|中学|小学)/g;
const named =
  /[\u4e00-\u9fff]{2}(?:路|街|巷|村|小区|社区|花园|家园|桥|镇|水库|河|苑|学校|小学|中学|医院|广场|市场)/g;
/** 我们村, 整个小区: any place may have these before it. */
const anywhere = /^(?:我们|俺们|咱们|你们|他们|这个|那个|整个|一个|两个|本市|全市)/;
/** 从村, 子往河, 者金桥 (或者金桥): half a word before a place, which long texts are full of. */
const halfWord = /[从到往在的是以了与或个连这那我们俺咱你他有过市区者均感多去进出来住]|和(?!平|谐|睦|顺|兴)/;

/** What of a text says where: the numbers of houses, lines and lamps, and names of streets, villages, estates. */
export type Whereabouts = {
  readonly numbers: ReadonlySet<string>;
  readonly names: ReadonlySet<string>;
  /** Those of `names` that are no half words. */
  readonly sureNames: ReadonlySet<string>;
};

export const whereaboutsOf = (text: string): Whereabouts => {
  const plain = text.normalize('NFKC').toLowerCase();
  const numbers = new Set<string>();
  for (const [, number = ''] of plain.matchAll(numbered))
    numbers.add(number.replace(/[一二三四五六七八九]/g, (char) => String(numerals.indexOf(char))));
  const names = new Set<string>();
  for (const [name] of plain.matchAll(named)) if (!anywhere.test(name)) names.add(name);
  const sureNames = new Set([...names].filter((name) => !halfWord.test(name.slice(0, 2))));
  return { numbers, names, sureNames };
};

const apart = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean =>
  !a.isSubsetOf(b) && !b.isSubsetOf(a);

/**
 * Whether two texts in much the same words speak of different places: each names one that the other does not. In a
 * long text only sure names count: neighbours who copy a complaint put in their own building.
 */
export const elsewhere = (a: Whereabouts, b: Whereabouts, short: boolean): boolean =>
  short ? apart(a.names, b.names) || apart(a.numbers, b.numbers) : apart(a.sureNames, b.sureNames);
