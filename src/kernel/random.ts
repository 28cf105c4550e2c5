/** A source of numbers in [0, 1): chance is always an argument, never a global. */
export type Rng = () => number;

/**
 * Mulberry32 (Tommy Ettinger, 2017): 32 bits of state, passes gjrand; plenty for shuffles and samples, and the same
 * on every machine. Not for secrets.
 */
export const rngFrom = (seed: number): Rng => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
};

/** Fisher–Yates, in place. */
export const shuffle = (values: Int32Array, rng: Rng): void => {
  for (let i = values.length - 1; i > 0; i--) {
    const j = Math.floor(rng() * (i + 1));
    const held = values[i]!;
    values[i] = values[j]!;
    values[j] = held;
  }
};
