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

/**
 * Positions by token count, so that little is padded; then by UTF-16 code unit, the same under every locale. The texts
 * of one count are sorted when they are reached: 35,000 at once held a server's event loop for 30 ms and more.
 */
function* shortestFirst(measured: readonly Measured[]): Generator<number> {
  const byCount = new Map<number, number[]>();
  measured.forEach(({ tokens }, at) => {
    const same = byCount.get(tokens);
    if (same === undefined) byCount.set(tokens, [at]);
    else same.push(at);
  });
  const byText = (a: number, b: number): number => {
    const [one, other] = [measured[a]!.text, measured[b]!.text];
    return one < other ? -1 : one > other ? 1 : 0;
  };
  for (const [, same] of [...byCount].sort(([a], [b]) => a - b)) yield* same.sort(byText);
}

/**
 * Walks `measured` from the shortest text to the longest and closes a batch whenever one more text would break a limit.
 * A text above the token limit gets a batch of its own. Yields the positions in `measured`, batch by batch.
 *
 * Packing never looks ahead: what is left after the first j batches packs into the very batches that would have
 * followed. A run that was killed after committing j batches therefore ends with the same bytes.
 */
export function* packBatches(
  measured: readonly Measured[],
  limits: BatchLimits = BATCH,
): Generator<readonly number[], undefined> {
  let open: number[] = [];
  for (const at of shortestFirst(measured)) {
    const padded = measured[at]!.tokens * (open.length + 1);
    if (open.length > 0 && (open.length >= limits.texts || padded > limits.tokens)) {
      yield open;
      open = [];
    }
    open.push(at);
  }
  if (open.length > 0) yield open;
}
