import type { VNode } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { type Block, type Heading, headingsOf, type Inline, type Page, type QuoteBlock } from './blocks.ts';
import type { DigestContent, Lang } from './content.ts';
import { STYLE } from './html-style.ts';
import { layOut } from './layout.ts';
import { wording } from './wording.ts';

const HAN = /\p{Script=Han}/u;
/** Residents' words carry their own language: it decides which shapes Chinese characters take in an English digest. */
const langOf = (lang: Lang, text: string): { lang?: string } =>
  lang === 'en' && HAN.test(text) ? { lang: 'zh-CN' } : {};

const Runs = ({ runs }: { runs: readonly Inline[] }) => (
  <>
    {runs.map(({ text, to, strong }) => {
      const inner = to === undefined ? text : <a href={`#${to}`}>{text}</a>;
      return strong ? <b>{inner}</b> : inner;
    })}
  </>
);

const Source = ({ quote }: { quote: QuoteBlock }) => (
  <>
    {quote.note === null ? null : <b>{quote.note} </b>}
    {quote.to === null ? quote.source : <a href={`#${quote.to}`}>{quote.source}</a>}
  </>
);

const Quote = ({ lang, quote }: { lang: Lang; quote: QuoteBlock }) => (
  <figure>
    {quote.text === '' ? (
      <blockquote class="blank">{wording[lang].marks.blank}</blockquote>
    ) : (
      <blockquote dir="auto" {...langOf(lang, quote.text)}>
        {quote.text}
      </blockquote>
    )}
    <figcaption>
      <Source quote={quote} />
    </figcaption>
  </figure>
);

const Title = ({ lang, heading }: { lang: Lang; heading: Heading }) => {
  const space = lang === 'en' && heading.number !== '' ? ' ' : '';
  const text = `${heading.number}${space}${heading.text}`;
  const id = heading.anchor === '' ? {} : { id: heading.anchor };
  switch (heading.level) {
    case 1:
      return <h2 {...id}>{text}</h2>;
    case 2:
      return <h3 {...id}>{text}</h3>;
    case 3:
      return <h4 {...id}>{text}</h4>;
    case 4:
      return <h5 {...id}>{text}</h5>;
  }
};

const TableView = ({ block }: { block: Extract<Block, { kind: 'table' }> }) => {
  const sum = block.columns.reduce((all, { weight }) => all + weight, 0);
  return (
    <table>
      <colgroup>
        {block.columns.map(({ weight }) => (
          <col style={`width:${Math.round((1000 * weight) / sum) / 10}%`} />
        ))}
      </colgroup>
      <thead>
        <tr>
          {block.columns.map(({ title, align }) => (
            <th scope="col" class={align}>
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {block.rows.map(({ cells: [first, ...rest], depth }) => (
          <tr class={depth === 0 ? 'top' : 'deep'}>
            <th scope="row">{first && <Runs runs={[{ ...first, strong: false }]} />}</th>
            {rest.map(({ text }) => (
              <td class="end">{text}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
};

const Voices = ({ lang, items }: { lang: Lang; items: readonly QuoteBlock[] }) => (
  <ul class="voices">
    {items.map((quote) => (
      <li>
        {quote.text === '' ? (
          <span class="words blank">{wording[lang].marks.blank}</span>
        ) : (
          <span class="words" dir="auto" {...langOf(lang, quote.text)}>
            {quote.text}
          </span>
        )}
        <span class="source">
          <Source quote={quote} />
        </span>
      </li>
    ))}
  </ul>
);

const Register = ({ lang, block }: { lang: Lang; block: Extract<Block, { kind: 'register' }> }) => (
  <p class="register">
    <b>{block.label}</b>
    {block.ids.map(({ id, anchor }, i) => (
      <>
        {i > 0 ? wording[lang].marks.separator : ''}
        <span {...(anchor === '' ? {} : { id: anchor })}>{id}</span>
      </>
    ))}
  </p>
);

const Part = ({ lang, block }: { lang: Lang; block: Block }): VNode => {
  switch (block.kind) {
    case 'heading':
      return <Title lang={lang} heading={block} />;
    case 'paragraph':
      return (
        <p class={block.tone}>
          <Runs runs={block.runs} />
        </p>
      );
    case 'label':
      return <p class="label">{block.text}</p>;
    case 'totals':
      return (
        <dl class="totals">
          {block.items.map(({ name, value }) => (
            <div>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      );
    case 'quote':
      return <Quote lang={lang} quote={block} />;
    case 'opposition':
      return (
        <section class="opposition">
          <p class="label">{block.title}</p>
          <div class="sides">
            <Quote lang={lang} quote={block.one} />
            <Quote lang={lang} quote={block.other} />
          </div>
        </section>
      );
    case 'table':
      return <TableView block={block} />;
    case 'voices':
      return <Voices lang={lang} items={block.items} />;
    case 'register':
      return <Register lang={lang} block={block} />;
    case 'fold':
      return (
        <details open>
          <summary>{block.summary}</summary>
          {block.blocks.map((inner) => (
            <Part lang={lang} block={inner} />
          ))}
        </details>
      );
  }
};

const Contents = ({ page }: { page: Page }) => {
  const headings = headingsOf(page.blocks, 2);
  const tops = headings.filter(({ level }) => level === 1);
  const below = (top: Heading) => {
    const from = headings.indexOf(top) + 1;
    const to = headings.findIndex(({ level }, i) => i >= from && level === 1);
    return headings.slice(from, to < 0 ? headings.length : to);
  };
  const space = page.lang === 'en' ? ' ' : '';
  const link = ({ anchor, number, text }: Heading) => (
    <a href={`#${anchor}`}>{`${number}${space}${text}`.trim()}</a>
  );
  return (
    <nav aria-label={wording[page.lang].sections.contents}>
      <p>{wording[page.lang].sections.contents}</p>
      <ol>
        {tops.map((top) => (
          <li>
            {link(top)}
            {below(top).length > 0 && (
              <ol>
                {below(top).map((heading) => (
                  <li>{link(heading)}</li>
                ))}
              </ol>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
};

const Whole = ({ page }: { page: Page }) => (
  <html lang={wording[page.lang].htmlLang}>
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta
        http-equiv="Content-Security-Policy"
        content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
      />
      <meta name="referrer" content="no-referrer" />
      <title>{page.title}</title>
      {/* Our own constant: a style element knows no escapes. */}
      <style dangerouslySetInnerHTML={{ __html: STYLE }} />
    </head>
    <body>
      <div class="page">
        <div class="head">
          <header>
            <h1>{page.title}</h1>
            {page.lines.map((line) => (
              <p>{line}</p>
            ))}
          </header>
          <dl class="facts">
            {page.facts.map(({ name, value }) => (
              <>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </>
            ))}
          </dl>
        </div>
        <Contents page={page} />
        <main>
          {page.blocks.map((block) => (
            <Part lang={page.lang} block={block} />
          ))}
        </main>
      </div>
    </body>
  </html>
);

/** One file: no script, no request, and a content policy that would refuse both. */
export const renderHtml = (content: DigestContent): string =>
  `<!doctype html>\n${renderToString(<Whole page={layOut(content)} />)}\n`;
