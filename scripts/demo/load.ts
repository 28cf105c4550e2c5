import path from 'node:path';
import { z } from 'zod';
import { readTable } from '../../src/documents/index.ts';
import {
  listSubmissions,
  type NewMessage,
  type SubmissionsRead,
  saveMessages,
} from '../../src/intake/index.ts';
import type { TopicId } from '../../src/kernel/index.ts';
import type { Db, Secret } from '../../src/platform/index.ts';
import { type DemoTopic, openTopics } from './topics.ts';

const MESSAGES = path.join(import.meta.dirname, 'messages.jsonl');

/** All demo messages carry it before their channel, and name their authors alike: one resident may use two channels. */
const DEMO = 'demo';

/** What the corpus says of a message beyond what every file of messages does. */
const placed = z.object({
  id: z.string(),
  channel: z.string(),
  topic: z.string().optional(),
  aspect: z.number().int().optional(),
});

type Batch = {
  readonly source: string;
  readonly topic: TopicId | null;
  readonly aspect: number | null;
  readonly messages: NewMessage[];
};

/** One batch a channel, topic and aspect; within it in the order in which they were written. */
const batchesOf = async (read: SubmissionsRead, topics: readonly DemoTopic[]): Promise<Batch[]> => {
  const idOf = new Map(topics.map(({ key, id }) => [key, id]));
  const home = new Map<string, Omit<Batch, 'messages'>>();
  for await (const { record } of readTable(MESSAGES)) {
    const { id, channel, topic, aspect } = placed.parse(record);
    const topicId = topic === undefined ? null : (idOf.get(topic) ?? null);
    home.set(id, { source: `${DEMO}:${channel}`, topic: topicId, aspect: aspect ?? null });
  }
  const batches = new Map<string, Batch>();
  for (const { id, ...submission } of read.submissions) {
    const where = home.get(id);
    if (where === undefined) throw new Error(`message ${id} is in the corpus but was not read`);
    const key = JSON.stringify(where);
    const batch = batches.get(key) ?? { ...where, messages: [] };
    batches.set(key, batch);
    batch.messages.push({ externalId: id, ...submission });
  }
  return [...batches.values()];
};

export type Loaded = {
  readonly topics: readonly DemoTopic[];
  readonly inserted: number;
  readonly unchanged: number;
  readonly masked: SubmissionsRead['masked'];
};

/** Puts topics and messages into the database, as far as they are not there: the second time it changes nothing. */
export const loadDemo = async (
  db: Db,
  { secret, signal }: { readonly secret: Secret; readonly signal: AbortSignal },
): Promise<Loaded> => {
  const read = await listSubmissions(MESSAGES, { mask: true, strict: true });
  const topics = await openTopics(db);
  let [inserted, unchanged] = [0, 0];
  for (const batch of await batchesOf(read, topics)) {
    signal.throwIfAborted();
    const saved = await saveMessages(db, { ...batch, authorsOf: DEMO }, secret);
    inserted += saved.inserted;
    // One that stands there with another text is of an older corpus; it stays, as everything that was filed.
    unchanged += saved.unchanged + saved.differing.length;
  }
  return { topics, inserted, unchanged, masked: read.masked };
};
