import { z } from 'zod';
import type { Reply } from '../../conversation/index.ts';
import type { Delivery } from '../contract.ts';
import { type WechatApi, WechatRefusal } from './api.ts';
import { messagesOf, type Outgoing, textMessage } from './render.ts';

// WeChat's return codes of `message/custom/send` that say something about the person or the moment.
const meanings: ReadonlyMap<number, Delivery['kind']> = new Map([
  [45015, 'outsideWindow'], // last heard more than 48 hours ago, or no longer following
  [45047, 'outsideWindow'], // as many messages as are allowed since the person was last heard
  [43004, 'blocked'], // does not follow the account
  [43019, 'blocked'], // is on the account's blacklist
  [40003, 'blocked'], // no such person at this account
  [40037, 'blocked'],
]);
const passing = new Set([-1, 45009, 45011]); // busy; over the day's or the minute's number of calls

// Menus are for verified accounts: test accounts and some others are refused with it, whatever stands in the menu.
const NO_MENUS = 40200;

export type Send = (person: string, replies: readonly Reply[]) => Promise<Delivery>;

/** By the customer-service API, in order. */
export const createSend = (api: WechatApi): Send => {
  let menus = true;

  const post = (person: string, message: object): Promise<unknown> =>
    api.post('message/custom/send', { touser: person, ...message }, z.looseObject({}));

  const sendOne = async (person: string, { message, plain }: Outgoing): Promise<void> => {
    if (plain !== null && !menus) return void (await post(person, textMessage(plain)));
    try {
      await post(person, message);
    } catch (error) {
      if (plain === null || !(error instanceof WechatRefusal) || error.code !== NO_MENUS) throw error;
      menus = false;
      await post(person, textMessage(plain));
    }
  };

  return async (person, replies) => {
    let sent = 0;
    try {
      for (const outgoing of messagesOf(replies)) {
        await sendOne(person, outgoing);
        sent += 1;
      }
      return { kind: 'delivered' };
    } catch (error) {
      if (!(error instanceof WechatRefusal)) return { kind: 'failed', again: true, sent };
      const kind = meanings.get(error.code);
      if (kind === 'outsideWindow' || kind === 'blocked') return { kind };
      return { kind: 'failed', again: passing.has(error.code), sent };
    }
  };
};
