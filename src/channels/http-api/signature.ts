import { createHash, createHmac } from 'node:crypto';
import type { HttpRequest } from '../contract.ts';
import { sameSecret } from '../secrets.ts';

export type ApiClient = {
  /** Lower-case letters, digits and hyphens. */
  readonly id: string;
  /** At least 32 characters. */
  readonly secret: string;
  /** Where what is new is sent to; null: the client asks for it. */
  readonly callback: string | null;
};

export const signatureHeaders = {
  client: 'x-mashang-client',
  timestamp: 'x-mashang-timestamp',
  nonce: 'x-mashang-nonce',
  signature: 'x-mashang-signature',
} as const;

type Signed = {
  readonly method: string;
  /** Path and query, from the API's own address on; of callbacks the whole path. */
  readonly path: string;
  /** Seconds since 1970. */
  readonly timestamp: string;
  readonly nonce: string;
  readonly body: Uint8Array;
};

/** Hex HMAC-SHA256 over five lines: METHOD, path with query, timestamp, nonce, hex SHA-256 of the body. */
export const signatureFor = (secret: string, { method, path, timestamp, nonce, body }: Signed): string =>
  createHmac('sha256', secret)
    .update(
      [method, path, timestamp, nonce, createHash('sha256').update(body).digest('hex')].join('\n'),
      'utf8',
    )
    .digest('hex');

// Five minutes: telephones and office servers without a time service go that wrong; a caught request is of use as long.
const SKEW_SECONDS = 300;
const nonceShape = /^[\w-]{16,64}$/;

/** Which nonces were used. In memory: a request caught before a restart is also kept out by its message's id. */
type Nonces = { readonly use: (nonce: string, nowSeconds: number) => boolean };

// More than a client can use honestly in ten minutes; beyond it, refusing is safer than forgetting.
const NONCES = 200_000;

const createNonces = (): Nonces => {
  const used = new Map<string, number>();
  return {
    use: (nonce, now) => {
      for (const [oldest, until] of used) {
        if (until >= now) break;
        used.delete(oldest);
      }
      if (used.has(nonce) || used.size >= NONCES) return false;
      used.set(nonce, now + 2 * SKEW_SECONDS);
      return true;
    },
  };
};

export type Verify = (request: HttpRequest) => ApiClient | null;

/** Null for every reason alike: unknown client, wrong signature, wrong clock, used nonce. */
export const createVerify = (clients: readonly ApiClient[], now: () => Date): Verify => {
  const byId = new Map(clients.map((client) => [client.id, { client, nonces: createNonces() }]));
  // An unknown client costs as much time as a known one.
  const nobody = { client: { id: '', secret: 'nobody', callback: null }, nonces: createNonces() };
  return ({ method, path, headers, body }) => {
    const header = (name: keyof typeof signatureHeaders): string => headers[signatureHeaders[name]] ?? '';
    const found = byId.get(header('client')) ?? nobody;
    const [timestamp, nonce] = [header('timestamp'), header('nonce')];
    const wanted = signatureFor(found.client.secret, { method, path, timestamp, nonce, body });
    const seconds = Math.floor(now().getTime() / 1000);
    const signed = sameSecret(header('signature').toLowerCase(), wanted);
    if (!signed || found === nobody || !nonceShape.test(nonce)) return null;
    if (!/^\d{1,12}$/.test(timestamp) || Math.abs(seconds - Number(timestamp)) > SKEW_SECONDS) return null;
    return found.nonces.use(nonce, seconds) ? found.client : null;
  };
};
