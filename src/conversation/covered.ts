import { type MaskKind, maskKinds } from '../intake/index.ts';
import type { Line } from './scene.ts';
import { pack } from './text.ts';
import type { Hidden, Words } from './words.ts';

/** What is covered in a text, each kind once, in the order in which it is read. */
const hiddenIn = (text: string): readonly Hidden[] =>
  (Object.keys(maskKinds) as MaskKind[])
    .map((kind) => ({ kind, mark: maskKinds[kind].mark, at: text.indexOf(maskKinds[kind].mark) }))
    .filter(({ at }) => at >= 0)
    .toSorted((a, b) => a.at - b.at);

const linesOf = (texts: readonly string[]): readonly Line[] => pack(texts).map((text) => ({ text }));

/** Under the preview: what was covered, in words. */
export const coveredIn = (words: Words, text: string): readonly Line[] => {
  const hidden = hiddenIn(text);
  return hidden.length === 0 ? [] : linesOf([words.covered(hidden), ...words.marks(hidden)]);
};

/** Under words that are shown again: what the marks stand for, to who cannot read them. */
export const marksIn = (words: Words, text: string): readonly Line[] => linesOf(words.marks(hiddenIn(text)));
