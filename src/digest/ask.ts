import type { MessageId } from '../kernel/index.ts';
import type { Voice } from '../themes/index.ts';
import type { AnswerItem, OpenQuestion } from './content.ts';
import { byPeople, type Context } from './entry-section.ts';
import { countOf, type Ledger } from './ledger.ts';
import { cite, cutLong, passageAround, quoteOf, type Span, sentencesOf } from './passages.ts';
import { asks, cueFor, type Office, officesAsked, REASONS } from './rules.ts';
import { wording } from './wording.ts';

/** Two quotes say what is meant and that more than one person means it. */
const QUOTES = 2;

type Found = { readonly voice: Voice; readonly at: Span };

/** One quote a person, originals before copies, otherwise in the order given. */
const chosen = (found: readonly Found[]): Found[] => {
  const people = new Set<string>();
  const originals = found.filter(({ voice }) => voice.copyOf === null);
  return [...originals, ...found.filter(({ voice }) => voice.copyOf !== null)]
    .filter(({ voice }) => {
      const who = voice.person ?? `message ${voice.id}`;
      // A copy of what is already quoted would be the same words again.
      const same = voice.copyOf !== null && people.has(`copy ${voice.copyOf}`);
      if (people.has(who) || same) return false;
      people.add(who);
      people.add(`copy ${voice.copyOf ?? voice.id}`);
      return true;
    })
    .slice(0, QUOTES);
};

const voicesOf = (ledger: Ledger, ids: readonly MessageId[]): Voice[] =>
  ids.flatMap((id) => ledger.voices.get(id) ?? []);

const peopleIn = (ledger: Ledger, found: readonly Found[]): number =>
  countOf(
    ledger,
    found.map(({ voice }) => voice.id),
  ).people;

/** Most people first; ties by key, so that the order never depends on the order of the messages. */
const mostPeople = <T extends { readonly people: number; readonly key: string }>(items: readonly T[]): T[] =>
  items.toSorted((a, b) => b.people - a.people || (a.key < b.key ? -1 : 1));

const passage = (ledger: Ledger, { voice, at }: Found) =>
  cite(ledger, quoteOf(voice, passageAround(voice.text, at)));

const idsOf = (found: readonly Found[]): MessageId[] => found.map(({ voice }) => voice.id);

/** Messages of each matter that a rule points at, the most urgent reason first, within it the matters of most people. */
export const answersIn = ({ ledger, write, lang }: Context): AnswerItem[] =>
  REASONS.flatMap((reason) => {
    const items = ledger.catalogue.matters.flatMap((matter) => {
      const found = voicesOf(ledger, matter.messageIds).flatMap((voice): Found[] => {
        const at = cueFor(reason, voice.text);
        return at === null ? [] : [{ voice, at }];
      });
      return found.length === 0 ? [] : [{ key: matter.key, matter, found, people: peopleIn(ledger, found) }];
    });
    return mostPeople(items).map(
      ({ matter, found }): AnswerItem => ({
        reason,
        entry: matter.key,
        statement: write((say) => wording[lang].answer[reason](say, matter), { messages: idsOf(found) }),
        quotes: chosen(found).map((one) => ({
          cue: one.voice.text.slice(one.at.start, one.at.end),
          quote: passage(ledger, one),
        })),
      }),
    );
  });

const oppositions = ({ ledger, write, lang }: Context): OpenQuestion[] =>
  byPeople(ledger.catalogue.themes).flatMap((theme): OpenQuestion[] => {
    if (theme.opposition === null) return [];
    const quotes = [theme.opposition.one, theme.opposition.other].map((quote) =>
      cite(ledger, cutLong(quote)),
    );
    const statement = write((say) => wording[lang].question.opposition(say, theme), {
      messages: quotes.map(({ messageId }) => messageId),
    });
    return [{ kind: 'opposition', entry: theme.key, statement, quotes }];
  });

/** A question is shared where three people or more ask it, and they are a third of those who raised the matter. */
const SHARED = { people: 3, part: 1 / 3 };

const sharedQuestions = ({ ledger, write, lang }: Context): OpenQuestion[] => {
  const items = ledger.catalogue.matters
    .filter(({ singleVoice }) => !singleVoice)
    .flatMap((matter) => {
      const found = voicesOf(ledger, matter.messageIds).flatMap((voice): Found[] => {
        const at = sentencesOf(voice.text).find(({ start, end }) => asks(voice.text.slice(start, end)));
        return at === undefined ? [] : [{ voice, at }];
      });
      const people = peopleIn(ledger, found);
      const shared = people >= SHARED.people && people >= SHARED.part * matter.counts.people;
      return shared ? [{ key: matter.key, matter, found, people }] : [];
    });
  return mostPeople(items).map(({ matter, found }) => ({
    kind: 'question',
    entry: matter.key,
    statement: write((say) => wording[lang].question.question(say, matter), { messages: idsOf(found) }),
    quotes: chosen(found).map((one) => passage(ledger, one)),
  }));
};

type Asked = { readonly office: Office; readonly found: Found[]; readonly themes: Map<string, number> };

/** An office that only one person names is in the quotes already; two make it a matter for the meeting. */
const OFFICE_PEOPLE = 2;
const OFFICE_THEMES = 3;

const officeQuestions = ({ ledger, write, lang }: Context): OpenQuestion[] => {
  const asked = new Map<string, Asked>();
  for (const theme of ledger.catalogue.themes)
    for (const voice of voicesOf(ledger, theme.messageIds))
      for (const { office, at } of officesAsked(voice.text)) {
        const item = asked.get(office.key) ?? { office, found: [], themes: new Map<string, number>() };
        item.found.push({ voice, at });
        item.themes.set(theme.key, (item.themes.get(theme.key) ?? 0) + 1);
        asked.set(office.key, item);
      }
  const items = [...asked]
    .map(([key, item]) => ({ key, ...item, people: peopleIn(ledger, item.found) }))
    .filter(({ people }) => people >= OFFICE_PEOPLE);
  return mostPeople(items).map(({ office, found, themes }) => {
    const named = [...themes]
      .toSorted((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
      .slice(0, OFFICE_THEMES)
      .flatMap(([key]) => ledger.entries.get(key) ?? []);
    return {
      kind: 'office',
      entry: null,
      statement: write((say) => wording[lang].question.office(say, office[lang], named), {
        messages: idsOf(found),
      }),
      quotes: chosen(found).map((one) => passage(ledger, one)),
    };
  });
};

/** What the meeting could settle, by rule: where residents disagree, what many ask, whom they want to act. */
export const questionsIn = (context: Context): OpenQuestion[] => [
  ...oppositions(context),
  ...sharedQuestions(context),
  ...officeQuestions(context),
];
