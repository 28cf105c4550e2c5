import type { Message, Update, UserFromGetMe } from 'grammy/types';
import type { Lang } from '../../conversation/index.ts';
import { langOf, startText } from './read-update.ts';

const words = {
  zh: (link: string) => `我只在单独聊天里听您说，群里的话我不看，也不留。请点这里：${link}`,
  en: (link: string) =>
    `I only listen in a chat between you and me. What is said in a group I do not read or keep. Please tap here: ${link}`,
} as const satisfies Record<Lang, (link: string) => string>;

type Me = Pick<UserFromGetMe, 'id' | 'username'>;

/** Whether somebody in a group turned to the bot: a command, its name, or it was just let in. */
const isForMe = ({ text = '', new_chat_members: joined }: Message, { id, username }: Me): boolean => {
  if (joined?.some((member) => member.id === id) === true) return true;
  const [, other] = /^\/\w+(?:@(\w+))?/.exec(text) ?? [];
  if (other !== undefined) return other.toLowerCase() === username.toLowerCase();
  return text.startsWith('/') || text.toLowerCase().includes(`@${username.toLowerCase()}`);
};

/** Pure. What to say in a group, to people who turn to the bot there; null where nobody did. */
export const answerToGroup = (
  { message }: Update,
  me: Me,
  fallback: Lang,
): { readonly chat: number; readonly text: string } | null => {
  if (message?.from === undefined || message.from.is_bot) return null;
  if (message.chat.type !== 'group' && message.chat.type !== 'supergroup') return null;
  if (!isForMe(message, me)) return null;
  const code = startText.exec(message.text ?? '')?.[1];
  const link = `https://t.me/${me.username}${code === undefined ? '' : `?start=${code}`}`;
  return { chat: message.chat.id, text: words[langOf(message.from.language_code, fallback)](link) };
};

// A group that plays with the bot's commands shall not be filled by its answers: Telegram allows 20 a minute there.
const ONCE_IN_MS = 600_000;
const GROUPS = 1_000;

/** True the first time in ten minutes for each group. */
export const createOncePerGroup = (now: () => Date): ((chat: number) => boolean) => {
  const told = new Map<number, number>();
  return (chat) => {
    const at = now().getTime();
    if (at - (told.get(chat) ?? -Infinity) < ONCE_IN_MS) return false;
    told.delete(chat);
    told.set(chat, at);
    for (const oldest of told.keys()) {
      if (told.size <= GROUPS) break;
      told.delete(oldest);
    }
    return true;
  };
};
