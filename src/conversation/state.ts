import { z } from 'zod';
import { urgentKinds } from '../intake/index.ts';
import { messageId, topicId } from '../kernel/index.ts';
import { type ConversationState, languages, type Stage } from './types.ts';

/** What a conversation begins with. */
export const newState: ConversationState = {
  version: 1,
  lang: null,
  code: null,
  consent: null,
  drafts: 0,
  refs: 0,
  draft: null,
  later: [],
  stage: { kind: 'new', lost: false },
  offered: [],
};

const count = z.int().min(0);
const topic = z.string().transform(topicId);
const message = z.string().transform(messageId);
const followUp = z.enum(['place', 'wish']);
const similar = z.object({ message, text: z.string() });
const parts = z.array(z.string());

const draft = z.object({
  number: count,
  topic: topic.nullable(),
  aspect: count.nullable(),
  settled: z.boolean(),
  parts,
  photos: z.array(z.string()),
  asked: followUp.nullable(),
  urgent: z.array(z.enum(urgentKinds)),
  similar: z.object({ people: count, examples: z.array(similar) }).nullable(),
});

/** One schema a stage: a stage without one does not compile. */
const stages = {
  new: z.object({ kind: z.literal('new'), lost: z.boolean() }),
  outside: z.object({ kind: z.literal('outside') }),
  consent: z.object({ kind: z.literal('consent') }),
  menu: z.object({ kind: z.literal('menu'), page: count }),
  aspect: z.object({ kind: z.literal('aspect'), topic }),
  writing: z.object({ kind: z.literal('writing') }),
  followUp: z.object({ kind: z.literal('followUp'), about: followUp }),
  checking: z.object({ kind: z.literal('checking'), ref: count }),
  confirm: z.object({ kind: z.literal('confirm') }),
  filing: z.object({ kind: z.literal('filing'), ref: count }),
  joining: z.object({ kind: z.literal('joining'), ref: count, target: message }),
  filed: z.object({ kind: z.literal('filed'), message: message.nullable() }),
  askReceipt: z.object({ kind: z.literal('askReceipt') }),
  lookingUp: z.object({ kind: z.literal('lookingUp'), ref: count }),
  trail: z.object({ kind: z.literal('trail'), message, canWithdraw: z.boolean() }),
  askWithdraw: z.object({ kind: z.literal('askWithdraw'), message }),
  withdrawing: z.object({ kind: z.literal('withdrawing'), ref: count, message }),
  askCancel: z.object({ kind: z.literal('askCancel') }),
  askDelete: z.object({ kind: z.literal('askDelete') }),
  deleting: z.object({ kind: z.literal('deleting'), ref: count }),
  resume: z.object({ kind: z.literal('resume'), added: parts }),
} satisfies { readonly [K in Stage['kind']]: z.ZodType<Extract<Stage, { kind: K }>> };

const { new: first, ...rest } = stages;

const schema: z.ZodType<ConversationState> = z.object({
  version: z.literal(1),
  lang: z.enum(languages).nullable(),
  code: z.string().nullable(),
  consent: count.nullable(),
  drafts: count,
  refs: count,
  draft: draft.nullable(),
  later: parts,
  stage: z.discriminatedUnion('kind', [first, ...Object.values(rest)]),
  offered: z.array(
    z.object({ id: z.string(), number: count, label: z.string(), detail: z.string().nullable() }),
  ),
});

/** What may be saved from a state of another version, each part for itself. */
const salvage = z.object({
  lang: z.enum(languages).nullable().catch(null),
  code: z.string().nullable().catch(null),
  drafts: count.catch(0),
  refs: count.catch(0),
  draft: z
    .object({ parts: parts.catch([]), photos: parts.catch([]) })
    .nullable()
    .catch(null),
  later: parts.catch([]),
});

/**
 * Reads a saved state. One that is no longer understood is begun anew; what the resident wrote is kept where it can
 * be found, and consent is asked again. Never throws.
 */
export const parseState = (saved: unknown): ConversationState => {
  const whole = schema.safeParse(saved);
  if (whole.success) return whole.data;
  const some = salvage.safeParse(saved);
  if (!some.success) return { ...newState, stage: { kind: 'new', lost: true } };
  const { lang, code, drafts, refs, draft: written, later } = some.data;
  const said = written?.parts.filter((part) => part.trim() !== '') ?? [];
  const found = written !== null && said.length > 0;
  const number = drafts + 1;
  return {
    ...newState,
    lang,
    code,
    refs,
    later,
    drafts: found ? number : drafts,
    draft: found
      ? {
          number,
          topic: null,
          aspect: null,
          settled: false,
          parts: said,
          photos: written.photos,
          asked: null,
          urgent: [],
          similar: null,
        }
      : null,
    stage: { kind: 'new', lost: !found },
  };
};
