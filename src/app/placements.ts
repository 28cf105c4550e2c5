import type { MessageId } from '../kernel/index.ts';
import type { Db } from '../platform/index.ts';
import { type Entry, latestRun, loadRun, type RunRecord } from '../themes/index.ts';
import { everything, type Scope } from '../topics/index.ts';
import { edited } from './carry-over.ts';

/** Where a message stands; keys are lasting identities. */
export type Placement = Readonly<Record<'group' | 'theme' | 'matter', Pick<Entry, 'key' | 'label'>>>;

export type Placements = {
  /** The run that they were found in. */
  readonly run: RunRecord;
  readonly of: ReadonlyMap<MessageId, Placement>;
};

/** From the narrowest scope that may have been digested to the widest. */
const scopesFor = (scope: Scope): Scope[] => [
  scope,
  { ...everything, topic: scope.topic, place: scope.place },
  { ...everything, topic: scope.topic },
  everything,
];

/**
 * Group, theme and matter of every message of the latest run that covers the scope, with people's edits; null before
 * the first. Three short strings a message, shared between messages: 250,000 of them fit into memory.
 */
export const placementsIn = async (db: Db, scope: Scope): Promise<Placements | null> => {
  for (const covering of scopesFor(scope)) {
    const latest = await latestRun(db, covering);
    const run = latest === null ? null : await loadRun(db, latest.id);
    if (run === null) continue;
    // Only keys, labels and members are wanted here, and edits settle those without the voices.
    const catalogue = await edited(db, { scope: covering, catalogue: run.catalogue, voices: [] });
    const groups = new Map(catalogue.groups.map((entry) => [entry.key, entry]));
    const themes = new Map(catalogue.themes.map((entry) => [entry.key, entry]));
    const of = new Map<MessageId, Placement>();
    for (const matter of catalogue.matters) {
      const theme = themes.get(matter.parent ?? '');
      const group = groups.get(theme?.parent ?? '');
      if (theme === undefined || group === undefined)
        throw new Error(`matter ${matter.key} hangs in the air`);
      const placement: Placement = { group, theme, matter };
      for (const id of matter.messageIds) of.set(id, placement);
    }
    return { run: run.run, of };
  }
  return null;
};
