// China has had one time zone and no summer time since 1992, so days need no calendar of zones.
const OFFSET_MS = 8 * 3_600_000;
const DAY_MS = 24 * 3_600_000;

/** The instant as ISO 8601 with China's offset: its first ten characters are the day on which residents lived it. */
export const inChina = (instant: Date): string =>
  `${new Date(instant.getTime() + OFFSET_MS).toISOString().slice(0, 19)}+08:00`;

/** The midnight in China with which a day (`2026-09-30`) begins, or the one with which it ends; null for no such day. */
export const midnight = (day: string, which: 'begins' | 'ends'): Date | null => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return null;
  const start = Date.parse(`${day}T00:00:00Z`);
  // Date.parse takes the 30th of February for the 2nd of March.
  if (Number.isNaN(start) || new Date(start).toISOString().slice(0, 10) !== day) return null;
  return new Date(start - OFFSET_MS + (which === 'ends' ? DAY_MS : 0));
};
