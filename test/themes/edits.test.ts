import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { messageId, themeId } from '../../src/kernel/index.ts';
import {
  applyEdits,
  type Catalogue,
  type Edit,
  type Entry,
  type Level,
  type Voice,
} from '../../src/themes/index.ts';

/** Person of each message: p is one person with three messages. */
const PEOPLE: Record<string, string> = { a: 'p', b: 'q', c: 'r', d: 'p', e: 's', f: 't', g: 'p', h: 'u' };
const voices: Voice[] = Object.entries(PEOPLE).map(([id, person]) => ({
  id: messageId(id),
  text: `第${id}条留言说的话`,
  person,
  place: id < 'e' ? '石桥镇' : '城关街道',
  at: null,
  copyOf: null,
}));

const anEntry = (level: Level, key: string, parent: string | null, ids: string): Entry => ({
  key,
  level,
  parent,
  label: `${key}这件事情`,
  keywords: [`${key}词`],
  counts: { messages: ids.length, people: new Set(Array.from(ids).map((id) => PEOPLE[id])).size, copies: 0 },
  messageIds: Array.from(ids).map(messageId),
  quotes: [{ messageId: messageId(ids[0]!), start: 0, end: 2, text: `第${ids[0]}` }],
  opposition: null,
  places: [],
  singleVoice: level === 'matter' && ids.length <= 2,
});

const catalogue: Catalogue = {
  groups: [anEntry('group', 'g1', null, 'abcde'), anEntry('group', 'g2', null, 'fgh')],
  themes: [
    anEntry('theme', 't1', 'g1', 'abc'),
    anEntry('theme', 't2', 'g2', 'fgh'),
    anEntry('theme', 't3', 'g1', 'de'),
  ],
  matters: [
    anEntry('matter', 'm2', 't2', 'fgh'),
    anEntry('matter', 'm1', 't1', 'ab'),
    anEntry('matter', 'm3', 't3', 'de'),
    anEntry('matter', 'm4', 't1', 'c'),
  ],
};

const edit = (theme: string, change: Edit['change']): Edit => ({
  theme: themeId(theme),
  by: 'deputy',
  at: '2026-11-24T08:00:00+08:00',
  change,
});
const edited = (...edits: Edit[]) => applyEdits({ catalogue, voices, edits }).catalogue;
const find = (from: Catalogue, key: string): Entry | undefined =>
  [...from.groups, ...from.themes, ...from.matters].find((entry) => entry.key === key);

describe('applyEdits', () => {
  test('a renamed theme has the new name and nothing else changes', () => {
    const renamed = edited(edit('t1', { kind: 'rename', label: '公交班次太少' }));
    expect(find(renamed, 't1')!.label).toBe('公交班次太少');
    expect(renamed).toEqual({
      ...catalogue,
      themes: catalogue.themes.map((theme) =>
        theme.key === 't1' ? { ...theme, label: '公交班次太少' } : theme,
      ),
    });
  });

  test('where a person takes a name that the rules had given, the other entry is told apart', () => {
    const renamed = edited(edit('t1', { kind: 'rename', label: 't3这件事情' }));
    expect(find(renamed, 't1')!.label).toBe('t3这件事情');
    expect(find(renamed, 't3')!.label).toBe('t3这件事情（t3词）');
  });

  test('a theme merged across groups takes its matters and people with it, and groups are counted again', () => {
    const merged = edited(edit('t2', { kind: 'merge', into: themeId('t1') }));
    expect(find(merged, 't2')).toBeUndefined();
    // a,b,c,f,g,h by p,q,r,t,p,u: five people.
    expect(find(merged, 't1')!.counts).toEqual({ messages: 6, people: 5, copies: 0 });
    expect(find(merged, 'm2')!.parent).toBe('t1');
    expect(merged.groups.map(({ key, counts }) => [key, counts.people])).toEqual([['g1', 6]]);
    expect(find(merged, 't1')!.places).toEqual([
      { place: '城关街道', messages: 3 },
      { place: '石桥镇', messages: 3 },
    ]);
  });

  test('an edit of a theme that was merged away reaches the theme it went into', () => {
    const merged = edited(
      edit('t3', { kind: 'merge', into: themeId('t1') }),
      edit('t3', { kind: 'rename', label: '出行和收费' }),
    );
    expect(find(merged, 't1')!.label).toBe('出行和收费');
  });

  test('a split takes whole matters out of a theme, into one of its own in the same group', () => {
    const parted = edited(edit('t1', { kind: 'split', messageIds: [messageId('c')] }));
    expect(find(parted, 't1')!.messageIds).toEqual(['a', 'b']);
    const own = find(parted, 't1.1')!;
    expect([own.parent, own.messageIds, own.counts.people]).toEqual(['g1', ['c'], 1]);
    expect(find(parted, 'm4')!.parent).toBe('t1.1');
    expect(own.label).not.toBe(find(parted, 'm4')!.label);
  });

  test('what was split off can be named, pinned, split and merged in its turn', () => {
    const first = edit('t1', { kind: 'split', messageIds: [messageId('c')] });
    const named = edited(first, edit('t1.1', { kind: 'rename', label: '人起的名字' }));
    expect(find(named, 't1.1')!.label).toBe('人起的名字');
    const pinned = applyEdits({
      catalogue,
      voices,
      edits: [first, edit('t1.1', { kind: 'pin' })],
      pinnedLabels: new Map([['t1.1', '钉住的名字']]),
    }).catalogue;
    expect([pinned.themes[0]!.key, pinned.themes[0]!.label]).toEqual(['t1.1', '钉住的名字']);
    const merged = edited(first, edit('t1.1', { kind: 'merge', into: themeId('t3') }));
    expect(find(merged, 't3')!.messageIds.toSorted()).toEqual(['c', 'd', 'e']);
    const back = edited(first, edit('t1.1', { kind: 'merge', into: themeId('t1') }));
    expect(find(back, 't1')!.messageIds.toSorted()).toEqual(['a', 'b', 'c']);
  });

  test('a split holds wherever a later run finds the messages, and is not outvoted by those that come later', () => {
    // 'd' and 'e' are to leave t3, and lie in t1 and beside newer messages by now.
    const change = { kind: 'split', messageIds: ['d', 'e'].map(messageId) } as const;
    const moved: Catalogue = {
      ...catalogue,
      themes: [anEntry('theme', 't1', 'g1', 'abcdefgh')],
      groups: [anEntry('group', 'g1', null, 'abcdefgh')],
      matters: [anEntry('matter', 'm1', 't1', 'abc'), anEntry('matter', 'm3', 't1', 'defgh')],
    };
    const parted = (upTo?: string) => {
      const edits = [
        edit('t3', { ...change, ...(upTo && { upTo: messageId(upTo) }) }),
        edit('t3.1', { kind: 'rename', label: '人起的名字' }),
      ];
      return find(applyEdits({ catalogue: moved, voices, edits }).catalogue, 't3.1');
    };
    expect(parted('e')).toMatchObject({ label: '人起的名字', parent: 'g1' });
    expect(parted('e')?.messageIds.toSorted()).toEqual(['d', 'e', 'f', 'g', 'h']);
    // Of f, g and h the person could know, and left them.
    expect(parted('h')).toBeUndefined();
    expect(parted()).toBeUndefined();
  });

  test('a theme that this run finds apart by itself takes the place of what a person split off', () => {
    const parted = edited(edit('t1', { kind: 'split', messageIds: ['d', 'e'].map(messageId) }));
    expect(find(parted, 't3')).toBeUndefined();
    expect(find(parted, 't1.1')).toMatchObject({ messageIds: ['d', 'e'], parent: 'g1' });
    expect(find(parted, 't1')!.messageIds).toEqual(['a', 'b', 'c']);
  });

  test('a split of which this run finds nothing keeps its number, so that its name does not pass to another', () => {
    const nothing = edit('t1', { kind: 'split', messageIds: [messageId('h')] });
    const parted = edited(
      nothing,
      edit('t1', { kind: 'split', messageIds: [messageId('c')] }),
      edit('t1.1', { kind: 'rename', label: '第一次拆出的' }),
    );
    expect(find(parted, 't1.1')).toBeUndefined();
    expect(find(parted, 't1.2')!.messageIds).toEqual(['c']);
    expect(find(parted, 't1.2')!.label).not.toBe('第一次拆出的');
  });

  test('a pinned theme comes first and keeps the label it had', () => {
    const pinned = applyEdits({
      catalogue,
      voices,
      edits: [edit('t3', { kind: 'pin' })],
      pinnedLabels: new Map([['t3', '钉住的老名字']]),
    }).catalogue;
    expect(pinned.themes.map(({ key }) => key)).toEqual(['t3', 't1', 't2']);
    expect(pinned.themes[0]!.label).toBe('钉住的老名字');
  });

  test('edits of entries that this run lacks, or that make no sense, are handed back', () => {
    const edits = [
      edit('t9', { kind: 'rename', label: '没有的主题' }),
      edit('t1', { kind: 'merge', into: themeId('g2') }),
      edit('t2', { kind: 'split', messageIds: [messageId('a')] }),
    ];
    expect(applyEdits({ catalogue, voices, edits })).toEqual({ catalogue, skipped: edits });
  });

  const anyEdit = fc.oneof(
    fc
      .record({
        theme: fc.constantFrom('t1', 't2', 't3', 'g1', 'm1', 't1.1'),
        into: fc.constantFrom('t1', 't2', 't3', 'g2', 'm3', 't1.1'),
      })
      .map(({ theme, into }) => edit(theme, { kind: 'merge', into: themeId(into) })),
    fc
      .record({ theme: fc.constantFrom('t1', 't2', 't3', 't1.1'), ids: fc.subarray(Object.keys(PEOPLE)) })
      .map(({ theme, ids }) => edit(theme, { kind: 'split', messageIds: ids.map(messageId) })),
    fc
      .constantFrom('t1', 't3', 'm4', 't1.1')
      .map((theme) => edit(theme, { kind: 'rename', label: `${theme}改名` })),
    fc.constantFrom('t2', 't3').map((theme) => edit(theme, { kind: 'pin' })),
  );

  test('after any edits every message stands once at each level, counts are true, and labels differ', () => {
    fc.assert(
      fc.property(fc.array(anyEdit, { maxLength: 6 }), (edits) => {
        const result = edited(...edits);
        for (const list of [result.groups, result.themes, result.matters]) {
          expect(list.flatMap(({ messageIds }) => messageIds).toSorted()).toEqual(Object.keys(PEOPLE));
          for (const { counts, messageIds } of list)
            expect(counts.people).toBe(new Set(messageIds.map((id) => PEOPLE[id])).size);
        }
        for (const child of [...result.themes, ...result.matters]) {
          const parent = find(result, child.parent!)!;
          expect(child.messageIds.every((id) => parent.messageIds.includes(id))).toBe(true);
        }
        const labels = [...result.groups, ...result.themes, ...result.matters].map(({ label }) => label);
        const byPeople = labels.filter((label) => label.endsWith('改名'));
        expect(new Set(labels).size).toBe(labels.length - (byPeople.length - new Set(byPeople).size));
      }),
    );
  });
});
