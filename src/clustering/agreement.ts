/** How well two labellings of the same items agree. Labels are 0 … count−1; all logarithms are natural. */
type Contingency = {
  readonly n: number;
  readonly rows: Float64Array;
  readonly columns: Float64Array;
  /** The non-empty cells. */
  readonly cells: readonly { readonly row: number; readonly column: number; readonly n: number }[];
};

const contingency = (a: Int32Array, b: Int32Array): Contingency => {
  if (a.length !== b.length) throw new RangeError(`labellings of ${a.length} and ${b.length} items`);
  const rows = new Map<number, number>();
  const columns = new Map<number, number>();
  const cells = new Map<string, { row: number; column: number; n: number }>();
  const rowSums: number[] = [];
  const columnSums: number[] = [];
  const slot = (seen: Map<number, number>, sums: number[], label: number): number => {
    const known = seen.get(label);
    const at = known ?? seen.size;
    if (known === undefined) {
      seen.set(label, at);
      sums.push(0);
    }
    sums[at]!++;
    return at;
  };
  for (let i = 0; i < a.length; i++) {
    const row = slot(rows, rowSums, a[i]!);
    const column = slot(columns, columnSums, b[i]!);
    const key = `${row} ${column}`;
    const cell = cells.get(key);
    if (cell) cell.n++;
    else cells.set(key, { row, column, n: 1 });
  }
  return {
    n: a.length,
    rows: Float64Array.from(rowSums),
    columns: Float64Array.from(columnSums),
    cells: [...cells.values()],
  };
};

const entropy = (counts: Float64Array, n: number): number => {
  let sum = 0;
  for (const count of counts) if (count > 0) sum -= (count / n) * Math.log(count / n);
  return sum;
};

const mutualInformation = ({ n, rows, columns, cells }: Contingency): number => {
  let sum = 0;
  for (const cell of cells)
    sum += (cell.n / n) * Math.log((n * cell.n) / (rows[cell.row]! * columns[cell.column]!));
  return Math.max(sum, 0);
};

/** ln(0!) … ln(n!). */
const logFactorials = (n: number): Float64Array => {
  const out = new Float64Array(n + 1);
  for (let i = 1; i <= n; i++) out[i] = out[i - 1]! + Math.log(i);
  return out;
};

/** Mutual information that two random labellings of these sizes share (Vinh, Epps, Bailey 2010, equation 24a). */
const expectedMutualInformation = ({ n, rows, columns }: Contingency): number => {
  const f = logFactorials(n);
  let sum = 0;
  for (const a of rows) {
    for (const b of columns) {
      const fixed = f[a]! + f[b]! + f[n - a]! + f[n - b]! - f[n]!;
      for (let k = Math.max(1, a + b - n); k <= Math.min(a, b); k++) {
        const chance = Math.exp(fixed - f[k]! - f[a - k]! - f[b - k]! - f[n - a - b + k]!);
        sum += (k / n) * Math.log((n * k) / (a * b)) * chance;
      }
    }
  }
  return sum;
};

/** Adjusted Rand index (Hubert and Arabie 1985). */
const adjustedRand = ({ n, rows, columns, cells }: Contingency): number => {
  if (n < 2) return 1;
  const pairs = (count: number): number => (count * (count - 1)) / 2;
  let together = 0;
  let inRows = 0;
  let inColumns = 0;
  for (const cell of cells) together += pairs(cell.n);
  for (const count of rows) inRows += pairs(count);
  for (const count of columns) inColumns += pairs(count);
  const expected = (inRows * inColumns) / pairs(n);
  const most = (inRows + inColumns) / 2;
  return most === expected ? 1 : (together - expected) / (most - expected);
};

export type Agreement = {
  /** Each cluster holds one class only: 1; entropy-based (Rosenberg and Hirschberg 2007). */
  readonly homogeneity: number;
  /** Each class lies in one cluster only: 1. */
  readonly completeness: number;
  /** Harmonic mean of the two; equal to NMI with the arithmetic mean of entropies. */
  readonly vMeasure: number;
  readonly nmi: number;
  /** Adjusted for chance, arithmetic mean of entropies: 0 for random labels, 1 for equal ones. */
  readonly ami: number;
  readonly ari: number;
  /** Share of items that belong to their cluster's most frequent class. */
  readonly purity: number;
};

/** Agreement of `found` with `truth`, both [n]; n of at least 1. Symmetric but for homogeneity, completeness and purity. */
export const agreement = (truth: Int32Array, found: Int32Array): Agreement => {
  const table = contingency(truth, found);
  const hTruth = entropy(table.rows, table.n);
  const hFound = entropy(table.columns, table.n);
  const mi = mutualInformation(table);
  const homogeneity = hTruth === 0 ? 1 : mi / hTruth;
  const completeness = hFound === 0 ? 1 : mi / hFound;
  const vMeasure =
    homogeneity + completeness === 0 ? 0 : (2 * homogeneity * completeness) / (homogeneity + completeness);
  const mean = (hTruth + hFound) / 2;
  const expected = expectedMutualInformation(table);
  const largest = new Float64Array(table.columns.length);
  for (const cell of table.cells) largest[cell.column] = Math.max(largest[cell.column]!, cell.n);
  let pure = 0;
  for (const count of largest) pure += count;
  return {
    homogeneity,
    completeness,
    vMeasure,
    nmi: mean === 0 ? 1 : mi / mean,
    ami: Math.abs(mean - expected) < 1e-12 ? 1 : (mi - expected) / (mean - expected),
    ari: adjustedRand(table),
    purity: pure / table.n,
  };
};

/** Mean over classes of the best F1 that any single cluster reaches: how well a known issue comes out as one cluster. */
export const meanBestF1 = (truth: Int32Array, found: Int32Array): number => {
  const { rows, columns, cells } = contingency(truth, found);
  const best = new Float64Array(rows.length);
  for (const cell of cells)
    best[cell.row] = Math.max(best[cell.row]!, (2 * cell.n) / (rows[cell.row]! + columns[cell.column]!));
  let sum = 0;
  for (const value of best) sum += value;
  return sum / best.length;
};
