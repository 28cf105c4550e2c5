import type { Lang } from './content.ts';
import type { Wording } from './words.ts';
import { en } from './words-en.ts';
import { zh } from './words-zh.ts';

/** All words that a digest says itself, for every language. */
export const wording = { zh, en } as const satisfies Record<Lang, Wording>;
