import type { Door, OpenTopic, Venue } from '../conversation/index.ts';
import { inChina } from '../kernel/index.ts';
import {
  countScan,
  type Destination,
  placeLine,
  type Resolved,
  readSlug,
  resolveCode,
  type Slug,
} from '../organisation/index.ts';
import type { Db } from '../platform/index.ts';
import { listTopics } from '../topics/index.ts';
import type { ResidentDoor } from '../web/index.ts';

/**
 * What stands behind the codes, kept for seconds: each turn asks for it, and it changes a few times a year. `db` is the
 * transaction of who asks inside of one: on the embedded engine anything else would wait for that transaction's end.
 */
export type Doors = {
  readonly forConversation: (db: Db, code: string | null) => Promise<Door>;
  readonly forPage: (db: Db, code: string) => Promise<ResidentDoor>;
  /** Name of the place under which messages of this code are filed; null where nobody knows the code. */
  readonly placeOf: (db: Db, code: string) => Promise<string | null>;
  /** Counts an opening of the code today. */
  readonly scanned: (db: Db, code: string) => Promise<void>;
  /** Those that are open at the place behind this code; none where nobody knows the code. */
  readonly topicsAt: (db: Db, code: string) => Promise<readonly OpenTopic[]>;
  /** Those that are open anywhere. */
  readonly openTopics: (db: Db) => Promise<readonly OpenTopic[]>;
};

// A code that is retired ends on every server after this long, and a place that moves in the tree does; a topic that
// opens, closes or gets other places, and a new code, show after the second. Filing asks anew whether it is open.
const CODES_MS = 300_000;
const SOON_MS = 5_000;
// A city has 1,458 codes; guesses must not fill the memory.
const CODES_KEPT = 5_000;

/** `places`: codes of where it is open; empty: in the whole city. */
type Offered = { readonly topic: OpenTopic; readonly places: ReadonlySet<string> };

type Cached<T> = { readonly at: number; readonly value: T };

/**
 * What `load` gave for a key, for as long as `lifeMs` says; where it fails, what was last known is good enough. Two who ask at once both
 * load: to wait for each other's transaction could be to wait for ever.
 */
const remembered = <K, T>(
  load: (db: Db, key: K) => Promise<T>,
  options: { readonly lifeMs: (value: T) => number; readonly now: () => Date },
): ((db: Db, key: K) => Promise<T>) => {
  const known = new Map<K, Cached<T>>();
  const keep = (key: K, value: T): void => {
    known.delete(key);
    known.set(key, { at: options.now().getTime(), value });
    for (const oldest of known.keys()) {
      if (known.size <= CODES_KEPT) break;
      known.delete(oldest);
    }
  };
  return async (db, key) => {
    const there = known.get(key);
    if (there !== undefined && options.now().getTime() - there.at < options.lifeMs(there.value))
      return there.value;
    try {
      const value = await load(db, key);
      keep(key, value);
      return value;
    } catch (error) {
      if (there === undefined) throw error;
      return there.value;
    }
  };
};

/** Town and community (`兴业街道翠湖社区`): by them digests tell places apart, and grids would be too many. */
const filedUnder = ({ place }: Destination): string | null => {
  const names = place.filter(({ kind }) => kind === 'town' || kind === 'community').map(({ name }) => name);
  return names.length === 0 ? (place.at(-1)?.name ?? null) : names.join('');
};

/** A topic is open where one of its places is on the way from the city down to `place`: four steps, and no query. */
const openAt = (offered: readonly Offered[], { place }: Destination): OpenTopic[] =>
  offered.flatMap(({ topic, places }) =>
    places.size === 0 || place.some(({ code }) => places.has(code)) ? [topic] : [],
  );

const venueOf = (slug: Slug, to: Destination, topics: readonly OpenTopic[]): Venue => ({
  code: slug,
  kind: to.kind,
  name: to.name,
  deputy: to.kind === 'studio' ? to.deputy.name : null,
  place: placeLine(to.place),
  topics,
});

const pageOf = (slug: Slug, to: Destination): ResidentDoor => ({
  kind: 'open',
  code: slug,
  name: to.name,
  who:
    to.kind === 'studio'
      ? { zh: `${to.deputy.name}代表`, en: `Deputy ${to.deputy.name}` }
      : { zh: to.name, en: to.name },
  place: placeLine(to.place),
});

const lead = (found: Resolved): { readonly slug: Slug; readonly moved: boolean } | null => {
  if (found.state === 'in-force') return { slug: found.slug, moved: false };
  return found.replacement === null ? null : { slug: found.replacement, moved: true };
};

export const doorsOf = (now: () => Date): Doors => {
  const resolve = remembered((db, slug: Slug) => resolveCode(db, slug), {
    lifeMs: (found) => (found?.state === 'in-force' ? CODES_MS : SOON_MS),
    now,
  });
  const topicsNow = remembered(
    async (db, _open: 'open'): Promise<Offered[]> => {
      const topics = await listTopics(db, { openAt: now() });
      return topics.map(({ id, title, brief, aspects, places }) => ({
        topic: { id, title, brief, aspects },
        places: new Set(places),
      }));
    },
    { lifeMs: () => SOON_MS, now },
  );
  const offered = (db: Db) => topicsNow(db, 'open');

  const find = async (db: Db, code: string): Promise<Resolved | null> => {
    const slug = readSlug(code);
    return slug === null ? null : resolve(db, slug);
  };

  return {
    openTopics: async (db) => (await offered(db)).map(({ topic }) => topic),
    topicsAt: async (db, code) => {
      const found = await find(db, code);
      return found === null ? [] : openAt(await offered(db), found.to);
    },
    forConversation: async (db, code) => {
      if (code === null) return { kind: 'none' };
      const found = await find(db, code);
      if (found === null) return { kind: 'unknown' };
      const to = lead(found);
      if (to === null) return { kind: 'closed' };
      const venue = venueOf(to.slug, found.to, openAt(await offered(db), found.to));
      return { kind: to.moved ? 'moved' : 'open', venue };
    },
    forPage: async (db, code) => {
      const found = await find(db, code);
      if (found === null) return { kind: 'unknown' };
      const to = lead(found);
      if (to === null) return { kind: 'closed' };
      return to.moved ? { kind: 'moved', to: to.slug } : pageOf(to.slug, found.to);
    },
    placeOf: async (db, code) => {
      const found = await find(db, code);
      return found === null ? null : filedUnder(found.to);
    },
    scanned: async (db, code) => {
      const found = await find(db, code);
      if (found !== null) await countScan(db, found.id, inChina(now()).slice(0, 10));
    },
  };
};
