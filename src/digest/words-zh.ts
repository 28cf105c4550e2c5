import { all, cited, of, type Wording } from './words.ts';

export const zh: Wording = {
  htmlLang: 'zh-CN',
  title: (scope) => `${scope}群众意见建议简报`,
  sections: {
    contents: '目录',
    overview: '总体情况',
    method: '阅读说明',
    table: '板块和主题一览',
    groups: '分板块情况',
    answers: '需要当面答复的事项',
    questions: '提请会议研究的问题',
    singleVoices: '个别意见',
    appendix: '附录：留言编号',
  },
  facts: {
    scope: '议题范围',
    collected: '收集方式',
    made: '生成时间',
    previous: '上期简报',
    run: '归并方法',
    noPeriod: '来源未注明时间',
    seed: '随机种子',
  },
  units: {
    people: '留言人数',
    messages: '留言件数',
    copies: '其中雷同',
    groups: '板块',
    themes: '主题',
    matters: '事项',
  },
  columns: { entry: '板块／主题', people: '人数', messages: '件数', share: '占比', change: '比上期' },
  marks: {
    keywords: '关键词：',
    opposing: '不同意见',
    one: '一种意见',
    other: '另一种意见',
    otherThemes: '其他主题',
    otherMatters: '其他事项：',
    new: '新出现',
    cue: '提示词：',
    none: '本期没有。',
    excerpt: '节选',
    blank: '（空白留言）',
    separator: '、',
    listSeparator: '；',
    colon: '：',
  },
  counts: (people, messages) => `${people}人，${messages}件`,
  aside: (text) => `（${text}）`,
  source: ({ id, place, date, copies }) =>
    [`${id}号留言`, place, date, copies === null ? null : `另有${copies}件雷同`]
      .filter((part) => part !== null)
      .join('，'),
  date: (year, month, day) => `${year}年${month}月${day}日`,
  shortDate: (month, day) => `${month}月${day}日`,
  period: (from, to) => (from === to ? from : `${from}至${to}`),
  more: (what, count) =>
    ({
      matters: `另有${count}个事项，留言编号见附录，引文见 digest.json。`,
      themes: `另有${count}个主题，留言编号见附录，引文见 digest.json。`,
      singleVoices: `其余${count}个只列编号，原文摘录见 digest.json：`,
      answers: `另有${count}项，见 digest.json。`,
      questions: `另有${count}项，见 digest.json。`,
    })[what],
  quotedAbove: '引文见上',
  answerHeading: { safety: '提到人身安全的', reply: '要求回复的', deputy: '直接请代表出面的' },
  questionHeading: {
    opposition: '群众意见不一的',
    question: '多人询问同一件事的',
    office: '点名请部门办理的',
  },
  notes: {
    answers: '以下按留言中的提示词挑出，提示词附后，是否紧急、是否属实，请逐件核实。',
    questions: '以下问题由留言中的不同意见、集中询问和点名要求归纳而来，引文均为原话。',
    singleVoices: '只有一两件留言提到的事，逐件摘录，供查漏补缺。',
    appendix: '每件留言只归入一个事项，凭编号可查原文。',
  },
  method: {
    notSurvey: '留言由居民自愿提出，不是抽样调查；人数只说明有多少人提出，不代表全体居民的态度。',
    people: '“件”指一条留言，“人”指不同的留言人，同一人多次留言只计一人；排序看人数，不看件数。',
    peopleUnknown: '“件”指一条留言；本次来源没有留言人信息，每件按一人计，实际人数可能更少。',
    supporters: '对别人的留言点了“我也是”的人，计入人数，不计入件数。',
    copies: '内容雷同的留言一律保留并注明件数；同一人反复发送，仍只计一人。',
    share: '“占比”指涉及该项的人数占全部留言人数的比重；一人可能涉及多项，各项相加可能超过百分之百。',
    quotes: '引文与留言逐字一致，留言入库前已隐去电话、证件号等个人信息；括注为留言编号、地点和日期。',
    unmasked: '引文与来源文件逐字一致；来源文件未经本系统隐去个人信息，印发前请逐件检查。',
    naming: '板块、主题、事项三级由计算机按语义归并，名称摘自留言原话，只供查找，不是结论。',
    incomplete: (say) =>
      `本简报不完整：读入的留言多于归并的留言，只有${all(say, 'messages')}件归并完成，请补跑后再用。`,
  },
  overview: {
    nothing: (say) => `本期收到留言${all(say, 'messages')}件。`,
    total: (say) =>
      `本期共有${all(say, 'people')}人留言${all(say, 'messages')}件，归并为${all(say, 'groups')}个板块、${all(say, 'themes')}个主题、${all(say, 'matters')}个事项，其中只有一两件留言提到的个别意见${all(say, 'singleVoices')}个。`,
    largest: (say, level, entries) =>
      `${level === 'group' ? '涉及人数最多的板块' : '具体到主题，反映人数最多的'}是${entries
        .map(
          (entry) =>
            `${say.label(entry)}（${of(say, entry.key, 'people')}人，占${of(say, entry.key, 'percent')}%）`,
        )
        .join('、')}。`,
    rising: (say, entries) =>
      `与上期相比，人数增加较多的主题是${entries.map((entry) => `${say.label(entry)}（增加${of(say, entry.key, 'change')}人）`).join('、')}。`,
    fresh: (say, entries) =>
      `本期新出现的主题有${entries.map((entry) => `${say.label(entry)}（${of(say, entry.key, 'people')}人）`).join('、')}。`,
    copies: (say, entries, authorsKnown) =>
      `内容雷同的留言有${all(say, 'copies')}件，主要在${entries
        .map(
          (entry) =>
            `${say.label(entry)}（${of(say, entry.key, 'messages')}件中雷同${of(say, entry.key, 'copies')}件，涉及${of(say, entry.key, 'people')}人）`,
        )
        .join(
          '、',
        )}；${authorsKnown ? '这些留言照常保留，同一人反复发送的只计一人。' : '因来源没有留言人信息，雷同留言也按一件一人计，引用人数时请扣除。'}`,
    opposed: (say) => `有${all(say, 'opposed')}个主题中出现了不同意见，正反两面的原话列在各主题之下。`,
    answers: {
      safety: (say) =>
        `有${cited(say, 'people')}人在${cited(say, 'messages')}件留言中提到人身安全，请先行核实。`,
      reply: (say) => `有${cited(say, 'people')}人在${cited(say, 'messages')}件留言中要求回复。`,
      deputy: (say) => `有${cited(say, 'people')}人在${cited(say, 'messages')}件留言中直接请代表出面。`,
    },
  },
  entry: {
    group: (say, key, { themes, copies }) =>
      `涉及${of(say, key, 'people')}人、留言${of(say, key, 'messages')}件，占${of(say, key, 'percent')}%${copies > 0 ? `，其中雷同${of(say, key, 'copies')}件` : ''}${themes > 1 ? `；分${of(say, key, 'themes')}个主题` : ''}。`,
    below: (say, key, copies) =>
      `${of(say, key, 'people')}人反映，留言${of(say, key, 'messages')}件，占${of(say, key, 'percent')}%${copies > 0 ? `，其中雷同${of(say, key, 'copies')}件` : ''}。`,
    places: (say, key, places) =>
      `留言较多的地方：${places.map((place) => `${place}（${say.count({ unit: 'messages', of: key, place })}件）`).join('、')}。`,
    change: (say, key, change) =>
      change === 'new'
        ? '为本期新出现。'
        : change === 0
          ? `人数与上期持平（增减${of(say, key, 'change')}人）。`
          : `比上期${change > 0 ? '增加' : '减少'}${of(say, key, 'change')}人。`,
    flood: '雷同留言较多，引用时请看人数，不看件数。',
  },
  answer: {
    safety: (say, matter) =>
      `${say.label(matter)}：${cited(say, 'people')}人${cited(say, 'messages')}件留言提到人身安全。`,
    reply: (say, matter) =>
      `${say.label(matter)}：${cited(say, 'people')}人${cited(say, 'messages')}件留言要求回复。`,
    deputy: (say, matter) =>
      `${say.label(matter)}：${cited(say, 'people')}人${cited(say, 'messages')}件留言请代表出面。`,
  },
  question: {
    opposition: (say, theme) => `关于${say.label(theme)}，群众意见不一，如何兼顾？`,
    question: (say, theme) =>
      `关于${say.label(theme)}，${cited(say, 'people')}人在${cited(say, 'messages')}件留言中提出疑问，由谁答复、怎样答复？`,
    office: (say, office, themes) =>
      `${cited(say, 'people')}人在${cited(say, 'messages')}件留言中提请${office}办理，涉及${themes.map(say.label).join('、')}；是否请其到会说明？`,
  },
};
