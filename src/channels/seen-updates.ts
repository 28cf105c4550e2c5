import type { SeenUpdates, UpdateKey } from './contract.ts';

/**
 * In memory, for tests and for one process without a database.
 * @param most How many are remembered; the oldest are forgotten first.
 */
export const memorySeenUpdates = (most = 100_000): SeenUpdates => {
  const seen = new Set<string>();
  const key = ({ channel, updateId }: UpdateKey): string => `${channel} ${updateId}`;
  return {
    has: async (update) => seen.has(key(update)),
    add: async (update) => {
      seen.add(key(update));
      for (const oldest of seen) {
        if (seen.size <= most) break;
        seen.delete(oldest);
      }
    },
  };
};
