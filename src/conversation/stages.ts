import type { Stage } from './types.ts';

type Traits = {
  /** Its effect must not be crossed: what is being filed cannot be cancelled half-way. */
  readonly locked: boolean;
  /** Makes sense only with a deputy or station to talk to. */
  readonly inside: boolean;
  /** A lone number can only be a choice; elsewhere it may be part of what is being told. */
  readonly numbered: boolean;
  /** A draft can be left in it, and is asked about when the resident comes back. */
  readonly unfinished: boolean;
};

const traits = {
  new: { locked: false, inside: false, numbered: true, unfinished: false },
  outside: { locked: false, inside: false, numbered: true, unfinished: false },
  consent: { locked: false, inside: true, numbered: true, unfinished: false },
  menu: { locked: false, inside: true, numbered: true, unfinished: true },
  aspect: { locked: false, inside: true, numbered: true, unfinished: true },
  writing: { locked: false, inside: true, numbered: false, unfinished: true },
  followUp: { locked: false, inside: true, numbered: false, unfinished: true },
  checking: { locked: false, inside: true, numbered: true, unfinished: false },
  confirm: { locked: false, inside: true, numbered: true, unfinished: true },
  filing: { locked: true, inside: false, numbered: true, unfinished: false },
  joining: { locked: true, inside: false, numbered: true, unfinished: false },
  filed: { locked: false, inside: false, numbered: true, unfinished: false },
  askReceipt: { locked: false, inside: false, numbered: false, unfinished: false },
  lookingUp: { locked: false, inside: false, numbered: false, unfinished: false },
  trail: { locked: false, inside: false, numbered: true, unfinished: false },
  askWithdraw: { locked: false, inside: false, numbered: true, unfinished: false },
  withdrawing: { locked: true, inside: false, numbered: true, unfinished: false },
  askCancel: { locked: false, inside: false, numbered: true, unfinished: true },
  askDelete: { locked: false, inside: false, numbered: true, unfinished: false },
  deleting: { locked: true, inside: false, numbered: true, unfinished: false },
  resume: { locked: false, inside: true, numbered: true, unfinished: false },
} as const satisfies Record<Stage['kind'], Traits>;

export const isLocked = ({ kind }: Stage): boolean => traits[kind].locked;
export const isInside = ({ kind }: Stage): boolean => traits[kind].inside;
export const isNumbered = ({ kind }: Stage): boolean => traits[kind].numbered;
export const isUnfinished = ({ kind }: Stage): boolean => traits[kind].unfinished;
