import type { NeighbourSearch } from '../clustering/index.ts';
import {
  type About,
  collectedBy,
  type Lang,
  latestDigest,
  type StoredDigest,
  saveDigest,
  scopeName,
} from '../digest/index.ts';
import { databaseVectorStore, type Encoder, modelKey } from '../embedding/index.ts';
import {
  countMessagesBy,
  type LoadedMessage,
  loadMessages,
  SERVED_CHUNK,
  supportersOf,
} from '../intake/index.ts';
import { BadInput, inChina, type MessageId, type RunId } from '../kernel/index.ts';
import type { Clock, Database, Db } from '../platform/index.ts';
import {
  editsOfScope,
  findRunByFingerprint,
  inputFingerprint,
  markIncomplete,
  saveParts,
  saveRun,
  type Voice,
} from '../themes/index.ts';
import { listTopics, type Scope, scopeKey } from '../topics/index.ts';
import { type Analyse, type Analysis, type AnalysisOptions, analyse, type Stage } from './analyse.ts';
import { carriedOver, edited } from './carry-over.ts';
import { type Draft, draft } from './draft.ts';
import { issueBefore, type MadeOf } from './issue-before.ts';
import { beginRun, endLostRuns } from './live-runs.ts';
import { noteSteps } from './note-steps.ts';

/** Raise it when the same messages would give another digest: what was found with an older recipe is then done again. */
const RECIPE = 3;

export type DigestStage = 'load' | Stage | 'digest';

/** Where is done what computes for seconds: in this thread, with this search, or elsewhere. */
type Means =
  | { readonly search: NeighbourSearch; readonly apart?: undefined }
  | { readonly apart: { readonly analyse: Analyse; readonly draft: Draft }; readonly search?: undefined };

export type DigestRequest = Means & {
  readonly database: Database;
  readonly encoder: Encoder;
  readonly clock: Clock;
  readonly scope: Scope;
  readonly options: Omit<AnalysisOptions, 'lang'>;
  readonly lang: Lang;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?:
    | ((progress: {
        readonly stage: DigestStage;
        readonly done: number;
        readonly total: number | null;
      }) => void)
    | undefined;
};

export type DigestRun = {
  readonly run: RunId;
  readonly digest: StoredDigest;
  /** null where the same messages had been digested in the same way before: nothing was done, nothing changed. */
  readonly work: {
    readonly seconds: Readonly<Record<DigestStage, number>>;
    /** Distinct texts, and how many of them had no vector yet. */
    readonly distinct: number;
    readonly embedded: number;
    readonly tokens: number;
  } | null;
};

type Material = {
  readonly voices: readonly Omit<Voice, 'copyOf'>[];
  /** What a fingerprint is made of: each message's text and who stands behind it. */
  readonly hashes: readonly { readonly id: string; readonly textHash: string }[];
  /** In a scope over all topics: the messages of some topic. */
  readonly ofTopics: ReadonlySet<MessageId>;
};

const nothingThere = async (db: Db, { topic, place, from, to }: Scope): Promise<BadInput> => {
  if (place !== null) {
    const found = await countMessagesBy(db, 'place', { topic, from, to });
    const known = found.flatMap(({ of }) => of ?? []).slice(0, 8);
    if (known.length > 0)
      return new BadInput({
        zh: `地点“${place}”没有留言。有留言的地点如：${known.join('、')}。`,
        en: `There are no messages from “${place}”. There are from: ${known.join(', ')}.`,
      });
  }
  if (from !== null || to !== null)
    return new BadInput({
      zh: '这段时间内没有留言（没有注明时间的留言不属于任何时间段）。请放宽 --from 和 --to，或不写这两项。',
      en: 'There are no messages in this period (those without a time belong to none). Widen --from and --to, or leave them out.',
    });
  return new BadInput({
    zh: `${topic === null ? '数据库里' : '这个议题下'}还没有留言。请先导入：npm run import -- --input 文件${topic === null ? '' : ' --topic 议题代号'}`,
    en: `There are no messages ${topic === null ? 'in the database' : 'on this topic'} yet. Import some first: npm run import -- --input FILE${topic === null ? '' : ' --topic KEY'}`,
  });
};

const voiceOf = ({ id, text, person, place, at }: LoadedMessage): Omit<Voice, 'copyOf'> => ({
  id,
  text,
  person,
  place,
  at: at === null ? null : inChina(new Date(at)),
});

/** @throws BadInput where the scope holds no message. */
const load = async (db: Db, scope: Scope): Promise<Material> => {
  const voices: Omit<Voice, 'copyOf'>[] = [];
  const hashes: { id: string; textHash: string }[] = [];
  const ofTopics = new Set<MessageId>();
  for await (const chunk of loadMessages(db, scope, { chunk: SERVED_CHUNK })) {
    const supporters = await supportersOf(
      db,
      chunk.map(({ id }) => id),
    );
    for (const message of chunk) {
      const behind = supporters.get(message.id) ?? [];
      if (scope.topic === null && message.topic !== null) ofTopics.add(message.id);
      voices.push({ ...voiceOf(message), ...(behind.length > 0 && { supporters: behind }) });
      hashes.push({ id: message.id, textHash: [message.textHash, ...behind].join(' ') });
    }
  }
  if (voices.length === 0) throw await nothingThere(db, scope);
  return { voices, hashes, ofTopics };
};

/** Days of China, both included: the scope's, and where it is open, those of the first and the last message. */
const periodOf = ({ from, to }: Scope, voices: Material['voices']): About['period'] => {
  const days = voices.flatMap(({ at }) => at?.slice(0, 10) ?? []).sort();
  const first = from === null ? days.at(0) : inChina(new Date(from)).slice(0, 10);
  // The scope ends before `to`: a millisecond earlier is still its last day.
  const last = to === null ? days.at(-1) : inChina(new Date(Date.parse(to) - 1)).slice(0, 10);
  return first === undefined || last === undefined ? null : { from: first, to: last };
};

const aboutOf = async (request: DigestRequest, { voices }: Material): Promise<About> => {
  const { database, encoder, clock, scope, options, lang } = request;
  const topics = scope.topic === null ? [] : await listTopics(database.db);
  const topic = topics.find(({ id }) => id === scope.topic)?.title ?? null;
  const counted = await countMessagesBy(database.db, 'source', scope);
  const sources = counted.map(({ of, messages }) => ({ source: of ?? '', messages }));
  return {
    scope: scopeName({ topic, place: scope.place }, lang),
    period: periodOf(scope, voices),
    collectedBy: collectedBy(sources, lang),
    authorsKnown: voices.some(({ person }) => person !== null),
    masked: true,
    run: {
      model: encoder.model.name,
      algorithm: options.algorithm,
      seed: options.seed,
      messages: voices.length,
    },
    generatedAt: inChina(clock.now()),
  };
};

const metricsOf = ({ voices, embedded, hierarchy, catalogue, seconds }: Analysis) => ({
  messages: voices.length,
  copies: voices.filter(({ copyOf }) => copyOf !== null).length,
  groups: catalogue.groups.length,
  themes: catalogue.themes.length,
  matters: catalogue.matters.length,
  distinct: embedded.distinct,
  embedded: embedded.embedded,
  tokens: embedded.tokens,
  levels: hierarchy.levels,
  seconds,
});

/** Drafts from what was found and keeps run and digest together: there is never the one without the other. */
const conclude = async (
  request: DigestRequest,
  run: RunId,
  found: {
    readonly analysis: Analysis;
    readonly about: About;
    readonly ofTopics: ReadonlySet<MessageId>;
    readonly madeOf: MadeOf;
  },
): Promise<StoredDigest> => {
  const { database, scope, lang, clock } = request;
  const { analysis, about, ofTopics, madeOf } = found;
  const now = clock.now();
  const carried = await carriedOver(database.db, { run, scope, analysis });
  const catalogue = await edited(database.db, {
    scope,
    catalogue: carried.catalogue,
    voices: analysis.voices,
  });
  const { voices } = analysis;
  const sources = {
    catalogue,
    voices,
    ...(await issueBefore(database.db, { scope, lang, madeOf, voices, now })),
  };
  const { content, unsupported } = await (request.apart?.draft ?? draft)({ sources, about, lang });
  if (unsupported.length > 0)
    throw new Error(`the digest states what no message supports: ${JSON.stringify(unsupported.slice(0, 5))}`);
  return database.db.transaction(async (tx) => {
    // Stored before anyone's edits: tomorrow's run is compared with what was found, and is then edited again.
    await saveRun(tx, run, { ...carried, metrics: metricsOf(analysis) });
    await saveParts(tx, run, { found: carried.catalogue, edited: catalogue });
    await noteSteps(tx, { scope, catalogue, digest: about.scope, ofTopics, at: now });
    return saveDigest(tx, { run, scope, content }, now);
  });
};

const analyseBy = ({ search, apart }: Means): Analyse =>
  search === undefined
    ? apart.analyse
    : (incoming, options, tools) => analyse(incoming, options, { ...tools, search });

const seconds = (since: number): number => (performance.now() - since) / 1000;

/**
 * From the messages of a scope in the database to a stored digest: embeds what has no vector yet, clusters, names, lets
 * themes keep the identity that they had in the scope's last run and the names that people gave them, drafts, checks
 * every claim, and keeps run and digest in one transaction. The same messages and options again: the stored digest
 * comes back. May be killed anywhere: vectors are kept batch by batch, and the next call goes on from them.
 * @throws BadInput where the scope holds no message; the signal's reason when aborted.
 */
export const runDigest = async (request: DigestRequest): Promise<DigestRun> => {
  const { database, encoder, scope, options, lang, signal, onProgress } = request;
  const { db } = database;
  const started = performance.now();
  onProgress?.({ stage: 'load', done: 0, total: null });
  await endLostRuns(database, scope);
  const material = await load(db, scope);
  const { seed, algorithm, groups = null, themes = null } = options;
  const model = modelKey(encoder.model);
  const edits = await editsOfScope(db, scope);
  const parameters = { recipe: RECIPE, scope: scopeKey(scope), model, seed, algorithm, groups, themes, lang };
  const fingerprint = inputFingerprint(material.hashes, { ...parameters, edits });
  const before = await findRunByFingerprint(db, fingerprint);
  const digest = await latestDigest(db, scope, lang);
  // Only the latest: after a message came and was withdrawn, an older run fits again, and must become the latest.
  if (digest !== null && digest.run === before?.id) return { run: digest.run, digest, work: null };

  const about = await aboutOf(request, material);
  const madeOf: MadeOf = { messages: inputFingerprint(material.hashes, {}), edits: edits.length };
  const plan = { scope, parameters: { ...parameters, ...madeOf }, seed, model, fingerprint };
  const { run, held } = await beginRun(database, plan);
  const loadSeconds = seconds(started);
  try {
    const store = databaseVectorStore(db);
    const how = { ...options, lang };
    const analysis = await analyseBy(request)(material.voices, how, { encoder, store, signal, onProgress });
    const digestStarted = performance.now();
    onProgress?.({ stage: 'digest', done: 0, total: null });
    const drafted = await conclude(request, run, {
      analysis,
      about,
      ofTopics: material.ofTopics,
      madeOf,
    });
    const { distinct, embedded, tokens } = analysis.embedded;
    const spent = { load: loadSeconds, ...analysis.seconds, digest: seconds(digestStarted) };
    return { run, digest: drafted, work: { seconds: spent, distinct, embedded, tokens } };
  } catch (error) {
    // What went wrong is thrown on; that the note about it cannot be written either must not hide it.
    await markIncomplete(db, run, { failed: error instanceof Error ? error.name : typeof error }).catch(
      () => undefined,
    );
    throw error;
  } finally {
    await held.release();
  }
};
