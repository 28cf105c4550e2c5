import { z } from 'zod';
import { languages, otherMedia, type Reply, type Said } from '../../conversation/index.ts';

// What the API takes and answers. `openapi.ts` makes the document of it, so the two cannot differ.

const person = z
  .string()
  .min(1)
  .max(128)
  .describe(
    'The person’s id in your app: stable, without meaning, never shown. It is stored as a keyed hash only.',
  );
const messageId = z
  .string()
  .regex(/^[\w.:-]{1,100}$/)
  .describe('Your own id of this message. Sending the same again is safe: it is handled once.');
const lang = z.enum(languages).default('zh').describe('The language of the person’s app.');

export const conversationBody = z.strictObject({
  person,
  messageId,
  lang,
  code: z.string().max(128).nullable().default(null).describe('What stands behind /s/ in the QR code.'),
});

export const messageBody = z.strictObject({
  person,
  messageId,
  lang,
  said: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('text'), text: z.string().min(1).max(20_000) }),
    z.strictObject({
      kind: z.literal('choice'),
      id: z.string().min(1).max(100).describe('Of a choice that an earlier reply offered.'),
    }),
    z.strictObject({
      kind: z.literal('other'),
      media: z.enum(otherMedia).describe('Something that cannot be used yet: the person is told so.'),
    }),
  ]),
});

export const photoQuery = z.strictObject({
  person,
  messageId,
  lang,
  caption: z.string().max(20_000).nullable().default(null),
});

export const eventsQuery = z.strictObject({
  person,
  after: z.coerce
    .number()
    .int()
    .min(0)
    .default(0)
    .describe('`cursor` of the last answer; 0 for all that is kept.'),
  wait: z.coerce
    .number()
    .int()
    .min(0)
    .max(25)
    .default(0)
    .describe('Seconds to wait where there is nothing new yet.'),
});

const replySchema = z.object({
  text: z.string().describe('Plain text with line feeds.'),
  quotes: z.array(z.string()).describe('Residents’ words that belong under the text, verbatim.'),
  choices: z.array(
    z.object({
      id: z.string(),
      number: z.number().int().describe('May be typed instead.'),
      label: z.string(),
      detail: z.string().nullable().describe('The whole label where it had to be cut.'),
    }),
  ),
  hint: z
    .enum(['choose', 'short', 'long', 'receipt'])
    .describe('What to invite: a tap, some text, a longer text, a receipt code.'),
  secret: z.boolean().describe('A receipt code is in it: not for logs, nor for a history in the clear.'),
  lang: z.enum(languages),
});

const eventBase = {
  id: z.number().int(),
  at: z.iso.datetime(),
  about: z.string().nullable().describe('`messageId` of what this answers; null for news.'),
};

const eventSchema = z.object({ ...eventBase, kind: z.literal('reply'), reply: replySchema });

const cursor = z.number().int().describe('For `after` in the next request.');

export const answerSchema = z.object({
  status: z.enum(['handled', 'repeated']),
  // Without a cursor: news may have come before these, and a client that moved its cursor here would never read them.
  events: z.array(eventSchema).describe('They come from `/v1/events` too: skip the ids that you have shown.'),
});

export const eventsSchema = z.object({
  events: z.array(eventSchema),
  cursor,
  gap: z.boolean().describe('True where older news were dropped since your cursor.'),
});

export const callbackSchema = z.object({ person, events: z.array(eventSchema) });

export const errorCodes = [
  'unauthorized',
  'notFound',
  'method',
  'tooLarge',
  'encoded',
  'invalid',
  'unavailable',
  'fault',
] as const;
export const errorSchema = z.object({
  error: z.enum(errorCodes),
  fields: z.array(z.string()).optional().describe('Which fields are wrong.'),
  replies: z.array(replySchema).optional().describe('What to show to the person meanwhile.'),
});

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : never) : never;
type Writable<T> = T extends readonly (infer E)[]
  ? Writable<E>[]
  : T extends object
    ? { -readonly [K in keyof T]: Writable<T[K]> }
    : T;
// These do not compile when the conversation's replies change and the document does not.
true satisfies Same<z.infer<typeof replySchema>, Writable<Reply>>;
true satisfies z.infer<typeof messageBody>['said'] extends Writable<Said> ? true : never;
