import type { MaskKind } from './kinds.ts';

/** Offsets in the flat text. */
export type Span = { readonly start: number; readonly end: number };

export type Found = { readonly value: string; readonly before: string; readonly after: string };

/** How one kind of personal data is found in a flat text. All rules take time linear in the text. */
export type Rule = { readonly kind: MaskKind; readonly find: (text: string) => Iterable<Span> };

// 24: the longest trigger with its filler words, `联系人的手机号码是：`, is half of that.
const CONTEXT = 24;

/**
 * A rule by a pattern (flags g, and i where letters matter). Group 1, where there is one, is what is masked, and it
 * must end the match: what stands before it is the trigger. `accept` sees the value and up to 24 characters on
 * either side.
 */
export const byPattern = (
  kind: MaskKind,
  pattern: RegExp,
  accept: (found: Found) => boolean = () => true,
): Rule => ({
  kind,
  *find(text) {
    for (const match of text.matchAll(pattern)) {
      const end = match.index + match[0].length;
      const value = match[1] ?? match[0];
      const start = end - value.length;
      const before = text.slice(Math.max(0, start - CONTEXT), start);
      if (accept({ value, before, after: text.slice(end, end + CONTEXT) })) yield { start, end };
    }
  },
});
