import type { Span } from '../rule.ts';
import { isInOffice } from './standing-rules.ts';

// Two characters are often part of other words (高峰 in 高峰期).
const SHORTEST = 3;

/**
 * 我叫李爱国…，李爱国行不更名: a name that was heard once is known wherever the text says it again; so half of a person
 * is never left over. But whom the text also calls by an office (组长何伟明) is named there in public, so no further
 * places are masked.
 */
export function* saidAgain(text: string, heard: Iterable<Span>): Generator<Span> {
  const names = new Set<string>();
  for (const { start, end } of heard) if (end - start >= SHORTEST) names.add(text.slice(start, end));
  for (const name of names) {
    const places: Span[] = [];
    let inOffice = false;
    for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length)) {
      inOffice ||= isInOffice(text, at);
      places.push({ start: at, end: at + name.length });
    }
    if (!inOffice) yield* places;
  }
}
