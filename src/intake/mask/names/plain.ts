import { isDictionaryWord } from './words-like-names.ts';

/** 华悦城, 王家沟, 安全员, 马家疃: what ends so is a place or a trade. */
const place =
  /[城苑府湾园庭村庄屯疃镇乡县市区州省院校馆館厂店局组路巷街桥场站员客者性费人]$|^.家$|^.家[沟河岭山泉埠坡岗洼冲湾坪垄坳湖桥店集塘]$/;

// Words that begin like a name and are none in any place: 联系人方式, 我叫车, 姓名单位. Those that are in a dictionary
// are looked up in `isDictionaryWord`, which is too strict after 我叫 (高峰 and 田野 are names too).
const words =
  /^(?:李子树|杨树|杨梅|柳树|石榴|来人|时间|车子|车来|解释|解决|全家|方式|方法|方便|单位|单独|安排|安装|高中|高三|高一|高二|高层|黄海|和平|王府|马路|马上|万达|万科|石油|常住|常年|余下|白天|白领|金融|江苏|江西|安徽|温州|苏州|徐州|郑州|沈阳|武汉|唐山|成都|宁波|常州|金华|毕业|文员|文化|任何|任意|司机|严重|全部|全职|祝愿|项目|关于|关心|管理|游客|路人|路过|邻居|连续|查询|应届|毛坯|康复|温泉|石桥|谢谢|范围|鲁V|古城|牛奶|童年|房东|房主|房产|包工|包车|党员|商户|商家|简单|符合|连锁|燕子|盛世|纪委|项目部|华为|华润|边远|田地|田间|孔子|孟子|康庄|高校|高级|高龄|高血压|孙子|孙女|兰州|贺卡|陶瓷|钟点|梁山|武警|施工|严格|易手|毕竟|向阳|文明|申请|申诉|申报|申领|房屋|房子|房客|费用|费心|查明|查看|于[今昨去前本上下近日凌当此该年月]|章程|平安|平时|周围|周边|周末|黄牛|张贴|平台|经常|经营|游泳)/;
export const isWordInstead = (name: string, after = '?'): boolean =>
  words.test(name) &&
  // 杨树 is a tree, 杨树林 before a comma is a man.
  !(
    name.length === 3 &&
    !name.startsWith('于') &&
    /^(?:$|[\s,.。;、(])/.test(after) &&
    !isDictionaryWord(name) &&
    !place.test(name)
  );

const notPlain =
  /^.[却也就都还又]$|^(?:保密|匿名|同上|见附件|不详|祝(?:[好福愿贺您你全大]|平安|健康|顺利|工作)|安康|万福|单亲|金婚|代办|保证|时光|台风|钱财|盖章|花名册|曾[多经被向去在找打])|^连|^查(?:[社医养低公户房工学案档一下询看找明清个]|.$)|^于[今昨去前本上下近日]|^[向管包](?:物业|领导|部门|政府|社区|街道|饺子|工程|单位|县|法院|派出)|[其内外里等们些房查办问台郡阁墅]$|(?:居民|业主|住户|村民|[小中大]学)$|^.(?:管理|部分|进行|部门|领导|物业|工程|公司|单位|政府|社区|中心|问题|情况|工作|服务|售后|媒体)$|^.(?:书记|主任|经理|局长|镇长|县长|市长|区长|校长|院长|所长|站长|队长|组长|村长|会计|医生|大夫|律师|科长|处长|园长|老板|老师|代表|工)$/;

/** People whom everybody knows: in a message they are a comparison or a song. */
const famous = new Set(
  '雷锋 焦裕禄 孔繁森 白求恩 周恩来 毛泽东 邓小平 鲁迅 周杰伦 刘德华 张学友 郭德纲 赵本山 成龙 李小龙 姚明 刘翔 郎平 马云 马化腾 任正非 钟南山 袁隆平 屠呦呦 杨利伟 曹操 刘备 诸葛亮 关羽 张飞 包青天 包拯 狄仁杰 武松 宋江 李逵 潘金莲 林黛玉 贾宝玉 孙悟空 李白 杜甫 苏轼 苏东坡 岳飞 秦桧 戚继光 林则徐 孟姜女 花木兰'.split(
    ' ',
  ),
);

/** A name where little before it tells so: no word of the dictionary, no place, no trade. */
export const isPlainName = (name: string, after = '?'): boolean =>
  name.length <= 4 &&
  !isWordInstead(name, after) &&
  !notPlain.test(name) &&
  !place.test(name) &&
  !isDictionaryWord(name) &&
  !famous.has(name) &&
  !(
    name.length === 3 &&
    isDictionaryWord(name.slice(0, 2)) &&
    (isDictionaryWord(name.slice(1)) || /[发打说给找加看写转寄收传送报叫过着]$/.test(name))
  );
