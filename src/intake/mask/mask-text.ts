import { doorRules } from './doors/index.ts';
import { type Flat, flatten, seal } from './flatten.ts';
import { type MaskHit, type MaskKind, maskKinds } from './kinds.ts';
import { likelyRules, nameRules, rowRules, saidAgain } from './names/index.ts';
import { paperRules } from './paper-rules.ts';
import { phoneRules } from './phone-rules.ts';
import type { Rule, Span } from './rule.ts';
import { meets, traitsOf } from './traits.ts';
import { chatRules, emailRules, mixedIdRules, plateRules } from './word-rules.ts';

/** In order of precedence: where two rules want the same characters, the earlier one has them. */
const rules: readonly Rule[] = [
  ...emailRules,
  ...paperRules,
  ...mixedIdRules,
  ...phoneRules,
  ...plateRules,
  ...chatRules,
  ...doorRules,
  ...nameRules,
];
type FlatHit = Span & { readonly kind: MaskKind };

const toAsk = ({ kind, find, need = {} }: Rule) => ({ kind, find, isMet: meets(need) });
const asked = rules.map(toAsk);
/** Asked where the others find nothing any more: they weigh what stands around, masks among it. */
const askedLast = [...rowRules, ...likelyRules].map(toAsk);

/** All hits in a flat text, ascending and disjoint. */
const findAll = (text: string): FlatHit[] => {
  const traits = traitsOf(text);
  const taken = new Uint8Array(text.length);
  const hits: FlatHit[] = [];
  const take = (kind: MaskKind, { start, end }: Span): void => {
    if (taken.subarray(start, end).includes(1)) return;
    taken.fill(1, start, end);
    hits.push({ kind, start, end });
  };
  const ask = (asked: readonly ReturnType<typeof toAsk>[]): void => {
    for (const { kind, find, isMet } of asked) {
      if (!isMet(traits)) continue;
      for (const span of find(text)) take(kind, span);
    }
  };
  ask(asked);
  if (hits.length === 0) ask(askedLast);
  const names = hits.filter(({ kind }) => kind === 'name');
  for (const span of saidAgain(text, names)) take('name', span);
  return hits.sort((a, b) => a.start - b.start);
};

const inOriginal = (flat: Flat, { kind, start, end }: FlatHit): MaskHit => ({
  kind,
  start: flat.from[start] ?? 0,
  end: flat.to[end - 1] ?? 0,
});

/**
 * Puts a fixed mark in the place of each phone number, identity number, bank card, plate, e-mail address, chat id,
 * door and name that a resident wrote. Everything else stays byte for byte. Masking masked text changes nothing:
 * what a mark uncovers is looked for again until nothing is found.
 */
export const maskText = (text: string): { readonly text: string; readonly hits: readonly MaskHit[] } => {
  const hits: MaskHit[] = [];
  let flat = flatten(text);
  for (let found = findAll(flat.text); found.length > 0; found = findAll(flat.text)) {
    for (const hit of found) hits.push(inOriginal(flat, hit));
    flat = seal(flat, found);
  }
  if (hits.length === 0) return { text, hits };
  hits.sort((a, b) => a.start - b.start);
  let masked = '';
  let at = 0;
  for (const { kind, start, end } of hits) {
    masked += text.slice(at, start) + maskKinds[kind].mark;
    at = end;
  }
  return { text: masked + text.slice(at), hits };
};
