import type { Rows } from '../kernel/index.ts';
import type { ModelFiles } from './model-files.ts';
import type { Tokens } from './tokens.ts';

export type WorkerSetup = {
  readonly files: ModelFiles;
  readonly threads: number | null;
  readonly gate: Gate;
};

export type Request =
  | { readonly id: number; readonly kind: 'tokenise'; readonly texts: readonly string[] }
  | { readonly id: number; readonly kind: 'run'; readonly tokens: Tokens };

export type Answer =
  | { readonly id: number; readonly kind: 'ready'; readonly dimensions: number }
  | { readonly id: number; readonly kind: 'tokens'; readonly tokens: Tokens }
  | { readonly id: number; readonly kind: 'rows'; readonly rows: Rows }
  | { readonly id: number; readonly kind: 'fault'; readonly message: string };

/**
 * Shared by both threads: one number, the state. A process that ends while onnxruntime computes is aborted ("terminate called after
 * throwing an instance of 'Napi::Error'", exit code 134), because the native call returns into an environment that is
 * gone. So the process waits at its exit for the batch in hand, and no further one begins.
 */
export type Gate = Int32Array<SharedArrayBuffer>;

const IDLE = 0;
const RUNNING = 1;
const SHUT = 2;

// A batch of 4,000 tokens took 0.4 s on two quiet cores and 4 s on the busiest machine seen.
const LONGEST_WAIT_MS = 10_000;

export const newGate = (): Gate => new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));

/** In the worker, before native code is called. At a shut gate the thread stays here until the process is gone. */
export const beginRun = (gate: Gate): void => {
  if (Atomics.compareExchange(gate, 0, IDLE, RUNNING) === SHUT) Atomics.wait(gate, 0, SHUT);
};

export const endRun = (gate: Gate): void => {
  Atomics.compareExchange(gate, 0, RUNNING, IDLE);
  Atomics.notify(gate, 0);
};

/** In the main thread, at the exit of the process: returns when no native call is under way and none can begin. */
export const shutGate = (gate: Gate): void => {
  const latest = performance.now() + LONGEST_WAIT_MS;
  while (Atomics.compareExchange(gate, 0, IDLE, SHUT) === RUNNING && performance.now() < latest)
    Atomics.wait(gate, 0, RUNNING, latest - performance.now());
};
