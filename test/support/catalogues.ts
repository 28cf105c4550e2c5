import { type MessageId, messageId } from '../../src/kernel/index.ts';
import type { Catalogue, Entry } from '../../src/themes/catalogue.ts';

export const ids = (...numbers: number[]): MessageId[] => numbers.map((number) => messageId(String(number)));

export const anEntry = (changes: Partial<Entry> & Pick<Entry, 'key' | 'level'>): Entry => {
  const messageIds = changes.messageIds ?? [];
  return {
    parent: null,
    label: `标签 ${changes.key}`,
    keywords: ['路灯', '不亮'],
    counts: { messages: messageIds.length, people: messageIds.length, copies: 0 },
    quotes: messageIds.slice(0, 1).map((id) => ({ messageId: id, start: 0, end: 2, text: '路灯' })),
    opposition: null,
    places: [{ place: '东关社区', messages: messageIds.length }],
    singleVoice: false,
    ...changes,
    messageIds,
  };
};

/** Five messages: one group of 1–4 with two themes of two, one of which has two matters; and 5 all by itself. */
export const aCatalogue = (): Catalogue => ({
  groups: [
    anEntry({ key: 'G1', level: 'group', messageIds: ids(4, 2, 1, 3) }),
    anEntry({ key: 'G2', level: 'group', messageIds: ids(5) }),
  ],
  themes: [
    anEntry({ key: 'T1', level: 'theme', parent: 'G1', messageIds: ids(2, 1) }),
    anEntry({ key: 'T2', level: 'theme', parent: 'G1', messageIds: ids(3, 4) }),
    anEntry({ key: 'T3', level: 'theme', parent: 'G2', messageIds: ids(5) }),
  ],
  matters: [
    anEntry({
      key: 'M1',
      level: 'matter',
      parent: 'T1',
      messageIds: ids(1, 2),
      opposition: {
        one: { messageId: messageId('1'), start: 0, end: 2, text: '赞成' },
        other: { messageId: messageId('2'), start: 0, end: 2, text: '反对' },
      },
    }),
    anEntry({ key: 'M2', level: 'matter', parent: 'T2', messageIds: ids(4), singleVoice: true }),
    anEntry({ key: 'M3', level: 'matter', parent: 'T2', messageIds: ids(3), singleVoice: true }),
    anEntry({ key: 'M4', level: 'matter', parent: 'T3', messageIds: ids(5), singleVoice: true }),
  ],
});
