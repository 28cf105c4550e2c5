import { and, asc, desc, eq, inArray, type SQL, sql } from 'drizzle-orm';
import { messageId, type RunId, runId, type ThemeId, themeId, topicId } from '../kernel/index.ts';
import { bytesOfFloats, type Db, floatsOfBytes } from '../platform/index.ts';
import { type Scope, scopeKey } from '../topics/index.ts';
import type { Catalogue, Entry } from './catalogue.ts';
import { type Assignment, type Filing, filed, membersByPosition } from './filing.ts';
import type { Edit, LastingTheme, Lineage, RunPlan, RunRecord, RunResult, StoredRun } from './record.ts';
import { assignments, edits, lineage, runs, runThemes, themes } from './tables.ts';

// PostgreSQL takes 65,535 parameters a statement; 15 columns × 1,000 rows stay well below.
const CHUNK = 1000;

const chunksOf = <T>(all: readonly T[], size = CHUNK): T[][] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, at) => all.slice(at * size, (at + 1) * size));

const dateOf = (iso: string | null): Date | null => (iso === null ? null : new Date(iso));

const recordOf = (row: typeof runs.$inferSelect): RunRecord => ({
  id: runId(String(row.id)),
  scope: {
    topic: row.topicId === null ? null : topicId(String(row.topicId)),
    place: row.place,
    from: row.periodFrom?.toISOString() ?? null,
    to: row.periodTo?.toISOString() ?? null,
  },
  parameters: row.parameters,
  seed: row.seed,
  model: row.model,
  fingerprint: row.fingerprint,
  state: row.state,
  metrics: row.metrics,
  startedAt: row.startedAt.toISOString(),
  endedAt: row.endedAt?.toISOString() ?? null,
});

/** Notes that a run began. One that dies leaves this row `running`: it is never the latest, and the next one is new. */
export const startRun = async (db: Db, plan: RunPlan): Promise<RunId> => {
  const { scope, parameters, seed, model, fingerprint } = plan;
  const [row] = await db
    .insert(runs)
    .values({
      scope: scopeKey(scope),
      topicId: scope.topic === null ? null : Number(scope.topic),
      place: scope.place,
      periodFrom: dateOf(scope.from),
      periodTo: dateOf(scope.to),
      parameters,
      seed,
      model,
      fingerprint,
    })
    .returning({ id: runs.id });
  if (row === undefined) throw new Error('an insert returned no row');
  return runId(String(row.id));
};

/** Claims the run's end, so that two workers cannot both save one run. @throws where it has ended already. */
const endRun = async (
  db: Db,
  id: RunId,
  end: Pick<typeof runs.$inferInsert, 'state' | 'metrics' | 'mean'>,
): Promise<void> => {
  const ended = await db
    .update(runs)
    .set({ ...end, endedAt: sql`now()` })
    .where(and(eq(runs.id, Number(id)), eq(runs.state, 'running')))
    .returning({ id: runs.id });
  if (ended.length === 0) throw new Error(`run ${id} is not running`);
};

/** A run that ended with holes, and what is known about it. @throws where it has ended already. */
export const markIncomplete = (
  db: Db,
  id: RunId,
  metrics: Readonly<Record<string, unknown>>,
): Promise<void> => endRun(db, id, { state: 'incomplete', metrics });

/** What a person named or pinned keeps its label; otherwise the rule's label follows the newest run. */
const saveThemes = async (tx: Db, run: number, entries: readonly Entry[]): Promise<void> => {
  for (const chunk of chunksOf(entries)) {
    await tx
      .insert(themes)
      .values(chunk.map(({ key, level, label }) => ({ id: key, level, label, firstRun: run, lastRun: run })))
      .onConflictDoUpdate({
        target: themes.id,
        set: {
          lastRun: run,
          label: sql`case when ${themes.labelBy} = 'rule' and not ${themes.pinned}
            then excluded.label else ${themes.label} end`,
        },
      });
  }
};

const saveEntries = async (tx: Db, run: number, filing: Filing, result: RunResult): Promise<void> => {
  for (const chunk of chunksOf(filing.entries)) {
    await tx.insert(runThemes).values(
      chunk.map(({ position, parent, entry }) => {
        const centroid = result.centroids.get(entry.key);
        const { level, label, keywords, counts, quotes, opposition, places, singleVoice } = entry;
        return {
          runId: run,
          position,
          parent,
          themeId: entry.key,
          centroid: centroid === undefined ? null : bytesOfFloats(centroid),
          level,
          label,
          keywords,
          quotes,
          opposition,
          places,
          singleVoice,
          ...counts,
        };
      }),
    );
  }
};

const saveAssignments = async (tx: Db, run: number, filing: Filing, result: RunResult): Promise<void> => {
  // Ten columns of numbers as JSON: one parameter and one parse, where 35,000 rows of parameters took five times longer.
  for (const chunk of chunksOf(filing.assignments, 5000)) {
    const rows = chunk.map((row) => [
      Number(row.messageId),
      row.group,
      row.theme,
      row.matter,
      row.groupRank,
      row.themeRank,
      row.matterRank,
      result.similarity.get(row.messageId) ?? null,
    ]);
    await tx.execute(sql`
      insert into ${assignments} (run_id, message_id, group_position, theme_position, matter_position,
        group_rank, theme_rank, matter_rank, similarity)
      select ${run}::bigint, (row->>0)::bigint, (row->>1)::int, (row->>2)::int, (row->>3)::int,
        (row->>4)::int, (row->>5)::int, (row->>6)::int, (row->>7)::real
      from json_array_elements(${JSON.stringify(rows)}::text::json) as row`);
  }
};

/**
 * Saves what a run found and makes it complete, in one transaction: all or nothing. Themes with a key that is there
 * already go on; a label that a person gave stays.
 * @throws where the run has ended, or the catalogue is not whole (see `filed`).
 */
export const saveRun = async (db: Db, id: RunId, result: RunResult): Promise<void> => {
  const filing = filed(result.catalogue);
  const run = Number(id);
  await db.transaction(async (tx) => {
    const { metrics, mean } = result;
    await endRun(tx, id, { state: 'complete', metrics, mean: mean === null ? null : bytesOfFloats(mean) });
    await saveThemes(
      tx,
      run,
      filing.entries.map(({ entry }) => entry),
    );
    await saveEntries(tx, run, filing, result);
    await saveAssignments(tx, run, filing, result);
    for (const chunk of chunksOf(result.lineage))
      await tx.insert(lineage).values(chunk.map((step) => ({ runId: run, ...step })));
  });
};

/** The newest complete run of a scope; null before the first. */
export const latestRun = async (db: Db, scope: Scope): Promise<RunRecord | null> => {
  const [row] = await db
    .select()
    .from(runs)
    .where(and(eq(runs.scope, scopeKey(scope)), eq(runs.state, 'complete')))
    .orderBy(desc(runs.id))
    .limit(1);
  return row === undefined ? null : recordOf(row);
};

/** The newest complete run over the same input with the same parameters: it need not be done again. */
export const findRunByFingerprint = async (db: Db, fingerprint: string): Promise<RunRecord | null> => {
  const [row] = await db
    .select()
    .from(runs)
    .where(and(eq(runs.fingerprint, fingerprint), eq(runs.state, 'complete')))
    .orderBy(desc(runs.id))
    .limit(1);
  return row === undefined ? null : recordOf(row);
};

type EntryRow = typeof runThemes.$inferSelect;

const catalogueOf = (rows: readonly EntryRow[], placed: readonly Assignment[]): Catalogue => {
  const members = membersByPosition(placed, rows.length);
  const entries = rows.map((row): Entry => {
    const { level, label, keywords, quotes, opposition, places, singleVoice } = row;
    return {
      key: row.themeId,
      level,
      label,
      keywords,
      quotes,
      opposition,
      places,
      singleVoice,
      parent: row.parent === null ? null : (rows[row.parent]?.themeId ?? null),
      counts: { messages: row.messages, people: row.people, copies: row.copies },
      messageIds: members[row.position] ?? [],
    };
  });
  return {
    groups: entries.filter((entry) => entry.level === 'group'),
    themes: entries.filter((entry) => entry.level === 'theme'),
    matters: entries.filter((entry) => entry.level === 'matter'),
  };
};

/** A run with all it found; null where there is no such run. Labels are those of the run, before anyone's edits. */
export const loadRun = async (db: Db, id: RunId): Promise<StoredRun | null> => {
  const run = Number(id);
  const [row] = await db.select().from(runs).where(eq(runs.id, run));
  if (row === undefined) return null;
  const entries = await db
    .select()
    .from(runThemes)
    .where(eq(runThemes.runId, run))
    .orderBy(asc(runThemes.position));
  const placed = await db.select().from(assignments).where(eq(assignments.runId, run));
  const seats = placed.map((seat) => ({ ...seat, messageId: messageId(String(seat.messageId)) }));
  return {
    run: recordOf(row),
    catalogue: catalogueOf(entries, seats),
    centroids: new Map(
      entries.flatMap((entry) =>
        entry.centroid === null ? [] : [[entry.themeId, floatsOfBytes(entry.centroid)] as const],
      ),
    ),
    similarity: new Map(
      seats.flatMap((seat) => (seat.similarity === null ? [] : [[seat.messageId, seat.similarity] as const])),
    ),
    mean: row.mean === null ? null : floatsOfBytes(row.mean),
    lineage: await lineageOf(db, run),
    metrics: row.metrics ?? {},
  };
};

const lineageOf = async (db: Db, run: number): Promise<Lineage[]> => {
  const rows = await db.select().from(lineage).where(eq(lineage.runId, run)).orderBy(asc(lineage.id));
  return rows.map(({ from, to, kind, overlap }) => ({
    from: from === null ? null : themeId(from),
    to: to === null ? null : themeId(to),
    kind,
    overlap,
  }));
};

/** The lasting themes with these ids, as they are called today. */
export const lastingThemes = async (db: Db, ids: readonly ThemeId[]): Promise<Map<ThemeId, LastingTheme>> => {
  const found = new Map<ThemeId, LastingTheme>();
  for (const chunk of chunksOf(ids)) {
    const rows = await db.select().from(themes).where(inArray(themes.id, chunk));
    for (const { id, level, label, labelBy, pinned } of rows)
      found.set(themeId(id), { id: themeId(id), level, label, labelBy, pinned });
  }
  return found;
};

/** Appends what a person did, and lets a new name or a pin take effect at once. @throws where the theme is unknown. */
export const saveEdit = (db: Db, edit: Edit): Promise<void> =>
  db.transaction(async (tx) => {
    const { kind, ...detail } = edit.change;
    await tx.insert(edits).values({ themeId: edit.theme, kind, by: edit.by, at: new Date(edit.at), detail });
    const effect = effectOf(edit.change);
    if (effect !== null) await tx.update(themes).set(effect).where(eq(themes.id, edit.theme));
  });

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

/** The edits of all themes that a run of this scope ever found, in the order in which they were made. */
export const editsOfScope = (db: Db, scope: Scope): Promise<Edit[]> => {
  const found = db
    .select({ id: runThemes.themeId })
    .from(runThemes)
    .innerJoin(runs, eq(runs.id, runThemes.runId))
    .where(and(eq(runs.scope, scopeKey(scope)), eq(runs.state, 'complete')));
  return editsWhere(db, inArray(edits.themeId, found));
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
