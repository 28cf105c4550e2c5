import { InvalidArgumentError } from 'commander';

/** `title,body` as column names. */
export const columns = (value: string): string[] => value.split(',').map((name) => name.trim());

/** A whole number of at least `least`. */
export const whole = (least: number) => (value: string) => {
  const number = Number(value);
  if (!Number.isSafeInteger(number) || number < least)
    throw new InvalidArgumentError(`应为不小于 ${least} 的整数。Write a whole number of at least ${least}.`);
  return number;
};
