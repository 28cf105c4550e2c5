// Conversations speak of these in `intake`'s own terms.
export type { Trail, TrailStep, UrgentKind } from '../intake/index.ts';
export { pendingEffects } from './effects.ts';
export { plainText } from './plain-text.ts';
export { codeFor } from './start.ts';
export { newState, parseState } from './state.ts';
export { step } from './step.ts';
export { apologyReplies, noticeReplies } from './trail.ts';
export {
  type AwaitedEffect,
  type Choice,
  type Context,
  type ConversationState,
  type CountEvent,
  type Door,
  type Effect,
  type Fed,
  type Inbound,
  type InputHint,
  type Lang,
  type Limits,
  languages,
  type Notice,
  type OpenTopic,
  type OtherMedia,
  type Outcome,
  otherMedia,
  type Reply,
  type Said,
  type SilentEffect,
  type Similar,
  type Step,
  type Turn,
  type Venue,
  type Written,
} from './types.ts';
export type { Apology } from './words.ts';
