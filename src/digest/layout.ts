import type { Block, Page } from './blocks.ts';
import type { DigestContent } from './content.ts';
import { appendixBlocks } from './layout-appendix.ts';
import { answerBlocks, questionBlocks, singleVoiceBlocks } from './layout-asks.ts';
import { groupBlocks, tableBlocks } from './layout-entries.ts';
import { day, runsOf, type Setting, settingFor } from './setting.ts';

const factsOf = ({ content, say }: Setting): Page['facts'] => {
  const { scope, collectedBy, generatedAt, run } = content.about;
  const separator = say.marks.separator;
  const { previous } = content;
  return [
    { name: say.facts.scope, value: scope },
    { name: say.facts.collected, value: collectedBy },
    { name: say.facts.made, value: day(say, generatedAt) },
    ...(previous === null ? [] : [{ name: say.facts.previous, value: day(say, previous.generatedAt) }]),
    {
      name: say.facts.run,
      value: [run.algorithm, run.model, `${say.facts.seed} ${run.seed}`].join(separator),
    },
  ];
};

const overviewBlocks = (setting: Setting): Block[] => {
  const { content, say, number, numbered } = setting;
  const { totals, about, overview, method } = content;
  const names = ['people', 'messages', 'copies', 'groups', 'themes', 'matters'] as const;
  const incomplete = about.run.messages > totals.messages;
  return [
    { kind: 'heading', level: 1, number: numbered(1), text: say.sections.overview, anchor: 'overview' },
    ...(incomplete
      ? [{ kind: 'paragraph', tone: 'warning', runs: runsOf(setting, method.slice(0, 1)) } as const]
      : []),
    { kind: 'totals', items: names.map((unit) => ({ name: say.units[unit], value: number(totals[unit]) })) },
    ...overview.map(
      (sentences): Block => ({ kind: 'paragraph', tone: 'body', runs: runsOf(setting, sentences) }),
    ),
    { kind: 'label', text: say.sections.method },
    { kind: 'paragraph', tone: 'note', runs: runsOf(setting, incomplete ? method.slice(1) : method) },
  ];
};

/** Turns a digest into what is printed: numbered parts, cut to length. Every format draws the result of this. */
export const layOut = (content: DigestContent): Page => {
  const setting = settingFor(content);
  const { say } = setting;
  const { period } = content.about;
  return {
    lang: content.lang,
    title: content.title,
    lines: [period ? say.period(day(say, period.from), day(say, period.to)) : say.facts.noPeriod],
    facts: factsOf(setting),
    blocks: [
      ...overviewBlocks(setting),
      ...tableBlocks(setting),
      ...groupBlocks(setting),
      ...answerBlocks(setting),
      ...questionBlocks(setting),
      ...singleVoiceBlocks(setting),
      ...appendixBlocks(setting),
    ],
  };
};
