import { z } from 'zod';

/** An empty variable is an absent one: `.env` files are full of `NAME=`. */
export const optional = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((value) => (typeof value === 'string' && value.trim() === '' ? undefined : value), schema);
