import { englishDoorRules } from './english-rules.ts';
import { flatRules } from './flat-rules.ts';
import { houseRules } from './house-rules.ts';
import { roomRules } from './room-rules.ts';

export const doorRules = [...flatRules, ...roomRules, ...houseRules, ...englishDoorRules];
