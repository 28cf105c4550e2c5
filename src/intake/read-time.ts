// China has had one time zone and no summer time since 1992: a time without a zone is meant so, wherever this runs.
const OFFSET_MINUTES = 8 * 60;
const MINUTE_MS = 60_000;

const day = String.raw`(\d{4})[-/.年]\s?(\d{1,2})[-/.月]\s?(\d{1,2})日?`;
const half = '(上午|下午|晚上|中午|凌晨|AM|PM)?';
const clock = String.raw`(\d{1,2})[:时点](?:(\d{1,2})(?:[:分](\d{1,2})(?:\.\d+)?秒?)?分?)?`;
const zone = String.raw`(Z|[+-]\d{2}:?\d{2})?`;
const written = new RegExp(`^${day}(?:[T\\s]*${half}\\s*${clock}\\s*${half}\\s*${zone})?$`, 'i');
const compact = /^(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})?)?$/;

type Parts = { year: number; month: number; day: number; hour: number; minute: number; second: number };

/** Milliseconds of a wall clock read as if it were UTC; null for the 30th of February. */
const wallClock = ({ year, month, day, hour, minute, second }: Parts): number | null => {
  const value = Date.UTC(year, month - 1, day, hour, minute, second);
  const date = new Date(value);
  const same =
    date.getUTCMonth() === month - 1 &&
    date.getUTCDate() === day &&
    date.getUTCHours() === hour &&
    minute < 60 &&
    second < 60;
  return same && year >= 1900 && year <= 2200 ? value : null;
};

const offsetOf = (zone: string | undefined): number => {
  if (zone === undefined) return OFFSET_MINUTES;
  if (zone.toUpperCase() === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return zone.startsWith('-') ? -minutes : minutes;
};

const hourOf = (hour: number, half: string | undefined): number => {
  if (half === undefined) return hour;
  if (/^(?:下午|晚上|PM)$/i.test(half)) return hour < 12 ? hour + 12 : hour;
  if (half === '中午') return hour < 11 ? hour + 12 : hour;
  return hour === 12 ? 0 : hour;
};

const iso = (instant: number): string => {
  const local = new Date(instant + OFFSET_MINUTES * MINUTE_MS).toISOString();
  return `${local.slice(0, 19)}+08:00`;
};

const fromNumber = (value: number): string | null => {
  // Days of Excel's 1900 system between 1954 and 2119; 25,569 is 1970-01-01. Seconds, then milliseconds, since 1970.
  if (value >= 20_000 && value < 80_000) {
    const wall = Math.round((value - 25_569) * 86_400) * 1000;
    return iso(wall - OFFSET_MINUTES * MINUTE_MS);
  }
  if (value >= 5e8 && value < 5e9) return iso(value * 1000);
  return value >= 5e11 && value < 5e12 ? iso(value) : null;
};

/**
 * A time as people and spreadsheets write it (`2019/2/28 11:25:05`, `2019年2月28日下午3点`, `20190228`, ISO 8601, Excel
 * serial days, Unix seconds or milliseconds) as ISO 8601 with China's offset; null where it cannot be read. A day and a
 * month that could change places (`3/4/2019`) are not guessed.
 */
export const readTime = (value: unknown): string | null => {
  if (typeof value === 'number') return fromNumber(value);
  if (typeof value !== 'string') return null;
  const text = value.normalize('NFKC').trim();
  const match = written.exec(text) ?? compact.exec(text);
  if (match === null) return /^\d+(?:\.\d+)?$/.test(text) ? fromNumber(Number(text)) : null;
  const spelt = match.length > 7;
  const [, year, month, date] = match;
  const [hour, minute, second] = spelt ? [match[5], match[6], match[7]] : [match[4], match[5], match[6]];
  const wall = wallClock({
    year: Number(year),
    month: Number(month),
    day: Number(date),
    hour: hourOf(Number(hour ?? 0), spelt ? (match[4] ?? match[8]) : undefined),
    minute: Number(minute ?? 0),
    second: Number(second ?? 0),
  });
  return wall === null ? null : iso(wall - offsetOf(spelt ? match[9] : undefined) * MINUTE_MS);
};
