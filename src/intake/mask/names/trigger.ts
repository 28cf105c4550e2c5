import { matchesOf, type Rule, type Span } from '../rule.ts';
import { isWordInstead } from './plain.ts';
import { endingName, nameLength, sounds } from './shape.ts';
import { rareSurnames, surnames } from './surnames.ts';

type Trigger = {
  /** A name follows the match. */
  readonly pattern: RegExp;
  /** The words before leave no doubt that a name follows: its end may then be guessed. */
  readonly sure: boolean;
  readonly accept: (name: string, after: string, colon: boolean) => boolean;
  /** Before a name without a clear end of its own, of three common characters. */
  readonly guess?: boolean;
  /** 投诉人：甲、乙、丙: the further names need a clear end of their own. */
  readonly list?: boolean;
};

// 30: three parts of eight characters, their dots, and what follows them.
export const WINDOW = 30;

/** 受害人向毛骏反映: 向 says to whom. */
const isReportedTo = (rest: string, length: number): boolean =>
  rest.startsWith('向') && /^(?:反映|反应|投诉|举报|咨询|求助|求证)/.test(rest.slice(length));

// Where the end of a name must be clear, its beginning must be: most words of a text are passed over by this alone.
const beginsLikeName = `(?:(?<=[:=】\\]]\\s?)|(?=[${[...surnames, ...rareSurnames].join('')}])|(?=[${sounds}]{3}|[\\u4e00-\\u9fff]{1,8}·))`;

/** 反映人：枳沟镇卢建华: where the label is clear, the place before the name may stand in the field too. */
const afterPlace = (rest: string): Span | null => {
  const said = /^[\u4e00-\u9fff]{4,14}(?=$|[\s,.。;、(\uFFFC])/.exec(rest)?.[0] ?? '';
  const length = endingName(said);
  return length === 0 ? null : { start: said.length - length, end: said.length };
};

export const byTrigger = (trigger: Trigger): Rule => {
  const { pattern, sure, accept, list = false, guess = false } = trigger;
  const whole = sure ? pattern : new RegExp(pattern.source + beginsLikeName, 'g');
  /** The names in a row from `start` on. */
  function* namesFrom(text: string, start: number, colon: boolean): Generator<Span> {
    for (let at = start; ; ) {
      const rest = text.slice(at, at + WINDOW);
      const first = at === start;
      const length = nameLength(rest, { sure: sure && first, afterColon: colon && first, guess });
      const placed = length === 0 && first && list && colon ? afterPlace(rest) : null;
      if (placed !== null) yield { start: at + placed.start, end: at + placed.end };
      if (length === 0 || isReportedTo(rest, length)) return;
      if (!accept(rest.slice(0, length), rest.slice(length), colon)) return;
      yield { start: at, end: at + length };
      const joint = /^[、,和及\s]\s?/.exec(rest.slice(length))?.[0].length ?? 0;
      if (!list || joint === 0) return;
      at += length + joint;
    }
  }
  return {
    kind: 'name',
    *find(text): Generator<Span> {
      for (const match of matchesOf(whole, text))
        yield* namesFrom(text, match.index + match[0].length, /[:=】\]]\s*$/.test(match[0]));
    },
  };
};

export const notWord = (name: string, after: string): boolean => !isWordInstead(name, after);
