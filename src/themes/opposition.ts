import { rowOf } from '../kernel/index.ts';
import type { Opposition } from './catalogue.ts';
import { type Cluster, personOf, type Tree } from './members.ts';
import { passageOf } from './passages.ts';
import { asksOf, type Stance, stanceOf } from './stance.ts';
import type { Term } from './term.ts';
import { dotOf } from './vectors.ts';

/** An outspoken cue, or two plain ones, more than for the other side. */
const OUTSPOKEN = 2;
/** Clarity of two who want and refuse one and the same action. */
const ONE_ACTION = 3.5;
/** Centred similarity of the two sides: below it, they speak of different things (measured in 0007-labels.md). */
const SAME_SUBJECT = 0.25;
/** Members looked at, most central first. */
const MOST_MEMBERS = 400;
/** What a message says of its side must be near its surface, not in the third paragraph. */
const READ = 300;

/** How strongly a cue draws the quoted passage to itself, against the share of telling terms in it. */
const CUE_DRAW = 0.2;

/** Terms of the theme of which both sides must use one: near in the vector space alone is not the same subject. */
const SUBJECT_TERMS = 10;

type Side = { readonly row: number; readonly stance: Stance; readonly asks: readonly number[] };

/** How clearly `one` speaks for and `other` against the same thing; 0 where they do not. */
const clarity = (one: Side, other: Side): number => {
  for (let action = 0; action < one.asks.length; action++)
    if (one.asks[action] === 1 && other.asks[action] === -1) return ONE_ACTION;
  const pro = one.stance.pro - one.stance.contra;
  const contra = other.stance.contra - other.stance.pro;
  return pro >= OUTSPOKEN && contra >= 1 && other.stance.pro === 0 ? pro + contra : 0;
};

/**
 * Two members near in subject and opposed in stance, or null: no opposition is reported rather than a doubtful one.
 * Both sides must be different people, and the passage quoted must itself take the side.
 */
export const oppositionOf = (tree: Tree, cluster: Cluster, terms: readonly Term[]): Opposition | null => {
  const sides: Side[] = [];
  for (const row of cluster.rows.slice(0, MOST_MEMBERS)) {
    const { copyOf, text } = tree.voices[row]!;
    if (copyOf !== null) continue;
    const head = text.slice(0, READ);
    const stance = stanceOf(head);
    const asks = asksOf(head);
    if (stance.pro > 0 || stance.contra > 0 || asks.some((ask) => ask !== 0))
      sides.push({ row, stance, asks });
  }
  let best: { one: number; other: number; value: number } | null = null;
  const subject = terms.slice(0, SUBJECT_TERMS).map(({ word }) => word);
  const sameWord = (a: Side, b: Side): boolean =>
    subject.some(
      (word) => tree.voices[a.row]!.text.includes(word) && tree.voices[b.row]!.text.includes(word),
    );
  for (const one of sides)
    for (const other of sides) {
      const clear = clarity(one, other);
      if (
        clear === 0 ||
        (clear !== ONE_ACTION && !sameWord(one, other)) ||
        personOf(tree.voices[one.row]!) === personOf(tree.voices[other.row]!)
      )
        continue;
      const similarity = dotOf(rowOf(tree.centred, one.row), rowOf(tree.centred, other.row));
      const value = clear / 4 + similarity;
      if (similarity >= SAME_SUBJECT && (best === null || value > best.value))
        best = { one: one.row, other: other.row, value };
    }
  if (best === null) return null;
  const weights = new Map(terms.slice(0, 12).map(({ word, weight }) => [word, weight]));
  const taking = (side: (text: string) => number) => (text: string) =>
    CUE_DRAW * Math.min(side(text), OUTSPOKEN);
  const pro = taking((text) => stanceOf(text).pro + Math.max(0, ...asksOf(text)));
  const contra = taking((text) => stanceOf(text).contra - Math.min(0, ...asksOf(text)));
  return {
    one: passageOf(tree.voices[best.one]!, weights, pro).quote,
    other: passageOf(tree.voices[best.other]!, weights, contra).quote,
  };
};
