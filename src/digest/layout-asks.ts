import type { Block } from './blocks.ts';
import type { QuestionKind } from './content.ts';
import { REASONS } from './rules.ts';
import { quoteBlock, runsOf, type Setting } from './setting.ts';

const note = (text: string): Block => ({ kind: 'paragraph', tone: 'note', runs: [{ text }] });
const small = (text: string): Block => ({ kind: 'paragraph', tone: 'small', runs: [{ text }] });

export const answerBlocks = (setting: Setting): Block[] => {
  const { content, say, limits, numbered, number } = setting;
  const heading: Block = {
    kind: 'heading',
    level: 1,
    number: numbered(1),
    text: say.sections.answers,
    anchor: 'answers',
  };
  if (content.answers.length === 0) return [heading, note(say.marks.none)];
  const parts = REASONS.flatMap((reason): Block[] => {
    const items = content.answers.filter((item) => item.reason === reason);
    if (items.length === 0) return [];
    const rest = items.length - limits.answersPerReason;
    return [
      {
        kind: 'heading',
        level: 2,
        number: numbered(2),
        text: say.answerHeading[reason],
        anchor: `answers-${reason}`,
      },
      ...items
        .slice(0, limits.answersPerReason)
        .flatMap((item): Block[] => [
          { kind: 'paragraph', tone: 'body', runs: runsOf(setting, [item.statement]) },
          ...item.quotes.map(({ cue, quote }) => quoteBlock(setting, quote, `${say.marks.cue}${cue}`)),
        ]),
      ...(rest > 0 ? [small(say.more('answers', number(rest)))] : []),
    ];
  });
  return [heading, note(say.notes.answers), ...parts];
};

const KINDS = ['opposition', 'question', 'office'] as const satisfies readonly QuestionKind[];

export const questionBlocks = (setting: Setting): Block[] => {
  const { content, say, limits, numbered, number } = setting;
  const heading: Block = {
    kind: 'heading',
    level: 1,
    number: numbered(1),
    text: say.sections.questions,
    anchor: 'questions',
  };
  if (content.questions.length === 0) return [heading, note(say.marks.none)];
  const parts = KINDS.flatMap((kind): Block[] => {
    const items = content.questions.filter((item) => item.kind === kind);
    if (items.length === 0) return [];
    const rest = items.length - limits.questionsPerKind;
    return [
      {
        kind: 'heading',
        level: 2,
        number: numbered(2),
        text: say.questionHeading[kind],
        anchor: `questions-${kind}`,
      },
      ...items
        .slice(0, limits.questionsPerKind)
        .flatMap((item): Block[] => [
          { kind: 'paragraph', tone: 'body', runs: runsOf(setting, [item.statement]) },
          ...item.quotes.map((quote) => quoteBlock(setting, quote)),
        ]),
      ...(rest > 0 ? [small(say.more('questions', number(rest)))] : []),
    ];
  });
  return [heading, note(say.notes.questions), ...parts];
};

export const singleVoiceBlocks = (setting: Setting): Block[] => {
  const { content, say, limits, numbered, number } = setting;
  const heading: Block = {
    kind: 'heading',
    level: 1,
    number: numbered(1),
    text: say.sections.singleVoices,
    anchor: 'single-voices',
  };
  const { singleVoices } = content;
  if (singleVoices.length === 0) return [heading, note(say.marks.none)];
  const shown = singleVoices.slice(0, limits.singleVoices);
  const rest = singleVoices.slice(limits.singleVoices);
  const items = shown.flatMap(({ quotes }) => quotes.map((quote) => quoteBlock(setting, quote)));
  const left = rest.flatMap(({ quotes }) => quotes.map(({ messageId: id }) => ({ id, anchor: '' })));
  return [
    heading,
    note(say.notes.singleVoices),
    {
      kind: 'fold',
      summary: say.sections.singleVoices,
      blocks: [
        { kind: 'voices', items },
        ...(left.length > 0
          ? [{ kind: 'register', label: say.more('singleVoices', number(rest.length)), ids: left } as const]
          : []),
      ],
    },
  ];
};
