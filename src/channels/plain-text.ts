import { type Choice, plainText, type Reply } from '../conversation/index.ts';

/** Text and residents' words, without choices. */
export const bodyText = (reply: Reply): string => plainText([{ ...reply, choices: [] }]);

/** The whole labels of the choices whose labels had to be cut for a button. */
export const detailText = ({ choices }: Reply): string =>
  choices
    .flatMap(({ number, detail }: Choice) => (detail === null ? [] : [`${number} ${detail}`]))
    .join('\n');
