import { type Api, GrammyError, HttpError } from 'grammy';
import type { InlineKeyboardMarkup } from 'grammy/types';
import type { Choice, Reply } from '../../conversation/index.ts';
import type { Delivery } from '../contract.ts';
import { bodyText, detailText } from '../plain-text.ts';
import { splitText } from '../split-text.ts';
import { SPENT } from './read-update.ts';

// Telegram counts UTF-16 units after it has read markup, and there is none: plain text needs no escaping.
const MESSAGE_LENGTH = 4_096;

/** Sends replies in order. What Telegram refuses is an outcome; what is no answer of Telegram's is thrown. */
export const sendReplies = async (api: Api, chat: number, replies: readonly Reply[]): Promise<Delivery> => {
  let sent = 0;
  try {
    for (const reply of replies) {
      const pieces = splitText(messageText(reply), MESSAGE_LENGTH).filter((piece) => piece.trim() !== '');
      for (const [at, piece] of pieces.entries()) {
        const last = at === pieces.length - 1;
        await api.sendMessage(chat, piece, {
          link_preview_options: { is_disabled: true },
          ...(last && reply.choices.length > 0 ? { reply_markup: keyboard(reply.choices) } : {}),
        });
        sent += 1;
      }
    }
    return { kind: 'delivered' };
  } catch (error) {
    return outcomeOf(error, sent);
  }
};

const messageText = (reply: Reply): string =>
  [bodyText(reply), detailText(reply)].filter((part) => part !== '').join('\n\n');

const button = ({ id, label }: Choice) => ({ text: label, callback_data: id });

// Two short buttons fit side by side at the largest font of a narrow phone; longer ones get a row of their own.
const SHORT = 6;

const keyboard = (choices: readonly Choice[]): InlineKeyboardMarkup => {
  const rows: { text: string; callback_data: string }[][] = [];
  let open = false;
  for (const choice of choices) {
    const short = choice.label.length <= SHORT;
    if (short && open) {
      rows.at(-1)!.push(button(choice));
      open = false;
    } else {
      rows.push([button(choice)]);
      open = short;
    }
  }
  return { inline_keyboard: rows };
};

/** In place of the buttons: which of them was tapped. */
export const spentKeyboard = (label: string | null): InlineKeyboardMarkup => ({
  inline_keyboard: label === null ? [] : [[{ text: `✓ ${label}`, callback_data: SPENT }]],
});

// Telegram's own words for a person who can no longer be written to; the code alone (400) does not tell them apart.
const gone = /chat not found|user is deactivated|PEER_ID_INVALID|bot can't initiate conversation/i;

const outcomeOf = (error: unknown, sent: number): Delivery => {
  if (error instanceof HttpError) return { kind: 'failed', again: true, sent };
  if (!(error instanceof GrammyError)) throw error;
  if (error.error_code === 403 || gone.test(error.description)) return { kind: 'blocked' };
  return { kind: 'failed', again: error.error_code === 429 || error.error_code >= 500, sent };
};
