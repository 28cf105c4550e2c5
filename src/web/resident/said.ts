import { z } from 'zod';
import type { Said } from '../../conversation/index.ts';

const idOf = z.string().regex(/^[\w-]{8,80}$/);
const proof = { token: z.string().max(100), id: idOf };
const spoken = z.union([
  z.object({ ...proof, choice: z.string().min(1).max(100) }),
  z.object({ ...proof, text: z.string() }),
]);
const shown = z.object(proof);

/** What proves where a form comes from, and names what it says. */
export type Proof = z.infer<typeof shown>;

export const readId = (id: unknown): string | null => idOf.safeParse(id).data ?? null;

/** A form or a script's JSON; null where it is neither. */
export const readSaid = (body: unknown): (Proof & { readonly said: Said }) | null => {
  const { data } = spoken.safeParse(body);
  if (data === undefined) return null;
  const { token, id } = data;
  return {
    token,
    id,
    said: 'choice' in data ? { kind: 'choice', id: data.choice } : { kind: 'text', text: data.text },
  };
};

export const readProof = (body: unknown): Proof | null => shown.safeParse(body).data ?? null;
