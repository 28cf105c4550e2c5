import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { wording } from '../../src/conversation/wording.ts';
import { loadMessages } from '../../src/intake/index.ts';
import type { Database } from '../../src/platform/index.ts';
import { closeDatabases, freshPglite } from '../support/database.ts';
import { type ResidentsSite, serveResidents } from '../support/residents-site.ts';
import { complaintsOf, noBrowser, openBrowser, phone, shoot } from './browser.ts';

const SAID = '翠湖社区东门的路灯坏了快一个月，晚上老人出门看不见，我电话13912345678，请派人修好。';
const MASKED = '翠湖社区东门的路灯坏了快一个月，晚上老人出门看不见，我电话〔手机号〕，请派人修好。';
const RECEIPT = /MS-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/;

const why = noBrowser === null ? '' : ` (skipped: ${noBrowser})`;

describe.skipIf(noBrowser !== null)(`a visit in Chromium${why}`, () => {
  let database: Database;
  let site: ResidentsSite;
  let browser: Browser;
  const contexts: BrowserContext[] = [];

  beforeAll(async () => {
    database = await freshPglite();
    site = await serveResidents(database);
    browser = await openBrowser();
  }, 180_000);
  afterAll(async () => {
    for (const context of contexts) await context.close();
    await browser?.close();
    await site?.serving.close();
    await closeDatabases();
  });

  const open = async (options: Parameters<Browser['newContext']>[0] = {}): Promise<Page> => {
    const context = await browser.newContext({ ...phone, ...options });
    contexts.push(context);
    return context.newPage();
  };
  const tap = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
  const last = (page: Page) => page.locator('li.office').last();
  /** The words that were filed, newest last. */
  const filed = async (): Promise<string[]> => {
    const texts: string[] = [];
    for await (const chunk of loadMessages(database.db)) texts.push(...chunk.map(({ text }) => text));
    return texts;
  };

  type Labels = (typeof wording)['zh']['labels'];

  /** From the scanned address to the receipt, the same with and without JavaScript. */
  const visit = async (page: Page, words: Labels, name: string): Promise<string | null> => {
    await page.goto(`${site.url}/s/${site.codes.zhao}`);
    await expect.poll(() => page.locator('li.office').count()).toBeGreaterThan(1);
    await shoot(page, `${name}-1-greeting`);
    await tap(page, words.agree);
    await page.getByRole('button', { name: words.own }).waitFor();
    await shoot(page, `${name}-2-menu`);
    await tap(page, words.own);
    await page.locator('.choices').getByRole('button').first().waitFor();
    await page.locator('#text').fill(SAID);
    await shoot(page, `${name}-3-written`);
    await page.locator('.say button').click();
    await page.locator('blockquote, .choices button').first().waitFor();
    const done = page.getByRole('button', { name: words.done, exact: true });
    const file = page.getByRole('button', { name: words.file, exact: true });
    await done.or(file).first().waitFor();
    if (await done.isVisible()) await done.click();
    await file.waitFor();
    await expect.poll(() => page.locator('blockquote').first().textContent()).toContain(MASKED);
    await shoot(page, `${name}-4-confirm`);
    await file.click();
    await page.locator('.receipt').waitFor();
    await shoot(page, `${name}-5-receipt`);
    return page.locator('.receipt').textContent();
  };

  test('from the scanned code to the receipt, in Chinese', async () => {
    const before = (await filed()).length;
    const page = await open();
    const complaints = complaintsOf(page);
    expect(await visit(page, wording.zh.labels, 'zh')).toMatch(RECEIPT);
    expect(await page.locator('h1').textContent()).toBe('赵浩海代表');
    expect(await page.locator('header').textContent()).toContain('兴业街道 翠湖社区 第一网格');
    expect((await filed()).slice(before)).toEqual([MASKED]);
    // The same page loaded again shows the same, and says nothing twice.
    const lines = await page.locator('li').count();
    await page.reload();
    expect(await page.locator('li').count()).toBe(lines);
    expect(complaints).toEqual([]);
  });

  test('the same without JavaScript', async () => {
    const before = (await filed()).length;
    const page = await open({ javaScriptEnabled: false });
    expect(await visit(page, wording.zh.labels, 'plain')).toMatch(RECEIPT);
    expect((await filed()).slice(before)).toEqual([MASKED]);
    expect(await page.getByRole('link', { name: '刷新，看看有没有新消息' }).count()).toBe(1);
  });

  test('the same in English, chosen on the page', async () => {
    const page = await open();
    const complaints = complaintsOf(page);
    await page.goto(`${site.url}/s/${site.codes.zhao}`);
    await page.locator('.language button').click();
    await expect.poll(() => page.locator('html').getAttribute('lang')).toBe('en');
    expect(await visit(page, wording.en.labels, 'en')).toMatch(RECEIPT);
    expect(complaints).toEqual([]);
  });

  test('in English from the start, where the browser says so', async () => {
    const page = await open({ locale: 'en-GB' });
    await page.goto(`${site.url}/s/${site.codes.home}`);
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    expect(await last(page).textContent()).toMatch(/[a-z]{3}/);
  });

  test('an English reader is told in words what is covered', async () => {
    const page = await open({ locale: 'en-GB' });
    await page.goto(`${site.url}/s/${site.codes.zhao}`);
    await tap(page, 'I agree');
    await tap(page, 'Something else');
    await page.locator('#text').fill(`${SAID}我叫王小明，住翠湖社区3号楼2单元501。`);
    await page.locator('.say button').click();
    await page.getByRole('button', { name: 'Send it', exact: true }).waitFor();
    const marks = ['〔手机号〕', '〔姓名〕', '〔门牌〕'];
    const covered = page.locator('blockquote').first().locator('.covered');
    expect(await covered.allTextContents()).toEqual(marks);
    for (const [at, said] of ['a mobile number', 'a name', 'a door number'].entries())
      expect(await page.locator('.log').textContent()).toContain(`${marks[at]} is ${said}.`);
    // A mark that is torn over two lines is not read as one.
    expect(await covered.evaluateAll((all) => all.map((mark) => mark.getClientRects().length))).toEqual([
      1, 1, 1,
    ]);
    await shoot(page, 'en-covered');
  });

  test('the language is switched in one place, and “or write here” stands only beside a choice', async () => {
    const page = await open();
    await page.goto(`${site.url}/s/${site.codes.xu}`);
    expect(await page.getByRole('button', { name: 'English' }).count()).toBe(1);
    expect(await page.locator('#text').getAttribute('placeholder')).toBe('也可以直接写在这里');
    await tap(page, '同意');
    await page.locator('#text').fill('删除我的数据');
    await tap(page, '发送');
    await tap(page, '删掉');
    await page.getByText('都删掉了').waitFor();
    await expect.poll(() => page.locator('#text').getAttribute('placeholder')).toBe('写在这里');
  });

  test('without JavaScript a look for news loads the page anew and stays where one was reading', async () => {
    const page = await open({ javaScriptEnabled: false });
    await page.goto(`${site.url}/s/${site.codes.home}`);
    await tap(page, '同意');
    const [cookie] = (await page.context().cookies()).filter(({ name }) => name === 'mashang');
    const person = cookie?.value.split('.')[1] ?? '';
    for (const text of ['路灯修好了。', '护栏也修好了。']) {
      const reply = { text, quotes: [], choices: [], hint: 'long', secret: false, lang: 'zh' } as const;
      await site.serving.channels.webChat.deliver(person, [reply]);
      await page.getByRole('link', { name: '刷新，看看有没有新消息' }).click();
      await page.getByText(text).waitFor();
      expect(new URL(page.url()).hash).toBe('#now');
    }
  });

  test('on a desktop', async () => {
    const page = await open({
      viewport: { width: 1440, height: 900 },
      isMobile: false,
      hasTouch: false,
      deviceScaleFactor: 1,
    });
    expect(await visit(page, wording.zh.labels, 'desktop')).toMatch(RECEIPT);
  });

  test('what is written offline is kept, also when the page is closed, and sent once', async () => {
    const page = await open();
    await page.goto(`${site.url}/s/${site.codes.xu}`);
    await tap(page, '同意');
    await tap(page, '说说别的事');
    const context = page.context();
    await context.setOffline(true);
    await page.locator('#text').fill('河边的护栏断了一截，孩子容易掉下去，请尽快补上。');
    await tap(page, '发送');
    await page.locator('li.pending').waitFor();
    await page.locator('.notice').waitFor();
    await shoot(page, 'offline');
    await page.close();
    await context.setOffline(false);
    const again = await context.newPage();
    await again.goto(`${site.url}/s/${site.codes.xu}`);
    await again.getByText('河边的护栏断了一截').first().waitFor();
    await expect.poll(() => again.locator('li.pending').count()).toBe(0);
    await expect.poll(() => again.locator('li.resident', { hasText: '河边的护栏' }).count()).toBe(1);
  });

  test('news that nobody asked for come by themselves and take no choice away', async () => {
    const page = await open();
    await page.goto(`${site.url}/s/${site.codes.home}`);
    await tap(page, '同意');
    await page.getByRole('button', { name: '说说别的事' }).waitFor();
    const [cookie] = (await page.context().cookies()).filter(({ name }) => name === 'mashang');
    const person = cookie?.value.split('.')[1] ?? '';
    await site.serving.channels.webChat.deliver(person, [
      {
        text: '您说过的这件事，有消息了：路灯修好了。',
        quotes: [],
        choices: [],
        hint: 'long',
        secret: false,
        lang: 'zh',
      },
    ]);
    await page.getByText('路灯修好了').waitFor();
    expect(await page.getByRole('button', { name: '说说别的事' }).isVisible()).toBe(true);
  });

  test('a photo is made smaller, attached, and can be seen in the log', async () => {
    const { default: sharp } = await import('sharp');
    const bytes = await sharp({
      create: { width: 3000, height: 2000, channels: 3, background: { r: 90, g: 120, b: 60 } },
    })
      .jpeg({ quality: 100 })
      .toBuffer();
    const page = await open();
    await page.goto(`${site.url}/s/${site.codes.xu}`);
    await tap(page, '同意');
    await tap(page, '说说别的事');
    await page.locator('#photo').setInputFiles({ name: '路灯.jpg', mimeType: 'image/jpeg', buffer: bytes });
    const picture = page.locator('li.resident img');
    await picture.waitFor();
    // Shown in the browser that sent it; whoever loads the page again reads that there was one.
    expect(await picture.evaluate((image: HTMLImageElement) => image.decode().then(() => image.alt))).toBe(
      '照片',
    );
    await expect.poll(() => last(page).textContent()).toContain('照片');
    await shoot(page, 'photo');
    await page.reload();
    await page.locator('li.resident .sent').waitFor();
    expect(await page.locator('li.resident img').count()).toBe(0);
  });

  test('a file that is no photo is said to be none, and leaves no broken picture', async () => {
    const page = await open();
    await page.goto(`${site.url}/s/${site.codes.xu}`);
    await tap(page, '同意');
    await tap(page, '说说别的事');
    const buffer = Buffer.from('these are words');
    await page.locator('#photo').setInputFiles({ name: '路灯.jpg', mimeType: 'image/jpeg', buffer });
    await page.getByText('这个不是照片').waitFor();
    await page.locator('li.resident .sent').waitFor();
    expect(await page.locator('li.resident img').count()).toBe(0);
  });

  test('with everything twice as large all of it is there, in one column', async () => {
    const page = await open({ viewport: { width: 195, height: 422 }, deviceScaleFactor: 4 });
    await page.goto(`${site.url}/s/${site.codes.zhao}`);
    await tap(page, '同意');
    await page.getByRole('button', { name: '说说别的事' }).waitFor();
    await shoot(page, 'twice-as-large');
    for (const name of ['帮助', '找工作人员', 'English', '发送'])
      expect(await page.getByRole('button', { name, exact: true }).isVisible()).toBe(true);
    expect(await page.locator('.pick').isVisible()).toBe(true);
    const widths = await page
      .locator('.choices button, #text')
      .evaluateAll((all) => all.map((element) => element.getBoundingClientRect().width));
    expect(Math.min(...widths)).toBeGreaterThan(150);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(195);
  });

  test('in a WebView of 2017 that lacks what came later, live all the same', async () => {
    const page = await open();
    const complaints = complaintsOf(page);
    await page.addInitScript(() => {
      for (const name of ['queueMicrotask', 'structuredClone', 'AbortController', 'IntersectionObserver'])
        Reflect.deleteProperty(window, name);
      for (const name of ['at', 'flat', 'flatMap', 'findLast', 'toSorted'])
        Reflect.deleteProperty(Array.prototype, name);
      for (const name of ['replaceAll', 'matchAll', 'trimEnd'])
        Reflect.deleteProperty(String.prototype, name);
      for (const name of ['fromEntries', 'hasOwn']) Reflect.deleteProperty(Object, name);
      for (const name of ['allSettled', 'any']) Reflect.deleteProperty(Promise, name);
      Reflect.deleteProperty(Promise.prototype, 'finally');
      Reflect.deleteProperty(crypto, 'randomUUID');
    });
    let loads = 0;
    page.on('framenavigated', () => {
      loads += 1;
    });
    expect(await visit(page, wording.zh.labels, 'old-webview')).toMatch(RECEIPT);
    expect(loads).toBe(1);
    expect(complaints).toEqual([]);
  });

  test('what lies below is pointed at, without covering what it is, and shown at a tap', async () => {
    const page = await open({ viewport: { width: 360, height: 640 } });
    await page.goto(`${site.url}/s/${site.codes.zhao}`);
    await page.getByRole('button', { name: '下面还有' }).click();
    await expect.poll(() => page.getByRole('button', { name: '下面还有' }).count()).toBe(0);
    const { bottom } = await page.locator('.choices').evaluate((element) => element.getBoundingClientRect());
    const { top } = await page.locator('.composer').evaluate((element) => element.getBoundingClientRect());
    expect(bottom).toBeLessThanOrEqual(top);
  });

  test('with a keyboard one goes on from the answer', async () => {
    const page = await open({ isMobile: false, hasTouch: false });
    await page.goto(`${site.url}/s/${site.codes.zhao}`);
    await page.locator('.pick').waitFor();
    await page.getByRole('button', { name: '同意', exact: true }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: '说说别的事' }).waitFor();
    await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toContain('同意');
    await page.keyboard.press('Tab');
    const first = page.locator('.choices button').first();
    expect(await first.evaluate((element) => element === document.activeElement)).toBe(true);
  });

  test('after “delete my data” nothing of the talk is left, in the page or on the server', async () => {
    const page = await open({ locale: 'en-GB' });
    await page.goto(`${site.url}/s/${site.codes.zhao}`);
    await tap(page, 'I agree');
    await page.locator('.aids').getByRole('button', { name: 'Help' }).click();
    await tap(page, 'Delete my data');
    await page.locator('li.resident', { hasText: 'Help' }).waitFor();
    await tap(page, 'Delete it');
    await page.getByText('All deleted').waitFor();
    await expect.poll(() => page.locator('li').count()).toBe(1);
    await page.reload();
    expect(await page.locator('.log').textContent()).toBe(
      'ReplyAll deleted. If you want to say something again, just write to me.',
    );
  });

  test('a file that is too large and no photo is not even sent', async () => {
    const page = await open();
    const complaints = complaintsOf(page);
    await page.goto(`${site.url}/s/${site.codes.zhao}`);
    await tap(page, '同意');
    await tap(page, '说说别的事');
    const buffer = Buffer.alloc(5_300_000, 7);
    await page.locator('#photo').setInputFiles({ name: 'a.jpg', mimeType: 'image/jpeg', buffer });
    await expect.poll(() => page.locator('.notice').textContent()).toContain('这张照片太大了');
    expect(complaints).toEqual([]);
  });

  test('letters are at least 18 pixels, what is tapped at least 44, and nothing is wider than the phone', async () => {
    const page = await open();
    await page.goto(`${site.url}/s/${site.codes.zhao}`);
    await page.locator('#text').fill('我家楼道里有很浓的煤气味');
    await tap(page, '发送');
    await page.locator('a[href="tel:119"]').waitFor();
    const measured = await page.evaluate(() => {
      const sizes = (selector: string, of: (element: Element) => number) =>
        Array.from(document.querySelectorAll(selector), of);
      return {
        letters: sizes('h1, p, a, span:not(.who), button, textarea, .pick', (element) =>
          Number.parseFloat(getComputedStyle(element).fontSize),
        ),
        heights: sizes('button, .pick, textarea, a', (element) => element.getBoundingClientRect().height),
        wide: document.documentElement.scrollWidth,
      };
    });
    expect(Math.min(...measured.letters)).toBeGreaterThanOrEqual(18);
    expect(Math.min(...measured.heights)).toBeGreaterThanOrEqual(44);
    expect(measured.wide).toBe(390);
  });

  test('a screen reader finds a log, a labelled box, and named buttons', async () => {
    const page = await open();
    await page.goto(`${site.url}/s/${site.codes.zhao}`);
    expect(await page.getByRole('log', { name: '对话' }).count()).toBe(1);
    expect(await page.getByRole('textbox', { name: '写在这里' }).count()).toBe(1);
    expect(await page.getByRole('button', { name: /^$/ }).count()).toBe(0);
    const contrasts = await page.evaluate(() => {
      const parse = (color: string) => (color.match(/[\d.]+/g) ?? []).map(Number);
      const linear = (value: number) => {
        const part = value / 255;
        return part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
      };
      const light = ([r = 0, g = 0, b = 0]: number[]) =>
        0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
      const ground = (element: Element | null): number[] => {
        if (element === null) return [255, 255, 255];
        const color = parse(getComputedStyle(element).backgroundColor);
        return color.length === 4 && color[3] === 0 ? ground(element.parentElement) : color;
      };
      return Array.from(document.querySelectorAll('p, button, h1, label, .who'), (element) => {
        const [a, b] = [light(parse(getComputedStyle(element).color)), light(ground(element))];
        return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
      });
    });
    // WCAG 2 AA.
    expect(Math.min(...contrasts)).toBeGreaterThanOrEqual(4.5);
  });
});
