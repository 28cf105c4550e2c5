import { anyOf, needing } from '../rule.ts';
import { isPlainName } from './plain.ts';
import { byTrigger, notWord } from './trigger.ts';
import { isDictionaryWord } from './words-like-names.ts';

/** 姓名：保密: what people write into a form instead. */
const notNamed = /^(?:盖章|见附|详见|保密|匿名|同上|如上|不详|实名|已登|代表|代理|单位|本人|某|都|应当|应该)/;
const separator = String.raw`(?:[及和/、]?(?:联系)?(?:电话|方式|手机号?))?\s{0,2}[\])】」』]?\s{0,2}(?:[是为:=/|-]|:\s)?\s{0,2}[(“"「]?`;
const field = byTrigger({
  pattern: new RegExp(
    String.raw`(?:[姓性]\s{0,4}[名民](?!称)|联\s?系\s?人|申请人|经办人|代办人|投诉人|反映人|举报人|户主|求助人|户名|落款)(?:姓名)?${separator}`,
    'g',
  ),
  sure: true,
  list: true,
  accept: (name, after, colon) =>
    notWord(name, after) && !notNamed.test(name) && (colon || name.length > 2 || !isDictionaryWord(name)),
});
const fieldWithComma = byTrigger({
  pattern: /(?:联系人|申请人|投诉人|举报人|反映人),/g,
  sure: false,
  list: true,
  accept: notWord,
});
const person = `${anyOf(
  '来信 写信 留言 发帖 建议 提议 诉求 信访 上访 报修 报案 报警 反馈 咨询 提交 当事 受害 残疾 监护 控告(?<!被控告) 承包 收件 寄件 收货 收款 开户 持卡 委托 受托 证明 担保 联名 签名 签字 负伤 死亡 被保险 上诉 产权 承租 出租 租房 购房 买房 卖房 被害 遇难 失踪 走失 报名 登记 填表 填报 发件 来电 来访 提问 推荐 见证 目击 保证 借款 欠款 贷款 投保 参保 就诊 住院 照料 陪护 护理 缴费 付款 转账 汇款 存款 申诉 申辩 使用 所有 持有 发包 代写 代笔',
)}人`;
const role = anyOf(
  '楼长 村民代表 业主代表 居民代表 家长代表 村民 业主(?<!企业主) 居民 市民 选民 群众 住户 租户 租客 房东 房主 车主 职工 学生 家长 患者 病人 伤者 死者 逝者 低保户 五保户 贫困户 个体户 老党员 退伍军人 老兵 包工头 工头 老板 店主 摊主 中介 护工 保姆 业务员 司机 原告 军人 工人 农民工 求助者 反映者 消费者 签名 签字 署名 实名 此致敬礼 开户名 老人',
);
// 报告人：, 讨薪代表：, whatever people sign as; not those who answer for something by their office, nor the accused.
const signed = String.raw`(?:(?<!负责|责任|主持|发言|法|联络|代表|控制|公诉|被[\u4e00-\u9fff]{1,2})人|(?<!人大|法定|法人|市|县|区)代表)\s?:\s?`;
const weakField = byTrigger({
  pattern: new RegExp(`(?:(?:${person}|${role})(?:姓名)?${separator}|${signed})`, 'g'),
  sure: false,
  list: true,
  guess: true,
  accept: isPlainName,
});

/** 受伤的是杜小军, 租我房子的人叫葛海涛. */
const saidToBe = byTrigger({
  pattern:
    /(?:[伤打害死病残失]的就?是|[\u4e00-\u9fff]的就?是(?=[\u4e00-\u9fff]{3}(?:$|[,。;!]))|(?<![责法理])人(?:就?叫|名叫|是)|(?:姑娘|小伙子?|工友|同事|老师|老板|师傅|邻居|老人|老头|老太太?|[女男](?:孩子?|的|同学)|同学|司机|中介|教练|护士|医生)(?:就|名)?叫|[他她]的?(?:名字)?[叫是]|分别是:|[我俺][和跟与同]|(?:[同本俺我邻这那][村庄组屯]|我们?(?:村|庄|小区|楼|组|厂|单位))的?|(?:写|签|填|登记)的是?|(?:上面?|改名|原名|现在|[,。;\s])叫(?=[\u4e00-\u9fff]{2,3}(?:$|[,。;!?]))|(?:[个名位]人|名单):)/g,
  sure: false,
  list: true,
  accept: isPlainName,
});
/** After what a form or a sentence calls somebody: 姓名：…, 村民…, 患者…. */
export const fieldRules = [
  ...needing({ oneOf: '名民户人落' }, [field, fieldWithComma]),
  ...needing({ oneOf: '人民主众户客东工生长者兵员签实老敬署' }, [weakField]),
  ...needing({ oneOf: '叫是:' }, [saidToBe]),
];
