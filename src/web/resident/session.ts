import { timingSafeEqual } from 'node:crypto';
import type { Sessions } from '../../channels/index.ts';

/** Who sits in front of the browser: nothing but a number that nobody can guess. */
export type Session = {
  readonly person: string;
  /** The code that this browser opened last. Its own word: it decides only what is greeted anew. */
  readonly code: string | null;
  /** A cookie that must be given to the browser; null where it has one that is good for months. */
  readonly fresh: string | null;
};

const COOKIE = 'mashang';
const PLACE = 'mashang-at';

const CODE = /^[0-9A-Z]{4,16}$/;

const cookieIn = (header: string | undefined, name: string): string | undefined => {
  for (const part of (header ?? '').split(';')) {
    const at = part.indexOf('=');
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim();
  }
  return undefined;
};

/** The session that the cookie proves; null where there is none, where it is too old, or where it was not made here. */
export const readSession = (sessions: Sessions, header: string | undefined): Session | null => {
  const found = sessions.read(cookieIn(header, COOKIE));
  if (found.kind !== 'valid') return null;
  const code = cookieIn(header, PLACE) ?? '';
  return {
    person: found.person,
    code: CODE.test(code) ? code : null,
    fresh: found.ageing ? sessions.renew(found.person) : null,
  };
};

export const newSession = (sessions: Sessions): Session => {
  const { person, cookie } = sessions.open();
  return { person, code: null, fresh: cookie };
};

/** What the browser is to remember, for pages of codes alone and out of every script's reach. */
export const cookiesOf = (
  session: Session,
  options: { readonly secure: boolean; readonly maxAgeSeconds: number; readonly path: string },
): string[] => {
  const { secure, maxAgeSeconds, path } = options;
  const lasting = `Max-Age=${maxAgeSeconds}; Path=${path}; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
  return [
    ...(session.fresh === null ? [] : [`${COOKIE}=${session.fresh}; ${lasting}`]),
    ...(session.code === null ? [] : [`${PLACE}=${session.code}; ${lasting}`]),
  ];
};

/** In the same time wherever they differ. */
export const sameToken = (given: string, wanted: string): boolean => {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
};

/**
 * Whether a browser says that the request comes from a page of this site. Old WebViews say nothing, and then the form
 * token alone decides.
 * @param own Origins under which this site is reached.
 */
export const isFromHere = (
  headers: Readonly<Record<string, string | string[] | undefined>>,
  own: readonly string[],
): boolean => {
  const site = headers['sec-fetch-site'];
  if (typeof site === 'string') return site === 'same-origin' || site === 'none';
  const { origin, referer } = headers;
  const from = typeof origin === 'string' ? origin : typeof referer === 'string' ? referer : null;
  if (from === null) return true;
  const url = URL.parse(from);
  return url !== null && own.includes(url.origin);
};
