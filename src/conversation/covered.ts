import { type MaskKind, maskKinds } from '../intake/index.ts';
import type { Hidden, Words } from './words.ts';

/** What is covered in a text, each kind once, in the order in which it is read. */
const hiddenIn = (text: string): readonly Hidden[] =>
  (Object.keys(maskKinds) as MaskKind[])
    .map((kind) => ({ kind, mark: maskKinds[kind].mark, at: text.indexOf(maskKinds[kind].mark) }))
    .filter(({ at }) => at >= 0)
    .toSorted((a, b) => a.at - b.at);

/** Under the preview: what was covered, in words. */
export const coveredIn = (words: Words, text: string): readonly string[] => {
  const hidden = hiddenIn(text);
  return hidden.length === 0 ? [] : [words.covered(hidden), ...words.marks(hidden)];
};

/** Under words that are shown again: what the marks stand for, to who cannot read them. */
export const marksIn = (words: Words, text: string): readonly string[] => words.marks(hiddenIn(text));
