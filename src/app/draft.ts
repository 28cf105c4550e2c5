import {
  type About,
  type DigestContent,
  draftDigest,
  findUnsupported,
  type Lang,
  type Sources,
  type Unsupported,
} from '../digest/index.ts';

export type DraftInput = { readonly sources: Sources; readonly about: About; readonly lang: Lang };

export type Drafted = { readonly content: DigestContent; readonly unsupported: readonly Unsupported[] };

/** Drafts, and walks every claim of the draft back to the messages. */
export const draft = async ({ sources, about, lang }: DraftInput): Promise<Drafted> => {
  const content = draftDigest({ ...sources, about, lang });
  return { content, unsupported: findUnsupported(content, sources) };
};

/** `draft`, or whatever does the same elsewhere. */
export type Draft = (input: DraftInput) => Promise<Drafted>;
