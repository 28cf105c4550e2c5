import { type Choice, plainText, type Reply } from '../../conversation/index.ts';
import { bodyText, detailText } from '../plain-text.ts';
import { splitText, utf8Bytes } from '../split-text.ts';
import { menuId } from './read-message.ts';

// WeChat counts bytes, and refuses with 45002 what is longer.
const TEXT_BYTES = 2_048;

/**
 * WeChat makes links of `<a …>` in a text, whoever wrote it, and knows no escaping. A word joiner (U+2060, invisible)
 * behind the bracket keeps a resident's words as they look, and leads nobody anywhere.
 */
export const withoutLinks = (text: string): string => text.replaceAll(/<(?=\s*\/?\s*a\b)/gi, '<\u2060');

/** A message of the customer-service API. */
type Message =
  | { readonly msgtype: 'text'; readonly text: { readonly content: string } }
  | {
      readonly msgtype: 'msgmenu';
      readonly msgmenu: {
        readonly head_content: string;
        readonly list: readonly { readonly id: string; readonly content: string }[];
        readonly tail_content: string;
      };
    };

export type Outgoing = {
  readonly message: Message;
  /** A menu's text, with numbers to type: for accounts that may not send menus. */
  readonly plain: string | null;
};

const linkLabel = ({ label }: Choice): string => label.replaceAll(/[<>"&']/g, ' ').trim();

/** The number before it may be typed, the label tapped: a tap sends it as the person's message, with the choice's id. */
const linked = (choice: Choice): Choice => {
  const label = linkLabel(choice);
  const link = `<a href="weixin://bizmsgmenu?msgmenucontent=${label}&msgmenuid=${menuId(choice.id)}">${label}</a>`;
  const rest = choice.detail === null ? '' : `\n${withoutLinks(choice.detail)}`;
  return { ...choice, label: `${link}${rest}`, detail: null };
};

const safe = (reply: Reply): Reply => ({
  ...reply,
  text: withoutLinks(reply.text),
  quotes: reply.quotes.map(withoutLinks),
});

/** All of a turn in one text, as the passive answer must be; null where it is too long for one. */
export const passiveText = (replies: readonly Reply[]): string | null => {
  const text = plainText(replies.map((reply) => ({ ...safe(reply), choices: reply.choices.map(linked) })));
  return utf8Bytes(text) <= TEXT_BYTES ? text : null;
};

/** Replies up to one with choices: what one menu stands under. */
const turnsOf = (replies: readonly Reply[]): readonly (readonly Reply[])[] => {
  const turns: Reply[][] = [[]];
  for (const reply of replies) {
    turns.at(-1)!.push(reply);
    if (reply.choices.length > 0) turns.push([]);
  }
  return turns.filter((turn) => turn.length > 0);
};

/**
 * The same for the customer-service API: in as few messages as it takes, because five are allowed after a person's
 * message and three after a scan; the choices as a menu under the last.
 */
export const messagesOf = (replies: readonly Reply[]): readonly Outgoing[] =>
  turnsOf(replies).flatMap((turn): readonly Outgoing[] => {
    const last = turn.at(-1)!;
    const text = [...turn.map((reply) => bodyText(safe(reply))), withoutLinks(detailText(last))]
      .filter((part) => part !== '')
      .join('\n\n');
    if (last.choices.length === 0) return cut(text).map(asText);
    const list = last.choices.map((choice) => ({
      id: menuId(choice.id),
      content: `${choice.number} ${linkLabel(choice)}`,
    }));
    const whole = cut(text);
    // The menu's head, its lines and their ids share the room of one message.
    const ends = cut(whole.at(-1) ?? '', TEXT_BYTES - utf8Bytes(JSON.stringify(list)));
    const head = ends.at(-1) ?? '';
    const choices = last.choices.map((choice) => ({ ...choice, label: linkLabel(choice), detail: null }));
    return [
      ...[...whole.slice(0, -1), ...ends.slice(0, -1)].map(asText),
      {
        message: { msgtype: 'msgmenu', msgmenu: { head_content: head, list, tail_content: '' } },
        plain: plainText([{ ...last, text: head, quotes: [], choices }]),
      },
    ];
  });

// A choice's line takes 150 bytes at most, so a dozen of them could leave no room: a sentence's length is always given.
const LEAST_BYTES = 300;

const cut = (text: string, most = TEXT_BYTES): readonly string[] =>
  splitText(text, Math.max(most, LEAST_BYTES), utf8Bytes).filter((piece) => piece.trim() !== '');

export const textMessage = (content: string): Message => ({ msgtype: 'text', text: { content } });

const asText = (content: string): Outgoing => ({ message: textMessage(content), plain: null });
