import { type TopicId, topicId } from '../kernel/index.ts';
import type { Command } from './commands.ts';

/** What a choice means. Those that end a draft carry its number: an old button must not file a new draft. */
export type Tap =
  | { readonly kind: 'topic'; readonly topic: TopicId }
  | { readonly kind: 'aspect'; readonly aspect: number | null }
  | { readonly kind: 'file' | 'meToo' | 'rewrite' | 'drop'; readonly draft: number }
  | { readonly kind: Plain };

const plain = [
  'agree',
  'disagree',
  'own',
  'more',
  'done',
  'skip',
  'keepWriting',
  'goOn',
  'another',
  'otherReceipt',
  'deleteYes',
  'deleteNo',
  'withdrawYes',
  'withdrawNo',
  'resume',
  'startOver',
] as const;
type Plain = (typeof plain)[number];

/** Commands as choices: they work at any time, whatever was offered last. */
const commandTaps = [
  'help',
  'menu',
  'back',
  'cancel',
  'person',
  'language',
  'chinese',
  'english',
  'delete',
  'receipt',
  'withdraw',
] as const satisfies readonly Command[];

const draftTaps = ['file', 'meToo', 'rewrite', 'drop'] as const;

const isOneOf = <T extends string>(list: readonly T[], value: string): value is T =>
  (list as readonly string[]).includes(value);

export const tapId = (tap: Tap): string => {
  if (tap.kind === 'topic') return `topic:${tap.topic}`;
  if (tap.kind === 'aspect') return `aspect:${tap.aspect ?? 'any'}`;
  return 'draft' in tap ? `${tap.kind}:${tap.draft}` : tap.kind;
};

export const commandId = (command: Command): string => command;

export const readCommandTap = (id: string): Command | null => (isOneOf(commandTaps, id) ? id : null);

export const readTap = (id: string): Tap | null => {
  if (isOneOf(plain, id)) return { kind: id };
  const [kind = '', rest = ''] = id.split(/:(.*)/su);
  if (kind === 'topic' && rest !== '') return { kind, topic: topicId(rest) };
  if (kind === 'aspect') {
    if (rest === 'any') return { kind, aspect: null };
    return /^\d{1,4}$/u.test(rest) ? { kind, aspect: Number(rest) } : null;
  }
  return isOneOf(draftTaps, kind) && /^\d{1,9}$/u.test(rest) ? { kind, draft: Number(rest) } : null;
};
