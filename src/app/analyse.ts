import {
  buildHierarchy,
  type Distinct,
  type Hierarchy,
  type HierarchyOptions,
  type NeighbourSearch,
} from '../clustering/index.ts';
import { type Embedded, type Encoder, embedTexts, textHash, type VectorStore } from '../embedding/index.ts';
import { analysisText, nearDuplicates } from '../intake/index.ts';
import { dot, type MessageId, rowOf } from '../kernel/index.ts';
import { type Catalogue, describeThemes, growTree, type Level, type Voice } from '../themes/index.ts';

export type Stage = 'embed' | 'cluster' | 'label';

/** How far a stage is; `total` is null where only its end can be told. */
export type Progress = { readonly stage: Stage; readonly done: number; readonly total: number | null };

export type AnalysisOptions = Pick<HierarchyOptions, 'seed' | 'algorithm' | 'groups' | 'themes'> & {
  readonly lang: 'zh' | 'en';
};

export type Tools = {
  readonly encoder: Encoder;
  readonly store: VectorStore;
  readonly search: NeighbourSearch;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
};

export type Arrangement = {
  /** The messages as they came, with copies marked. */
  readonly voices: readonly Voice[];
  readonly embedded: Embedded;
  readonly hierarchy: Hierarchy;
  readonly seconds: Readonly<Record<'embed' | 'cluster', number>>;
};

/** What the next run is compared with: centroids by `Entry.key`, and how near each message is to its theme's. */
export type Measured = {
  readonly centroids: ReadonlyMap<string, Float32Array>;
  readonly similarity: ReadonlyMap<MessageId, number>;
};

export type Analysis = Arrangement & {
  readonly catalogue: Catalogue;
  readonly measured: Measured;
  readonly seconds: Readonly<Record<Stage, number>>;
};

/** Later of two messages by time, then by id: the earlier one is the original. Messages without a time come last. */
const orderKey = ({ at, id }: Voice): string =>
  `${at === null ? '~' : new Date(at).toISOString()} ${id.padStart(20, '0')}`;

/** Which distinct texts copy another, and the row of each distinct text's earliest message. */
const findCopies = (
  voices: readonly Voice[],
  texts: readonly string[],
  { neighbours, distinctOf, rowOf }: Distinct,
) => {
  const order = voices.map(orderKey);
  // Of equal texts the earliest stands for all while the distinct ones are compared.
  const earliest = Int32Array.from(rowOf);
  for (const [i, at] of distinctOf.entries()) if (order[i]! < order[earliest[at]!]!) earliest[at] = i;
  const originals = nearDuplicates({
    texts: Array.from(earliest, (row) => texts[row]!),
    neighbours,
    order: Array.from(earliest, (row) => order[row]!),
  });
  return { originals, earliest };
};

/** Marks near-duplicates with the id of their earliest original. An empty message is nobody's copy. */
const markCopies = (
  voices: readonly Voice[],
  { distinctOf }: Distinct,
  { originals, earliest }: ReturnType<typeof findCopies>,
): Voice[] =>
  voices.map((voice, i) => {
    const at = distinctOf[i]!;
    const first = earliest[originals[at] === -1 ? at : originals[at]!]!;
    return first === i || voice.text.trim() === '' ? voice : { ...voice, copyOf: voices[first]!.id };
  });

type Timed<T> = { readonly value: T; readonly seconds: number };

const timed = async <T>(
  stage: Stage,
  onProgress: Tools['onProgress'],
  work: () => Promise<T>,
): Promise<Timed<T>> => {
  const started = performance.now();
  onProgress?.({ stage, done: 0, total: null });
  const value = await work();
  onProgress?.({ stage, done: 1, total: 1 });
  return { value, seconds: (performance.now() - started) / 1000 };
};

/**
 * From messages to clusters: embed, cluster, mark copies. Same messages and options, same result, in whatever order
 * they come. @throws the signal's reason when aborted; vectors that were stored by then stay.
 */
export const arrange = async (
  incoming: readonly Omit<Voice, 'copyOf'>[],
  options: Omit<AnalysisOptions, 'lang'>,
  tools: Tools,
): Promise<Arrangement> => {
  const { encoder, store, search, signal, onProgress } = tools;
  const uncopied: Voice[] = incoming.map((voice) => ({ ...voice, copyOf: null }));
  // As machines compare them; what is quoted and shown stays the message's own text.
  const texts = uncopied.map(({ text }) => analysisText(text));
  const embedded = await timed('embed', onProgress, () =>
    embedTexts(texts, {
      encoder,
      store,
      ...(signal && { signal }),
      onProgress: ({ done, total }) => onProgress?.({ stage: 'embed', done, total }),
    }),
  );
  let voices = uncopied;
  const hierarchy = await timed('cluster', onProgress, () =>
    buildHierarchy(embedded.value.vectors, {
      ...options,
      search,
      order: texts.map(textHash),
      originalsOf: (distinct) => {
        const copies = findCopies(uncopied, texts, distinct);
        voices = markCopies(uncopied, distinct, copies);
        return copies.originals;
      },
      signal,
    }),
  );
  return {
    voices,
    embedded: embedded.value,
    hierarchy: hierarchy.value,
    seconds: { embed: embedded.seconds, cluster: hierarchy.seconds },
  };
};

const LISTS = { group: 'groups', theme: 'themes', matter: 'matters' } as const satisfies Record<
  Level,
  keyof Catalogue
>;

const measure = ({ voices, embedded, hierarchy }: Arrangement, catalogue: Catalogue): Measured => {
  const tree = growTree(voices, embedded.vectors, hierarchy);
  const centroids = new Map<string, Float32Array>();
  // Both lists are in reading order (see `growTree`).
  for (const level of ['group', 'theme', 'matter'] as const)
    catalogue[LISTS[level]].forEach(({ key }, c) => {
      centroids.set(key, rowOf(tree.centroids[level], c).slice());
    });
  const similarity = new Map<MessageId, number>();
  tree.clusters.theme.forEach(({ rows }, c) => {
    for (const row of rows) {
      const voice = tree.voices[row];
      if (voice) similarity.set(voice.id, dot(tree.centred, row, tree.centroids.theme, c));
    }
  });
  return { centroids, similarity };
};

/** `analyse`, or whatever does the same elsewhere. */
export type Analyse = (
  incoming: readonly Omit<Voice, 'copyOf'>[],
  options: AnalysisOptions,
  tools: Omit<Tools, 'search'>,
) => Promise<Analysis>;

/** From messages to themes: arranges them (`arrange`), names and describes what was found. */
export const analyse = async (
  incoming: readonly Omit<Voice, 'copyOf'>[],
  options: AnalysisOptions,
  tools: Tools,
): Promise<Analysis> => {
  const { encoder, search, signal, onProgress } = tools;
  const { lang, ...how } = options;
  const arranged = await arrange(incoming, how, tools);
  const { voices, embedded, hierarchy } = arranged;
  const catalogue = await timed('label', onProgress, () =>
    describeThemes({ voices, vectors: embedded.vectors, hierarchy, encoder, search, lang, signal }),
  );
  return {
    ...arranged,
    catalogue: catalogue.value,
    measured: measure(arranged, catalogue.value),
    seconds: { ...arranged.seconds, label: catalogue.seconds },
  };
};
