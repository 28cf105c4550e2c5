import type { CorpusToken } from './corpus.ts';
import { DANGLING, ENDING, LEADING } from './lexicon.ts';
import type { PlaceStripper } from './places.ts';

/** What is left of a clause or of a part of one, and how it came to its ends. */
export type Trimmed = {
  readonly tokens: readonly CorpusToken[];
  /** Whether it begins where the clause does, but for what the lexicon takes off; or behind the place name in front. */
  readonly opens: boolean | 'behind place';
  /** Whether it ends where the clause does, but for what the lexicon takes off. */
  readonly closes: boolean;
  /** Whether a closing 的 was taken off: it had made a noun of the rest, or an assertion. */
  readonly lostDe: boolean;
  /** Whether a connective was taken off the front: the subject stood in the clause before. */
  readonly continues: boolean;
};

/** 俺村, 我家, 咱庄: whose it is, in one word. */
export const OURS = /^[俺咱我恁您](?:们|家|村|庄|镇|社区|小区|单位|县|市)?$/u;

const PUNCTUATION = /^[\p{P}\p{S}\p{Z}]+$/u;

/** How many tokens at the front (or, reversed, at the end) join to an entry of a table; longest match first. */
const matching = (
  tokens: readonly CorpusToken[],
  tables: readonly ReadonlySet<string>[],
  end: boolean,
): number => {
  if (!end && tokens.length > 1 && OURS.test(tokens[0]!.word)) return 1;
  for (let k = Math.min(4, tokens.length - 1); k >= 1; k--) {
    const part = end ? tokens.slice(-k) : tokens.slice(0, k);
    const text = part.map(({ word }) => word).join('');
    if (tables.some((table) => table.has(text))) return k;
  }
  return 0;
};

const CONTINUES =
  /^(?:并|并且|而|而且|且|也|都|均|还|又|却|就|才|再|因此|所以|于是|然后|甚至|竟|竟然|却是|只是|都是|又是)$/u;
/** 「可以办理退休吗」 asks with its first word. */
const MODAL = /^(?:可以|能|能够|会|要|想|应该|应当|必须|需要)$/u;
const ASKS = /^[吗么]$/u;
/** 「希望公交车能准时发车」 says, without its first word, that they do; without 能 it still asks for it. */
const WISHES = /^(?:希望|盼望|盼|望|请|请求|恳请|恳求|建议|要求|强烈要求|强烈建议|呼吁|强烈呼吁|求)$/u;

const withoutModal = (tokens: readonly CorpusToken[]): readonly CorpusToken[] => {
  const at = tokens.findIndex(({ word }) => MODAL.test(word));
  return at > 0 ? tokens.filter((_, i) => i !== at) : tokens;
};

/** A one-character word opens clauses at least so often, or it is the second half of what jieba did not know (正|合|驾校). */
const LEAST_OPENING = 0.15;

/** Whether a cut between two neighbours would tear a name or a turn of phrase. */
export const isTorn = (left: CorpusToken, right: CorpusToken): boolean =>
  right.before === left.word || left.after === right.word;

/** Whether a one-character word of the front was half of a name that jieba did not know. */
export const isFragment = (left: CorpusToken, right: CorpusToken): boolean =>
  left.word.length === 1 &&
  /^[avzd]/.test(left.tag) &&
  !/^[是有请求能会要想]$/u.test(left.word) &&
  right.word.length === 1 &&
  right.opening < LEAST_OPENING;

const ONE_CHARACTER_STATE = /^[va]/;

/** 了 behind one character is its predicate's own: 黄了, 坏了. */
const keepsLe = (tokens: readonly CorpusToken[]): boolean => {
  const [state, particle] = tokens.slice(-2);
  return (
    particle?.word === '了' &&
    state !== undefined &&
    state.word.length === 1 &&
    ONE_CHARACTER_STATE.test(state.tag)
  );
};

type Ends = Pick<Trimmed, 'opens' | 'closes'>;

/** Without greetings, addresses, place names and connectives at the front, nor anything that dangles at the end. */
export const trim = (
  tokens: readonly CorpusToken[],
  { opens, closes }: Ends,
  strip: PlaceStripper,
): Trimmed => {
  let kept = tokens;
  let natural = opens;
  let lostDe = false;
  let continues = false;
  const tables = closes ? [ENDING] : [ENDING, DANGLING];
  for (;;) {
    const before = kept.length;
    let from = 0;
    let to = kept.length;
    while (from < to && PUNCTUATION.test(kept[from]!.word)) from++;
    while (from < to && PUNCTUATION.test(kept[to - 1]!.word)) to--;
    kept = kept.slice(from, to);
    const led = matching(kept, [LEADING], false);
    const lead = kept
      .slice(0, led)
      .map(({ word }) => word)
      .join('');
    const needed = MODAL.test(lead) && ASKS.test(kept.at(-1)!.word);
    if (led > 0 && !needed && !isFragment(kept[led - 1]!, kept[led]!)) {
      kept = kept.slice(led);
      if (WISHES.test(lead) && !ASKS.test(kept.at(-1)!.word)) kept = withoutModal(kept);
      continues ||= CONTINUES.test(lead);
    }
    if (!keepsLe(kept)) {
      const trailing = matching(kept, tables, true);
      if (trailing > 0) {
        lostDe ||= trailing === 1 && kept.at(-1)!.word === '的';
        kept = kept.slice(0, kept.length - trailing);
      }
    }
    const stripped = strip(kept);
    const place = kept[kept.length - stripped.length - 1];
    if (place !== undefined && natural)
      natural = stripped[0] !== undefined && isTorn(place, stripped[0]) ? false : 'behind place';
    kept = stripped;
    if (kept.length === before) return { tokens: kept, opens: natural, closes, lostDe, continues };
  }
};
