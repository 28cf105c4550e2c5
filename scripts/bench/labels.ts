/** Label quality: whether a label is nearest to its own entry, distinct, and of a readable length; and a list to read. */
import type { Rows } from '../../src/kernel/index.ts';
import { type Catalogue, type Entry, growTree, type Level, type Voice } from '../../src/themes/index.ts';
import type { BenchRow } from './row.ts';

export type LabelsInput = {
  readonly catalogue: Catalogue;
  readonly voices: readonly Voice[];
  /** Raw vectors, a row a voice. */
  readonly vectors: Rows;
  readonly hierarchy: {
    readonly group: Int32Array;
    readonly theme: Int32Array;
    readonly matter: Int32Array;
    readonly mean: Float32Array;
  };
  readonly encoder: { embed(texts: string[]): Promise<Rows> };
};

export type LabelsBench = { readonly rows: readonly BenchRow[]; readonly list: string };

const LEVELS = { group: 'groups', theme: 'themes', matter: 'matters' } as const satisfies Record<
  Level,
  string
>;
const SHORTEST = 5;
const LONGEST = 20;
const HAN = /\p{Script=Han}/u;

const nearestRow = (vector: Float32Array, rows: Rows): number => {
  let best = -Infinity;
  let at = -1;
  for (let c = 0; c < rows.n; c++) {
    let similarity = 0;
    for (let t = 0; t < rows.d; t++) similarity += vector[t]! * rows.data[c * rows.d + t]!;
    if (similarity > best) {
      best = similarity;
      at = c;
    }
  }
  return at;
};

/** Whether each label, embedded and centred as the messages were, is nearest to its own centroid. */
const nearestToOwn = async (
  entries: readonly Entry[],
  centroids: Rows,
  input: LabelsInput,
): Promise<boolean[]> => {
  const raw = await input.encoder.embed(entries.map(({ label }) => label));
  const { mean } = input.hierarchy;
  return entries.map((_, i) => {
    const vector = Float32Array.from(mean, (value, t) => raw.data[i * raw.d + t]! - value);
    return nearestRow(vector, centroids) === i;
  });
};

const share = (flags: readonly boolean[]): number =>
  flags.length === 0 ? 1 : flags.filter(Boolean).length / flags.length;

/** Every theme with its keywords and matters, as a reader meets them: the share of complete phrases is counted by eye. */
const readingList = ({ groups, themes, matters }: Catalogue): string =>
  groups
    .flatMap((group) => [
      `# ${group.label} [${group.counts.people}] ${group.keywords.join(' ')}`,
      ...themes
        .filter(({ parent }) => parent === group.key)
        .flatMap((theme) => [
          `  ## ${theme.label} [${theme.counts.people}] ${theme.keywords.join(' ')}`,
          ...matters
            .filter(({ parent }) => parent === theme.key)
            .map((matter) => `      ${matter.label} [${matter.counts.people}]`),
        ]),
    ])
    .join('\n');

/**
 * `labels/…-nearest-own` counts every entry; `labels/matters-nearest-own-with-originals` leaves out matters that hold
 * only marked copies of messages elsewhere, which no label can tell apart from their originals.
 */
export const benchLabels = async (input: LabelsInput): Promise<LabelsBench> => {
  const { catalogue, voices, vectors, hierarchy } = input;
  const tree = growTree(voices, vectors, hierarchy);
  const rows: BenchRow[] = [];
  for (const level of ['group', 'theme', 'matter'] as const) {
    const entries = catalogue[LEVELS[level]];
    const own = await nearestToOwn(entries, tree.centroids[level], input);
    rows.push({ name: `labels/${LEVELS[level]}-nearest-own`, value: share(own), unit: 'share' });
    if (level !== 'matter') continue;
    const original = own.filter((_, i) => entries[i]!.counts.copies < entries[i]!.counts.messages);
    rows.push({ name: 'labels/matters-nearest-own-with-originals', value: share(original), unit: 'share' });
  }
  const labels = [...catalogue.groups, ...catalogue.themes, ...catalogue.matters].map(({ label }) => label);
  const inRange = labels.map((label) => {
    const length = Array.from(label).length;
    return !HAN.test(label) || (length >= SHORTEST && length <= LONGEST);
  });
  rows.push({
    name: 'labels/distinct',
    value: new Set(labels).size / Math.max(labels.length, 1),
    unit: 'share',
  });
  rows.push({ name: 'labels/length-in-range', value: share(inRange), unit: 'share' });
  return { rows, list: readingList(catalogue) };
};
