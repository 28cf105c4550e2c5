import {
  type DocxBlock,
  type DocxRun,
  type DocxStyle,
  docxContents,
  docxHeading,
  docxParagraph,
  docxQuote,
  docxRule,
  docxTable,
  renderDocx as renderDocument,
} from '../documents/index.ts';
import type { Block, Inline, QuoteBlock } from './blocks.ts';
import { quoted } from './compose.ts';
import type { DigestContent, Lang } from './content.ts';
import { layOut } from './layout.ts';
import { wording } from './wording.ts';

const runs = (inlines: readonly Inline[]): DocxRun[] =>
  inlines.map(({ text, to, strong }) => ({
    text,
    ...(to === undefined ? {} : { to }),
    ...(strong ? { bold: true } : {}),
  }));

const sourceOf = ({ source, note }: QuoteBlock): string =>
  note === null ? `——${source}` : `——${source}（${note}）`;
const sourceIn: Record<Lang, (quote: QuoteBlock) => string> = {
  zh: sourceOf,
  en: ({ source, note }) => (note === null ? `— ${source}` : `— ${source} (${note})`),
};

const STYLE = { body: 'Body', note: 'Note', warning: 'Warning', small: 'Small' } as const satisfies Record<
  string,
  DocxStyle
>;

const wordsOf = (lang: Lang, text: string): string =>
  text === '' ? wording[lang].marks.blank : quoted(lang, text);

const draw = (lang: Lang, block: Block): DocxBlock[] => {
  const { marks } = wording[lang];
  switch (block.kind) {
    case 'heading': {
      const space = lang === 'en' && block.number !== '' ? ' ' : '';
      const text = `${block.number}${space}${block.text}`;
      return [
        docxHeading({ level: block.level, text, anchor: block.anchor, newPage: block.anchor === 'appendix' }),
      ];
    }
    case 'paragraph':
      return [docxParagraph(runs(block.runs), STYLE[block.tone])];
    case 'label':
      return [docxParagraph([{ text: block.text }], 'Label')];
    case 'totals': {
      const text = block.items
        .map(({ name, value }) => `${name}${marks.colon}${value}`)
        .join(marks.listSeparator);
      return [docxParagraph([{ text }], 'Small')];
    }
    case 'quote':
      return docxQuote({ text: wordsOf(lang, block.text), source: sourceIn[lang](block) });
    case 'opposition':
      return [
        docxParagraph([{ text: block.title }], 'Label'),
        ...draw(lang, block.one),
        ...draw(lang, block.other),
      ];
    case 'table':
      return [
        docxTable({
          columns: block.columns,
          rows: block.rows.map(({ cells, depth }) =>
            cells.map((cell, i) => ({ runs: runs([cell]), indent: i === 0 && depth === 1 })),
          ),
        }),
      ];
    case 'voices':
      return block.items.map(({ text, source }) =>
        docxParagraph(
          [{ text: wordsOf(lang, text) }, { text: `${lang === 'zh' ? '——' : ' — '}${source}`, muted: true }],
          'Voice',
        ),
      );
    case 'register': {
      const ids = block.ids.map(({ id }) => id).join(marks.separator);
      return [docxParagraph([{ text: block.label }, { text: ids, muted: true }], 'Register')];
    }
    case 'fold':
      return block.blocks.flatMap((inner) => draw(lang, inner));
  }
};

/** Word document: real headings, a filled table of contents, and the faces of Chinese official documents. */
export const renderDocx = (content: DigestContent): Promise<Uint8Array> => {
  const { lang } = content;
  const page = layOut(content);
  const { marks, sections } = wording[lang];
  return renderDocument({
    title: page.title,
    lang: lang === 'zh' ? 'zh-CN' : 'en-GB',
    createdAt: content.about.generatedAt,
    blocks: [
      docxParagraph([{ text: page.title }], 'Title'),
      docxParagraph([{ text: page.lines.join(' ') }], 'Subtitle'),
      docxRule(),
      ...page.facts.map(({ name, value }) =>
        docxParagraph([{ text: `${name}${marks.colon}`, bold: true }, { text: value }], 'Small'),
      ),
      ...docxContents({ title: sections.contents, depth: 2 }),
      ...page.blocks.flatMap((block) => draw(lang, block)),
    ],
  });
};
