import type { Cited, DigestContent, EntrySection } from '../../src/digest/index.ts';
import { framed, heading } from '../support/layout.ts';
import { COLUMNS, fitted, styled, widthOf, wrapped } from '../support/terminal.ts';

/** Themes named under a group, and groups whose residents are quoted: what is read in a minute. */
const THEMES = 4;
const QUOTED = 6;
/** Lines a quote may take. */
const QUOTE_LINES = 3;

const percent = (share: number): string => `${share.toFixed(1)}%`;

// What the frame and the other columns leave of 100.
const LABEL_COLUMNS = 54;
const INDENT = '  ';

/** The largest themes, as many on a line as fit whole. */
const themeLines = ({ children }: EntrySection): string[] => {
  const items = children.slice(0, THEMES).map(({ label, counts }) => `${label} ${counts.people}人`);
  if (children.length > THEMES) items.push(`另${children.length - THEMES}个主题 more`);
  const lines: string[] = [];
  for (const item of items) {
    const last = lines.at(-1);
    const together = `${last}；${item}`;
    if (last !== undefined && widthOf(together) <= LABEL_COLUMNS - INDENT.length)
      lines[lines.length - 1] = together;
    else lines.push(fitted(item, LABEL_COLUMNS - INDENT.length));
  }
  return lines.map((line) => `${INDENT}${line}`);
};

/** All groups, most people first, each with its largest themes. */
export const groupTable = ({ groups }: DigestContent): void =>
  framed(
    [
      { head: '', align: 'right' },
      { head: '板块 Group\n  主题 themes' },
      { head: '人\npeople', align: 'right' },
      { head: '件\nmessages', align: 'right' },
      { head: '雷同\ncopies', align: 'right' },
      { head: '占比\nshare', align: 'right' },
    ],
    groups.map((group, at) => {
      const { label, counts, share, children } = group;
      const themes = children.length > 1 ? themeLines(group) : [];
      return [
        at + 1,
        [styled('bold', fitted(label, LABEL_COLUMNS)), ...themes.map((line) => styled('dim', line))].join(
          '\n',
        ),
        counts.people,
        counts.messages,
        counts.copies === 0 ? '' : counts.copies,
        percent(share),
      ];
    }),
  );

const sourceOf = ({ messageId, place, copies }: Cited): string =>
  `— ${[`${messageId}号留言`, place, copies > 0 ? `另有${copies}件雷同` : null].filter(Boolean).join('，')}`;

const quote = (cited: Cited, indent: string): void => {
  const lines = wrapped(`“${cited.text.replaceAll(/\s+/g, ' ')}”`, COLUMNS - widthOf(indent));
  const shown = lines.slice(0, QUOTE_LINES);
  if (lines.length > QUOTE_LINES)
    shown[QUOTE_LINES - 1] = `${fitted(shown[QUOTE_LINES - 1] ?? '', COLUMNS - widthOf(indent) - 4)}……`;
  for (const line of shown) console.log(`${indent}${line}`);
  console.log(`${indent}${styled('dim', sourceOf(cited))}`);
};

/** What residents wrote, word for word: one quote of the largest theme of each of the largest groups. */
export const quotes = ({ groups }: DigestContent): void => {
  groups.slice(0, QUOTED).forEach((group, at) => {
    const theme = group.children[0] ?? group;
    const [first] = theme.quotes;
    if (first === undefined) return;
    console.log(`  ${at + 1}. ${styled('bold', theme.label)}`);
    quote(first, '     ');
  });
};

/** Where residents disagree: the theme that most people raised, both sides in their own words. */
export const opposition = ({ groups }: DigestContent): void => {
  const opposed = groups
    .flatMap(({ children }) => children)
    .filter((theme) => theme.opposition !== null)
    .toSorted((a, b) => b.counts.people - a.counts.people)[0];
  if (!opposed?.opposition) return;
  heading('不同意见', 'Opposing voices');
  console.log(`  ${styled('bold', opposed.label)}`);
  quote(opposed.opposition.one, '     ');
  quote(opposed.opposition.other, '     ');
};
