import type { MessageId } from '../kernel/index.ts';
import { quoted } from './compose.ts';
import {
  type AppendixTheme,
  CITED,
  type Cited,
  type DigestContent,
  type EntrySection,
  EVERYTHING,
  type Sentence,
} from './content.ts';
import { countOf, type Ledger, ledgerOf, recount, type Sources, shareOf } from './ledger.ts';

type Fault =
  | 'no-evidence'
  | 'unknown-message'
  | 'unknown-entry'
  | 'altered-quote'
  | 'wrong-figure'
  | 'unlisted-number'
  | 'altered-entry'
  | 'missing-message';

/** A claim that does not hold: where it stands (`overview.2.figures.0`), what it says, and what is wrong with it. */
export type Unsupported = { readonly path: string; readonly claim: string; readonly fault: Fault };

type Report = (path: string, claim: string, fault: Fault) => void;
type Check = { readonly ledger: Ledger; readonly lang: DigestContent['lang']; readonly report: Report };

/** Numbers that stand in the text outside of labels and places, which are residents' words and no claims. */
const numbersIn = ({ ledger, lang }: Check, { text, evidence, figures }: Sentence): number[] => {
  let own = text;
  const labels = evidence.entries.flatMap((key) => ledger.entries.get(key)?.label ?? []);
  for (const label of labels.toSorted((a, b) => b.length - a.length))
    own = own.replaceAll(quoted(lang, label), '');
  const places = figures.flatMap(({ place }) => place ?? []);
  for (const place of places.toSorted((a, b) => b.length - a.length)) own = own.replaceAll(place, '');
  return [...own.matchAll(/\d+(?:,\d{3})*(?:\.\d+)?/g)].map(([digits]) => Number(digits.replaceAll(',', '')));
};

const ascending = (numbers: readonly number[]): number[] => numbers.toSorted((a, b) => a - b);

const checkSentence = (check: Check, sentence: Sentence, path: string): void => {
  const { ledger, report } = check;
  const { text, evidence, figures } = sentence;
  if (evidence.entries.length + evidence.messages.length === 0) report(path, text, 'no-evidence');
  for (const key of evidence.entries)
    if (key !== EVERYTHING && !ledger.entries.has(key)) report(path, key, 'unknown-entry');
  for (const id of evidence.messages) if (!ledger.voices.has(id)) report(path, id, 'unknown-message');
  for (const [i, figure] of figures.entries()) {
    const based = figure.of === CITED || evidence.entries.includes(figure.of);
    if (!based || recount(ledger, figure, evidence.messages) !== figure.value)
      report(`${path}.figures.${i}`, `${figure.value} ${figure.unit} of ${figure.of}`, 'wrong-figure');
  }
  const stated = ascending(numbersIn(check, sentence));
  const listed = ascending(figures.map(({ value }) => Math.abs(value)));
  if (stated.join() !== listed.join()) report(path, text, 'unlisted-number');
};

const checkQuote = ({ ledger, report }: Check, quote: Cited, path: string): void => {
  const voice = ledger.voices.get(quote.messageId);
  if (voice === undefined) {
    report(path, quote.messageId, 'unknown-message');
    return;
  }
  const { start, end, text, place, at, copies, excerpt } = quote;
  const whole = text.trim() === voice.text.trim();
  const altered = text !== voice.text.slice(start, end) || place !== voice.place || at !== voice.at;
  if (altered || whole === excerpt) report(path, text, 'altered-quote');
  if (copies !== (ledger.copies.get(voice.id) ?? 0)) report(path, `${copies} copies`, 'wrong-figure');
};

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

const checkSection = ({ ledger, report }: Check, section: EntrySection, path: string): void => {
  const { key, label, level, parent, keywords, places, counts, share, change } = section;
  const entry = ledger.entries.get(key);
  if (entry === undefined) {
    report(path, key, 'unknown-entry');
    return;
  }
  if (!same([label, level, parent, keywords], [entry.label, entry.level, entry.parent, entry.keywords]))
    report(path, label, 'altered-entry');
  const recounted = countOf(ledger, entry.messageIds);
  if (
    !same(
      [counts.messages, counts.people, counts.copies],
      [recounted.messages, recounted.people, recounted.copies],
    )
  )
    report(`${path}.counts`, JSON.stringify(counts), 'wrong-figure');
  if (share !== shareOf(recounted.people, ledger.total.people))
    report(`${path}.share`, String(share), 'wrong-figure');
  const before = ledger.before?.get(key);
  const due = ledger.before === null ? null : before === undefined ? 'new' : recounted.people - before;
  if (change !== due) report(`${path}.change`, String(change), 'wrong-figure');
  for (const { place, messages } of places)
    if (countOf(ledger, entry.messageIds, place).messages !== messages)
      report(`${path}.places`, `${place} ${messages}`, 'wrong-figure');
};

const isObject = (node: unknown): node is Record<string, unknown> =>
  typeof node === 'object' && node !== null;
const isSentence = (node: Record<string, unknown>): boolean => 'text' in node && !('messageId' in node);
const isSection = (node: Record<string, unknown>): boolean => 'children' in node && 'share' in node;

/**
 * Walks the whole tree and judges each node by its shape, so that a part added to the content later is checked too: a
 * text that is no quote is a sentence, and a sentence without evidence is a fault.
 */
const walk = (check: Check, node: unknown, path: string): void => {
  if (!isObject(node)) return;
  if ('messageId' in node) checkQuote(check, node as Cited, path);
  else if (isSentence(node)) {
    const { text = '', evidence, figures = [] } = node as Partial<Sentence>;
    checkSentence(check, { text, evidence: evidence ?? { entries: [], messages: [] }, figures }, path);
  } else {
    if (isSection(node)) checkSection(check, node as EntrySection, path);
    for (const [name, child] of Object.entries(node))
      walk(check, child, path === '' ? name : `${path}.${name}`);
  }
};

const checkAppendix = ({ ledger, report }: Check, appendix: readonly AppendixTheme[]): void => {
  const listed = new Set<MessageId>();
  for (const [i, theme] of appendix.entries())
    for (const [j, matter] of theme.matters.entries()) {
      const path = `appendix.${i}.matters.${j}`;
      const entry = ledger.entries.get(matter.key);
      if (entry === undefined) report(path, matter.key, 'unknown-entry');
      else if (!same([matter.label, matter.messageIds], [entry.label, entry.messageIds]))
        report(path, matter.label, 'altered-entry');
      for (const id of matter.messageIds) {
        if (!ledger.voices.has(id)) report(path, id, 'unknown-message');
        listed.add(id);
      }
    }
  for (const id of ledger.ids) if (!listed.has(id)) report('appendix', id, 'missing-message');
};

const checkTotals = ({ ledger, report }: Check, totals: DigestContent['totals']): void => {
  for (const [unit, value] of Object.entries(totals))
    if (recount(ledger, { unit: unit as keyof DigestContent['totals'], of: EVERYTHING }, []) !== value)
      report(`totals.${unit}`, String(value), 'wrong-figure');
};

const checkKeys = ({ ledger, report }: Check, content: DigestContent): void => {
  for (const [i, { entry }] of content.answers.entries())
    if (!ledger.entries.has(entry)) report(`answers.${i}`, entry, 'unknown-entry');
  for (const [i, { quotes }] of content.answers.entries())
    for (const [j, { cue, quote }] of quotes.entries())
      if (!quote.text.includes(cue)) report(`answers.${i}.quotes.${j}.cue`, cue, 'altered-quote');
  for (const [i, { entry }] of content.questions.entries())
    if (entry !== null && !ledger.entries.has(entry)) report(`questions.${i}`, entry, 'unknown-entry');
  for (const [i, { key }] of content.singleVoices.entries())
    if (!ledger.entries.has(key)) report(`singleVoices.${i}`, key, 'unknown-entry');
};

/**
 * Every claim of `content` that the messages do not bear out: evidence that does not exist, a quote that is not byte
 * for byte `voice.text.slice(start, end)`, a number that does not recount or that no figure accounts for, a message
 * that the appendix lost. Empty for every digest that may be written. Whatever rewords sentences later (a language
 * model) is held to the same: sentences named here by `path` are dropped.
 */
export const findUnsupported = (content: DigestContent, sources: Sources): Unsupported[] => {
  const found: Unsupported[] = [];
  const report: Report = (path, claim, fault) => void found.push({ path, claim, fault });
  const check: Check = { ledger: ledgerOf(sources), lang: content.lang, report };
  const { appendix, totals, about: _about, previous: _previous, ...told } = content;
  checkTotals(check, totals);
  walk(check, told, '');
  checkKeys(check, content);
  checkAppendix(check, appendix);
  return found;
};
