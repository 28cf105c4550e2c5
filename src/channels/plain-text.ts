import type { Choice, Reply } from '../conversation/index.ts';
import { channelWords } from './words.ts';

/** Text and residents' words, without choices. */
export const bodyText = (reply: Reply): string =>
  [reply.text, ...reply.quotes.map(channelWords[reply.lang].quote)].join('\n\n');

export const choiceLine = ({ number, label, detail }: Choice): string => `${number}. ${detail ?? label}`;

/** A reply for channels without buttons: the choices are numbered lines, and a number may be typed. */
export const plainText = (
  reply: Reply,
  line: (choice: Choice) => string = choiceLine,
  body: string = bodyText(reply),
): string =>
  reply.choices.length === 0
    ? body
    : `${body}\n\n${channelWords[reply.lang].typeNumber}\n${reply.choices.map(line).join('\n')}`;
