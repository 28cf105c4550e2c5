import type { Choice, Reply } from '../../conversation/index.ts';
import { bodyText, choiceLine, plainText } from '../plain-text.ts';
import { splitText, utf8Bytes } from '../split-text.ts';
import { channelWords } from '../words.ts';
import { menuId } from './read-message.ts';

// WeChat counts bytes, and refuses with 45002 what is longer.
const TEXT_BYTES = 2_048;

/**
 * WeChat makes links of `<a …>` in a text, whoever wrote it, and knows no escaping. A word joiner (U+2060, invisible)
 * behind the bracket keeps a resident's words as they look, and leads nobody anywhere.
 */
export const withoutLinks = (text: string): string => text.replaceAll(/<(?=\s*\/?\s*a\b)/gi, '<\u2060');

/** Messages of the customer-service API, in order. */
export type Outgoing =
  | { readonly msgtype: 'text'; readonly text: { readonly content: string } }
  | {
      readonly msgtype: 'msgmenu';
      readonly msgmenu: {
        readonly head_content: string;
        readonly list: readonly { readonly id: string; readonly content: string }[];
        readonly tail_content: string;
      };
    };

const linkLabel = ({ label }: Choice): string => label.replaceAll(/[<>"&']/g, ' ').trim();

/** The number may be typed, the label tapped: a tap sends it as the person's message, with the choice's id. */
const tapLine = (choice: Choice): string => {
  const label = linkLabel(choice);
  const line = `${choice.number}. <a href="weixin://bizmsgmenu?msgmenucontent=${label}&msgmenuid=${menuId(choice.id)}">${label}</a>`;
  return choice.detail === null ? line : `${line}\n${withoutLinks(choice.detail)}`;
};

/** All of a turn in one text, as the passive answer must be; null where it is too long for one. */
export const passiveText = (replies: readonly Reply[]): string | null => {
  const text = replies.map((reply) => plainText(reply, tapLine, withoutLinks(bodyText(reply)))).join('\n\n');
  return utf8Bytes(text) <= TEXT_BYTES ? text : null;
};

/** The same for the customer-service API: as many messages as it takes, the choices as a menu. */
export const messagesOf = (replies: readonly Reply[]): readonly Outgoing[] =>
  replies.flatMap((reply): readonly Outgoing[] => {
    const pieces = splitText(withoutLinks(bodyText(reply)), TEXT_BYTES, utf8Bytes).filter(
      (piece) => piece.trim() !== '',
    );
    if (reply.choices.length === 0) return pieces.map(asText);
    const details = reply.choices.filter(({ detail }) => detail !== null).map(choiceLine);
    const before =
      details.length === 0 ? [] : splitText(withoutLinks(details.join('\n')), TEXT_BYTES, utf8Bytes);
    return [
      ...[...pieces, ...before].map(asText),
      {
        msgtype: 'msgmenu',
        msgmenu: {
          head_content: channelWords[reply.lang].typeNumber,
          list: reply.choices.map((choice) => ({
            id: menuId(choice.id),
            content: `${choice.number}. ${linkLabel(choice)}`,
          })),
          tail_content: '',
        },
      },
    ];
  });

const asText = (content: string): Outgoing => ({ msgtype: 'text', text: { content } });
