import { describe, expect, test } from 'vitest';
import { memorySeenUpdates } from '../../src/channels/index.ts';
import { createLanes } from '../../src/channels/lanes.ts';
import { createOutbox } from '../../src/channels/outbox.ts';
import { readLimited } from '../../src/channels/read-limited.ts';
import { sameSecret } from '../../src/channels/secrets.ts';
import { aClock, aReply } from './support/deps.ts';

const news = (text: string) => ({ kind: 'reply' as const, about: null, reply: aReply({ text }) });

describe('lanes', () => {
  test('go on after a task that failed, and hand the failure only to who asked for it', async () => {
    const lanes = createLanes();
    const failed = lanes.run('li', () => Promise.reject(new Error('no')));
    const next = lanes.run('li', async () => 'yes');
    await expect(failed).rejects.toThrow('no');
    await expect(next).resolves.toBe('yes');
    await lanes.idle();
  });

  test('are idle only when what a task began last is done too', async () => {
    const lanes = createLanes();
    const done: number[] = [];
    void lanes.run('li', async () => {
      void lanes.run('li', async () => {
        done.push(2);
      });
      done.push(1);
    });
    await lanes.idle();
    expect(done).toEqual([1, 2]);
  });
});

describe('seen updates in memory', () => {
  test('forget the oldest, and tell channels apart', async () => {
    const seen = memorySeenUpdates(2);
    for (const updateId of ['1', '2', '3']) await seen.add({ channel: 'telegram', updateId });
    expect(await seen.has({ channel: 'telegram', updateId: '1' })).toBe(false);
    expect(await seen.has({ channel: 'telegram', updateId: '3' })).toBe(true);
    expect(await seen.has({ channel: 'wechat', updateId: '3' })).toBe(false);
  });
});

describe('an outbox', () => {
  test('gives ids that grow, also within a millisecond and after a restart', () => {
    const clock = aClock();
    const before = createOutbox({ now: clock.now });
    const [first, second] = before.append('li', [news('一'), news('二')]);
    expect(second!.id).toBe(first!.id + 1);
    clock.pass(10);
    const after = createOutbox({ now: clock.now });
    const [third] = after.append('li', [news('三')]);
    expect(third!.id).toBeGreaterThan(second!.id);
    expect(after.after('li', second!.id)).toEqual({ events: [third], gap: true });
  });

  test('resumes after a cursor without gap or repetition', () => {
    const outbox = createOutbox({ now: aClock().now });
    const [first, second] = outbox.append('li', [news('一'), news('二')]);
    expect(outbox.after('li', 0)).toEqual({ events: [first, second], gap: false });
    expect(outbox.after('li', first!.id)).toEqual({ events: [second], gap: false });
    expect(outbox.after('li', second!.id)).toEqual({ events: [], gap: false });
    expect(outbox.after('wang', 0)).toEqual({ events: [], gap: false });
  });

  test('says that something is missing only to who has not had it', () => {
    const outbox = createOutbox({ now: aClock().now, perPerson: 2 });
    const [first, second, third] = outbox.append('li', [news('一'), news('二'), news('三')]);
    expect(outbox.after('li', first!.id)).toEqual({ events: [second, third], gap: false });
    expect(outbox.after('li', first!.id - 1).gap).toBe(true);
    outbox.append('li', [news('四')]);
    expect(outbox.after('li', first!.id).gap).toBe(true);
  });

  test('drops who was idle longest, but nobody who listens', () => {
    const outbox = createOutbox({ now: aClock().now, people: 2 });
    const ear = new AbortController();
    outbox.append('li', [news('一')]);
    outbox.append('wang', [news('一')]);
    outbox.append('li', [news('二')]);
    outbox.append('zhao', [news('一')]);
    expect(outbox.after('wang', 0).events).toEqual([]);
    expect(outbox.after('li', 0).events).toHaveLength(2);
    outbox.listen('li', () => {}, ear.signal);
    outbox.append('qian', [news('一')]);
    expect(outbox.after('li', 0).events).toHaveLength(2);
    ear.abort();
    expect(outbox.listeners('li')).toBe(0);
  });

  test('tells listeners until they leave', () => {
    const outbox = createOutbox({ now: aClock().now });
    const ear = new AbortController();
    const heard: string[] = [];
    outbox.listen('li', (events) => heard.push(...events.map(({ kind }) => kind)), ear.signal);
    outbox.append('li', [news('一')]);
    outbox.append('wang', [news('一')]);
    ear.abort();
    outbox.append('li', [news('二')]);
    expect(heard).toEqual(['reply']);
  });
});

describe('reading with a limit', () => {
  test('gives what fits and nothing of what does not, declared or not', async () => {
    const bytes = new Uint8Array(10);
    const undeclared = () => new Response(new Blob([bytes, bytes]).stream());
    expect(await readLimited(undeclared(), 20)).toHaveLength(20);
    expect(await readLimited(undeclared(), 19)).toBeNull();
    expect(await readLimited(new Response('x', { headers: { 'content-length': '99' } }), 20)).toBeNull();
  });
});

test('secrets are equal only when they are the same', () => {
  expect(sameSecret('abc', 'abc')).toBe(true);
  expect(sameSecret('abc', 'abcd')).toBe(false);
  expect(sameSecret('', 'abc')).toBe(false);
});
