import type { HttpRequest } from '../contract.ts';
import { queryOf } from '../query-of.ts';
import { type Cipher, isSigned, signatureOf } from './cipher.ts';
import { parseXml, sealedAnswer } from './xml.ts';

type GateOptions = {
  readonly token: string;
  /** With it only encrypted messages are let in: plain ones are signed without their content. */
  readonly cipher: Cipher | null;
  readonly now: () => Date;
  readonly nonce: () => string;
};

/** What an operator should hear of. */
export type Why = 'sealed' | 'plain' | 'clock';

// Whoever reads a proxy's log finds signed addresses there, and in plain mode those are good for any message. WeChat asks
// again within seconds; an hour forgives a clock that nobody sets.
const SIGNED_SECONDS = 3_600;

export type Passed =
  | { readonly kind: 'refused'; readonly status: 400 | 401 | 405; readonly why?: Why }
  /** WeChat asks whether this address is ours: the text is to be sent back. */
  | { readonly kind: 'echo'; readonly text: string }
  | { readonly kind: 'message'; readonly fields: ReadonlyMap<string, string> };

/** What WeChat sent, if it is WeChat that sent it. */
export type Gate = {
  readonly pass: (request: HttpRequest) => Passed;
  /** An answer's XML as WeChat wants it: sealed and signed in AES mode. */
  readonly seal: (xml: string) => string;
};

export const createGate = ({ token, cipher, now, nonce }: GateOptions): Gate => ({
  pass: ({ method, path, body }) => {
    const query = queryOf(path);
    const [timestamp, given] = [query.get('timestamp') ?? '', query.get('nonce') ?? ''];
    if (method !== 'GET' && method !== 'POST') return { kind: 'refused', status: 405 };
    if (!isSigned(query.get('signature') ?? '', token, timestamp, given))
      return { kind: 'refused', status: 401 };
    const age = Math.floor(now().getTime() / 1000) - Number(timestamp);
    if (!/^\d{1,12}$/.test(timestamp) || Math.abs(age) > SIGNED_SECONDS)
      return { kind: 'refused', status: 401, why: 'clock' };
    if (method === 'GET') return { kind: 'echo', text: query.get('echostr') ?? '' };

    const outer = parseXml(Buffer.from(body).toString('utf8'));
    if (outer === null) return { kind: 'refused', status: 400 };
    const sealed = outer.get('Encrypt') ?? '';
    if (cipher === null) {
      // In 兼容模式 both are there.
      if (sealed !== '' && !outer.has('FromUserName')) return { kind: 'refused', status: 401, why: 'sealed' };
      return { kind: 'message', fields: outer };
    }
    if (sealed === '') return { kind: 'refused', status: 401, why: 'plain' };
    if (!isSigned(query.get('msg_signature') ?? '', token, timestamp, given, sealed)) {
      return { kind: 'refused', status: 401 };
    }
    const plain = cipher.decrypt(sealed);
    if (!plain.ok) return { kind: 'refused', status: 401 };
    const fields = parseXml(plain.value);
    return fields === null ? { kind: 'refused', status: 400 } : { kind: 'message', fields };
  },

  seal: (xml) => {
    if (cipher === null) return xml;
    const encrypt = cipher.encrypt(xml);
    const timestamp = String(Math.floor(now().getTime() / 1000));
    const fresh = nonce();
    const signature = signatureOf(token, timestamp, fresh, encrypt);
    return sealedAnswer({ encrypt, signature, timestamp, nonce: fresh });
  },
});
