import { createHash } from 'node:crypto';
import type { OtherMedia, Said } from '../../conversation/index.ts';

/** A photo that is still at WeChat: its id for `media/get`, and the address of the same picture, each where it was told. */
export type RemotePhoto = {
  readonly kind: 'remotePhoto';
  readonly media: string | null;
  readonly url: string | null;
};

export type ReadMessage = {
  /** The person's id for this account (OpenID). */
  readonly person: string;
  /** The account's own id, which answers come from. */
  readonly account: string;
  readonly updateId: string;
  readonly at: string;
  readonly said: Said | RemotePhoto;
};

// Whatever else a person sends (links, cards of mini-programs, what WeChat invents next) is `other`.
const media: ReadonlyMap<string, OtherMedia> = new Map([
  ['voice', 'voice'],
  ['video', 'video'],
  ['shortvideo', 'video'],
  ['location', 'location'],
  ['file', 'file'],
]);

// What WeChat sends as a text in place of stickers and of some cards. No document tells so; what bots meet does.
const NOT_SHOWN = '【收到不支持的消息类型，暂无法显示】';

// A menu's own ids: WeChat hands back what a message's link carried, and a topic's id could hold what a link may not.
const MENU = 'm-';
export const menuId = (choice: string): string =>
  `${MENU}${Buffer.from(choice, 'utf8').toString('base64url')}`;
const choiceOf = (id: string | undefined): string | null =>
  id?.startsWith(MENU) === true ? Buffer.from(id.slice(MENU.length), 'base64url').toString('utf8') : null;

/** Pure. Null for what nobody said (unsubscribing, delivery reports) and for what is no message. */
export const readMessage = (fields: ReadonlyMap<string, string>): ReadMessage | null => {
  const person = fields.get('FromUserName') ?? '';
  const account = fields.get('ToUserName') ?? '';
  const created = Number(fields.get('CreateTime'));
  // The last second that a Date can hold; WeChat's own are of ten digits.
  if (
    person === '' ||
    account === '' ||
    !Number.isInteger(created) ||
    Math.abs(created) > 8_640_000_000_000
  ) {
    return null;
  }
  const said = saidIn(fields);
  if (said === null) return null;
  return { person, account, updateId: updateIdOf(fields), at: new Date(created * 1000).toISOString(), said };
};

/** Messages have an id, events do not: for them WeChat names sender and time. Hashed, because it is stored. */
const updateIdOf = (fields: ReadonlyMap<string, string>): string => {
  const id = fields.get('MsgId');
  if (id !== undefined && id !== '') return `m${id.slice(0, 64)}`;
  const parts = ['FromUserName', 'CreateTime', 'Event', 'EventKey'].map((name) => fields.get(name) ?? '');
  return `e${createHash('sha256').update(parts.join('\n')).digest('hex')}`;
};

const saidIn = (fields: ReadonlyMap<string, string>): Said | RemotePhoto | null => {
  const type = fields.get('MsgType') ?? '';
  if (type === 'event') return saidByEvent(fields.get('Event') ?? '', fields.get('EventKey') ?? '');
  if (type === 'text') {
    const choice = choiceOf(fields.get('bizmsgmenuid'));
    if (choice !== null) return { kind: 'choice', id: choice };
    const text = fields.get('Content') ?? '';
    return text === NOT_SHOWN ? { kind: 'other', media: 'sticker' } : { kind: 'text', text };
  }
  if (type === 'image') {
    return { kind: 'remotePhoto', media: fields.get('MediaId') || null, url: fields.get('PicUrl') || null };
  }
  return type === '' ? null : { kind: 'other', media: media.get(type) ?? 'other' };
};

const saidByEvent = (event: string, key: string): Said | null => {
  switch (event) {
    // Who scans and follows at once has `qrscene_CODE`; who finds the account otherwise has none.
    case 'subscribe':
      return { kind: 'start', code: key.startsWith('qrscene_') ? key.slice('qrscene_'.length) : null };
    case 'SCAN':
      return { kind: 'start', code: key === '' ? null : key };
    // The account's menu at the bottom: its keys are words that the conversation knows, such as 帮助 or 查回执.
    case 'CLICK':
      return { kind: 'text', text: key };
    default:
      return null;
  }
};
