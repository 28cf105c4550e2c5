import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Cited,
  type DigestContent,
  draftDigest,
  findUnsupported,
  type Sentence,
} from '../../src/digest/index.ts';
import type { MessageId } from '../../src/kernel/index.ts';
import type { Voice } from '../../src/themes/index.ts';
import { about, aCatalogue, aVoice, town } from './sample.ts';

type Node = {
  readonly [name: string]: unknown;
  readonly level?: string;
  readonly parent?: string;
  readonly opposition?: unknown;
};

/** Every object of a JSON tree that has the property. */
const nodesWith = (tree: unknown, property: string): Node[] => {
  if (typeof tree !== 'object' || tree === null) return [];
  const below = Object.values(tree).flatMap((child) => nodesWith(child, property));
  return property in tree ? [tree as Node, ...below] : below;
};

const draft = (of: Partial<Parameters<typeof draftDigest>[0]> = {}): DigestContent =>
  draftDigest({ ...town(), about: about(), lang: 'zh', ...of });

/** Counts a figure without the code under test: from digest.json and the messages alone. */
const countAgain = (content: DigestContent, voices: readonly Voice[], sentence: Sentence, at: number) => {
  const figure = sentence.figures[at];
  if (figure === undefined) throw new Error('no such figure');
  const ids = (key: string): MessageId[] => {
    if (key === 'all') return voices.map(({ id }) => id);
    if (key === 'evidence') return [...sentence.evidence.messages];
    const group = content.groups.find((section) => section.key === key);
    const themes = content.appendix.filter(
      (theme) => theme.key === key || group?.children.some((child) => child.key === theme.key),
    );
    const matters = content.appendix.flatMap((theme) => theme.matters).filter((matter) => matter.key === key);
    return [...themes.flatMap((theme) => theme.matters), ...matters].flatMap((matter) => matter.messageIds);
  };
  const of = voices.filter(
    ({ id, place }) => ids(figure.of).includes(id) && (figure.place === undefined || figure.place === place),
  );
  const people = (some: readonly Voice[]) => new Set(some.map(({ person, id }) => person ?? id)).size;
  const sections = nodesWith(content.groups, 'children');
  const level = (name: string) => sections.filter((section) => section.level === name);
  switch (figure.unit) {
    case 'messages':
      return of.length;
    case 'people':
      return people(of);
    case 'copies':
      return of.filter(({ copyOf }) => copyOf !== null).length;
    case 'percent':
      return Math.round((people(of) / people(voices)) * 1000) / 10;
    case 'groups':
      return content.groups.length;
    case 'themes':
      return figure.of === 'all'
        ? level('theme').length
        : level('theme').filter((theme) => theme.parent === figure.of).length;
    case 'matters':
      return content.appendix.flatMap(({ matters }) => matters).length;
    case 'singleVoices':
      return content.singleVoices.length;
    case 'opposed':
      return level('theme').filter((theme) => theme.opposition !== null).length;
    case 'change':
      return figure.value;
  }
};

describe('a draft', () => {
  test('every sentence leads to messages that exist, and every number in it counts again', () => {
    const { voices } = town();
    const content = JSON.parse(JSON.stringify(draft())) as DigestContent;
    const sentences = nodesWith(content, 'figures') as unknown as Sentence[];
    expect(sentences.length).toBeGreaterThan(20);
    const known = new Set<string>(voices.map(({ id }) => id));
    for (const sentence of sentences) {
      const { evidence, figures, text } = sentence;
      expect([text, evidence.entries.length + evidence.messages.length > 0]).toEqual([text, true]);
      for (const id of evidence.messages) expect(known).toContain(id);
      figures.forEach((figure, i) => {
        expect({ text, ...figure, value: countAgain(content, voices, sentence, i) }).toEqual({
          text,
          ...figure,
        });
        expect(text).toContain(String(Math.abs(figure.value)));
      });
    }
  });

  test('every quote is byte for byte a stretch of its message', () => {
    const { voices } = town();
    const quotes = nodesWith(draft(), 'messageId') as unknown as Cited[];
    expect(quotes.length).toBeGreaterThan(15);
    for (const { messageId, start, end, text } of quotes)
      expect(voices.find(({ id }) => id === messageId)?.text.slice(start, end)).toBe(text);
  });

  test('a quote of many lines is cut where a sentence ends, and marked as an excerpt', () => {
    const text = `${'路灯不亮，摸黑走路。'.repeat(30)}`;
    const voices = [
      aVoice({ id: '1', text }),
      aVoice({ id: '2', text: '灯'.repeat(500) }),
      aVoice({ id: '3', text: '亮了' }),
    ];
    const below = [{ label: '路灯', below: [{ label: '路灯不亮', ids: ['1', '2', '3'] }] }];
    const sources = { voices, catalogue: aCatalogue([{ label: '照明', below }], voices) };
    const content = draft(sources);
    expect(content.groups[0]?.quotes.map(({ start, end, excerpt }) => [start, end, excerpt])).toEqual([
      [0, 180, true],
      [0, 90, true],
      [0, 2, false],
    ]);
    expect(findUnsupported(content, sources)).toEqual([]);
  });

  test('every message stands in the appendix exactly once', () => {
    const { voices } = town();
    const listed = draft().appendix.flatMap(({ matters }) => matters.flatMap(({ messageIds }) => messageIds));
    expect(listed.toSorted()).toEqual(voices.map(({ id }) => id).toSorted());
  });

  test('six people come before thirty-one copies from two', () => {
    const { groups, totals, overview } = draft();
    expect(groups.map(({ label, counts }) => [label, counts.people, counts.messages])).toEqual([
      ['道路照明', 6, 6],
      ['树木和戏台', 3, 32],
    ]);
    expect(totals).toEqual({
      messages: 38,
      people: 9,
      copies: 30,
      groups: 2,
      themes: 3,
      matters: 4,
      singleVoices: 1,
      opposed: 1,
    });
    expect(overview.flat().map(({ text }) => text)).toEqual([
      '本期共有9人留言38件，归并为2个板块、3个主题、4个事项，其中只有一两件留言提到的个别意见1个。',
      '涉及人数最多的板块是“道路照明”（6人，占66.7%）、“树木和戏台”（3人，占33.3%）。',
      '具体到主题，反映人数最多的是“路灯不亮”（6人，占66.7%）、“老杨树空了心”（2人，占22.2%）、“老戏台”（1人，占11.1%）。',
      '内容雷同的留言有30件，主要在“老杨树空了心”（31件中雷同30件，涉及2人）；这些留言照常保留，同一人反复发送的只计一人。',
      '有1个主题中出现了不同意见，正反两面的原话列在各主题之下。',
      '有3人在32件留言中提到人身安全，请先行核实。',
      '有1人在1件留言中要求回复。',
    ]);
  });

  test('the order of messages and entries in the input changes nothing but the lists of all messages', () => {
    const { voices, catalogue } = town();
    const turned = draft({
      voices: voices.toReversed(),
      catalogue: {
        groups: catalogue.groups.toReversed(),
        themes: catalogue.themes.toReversed(),
        matters: catalogue.matters.toReversed(),
      },
    });
    expect(turned).toEqual(draft());
  });

  test('what wants an answer is chosen by words that stand in the quote', () => {
    const { answers } = draft();
    expect(answers.map(({ reason, entry, quotes }) => [reason, entry, quotes[0]?.cue])).toEqual([
      ['safety', 'm1', '砸着人'],
      ['safety', 'm3', '电线从灯杆里裸露'],
      ['reply', 'm4', '能不能给个准话'],
    ]);
    // Thirty copies of one text are one quote.
    expect(answers[0]?.quotes.map(({ quote }) => [quote.messageId, quote.copies])).toEqual([['201', 30]]);
  });

  test('opposing voices, a shared question and a named office become questions for the meeting, all quoted', () => {
    const { questions } = draft();
    expect(questions.map(({ kind, statement }) => [kind, statement.text])).toEqual([
      ['opposition', '关于“路灯不亮”，群众意见不一，如何兼顾？'],
      ['question', '关于“路灯开关时间”，3人在3件留言中提出疑问，由谁答复、怎样答复？'],
      ['office', '2人在2件留言中提请住建部门办理，涉及“路灯不亮”；是否请其到会说明？'],
    ]);
    for (const { quotes } of questions) expect(quotes).toHaveLength(2);
  });

  test('change since the last digest counts people, and what is new says so', () => {
    const { voices, groups, catalogue } = town();
    const before = voices.filter(({ id }) => ['104', '105', '106', '201'].includes(id));
    const all = aCatalogue(groups, before);
    const themes = all.themes.filter(({ label }) => label !== '路灯不亮');
    const previous = draft({ voices: before, catalogue: { ...all, themes } });
    const content = draft({ previous });
    expect(content.groups.map(({ label, change }) => [label, change])).toEqual([
      ['道路照明', 3],
      ['树木和戏台', 2],
    ]);
    expect(content.groups[0]?.summary[1]?.text).toBe('比上期增加3人。');
    expect(content.groups[0]?.children[0]?.change).toBe('new');
    expect(findUnsupported(content, { voices, catalogue, previous })).toEqual([]);
    // Without the last digest nobody can recount the change.
    expect(findUnsupported(content, { voices, catalogue }).map(({ fault }) => fault)).toContain(
      'wrong-figure',
    );
  });

  test('change counts from how the last issue would be grouped today, where that is known', () => {
    const { voices, catalogue } = town();
    const previous = draft();
    const [lights, trees] = previous.groups.map(({ key }) => key);
    const peopleThen = new Map([[lights ?? '', 2]]);
    const content = draft({ previous, peopleThen });
    expect(content.groups.map(({ key, change }) => [key, change])).toEqual([
      [lights, 4],
      [trees, 'new'],
    ]);
    expect(findUnsupported(content, { voices, catalogue, previous, peopleThen })).toEqual([]);
    expect(findUnsupported(content, { voices, catalogue, previous })).not.toEqual([]);
  });

  test('says what its numbers are not: no survey, unknown authors, unmasked, incomplete', () => {
    const run = { model: 'm', algorithm: 'a', seed: 1, messages: 40 };
    const texts = draft({ about: about({ authorsKnown: false, masked: false, run }) }).method.map(
      ({ text }) => text,
    );
    expect(texts[0]).toContain('不完整');
    expect(texts.join()).toMatch(/不是抽样调查.*没有留言人信息.*未经本系统隐去个人信息/);
  });

  test('an empty catalogue and a single message make a whole digest', () => {
    const none = { voices: [], catalogue: { groups: [], themes: [], matters: [] } };
    const empty = draft({ ...none });
    expect(empty.overview.flat().map(({ text }) => text)).toEqual(['本期收到留言0件。']);
    expect(findUnsupported(empty, none)).toEqual([]);
    const voices = [aVoice({ id: '1', text: '路灯又瞎了' })];
    const below = [{ label: '路灯', below: [{ label: '路灯又瞎了', ids: ['1'], single: true }] }];
    const one = { voices, catalogue: aCatalogue([{ label: '照明', below }], voices) };
    expect(findUnsupported(draft(one), one)).toEqual([]);
    expect(draft(one).singleVoices.map(({ quotes }) => quotes[0]?.text)).toEqual(['路灯又瞎了']);
  });

  test('whatever residents write, nothing in the digest is unsupported', () => {
    const texts = fc.array(
      fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.constant('触电了？请回复。12人')),
      {
        maxLength: 12,
      },
    );
    fc.assert(
      fc.property(texts, fc.constantFrom('zh' as const, 'en' as const), (all, lang) => {
        const voices = all.map((text, i) =>
          aVoice({ id: `n${i}`, text, person: i % 3 === 0 ? null : `p${i % 2}` }),
        );
        const ids = voices.map(({ id }) => id);
        const below = [
          { label: all[0] ?? '', below: [{ label: `3号楼“${all[0]}”`, ids, single: ids.length < 3 }] },
        ];
        const sources = { voices, catalogue: aCatalogue([{ label: '1', below }], voices) };
        expect(findUnsupported(draftDigest({ ...sources, about: about(), lang }), sources)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});

describe('an altered digest is caught:', () => {
  type Open<T> = { -readonly [K in keyof T]: Open<T[K]> };
  const faults = (change: (content: Open<DigestContent>) => void): string[] => {
    const content = structuredClone(draft()) as unknown as Open<DigestContent>;
    change(content);
    return findUnsupported(content as unknown as DigestContent, town()).map(
      ({ path, fault }) => `${path} ${fault}`,
    );
  };
  const first = <T>(items: T[] | undefined): T => {
    const item = items?.[0];
    if (item === undefined) throw new Error('the sample lacks what this test alters');
    return item;
  };

  test('nothing is found where nothing was changed', () => {
    expect(faults(() => undefined)).toEqual([]);
  });

  test('a wrong number, in the text and in its figure', () => {
    expect(
      faults(({ overview }) => {
        first(overview[0]).text = first(overview[0]).text.replace('38件', '83件');
      }),
    ).toEqual(['overview.0.0 unlisted-number']);
    expect(
      faults(({ overview }) => {
        first(first(overview[0]).figures).value = 10;
      }),
    ).toEqual(['overview.0.0.figures.0 wrong-figure', 'overview.0.0 unlisted-number']);
  });

  test('a quote with one character changed, or moved to another message', () => {
    expect(
      faults(({ groups }) => {
        first(first(groups[0]?.children).quotes).text += '。';
      }),
    ).toEqual(['groups.0.children.0.quotes.0 altered-quote']);
    expect(
      faults(({ singleVoices }) => {
        first(first(singleVoices).quotes).messageId = '101' as unknown as Open<MessageId>;
      }),
    ).toEqual(['singleVoices.0.quotes.0 altered-quote']);
  });

  test('a message or an entry that does not exist', () => {
    expect(
      faults(({ answers }) => {
        first(answers).statement.evidence.messages = ['no-such' as unknown as Open<MessageId>];
      }),
    ).toContain('answers.0.statement unknown-message');
    expect(
      faults(({ method }) => {
        first(method).evidence.entries = ['g99'];
      }),
    ).toEqual(['method.0 unknown-entry']);
  });

  test('a sentence without evidence, also in a part that the checker has never heard of', () => {
    expect(
      faults((content) => {
        first(content.method).evidence = { entries: [], messages: [] };
      }),
    ).toEqual(['method.0 no-evidence']);
    expect(
      faults((content) => {
        Object.assign(content, { outlook: [{ text: '群众总体满意。' }] });
      }),
    ).toEqual(['outlook.0 no-evidence']);
  });

  test('counts, shares, copies, totals, labels and a lost message', () => {
    expect(
      faults(({ groups, totals, appendix }) => {
        first(groups).counts.people = 7;
        first(groups).share = 70;
        first(groups).label = '照明很好';
        totals.people = 10;
        first(first(appendix).matters).messageIds.pop();
      }),
    ).toEqual([
      'totals.people wrong-figure',
      'groups.0 altered-entry',
      'groups.0.counts wrong-figure',
      'groups.0.share wrong-figure',
      'appendix.0.matters.0 altered-entry',
      'appendix missing-message',
    ]);
  });
});
