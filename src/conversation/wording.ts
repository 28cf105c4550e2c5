import type { Lang } from './types.ts';
import type { Words } from './words.ts';
import { en } from './words-en.ts';
import { zh } from './words-zh.ts';

/** All that is ever said, in every language. */
export const wording = { zh, en } as const satisfies Record<Lang, Words>;
