import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type HoldReason, holdReasons, maskText } from '../../src/intake/index.ts';
import { suspicionsIn } from '../../src/intake/moderation/suspicions.ts';

const suspicions = (text: string): HoldReason[] => suspicionsIn(maskText(text).text);

describe('what waits for a person', () => {
  test.each<[HoldReason, string]>([
    ['advertising', '专业办证刻章，各类证件，加微信abc_12345'],
    ['advertising', '代开发票，正规渠道，电话13800138000'],
    ['advertising', '无抵押贷款当天放款，咨询13912345678'],
    ['advertising', '加微信dk8866，专业办理贷款，利息低，当天放款，联系我'],
    ['advertising', '兼职刷单日结，在家就能赚，QQ 123456789'],
    ['advertising', '厂家直销防盗门，特价处理，联系电话0536-6211234'],
    ['advertising', '專業疏通下水道，價格優惠，加Ｖ：abc88_99'],
    ['link', 'https://example.com/a?b=c 看看'],
    ['link', '点这里 bit.ly/3xyzabc'],
    ['abuse', '你他妈的傻逼，什么狗屁代表'],
    ['abuse', '你们全家不得好死'],
    ['abuse', 'fuck you all'],
    ['gibberish', '哈哈哈哈哈哈哈哈哈哈哈哈'],
    ['gibberish', '1111111111'],
    ['gibberish', 'asdfasdfasdf'],
    ['gibberish', '。。。！！！'],
    ['gibberish', '👍👍'],
  ])('is held as %s: %s', (reason, text) => {
    expect(suspicions(text)).toContain(reason);
  });

  test.each([
    '楼道里到处贴办证的小广告，电话13800138000，请查处',
    '有人冒充贷款公司打电话骚扰，号码13912345678，已经报警',
    '举报有人代开发票，微信abc_12345',
    '下水道堵了，请派人疏通，我的电话13800138000',
    '我被兼职刷单骗了三千元，对方QQ 123456789，怎么办',
    '见网页 https://www.example.com/notice.html ，上面说补贴六月发，到现在没有收到，是怎么回事？',
    '物业就是吃干饭的，气死人了，垃圾堆了半个月没人管',
    '什么玩意，修了三年还没修好',
    '村里死猪扔在河里，臭不可闻',
    '这条路真是滚石路，天天有石子滚下来',
    '残疾人脑瘫康复补贴怎么申请',
    '路灯不亮',
    '好',
    '啊啊啊太吵了，夜里两点还在施工',
    '三三五五小区二二号楼一一单元',
    'Bus 12 is late',
  ])('passes: %s', (text) => {
    expect(suspicions(text)).toEqual([]);
  });

  test('has a reason that staff can read, in both languages', () => {
    for (const { zh, en } of Object.values(holdReasons)) {
      expect(zh).toMatch(/[\u4e00-\u9fff]/);
      expect(en).toMatch(/[a-z]/);
    }
  });

  const residents = '../shared/data/resident-messages.jsonl';
  test.skipIf(!existsSync(residents))(
    `is, of the resident messages, the one that was read (skipped without ${residents})`,
    () => {
      const held = readFileSync(residents, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as { id: number; title: string; body: string })
        .filter(({ title, body }) => suspicions(`${title.trim()}\n${body.trim()}`).length > 0);
      expect(held.map(({ id }) => id)).toEqual([239227]);
    },
  );
});
