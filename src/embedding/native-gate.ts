import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Shared by a worker thread that calls onnxruntime and the thread that started it: one number, the state. What ends
 * the worker, or the process, while onnxruntime computes aborts the process ("terminate called after throwing an
 * instance of 'Napi::Error'", exit code 134), because the native call returns into an environment that is gone. So
 * whoever ends it waits for the call in hand, and no further one begins.
 */
export type Gate = Int32Array<SharedArrayBuffer>;

const IDLE = 0;
const RUNNING = 1;
const SHUT = 2;

// A batch of 4,000 tokens took 0.4 s on two quiet cores and 4 s on the busiest machine seen.
const LONGEST_WAIT_MS = 10_000;
// Short beside a batch, and nothing beside a night.
const POLL_MS = 10;

export const newGate = (): Gate => new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));

const beginRun = (gate: Gate): void => {
  if (Atomics.compareExchange(gate, 0, IDLE, RUNNING) === SHUT) Atomics.wait(gate, 0, SHUT);
};

const endRun = (gate: Gate): void => {
  Atomics.compareExchange(gate, 0, RUNNING, IDLE);
  Atomics.notify(gate, 0);
};

/** What is put around every native call, one at a time. */
export type Around = <T>(call: () => Promise<T>) => Promise<T>;

export const justCalled: Around = (call) => call();

/** In the worker: native calls pass the gate. At a shut one the thread stays until it is ended. */
export const through =
  (gate: Gate): Around =>
  async (call) => {
    beginRun(gate);
    try {
      return await call();
    } finally {
      endRun(gate);
    }
  };

/** In the main thread, at the exit of the process: returns when no native call is under way and none can begin. */
export const shutGate = (gate: Gate): void => {
  const latest = performance.now() + LONGEST_WAIT_MS;
  while (Atomics.compareExchange(gate, 0, IDLE, SHUT) === RUNNING && performance.now() < latest)
    Atomics.wait(gate, 0, RUNNING, latest - performance.now());
};

/** As `shutGate`, while this thread goes on: afterwards the worker may be terminated. */
export const gateShut = async (gate: Gate): Promise<void> => {
  while (Atomics.compareExchange(gate, 0, IDLE, SHUT) === RUNNING) await sleep(POLL_MS);
};
