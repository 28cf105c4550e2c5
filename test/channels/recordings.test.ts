import './support/quiet.ts';
import type { InlineKeyboardMarkup, Update } from 'grammy/types';
import { describe, expect, test } from 'vitest';
import type { Spoken } from './support/bench.ts';
import { someDeps } from './support/deps.ts';
import { stories, storyHandler } from './support/stories.ts';
import { type ApiCall, aTelegram, sentTo, tapUpdate, textUpdate } from './support/telegram.ts';
import { aWechat, messageXml, passiveOf, signedPost, textXml } from './support/wechat.ts';

// Whole conversations as they go over the wire, with the real conversation behind them. A changed wording changes the
// files: `vitest run test/channels/recordings.test.ts -u` records anew, and the difference is then read like code.

const PERSON = 42;

/** The last buttons shown, or a sentence about what was there instead. */
const buttonOf = (
  calls: readonly ApiCall[],
  label: string,
): { data: string; keyboard: InlineKeyboardMarkup } => {
  const shown = sentTo(calls, PERSON).findLast(({ payload }) => payload.reply_markup !== undefined);
  const keyboard = shown?.payload.reply_markup as InlineKeyboardMarkup | undefined;
  const buttons = keyboard?.inline_keyboard.flat() ?? [];
  const button = buttons.find((one) => one.text === label);
  if (keyboard === undefined || button === undefined || !('callback_data' in button)) {
    throw new Error(`no button ${label} among ${buttons.map((one) => one.text).join(' | ')}`);
  }
  return { data: button.callback_data, keyboard };
};

const telegramUpdate = (calls: readonly ApiCall[], spoken: Spoken, id: number): Update => {
  if (spoken.kind === 'start') return textUpdate(id, PERSON, `/start ${spoken.code ?? ''}`.trim());
  if (spoken.kind === 'text') return textUpdate(id, PERSON, spoken.text);
  const { data, keyboard } = buttonOf(calls, spoken.label);
  return tapUpdate(id, PERSON, data, keyboard);
};

const replay = async (story: readonly Spoken[]): Promise<unknown[]> => {
  const { deps } = someDeps(storyHandler());
  const { channel, calls } = aTelegram(deps);
  const recorded: unknown[] = [];
  for (const [at, spoken] of story.entries()) {
    const update = telegramUpdate(calls, spoken, at + 1);
    const before = calls.length;
    await channel.handleUpdate(update);
    recorded.push({ update }, ...calls.slice(before).map(({ method, payload }) => ({ [method]: payload })));
  }
  await channel.stop();
  return recorded;
};

describe.each(Object.entries(stories))('the story %s', (name, story) => {
  test('goes over Telegram as recorded', async () => {
    const recorded = await replay(story);
    await expect(`${JSON.stringify(recorded, null, 2)}\n`).toMatchFileSnapshot(
      `recordings/telegram/${name}.json`,
    );
  });

  test('goes over WeChat as recorded', async () => {
    const { deps } = someDeps(storyHandler());
    const { channel, server } = await aWechat(deps);
    const recorded: string[] = [];
    let shown = '';
    for (const [at, spoken] of story.entries()) {
      const xml = wechatXml(spoken, at + 1, shown);
      const { body } = await channel.handle(signedPost(xml));
      const passive = passiveOf(body);
      shown = passive ?? JSON.stringify(server.calls.at(-1)?.body);
      recorded.push(xml, passive === null ? shown : body);
    }
    await channel.stop();
    await server.close();
    await expect(`${recorded.join('\n\n')}\n`).toMatchFileSnapshot(`recordings/wechat/${name}.txt`);
  });
});

const wechatXml = (spoken: Spoken, id: number, shown: string): string => {
  const person = 'oOPENID-li';
  if (spoken.kind === 'text') return textXml(person, spoken.text, id);
  if (spoken.kind === 'start') {
    const key = spoken.code === null ? '' : `qrscene_${spoken.code}`;
    return messageXml({ FromUserName: person, MsgType: 'event', Event: 'subscribe', EventKey: key });
  }
  const link = [...shown.matchAll(/msgmenucontent=([^&]*)&msgmenuid=([^"]*)/g)].find(
    ([, label]) => label === spoken.label,
  );
  if (link === undefined) throw new Error(`no line ${spoken.label} in ${shown}`);
  const [, content = '', menu = ''] = link;
  return messageXml({
    FromUserName: person,
    MsgType: 'text',
    Content: content,
    MsgId: String(id),
    bizmsgmenuid: menu,
  });
};
