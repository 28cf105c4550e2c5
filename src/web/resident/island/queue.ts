import type { Pending } from '../live.ts';

/** What survives a closed tab, a lost network and an empty battery: the words that have not arrived. */
export type Queue = {
  readonly all: () => readonly Pending[];
  readonly add: (entry: Pending) => void;
  readonly remove: (id: string) => void;
  readonly draft: () => string;
  readonly setDraft: (text: string) => void;
};

// A private window or a full store throws on every access: then memory has to do.
const guarded = <T>(work: () => T, otherwise: T): T => {
  try {
    return work();
  } catch {
    return otherwise;
  }
};

const isPending = (value: unknown): value is Pending => {
  const { id, text, choice } = (value ?? {}) as Partial<Pending>;
  return (
    typeof id === 'string' && typeof text === 'string' && (choice === null || typeof choice === 'string')
  );
};

/** @param path `/s/CODE`: what was written for one deputy is never sent to another. */
export const openQueue = (path: string): Queue => {
  const waiting = `mashang ${path} waiting`;
  const draft = `mashang ${path} draft`;
  const stored = (): Pending[] =>
    guarded(() => {
      const value: unknown = JSON.parse(localStorage.getItem(waiting) ?? '[]');
      return Array.isArray(value) ? value.filter(isPending) : [];
    }, []);
  let entries = stored();
  let written = guarded(() => localStorage.getItem(draft) ?? '', '');
  const save = (): void =>
    guarded(() => {
      if (entries.length === 0) localStorage.removeItem(waiting);
      else localStorage.setItem(waiting, JSON.stringify(entries));
    }, undefined);
  return {
    all: () => entries,
    add: (entry) => {
      entries = [...entries, entry];
      save();
    },
    remove: (id) => {
      entries = entries.filter((entry) => entry.id !== id);
      save();
    },
    draft: () => written,
    setDraft: (text) => {
      written = text;
      guarded(() => {
        if (text === '') localStorage.removeItem(draft);
        else localStorage.setItem(draft, text);
      }, undefined);
    },
  };
};

/** 96 random bits; `crypto.randomUUID` is missing in old WebViews. */
export const newId = (): string => {
  const numbers = crypto.getRandomValues(new Uint32Array(3));
  return Array.from(numbers, (value) => `0000000${value.toString(16)}`.slice(-8)).join('');
};
