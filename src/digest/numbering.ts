import type { Lang } from './content.ts';

/** The number before a heading of `level`; a number starts again under each heading above it. */
export type Numbering = (level: 1 | 2 | 3 | 4) => string;

const DIGITS = '零一二三四五六七八九';

/** 1–99 as Chinese headings count; beyond, Arabic. */
export const chineseNumber = (n: number): string => {
  if (n > 99) return String(n);
  const tens = Math.floor(n / 10);
  const ones = n % 10;
  const head = tens === 0 ? '' : tens === 1 ? '十' : `${DIGITS[tens]}十`;
  return `${head}${ones > 0 ? DIGITS[ones] : ''}`;
};

/** 一、（一）1.（1）as in GB/T 9704; in English 1, 1.1, 1.1.1 and (1). */
export const numberingFor = (lang: Lang): Numbering => {
  const counts = [0, 0, 0, 0];
  return (level) => {
    counts[level - 1] = (counts[level - 1] ?? 0) + 1;
    counts.fill(0, level);
    const n = counts[level - 1] ?? 0;
    if (lang === 'en') return level === 4 ? `(${n})` : counts.slice(0, level).join('.');
    return [`${chineseNumber(n)}、`, `（${chineseNumber(n)}）`, `${n}. `, `（${n}）`][level - 1] ?? '';
  };
};
