import type { DigestContent } from './content.ts';

const sorted = (_key: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
    : value;

/** digest.json: everything, with keys in alphabetical order, so that two digests can be compared line by line. */
export const renderJson = (content: DigestContent): string => `${JSON.stringify(content, sorted, 2)}\n`;
