import { appendEvents, noteThemes, receiptHolders } from '../intake/index.ts';
import type { MessageId } from '../kernel/index.ts';
import type { Db } from '../platform/index.ts';
import type { Catalogue } from '../themes/index.ts';
import type { Scope } from '../topics/index.ts';

export type Digested = {
  readonly scope: Scope;
  /** With people's edits, as residents are to read it. */
  readonly catalogue: Catalogue;
  /** What the digest is about, in words. */
  readonly digest: string;
  /** Messages of a topic in a run over all topics: in which theme they lie is settled by their topic's run. */
  readonly ofTopics: ReadonlySet<MessageId>;
  readonly at: Date;
};

// One step of each kind a message, however many nights digest it again.
const THEME = 'theme';
const DIGEST = 'digest';

/** Lets those who hold a receipt see that their message lies in a theme and went into a digest. */
export const noteSteps = async (
  db: Db,
  { scope, catalogue, digest, ofTopics, at }: Digested,
): Promise<void> => {
  const ids = catalogue.themes.flatMap(({ messageIds }) => messageIds);
  const held = await receiptHolders(db, ids);
  if (held.size === 0) return;
  const notes = catalogue.themes.flatMap(({ label, counts, messageIds }) =>
    messageIds.flatMap((message) =>
      held.has(message) ? { message, theme: label, people: counts.people } : [],
    ),
  );
  // A place or a week is an excerpt, and says nothing of the theme in the whole.
  if (scope.place === null && scope.from === null && scope.to === null) {
    const settled = notes.filter(({ message }) => !ofTopics.has(message));
    await noteThemes(db, settled, { at, key: THEME });
    await appendEvents(
      db,
      notes.flatMap(({ message, theme, people }) =>
        ofTopics.has(message) ? { message, event: { kind: 'themed', theme, people }, at, key: THEME } : [],
      ),
    );
  }
  await appendEvents(
    db,
    notes.map(({ message }) => ({ message, event: { kind: 'digested', digest }, at, key: DIGEST })),
  );
};
