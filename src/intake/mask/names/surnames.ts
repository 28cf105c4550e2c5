/**
 * The 300 most frequent surnames (Ministry of Public Security, 2020), the rest of 百家姓, and those of Shandong (逄, 亓,
 * 綦, 禚); without characters that are mostly words: those stand in `rareSurnames`.
 */
export const surnames: ReadonlySet<string> = new Set(
  `王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷
钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐梅莫庄辛管祝左涂谷祁舒耿牟卜詹关苗凌费纪靳盛童欧甄项曲游阳裴席卫查屈鲍覃霍翁隋甘景薄
单包司柏宁柯阮桂闵柴华冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬厉臧畅宫苟褚廉简娄盖符奚木穆燕郎邸冀谈姬屠连郜晏栾郁商蒙喻揭窦迟宇敖糜鄢冷卓花仇艾蓝巩稽井练仲乐虞卞封竺冼衣楚佟栗匡宗巫
鞠僧桑荆谌扬伏岑习胥蔺逄鹿尚伊肖闫代付邝麦荣骆佘桓尧狄仝亓綦禚逯昝郇麻侴兀逢隗阚揣鄂訾荀茅郏杭酆湛卯贲嵇汲邴缪蒲茹佴胶薊蓟麹璩濮扈郦雍郤芮羿柘闻莘贠历仉乜鄞晁亢朴帅幸迮仵寇阙蔚蒯巢沃衡雒撖`.replaceAll(
    '\n',
    '',
  ),
);

/** Mostly words: after 我叫, 姓名 and before a clear end they are surnames all the same. */
export const rareSurnames: ReadonlySet<string> = new Set(
  '时车来都位保强明植原官银全计解成应台党支昌皮干通东同修敬相寿劳矫战宿储贡苍历信由么尧惠门展幸帅占国广利师红隆满步弘权丰沙那益养须空勾越公法展初弓戎撒',
);

/** Surnames that begin many words (任何人, 房屋, 于今年): without a colon before them they need a clear end. */
export const wordySurnames: ReadonlySet<string> = new Set(
  '代付尚鹿麻闻木花米荣逢伊麦肖宗应习于向任关连单常简方安万高查房申边易游费季章甘曲祝白平石司余金经包管',
);

export const compoundSurname =
  /^(?:欧阳|太史|端木|上官|司马|东方|独孤|南宫|夏侯|诸葛|尉迟|皇甫|公孙|慕容|令狐|司徒|呼延|长孙|宇文|轩辕|钟离|东郭|西门|百里|吉克|沙马|曲比|曲木|海来|阿苏|马海|尔古|莫色|俄木|吉木|吉子|勒伍|木乃|罗洪|贾巴)/;

/** Of these, what is a verb or an adverb before two other characters (都知道, 来承担): surnames only where a name is announced. */
export const verbSurnames: ReadonlySet<string> = new Set('来都同占计支保全幸由利通满空须益车那');
