import { type Lang, lastIssue, type Sources } from '../digest/index.ts';
import { inChina, midnight, type RunId } from '../kernel/index.ts';
import type { Db } from '../platform/index.ts';
import { loadRun, runsOver, type Voice } from '../themes/index.ts';
import type { Scope } from '../topics/index.ts';
import { edited } from './carry-over.ts';

/** As it stands in a run's parameters, to tell later what a digest was made of. */
export type MadeOf = {
  /** Fingerprint of the messages and of who stands behind them. */
  readonly messages: string;
  /** How many edits of people were applied. */
  readonly edits: number;
};

const startOfDay = (now: Date): Date => midnight(inChina(now).slice(0, 10), 'begins') ?? now;

/** Where people merged or split since that run: how many each entry had then, had it been grouped as it is today. */
const regrouped = async (
  db: Db,
  run: RunId,
  given: { readonly scope: Scope; readonly edits: number; readonly voices: readonly Voice[] },
): Promise<ReadonlyMap<string, number> | undefined> => {
  const { scope, edits, voices } = given;
  if (edits === 0) return undefined;
  const then = await loadRun(db, run);
  if (then === null || then.run.parameters.edits === edits) return undefined;
  const { groups, themes, matters } = await edited(db, { scope, catalogue: then.catalogue, voices });
  return new Map([...groups, ...themes, ...matters].map(({ key, counts }) => [key, counts.people]));
};

/**
 * What a reader knows as the last issue. A digest drawn again of the same messages, after an edit or with other options,
 * corrects one that is there: it is compared with what that one was compared with.
 */
export const issueBefore = async (
  db: Db,
  given: {
    readonly scope: Scope;
    readonly lang: Lang;
    readonly madeOf: MadeOf;
    readonly voices: readonly Voice[];
    readonly now: Date;
  },
): Promise<Pick<Sources, 'previous' | 'peopleThen'>> => {
  const { scope, lang, madeOf, voices, now } = given;
  const issue = await lastIssue(db, {
    scope,
    language: lang,
    today: startOfDay(now),
    except: await runsOver(db, scope, madeOf.messages),
  });
  if (issue === null) return {};
  const peopleThen = await regrouped(db, issue.run, { scope, edits: madeOf.edits, voices });
  return { previous: issue.content, peopleThen };
};
