/** What a spreadsheet would run as a formula (OWASP, "CSV injection"); a minus before a figure is a number. */
const FORMULA = /^(?:[=+@\t\r]|-(?!\d))/u;

/** The value as a cell that spreadsheets show and do not run: an apostrophe goes before what looks like a formula. */
export const safeCell = (value: string): string => (FORMULA.test(value) ? `'${value}` : value);
