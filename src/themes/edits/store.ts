import { and, asc, eq, inArray, max, type SQL, sql } from 'drizzle-orm';
import { type ThemeId, themeId } from '../../kernel/index.ts';
import type { Db } from '../../platform/index.ts';
import { type Scope, scopeKey } from '../../topics/index.ts';
import { chunksOf } from '../chunks.ts';
import type { Edit, LastingTheme } from '../record.ts';
import { assignments, edits, runs, runThemes, themes } from '../tables.ts';
import { partOf } from './parts.ts';

/** The lasting themes with these ids, as they are called today. */
export const lastingThemes = async (db: Db, ids: readonly ThemeId[]): Promise<Map<ThemeId, LastingTheme>> => {
  const found = new Map<ThemeId, LastingTheme>();
  for await (const chunk of chunksOf(ids)) {
    const rows = await db.select().from(themes).where(inArray(themes.id, chunk));
    for (const { id, level, label, labelBy, pinned } of rows)
      found.set(themeId(id), { id: themeId(id), level, label, labelBy, pinned });
  }
  return found;
};

/**
 * Appends what a person did, and lets a new name or a pin take effect at once. Returns the id of the theme that a split
 * makes, so that it can be named, pinned, merged and split in its turn; null for every other edit.
 * @throws where the theme is unknown.
 */
export const saveEdit = (db: Db, edit: Edit): Promise<ThemeId | null> =>
  db.transaction(async (tx) => {
    const { kind, ...given } = edit.change;
    const detail = kind === 'split' ? { upTo: await newestGrouped(tx), ...given } : given;
    // Locked, so that two people who split one theme at once make two.
    const [theme] = await tx.select().from(themes).where(eq(themes.id, edit.theme)).for('update');
    await tx.insert(edits).values({ themeId: edit.theme, kind, by: edit.by, at: new Date(edit.at), detail });
    const effect = effectOf(edit.change);
    if (effect !== null) await tx.update(themes).set(effect).where(eq(themes.id, edit.theme));
    return kind === 'split' && theme?.level === 'theme' ? addPart(tx, theme) : null;
  });

const newestGrouped = async (tx: Db): Promise<string | undefined> => {
  const [newest] = await tx.select({ id: max(assignments.messageId) }).from(assignments);
  return newest?.id === undefined || newest.id === null ? undefined : String(newest.id);
};

/** Its label is empty until a run has named it (`saveParts`). */
const addPart = async (
  tx: Db,
  { id: whole, level, lastRun }: typeof themes.$inferSelect,
): Promise<ThemeId> => {
  const splits = await tx.$count(edits, and(eq(edits.themeId, whole), eq(edits.kind, 'split')));
  const id = partOf(whole, splits);
  await tx.insert(themes).values({ id, level, label: '', firstRun: lastRun, lastRun }).onConflictDoNothing();
  return id;
};

/** Merges and splits move messages, and so take effect in the next run. */
const effectOf = (change: Edit['change']): Partial<typeof themes.$inferInsert> | null => {
  switch (change.kind) {
    case 'rename':
      return { label: change.label, labelBy: 'person' };
    case 'pin':
      return { pinned: true };
    case 'unpin':
      return { pinned: false };
    case 'merge':
    case 'split':
      return null;
  }
};

/** All edits in the order in which they were made; of one theme, where it is named. */
export const listEdits = async (db: Db, theme?: ThemeId): Promise<Edit[]> =>
  editsWhere(db, theme === undefined ? undefined : eq(edits.themeId, theme));

/**
 * The edits of all themes that a run of this scope ever found and of what people split from them, in the order in which
 * they were made.
 */
export const editsOfScope = (db: Db, scope: Scope): Promise<Edit[]> => {
  const found = db
    .select({ id: runThemes.themeId })
    .from(runThemes)
    .innerJoin(runs, eq(runs.id, runThemes.runId))
    .where(and(eq(runs.scope, scopeKey(scope)), eq(runs.state, 'complete')));
  // What stands before the point of a part (`partOf`) is what a run found.
  return editsWhere(db, inArray(sql`split_part(${edits.themeId}, '.', 1)`, found));
};

const editsWhere = async (db: Db, condition: SQL | undefined): Promise<Edit[]> => {
  const rows = await db.select().from(edits).where(condition).orderBy(asc(edits.id));
  return rows.map((row) => ({
    theme: themeId(row.themeId),
    by: row.by,
    at: row.at.toISOString(),
    // `saveEdit` is the only writer of this column, and wrote exactly this.
    change: { kind: row.kind, ...row.detail } as Edit['change'],
  }));
};
