import Table from 'cli-table3';
import { COLUMNS, styled, widthOf, wrapped } from './terminal.ts';

/** Columns without a frame, for lists of facts. */
const plainTable = (): Table.Table =>
  new Table({
    chars: {
      top: '',
      'top-mid': '',
      'top-left': '',
      'top-right': '',
      bottom: '',
      'bottom-mid': '',
      'bottom-left': '',
      'bottom-right': '',
      left: '',
      'left-mid': '',
      mid: '',
      'mid-mid': '',
      right: '',
      'right-mid': '',
      middle: ' ',
    },
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 1 },
  });

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
