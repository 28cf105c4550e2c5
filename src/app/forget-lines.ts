import type { Arrival } from '../channels/index.ts';
import type { Desk } from './converse.ts';

/** Tells whose data were deleted, once that is saved: what a channel keeps of the talk in memory then goes too. */
export const tellingOfDeletion = (desk: Desk, deleted: (arrival: Arrival) => void): Desk => ({
  turn: async (arrival, work) => {
    let gone = false;
    const value = await desk.turn(arrival, (here) => {
      gone = false;
      return work({
        ...here,
        carryOut: async (effect, before) => {
          const outcome = await here.carryOut(effect, before);
          if (outcome.kind === 'dataDeleted') gone = true;
          return outcome;
        },
      });
    });
    if (gone) deleted(arrival);
    return value;
  },
});
