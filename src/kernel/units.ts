import type { Branded } from './ids.ts';

/** Durations carry their unit in the type: a function that wants milliseconds cannot be handed seconds. */
export type Milliseconds = Branded<number, 'Milliseconds'>;

export const ms = (value: number): Milliseconds => value as Milliseconds;
export const seconds = (value: number): Milliseconds => (value * 1000) as Milliseconds;
