import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { countMessages, loadMessages } from '../../src/intake/index.ts';
import { readSlug, resolveCode, retireCode, scanCounts } from '../../src/organisation/index.ts';
import type { Database } from '../../src/platform/index.ts';
import { closeDatabases, freshPglite } from '../support/database.ts';
import { residentAt, type SeenPage } from '../support/resident-client.ts';
import { type ResidentsSite, serveResidents } from '../support/residents-site.ts';

let database: Database;
let site: ResidentsSite;

beforeAll(async () => {
  database = await freshPglite();
  site = await serveResidents(database, {
    limits: { newSessions: 10_000, saysPerSession: 10_000, perAddress: 100_000 },
  });
}, 180_000);
afterAll(async () => {
  await site?.serving.close();
  await closeDatabases();
});

const jsonOf = async (response: Response): Promise<{ problem?: string; lines?: unknown[] }> =>
  (await response.json()) as { problem?: string; lines?: unknown[] };

/** A resident who has agreed and may write to the deputy. */
const writing = async (code: string) => {
  const client = residentAt(site.url);
  const greeted = await client.open(code);
  const menu = await client.say(code, greeted, { choice: 'agree' });
  const page = await client.say(code, menu, { choice: 'own' });
  return { client, page };
};

describe('a page of a code', () => {
  test('greets with the deputy and the place, in under 60 kB with everything it needs', async () => {
    const client = residentAt(site.url);
    const page = await client.open(site.codes.zhao);
    expect(page.status).toBe(200);
    expect(page.html).toContain('赵浩海代表');
    expect(page.html).toContain('兴业街道 翠湖社区 第一网格');
    expect(page.choices[0]).toBe('agree');
    const assets = Array.from(page.html.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g), ([, at = '']) => at);
    expect(assets).toHaveLength(2);
    let bytes = gzipSync(page.html).length;
    for (const asset of assets) {
      const response = await fetch(`${site.url}${asset}`, { headers: { 'accept-encoding': 'gzip' } });
      expect(response.headers.get('cache-control')).toContain('immutable');
      expect(response.headers.get('content-encoding')).toBe('gzip');
      bytes += gzipSync(await response.text()).length;
    }
    expect(bytes).toBeLessThan(60_000);
  });

  test('is found in small letters and with blanks too, and leads to its own address', async () => {
    const spoken = site.codes.zhao.toLowerCase();
    const response = await residentAt(site.url).send(`/s/${spoken}`);
    expect([response.status, response.headers.get('location')]).toEqual([303, `/s/${site.codes.zhao}`]);
  });

  test('keeps its session in a cookie that no script reads, and starts once', async () => {
    const client = residentAt(site.url);
    const response = await client.send(`/s/${site.codes.zhao}`);
    const cookies = response.headers.getSetCookie();
    expect(cookies).toHaveLength(2);
    for (const cookie of cookies) expect(cookie).toMatch(/; Path=\/s; HttpOnly; SameSite=Lax$/);
    const first = await client.open(site.codes.zhao);
    const second = await client.open(site.codes.zhao);
    const linesIn = (page: SeenPage) => page.html.match(/<li /g)?.length;
    expect(linesIn(second)).toBe(linesIn(first));
  });

  test('counts the scan, and neither a look at the head nor a page loaded in advance', async () => {
    const slug = readSlug(site.codes.home)!;
    const found = await resolveCode(database.db, slug);
    const scans = async () =>
      (await scanCounts(database.db, found!.id)).reduce((sum, { count }) => sum + count, 0);
    const before = await scans();
    await residentAt(site.url).send(`/s/${slug}`, { method: 'HEAD' });
    await residentAt(site.url).send(`/s/${slug}`, { headers: { 'sec-purpose': 'prefetch;prerender' } });
    expect(await scans()).toBe(before);
    await residentAt(site.url).open(slug);
    expect(await scans()).toBe(before + 1);
  });

  test('of an unknown code is kind, and nothing is begun', async () => {
    const client = residentAt(site.url);
    const page = await client.open('ZZZZZZZZZ');
    expect(page.status).toBe(404);
    expect(page.html).toContain('我不认识这个码');
    expect(client.cookies.size).toBe(0);
    const english = await residentAt(site.url, 'en-GB,en').open('ZZZZZZZZZ');
    expect(english.html).toContain('I do not know this code');
  });

  test('of a code that was replaced says so and leads to the new one', async () => {
    const { db } = database;
    const old = readSlug(site.codes.xu)!;
    const done = await retireCode(db, old, { reason: null, replace: true, at: new Date() });
    if (!done.ok || done.value.replacement === null) throw new Error('not replaced');
    const next = done.value.replacement;
    // What was resolved before is remembered for some seconds: another server knows nothing yet.
    const other = await serveResidents(database, { codes: site.codes });
    const client = residentAt(other.url);
    const response = await client.send(`/s/${old}`);
    expect([response.status, response.headers.get('location')]).toEqual([303, `/s/${next}`]);
    const page = await client.open(next);
    expect(page.html).toContain('您扫的码已经换新了');
    await retireCode(db, next, { reason: null, replace: false, at: new Date() });
    await other.serving.close();
    const later = await serveResidents(database, { codes: site.codes });
    const closed = await residentAt(later.url).open(next);
    expect(closed.status).toBe(410);
    expect(closed.html).toContain('这个码已经不用了');
    await later.serving.close();
  });

  test('offers the Telegram bot where there is one', async () => {
    const withBot = await serveResidents(database, {
      codes: site.codes,
      env: { TELEGRAM_BOT_NAME: '@anfeng_bot' },
    });
    const page = await residentAt(withBot.url).open(site.codes.zhao);
    expect(page.html).toContain(`href="https://t.me/anfeng_bot?start=${site.codes.zhao}"`);
    expect((await residentAt(site.url).open(site.codes.zhao)).html).not.toContain('t.me');
    await withBot.serving.close();
  });

  test('is found under the path of PUBLIC_URL, whether a proxy strips it or not', async () => {
    const below = await serveResidents(database, {
      codes: site.codes,
      env: { PUBLIC_URL: 'https://city.example.cn/mashang' },
    });
    for (const path of [`/s/${site.codes.zhao}`, `/mashang/s/${site.codes.zhao}`]) {
      const response = await residentAt(below.url).send(path);
      const html = await response.text();
      expect(response.status).toBe(200);
      expect(html).toContain(`action="/mashang/s/${site.codes.zhao}/say"`);
      expect(response.headers.getSetCookie()[0]).toMatch(
        /; Path=\/mashang\/s; HttpOnly; SameSite=Lax; Secure$/,
      );
      const style = /href="(\/mashang\/assets[^"]+)"/.exec(html)?.[1] ?? '';
      expect((await fetch(`${below.url}${style}`)).status).toBe(200);
    }
    await below.serving.close();
  });

  test('names emergency numbers so that a tap dials them', async () => {
    const { client, page } = await writing(site.codes.zhao);
    const answer = await client.say(site.codes.zhao, page, { text: '我家楼道里有很浓的煤气味。' });
    expect(answer.html).toContain('<a href="tel:119">119</a>');
  });

  test('allows nothing but its own files to run', async () => {
    const page = await residentAt(site.url).open(site.codes.zhao);
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toContain('unsafe');
    expect(page.html).not.toMatch(/<script(?![^>]*(?:src=|application\/json))/);
    expect(page.html).not.toMatch(/ (?:on[a-z]+|style)="/);
    expect(page.headers.get('referrer-policy')).toBe('same-origin');
  });
});

describe('what a form sends', () => {
  test('twice is said once', async () => {
    const { client, page } = await writing(site.codes.zhao);
    await client.say(site.codes.zhao, page, { text: '广场的健身器材坏了三个月，请修一修。' });
    const again = await client.say(site.codes.zhao, page, { text: '广场的健身器材坏了三个月，请修一修。' });
    expect(again.html.match(/广场的健身器材坏了三个月/g)?.length).toBeLessThanOrEqual(4);
    expect(again.html.match(/<li class="resident"[^>]*>(?:(?!<\/li>).)*健身器材/gs)).toHaveLength(1);
  });

  test('in another window goes to the deputy of that window', async () => {
    const { client, page } = await writing(site.codes.zhao);
    await client.open(site.codes.home);
    const sent = await client.say(site.codes.zhao, page, { text: '小区门口的斑马线看不清了，请重新画。' });
    expect(sent.status).toBe(200);
    const before = await countMessages(database.db);
    let now = sent;
    for (let step = 0; step < 4 && !now.choices.some((id) => id.startsWith('file')); step++) {
      const choice = ['resume', 'done', 'own', 'skip'].find((id) => now.choices.includes(id)) ?? '';
      now = await client.say(site.codes.zhao, now, { choice });
    }
    expect(now.html).toContain('赵浩海代表');
    const file = now.choices.find((id) => id.startsWith('file')) ?? '';
    await client.say(site.codes.zhao, now, { choice: file });
    expect(await countMessages(database.db)).toBe(before + 1);
  });

  test('with scripts, quotes, emoji and right-to-left text is shown as it was written', async () => {
    const { client, page } = await writing(site.codes.zhao);
    const text = `</script><script>alert(1)</script> "'&<b> 👵🏽 שלום مرحبا \u202Eabc 请修路灯`;
    const shown = await client.say(site.codes.zhao, page, { text });
    expect(shown.html).not.toContain('<script>alert');
    expect(shown.html).toContain('&lt;/script>&lt;script>alert(1)&lt;/script>');
    const data = /<script type="application\/json" id="view">(.*?)<\/script>/s.exec(shown.html)?.[1] ?? '';
    const view = JSON.parse(data) as { lines: { text?: string }[] };
    expect(view.lines.some((line) => line.text === text)).toBe(true);
  });

  test('in every field a script: refused or harmless', async () => {
    const { client, page } = await writing(site.codes.zhao);
    const evil = '"><script>alert(1)</script>';
    for (const fields of [
      { token: evil, id: page.id, text: 'a' },
      { token: page.token, id: evil, text: 'a' },
      { token: page.token, id: page.id, choice: evil },
      { token: page.token, id: `x${page.id}`, text: evil },
    ]) {
      const answer = await client.visit(`/s/${site.codes.zhao}/say`, client.form(fields));
      expect(answer.html).not.toContain('<script>alert');
      expect(answer.status).toBeLessThan(500);
    }
    expect((await client.visit(`/s/${encodeURIComponent(evil)}`)).html).not.toContain('<script>alert');
  });
});

describe('who is refused', () => {
  test('a form without a session is given back with its words, and can be sent again', async () => {
    const { page } = await writing(site.codes.zhao);
    const client = residentAt(site.url);
    const answer = await client.say(site.codes.zhao, page, { text: '路灯不亮，请修。' });
    expect(answer.status).toBe(403);
    expect(answer.html).toContain('这一页打开太久了');
    expect(answer.kept).toBe('路灯不亮，请修。');
    const again = await client.say(site.codes.zhao, answer, { text: answer.kept });
    expect(again.status).toBe(200);
    expect(again.choices).toContain('agree');
  });

  test('a forged cookie counts for nothing', async () => {
    const { client, page } = await writing(site.codes.zhao);
    const [version, , ...rest] = client.cookies.get('mashang')!.split('.');
    client.cookies.set('mashang', [version, 'A'.repeat(32), ...rest].join('.'));
    const answer = await client.say(site.codes.zhao, page, { text: '路灯不亮，请修。' });
    expect(answer.status).toBe(403);
    expect(answer.kept).toBe('路灯不亮，请修。');
  });

  test.each([
    ['another site', { origin: 'https://evil.example' }],
    ['a page of nobody', { origin: 'null' }],
    ['a link of another site', { referer: 'https://evil.example/s/' }],
    ['what the browser calls cross-site', { 'sec-fetch-site': 'cross-site' }],
  ])('a form from %s', async (_, headers) => {
    const { client, page } = await writing(site.codes.zhao);
    const fields = { token: page.token, id: page.id, text: '路灯不亮' };
    const answer = await client.visit(`/s/${site.codes.zhao}/say`, client.form(fields, headers));
    expect(answer.status).toBe(403);
    expect(answer.html).toContain('不是从我们的页面发来的');
  });

  test('a form with another session’s token', async () => {
    const { page } = await writing(site.codes.zhao);
    const { client } = await writing(site.codes.zhao);
    expect((await client.say(site.codes.zhao, page, { text: '路灯不亮' })).status).toBe(403);
  });

  test.each([
    ['/s/CODE/say', 'application/x-www-form-urlencoded'],
    ['/s/CODE/say', 'application/json'],
    ['/s/CODE/photo', 'multipart/form-data; boundary=x'],
  ])('10 MB at %s as %s', async (at, type) => {
    const { client } = await writing(site.codes.zhao);
    const head = type.startsWith('multipart')
      ? '--x\r\ncontent-disposition: form-data; name="photo"; filename="a.jpg"\r\ncontent-type: image/jpeg\r\n\r\n'
      : 'text=';
    const body = `${head}${'a'.repeat(10_000_000)}`;
    const answer = await client.visit(at.replace('CODE', site.codes.zhao), {
      method: 'POST',
      body,
      headers: { 'content-type': type },
    });
    expect(answer.status).toBe(413);
    // A script is told by name, a person in words.
    expect(answer.html).toContain(type === 'application/json' ? 'tooLarge' : '这个太大了');
  });

  test.each([
    ['/s/CODE/say', 'text/plain'],
    ['/s/CODE/say', 'multipart/form-data; boundary=x'],
    ['/s/CODE/say', 'application/xml'],
    ['/s/CODE/photo', 'application/json'],
  ])('a wrong content type at %s: %s', async (at, type) => {
    const { client } = await writing(site.codes.zhao);
    const answer = await client.visit(at.replace('CODE', site.codes.zhao), {
      method: 'POST',
      body: 'x',
      headers: { 'content-type': type },
    });
    expect(answer.status).toBe(415);
    expect(answer.html).toContain(type === 'application/json' ? 'wrongType' : '这个打不开');
  });

  test.each([
    ['broken JSON', '{"token":', 'application/json', 400],
    ['JSON that is no object', '[1]', 'application/json', 400],
    ['no fields', '', 'application/x-www-form-urlencoded', 400],
    ['an unknown character set', 'text=a', 'application/x-www-form-urlencoded; charset=x', 415],
  ])('%s', async (_, body, type, status) => {
    const { client } = await writing(site.codes.zhao);
    const answer = await client.send(`/s/${site.codes.zhao}/say`, {
      method: 'POST',
      body,
      headers: { 'content-type': type },
    });
    expect(answer.status).toBe(status);
  });

  test('a broken percent sign in the address', async () => {
    expect((await residentAt(site.url).visit('/s/%E0%A4%A')).status).toBe(400);
  });

  test('an address that is none has a kind page', async () => {
    const page = await residentAt(site.url).visit('/anything/else');
    expect(page.status).toBe(404);
    expect(page.html).toContain('请再扫一次墙上的二维码');
  });

  test('who says too much in a minute keeps the words', async () => {
    const strict = await serveResidents(database, {
      codes: site.codes,
      limits: { newSessions: 100, saysPerSession: 2, perAddress: 1000 },
    });
    const client = residentAt(strict.url);
    let page = await client.open(site.codes.zhao);
    page = await client.say(site.codes.zhao, page, { choice: 'agree' });
    page = await client.say(site.codes.zhao, page, { choice: 'own' });
    page = await client.say(site.codes.zhao, page, { text: '第三句：请修路灯。' });
    expect(page.status).toBe(429);
    expect(page.headers.get('retry-after')).toBe('60');
    expect(page.kept).toBe('第三句：请修路灯。');
    await strict.serving.close();
  });
});

describe('a photo', () => {
  const photos = async () => readdir(path.join(site.dataDir, 'message-photos')).catch((): string[] => []);

  const attach = async (bytes: Uint8Array, name = '照片.jpg', type = 'image/jpeg') => {
    const { client, page } = await writing(site.codes.zhao);
    const body = new FormData();
    body.append('token', page.token);
    body.append('id', page.id);
    body.append('photo', new Blob([new Uint8Array(bytes)], { type }), name);
    const answer = await client.visit(`/s/${site.codes.zhao}/photo`, { method: 'POST', body });
    return { client, answer };
  };

  test('is drawn anew: upright, at most 1,600 pixels, with no word about where and when', async () => {
    const before = await photos();
    const bytes = await sharp({ create: { width: 3000, height: 1500, channels: 3, background: '#496' } })
      .withExif({
        IFD0: { Make: 'A phone', ImageDescription: '青石路 12 号' },
        IFD3: { GPSLatitude: '36/1' },
      })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    expect(bytes.includes('A phone')).toBe(true);
    const { client, answer } = await attach(bytes);
    expect(answer.html).toContain('照片收到了');
    const [name = ''] = (await photos()).filter((file) => !before.includes(file));
    expect(name).toMatch(/^[0-9a-f]{32}\.jpg$/);
    const kept = sharp(path.join(site.dataDir, 'message-photos', name));
    const { format, width, height, exif, orientation } = await kept.metadata();
    expect({ format, width, height, exif, orientation }).toEqual({
      format: 'jpeg',
      width: 800,
      height: 1600,
      exif: undefined,
      orientation: undefined,
    });
    // No address leads to it.
    expect((await client.visit(`/message-photos/${name}`)).status).toBe(404);
    // It goes with the draft.
    const asked = await client.say(site.codes.zhao, answer, { choice: 'cancel' });
    const drop = asked.choices.find((id) => id.startsWith('drop'));
    if (drop !== undefined) await client.say(site.codes.zhao, asked, { choice: drop });
    expect(await photos()).not.toContain(name);
  });

  test.each([
    ['a program', Buffer.from('#!/bin/sh\necho hello\n')],
    ['a page that calls itself a photo', Buffer.from('<html><script>alert(1)</script>')],
    ['a drawing with scripts', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>')],
    ['the beginning of a photo', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16])],
    ['nothing', Buffer.alloc(0)],
  ])('that is %s is not taken, kindly', async (_, bytes) => {
    const before = await photos();
    const { answer } = await attach(bytes);
    expect(answer.status).toBe(200);
    expect(answer.html).toContain('这个不是照片');
    expect(await photos()).toEqual(before);
  });

  test('of more than 5 MB is refused', async () => {
    const { answer } = await attach(Buffer.alloc(5_100_000, 0xff));
    expect(answer.status).toBe(413);
    expect(answer.html).toContain('5 MB 以内');
  });
});

describe('the page’s own script', () => {
  const asJson = { accept: 'application/json', 'content-type': 'application/json' };

  test('gets new lines as JSON, and the same again for the same id', async () => {
    const { client, page } = await writing(site.codes.zhao);
    const body = JSON.stringify({
      token: page.token,
      id: 'island-00000001',
      text: '河边的垃圾没人收，请派人清。',
    });
    const at = `/s/${site.codes.zhao}/say?after=0`;
    const first = await jsonOf(await client.send(at, { method: 'POST', body, headers: asJson }));
    const second = await jsonOf(await client.send(at, { method: 'POST', body, headers: asJson }));
    expect(first.lines?.length).toBeGreaterThan(3);
    expect(second.lines).toEqual(first.lines);
  });

  test('is told of trouble by name', async () => {
    const client = residentAt(site.url);
    const answer = await client.send(`/s/${site.codes.zhao}/say`, {
      method: 'POST',
      body: JSON.stringify({ token: 'x', id: 'island-00000001', text: 'a' }),
      headers: asJson,
    });
    expect([answer.status, await jsonOf(answer)]).toEqual([403, { problem: 'expired' }]);
  });

  test('hears what comes later, from where it left off', async () => {
    const { client, page } = await writing(site.codes.zhao);
    const leave = new AbortController();
    const stream = await client.send(`/s/${site.codes.zhao}/events?after=0`, {
      signal: leave.signal,
      headers: { accept: 'text/event-stream' },
    });
    expect(stream.headers.get('content-type')).toContain('text/event-stream');
    const reader = stream.body!.pipeThrough(new TextDecoderStream()).getReader();
    let heard = '';
    const until = async (wanted: RegExp) => {
      while (!wanted.test(heard)) {
        const { value, done } = await reader.read();
        if (done) throw new Error(`the stream ended after: ${heard}`);
        heard += value;
      }
    };
    await until(/event: lines\nid: (\d+)/);
    const id = /id: (\d+)/.exec(heard)?.[1] ?? '';
    heard = '';
    await client.say(site.codes.zhao, page, { text: '菜市场门口总是堵车，请派人疏导。' });
    await until(/菜市场门口/);
    leave.abort();
    const again = await client.send(`/s/${site.codes.zhao}/news`, { headers: { 'last-event-id': id } });
    expect(JSON.stringify(await jsonOf(again))).toContain('菜市场门口');
    expect((await residentAt(site.url).send(`/s/${site.codes.zhao}/events`)).status).toBe(204);
  });

  test('is plain enough for browsers of 2017', async () => {
    const page = await residentAt(site.url).open(site.codes.zhao);
    const at = /src="(\/assets\/[^"]+)"/.exec(page.html)?.[1] ?? '';
    const script = await (await fetch(`${site.url}${at}`)).text();
    for (const modern of [/\?\?/, /\?\.[a-z([]/i, /\*\*=/, /catch\{/, /\.\.\.[a-z]+\}/, /\(\?<[=!]/])
      expect(script).not.toMatch(modern);
    for (const missing of [
      '.at(',
      '.flat(',
      '.flatMap(',
      '.replaceAll(',
      '.findLast(',
      'fromEntries',
      'randomUUID',
    ])
      expect(script).not.toContain(missing);
  });
});

test('what is filed carries code, place and language, and nothing that was masked', async () => {
  const { client, page } = await writing(site.codes.zhao);
  const text = '我叫王小明，住翠湖社区3号楼2单元501，电话13800138000，楼道灯坏了，请修好。';
  let now = await client.say(site.codes.zhao, page, { text });
  for (let step = 0; step < 3 && !now.choices.some((id) => id.startsWith('file')); step++)
    now = await client.say(site.codes.zhao, now, { choice: now.choices.includes('skip') ? 'skip' : 'done' });
  await client.say(site.codes.zhao, now, { choice: now.choices.find((id) => id.startsWith('file')) ?? '' });
  const filed = [];
  for await (const chunk of loadMessages(database.db)) filed.push(...chunk);
  const last = filed.at(-1);
  expect(last?.place).toBe('兴业街道翠湖社区');
  expect(last?.source).toBe('web-chat');
  for (const secret of ['王小明', '13800138000', '501']) expect(last?.text).not.toContain(secret);
});
