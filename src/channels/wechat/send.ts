import { z } from 'zod';
import type { Reply } from '../../conversation/index.ts';
import type { Delivery } from '../contract.ts';
import { type WechatApi, WechatRefusal } from './api.ts';
import { messagesOf } from './render.ts';

// WeChat's return codes of `message/custom/send` that say something about the person or the moment.
const meanings: ReadonlyMap<number, Delivery['kind']> = new Map([
  [45015, 'outsideWindow'], // last heard more than 48 hours ago
  [45047, 'outsideWindow'], // as many messages as are allowed since the person was last heard
  [43004, 'blocked'], // does not follow the account
  [43019, 'blocked'], // is on the account's blacklist
  [40003, 'blocked'], // no such person at this account
  [40037, 'blocked'],
]);
const passing = new Set([-1, 45009, 45011]); // busy; over the day's or the minute's number of calls

/** By the customer-service API, in order. */
export const sendReplies = async (
  api: WechatApi,
  person: string,
  replies: readonly Reply[],
): Promise<Delivery> => {
  let sent = 0;
  try {
    for (const message of messagesOf(replies)) {
      await api.post('message/custom/send', { touser: person, ...message }, z.looseObject({}));
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
