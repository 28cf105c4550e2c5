import type { RunId } from '../kernel/index.ts';
import type { Database, Hold } from '../platform/index.ts';
import { markLost, type RunPlan, runsUnderWay, startRun } from '../themes/index.ts';
import type { Scope } from '../topics/index.ts';

const nameOf = (run: RunId): string => `run ${run}`;

/** Runs of the scope whose process was killed become incomplete. One that is under way, here or elsewhere, stays. */
export const endLostRuns = async ({ db, isHeld }: Database, scope: Scope): Promise<void> => {
  for (const run of await runsUnderWay(db, scope)) if (!(await isHeld(nameOf(run)))) await markLost(db, run);
};

/** Starts a run and holds it; whoever started it lets it go once it has ended. */
export const beginRun = async (
  { db, hold }: Database,
  plan: RunPlan,
): Promise<{ readonly run: RunId; readonly held: Hold }> => {
  let held: Hold | null = null;
  try {
    return await db.transaction(async (tx) => {
      const run = await startRun(tx, plan);
      // Before the row can be seen: nobody may find the run without its holder.
      held = await hold(nameOf(run));
      return { run, held };
    });
  } catch (error) {
    await (held as Hold | null)?.release();
    throw error;
  }
};
