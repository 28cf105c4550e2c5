/** A browser without JavaScript, as far as pages of `/s/CODE` need one: cookies, forms, and nothing more. */

export type SeenPage = {
  readonly status: number;
  readonly html: string;
  readonly headers: Headers;
  /** The form's proof, and the name of what it would send. */
  readonly token: string;
  readonly id: string;
  /** Ids of the choices in order. */
  readonly choices: readonly string[];
  /** What stands in the box. */
  readonly kept: string;
};

const decoded = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');

const pageOf = async (response: Response): Promise<SeenPage> => {
  const html = await response.text();
  const box = /<form class="say".*?<\/form>/s.exec(html)?.[0] ?? '';
  const choices = /<form class="choices".*?<\/form>/s.exec(html)?.[0] ?? '';
  return {
    status: response.status,
    html,
    headers: response.headers,
    token: /name="token" value="([^"]*)"/.exec(box)?.[1] ?? '',
    id: /name="id" value="([^"]*)"/.exec(box)?.[1] ?? '',
    choices: Array.from(choices.matchAll(/<button[^>]* value="([^"]*)"/g), ([, id = '']) => decoded(id)),
    kept: decoded(/<textarea[^>]*>(.*?)<\/textarea>/s.exec(html)?.[1] ?? ''),
  };
};

export type ResidentClient = ReturnType<typeof residentAt>;

export const residentAt = (url: string, acceptLanguage = 'zh-CN') => {
  const cookies = new Map<string, string>();

  const send = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const headers = new Headers(init.headers);
    if (!headers.has('accept')) headers.set('accept', 'text/html');
    headers.set('accept-language', acceptLanguage);
    if (cookies.size > 0)
      headers.set('cookie', Array.from(cookies, ([name, value]) => `${name}=${value}`).join('; '));
    const response = await fetch(`${url}${path}`, { ...init, headers, redirect: 'manual' });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      cookies.set(name, value);
    }
    return response;
  };

  /** Follows redirects, as browsers do after a form. */
  const visit = async (path: string, init: RequestInit = {}): Promise<SeenPage> => {
    let response = await send(path, init);
    for (let hops = 0; hops < 5 && response.status >= 300 && response.status < 400; hops++) {
      await response.body?.cancel();
      const target = new URL(response.headers.get('location') ?? '', url);
      response = await send(target.pathname);
    }
    return pageOf(response);
  };

  const form = (
    fields: Readonly<Record<string, string>>,
    headers: Readonly<Record<string, string>> = {},
  ) => ({
    method: 'POST',
    body: new URLSearchParams(fields),
    headers,
  });

  return {
    cookies,
    send,
    visit,
    open: (code: string) => visit(`/s/${code}`),
    /** Sends a form of `page`: its text, or one of its buttons. */
    say: (code: string, page: Pick<SeenPage, 'token' | 'id'>, said: { text: string } | { choice: string }) =>
      visit(`/s/${code}/say`, form({ token: page.token, id: page.id, ...said })),
    form,
  };
};
