import { setTimeout as sleep } from 'node:timers/promises';
import type { ChatEvent } from '../outbox.ts';
import { type ApiClient, signatureFor, signatureHeaders } from './signature.ts';

const CALL_MS = 10_000;

/** What became of it: `gone` where the client knows the person no longer. */
export type CallbackOutcome = 'delivered' | 'gone' | 'failed';

/** Sends events to a client's own address, signed as its own requests are. Tries again where it is busy or down. */
export const callBack = async (
  client: ApiClient & { readonly callback: string },
  { person, events }: { readonly person: string; readonly events: readonly ChatEvent[] },
  { now, nonce, retryAfterMs }: { now: () => Date; nonce: () => string; retryAfterMs: readonly number[] },
): Promise<CallbackOutcome> => {
  const url = new URL(client.callback);
  const body = Buffer.from(JSON.stringify({ person, events }), 'utf8');
  for (const wait of [...retryAfterMs, null]) {
    const signed = {
      method: 'POST',
      path: `${url.pathname}${url.search}`,
      timestamp: String(Math.floor(now().getTime() / 1000)),
      nonce: nonce(),
      body,
    };
    const status = await fetch(url, {
      method: 'POST',
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(CALL_MS),
      headers: {
        'content-type': 'application/json',
        [signatureHeaders.client]: client.id,
        [signatureHeaders.timestamp]: signed.timestamp,
        [signatureHeaders.nonce]: signed.nonce,
        [signatureHeaders.signature]: signatureFor(client.secret, signed),
      },
    }).then(
      async (response) => {
        await response.body?.cancel();
        return response.status;
      },
      () => 0,
    );
    if (status >= 200 && status < 300) return 'delivered';
    if (status === 410) return 'gone';
    // Other refusals would be refused again.
    if (status >= 400 && status < 500 && status !== 429) return 'failed';
    if (wait !== null) await sleep(wait);
  }
  return 'failed';
};
