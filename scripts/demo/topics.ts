import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { midnight, type TopicId } from '../../src/kernel/index.ts';
import { listPlaces, placesMeant } from '../../src/organisation/index.ts';
import type { Db } from '../../src/platform/index.ts';
import { findTopic, type TopicDraft, topicSources, upsertTopic } from '../../src/topics/index.ts';

const TOPICS = path.join(import.meta.dirname, 'topics.json');

const topicsFile = z.array(
  z.object({
    key: z.string(),
    source: z.enum(topicSources),
    title: z.string(),
    brief: z.string(),
    opens: z.iso.date(),
    aspects: z.array(z.string()),
    /** Names in the generated city. Roofs in villages are no matter of its streets; all else concerns everybody. */
    places: z.array(z.string()),
  }),
);

export type DemoTopic = TopicDraft & { readonly id: TopicId };

const wantedTopics = async () => topicsFile.parse(JSON.parse(await readFile(TOPICS, 'utf8')));

/** Codes of the places with these names; none, that is the whole city, where it is not the city that they are of. */
const codesOf = async (db: Db): Promise<(names: readonly string[]) => string[]> => {
  const places = await listPlaces(db);
  return (names) => {
    const codes = names.flatMap((name) => {
      const [only, ...others] = placesMeant(places, name);
      const code = only?.at(-1)?.code;
      return code === undefined || others.length > 0 ? [] : [code];
    });
    return codes.length === names.length ? codes : [];
  };
};

/** Opens the topics that are not there; one that is there already was perhaps changed by hand, and stays. */
export const openTopics = async (db: Db): Promise<DemoTopic[]> => {
  const placesOf = await codesOf(db);
  const topics: DemoTopic[] = [];
  for (const { aspects, opens, places, ...topic } of await wantedTopics()) {
    const draft: TopicDraft = {
      ...topic,
      phase: 'collection',
      opens: midnight(opens, 'begins')?.toISOString() ?? null,
      closes: null,
      aspects: aspects.map((title, at) => ({ number: at + 1, title })),
      places: placesOf(places),
    };
    const there = await findTopic(db, topic.key);
    topics.push(there ?? { ...draft, id: await upsertTopic(db, draft) });
  }
  return topics;
};

/** Gives the topics their places once the city is there: the demo opens them before it. */
export const placeTopics = async (db: Db): Promise<void> => {
  const placesOf = await codesOf(db);
  for (const { key, places: names } of await wantedTopics()) {
    const there = await findTopic(db, key);
    const places = placesOf(names);
    if (there === null || there.places.length > 0 || places.length === 0) continue;
    const { id: _, ...draft } = there;
    await upsertTopic(db, { ...draft, places });
  }
};
