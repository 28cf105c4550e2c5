import './support/quiet.ts';
import { afterEach, describe, expect, test } from 'vitest';
import WXBizMsgCrypt from 'wechat-crypto';
import { createWechatQr, PHOTO_BYTES, type WechatOptions } from '../../src/channels/index.ts';
import { createCipher, signatureOf } from '../../src/channels/wechat/cipher.ts';
import { PICTURES } from '../../src/channels/wechat/load-photo.ts';
import { passiveText, withoutLinks } from '../../src/channels/wechat/render.ts';
import { parseXml, textAnswer } from '../../src/channels/wechat/xml.ts';
import { BadSetup } from '../../src/kernel/index.ts';
import { aChoice, aReply, JPEG, someDeps } from './support/deps.ts';
import {
  ACCOUNT,
  AES_KEY,
  APP_ID,
  aWechat,
  type Intercept,
  messageXml,
  passiveOf,
  SIGNED_AT,
  signedPost,
  TOKEN,
  textXml,
} from './support/wechat.ts';

const PERSON = 'oOPENID-li';
const reference = new WXBizMsgCrypt(TOKEN, AES_KEY, APP_ID);

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const begin = async (made = someDeps(), intercept?: Intercept, options: Partial<WechatOptions> = {}) => {
  const { channel, server } = await aWechat(made.deps, intercept, options);
  closing.push(async () => {
    await channel.stop();
    await server.close();
  });
  return {
    channel,
    server,
    ...made,
    sent: () => server.calls.filter(({ path }) => path.endsWith('custom/send')),
  };
};

const until = async (check: () => boolean) => {
  const end = Date.now() + 5_000;
  while (!check()) {
    if (Date.now() > end) throw new Error('it did not happen within five seconds');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
};

describe('the cipher', () => {
  const cipher = createCipher(AES_KEY, APP_ID);

  test.each(['', 'a', '路灯不亮', 'x'.repeat(11), 'x'.repeat(12), '👨‍👩‍👧‍👦'.repeat(500)])(
    'opens what the reference package sealed, and seals what it opens (%#)',
    (text) => {
      expect(cipher.decrypt(reference.encrypt(text))).toEqual({ ok: true, value: text });
      expect(reference.decrypt(cipher.encrypt(text))).toEqual({ message: text, id: APP_ID });
    },
  );

  test('signs as the reference package does', () => {
    for (const nonce of ['486452656', 'Zz', 'aZ-_']) {
      expect(signatureOf(TOKEN, '1763625600', nonce, 'sealed==')).toBe(
        reference.getSignature('1763625600', nonce, 'sealed=='),
      );
    }
  });

  test('refuses what is of another account, of another key, cut, changed or nothing', () => {
    const sealed = reference.encrypt('路灯不亮');
    const changed = Buffer.from(sealed, 'base64');
    changed[changed.length - 1]! ^= 1;
    const wrong = [
      new WXBizMsgCrypt(TOKEN, AES_KEY, 'wxfffffffffffffffff').encrypt('x'),
      new WXBizMsgCrypt(TOKEN, AES_KEY.toUpperCase(), APP_ID).encrypt('x'),
      sealed.slice(0, 40),
      Buffer.from(sealed, 'base64').subarray(0, 32).toString('base64'),
      changed.toString('base64'),
      '',
      'no base64 at all!',
    ];
    for (const one of wrong) expect(cipher.decrypt(one)).toEqual({ ok: false, error: 'notOurs' });
  });

  test('says which setting is wrong where the key has another length', () => {
    expect(() => createCipher('short', APP_ID)).toThrow(BadSetup);
  });
});

describe('XML', () => {
  test('gives texts as they were written', () => {
    const xml =
      '<xml><Content><![CDATA[ <a> & ]]]]><![CDATA[> 0123 ]]></Content><MsgId>23456789012345678901</MsgId></xml>';
    expect(parseXml(xml)?.get('Content')).toBe(' <a> & ]]> 0123 ');
    expect(parseXml(xml)?.get('MsgId')).toBe('23456789012345678901');
  });

  test.each([
    [
      'a document type',
      '<!DOCTYPE xml [<!ENTITY x SYSTEM "file:///etc/passwd">]><xml><Content>&x;</Content></xml>',
    ],
    ['an entity', '<xml><!ENTITY x "y"><Content>x</Content></xml>'],
    [
      'billions of laughs',
      '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><xml><Content>&b;</Content></xml>',
    ],
    ['no XML', 'hello'],
    ['JSON', '{"xml":1}'],
    ['an unclosed field', '<xml><Content>x</xml>'],
    ['another root', '<html><Content>x</Content></html>'],
    ['deep nesting', `<xml>${'<a>'.repeat(2_000)}${'</a>'.repeat(2_000)}</xml>`],
    ['nothing', ''],
  ])('with %s is refused', (_, xml) => {
    expect(parseXml(xml)).toBeNull();
  });

  test('of an answer can be read back, whatever is in the text', () => {
    const text = 'a ]]> <b> & "c" \u0007';
    const answer = textAnswer({ to: PERSON, from: ACCOUNT, seconds: 1, text });
    expect(parseXml(answer)?.get('Content')).toBe('a ]]> <b> & "c" ');
  });
});

describe('who calls', () => {
  const signed = (query: Record<string, string>) => ({
    method: 'GET',
    path: `/?${new URLSearchParams(query)}`,
    headers: {},
    body: new Uint8Array(),
  });
  const proof = {
    timestamp: SIGNED_AT,
    nonce: '486452656',
    signature: signatureOf(TOKEN, SIGNED_AT, '486452656'),
  };

  test('is told the echo when the address is verified', async () => {
    const { channel } = await begin();
    expect(await channel.handle(signed({ ...proof, echostr: '5838239' }))).toMatchObject({
      status: 200,
      body: '5838239',
    });
  });

  test.each([
    ['a wrong signature', { ...proof, signature: 'f'.repeat(40) }],
    ['no signature', { timestamp: proof.timestamp, nonce: proof.nonce }],
    ['another time', { ...proof, timestamp: '1795161601' }],
  ])('with %s is refused without a word', async (_, query) => {
    const { channel, arrivals } = await begin();
    expect(await channel.handle(signed({ ...query, echostr: '5838239' }))).toMatchObject({
      status: 401,
      body: '',
    });
    const post = signedPost(textXml(PERSON, 'x', 1));
    const path = `/?${new URLSearchParams(query)}`;
    expect(await channel.handle({ ...post, path })).toMatchObject({ status: 401, body: '' });
    expect(arrivals).toEqual([]);
  });

  test('in AES mode is understood and answered sealed', async () => {
    const { channel, arrivals } = await begin(
      someDeps(async () => [aReply({ text: '收到了' })]),
      undefined,
      { aesKey: AES_KEY },
    );
    const encrypted = reference.encrypt(textXml(PERSON, '路灯不亮', 1));
    const xml = `<xml><ToUserName>${ACCOUNT}</ToUserName><Encrypt><![CDATA[${encrypted}]]></Encrypt></xml>`;
    const { status, body } = await channel.handle(signedPost(xml, { encrypted }));
    expect(status).toBe(200);
    expect(arrivals.map(({ said }) => said)).toEqual([{ kind: 'text', text: '路灯不亮' }]);
    const outer = parseXml(body)!;
    const [sealed, time, nonce] = ['Encrypt', 'TimeStamp', 'Nonce'].map((name) => outer.get(name) ?? '');
    expect(outer.get('MsgSignature')).toBe(reference.getSignature(time!, nonce!, sealed!));
    const plain = reference.decrypt(sealed!);
    expect(plain.id).toBe(APP_ID);
    expect(passiveOf(plain.message)).toBe('收到了');
  });

  test('in AES mode may not send plain, nor another signature, nor another key', async () => {
    const { channel, arrivals } = await begin(someDeps(), undefined, { aesKey: AES_KEY });
    const encrypted = reference.encrypt(textXml(PERSON, 'x', 1));
    const other = new WXBizMsgCrypt(TOKEN, AES_KEY.toUpperCase(), APP_ID).encrypt(textXml(PERSON, 'x', 2));
    const sealed = (text: string) => `<xml><Encrypt><![CDATA[${text}]]></Encrypt></xml>`;
    const wrong = [
      signedPost(textXml(PERSON, 'x', 1)),
      signedPost(sealed(encrypted)),
      signedPost(sealed(encrypted), { encrypted: `${encrypted}x` }),
      signedPost(sealed(other), { encrypted: other }),
    ];
    for (const one of wrong) expect(await channel.handle(one)).toMatchObject({ status: 401, body: '' });
    expect(arrivals).toEqual([]);
  });

  test('with a signature from long ago is refused: it may stand in a proxy’s log', async () => {
    const { channel, clock, arrivals } = await begin();
    const caught = signedPost(textXml(PERSON, 'x', 1));
    clock.pass(3_600_000);
    expect(await channel.handle(caught)).toMatchObject({ status: 200 });
    clock.pass(1_000);
    expect(await channel.handle({ ...caught, body: Buffer.from(textXml(PERSON, 'y', 2)) })).toMatchObject({
      status: 401,
      body: '',
    });
    expect(await channel.handle(signedPost('', { timestamp: '99999999999999' }))).toMatchObject({
      status: 401,
    });
    expect(await channel.handle(signedPost('', { timestamp: 'x' }))).toMatchObject({ status: 401 });
    expect(arrivals).toHaveLength(1);
  });

  test('with sealed messages where no key is set is refused, and not kept waiting in silence', async () => {
    const { channel } = await begin();
    const xml = `<xml><ToUserName>${ACCOUNT}</ToUserName><Encrypt><![CDATA[abc]]></Encrypt></xml>`;
    expect(await channel.handle(signedPost(xml, { encrypted: 'abc' }))).toMatchObject({
      status: 401,
      body: '',
    });
  });

  test('in the mode that sends both is understood with a key and without', async () => {
    const plain = textXml(PERSON, '路灯不亮', 1);
    const encrypted = reference.encrypt(plain);
    const both = plain.replace('</xml>', `<Encrypt><![CDATA[${encrypted}]]></Encrypt></xml>`);
    for (const aesKey of [AES_KEY, null]) {
      const { channel, arrivals } = await begin(someDeps(), undefined, { aesKey });
      expect(await channel.handle(signedPost(both, { encrypted }))).toMatchObject({ status: 200 });
      expect(arrivals.map(({ said }) => said)).toEqual([{ kind: 'text', text: '路灯不亮' }]);
    }
  });

  test('with what is no message is answered 400', async () => {
    const { channel } = await begin();
    expect(await channel.handle(signedPost('<!DOCTYPE x><xml></xml>'))).toMatchObject({
      status: 400,
      body: '',
    });
  });
});

describe('what WeChat says', () => {
  const event = (Event: string, EventKey = '') => ({ MsgType: 'event', Event, EventKey });

  test.each([
    ['following by a scene', event('subscribe', 'qrscene_k3m9'), { kind: 'start', code: 'k3m9' }],
    ['following without one', event('subscribe'), { kind: 'start', code: null }],
    ['scanning as a follower', event('SCAN', 'k3m9'), { kind: 'start', code: 'k3m9' }],
    ['the account’s menu', event('CLICK', '查回执'), { kind: 'text', text: '查回执' }],
    ['a voice message', { MsgType: 'voice', MediaId: 'm' }, { kind: 'other', media: 'voice' }],
    ['a short video', { MsgType: 'shortvideo', MediaId: 'm' }, { kind: 'other', media: 'video' }],
    ['a place', { MsgType: 'location', Label: 'x' }, { kind: 'other', media: 'location' }],
    ['a link', { MsgType: 'link', Url: 'x' }, { kind: 'other', media: 'other' }],
    [
      'a card of a mini-program',
      { MsgType: 'miniprogrampage', Title: 'x' },
      { kind: 'other', media: 'other' },
    ],
    ['what WeChat will invent', { MsgType: '__proto__' }, { kind: 'other', media: 'other' }],
    [
      'a sticker, for which WeChat sends a sentence of its own',
      { MsgType: 'text', Content: '【收到不支持的消息类型，暂无法显示】' },
      { kind: 'other', media: 'sticker' },
    ],
    [
      'a tap on a menu',
      { MsgType: 'text', Content: '同意', bizmsgmenuid: 'm-YWdyZWU' },
      { kind: 'choice', id: 'agree' },
    ],
    [
      'a tap on a menu of somebody else’s',
      { MsgType: 'text', Content: '1', bizmsgmenuid: '101' },
      { kind: 'text', text: '1' },
    ],
    ['an empty text', { MsgType: 'text', Content: '' }, { kind: 'text', text: '' }],
  ])('as %s is read', async (_, fields, said) => {
    const { channel, arrivals } = await begin();
    await channel.handle(signedPost(messageXml({ FromUserName: PERSON, ...fields })));
    expect(arrivals.map((arrival) => arrival.said)).toEqual([said]);
  });

  test.each([['unsubscribe'], ['VIEW'], ['LOCATION'], ['TEMPLATESENDJOBFINISH']])(
    'about %s is nobody’s word',
    async (name) => {
      const { channel, arrivals } = await begin();
      const answer = await channel.handle(
        signedPost(messageXml({ FromUserName: PERSON, ...event(name, 'x') })),
      );
      expect(answer).toMatchObject({ status: 200, body: 'success' });
      expect(arrivals).toEqual([]);
    },
  );

  test('twice about one event is handled once, and the names of persons are not in what is kept', async () => {
    const { channel, arrivals } = await begin();
    const scan = { FromUserName: PERSON, ...event('SCAN', 'k3m9') };
    await channel.handle(signedPost(messageXml(scan)));
    await channel.handle(signedPost(messageXml(scan)));
    await channel.handle(signedPost(messageXml({ ...scan, CreateTime: '1763625601' })));
    expect(arrivals).toHaveLength(2);
    expect(arrivals[0]!.updateId).toMatch(/^e[0-9a-f]{64}$/);
  });
});

describe('a passive answer', () => {
  test('carries the whole turn, with lines to tap', async () => {
    const choices = [aChoice({ id: 'own', number: 2, label: '说说"别的"事' })];
    const { channel } = await begin(
      someDeps(async () => [aReply({ text: '一' }), aReply({ text: '二', choices })]),
    );
    const { body, headers } = await channel.handle(signedPost(textXml(PERSON, '在吗', 1)));
    expect(headers['content-type']).toContain('xml');
    const fields = parseXml(body)!;
    expect([fields.get('ToUserName'), fields.get('FromUserName'), fields.get('MsgType')]).toEqual([
      PERSON,
      ACCOUNT,
      'text',
    ]);
    expect(fields.get('Content')).toBe(
      '一\n\n二\n回一个数字就行：\n2 <a href="weixin://bizmsgmenu?msgmenucontent=说说 别的 事&msgmenuid=m-b3du">说说 别的 事</a>',
    );
  });

  test('is given again where WeChat asks again', async () => {
    const { channel, arrivals } = await begin(someDeps(async () => [aReply({ text: '收到了' })]));
    const answers = [];
    for (let times = 0; times < 3; times++)
      answers.push((await channel.handle(signedPost(textXml(PERSON, 'x', 1)))).body);
    expect(answers.map(passiveOf)).toEqual(['收到了', '收到了', '收到了']);
    expect(arrivals).toHaveLength(1);
  });

  test('makes no links of residents’ words, though they look the same', () => {
    const evil = '看<a href="https://evil.example">这里</a>和< A href=x>，1<a2，a<b';
    const text = passiveText([aReply({ quotes: [evil] })])!;
    expect(text).not.toMatch(/<\s*\/?\s*a\b/i);
    expect(text.replaceAll('\u2060', '')).toContain(evil);
    expect(withoutLinks('1<a2，a<b')).toBe('1<a2，a<b');
  });

  test('gives way to the customer-service API where the handler is slow, and says so within the limit', async () => {
    const gate = Promise.withResolvers<void>();
    const choices = [aChoice({ id: 'agree', label: '同意' })];
    const made = someDeps(async () => {
      await gate.promise;
      return [aReply({ text: '收到了' }), aReply({ text: '同意吗？', choices })];
    });
    const { channel, sent } = await begin(made, undefined, { passiveMs: 30 });
    const started = performance.now();
    expect((await channel.handle(signedPost(textXml(PERSON, 'x', 1)))).body).toBe('success');
    expect(performance.now() - started).toBeLessThan(1_000);
    gate.resolve();
    await until(() => sent().length === 1);
    // One message for the turn: WeChat allows three after a scan, and five after a message.
    expect(sent().map(({ body }) => body)).toEqual([
      {
        touser: PERSON,
        msgtype: 'msgmenu',
        msgmenu: {
          head_content: '收到了\n\n同意吗？',
          list: [{ id: 'm-YWdyZWU', content: '1 同意' }],
          tail_content: '',
        },
      },
    ]);
  });

  test('gives way to it where the text is too long, in pieces of at most 2,048 bytes', async () => {
    const text = '路灯坏了。'.repeat(300);
    const { channel, sent } = await begin(someDeps(async () => [aReply({ text })]));
    expect((await channel.handle(signedPost(textXml(PERSON, 'x', 1)))).body).toBe('success');
    await until(() => sent().length === 3);
    const contents = sent().map(({ body }) => (body.text as { content: string }).content);
    expect(contents.join('')).toBe(text);
    for (const content of contents) expect(Buffer.byteLength(content)).toBeLessThanOrEqual(2_048);
  });

  test('is refused once the channel stops, so that WeChat asks again', async () => {
    const { channel } = await begin();
    await channel.stop();
    expect(await channel.handle(signedPost(textXml(PERSON, 'x', 1)))).toMatchObject({ status: 503 });
  });
});

const qrFrom = (apiRoot: string) =>
  createWechatQr({
    appId: APP_ID,
    appSecret: 'the-app-secret',
    now: () => new Date(),
    apiRoot,
    retryAfterMs: [0],
  });

describe('WeChat’s API', () => {
  test('is asked for one token, which is kept', async () => {
    const { channel, server, sent } = await begin();
    await Promise.all(['a', 'b', 'c'].map((person) => channel.deliver(person, [aReply()])));
    expect(server.calls.filter(({ path }) => path.endsWith('stable_token'))).toHaveLength(1);
    expect(sent()).toHaveLength(3);
  });

  test('gets a fresh token before the old one ends', async () => {
    const { channel, server, clock } = await begin();
    await channel.deliver('a', [aReply()]);
    clock.pass(6_899_000);
    await channel.deliver('a', [aReply()]);
    clock.pass(2_000);
    await channel.deliver('a', [aReply()]);
    expect(server.calls.filter(({ path }) => path.endsWith('stable_token'))).toHaveLength(2);
  });

  test.each([40001, 42001, 40014])('gets a fresh token, once, after %i, and sends again', async (errcode) => {
    let refusals = 1;
    const { channel, server, sent } = await begin(undefined, ({ path }) =>
      path.endsWith('custom/send') && refusals-- > 0 ? { json: { errcode, errmsg: 'x' } } : null,
    );
    expect(await channel.deliver(PERSON, [aReply()])).toEqual({ kind: 'delivered' });
    expect(sent().map(({ token }) => token)).toEqual(['token-1', 'token-2']);
    expect(server.state.force).toBe(1);
  });

  test('takes the token that another process was given meanwhile, and ends nobody’s', async () => {
    const { channel, server, sent } = await begin();
    await channel.deliver(PERSON, [aReply()]);
    server.state.token += 1;
    expect(await channel.deliver(PERSON, [aReply()])).toEqual({ kind: 'delivered' });
    expect(sent().map(({ token }) => token)).toEqual(['token-1', 'token-1', 'token-2']);
    expect(server.state.force).toBe(0);
  });

  test('that gives a token near its end is not asked again at every call', async () => {
    const { channel, server } = await begin(undefined, ({ path }) =>
      path.endsWith('stable_token') ? { json: { access_token: 'token-1', expires_in: 300 } } : null,
    );
    for (let times = 0; times < 3; times++) await channel.deliver(PERSON, [aReply()]);
    expect(server.calls.filter(({ path }) => path.endsWith('stable_token'))).toHaveLength(1);
  });

  test('that refuses this account’s menus is sent the numbers to type, and no second menu', async () => {
    const { channel, sent } = await begin(undefined, ({ path, body }) =>
      path.endsWith('custom/send') && body.msgtype === 'msgmenu'
        ? { json: { errcode: 40200, errmsg: 'invalid account type' } }
        : null,
    );
    const ask = aReply({
      text: '同意吗？',
      choices: [aChoice(), aChoice({ id: 'no', number: 2, label: '不同意' })],
    });
    for (let times = 0; times < 2; times++) {
      expect(await channel.deliver(PERSON, [ask])).toEqual({ kind: 'delivered' });
    }
    expect(sent().map(({ body }) => body.msgtype)).toEqual(['msgmenu', 'text', 'text']);
    expect(sent().at(-1)!.body.text).toEqual({ content: '同意吗？\n回一个数字就行：\n1 同意\n2 不同意' });
  });

  test('does not ask for tokens for ever', async () => {
    const { channel, server } = await begin(undefined, ({ path }) =>
      path.endsWith('custom/send') ? { json: { errcode: 40001, errmsg: 'x' } } : null,
    );
    expect(await channel.deliver(PERSON, [aReply()])).toEqual({ kind: 'failed', again: false, sent: 0 });
    // One for the first call, one asked again, one forced.
    expect(server.calls.filter(({ path }) => path.endsWith('stable_token'))).toHaveLength(3);
    expect(server.state.force).toBe(1);
  });

  test.each([
    [45015, { kind: 'outsideWindow' }],
    [45047, { kind: 'outsideWindow' }],
    [43004, { kind: 'blocked' }],
    [40003, { kind: 'blocked' }],
    [-1, { kind: 'failed', again: true, sent: 1 }],
    [45009, { kind: 'failed', again: true, sent: 1 }],
    [48001, { kind: 'failed', again: false, sent: 1 }],
  ])('refusing a delivery with %i has an outcome', async (errcode, outcome) => {
    let sent = 0;
    const { channel } = await begin(undefined, ({ path }) =>
      path.endsWith('custom/send') && sent++ > 0 ? { json: { errcode, errmsg: 'x' } } : null,
    );
    // The first call has a good token, the second message is refused: a text of two messages' length.
    expect(await channel.deliver(PERSON, [aReply({ text: '路灯坏了。'.repeat(200) })])).toEqual(outcome);
  });

  test('that cannot be reached is worth another try later', async () => {
    const { channel, server } = await begin();
    await server.close();
    expect(await channel.deliver(PERSON, [aReply()])).toEqual({ kind: 'failed', again: true, sent: 0 });
  });

  test('makes a QR code with a scene', async () => {
    const { server } = await begin();
    expect(await qrFrom(server.root)('k3m9')).toEqual({
      url: 'http://weixin.qq.com/q/kZgfwMTm72WWPkovabbI',
      picture: 'https://mp.weixin.qq.com/cgi-bin/showqrcode?ticket=gQH47joAAAAAAAAAASxodHRwOi8v%3D%3D',
    });
    expect(server.calls.at(-1)!.body).toEqual({
      action_name: 'QR_LIMIT_STR_SCENE',
      action_info: { scene: { scene_str: 'k3m9' } },
    });
  });

  test('refusing the account while QR codes are made says what to check', async () => {
    const { server } = await begin(undefined, () => ({ json: { errcode: 40164, errmsg: 'invalid ip' } }));
    await expect(qrFrom(server.root)('k3m9')).rejects.toThrow(BadSetup);
    await server.close();
    await expect(qrFrom(server.root)('k3m9')).rejects.toThrow('cannot be reached');
  });

  test('that cannot be reached at the start holds nothing up', async () => {
    const { channel, server } = await begin();
    await server.close();
    await channel.start();
    expect(passiveOf((await channel.handle(signedPost(textXml(PERSON, 'x', 1)))).body)).toBe('您好');
  });

  test('with a wrong secret says at the start what to check, and not what it was', async () => {
    const { channel } = await begin(undefined, () => ({
      json: { errcode: 40125, errmsg: 'invalid appsecret' },
    }));
    const failure = await channel.start().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(BadSetup);
    expect((failure as BadSetup).zh).toContain('WECHAT_APP_SECRET');
    expect(JSON.stringify(failure)).not.toContain('the-app-secret');
  });
});

describe('photos', () => {
  const photo = messageXml({
    FromUserName: PERSON,
    MsgType: 'image',
    MediaId: 'media-1',
    PicUrl: 'http://x',
    MsgId: '9',
  });

  test('are loaded and handed on by reference', async () => {
    const { channel, arrivals, server } = await begin(undefined, ({ path }) =>
      path.endsWith('media/get') ? { bytes: JPEG } : null,
    );
    await channel.handle(signedPost(photo));
    expect(arrivals.map(({ said }) => said)).toEqual([{ kind: 'photo', photo: 'photo-1', caption: null }]);
    expect(server.calls.at(-1)!.body).toMatchObject({ media_id: 'media-1' });
  });

  const elsewhere = { pictures: /^http:\/\/127\.0\.0\.1:/ };
  const from = (url: string) => photo.replace('http://x', url);

  test('are loaded from their own address where the account may not use the API', async () => {
    const { channel, arrivals, server } = await begin(
      undefined,
      ({ path }) =>
        path.endsWith('media/get')
          ? { json: { errcode: 48001, errmsg: 'api unauthorized' } }
          : path === '/mmbiz_jpg/1/0'
            ? { bytes: JPEG }
            : null,
      elsewhere,
    );
    await channel.handle(signedPost(from(`${server.root}/mmbiz_jpg/1/0`)));
    expect(arrivals.map(({ said }) => said)).toEqual([{ kind: 'photo', photo: 'photo-1', caption: null }]);
    expect(server.calls.at(-1)).toMatchObject({ path: '/mmbiz_jpg/1/0', token: null });
  });

  test.each([
    ['http://mmbiz.qpic.cn/mmbiz_jpg/1/0', true],
    ['https://mmbiz.qpic.cn/mmbiz_jpg/1/0', true],
    ['http://127.0.0.1/x', false],
    ['http://mmbiz.qpic.cn.evil.example/x', false],
    ['http://evil.example/?.qpic.cn/', false],
    ['http://user@evil.example#.qpic.cn/', false],
    ['file:///etc/passwd', false],
  ])('are loaded from no address but WeChat’s own: %s', (url, allowed) => {
    expect(PICTURES.test(url)).toBe(allowed);
  });

  test('that name neither id nor address are told to be none', async () => {
    const { channel, arrivals } = await begin();
    await channel.handle(signedPost(messageXml({ FromUserName: PERSON, MsgType: 'image', MsgId: '9' })));
    expect(arrivals.map(({ said }) => said)).toEqual([{ kind: 'badPhoto', why: 'notAPhoto' }]);
  });

  test.each([
    ['too large', Buffer.alloc(PHOTO_BYTES + 1), 'tooBig'],
    ['none', Buffer.from('hello'), 'notAPhoto'],
  ])('that are %s are told so', async (_, bytes, why) => {
    const { channel, arrivals } = await begin(undefined, ({ path }) =>
      path.endsWith('media/get') ? { bytes } : null,
    );
    await channel.handle(signedPost(photo));
    expect(arrivals.map(({ said }) => said)).toEqual([{ kind: 'badPhoto', why }]);
  });

  test('are loaded again with a fresh token', async () => {
    let refusals = 1;
    const { channel, arrivals } = await begin(undefined, ({ path }) =>
      path.endsWith('media/get')
        ? refusals-- > 0
          ? { json: { errcode: 42001, errmsg: 'expired' } }
          : { bytes: JPEG }
        : null,
    );
    await channel.handle(signedPost(photo));
    expect(arrivals).toHaveLength(1);
  });
});
