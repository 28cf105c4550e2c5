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
    ['签字的是苏明 薛伟 姚刚三个', '签字的是〔姓名〕 〔姓名〕 〔姓名〕三个'],
    ['上个月宋玉梅下楼崴了脚', '上个月〔姓名〕下楼崴了脚'],
    ['法人毕永强名下没东西', '法人〔姓名〕名下没东西'],
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
    '我妈让我把岳母接来住',
    '坊屋頂塌了一半，木輪子去年還在',
    '鑫苑木莲世家开发商虚假宣传',
    '万科、恒大、龙湖都交房了',
    '煤气味很大辛辛辛',
    '孩子康康说学校的饭凉',
  ])('are no places, brands or words, nor those who are called by an office: %s', (text) => {
    expect(masked(text)).toBe(text);
  });
});
