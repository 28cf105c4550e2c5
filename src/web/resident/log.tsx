import type { JSX } from 'preact';
import type { Reply } from '../../conversation/index.ts';
import { dialled } from './dial.tsx';
import { Camera } from './icons.tsx';
import type { ChatView, Line } from './line.ts';
import { type Live, langIn, type Pending, type Shown } from './live.ts';
import { type PageWords, pageWords } from './words.ts';

// Whole lines of capitals and digits in groups: a receipt as it is printed.
const RECEIPT = /^[0-9A-Z]{2,6}(?:-[0-9A-Z]{3,6})+$/;

// As intake writes what it covers: kept on one line, so that the eye takes it for one thing.
const COVERED = /(〔[^〔〕\n]{1,8}〕)/;

const Quoted = ({ quote }: { quote: string }): JSX.Element => (
  <blockquote dir="auto" lang={langIn(quote)}>
    {quote.split(COVERED).map((part, at) =>
      at % 2 === 1 ? (
        <span class="covered" lang="zh-CN">
          {part}
        </span>
      ) : (
        part
      ),
    )}
  </blockquote>
);

const Said = ({ reply }: { reply: Reply }): JSX.Element => (
  <>
    {reply.text.split('\n').map((line) => (
      <p>{reply.secret && RECEIPT.test(line) ? <strong class="receipt">{line}</strong> : dialled(line)}</p>
    ))}
    {reply.quotes.map((quote) => (
      <Quoted quote={quote} />
    ))}
  </>
);

/** The picture itself in the browser that sent it; it never comes back from the server. */
const Sent = ({ about, live, words }: { about: string | null; live: Live | null; words: PageWords }) => {
  const picture = about === null ? undefined : live?.pictures.get(about);
  return picture === undefined ? (
    <p class="sent">
      <Camera />
      {words.photoSent}
    </p>
  ) : (
    <img src={picture} alt={words.photoSent} onError={() => live?.noPicture(about ?? '')} />
  );
};

type Bubbled = {
  readonly line: Line;
  readonly live: Live | null;
  readonly words: PageWords;
  readonly first: boolean;
};

const Bubble = ({ line, live, words, first }: Bubbled): JSX.Element =>
  line.from === 'office' ? (
    <li
      class="office"
      id={first ? 'now' : undefined}
      tabIndex={first ? -1 : undefined}
      lang={pageWords[line.reply.lang].htmlLang}
    >
      <span class="who">{words.office}</span>
      <div class="bubble">
        <Said reply={line.reply} />
      </div>
    </li>
  ) : (
    <li class="resident" id={first ? 'now' : undefined} tabIndex={first ? -1 : undefined}>
      <span class="who">{words.you}</span>
      <div class="bubble" dir="auto" lang={langIn(line.text)}>
        {line.photo ? <Sent about={line.about} live={live} words={words} /> : null}
        {line.text === '' ? null : <p>{line.text}</p>}
      </div>
    </li>
  );

/** Where reading goes on: the newest thing that the resident said, or else the newest reply. */
const readingFrom = (lines: readonly Line[]): number => {
  // Not findLastIndex: this runs in old WebViews too.
  for (let at = lines.length - 1; at > 0; at--) if (lines[at]?.from === 'resident') return at;
  return 0;
};

/** What waits and is not in the log yet: the server may have heard it without being able to answer. */
const unheard = ({ lines }: ChatView, live: Live | null): readonly Pending[] =>
  (live?.pending ?? []).filter(({ id }) => !lines.some(({ about }) => about === id));

export const Log = ({ view, live, words }: Shown): JSX.Element => {
  const from = readingFrom(view.lines);
  return (
    <div role="log" aria-live="polite" aria-label={words.conversation}>
      <ol class="log">
        {view.lines.map((line, at) => (
          <Bubble key={line.id} line={line} live={live} words={words} first={at === from} />
        ))}
        {unheard(view, live).map(({ id, text }) => (
          <li key={id} class="resident pending">
            <span class="who">{words.you}</span>
            <div class="bubble" dir="auto">
              <p>{text}</p>
            </div>
            <small>{live?.notice ? words.waiting : words.sending}</small>
          </li>
        ))}
      </ol>
    </div>
  );
};
