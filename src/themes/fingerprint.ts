import { createHash } from 'node:crypto';

/** JSON with keys in order, so that equal values give equal text however they were built. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );

/**
 * What a run depends on as 64 hexadecimal digits: the messages (by number and hash of their text, in any order) and
 * everything in `parameters`, among it seed and model. Equal fingerprints: the run need not be done again.
 */
export const inputFingerprint = (
  messages: Iterable<{ readonly id: string; readonly textHash: string }>,
  parameters: Readonly<Record<string, unknown>>,
): string => {
  const hash = createHash('sha256').update(canonical(parameters));
  const lines = Array.from(messages, ({ id, textHash }) => `${id} ${textHash}`).sort();
  for (const line of lines) hash.update('\n').update(line);
  return hash.digest('hex');
};
