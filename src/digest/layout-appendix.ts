import type { Block } from './blocks.ts';
import type { Setting } from './setting.ts';

/** Every message once, under its theme and matter: the way back from the digest to the words. */
export const appendixBlocks = ({ content, say, number, messageAnchor }: Setting): Block[] => [
  { kind: 'heading', level: 1, number: '', text: say.sections.appendix, anchor: 'appendix' },
  { kind: 'paragraph', tone: 'note', runs: [{ text: say.notes.appendix }] },
  {
    kind: 'fold',
    summary: say.sections.appendix,
    blocks: content.appendix.flatMap(({ label, counts, matters }): Block[] => [
      {
        kind: 'paragraph',
        tone: 'small',
        runs: [
          { text: label, strong: true },
          { text: `${say.marks.colon}${say.counts(number(counts.people), number(counts.messages))}` },
        ],
      },
      ...matters.map(
        (matter): Block => ({
          kind: 'register',
          label: `${matter.label}${say.marks.colon}`,
          ids: matter.messageIds.map((id) => ({ id, anchor: messageAnchor(id) ?? '' })),
        }),
      ),
    ]),
  },
];
