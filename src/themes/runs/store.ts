import { and, asc, desc, eq, sql } from 'drizzle-orm';
import { type RunId, runId, topicId } from '../../kernel/index.ts';
import type { Db } from '../../platform/index.ts';
import { type Scope, scopeKey } from '../../topics/index.ts';
import type { RunPlan, RunRecord } from '../record.ts';
import { runs } from '../tables.ts';

const dateOf = (iso: string | null): Date | null => (iso === null ? null : new Date(iso));

export const recordOf = (row: typeof runs.$inferSelect): RunRecord => ({
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

/** Notes that a run began. One that dies leaves this row `running`, until somebody finds it dead (`markLost`). */
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
export const endRun = async (
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

/** The runs of a scope that began and have not ended, as far as they could say so. */
export const runsUnderWay = async (db: Db, scope: Scope): Promise<RunId[]> => {
  const rows = await db
    .select({ id: runs.id })
    .from(runs)
    .where(and(eq(runs.scope, scopeKey(scope)), eq(runs.state, 'running')))
    .orderBy(asc(runs.id));
  return rows.map(({ id }) => runId(String(id)));
};

/** A run whose process is gone becomes incomplete; one that has ended after all stays as it is. */
export const markLost = async (db: Db, id: RunId): Promise<void> => {
  await db
    .update(runs)
    .set({ state: 'incomplete', metrics: { failed: 'ProcessEnded' }, endedAt: sql`now()` })
    .where(and(eq(runs.id, Number(id)), eq(runs.state, 'running')));
};

/** A run that ended with holes, and what is known about it. @throws where it has ended already. */
export const markIncomplete = (
  db: Db,
  id: RunId,
  metrics: Readonly<Record<string, unknown>>,
): Promise<void> => endRun(db, id, { state: 'incomplete', metrics });

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

/** The complete runs of a scope over exactly these messages (`parameters.messages`), however they were grouped. */
export const runsOver = async (db: Db, scope: Scope, messages: string): Promise<RunId[]> => {
  const rows = await db
    .select({ id: runs.id })
    .from(runs)
    .where(
      and(
        eq(runs.scope, scopeKey(scope)),
        eq(runs.state, 'complete'),
        eq(sql`${runs.parameters}->>'messages'`, messages),
      ),
    )
    .orderBy(asc(runs.id));
  return rows.map(({ id }) => runId(String(id)));
};
