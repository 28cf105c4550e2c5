import type { Block, Inline, Row } from './blocks.ts';
import type { Change, Cited, EntrySection } from './content.ts';
import { quoteBlock, runsOf, type Setting } from './setting.ts';
import type { Wording } from './words.ts';

const signed = (say: Wording, number: (value: number) => string, change: Change): string => {
  if (change === null) return '';
  if (change === 'new') return say.marks.new;
  return change === 0 ? '0' : `${change > 0 ? '+' : '−'}${number(Math.abs(change))}`;
};

/** Shares under 0.05 % round to nothing; nobody's voice is printed as 0 %. */
const percent = ({ counts, share }: EntrySection): string =>
  share === 0 && counts.people > 0 ? '<0.1%' : `${share.toFixed(1)}%`;

export const tableBlocks = (setting: Setting): Block[] => {
  const { content, say, number, numbered, entryAnchor } = setting;
  const changes = content.previous !== null;
  const row = (section: EntrySection, depth: 0 | 1): Row => {
    const to = entryAnchor(section.key);
    const strong = depth === 0;
    const values = [number(section.counts.people), number(section.counts.messages), percent(section)];
    if (changes) values.push(signed(say, number, section.change));
    const name: Inline =
      to === undefined ? { text: section.label, strong } : { text: section.label, to, strong };
    return { cells: [name, ...values.map((text) => ({ text, strong }))], depth };
  };
  const { columns } = say;
  const titles = [columns.people, columns.messages, columns.share, ...(changes ? [columns.change] : [])];
  return [
    { kind: 'heading', level: 1, number: numbered(1), text: say.sections.table, anchor: 'table' },
    {
      kind: 'table',
      columns: [
        { title: columns.entry, align: 'start', weight: 10 - 2 * titles.length + 4 },
        ...titles.map((title) => ({ title, align: 'end' as const, weight: 2.4 })),
      ],
      rows: content.groups.flatMap((group) => [
        row(group, 0),
        ...group.children.map((theme) => row(theme, 1)),
      ]),
    },
  ];
};

const quoteKey = ({ messageId, start, end }: Cited): string => `${start} ${end} ${messageId}`;

/** The quotes that the page has not shown yet in this group: nothing is printed twice. */
const fresh = (quotes: readonly Cited[], shown: Set<string>, keep: number): Cited[] =>
  quotes
    .filter((quote) => !shown.has(quoteKey(quote)))
    .slice(0, keep)
    .map((quote) => {
      shown.add(quoteKey(quote));
      return quote;
    });

const keywordBlock = ({ say }: Setting, { keywords }: EntrySection): Block[] =>
  keywords.length === 0
    ? []
    : [
        {
          kind: 'paragraph',
          tone: 'small',
          runs: [{ text: say.marks.keywords, strong: true }, { text: keywords.join(say.marks.separator) }],
        },
      ];

const oppositionBlock = (setting: Setting, { opposition }: EntrySection, shown: Set<string>): Block[] => {
  if (opposition === null) return [];
  const { marks } = setting.say;
  shown.add(quoteKey(opposition.one));
  shown.add(quoteKey(opposition.other));
  const one = quoteBlock(setting, opposition.one, marks.one);
  const other = quoteBlock(setting, opposition.other, marks.other);
  return [{ kind: 'opposition', title: marks.opposing, one, other }];
};

const matterBlocks = (setting: Setting, matter: EntrySection, shown: Set<string>): Block[] => {
  const { say, limits, numbered, number } = setting;
  const quotes = fresh(matter.quotes, shown, limits.quotesPerMatter);
  // The counts of a matter stand in its heading; where the theme has quoted it already, that says so too.
  const counts = say.counts(number(matter.counts.people), number(matter.counts.messages));
  const quotedAbove = quotes.length === 0 && matter.quotes.length > 0;
  const aside = say.aside(quotedAbove ? `${counts}${say.marks.listSeparator}${say.quotedAbove}` : counts);
  return [
    { kind: 'heading', level: 4, number: numbered(4), text: `${matter.label}${aside}`, anchor: '' },
    ...quotes.map((quote) => quoteBlock(setting, quote)),
  ];
};

const themeBlocks = (setting: Setting, theme: EntrySection, shown: Set<string>): Block[] => {
  const { say, limits, numbered, number, entryAnchor } = setting;
  const heading: Block = {
    kind: 'heading',
    level: 3,
    number: numbered(3),
    text: theme.label,
    anchor: entryAnchor(theme.key) ?? '',
  };
  const opposition = oppositionBlock(setting, theme, shown);
  const quotes = fresh(theme.quotes, shown, limits.quotesPerTheme);
  // A theme that is one matter and nothing else would say everything twice.
  const matters = theme.children.filter((matter) => matter.counts.messages < theme.counts.messages);
  const printed = matters.slice(0, limits.mattersPerTheme);
  const rest = matters.length - printed.length;
  return [
    heading,
    { kind: 'paragraph', tone: 'body', runs: runsOf(setting, theme.summary) },
    ...keywordBlock(setting, theme),
    ...quotes.map((quote) => quoteBlock(setting, quote)),
    ...opposition,
    ...printed.flatMap((matter) => matterBlocks(setting, matter, shown)),
    ...(rest > 0
      ? [{ kind: 'paragraph', tone: 'small', runs: [{ text: say.more('matters', number(rest)) }] } as const]
      : []),
  ];
};

/** Themes too small for a part of their own: label, counts and one voice each. */
const briefBlocks = (setting: Setting, themes: readonly EntrySection[], shown: Set<string>): Block[] => {
  if (themes.length === 0) return [];
  const { say, number } = setting;
  return [
    { kind: 'label', text: say.marks.otherThemes },
    ...themes.flatMap((theme): Block[] => {
      const counts = say.counts(number(theme.counts.people), number(theme.counts.messages));
      const runs = [{ text: theme.label, strong: true }, { text: `${say.marks.colon}${counts}` }];
      return [
        { kind: 'paragraph', tone: 'small', runs },
        ...fresh(theme.quotes, shown, 1).map((quote) => quoteBlock(setting, quote)),
      ];
    }),
  ];
};

const oneGroup = (setting: Setting, group: EntrySection): Block[] => {
  const { limits, numbered, entryAnchor } = setting;
  const shown = new Set<string>();
  const heading: Block = {
    kind: 'heading',
    level: 2,
    number: numbered(2),
    text: group.label,
    anchor: entryAnchor(group.key) ?? '',
  };
  const full = group.children.filter(({ key }) => limits.themes.has(key));
  const brief = group.children.filter(({ key }) => !limits.themes.has(key));
  const below = [
    ...full.flatMap((theme) => themeBlocks(setting, theme, shown)),
    ...briefBlocks(setting, brief, shown),
  ];
  // The group's own quotes come first on the page but are chosen last: mostly its themes have quoted them already.
  const own = fresh(group.quotes, shown, limits.quotesPerTheme);
  return [
    heading,
    { kind: 'paragraph', tone: 'body', runs: runsOf(setting, group.summary) },
    ...keywordBlock(setting, group),
    ...own.map((quote) => quoteBlock(setting, quote)),
    ...below,
  ];
};

export const groupBlocks = (setting: Setting): Block[] => {
  const { content, say, numbered } = setting;
  const heading: Block = {
    kind: 'heading',
    level: 1,
    number: numbered(1),
    text: say.sections.groups,
    anchor: 'groups',
  };
  const parts = content.groups.flatMap((group) => oneGroup(setting, group));
  return [
    heading,
    ...(parts.length > 0
      ? parts
      : [{ kind: 'paragraph', tone: 'note', runs: [{ text: say.marks.none }] } as const]),
  ];
};
