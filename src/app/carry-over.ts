import { type RunId, type ThemeId, themeId } from '../kernel/index.ts';
import type { Db } from '../platform/index.ts';
import {
  applyEdits,
  type Catalogue,
  editsOfScope,
  type Level,
  type Lineage,
  lastingThemes,
  latestRun,
  loadRun,
  matchLineage,
  type Remembered,
  type RunResult,
  type Voice,
  withIdentities,
} from '../themes/index.ts';
import type { Scope } from '../topics/index.ts';
import type { Analysis, Measured } from './analyse.ts';

const LISTS = { group: 'groups', theme: 'themes', matter: 'matters' } as const satisfies Record<
  Level,
  keyof Catalogue
>;
const LEVELS = ['group', 'theme', 'matter'] as const satisfies readonly Level[];

const remembered = (catalogue: Catalogue, level: Level, centroids: Measured['centroids']): Remembered[] =>
  catalogue[LISTS[level]].map(({ key, messageIds, counts }) => ({
    key,
    messageIds,
    people: counts.people,
    centroid: centroids.get(key) ?? null,
  }));

/**
 * What a run found, under the identities that its groups, themes and matters had in the scope's last complete run. What
 * was not there before is named after this run (`12-t3`): short, and nobody else's.
 */
export const carriedOver = async (
  db: Db,
  given: { readonly run: RunId; readonly scope: Scope; readonly analysis: Analysis },
): Promise<Omit<RunResult, 'metrics'>> => {
  const { run, scope, analysis } = given;
  const last = await latestRun(db, scope);
  const before = last === null ? null : await loadRun(db, last.id);
  const { centroids, similarity } = analysis.measured;
  const newId = (key: string): ThemeId => themeId(`${run}-${key}`);
  const identity = new Map<string, ThemeId>();
  const lineage: Lineage[] = [];
  for (const level of LEVELS) {
    const matched = matchLineage({
      before: before === null ? [] : remembered(before.catalogue, level, before.centroids),
      after: remembered(analysis.catalogue, level, centroids),
      newId,
    });
    for (const [key, id] of matched.identity) identity.set(key, id);
    lineage.push(...matched.lineage);
  }
  return {
    catalogue: withIdentities(analysis.catalogue, identity),
    centroids: new Map(Array.from(centroids, ([key, vector]) => [identity.get(key) ?? key, vector])),
    similarity,
    mean: analysis.hierarchy.mean,
    lineage,
  };
};

/** The catalogue as people want it read: renamed, merged, split, and pinned entries under the name they were pinned by. */
export const edited = async (
  db: Db,
  given: { readonly scope: Scope; readonly catalogue: Catalogue; readonly voices: readonly Voice[] },
): Promise<Catalogue> => {
  const { scope, catalogue, voices } = given;
  const edits = await editsOfScope(db, scope);
  if (edits.length === 0) return catalogue;
  const lasting = await lastingThemes(db, [...new Set(edits.map(({ theme }) => theme))]);
  const pinned = [...lasting.values()].filter((theme) => theme.pinned && theme.label !== '');
  const pinnedLabels = new Map(pinned.map(({ id, label }) => [id as string, label]));
  return applyEdits({ catalogue, voices, edits, pinnedLabels }).catalogue;
};
