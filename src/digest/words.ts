import type { Say } from './compose.ts';
import { type AnswerReason, CITED, EVERYTHING, type QuestionKind } from './content.ts';

export type Named = { readonly key: string; readonly label: string };

/** All words of the digest itself, for each language the same keys; sentences take their numbers through `Say`. */
export type Wording = {
  readonly htmlLang: string;
  readonly title: (scope: string) => string;
  readonly sections: {
    readonly contents: string;
    readonly overview: string;
    readonly method: string;
    readonly table: string;
    readonly groups: string;
    readonly answers: string;
    readonly questions: string;
    readonly singleVoices: string;
    readonly appendix: string;
  };
  readonly facts: {
    readonly scope: string;
    readonly collected: string;
    readonly made: string;
    readonly previous: string;
    readonly run: string;
    readonly noPeriod: string;
    readonly seed: string;
  };
  readonly units: {
    readonly people: string;
    readonly messages: string;
    readonly copies: string;
    readonly groups: string;
    readonly themes: string;
    readonly matters: string;
  };
  readonly columns: {
    readonly entry: string;
    readonly people: string;
    readonly messages: string;
    readonly share: string;
    readonly change: string;
  };
  readonly marks: {
    readonly keywords: string;
    readonly opposing: string;
    readonly one: string;
    readonly other: string;
    readonly otherThemes: string;
    readonly otherMatters: string;
    readonly new: string;
    readonly cue: string;
    readonly none: string;
    readonly excerpt: string;
    readonly blank: string;
    readonly separator: string;
    readonly listSeparator: string;
    readonly colon: string;
  };
  readonly counts: (people: string, messages: string) => string;
  readonly aside: (text: string) => string;
  readonly source: (parts: {
    id: string;
    place: string | null;
    date: string | null;
    copies: string | null;
  }) => string;
  readonly date: (year: number, month: number, day: number) => string;
  /** Where the year goes without saying. */
  readonly shortDate: (month: number, day: number) => string;
  readonly period: (from: string, to: string) => string;
  readonly more: (
    what: 'matters' | 'themes' | 'singleVoices' | 'answers' | 'questions',
    count: string,
  ) => string;
  readonly quotedAbove: string;
  readonly answerHeading: Readonly<Record<AnswerReason, string>>;
  readonly questionHeading: Readonly<Record<QuestionKind, string>>;
  readonly notes: {
    readonly answers: string;
    readonly questions: string;
    readonly singleVoices: string;
    readonly appendix: string;
  };
  readonly method: {
    readonly notSurvey: string;
    readonly people: string;
    readonly peopleUnknown: string;
    readonly supporters: string;
    readonly copies: string;
    readonly share: string;
    readonly quotes: string;
    readonly unmasked: string;
    readonly naming: string;
    readonly incomplete: (say: Say) => string;
  };
  readonly overview: {
    readonly nothing: (say: Say) => string;
    readonly total: (say: Say) => string;
    readonly largest: (say: Say, level: 'group' | 'theme', entries: readonly Named[]) => string;
    readonly rising: (say: Say, entries: readonly Named[]) => string;
    readonly fresh: (say: Say, entries: readonly Named[]) => string;
    readonly copies: (say: Say, entries: readonly Named[], authorsKnown: boolean) => string;
    readonly opposed: (say: Say) => string;
    readonly answers: Readonly<Record<AnswerReason, (say: Say) => string>>;
  };
  readonly entry: {
    readonly group: (
      say: Say,
      of: string,
      counts: { readonly themes: number; readonly copies: number },
    ) => string;
    readonly below: (say: Say, of: string, copies: number) => string;
    readonly places: (say: Say, of: string, places: readonly string[]) => string;
    readonly change: (say: Say, of: string, change: number | 'new') => string;
    readonly flood: string;
  };
  readonly answer: Readonly<Record<AnswerReason, (say: Say, matter: Named) => string>>;
  readonly question: {
    readonly opposition: (say: Say, theme: Named) => string;
    readonly question: (say: Say, theme: Named) => string;
    readonly office: (say: Say, office: string, themes: readonly Named[]) => string;
  };
};

export const cited = (say: Say, unit: 'people' | 'messages'): string => say.count({ unit, of: CITED });
export const all = (
  say: Say,
  unit: 'people' | 'messages' | 'copies' | 'groups' | 'themes' | 'matters' | 'singleVoices' | 'opposed',
) => say.count({ unit, of: EVERYTHING });
export const of = (
  say: Say,
  key: string,
  unit: 'people' | 'messages' | 'copies' | 'percent' | 'change' | 'themes',
) => say.count({ unit, of: key });
