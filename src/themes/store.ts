import { asc, eq, sql } from 'drizzle-orm';
import { messageId, type RunId, themeId } from '../kernel/index.ts';
import { bytesOfFloats, type Db, floatsOfBytes } from '../platform/index.ts';
import type { Catalogue, Entry } from './catalogue.ts';
import { chunksOf } from './chunks.ts';
import { type Assignment, type Filing, filed, membersByPosition } from './filing.ts';
import type { Lineage, RunResult, StoredRun } from './record.ts';
import { endRun, recordOf } from './runs/store.ts';
import { assignments, lineage, runs, runThemes, themes } from './tables.ts';

/**
 * What a person named or pinned keeps its label; otherwise the rule's label follows the newest run. What was pinned
 * before any run had named it keeps the first label that it gets.
 */
const saveThemes = async (tx: Db, run: number, entries: readonly Entry[]): Promise<void> => {
  for await (const chunk of chunksOf(entries)) {
    await tx
      .insert(themes)
      .values(chunk.map(({ key, level, label }) => ({ id: key, level, label, firstRun: run, lastRun: run })))
      .onConflictDoUpdate({
        target: themes.id,
        set: {
          lastRun: run,
          label: sql`case when ${themes.labelBy} = 'rule' and (not ${themes.pinned} or ${themes.label} = '')
            then excluded.label else ${themes.label} end`,
        },
      });
  }
};

const saveEntries = async (tx: Db, run: number, filing: Filing, result: RunResult): Promise<void> => {
  for await (const chunk of chunksOf(filing.entries)) {
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

// As one JSON they are quicker than other rows.
const ASSIGNMENTS = 1000;

const saveAssignments = async (tx: Db, run: number, filing: Filing, result: RunResult): Promise<void> => {
  // Ten columns of numbers as JSON: one parameter and one parse, where 35,000 rows of parameters took five times longer.
  for await (const chunk of chunksOf(filing.assignments, ASSIGNMENTS)) {
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
    for await (const chunk of chunksOf(result.lineage))
      await tx.insert(lineage).values(chunk.map((step) => ({ runId: run, ...step })));
  });
};

/** The themes that people split off, under the labels that they have in this run: they are lasting themes as well. */
export const saveParts = (
  db: Db,
  run: RunId,
  { found, edited }: { readonly found: Catalogue; readonly edited: Catalogue },
): Promise<void> => {
  const known = new Set(found.themes.map(({ key }) => key));
  return saveThemes(
    db,
    Number(run),
    edited.themes.filter(({ key }) => !known.has(key)),
  );
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
