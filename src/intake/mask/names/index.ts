import { announcedRules } from './announced-rules.ts';
import { englishRules } from './english-rules.ts';
import { familyRules } from './family-rules.ts';
import { fieldRules } from './field-rules.ts';
import { letterRules } from './letter-rules.ts';

export { likelyRules } from './likely-rules.ts';
export { rowRules } from './row-rules.ts';
export { saidAgain } from './said-again.ts';

import { selfRules } from './self-rules.ts';
import { standingRules } from './standing-rules.ts';

export const nameRules = [
  ...selfRules,
  ...familyRules,
  ...fieldRules,
  ...announcedRules,
  ...letterRules,
  ...englishRules,
  ...standingRules,
];
