import type { MessageId } from '../kernel/index.ts';
import type { Inline, QuoteBlock } from './blocks.ts';
import { formatNumber, quoted } from './compose.ts';
import type { Cited, DigestContent, EntrySection, Sentence } from './content.ts';
import { type Limits, limitsFor } from './limits.ts';
import { type Numbering, numberingFor } from './numbering.ts';
import { wording } from './wording.ts';
import type { Wording } from './words.ts';

/** What the parts of the layout share. */
export type Setting = {
  readonly content: DigestContent;
  readonly say: Wording;
  readonly limits: Limits;
  readonly numbered: Numbering;
  /** Where an entry is told: a group or theme under its own heading, all below under that of its theme or group. */
  readonly entryAnchor: (key: string) => string | undefined;
  readonly messageAnchor: (id: MessageId) => string | null;
  readonly labelOf: (key: string) => string | undefined;
  readonly number: (value: number) => string;
};

/** `2026-09-05T08:00:00+08:00` as the language writes a day; what is no ISO date stays as it is. */
export const day = (say: Wording, iso: string): string => {
  const found = /^(\d{4})-(\d{2})-(\d{2})/.exec(iso);
  return found ? say.date(Number(found[1]), Number(found[2]), Number(found[3])) : iso;
};

/** Without the year where the whole period lies in that year. */
const dayWithin = ({ content, say }: Setting, iso: string): string => {
  const { period } = content.about;
  const year = iso.slice(0, 4);
  const found = /^\d{4}-(\d{2})-(\d{2})/.exec(iso);
  const sameYear = period?.from.startsWith(year) && period.to.startsWith(year);
  return found && sameYear ? say.shortDate(Number(found[1]), Number(found[2])) : day(say, iso);
};

export const quoteBlock = (setting: Setting, quote: Cited, note: string | null = null): QuoteBlock => {
  const { say, number, messageAnchor } = setting;
  const source = say.source({
    id: quote.messageId,
    place: quote.place,
    date: quote.at === null ? null : dayWithin(setting, quote.at),
    copies: quote.copies === 0 ? null : number(quote.copies),
  });
  return {
    kind: 'quote',
    text: quote.text,
    note,
    source: quote.excerpt ? `${source}${say.marks.separator}${say.marks.excerpt}` : source,
    to: messageAnchor(quote.messageId),
  };
};

/** The sentences as one paragraph, with every label that they cite leading to where it is told. */
export const runsOf = (setting: Setting, sentences: readonly Sentence[]): Inline[] =>
  sentences.flatMap(({ text, evidence }, i): Inline[] => {
    let runs: Inline[] = [{ text: i > 0 && setting.content.lang === 'en' ? ` ${text}` : text }];
    for (const key of evidence.entries) {
      const label = setting.labelOf(key);
      const to = setting.entryAnchor(key);
      if (label === undefined || to === undefined) continue;
      const mark = quoted(setting.content.lang, label);
      runs = runs.flatMap((run): Inline[] => {
        const at = run.to === undefined ? run.text.indexOf(mark) : -1;
        if (at < 0) return [run];
        const after = at + mark.length;
        return [{ text: run.text.slice(0, at) }, { text: mark, to }, { text: run.text.slice(after) }];
      });
    }
    return runs.filter(({ text }) => text !== '');
  });

const anchorsOf = (content: DigestContent, limits: Limits): Map<string, string> => {
  const anchors = new Map<string, string>();
  let next = 0;
  const visit = (section: EntrySection, above: string | undefined, printed: boolean): void => {
    const anchor = printed || above === undefined ? `e${++next}` : above;
    anchors.set(section.key, anchor);
    for (const child of section.children)
      visit(child, anchor, section.level === 'group' && limits.themes.has(child.key));
  };
  for (const group of content.groups) visit(group, undefined, true);
  for (const { key, theme } of content.singleVoices) {
    const above = theme === null ? undefined : anchors.get(theme);
    if (above !== undefined) anchors.set(key, above);
  }
  return anchors;
};

const labelsOf = (content: DigestContent): Map<string, string> => {
  const labels = new Map<string, string>();
  const visit = ({ key, label, children }: EntrySection): void => {
    labels.set(key, label);
    for (const child of children) visit(child);
  };
  for (const group of content.groups) visit(group);
  for (const { matters } of content.appendix) for (const { key, label } of matters) labels.set(key, label);
  return labels;
};

export const settingFor = (content: DigestContent): Setting => {
  const limits = limitsFor(content);
  const anchors = anchorsOf(content, limits);
  const labels = labelsOf(content);
  const messages = new Map<MessageId, string>();
  for (const { matters } of content.appendix)
    for (const { messageIds } of matters)
      for (const id of messageIds) messages.set(id, `m${messages.size + 1}`);
  return {
    content,
    say: wording[content.lang],
    limits,
    numbered: numberingFor(content.lang),
    entryAnchor: (key) => anchors.get(key),
    messageAnchor: (id) => messages.get(id) ?? null,
    labelOf: (key) => labels.get(key),
    number: (value) => formatNumber(content.lang, value),
  };
};
