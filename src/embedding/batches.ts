/**
 * The int8 scales of the model's activations are computed per batch, so a text's vector depends a little on its
 * batch-mates. Hence a batch is a function of the texts alone: never of their order in the file, of threads or of time.
 */

export type BatchLimits = {
  readonly texts: number;
  /** Of the padded batch: its longest text times its texts. */
  readonly tokens: number;
};

// docs/decisions/0001-embedding-in-a-worker.md has the measurement behind both.
export const BATCH: BatchLimits = { texts: 32, tokens: 4_000 };

export type Measured = { readonly text: string; readonly tokens: number };

/** By token count, so that little is padded; then by UTF-16 code unit, the same under every locale. */
const byLengthThenText = (a: Measured, b: Measured): number =>
  a.tokens - b.tokens || (a.text < b.text ? -1 : a.text > b.text ? 1 : 0);

/**
 * Walks `measured` from the shortest text to the longest and closes a batch whenever one more text would break a limit.
 * A text above the token limit gets a batch of its own. Returns the positions in `measured`, batch by batch.
 *
 * Packing never looks ahead: what is left after the first j batches packs into the very batches that would have
 * followed. A run that was killed after committing j batches therefore ends with the same bytes.
 */
export const packBatches = (measured: readonly Measured[], limits: BatchLimits = BATCH): number[][] => {
  const order = Array.from(measured, (_, at) => at).sort((a, b) =>
    byLengthThenText(measured[a]!, measured[b]!),
  );
  const batches: number[][] = [];
  let open: number[] = [];
  for (const at of order) {
    const padded = measured[at]!.tokens * (open.length + 1);
    if (open.length > 0 && (open.length >= limits.texts || padded > limits.tokens)) {
      batches.push(open);
      open = [];
    }
    open.push(at);
  }
  if (open.length > 0) batches.push(open);
  return batches;
};
