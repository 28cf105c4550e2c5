import type { ComponentChildren, JSX, VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import type { Lang } from '../../conversation/index.ts';
import { Chat } from './chat.tsx';
import { LanguageSwitch } from './composer.tsx';
import { dialled } from './dial.tsx';
import type { ChatView } from './line.ts';
import { type Problem, pageWords } from './words.ts';

/** Where the browser finds what belongs to every page. */
export type Assets = { readonly style: string; readonly script: string };

/** Whom the page is about; null where the code leads nowhere. */
export type Heading = {
  readonly name: string;
  /** `王建军代表`, or the name of the station. */
  readonly who: string;
  readonly place: string;
};

const Frame = ({
  lang,
  title,
  assets,
  script,
  children,
}: {
  lang: Lang;
  title: string;
  assets: Assets;
  script: boolean;
  children: ComponentChildren;
}): JSX.Element => (
  <html lang={pageWords[lang].htmlLang}>
    <head>
      <meta charset="utf-8" />
      <meta
        name="viewport"
        content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content"
      />
      <title>{title}</title>
      <meta name="theme-color" content="#fbf7f1" />
      <meta name="robots" content="noindex" />
      <meta name="format-detection" content="telephone=no" />
      <link rel="icon" href="data:," />
      <link rel="stylesheet" href={assets.style} />
      {script ? <script src={assets.script} defer /> : null}
    </head>
    <body>{children}</body>
  </html>
);

const Top = ({
  lang,
  heading,
  children,
}: {
  lang: Lang;
  heading: Heading | null;
  children?: ComponentChildren;
}) => {
  const words = pageWords[lang];
  return (
    <header>
      <span class="mark" aria-hidden="true" lang="zh-CN">
        {words.mark}
      </span>
      <div class="heading">
        <h1>{heading === null ? words.title : heading.who}</h1>
        <p>{heading === null ? words.slogan : heading.place}</p>
      </div>
      {children}
    </header>
  );
};

const html = (page: VNode): string => `<!doctype html>${renderToString(page)}`;

/** JSON that may stand inside a script element: nothing in it can end one, whatever a resident writes. */
const embedded = (value: unknown): string =>
  JSON.stringify(value)
    .replaceAll('<', '\\u003c')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029');

const Trouble = ({ problem, lang }: { problem: Problem; lang: Lang }) => {
  const { title, text } = pageWords[lang].problems[problem];
  return (
    <div class="trouble" role="alert">
      <strong>{title}</strong>
      <p>{dialled(text)}</p>
    </div>
  );
};

/** The page of a code: the whole conversation, usable before and without any script. */
export const chatPage = (options: {
  view: ChatView;
  heading: Heading;
  telegram: string | null;
  assets: Assets;
}): string => {
  const { view, heading, telegram, assets } = options;
  const words = pageWords[view.lang];
  return html(
    <Frame lang={view.lang} title={`${heading.who} · ${words.title}`} assets={assets} script>
      <Top lang={view.lang} heading={heading}>
        <LanguageSwitch view={view} />
      </Top>
      {view.problem === null ? null : <Trouble problem={view.problem} lang={view.lang} />}
      {telegram === null ? null : (
        <p class="elsewhere">
          <a href={telegram}>{words.telegram}</a>
        </p>
      )}
      <div id="chat">
        <Chat view={view} live={null} />
      </div>
      <noscript>
        <p class="refresh">
          {/* Another address each time: to the same one with a mark in it a browser only scrolls. */}
          <a href={`${view.path}?look=${view.next}#now`}>{words.refresh}</a>
        </p>
      </noscript>
      <script type="application/json" id="view" dangerouslySetInnerHTML={{ __html: embedded(view) }} />
    </Frame>,
  );
};

/** A page that says kindly what is the matter, and what to do next. */
export const problemPage = (options: {
  lang: Lang;
  problem: Problem;
  assets: Assets;
  /** What the resident wrote and nobody has yet. */
  kept?: string;
  /** Where to go on: the conversation, or the page that was asked for. */
  back?: { readonly href: string; readonly label: 'again' | 'toChat' };
}): string => {
  const { lang, problem, assets, kept = '', back } = options;
  const words = pageWords[lang];
  const { title, text } = words.problems[problem];
  return html(
    <Frame lang={lang} title={title} assets={assets} script={false}>
      <Top lang={lang} heading={null} />
      <main class="problem">
        <h2>{title}</h2>
        <p>{dialled(text)}</p>
        {kept === '' ? null : (
          <>
            <h3>{words.keptText}</h3>
            <blockquote dir="auto">{kept}</blockquote>
          </>
        )}
        {back === undefined ? null : (
          <p>
            <a class="button" href={back.href}>
              {words[back.label]}
            </a>
          </p>
        )}
      </main>
    </Frame>,
  );
};
