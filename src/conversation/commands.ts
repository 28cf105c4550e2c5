import { readReceipt } from '../intake/index.ts';

/** What works at any time, typed or tapped. */
export type Command =
  | 'help'
  | 'menu'
  | 'back'
  | 'cancel'
  | 'person'
  | 'language'
  | 'chinese'
  | 'english'
  | 'delete'
  | 'receipt'
  | 'withdraw';

/** What means something only where it was asked for. */
export type Remark =
  | 'yes'
  | 'no'
  | 'send'
  | 'goOn'
  | 'done'
  | 'skip'
  | 'rewrite'
  | 'meToo'
  | 'thanks'
  | 'bye'
  | 'hello';

// As people type them: simplified and traditional, with polite endings; compared without spaces, marks and case.
const commandWords: Readonly<Record<Command, string>> = {
  help: '帮助 幫助 帮忙 怎么用 怎麼用 怎么弄 不会用 使用说明 说明 help helpme howto h',
  menu: '菜单 菜單 主菜单 首页 主页 开始 開始 重新开始 回到开始 从头开始 menu start home begin startover',
  back: '返回 后退 後退 上一步 退回 回去 回上一步 back goback return previous',
  cancel: '取消 不写了 不寫了 不交了 不说了 算了 退出 放弃 放棄 cancel quit exit stop nevermind forgetit',
  person:
    '人工 人工服务 人工服務 转人工 轉人工 找人工 我要人工 找人 真人 工作人员 工作人員 客服 找工作人员 person human agent staff aperson talktoaperson humanplease realperson operator',
  language: '语言 語言 切换语言 换语言 换个语言 language changelanguage',
  chinese: '中文 汉语 漢語 普通话 普通話 说中文 用中文 切换到中文 chinese zhongwen',
  english: '英文 英语 英語 说英语 用英文 english inenglish englishplease yingwen',
  delete:
    '删除我的数据 刪除我的數據 删除数据 删除我的信息 删除我的资料 删除个人信息 删掉我的数据 清除我的数据 注销 deletemydata deletedata deletemyinformation erasemydata forgetme',
  receipt:
    '查回执 查回執 回执 回執 查询回执 回执查询 查询 查詢 查一查 查进度 进度 查结果 查留言 receipt receipts lookup lookupreceipt lookupareceipt checkreceipt checkareceipt status track',
  withdraw: '撤回 撤回留言 撤回这条 撤销 收回 withdraw withdrawit takeitback',
};

const remarkWords: Readonly<Record<Remark, string>> = {
  yes: '是 是的 对 对的 對 好 好的 好吧 行 可以 可以的 同意 我同意 愿意 嗯 嗯嗯 确定 确认 確定 没错 没问题 要 好的谢谢 yes y ok okay yep sure agree iagree correct right confirm',
  no: '不 不是 不对 不對 不行 不好 不要 不同意 我不同意 不用 否 错了 改 改一改 修改 改一下 no n nope disagree wrong change edit',
  send: '交 交吧 交了吧 交上去 交上去吧 提交 发送 发吧 發送 submit send sendit',
  goOn: '继续 繼續 接着写 接着来 接着说 继续写 continue goon writeon',
  done: '写好了 寫好了 写完了 说完了 說完了 好了 完了 没了 沒了 没有 沒有 没有了 就这些 就这样 就這樣 完毕 结束 done finish finished thatsall thatisall end imdone',
  skip: '跳过 跳過 不知道 不清楚 没有 沒有 没有了 没了 就这样 不用了 说不清 skip dontknow idontknow notsure pass',
  rewrite: '重写 重寫 重新写 重来 重新来 rewrite startagain writeitagain',
  meToo: '我也是 我也一样 一样 同上 支持 metoo sameforme same',
  thanks: '谢谢 謝謝 谢谢您 谢谢你 多谢 感谢 非常感谢 谢了 辛苦了 thanks thankyou thankyouverymuch thx',
  bye: '再见 再見 拜拜 回头见 bye byebye goodbye seeyou',
  hello: '你好 您好 你好呀 您好呀 在吗 在嗎 喂 早上好 上午好 下午好 晚上好 hello hi hey goodmorning',
};

const listed = <K extends string>(
  table: Readonly<Record<K, string>>,
): readonly (readonly [K, ReadonlySet<string>])[] =>
  (Object.keys(table) as K[]).map((key) => [key, new Set(table[key].split(' '))]);

const commands = listed(commandWords);
const remarks = listed(remarkWords);

/** A text without what does not matter for comparing whole words: width, case, spaces, marks, invisible characters. */
export const squeeze = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s\p{P}\p{S}\p{C}\p{Me}]|\u{FE0F}/gu, '');

/** The command that a text is as a whole: "帮助" is one, "请帮助修路灯" is a message. */
export const readCommand = (text: string): Command | null => {
  const word = squeeze(text);
  // A lone question mark is a call for help.
  if (word === '') return /^\s*[?？]+\s*$/u.test(text) ? 'help' : null;
  return commands.find(([, words]) => words.has(word))?.[0] ?? null;
};

/** Everything a text may be meant as, where an answer was asked for: "没有了" is `done` and `skip`. */
export const readRemarks = (text: string): ReadonlySet<Remark> => {
  const word = squeeze(text);
  return new Set(remarks.filter(([, words]) => words.has(word)).map(([remark]) => remark));
};

const spoken = /^(?:(?:我的)?回执[号码]?[是为]?|(?:my)?receipt(?:code|number)?(?:is)?)/u;

/** A receipt as it is looked up: upper-case, half-width, without spaces, hyphens and "my receipt is". */
export const receiptOf = (text: string): string => squeeze(text).replace(spoken, '').toUpperCase();

// Three groups as they are printed, whatever dash was typed.
const PRINTED =
  /(?<![\p{L}\p{N}])[\p{L}\p{N}]{4}\s*\p{Pd}\s*[\p{L}\p{N}]{4}\s*\p{Pd}\s*[\p{L}\p{N}]{4}[\p{P}\s]*$/u;

/**
 * Whether a text can only be a receipt, so that it is looked up without being asked for, and never becomes part of a
 * message. As it is printed each one is known: by `MS`, or by its hyphens. Of those without either, three in a hundred
 * have no digit, and twelve letters may be words (`FENCENEEDSUS`): they are taken for a receipt where one of the three
 * groups has no vowel, which leaves out one in seven of the three. What begins with `MS` and is misread by a character
 * or two is one too: "not found" helps more than a message with half a secret in it.
 */
export const looksLikeReceipt = (text: string): boolean => {
  const bare = receiptOf(text);
  if (!/^[0-9A-Z]+$/u.test(bare)) return false;
  if (/^MS(?=.*[0-9])[0-9A-Z]{11,13}$/u.test(bare)) return true;
  if (readReceipt(bare) === null) return false;
  const named = bare.startsWith('MS') || spoken.test(squeeze(text));
  return named || /[0-9]/u.test(bare) || PRINTED.test(text.normalize('NFKC')) || hasGroupOfConsonants(bare);
};

/** Of letters that receipts are made of (no I, no O): words of four have at least one of these. */
const hasGroupOfConsonants = (bare: string): boolean =>
  (bare.match(/.{4}/gu) ?? []).some((group) => !/[AEUY]/u.test(group));
