import type { ComponentChildren } from 'preact';

// What a phone should dial at a tap: the emergency numbers and hotlines that the conversation and the pages name.
const DIAL: ReadonlySet<string> = new Set(['110', '119', '120', '12345', '12356']);

export const dialled = (text: string): ComponentChildren[] =>
  text.split(/(\d+)/).map((part) => (DIAL.has(part) ? <a href={`tel:${part}`}>{part}</a> : part));
