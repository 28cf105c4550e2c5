/** One sheet of a workbook that people fill in or read: a header row, and under it text. */
export type Sheet = {
  /** At most 31 characters, without : \ / ? * [ ]. */
  readonly name: string;
  readonly columns: readonly { readonly title: string; readonly width: number; readonly strong?: boolean }[];
  readonly rows: readonly (readonly string[])[];
  /** Rows that only show how it is done stand in grey italics. */
  readonly examples?: boolean;
  /** Long explanations break into lines. */
  readonly wrap?: boolean;
};

const RED = '#B5121B';
const GREY = '#7A7A7A';
const PALE = '#FBEDEC';

/**
 * An XLSX workbook; the header rows stay in view. Every cell is text, so that codes keep their zeros and long numbers
 * their digits.
 */
export const writeWorkbook = async (sheets: readonly Sheet[]): Promise<Uint8Array> => {
  const { default: writeExcelFile } = await import('write-excel-file/node');
  const pages = sheets.map(({ name, columns, rows, examples = false, wrap = false }) => ({
    sheet: name,
    columns: columns.map(({ width }) => ({ width })),
    stickyRowsCount: 1,
    orientation: 'landscape' as const,
    data: [
      columns.map(({ title, strong = true }) => ({
        value: title,
        type: String,
        fontWeight: 'bold' as const,
        height: 24,
        alignVertical: 'center' as const,
        textColor: strong ? '#FFFFFF' : RED,
        backgroundColor: strong ? RED : PALE,
      })),
      ...rows.map((row) =>
        row.map((value) => ({
          value,
          type: String,
          format: '@',
          wrap,
          alignVertical: 'center' as const,
          ...(examples ? { textColor: GREY, fontStyle: 'italic' as const } : {}),
        })),
      ),
    ],
  }));
  const options = { fontFamily: 'Microsoft YaHei', fontSize: 11 };
  return new Uint8Array(await writeExcelFile(pages, options).toBuffer());
};
