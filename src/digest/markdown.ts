import type { Block, Inline, QuoteBlock } from './blocks.ts';
import { quoted } from './compose.ts';
import type { DigestContent, Lang } from './content.ts';
import { layOut } from './layout.ts';
import { wording } from './wording.ts';

/**
 * Residents' words as Markdown shows them letter for letter: what could be markup is escaped where it could be, and so
 * are the marks by which readers make links of bare addresses. A number keeps its point and a date its hyphens, because
 * office staff read this file as it is.
 */
const escapeMarkdown = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[\\`*_[\]|~@$]/g, (mark) => `\\${mark}`)
    .replace(/:(?=\/\/)|(?<=www)\./gi, (mark) => `\\${mark}`)
    .replace(/^([ \t]*)([#+=-])/, '$1\\$2')
    .replace(/^([ \t]*\d+)([.)])/, '$1\\$2');

const LINE_BREAK = /\r\n|\r|\n/;
/** Hard breaks inside a block that starts with `prefix` on every line; four blanks at a line's start would be code. */
const lines = (text: string, prefix: string): string =>
  text
    .split(LINE_BREAK)
    .map((line) => escapeMarkdown(line).replace(/^[ \t]+/, (blanks) => '&#32;'.repeat(blanks.length)))
    .join(`\\\n${prefix}`);

const inline = ({ text, strong }: Inline): string => {
  const safe = lines(text, '');
  return strong && safe.trim() !== '' ? `**${safe}**` : safe;
};

const wordsOf = (lang: Lang, text: string, prefix: string): string =>
  text === '' ? wording[lang].marks.blank : lines(quoted(lang, text), prefix);

const quote = (lang: Lang, { text, note, source }: QuoteBlock): string => {
  const about = note === null ? source : `${source}${lang === 'zh' ? `（${note}）` : ` (${note})`}`;
  return `> ${wordsOf(lang, text, '> ')}\n>\n> — ${lines(about, '> ')}`;
};

const cell = (text: string): string => lines(text, '').replaceAll('\\\n', ' ');

const table = (block: Extract<Block, { kind: 'table' }>): string => {
  const head = block.columns.map(({ title }) => cell(title));
  const rule = block.columns.map(({ align }) => (align === 'end' ? '---:' : ':---'));
  const body = block.rows.map(({ cells, depth }) =>
    cells.map(({ text, strong }, i) => {
      const safe = strong ? `**${cell(text)}**` : cell(text);
      return i === 0 && depth === 1 ? `　${safe}` : safe;
    }),
  );
  return [head, rule, ...body].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
};

const draw = (lang: Lang, block: Block): string[] => {
  const { marks } = wording[lang];
  switch (block.kind) {
    case 'heading': {
      const space = lang === 'en' && block.number !== '' ? ' ' : '';
      return [
        `${'#'.repeat(block.level + 1)} ${lines(`${block.number}${space}${block.text}`, '').replaceAll('\\\n', ' ')}`,
      ];
    }
    case 'paragraph':
      return [block.runs.map(inline).join('')];
    case 'label':
      return [`**${escapeMarkdown(block.text)}**`];
    case 'totals':
      return [
        block.items.map(({ name, value }) => `- ${escapeMarkdown(name)}${marks.colon}${value}`).join('\n'),
      ];
    case 'quote':
      return [quote(lang, block)];
    case 'opposition':
      return [`**${escapeMarkdown(block.title)}**`, quote(lang, block.one), quote(lang, block.other)];
    case 'table':
      return [table(block)];
    case 'voices':
      return [
        block.items
          .map(({ text, source }) => `- ${lines(source, '  ')}${marks.colon}${wordsOf(lang, text, '  ')}`)
          .join('\n'),
      ];
    case 'register':
      return [
        `- ${lines(block.label, '  ')}${block.ids.map(({ id }) => lines(id, '  ')).join(marks.separator)}`,
      ];
    case 'fold':
      return block.blocks.flatMap((inner) => draw(lang, inner));
  }
};

/** CommonMark with tables; no HTML, so that every reader shows the same. */
export const renderMarkdown = (content: DigestContent): string => {
  const page = layOut(content);
  const { marks } = wording[content.lang];
  const facts = page.facts.map(
    ({ name, value }) => `- ${escapeMarkdown(name)}${marks.colon}${lines(value, '  ')}`,
  );
  return `${[
    `# ${lines(page.title, '').replaceAll('\\\n', ' ')}`,
    facts.join('\n'),
    ...page.blocks.flatMap((block) => draw(content.lang, block)),
  ].join('\n\n')}\n`;
};
