import './support/quiet.ts';
import { afterEach, describe, expect, test } from 'vitest';
import { type ChannelName, channelNames, type Handler, memorySeenUpdates } from '../../src/channels/index.ts';
import { apologyReplies, type Reply } from '../../src/conversation/index.ts';
import type { Bench, OpenBench } from './support/bench.ts';
import { aChoice, aReply, someDeps } from './support/deps.ts';
import { openHttpApi, openWebChat } from './support/pulled.ts';
import { openTelegram } from './support/telegram.ts';
import { openWechat } from './support/wechat.ts';

// What every channel must do. A city's own channel is added here by one line, and has no other way to be finished.
const channels: Readonly<Record<ChannelName, OpenBench>> = {
  'web-chat': openWebChat,
  telegram: openTelegram,
  wechat: openWechat,
  'http-api': openHttpApi,
};

/** Where a person has no way to keep the channel from writing: their benches have `block: null`. */
const nobodyBlocks: ReadonlySet<ChannelName> = new Set(['web-chat']);

let open: Bench[] = [];
afterEach(async () => {
  for (const bench of open) await bench.close();
  open = [];
});

const until = async (check: () => boolean | Promise<boolean>): Promise<void> => {
  const end = Date.now() + 5_000;
  while (!(await check())) {
    if (Date.now() > end) throw new Error('it did not happen within five seconds');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
};

/** A promise and what opens it. */
const aGate = () => Promise.withResolvers<void>();

const sorry = apologyReplies('down', 'zh')[0]!.text;

describe.each(channelNames)('the channel %s', (name) => {
  const begin = async (handler?: Handler) => {
    const made = someDeps(handler);
    const bench = await channels[name](made.deps);
    open.push(bench);
    return { bench, ...made };
  };
  const heard = async (bench: Bench, person: string): Promise<string> =>
    (await bench.heard(person)).join('\n');

  test('opens a conversation with the code that was scanned, and the greeting reaches the person', async () => {
    const { bench, arrivals } = await begin(async () => [aReply({ text: '您好，这里是王代表的云工作室。' })]);
    await bench.say('li', { kind: 'start', code: 'k3m9-Qx' }, 1);
    expect(arrivals.map(({ channel, said }) => ({ channel, said }))).toEqual([
      { channel: name, said: { kind: 'start', code: 'k3m9-Qx' } },
    ]);
    expect(await heard(bench, 'li')).toContain('您好，这里是王代表的云工作室。');
  });

  test('opens one without a code', async () => {
    const { bench, arrivals } = await begin();
    await bench.say('li', { kind: 'start', code: null }, 1);
    expect(arrivals.map(({ said }) => said)).toEqual([{ kind: 'start', code: null }]);
  });

  test('offers choices that can be tapped, and takes a typed number as a text', async () => {
    const choices = [
      aChoice({ id: 'topic:8f14e45f-ceea-467f-9af0-1d2f3a4b5c6d', number: 1, label: '停车难' }),
      aChoice({ id: 'own', number: 2, label: '说说别的事' }),
    ];
    const { bench, arrivals } = await begin(async () => [aReply({ choices, hint: 'choose' })]);
    await bench.say('li', { kind: 'start', code: 'k3m9' }, 1);
    await bench.say('li', { kind: 'tap', label: '停车难' }, 2);
    await bench.say('li', { kind: 'text', text: '2' }, 3);
    expect(arrivals.slice(1).map(({ said }) => said)).toEqual([
      { kind: 'choice', id: 'topic:8f14e45f-ceea-467f-9af0-1d2f3a4b5c6d' },
      { kind: 'text', text: '2' },
    ]);
  });

  test('handles a repeated update once, also while the first is under way', async () => {
    const gate = aGate();
    const { bench, arrivals } = await begin(async () => {
      await gate.promise;
      return [aReply()];
    });
    const both = [1, 1].map((update) => bench.say('li', { kind: 'text', text: '路灯不亮' }, update));
    gate.resolve();
    await Promise.all(both);
    await bench.say('li', { kind: 'text', text: '路灯不亮' }, 1);
    expect(arrivals).toHaveLength(1);
  });

  test('tells two updates apart that say the same', async () => {
    const { bench, arrivals } = await begin();
    await bench.say('li', { kind: 'text', text: '1' }, 1);
    await bench.say('li', { kind: 'text', text: '1' }, 2);
    expect(new Set(arrivals.map(({ updateId }) => updateId)).size).toBe(2);
  });

  test('keeps the order of one person, and lets nobody wait for another', async () => {
    const gate = aGate();
    const done: string[] = [];
    const { bench, arrivals } = await begin(async ({ said }) => {
      const text = said.kind === 'text' ? said.text : '';
      if (text === '一') await gate.promise;
      done.push(text);
      return [aReply({ text: `收到${text}` })];
    });
    const first = bench.say('li', { kind: 'text', text: '一' }, 1);
    const second = bench.say('li', { kind: 'text', text: '二' }, 2);
    await bench.say('wang', { kind: 'text', text: '三' }, 3);
    expect(done).toEqual(['三']);
    gate.resolve();
    await Promise.all([first, second]);
    expect(done).toEqual(['三', '一', '二']);
    expect((await bench.heard('li')).map((text) => text.trim())).toEqual(['收到一', '收到二']);
    expect(new Set(arrivals.map(({ person }) => person)).size).toBe(2);
  });

  test.each([
    ['emoji', '👨‍👩‍👧‍👦 停车 🚗🏳️‍🌈 e\u0301'],
    ['right-to-left text', 'مرحبا، الشارع مظلم \u202B(12)\u202C'],
    [
      'markup',
      '<b>a</b> *b* _c_ `d` [e](tg://x) &amp; ]]> <a href="https://evil.example">f</a> <!DOCTYPE x>',
    ],
    ['a script', '<script>alert(1)</script>{{7*7}}\\u0041'],
    ['lines and spaces', '第一行\n\n  第二行\t完'],
  ])('brings %s unchanged to the handler and to the person', async (_, text) => {
    const { bench, arrivals } = await begin(async ({ said }) => [
      aReply({ text: '您写的是：', quotes: said.kind === 'text' ? [said.text] : [] }),
    ]);
    await bench.say('li', { kind: 'text', text }, 1);
    expect(arrivals.map(({ said }) => said)).toEqual([{ kind: 'text', text }]);
    expect(await heard(bench, 'li')).toContain(text);
  });

  test('delivers a long reply whole and in order', async () => {
    const text = Array.from({ length: 900 }, (_, at) => `第${at}句，路灯坏了。`).join('');
    expect(text.length).toBeGreaterThan(9_000);
    const { bench } = await begin(async () => [aReply({ text })]);
    await bench.say('li', { kind: 'text', text: '念给我听' }, 1);
    await until(async () => (await bench.heard('li')).join('').length >= text.length);
    expect((await bench.heard('li')).join('')).toBe(text);
  });

  test('tries again where the handler failed once, and the person notices nothing', async () => {
    let failures = 1;
    const { bench } = await begin(async () => {
      if (failures-- > 0) throw new Error('the database restarts');
      return [aReply({ text: '收到了' })];
    });
    await bench.say('li', { kind: 'text', text: '路灯不亮' }, 1);
    expect(await bench.heard('li')).toEqual(['收到了']);
  });

  test('says a kind sentence where the handler goes on failing, and loses nothing', async () => {
    let down = true;
    const handled: string[] = [];
    const { bench } = await begin(async ({ said }) => {
      if (down) throw new Error('the database is down');
      handled.push(said.kind === 'text' ? said.text : '');
      return [aReply({ text: '收到了' })];
    });
    await bench.say('li', { kind: 'text', text: '路灯不亮' }, 1);
    expect(await bench.heard('li')).toEqual([sorry]);
    down = false;
    await bench.say('li', { kind: 'text', text: '路灯不亮' }, 1); // the platform's, or the person's, second try
    await bench.say('li', { kind: 'text', text: '井盖也坏了' }, 2);
    expect(handled).toEqual(['路灯不亮', '井盖也坏了']);
    expect(await heard(bench, 'li')).toContain('收到了');
  });

  test('does not do again what is done where only noting it failed', async () => {
    const made = someDeps(async () => [aReply({ text: '收到了' })]);
    const seen = { ...memorySeenUpdates(), add: () => Promise.reject(new Error('the database is down')) };
    const bench = await channels[name]({ ...made.deps, seen });
    open.push(bench);
    await bench.say('li', { kind: 'text', text: '路灯不亮' }, 1);
    expect(made.arrivals).toHaveLength(1);
    expect(await bench.heard('li')).toEqual(['收到了']);
  });

  test('delivers news to the address of an earlier arrival', async () => {
    const { bench, arrivals } = await begin();
    await bench.say('li', { kind: 'text', text: '路灯不亮' }, 1);
    const news: Reply[] = [aReply({ text: '您的留言办好了' }), aReply({ text: '路灯已修' })];
    const delivery = await bench.channel.deliver(arrivals[0]!.address, news);
    expect(['delivered', 'waiting']).toContain(delivery.kind);
    expect(arrivals[0]!.address).toBe(bench.address('li'));
    // In one message or in two: WeChat counts them.
    expect((await bench.heard('li')).slice(1).join('\n\n')).toBe('您的留言办好了\n\n路灯已修');
  });

  const unblockable = nobodyBlocks.has(name);
  test.skipIf(unblockable)(
    `reports a person who can no longer be written to${unblockable ? ' (skipped: nobody can block it)' : ''}`,
    async () => {
      const { bench } = await begin();
      bench.block?.('li');
      expect(await bench.channel.deliver(bench.address('li'), [aReply()])).toEqual({ kind: 'blocked' });
      expect((await bench.channel.deliver(bench.address('wang'), [aReply()])).kind).toBe('delivered');
    },
  );

  test('finishes what is under way before it has stopped, and takes nothing after', async () => {
    const gate = aGate();
    const { bench, arrivals } = await begin(async () => {
      await gate.promise;
      return [aReply({ text: '收到了' })];
    });
    const saying = bench.say('li', { kind: 'text', text: '路灯不亮' }, 1);
    await until(() => arrivals.length === 1);
    let stopped = false;
    const stopping = bench.channel.stop().then(() => {
      stopped = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(stopped).toBe(false);
    gate.resolve();
    await Promise.all([saying, stopping]);
    expect(await bench.heard('li')).toEqual(['收到了']);
    await bench.say('li', { kind: 'text', text: '井盖也坏了' }, 2).catch(() => {});
    expect(arrivals).toHaveLength(1);
  });
});
