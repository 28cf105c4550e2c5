import './support/quiet.ts';
import type { InlineKeyboardMarkup, Update } from 'grammy/types';
import { describe, expect, test } from 'vitest';
import type { Spoken } from './support/bench.ts';
import { someDeps } from './support/deps.ts';
import { stories, storyHandler } from './support/stories.ts';
import { aTelegram, sentTo, tapUpdate, textUpdate } from './support/telegram.ts';
import { aWechat, messageXml, passiveOf, signedPost, textXml } from './support/wechat.ts';

// Fingers are quick and networks repeat themselves: with the real conversation behind, whatever is tapped three times at
// once is done once.

const RECEIPT = 'K7QM-2XPD';
const story: readonly Spoken[] = stories['topic-to-receipt'] ?? [];
const PERSON = 42;

describe('a person who taps everything three times at once', () => {
  test('files one message over Telegram, and is told each time', async () => {
    const { channel, calls } = aTelegram(someDeps(storyHandler()).deps);
    let id = 0;
    const next = (): number => {
      id += 1;
      return id;
    };
    const updatesOf = (spoken: Spoken): Update[] => {
      if (spoken.kind === 'start') return [textUpdate(next(), PERSON, `/start ${spoken.code ?? ''}`.trim())];
      if (spoken.kind === 'text') return [textUpdate(next(), PERSON, spoken.text)];
      const keyboards = sentTo(calls, PERSON).map(
        ({ payload }) => payload.reply_markup as InlineKeyboardMarkup | undefined,
      );
      const keyboard = keyboards.findLast((one) =>
        one?.inline_keyboard.flat().some(({ text }) => text === spoken.label),
      );
      const button = keyboard?.inline_keyboard.flat().find(({ text }) => text === spoken.label);
      if (button === undefined || !('callback_data' in button)) throw new Error(`no button ${spoken.label}`);
      const { callback_data: data } = button;
      return [1, 2, 3].map(() => tapUpdate(next(), PERSON, data, keyboard));
    };
    for (const spoken of story)
      await Promise.all(updatesOf(spoken).map((update) => channel.handleUpdate(update)));
    const texts = sentTo(calls, PERSON).map(({ payload }) => String(payload.text));
    expect(texts.filter((text) => text.includes(RECEIPT))).toHaveLength(1);
    const answered = calls.filter(({ method }) => method === 'answerCallbackQuery');
    expect(answered).toHaveLength(3 * story.filter(({ kind }) => kind === 'tap').length);
    await channel.stop();
  });

  test('files one message over WeChat, whose three requests about one tap get one answer', async () => {
    const { channel, server } = await aWechat(someDeps(storyHandler()).deps);
    let shown = '';
    const seen: string[] = [];
    for (const [at, spoken] of story.entries()) {
      const xml = (id: number): string => {
        if (spoken.kind === 'text') return textXml('oLI', spoken.text, id);
        if (spoken.kind === 'start')
          return messageXml({
            FromUserName: 'oLI',
            MsgType: 'event',
            Event: 'SCAN',
            EventKey: spoken.code ?? '',
          });
        const [, content = '', menu = ''] =
          [...shown.matchAll(/msgmenucontent=([^&]*)&msgmenuid=([^"]*)/g)].find(
            ([, label]) => label === spoken.label,
          ) ?? [];
        return messageXml({
          FromUserName: 'oLI',
          MsgType: 'text',
          Content: content,
          MsgId: String(id),
          bizmsgmenuid: menu,
        });
      };
      // Twice tapped, and the first of them asked about again by WeChat.
      const taps = spoken.kind === 'tap' ? [at * 10, at * 10, at * 10 + 1] : [at * 10];
      const answers = await Promise.all(taps.map((id) => channel.handle(signedPost(xml(id)))));
      const texts = answers.map(({ body }) => passiveOf(body) ?? '');
      expect(texts[1] ?? texts[0]).toBe(texts[0]);
      seen.push(...texts.filter((_text, index) => index !== 1));
      shown = texts[0] ?? '';
    }
    expect(seen.filter((text) => text.includes(RECEIPT))).toHaveLength(1);
    await channel.stop();
    await server.close();
  });
});
