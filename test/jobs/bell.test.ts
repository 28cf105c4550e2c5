import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ringing } from '../../src/jobs/index.ts';
import { logger } from '../../src/platform/index.ts';

const log = logger('test');
const NIGHTLY = { at: '30 2 * * *', log };
const HOUR_MS = 3_600_000;

describe('a bell', () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: new Date('2026-11-24T04:00:00Z') });
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  test('rings at once, and then every day at its time in China', async () => {
    const rung: string[] = [];
    const bell = ringing(async () => {
      rung.push(new Date().toISOString().slice(0, 16));
    }, NIGHTLY);
    await vi.advanceTimersByTimeAsync(49 * HOUR_MS);
    expect(rung).toEqual(['2026-11-24T04:00', '2026-11-24T18:30', '2026-11-25T18:30']);
    await bell.stop();
    await vi.advanceTimersByTimeAsync(49 * HOUR_MS);
    expect(rung).toHaveLength(3);
  });

  test('keeps silent at the start where it is told to', async () => {
    let rung = 0;
    const work = async (): Promise<void> => {
      rung++;
    };
    const bell = ringing(work, { ...NIGHTLY, atStart: false });
    await vi.advanceTimersByTimeAsync(HOUR_MS);
    expect(rung).toBe(0);
    await vi.advanceTimersByTimeAsync(24 * HOUR_MS);
    expect(rung).toBe(1);
    await bell.stop();
  });

  test('does not begin again what is not done yet', async () => {
    const begun: ((value: undefined) => void)[] = [];
    const bell = ringing(async () => {
      await new Promise((resolve) => begun.push(resolve));
    }, NIGHTLY);
    await vi.advanceTimersByTimeAsync(25 * HOUR_MS);
    expect(begun).toHaveLength(1);
    begun[0]?.(undefined);
    await vi.advanceTimersByTimeAsync(24 * HOUR_MS);
    expect(begun).toHaveLength(2);
    begun[1]?.(undefined);
    await bell.stop();
  });

  test('rings again after work that failed, and says that it failed', async () => {
    const told = vi.spyOn(log, 'error').mockReturnValue(undefined);
    let rung = 0;
    const bell = ringing(async () => {
      rung++;
      throw new Error('the disk is full');
    }, NIGHTLY);
    await vi.advanceTimersByTimeAsync(25 * HOUR_MS);
    expect(rung).toBe(2);
    expect(told).toHaveBeenCalledTimes(2);
    await bell.stop();
  });

  test('tells what is under way to stop, and waits for it', async () => {
    const steps: string[] = [];
    const bell = ringing(async (signal) => {
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      steps.push('put away');
      signal.throwIfAborted();
    }, NIGHTLY);
    await bell.stop();
    expect(steps).toEqual(['put away']);
  });
});
