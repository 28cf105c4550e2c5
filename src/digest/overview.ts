import type { Entry } from '../themes/index.ts';
import type { AnswerItem, Sentence, Totals } from './content.ts';
import { byPeople, type Context, changeOf } from './entry-section.ts';
import { REASONS } from './rules.ts';
import { wording } from './wording.ts';

/** Three largest, three rising, three new, three floods: an overview is read in a minute. */
const KEEP = 3;
/** Five groups name most of what people wrote (in the demo corpus the five largest hold over half of the people). */
const KEEP_GROUPS = 5;

const rising = ({ ledger }: Context, themes: readonly Entry[]): Entry[] =>
  themes
    .map((theme) => ({ theme, change: changeOf(ledger, theme) }))
    .filter(
      (risen): risen is { theme: Entry; change: number } =>
        typeof risen.change === 'number' && risen.change > 0,
    )
    .toSorted((a, b) => b.change - a.change)
    .slice(0, KEEP)
    .map(({ theme }) => theme);

/** Where a tenth of all copies is, or most of them: one copy here or there is no flood. */
const flooded = (themes: readonly Entry[], copies: number): Entry[] =>
  themes
    .filter(({ counts }) => counts.copies > 0)
    .toSorted((a, b) => b.counts.copies - a.counts.copies)
    .filter(({ counts }, i) => i === 0 || counts.copies * 10 >= copies)
    .slice(0, KEEP);

/** The main findings of the period, most important first; what was not found is not mentioned. */
export const overviewOf = (
  context: Context,
  given: { readonly totals: Totals; readonly answers: readonly AnswerItem[]; readonly authorsKnown: boolean },
): Sentence[][] => {
  const { ledger, write, lang } = context;
  const { totals, answers, authorsKnown } = given;
  const say = wording[lang].overview;
  if (totals.messages === 0) return [[write(say.nothing)]];
  const groups = byPeople(ledger.catalogue.groups);
  const themes = byPeople(ledger.catalogue.themes);
  const risen = rising(context, themes);
  const fresh = themes.filter((theme) => changeOf(ledger, theme) === 'new').slice(0, KEEP);
  const copied = flooded(themes, totals.copies);
  const size: Sentence[] = [write(say.total)];
  if (groups.length > 0) size.push(write((by) => say.largest(by, 'group', groups.slice(0, KEEP_GROUPS))));
  if (themes.length > groups.length)
    size.push(write((by) => say.largest(by, 'theme', themes.slice(0, KEEP))));
  const changes: Sentence[] = [];
  if (risen.length > 0) changes.push(write((by) => say.rising(by, risen)));
  if (fresh.length > 0) changes.push(write((by) => say.fresh(by, fresh)));
  const copies = copied.length > 0 ? [write((by) => say.copies(by, copied, authorsKnown))] : [];
  const tasks: Sentence[] = totals.opposed > 0 ? [write(say.opposed)] : [];
  for (const reason of REASONS) {
    const messages = answers
      .filter((item) => item.reason === reason)
      .flatMap((item) => item.statement.evidence.messages);
    if (messages.length > 0) tasks.push(write(say.answers[reason], { messages }));
  }
  return [size, changes, copies, tasks].filter((paragraph) => paragraph.length > 0);
};
