import { AlignmentType, BorderStyle, type IStylesOptions, LineRuleType } from 'docx';

/** Fonts by role; `eastAsia` decides how Chinese is drawn, `latin` everything else. */
export type DocxFonts = {
  readonly latin: string;
  readonly title: string;
  readonly heading: string;
  readonly subheading: string;
  readonly body: string;
  readonly quote: string;
  readonly table: string;
  /** In which face Word draws marks that both scripts share, “ ” above all. */
  readonly shared: 'eastAsia' | 'default';
};

/** GB/T 9704-2012 names 小标宋 for titles, 黑体 and 楷体 for headings, 仿宋 for text; all but the first come with Windows and WPS. */
export const officialFonts: DocxFonts = {
  latin: 'Times New Roman',
  title: '方正小标宋简体',
  heading: '黑体',
  subheading: '楷体',
  body: '仿宋',
  quote: '楷体',
  table: '仿宋',
  shared: 'eastAsia',
};

/** The same faces by their Latin names, for documents in English. */
export const latinFonts: DocxFonts = {
  latin: 'Times New Roman',
  title: 'FZXiaoBiaoSong-B05S',
  heading: 'SimHei',
  subheading: 'KaiTi',
  body: 'FangSong',
  quote: 'KaiTi',
  table: 'FangSong',
  shared: 'default',
};

const INK = '1A1A1A';
export const GREY = '595959';
export const RED = 'B01E23';
export const RULE = 'BFBFBF';

/** Twips of an exact line height in points. */
const exact = (points: number) => ({ line: points * 20, lineRule: LineRuleType.EXACTLY });

/**
 * 二号 title (22 pt), headings 三号 (16 pt), body 四号 (14 pt): one step below the 三号 of GB/T 9704, because a digest
 * is quotes for the most part and would else be half as long again.
 */
export const officialStyles = (fonts: DocxFonts): IStylesOptions => {
  const { latin, shared } = fonts;
  const face = (eastAsia: string) => ({ ascii: latin, hAnsi: latin, cs: latin, eastAsia, hint: shared });
  const paragraph = (id: string, name: string, rest: object) => ({
    id,
    name,
    basedOn: 'Normal',
    quickFormat: true,
    ...rest,
  });
  return {
    default: {
      document: {
        run: { font: face(fonts.body), size: 28, color: INK },
        paragraph: { spacing: exact(27) },
      },
      title: {
        run: { font: face(fonts.title), size: 44, color: INK },
        paragraph: {
          alignment: AlignmentType.CENTER,
          spacing: { before: 120, after: 160, line: 700, lineRule: LineRuleType.AT_LEAST },
        },
      },
      heading1: {
        run: { font: face(fonts.heading), size: 32, color: INK },
        paragraph: {
          keepNext: true,
          spacing: { before: 400, after: 160, line: 600, lineRule: LineRuleType.AT_LEAST },
        },
      },
      heading2: {
        run: { font: face(fonts.subheading), size: 30, bold: true, color: INK },
        paragraph: {
          keepNext: true,
          spacing: { before: 320, after: 80, line: 560, lineRule: LineRuleType.AT_LEAST },
        },
      },
      heading3: {
        run: { font: face(fonts.body), size: 28, bold: true, color: INK },
        paragraph: {
          keepNext: true,
          spacing: { before: 240, after: 40, line: 520, lineRule: LineRuleType.AT_LEAST },
        },
      },
      heading4: {
        run: { font: face(fonts.body), size: 26, color: INK },
        paragraph: {
          keepNext: true,
          spacing: { before: 160, after: 20, line: 480, lineRule: LineRuleType.AT_LEAST },
        },
      },
    },
    paragraphStyles: [
      paragraph('Body', 'Body', { paragraph: { indent: { firstLine: 560 } } }),
      paragraph('Subtitle', 'Subtitle', {
        run: { font: face(fonts.quote), size: 26, color: GREY },
        paragraph: { alignment: AlignmentType.CENTER, spacing: { after: 240, ...exact(24) } },
      }),
      paragraph('Note', 'Note', {
        run: { size: 22, color: GREY },
        paragraph: { spacing: { after: 80, ...exact(20) } },
      }),
      paragraph('Small', 'Small', { run: { size: 22 }, paragraph: { spacing: { after: 40, ...exact(20) } } }),
      paragraph('Warning', 'Warning', {
        run: { font: face(fonts.heading), size: 26, color: RED },
        paragraph: { spacing: { after: 120, ...exact(25) } },
      }),
      paragraph('Label', 'Label', {
        run: { font: face(fonts.heading), size: 24 },
        paragraph: { keepNext: true, spacing: { before: 200, after: 60, ...exact(22) } },
      }),
      paragraph('Quotation', 'Quotation', {
        run: { font: face(fonts.quote), size: 25 },
        paragraph: {
          keepNext: true,
          indent: { left: 480, right: 240 },
          border: { left: { style: BorderStyle.SINGLE, size: 12, space: 10, color: RULE } },
          spacing: { before: 80, ...exact(20) },
        },
      }),
      paragraph('QuotationSource', 'Quotation Source', {
        run: { size: 21, color: GREY },
        paragraph: {
          indent: { left: 480, right: 240 },
          border: { left: { style: BorderStyle.SINGLE, size: 12, space: 10, color: RULE } },
          spacing: { after: 100, ...exact(17) },
        },
      }),
      paragraph('Cell', 'Cell', {
        run: { font: face(fonts.table), size: 22 },
        paragraph: { spacing: exact(18) },
      }),
      paragraph('Voice', 'Voice', {
        run: { font: face(fonts.quote), size: 23 },
        paragraph: { keepLines: true, spacing: { before: 30, after: 50, ...exact(18) } },
      }),
      paragraph('Register', 'Register', {
        run: { size: 18 },
        paragraph: { indent: { left: 240 }, spacing: exact(13) },
      }),
      paragraph('ContentsTitle', 'Contents Title', {
        run: { font: face(fonts.heading), size: 28 },
        paragraph: { alignment: AlignmentType.CENTER, spacing: { before: 240, after: 120, ...exact(26) } },
      }),
      paragraph('TOC1', 'toc 1', {
        run: { font: face(fonts.heading), size: 24 },
        paragraph: { spacing: { before: 60, ...exact(21) } },
      }),
      paragraph('TOC2', 'toc 2', {
        run: { size: 24 },
        paragraph: { indent: { left: 420 }, spacing: exact(20) },
      }),
    ],
    characterStyles: [{ id: 'Muted', name: 'Muted', run: { font: face(fonts.body), size: 18, color: GREY } }],
  };
};
