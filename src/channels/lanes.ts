/** Tasks of one key run one after another, in the order of their coming; tasks of different keys run side by side. */
export type Lanes = {
  /** Resolves or rejects as the task does; a task that fails does not stop the next. */
  readonly run: <T>(key: string, task: () => Promise<T>) => Promise<T>;
  /** Resolves when nothing is under way. */
  readonly idle: () => Promise<void>;
};

export const createLanes = (): Lanes => {
  const last = new Map<string, Promise<unknown>>();
  return {
    run: (key, task) => {
      const before = last.get(key) ?? Promise.resolve();
      const mine = before.then(task, task);
      // What others wait for never rejects: each failure belongs to who asked for the task.
      const settled = mine.then(
        () => {},
        () => {},
      );
      last.set(key, settled);
      void settled.then(() => {
        if (last.get(key) === settled) last.delete(key);
      });
      return mine;
    },
    idle: async () => {
      while (last.size > 0) await Promise.all(last.values());
    },
  };
};
