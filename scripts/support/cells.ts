/**
 * What a spreadsheet would run as a formula (OWASP, "CSV injection"), full-width signs among it, as Chinese Excel takes
 * them too. A minus is let through only before a plain number: `-2+3+cmd|…` is a known attack. What begins with
 * apostrophes and then so counts as well, so that taking one apostrophe away is the exact way back.
 */
const FORMULA = /^'*(?:[=+@＝＋＠－\t\r\n]|-(?!\d+(?:\.\d+)?$))/u;

/** The value as a cell that spreadsheets show and do not run: an apostrophe goes before what looks like a formula. */
export const safeCell = (value: string): string => (FORMULA.test(value) ? `'${value}` : value);

/** The value that `safeCell` made a cell of. */
export const unsafeCell = (cell: string): string =>
  cell.startsWith("'") && FORMULA.test(cell) ? cell.slice(1) : cell;
