import Table from 'cli-table3';
import type { Cited, DigestContent, EntrySection } from '../../src/digest/index.ts';
import { COLUMNS, fitted, plainTable, styled, widthOf, wrapped } from '../support/terminal.ts';

/** Themes named under a group, and groups whose residents are quoted: what is read in a minute. */
const THEMES = 4;
const QUOTED = 6;
/** Lines a quote may take. */
const QUOTE_LINES = 3;

export const heading = (zh: string, en: string): void => {
  console.log(`\n${styled('bold', zh)}  ${styled('dim', en)}`);
};

const show = (table: Table.Table): void => console.log(table.toString().replace(/ +$/gm, ''));

/** A table without lines between its rows: half as long, and the numbers tell where a row begins. */
export const framed = (
  columns: readonly { readonly head: string; readonly align?: 'left' | 'right' }[],
  rows: readonly (readonly (string | number)[])[],
): void => {
  const table = new Table({
    head: columns.map(({ head }) => head),
    colAligns: columns.map(({ align = 'left' }) => align),
    style: { head: [], border: [], compact: true },
  });
  for (const row of rows) table.push([...row]);
  show(table);
};

/** Text in the width of the screen. */
export const paragraph = (text: string): void => {
  for (const line of wrapped(text, COLUMNS - 2)) console.log(`  ${line}`);
};

/** Facts in two columns, the second wrapped to the width of the screen. */
export const facts = (rows: readonly (readonly [name: string, value: string])[]): void => {
  const table = plainTable();
  const width = Math.max(...rows.map(([name]) => widthOf(name)));
  for (const [name, value] of rows)
    table.push([styled('dim', `  ${name}`), wrapped(value, COLUMNS - width - 6).join('\n')]);
  show(table);
};

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
