import type { Catalogue, Entry } from '../themes/index.ts';
import { answersIn, questionsIn } from './ask.ts';
import { type SentenceWriter, sentenceWriter } from './compose.ts';
import {
  type About,
  type AnswerItem,
  type AppendixTheme,
  type DigestContent,
  EVERYTHING,
  type Lang,
  type SingleVoice,
  type Totals,
} from './content.ts';
import { byPeople, sectionOf } from './entry-section.ts';
import { type Ledger, ledgerOf, type Sources } from './ledger.ts';
import { overviewOf } from './overview.ts';
import { cite, opening, quoteOf } from './passages.ts';
import { wording } from './wording.ts';

const totalsOf = (ledger: Ledger): Totals => {
  const { groups, themes, matters } = ledger.catalogue;
  return {
    ...ledger.total,
    groups: groups.length,
    themes: themes.length,
    matters: matters.length,
    singleVoices: matters.filter(({ singleVoice }) => singleVoice).length,
    opposed: themes.filter(({ opposition }) => opposition !== null).length,
  };
};

const methodOf = (
  about: About,
  lang: Lang,
  { messages, supported }: { readonly messages: number; readonly supported: boolean },
  write: SentenceWriter,
) => {
  const say = wording[lang].method;
  const stated = [
    say.notSurvey,
    about.authorsKnown ? say.people : say.peopleUnknown,
    ...(supported ? [say.supporters] : []),
    say.copies,
    say.share,
    about.masked ? say.quotes : say.unmasked,
    say.naming,
  ].map((text) => write(() => text, { entries: [EVERYTHING] }));
  return about.run.messages > messages ? [write(say.incomplete), ...stated] : stated;
};

/** Every member of a single voice is shown by how it begins: there is nothing to choose from. */
const singleVoicesOf = (ledger: Ledger): SingleVoice[] =>
  byPeople(ledger.catalogue.matters.filter(({ singleVoice }) => singleVoice)).map((entry) => ({
    key: entry.key,
    theme: entry.parent,
    quotes: entry.messageIds.flatMap((id) => {
      const voice = ledger.voices.get(id);
      return voice ? [cite(ledger, quoteOf(voice, opening(voice.text)))] : [];
    }),
  }));

const appendixOf = ({ themes, matters }: Catalogue, order: readonly string[]): AppendixTheme[] => {
  const below = Map.groupBy(matters, ({ parent }) => parent);
  const byKey = new Map(themes.map((theme) => [theme.key, theme]));
  return order.flatMap((key) => {
    const theme = byKey.get(key);
    if (theme === undefined) return [];
    const own = byPeople(below.get(key) ?? []).map(({ key, label, messageIds }) => ({
      key,
      label,
      messageIds,
    }));
    const { label, counts } = theme;
    return [{ key, label, counts, matters: own }];
  });
};

/**
 * Drafts a digest from what a run found: pure, and the same for the same input, in whatever order the voices come.
 * Entries are ordered by people, so that a flood of copies from few persons does not lead.
 */
export const draftDigest = (
  input: Sources & { readonly about: About; readonly lang: Lang },
): DigestContent => {
  const { about, lang, previous, catalogue } = input;
  const ledger = ledgerOf(input);
  const write = sentenceWriter(lang, ledger);
  const context = { ledger, write, lang };
  const groups = byPeople(catalogue.groups).map((group: Entry) => sectionOf(context, group));
  const answers: AnswerItem[] = answersIn(context);
  const totals = totalsOf(ledger);
  const supported = input.voices.some(({ supporters = [] }) => supporters.length > 0);
  return {
    kind: 'mashang.digest',
    version: 1,
    lang,
    title: about.title ?? wording[lang].title(about.scope),
    about,
    previous: previous ? { title: previous.title, generatedAt: previous.about.generatedAt } : null,
    totals,
    method: methodOf(about, lang, { messages: totals.messages, supported }, write),
    overview: overviewOf(context, { totals, answers, authorsKnown: about.authorsKnown }),
    groups,
    answers,
    questions: questionsIn(context),
    singleVoices: singleVoicesOf(ledger),
    appendix: appendixOf(
      catalogue,
      groups.flatMap(({ children }) => children.map(({ key }) => key)),
    ),
  };
};
