import { byPattern, needing } from '../rule.ts';

// The 100 most frequent surnames in pinyin: in "I'm Li Na" and "This is Li Na" nothing else tells a name from a boast.
const pinyin =
  'Wang|Li|Zhang|Liu|Chen|Yang|Zhao|Huang|Zhou|Wu|Xu|Sun|Hu|Zhu|Gao|Lin|He|Guo|Ma|Luo|Liang|Song|Zheng|Xie|Han|Tang|Feng|Yu|Dong|Xiao|Cheng|Cao|Yuan|Deng|Fu|Shen|Zeng|Peng|Lv|Lu|Su|Jiang|Cai|Jia|Ding|Wei|Xue|Ye|Yan|Pan|Du|Dai|Xia|Zhong|Tian|Ren|Fan|Fang|Shi|Yao|Tan|Liao|Zou|Xiong|Jin|Hao|Kong|Bai|Cui|Kang|Mao|Qiu|Qin|Gu|Hou|Shao|Meng|Long|Wan|Duan|Lei|Qian|Yin|Yi|Chang|Qiao|Lai|Gong|Wen|Ouyang|Zhuge|Situ';
const capital = '[A-Z][a-z]{1,15}(?![A-Za-z])';
const rules = [
  byPattern(
    'name',
    new RegExp(
      `(?<![A-Za-z])(?:[Mm]y (?:full )?name(?: is|['’]s)|[Nn]ame:|I am called|[Cc]all me|[Ss]igned:|[Cc]ontact(?: person)?:|(?:[Yy]ours(?: sincerely| faithfully)?|(?:[Kk]ind |[Bb]est )?[Rr]egards),) {0,2}(${'[A-Z][a-z]{1,15}(?: [A-Z][a-z]{1,15}){0,2}(?![A-Za-z])'})`,
      'g',
    ),
    ({ value }) => !/^(?:Later|Back|Today|Please|Sincerely)$/.test(value),
  ),
  byPattern(
    'name',
    new RegExp(
      `(?<![A-Za-z])(?:I ?['’]?a?m|[Tt]his is|[Mm]y (?:husband|wife|son|daughter|mother|father)(?:'s name)?(?: is)?) ((?:${pinyin}) ${capital})`,
      'g',
    ),
  ),
  // One word alone: a nation ends like an adjective (Chinese, English, Russian, German).
  byPattern(
    'name',
    new RegExp(`(?<![A-Za-z])I ?['’]?a?m (${capital}(?=, (?:an?|the|from|I) ))`, 'g'),
    ({ value }) => !/(?:ese|ish|an|ch|ed|ing|ppy|gry|rry|ful|[Vv]ery)$/.test(value),
  ),
];

/** In English, where nothing but a capital tells a name. */
export const englishRules = needing({ latin: 4 }, rules);
