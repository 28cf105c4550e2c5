import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import {
  type Cited,
  type DigestContent,
  draftDigest,
  renderDocx,
  renderHtml,
  renderJson,
  renderMarkdown,
} from '../../src/digest/index.ts';
import { readZip } from '../../src/documents/index.ts';
import type { Voice } from '../../src/themes/index.ts';
import { about, aCatalogue, aVoice, town } from './sample.ts';

const digest = (of: Partial<Parameters<typeof draftDigest>[0]> = {}): DigestContent =>
  draftDigest({ ...town(), about: about(), lang: 'zh', ...of });

const quotesOf = (tree: unknown): Cited[] => {
  if (typeof tree !== 'object' || tree === null) return [];
  if ('messageId' in tree) return [tree as Cited];
  return Object.values(tree).flatMap(quotesOf);
};

const fromXml = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&#32;', ' ')
    .replaceAll('&amp;', '&');

const fromMarkdown = (text: string): string =>
  fromXml(text.replace(/\\\n(?:> | {2})?/g, '\n').replace(/\\([!-/:-@[-`{-~])/g, '$1'));

const partOf = (docx: Uint8Array, name: string): string => {
  const part = readZip(docx).find((file) => file.path === name);
  if (part === undefined) throw new Error(`no ${name}`);
  return Buffer.from(part.data).toString('utf8');
};

const wordsIn = (docx: Uint8Array): string =>
  fromXml(
    partOf(docx, 'word/document.xml')
      .replace(/<w:br\/>/g, '\n')
      .replace(/<\/w:p>/g, '\u2029')
      .replace(/<[^>]*>/g, ''),
  );

/** A digest whose every message is `texts`, each a matter that is printed. */
const digestOf = (texts: readonly string[], of: Partial<Voice> = {}): DigestContent => {
  const voices = texts.map((text, i) => aVoice({ id: `${i + 1}`, text, ...of }));
  const below = [{ label: texts[0] ?? '', below: [{ label: '事项', ids: voices.map(({ id }) => id) }] }];
  return digest({ voices, catalogue: aCatalogue([{ label: '板块', below }], voices) });
};

const hostile = [
  '<script>alert(1)</script><img src=x onerror=alert(2)>',
  '</w:t></w:r><w:r><w:instrText>INCLUDETEXT "c:/x"</w:instrText>',
  '[点我](javascript:alert(3)) ![](http://x.test/a.png) `代码` **粗** # 标题\n---\n1. 一\n    缩进 | 表 |\n> 引',
  'http://x.test/a www.x.test a@x.test ~~删~~ $x$ &lt;b&gt; &amp; "引" \'号\'',
];

describe('every format', () => {
  test('holds all quotes of the digest letter for letter', async () => {
    const content = digest();
    const html = fromXml(renderHtml(content));
    const markdown = fromMarkdown(renderMarkdown(content));
    const docx = wordsIn(await renderDocx(content));
    const json = quotesOf(JSON.parse(renderJson(content))).map(({ text }) => text);
    for (const { text } of quotesOf(content)) {
      expect(html).toContain(text);
      expect(markdown).toContain(text);
      expect(docx).toContain(text);
      expect(json).toContain(text);
    }
  });

  test('says with which issue it is compared, where there is one', async () => {
    const previous = digest({ about: about({ generatedAt: '2026-09-15T06:00:00+08:00' }) });
    const [first, next] = [digest(), digest({ previous })];
    const printed = async (content: DigestContent) =>
      [renderHtml(content), fromMarkdown(renderMarkdown(content)), wordsIn(await renderDocx(content))].map(
        (text) => /上期简报[^上]*?2026年9月15日/.test(text),
      );
    expect(await printed(first)).toEqual([false, false, false]);
    expect(await printed(next)).toEqual([true, true, true]);
  });

  test('is the same twice, to the byte', async () => {
    const [one, two] = [digest(), digest()];
    expect(renderHtml(one)).toBe(renderHtml(two));
    expect(renderMarkdown(one)).toBe(renderMarkdown(two));
    expect(renderJson(one)).toBe(renderJson(two));
    expect(Buffer.compare(await renderDocx(one), await renderDocx(two))).toBe(0);
  });

  test('an English digest of English messages has no Chinese character', async () => {
    const voices = [1, 2, 3, 4].map((i) =>
      aVoice({
        id: `${i}`,
        text: `Street light ${i} is out, when will it be fixed? Live wire!`,
        place: 'Elm Road',
      }),
    );
    const below = [
      {
        label: 'street lights',
        opposition: ['1', '2'] as const,
        below: [
          { label: 'lights out', ids: ['1', '2', '3'] },
          { label: 'one', ids: ['4'], single: true },
        ],
      },
    ];
    const content = digest({
      lang: 'en',
      voices,
      catalogue: aCatalogue([{ label: 'lighting', below }], voices),
      about: about({ scope: 'Elm town', collectedBy: 'web chat', authorsKnown: false, masked: false }),
    });
    const han = /\p{Script=Han}|[，。、；：（）]/u;
    expect(renderHtml(content)).not.toMatch(han);
    expect(renderMarkdown(content)).not.toMatch(han);
    expect(renderJson(content)).not.toMatch(han);
    const docx = await renderDocx(content);
    expect(wordsIn(docx)).not.toMatch(han);
    expect(partOf(docx, 'word/styles.xml')).not.toMatch(han);
  });
});

describe('markup in a message is inert', () => {
  const content = digestOf(hostile, { place: '<b>村</b>|[x](y)' });

  test('in HTML: no element, attribute or request comes of it', () => {
    const html = renderHtml(content);
    expect(html).not.toMatch(/<script|<img|<b>村/);
    for (const text of hostile) expect(fromXml(html)).toContain(text);
    expect(html).not.toMatch(/(?:src|href)="(?!#)/);
  });

  test('in Markdown: no mark of it is left unescaped', () => {
    const markdown = renderMarkdown(content);
    for (const text of hostile) expect(fromMarkdown(markdown)).toContain(text.replace('\n    ', '\n    '));
    expect(markdown).not.toMatch(/<(?:script|img|b)|[^\\]\]\(|[^\\]`|https?:|www\.|a@x/);
    expect(markdown.split('\n').filter((line) => /^(?:> )?(?:---|1\. | {4})/.test(line))).toEqual([]);
  });

  test('in DOCX: it is text, and there are no fields but the contents and the page number', async () => {
    const docx = await renderDocx(content);
    const xml = partOf(docx, 'word/document.xml');
    for (const text of hostile) expect(wordsIn(docx)).toContain(text);
    const fields = [...xml.matchAll(/<w:instrText[^>]*>([^<]*)/g)].map(([, field]) => field);
    expect(fields.filter((field) => !/^(?:TOC|PAGEREF) /.test(field ?? ''))).toEqual([]);
    expect(partOf(docx, 'word/_rels/document.xml.rels')).not.toContain('TargetMode="External"');
  });

  test('control characters and half surrogate pairs do not break a Word file', async () => {
    const docx = await renderDocx(digestOf(['铃\u0007响\u0000\u000B了\uD83D', '正常\uFFFE\t字\u202E反']));
    const xml = partOf(docx, 'word/document.xml');
    expect(xml).not.toMatch(/(?![\t\n\r])\p{Cc}|[\uFFFE\uFFFF]/u);
    expect(wordsIn(docx)).toContain('铃\uFFFD响\uFFFD\uFFFD了\uFFFD');
  });
});

test('HTML names its language, links quotes to the appendix, and every link has its target once', () => {
  const html = renderHtml(digest());
  expect(html).toMatch(/^<!doctype html>\n<html lang="zh-CN">/);
  const ids = [...html.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
  expect(new Set(ids).size).toBe(ids.length);
  const links = [...html.matchAll(/href="#([^"]*)"/g)].map(([, id]) => id);
  expect(links.length).toBeGreaterThan(30);
  expect(links.filter((id) => !ids.includes(id))).toEqual([]);
});

test('a Word file has real headings, a filled table of contents, repeated table heads and East Asian faces', async () => {
  const docx = await renderDocx(digest());
  const xml = partOf(docx, 'word/document.xml');
  for (const level of [1, 2, 3, 4]) expect(xml).toContain(`<w:pStyle w:val="Heading${level}"/>`);
  expect(xml).toMatch(/TOC \\h[^<]*<\/w:instrText>.*?一、总体情况.*?（一）道路照明/s);
  expect(xml).toContain('<w:tblHeader/>');
  expect(partOf(docx, 'word/styles.xml')).toMatch(/w:eastAsia="仿宋"/);
  expect(partOf(docx, 'word/styles.xml')).toMatch(/w:eastAsia="楷体"/);
  expect(partOf(docx, 'word/footer1.xml')).toContain('PAGE');
  expect(partOf(docx, 'docProps/core.xml')).toContain('2026-09-30T22:00:00Z');
});

test('a large digest prints the largest themes, says how many more there are, and keeps all in JSON', () => {
  const voices = Array.from({ length: 600 }, (_, i) =>
    aVoice({ id: `${i + 1}`, text: `第${i + 1}件事，说的是${i * 7919}` }),
  );
  const below = Array.from({ length: 100 }, (_, t) => ({
    label: `主题${t}`,
    below: Array.from({ length: 6 }, (_, m) => ({
      label: `事项${t}-${m}`,
      ids: [`${t * 6 + m + 1}`],
      single: m > 4,
    })),
  }));
  const content = digest({ voices, catalogue: aCatalogue([{ label: '板块', below }], voices) });
  const html = renderHtml(content);
  expect(html.match(/<h4/g)).toHaveLength(24);
  expect(html).toContain('另有2个事项');
  expect(content.groups[0]?.children.flatMap(({ children }) => children)).toHaveLength(500);
  for (const { id } of voices) expect(html).toMatch(new RegExp(` id="m\\d+">${id}</span>`));
});

const browser = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
const inChromium = browser === undefined ? 'skipped, no Chromium here: ' : '';

test.skipIf(browser === undefined)(
  `${inChromium}a phone of 390 px scrolls in one direction, and paper shows what a screen folds`,
  async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'mashang-digest-'));
    const args = [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ];
    const opened = await chromium.launch({ executablePath: browser ?? '', args });
    try {
      const { voices, catalogue } = town();
      const long = voices.map((voice) => (voice.id === '101' ? { ...voice, place: 'x'.repeat(120) } : voice));
      const pages = [
        renderHtml(digest({ voices: long, catalogue })),
        renderHtml(digestOf([...hostile, 'W'.repeat(400)])),
        renderHtml(digest({ lang: 'en' })),
      ];
      for (const html of pages) {
        const file = path.join(folder, 'digest.html');
        writeFileSync(file, html);
        const page = await opened.newPage({ viewport: { width: 390, height: 844 } });
        const requests: string[] = [];
        page.on('request', (request) => requests.push(request.url()));
        await page.goto(`file://${file}`);
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
        await page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = false; })");
        await page.emulateMedia({ media: 'print' });
        expect(await page.evaluate("document.querySelector('.register').checkVisibility()")).toBe(true);
        expect(requests).toHaveLength(1);
        await page.close();
      }
    } finally {
      await opened.close();
      rmSync(folder, { recursive: true });
    }
  },
);
