import { describe, expect, test } from 'vitest';
import { maskText } from '../../src/intake/index.ts';

const masked = (text: string): string => maskText(text).text;

describe('names in running text that nothing announces', () => {
  test.each([
    ['前天谭秋华把院墙推倒了，砸了俺家鸡窝', '前天〔姓名〕把院墙推倒了，砸了俺家鸡窝'],
    ['残联同志你好，石磊，肢体二级', '残联同志你好，〔姓名〕，肢体二级'],
    ['服务卡上写的卢化成，时间11月3号', '服务卡上写的〔姓名〕，时间11月3号'],
    ['开发商老板张博从未露面', '开发商老板〔姓名〕从未露面'],
    ['施工队把钱给了滕桂枝、马庆余和冯玉柱', '施工队把钱给了〔姓名〕、〔姓名〕和〔姓名〕'],
    ['高梓轩妈妈也来问过', '〔姓名〕妈妈也来问过'],
  ])('are known by what is given and by who stands beside them: %s', (text, whole) => {
    expect(masked(text)).toBe(whole);
  });

  test.each([
    '我是梅溪湖金毛湾的一名业主',
    '本人在温斯顿给小孩报名学习英语',
    '住户安危和损失谁来负责',
    '高架桥下面白天也黑',
    '法官欧兵阳下裁定书不受理，欧兵阳说不行',
    '领导鲁常战、陈谦之都来过',
    '关于商转公的问题',
    '俺父亲安详地走了',
    '请五六位老人，把童谣、歇后语记下来',
  ])('are no places, brands or words, nor those who are called by an office: %s', (text) => {
    expect(masked(text)).toBe(text);
  });
});
