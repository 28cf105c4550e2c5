import { type MessageId, type ThemeId, themeId } from '../../kernel/index.ts';
import type { Entry } from '../catalogue.ts';
import type { Edit } from '../record.ts';

// Runs name what they find `12-t3`: no id of theirs holds a point.
const POINT = '.';

/**
 * The theme that a person's `number`th split of `theme` makes. Counted from 1 over all splits of it that were ever
 * asked for, also those of which a run finds nothing: else a name given to one would pass to the next.
 */
export const partOf = (theme: string, number: number): ThemeId => themeId(`${theme}${POINT}${number}`);

export type Split = Extract<Edit['change'], { kind: 'split' }>;

/** Numbers are given in the order of filing: of two, the longer is the later, and of equally long ones the greater. */
const isLater = (id: MessageId, than: MessageId): boolean =>
  id.length === than.length ? id > than : id.length > than.length;

/** Whether a matter was to leave: most of its messages that the person could know of. */
export const isMeant = ({ messageIds, upTo }: Split): ((matter: Entry) => boolean) => {
  const leaving = new Set(messageIds);
  return (matter) => {
    const known = matter.messageIds.filter((id) => upTo === undefined || !isLater(id, upTo));
    return known.filter((id) => leaving.has(id)).length * 2 > known.length;
  };
};
