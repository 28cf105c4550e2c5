import { describe, expect, test } from 'vitest';
// The wording is the stage's own; only here is it looked at as a table.
import { readCommand } from '../../src/conversation/commands.ts';
import { apologyReplies, type Lang, languages, noticeReplies } from '../../src/conversation/index.ts';
import { wording } from '../../src/conversation/wording.ts';
import type { Words } from '../../src/conversation/words.ts';
import type { TrailStep } from '../../src/intake/index.ts';
import { parking, studio } from './play.ts';

const names = {
  zh: {
    deputy: '王秀英',
    place: '花园社区',
    station: '龙都代表之家',
    phrase: '路灯不亮',
    phone: '１２３４５６７',
  },
  en: { deputy: 'Wang', place: 'Garden', station: 'Dragon Home', phrase: 'dark lamps', phone: '1234567' },
} as const;

const steps = (lang: Lang): readonly TrailStep[] => {
  const { phrase } = names[lang];
  const date = '2026-11-02';
  const all: { readonly [K in TrailStep['kind']]: readonly (TrailStep & { kind: K })[] } = {
    received: [{ kind: 'received', date }],
    held: [{ kind: 'held', date }],
    released: [{ kind: 'released', date }],
    setAside: [{ kind: 'setAside', date }],
    themed: [{ kind: 'themed', date, theme: phrase, people: 31 }],
    digested: [{ kind: 'digested', date, digest: phrase }],
    discussed: [{ kind: 'discussed', date, meeting: phrase }],
    planned: [{ kind: 'planned', date, measure: phrase }],
    handling: [
      { kind: 'handling', date, office: phrase, due: null },
      { kind: 'handling', date, office: phrase, due: '2026-12-31' },
    ],
    result: [{ kind: 'result', date, office: phrase, result: phrase }],
    withdrawn: [{ kind: 'withdrawn', date }],
  };
  return Object.values(all).flat();
};

/** Every saying of a language; total, so that a new key is read here too. */
const sayings = (lang: Lang): readonly string[] => {
  const words = wording[lang];
  const { deputy, place, station, phrase, phone } = names[lang];
  const topic = { ...parking, title: phrase, brief: phrase };
  const venues = [
    { ...studio, deputy, place },
    { ...studio, deputy: null, place },
    { ...studio, kind: 'station' as const, name: station, deputy: null, place },
  ];
  const targets = venues.flatMap((venue) => [
    { venue, topic: null },
    { venue, topic },
  ]);
  const counts = [0, 1, 2, 12];
  // The marks themselves are Chinese whatever the language: here only what is said about them is read.
  const hidden = (['mobile', 'door', 'name', 'identity'] as const).map((kind) => ({ kind, mark: '〔〕' }));
  const all: { readonly [K in keyof Words]: (it: Words[K]) => readonly string[] } = {
    greeting: (it) => venues.map(it),
    again: (it) => venues.map(it),
    moved: (it) => venues.map(it),
    lost: (it) => [it],
    notice: (it) => [it(24)],
    holding: (it) => [it],
    agreeFirst: (it) => [it],
    declined: (it) => [it],
    outside: (it) => Object.values(it),
    kept: (it) => [it],
    menu: (it) => [it(false), it(true)],
    whichTopic: (it) => [it(false), it(true)],
    topic: (it) => [it(topic)],
    aspects: (it) => [it(1), it(5)],
    write: (it) => targets.map(it),
    writeAspect: (it) => [it(phrase)],
    writeForPhoto: (it) => [it],
    rewrite: (it) => [it],
    soFar: (it) => [it],
    goOn: (it) => [it],
    followUp: (it) => Object.values(it),
    willFile: (it) => targets.map(it),
    covered: (it) => [it(hidden.slice(0, 2)), it(hidden)],
    marks: (it) => it(hidden),
    photos: (it) => [it(1), it(3)],
    similar: (it) => [it(1), it(12)],
    askFile: (it) => [it],
    askFileOrJoin: (it) => [it],
    tapToFile: (it) => [it],
    writeOn: (it) => [it],
    filed: (it) => [it('77777')],
    held: (it) => [it],
    others: (it) => [it(1), it(12)],
    next: (it) => [it(false), it(true)],
    counted: (it) => counts.map(it),
    countedReceipt: (it) => [it('77777')],
    anythingElse: (it) => [it],
    stillHave: (it) => [it],
    tooLong: (it) => [it(2000)],
    full: (it) => [it],
    tooFast: (it) => [it(1), it(10)],
    topicClosed: (it) => [it],
    wait: (it) => [it],
    keptForLater: (it) => [it],
    failedKept: (it) => [it],
    failed: (it) => [it],
    stale: (it) => [it],
    noSuchNumber: (it) => [it],
    empty: (it) => [it],
    photoTaken: (it) => [it(1), it(2)],
    photosFull: (it) => [it(1), it(3)],
    photoLater: (it) => [it],
    badPhoto: (it) => Object.values(it),
    media: (it) => Object.values(it),
    welcome: (it) => [it],
    farewell: (it) => [it],
    help: (it) => [it({ characters: 2000, draftCharacters: 10_000, photos: 3 })],
    person: (it) => [it(null), it(phone)],
    language: (it) => [it],
    askCancel: (it) => [it],
    cancelled: (it) => [it],
    notCancelled: (it) => [it],
    resume: (it) => [it],
    resumeAdded: (it) => [it],
    askReceipt: (it) => [it],
    notFound: (it) => [it],
    trail: (it) => [it],
    afterTrail: (it) => [it],
    step: (it) => steps(lang).map(it),
    askWithdraw: (it) => [it],
    withdrawn: (it) => [it],
    cannotWithdraw: (it) => [it],
    askDelete: (it) => [it],
    deleted: (it) => counts.map(it),
    urgent: (it) => Object.values(it),
    urgentAfter: (it) => [it],
    news: (it) => [it],
    staff: (it) => [it],
    apology: (it) => Object.values(it),
    typeNumber: (it) => [it],
    quote: (it) => [it(phrase)],
    labels: (it) => Object.values(it),
  };
  const read = <K extends keyof Words>(key: K): readonly string[] => all[key](words[key]);
  return (Object.keys(all) as (keyof Words)[]).flatMap(read);
};

describe.each(languages)('the wording in %s', (lang) => {
  test('says something for every key, in under 300 characters', () => {
    for (const saying of sayings(lang)) {
      expect(saying.trim()).not.toBe('');
      expect(saying).not.toMatch(/undefined|null|NaN|\[object/u);
      expect(saying.length).toBeLessThan(300);
    }
  });

  test('keeps to its own script', () => {
    const foreign = { zh: /[A-Za-z]/u, en: /\p{Script=Han}|[，。！？：；“”「」]/u }[lang];
    for (const saying of sayings(lang)) expect(saying).not.toMatch(foreign);
  });

  test('has choices that fit on a button', () => {
    const labels = Object.values(wording[lang].labels);
    expect(labels.filter((label) => label.length >= 20)).toEqual([]);
  });

  test('names only choices that exist and commands that are understood', () => {
    const labels = new Set<string>(Object.values(wording[lang].labels));
    const [tap, write] = {
      zh: [/点“([^”]+)”/gu, /写“([^”]+)”/gu] as const,
      en: [/tap "([^"]+)"/giu, /write "([^"]+)"/giu] as const,
    }[lang];
    const named = (pattern: RegExp): string[] =>
      sayings(lang).flatMap((saying) => Array.from(saying.matchAll(pattern), (match) => match[1] ?? ''));
    expect(named(tap).filter((label) => !labels.has(label))).toEqual([]);
    expect(named(write).filter((word) => readCommand(word) === null)).toEqual([]);
    expect(named(tap).length).toBeGreaterThan(2);
    expect(named(write).length).toBeGreaterThan(1);
  });

  test('every command that help lists is understood', () => {
    const help = wording[lang].help({ characters: 2000, draftCharacters: 10_000, photos: 3 });
    const list = (help.split(/[：:]/u).at(-1) ?? '').replace(/[。.]$/u, '').split(/、|, /u);
    expect(list.map((word) => readCommand(word.trim()))).toEqual([
      'back',
      'cancel',
      'receipt',
      'person',
      'delete',
    ]);
  });

  test('has no officialese', () => {
    const stiff = {
      zh: /贵单位|予以|敬请|烦请|悉知|相关部门|受理|办结|诉求|反馈|贵方|请知悉|如有|若|及时|进行|有关部门|提供|您的支持|系统|操作|点击|输入/u,
      en: /hereby|pursuant|regarding|kindly|process(?:ed|ing)|submit|assist|request|inquir|utili[sz]e|click|input|system/iu,
    }[lang];
    expect(sayings(lang).filter((saying) => stiff.test(saying))).toEqual([]);
  });

  test('speaks in short sentences', () => {
    // A Chinese primary-school reader's sentence has up to about 30 characters; an English one about 20 words.
    const sentences = sayings(lang).flatMap((saying) => saying.split(/[。！？：\n]|[.!?:](?:\s|$)/u));
    const size = (sentence: string): number =>
      lang === 'zh' ? Array.from(sentence).length : sentence.trim().split(/\s+/u).length;
    expect(sentences.filter((sentence) => size(sentence) > (lang === 'zh' ? 38 : 22))).toEqual([]);
  });

  test('answers danger with the numbers that help', () => {
    const { urgent, urgentAfter } = wording[lang];
    const numbers = (saying: string): string[] => saying.match(/\d{3,5}/gu) ?? [];
    expect(
      Object.fromEntries(Object.entries(urgent).map(([kind, saying]) => [kind, numbers(saying)])),
    ).toEqual({
      selfHarm: ['12356', '120', '110'],
      violence: ['110'],
      gas: ['119'],
      fire: ['119'],
      child: ['110'],
      medical: ['120'],
    });
    expect(numbers(urgentAfter)).toEqual(['12345']);
  });
});

test('news about a message quotes it and tells the step; it offers nothing to tap', () => {
  const [news, step] = noticeReplies(
    {
      kind: 'step',
      text: '花园小区东门的路灯坏了。',
      step: { kind: 'result', date: '2026-12-01', office: '城管局', result: '换了三盏新灯。' },
    },
    'zh',
  );
  expect(news).toMatchObject({
    text: '您说过的这件事，有消息了：',
    quotes: ['花园小区东门的路灯坏了。'],
    choices: [],
  });
  expect(step?.text).toBe('2026年12月1日：城管局回话：换了三盏新灯。');
  expect(noticeReplies({ kind: 'staff', text: '您好，灯已经修好。' }, 'en')[0]).toMatchObject({
    text: 'The staff answer you:',
    quotes: ['您好，灯已经修好。'],
  });
});

test('English news explain the marks in a quote', () => {
  const step = { kind: 'received', date: '2026-12-01' } as const;
  const text = '我叫〔姓名〕，门口的路灯坏了。';
  const told = noticeReplies({ kind: 'step', text, step }, 'en').map((reply) => reply.text);
  expect(told).toEqual([
    'There is news about what you told us:',
    '〔姓名〕 is a name.',
    '1 December 2026: it arrived.',
  ]);
  expect(noticeReplies({ kind: 'step', text, step }, 'zh').length).toBe(2);
});

test('when the database is down, the resident is told what is safe and what to send again', () => {
  expect(apologyReplies('down', 'zh').map(({ text }) => text)).toEqual([
    '对不起，我这里出了点毛病。前面写的都在。刚才这一句，请过几分钟再发一次。',
  ]);
  expect(apologyReplies('down', 'en')[0]?.text).toContain('send your last line again');
});
