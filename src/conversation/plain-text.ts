import type { Reply } from './types.ts';
import { wording } from './wording.ts';

/** Replies as one text, for channels without buttons: quotes in quotation marks, choices by number. */
export const plainText = (replies: readonly Reply[]): string =>
  replies
    .map(({ text, quotes, choices, lang }) => {
      const words = wording[lang];
      const offered = choices.map(({ number, label, detail }) => `${number} ${detail ?? label}`);
      return [
        text,
        ...quotes.map(words.quote),
        ...(offered.length > 0 ? [words.typeNumber, ...offered] : []),
      ];
    })
    .map((lines) => lines.join('\n'))
    .join('\n\n');
