import type {
  ComponentChildren,
  JSX,
  TargetedEvent,
  TargetedInputEvent,
  TargetedKeyboardEvent,
  TargetedMouseEvent,
  TargetedSubmitEvent,
} from 'preact';
import type { Choice, InputHint, Lang, Reply } from '../../conversation/index.ts';
import type { ChatView, Line } from './line.ts';
import { type PageWords, pageWords } from './words.ts';

/** What was said and has not arrived yet. */
export type Pending = {
  readonly id: string;
  readonly text: string;
  /** Id of the tapped choice; `text` is then its label. */
  readonly choice: string | null;
};

/** What may be tapped, and what then stands in the log. */
export type Tap = Pick<Choice, 'id' | 'label'>;

/** What a browser with JavaScript adds; without it forms do the same. */
export type Live = {
  readonly pending: readonly Pending[];
  /** What is not as it should be, in a sentence. */
  readonly notice: string | null;
  readonly say: (event: TargetedSubmitEvent<HTMLFormElement>) => void;
  readonly choose: (choice: Tap, event: TargetedMouseEvent<HTMLButtonElement>) => void;
  readonly write: (event: TargetedInputEvent<HTMLTextAreaElement>) => void;
  readonly key: (event: TargetedKeyboardEvent<HTMLTextAreaElement>) => void;
  readonly attach: (event: TargetedEvent<HTMLInputElement>) => void;
};

// What a phone should dial at a tap: the emergency numbers and hotlines that the conversation names.
const DIAL: ReadonlySet<string> = new Set(['110', '119', '120', '12345', '12356']);

const HAN = /[\u3400-\u9fff]/;
const langOf = (text: string): string | undefined => (HAN.test(text) ? 'zh-CN' : undefined);

// Whole lines of capitals and digits in groups: a receipt as it is printed.
const RECEIPT = /^[0-9A-Z]{2,6}(?:-[0-9A-Z]{3,6})+$/;

const dialled = (text: string): ComponentChildren[] =>
  text.split(/(\d+)/).map((part) => (DIAL.has(part) ? <a href={`tel:${part}`}>{part}</a> : part));

const Said = ({ reply }: { reply: Reply }): JSX.Element => (
  <>
    {reply.text.split('\n').map((line) => (
      <p>{reply.secret && RECEIPT.test(line) ? <strong class="receipt">{line}</strong> : dialled(line)}</p>
    ))}
    {reply.quotes.map((quote) => (
      <blockquote dir="auto" lang={langOf(quote)}>
        {quote}
      </blockquote>
    ))}
  </>
);

const Bubble = ({ line, words, first }: { line: Line; words: PageWords; first: boolean }): JSX.Element =>
  line.from === 'office' ? (
    <li class="office" id={first ? 'now' : undefined} lang={pageWords[line.reply.lang].htmlLang}>
      <span class="who">{words.office}</span>
      <div class="bubble">
        <Said reply={line.reply} />
      </div>
    </li>
  ) : (
    <li class="resident" id={first ? 'now' : undefined}>
      <span class="who">{words.you}</span>
      <div class="bubble" dir="auto" lang={langOf(line.text)}>
        {line.photo ? (
          <p class="sent">
            <Camera />
            {words.photoSent}
          </p>
        ) : null}
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

const Log = ({ view, live, words }: { view: ChatView; live: Live | null; words: PageWords }): JSX.Element => {
  const from = readingFrom(view.lines);
  return (
    <div role="log" aria-live="polite" aria-label={words.conversation}>
      <ol class="log">
        {view.lines.map((line, at) => (
          <Bubble key={line.id} line={line} words={words} first={at === from} />
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

const Proof = ({ view }: { view: ChatView }): JSX.Element => (
  <>
    <input type="hidden" name="token" value={view.token} />
    <input type="hidden" name="id" value={view.next} />
  </>
);

/** The newest line of the talk itself: news that came unasked offers nothing and takes nothing away. */
const newest = ({ lines }: ChatView): Line | null => {
  for (let at = lines.length - 1; at >= 0; at--) if (lines[at]?.about !== null) return lines[at] ?? null;
  return null;
};

/** What the newest reply offers, unless something was said since. */
const offered = (view: ChatView, live: Live | null): readonly Choice[] => {
  if (live !== null && live.pending.length > 0) return [];
  const last = newest(view);
  return last?.from === 'office' ? last.reply.choices : [];
};

// What only goes on with what the resident is doing. Topics and other opinions never stand out: a coloured first one
// would be chosen more often.
const ONWARD = /^(?:agree|file:\d+|done|goOn|resume|keepWriting)$/;

/** A page has room for the whole of it. */
const labelOf = ({ detail, label }: Choice): string => detail ?? label;

const Choices = ({
  view,
  live,
  words,
}: {
  view: ChatView;
  live: Live | null;
  words: PageWords;
}): JSX.Element | null => {
  const choices = offered(view, live);
  if (choices.length === 0) return null;
  return (
    <form class="choices" method="post" action={`${view.path}/say`} aria-label={words.choices}>
      <Proof view={view} />
      {choices.map((choice) => (
        <button
          key={choice.id}
          class={ONWARD.test(choice.id) ? 'onward' : undefined}
          type="submit"
          name="choice"
          value={choice.id}
          {...(live === null
            ? {}
            : { onClick: (event) => live.choose({ id: choice.id, label: labelOf(choice) }, event) })}
        >
          {labelOf(choice)}
        </button>
      ))}
    </form>
  );
};

const Photo = ({
  view,
  live,
  words,
}: {
  view: ChatView;
  live: Live | null;
  words: PageWords;
}): JSX.Element => {
  const input = (
    <input
      id="photo"
      type="file"
      name="photo"
      accept="image/jpeg,image/png,image/webp,image/*"
      {...(live === null ? {} : { onChange: live.attach })}
    />
  );
  return (
    <form class="photo" method="post" enctype="multipart/form-data" action={`${view.path}/photo`}>
      <Proof view={view} />
      {live === null ? (
        <details>
          <summary>
            <Camera />
            {words.photo}
          </summary>
          <label for="photo">
            {words.photoPick}
            {input}
          </label>
          <button type="submit">{words.photoSend}</button>
        </details>
      ) : (
        <label class="pick" for="photo">
          <Camera />
          {words.photo}
          {input}
        </label>
      )}
    </form>
  );
};

const Camera = (): JSX.Element => (
  <svg width="24" height="24" viewBox="0 0 24 24" fill="none" stroke="currentColor" aria-hidden="true">
    <path
      stroke-width="2"
      stroke-linejoin="round"
      d="M3 8h4l2-3h6l2 3h4v11H3zM12 16.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7z"
    />
  </svg>
);

/** What helps at any time and need not be typed; the conversation knows both everywhere. */
const aids = ['help', 'person'] as const;

const Aids = ({
  view,
  live,
  words,
}: {
  view: ChatView;
  live: Live | null;
  words: PageWords;
}): JSX.Element => (
  <form class="aids" method="post" action={`${view.path}/say`}>
    <Proof view={view} />
    {aids.map((id) => (
      <button
        key={id}
        type="submit"
        name="choice"
        value={id}
        {...(live === null ? {} : { onClick: (event) => live.choose({ id, label: words.aids[id] }, event) })}
      >
        {words.aids[id]}
      </button>
    ))}
  </form>
);

const hintOf = (view: ChatView): InputHint => {
  const last = newest(view);
  return last?.from === 'office' ? last.reply.hint : 'short';
};

const Composer = ({
  view,
  live,
  words,
}: {
  view: ChatView;
  live: Live | null;
  words: PageWords;
}): JSX.Element => {
  const hint = hintOf(view);
  return (
    <div class="composer">
      {live?.notice ? (
        <p class="notice" role="status">
          {live.notice}
        </p>
      ) : null}
      <form
        class="say"
        method="post"
        action={`${view.path}/say`}
        {...(live === null ? {} : { onSubmit: live.say })}
      >
        <Proof view={view} />
        <label for="text" class="unseen">
          {words.write}
        </label>
        <textarea
          id="text"
          name="text"
          dir="auto"
          rows={hint === 'long' ? 2 : 1}
          maxLength={view.characters * 2}
          placeholder={words.placeholder[hint]}
          autocomplete="off"
          {...(hint === 'receipt' ? { autocapitalize: 'characters', spellcheck: false } : {})}
          {...(live === null ? {} : { onInput: live.write, onKeyDown: live.key })}
          defaultValue={view.kept}
        />
        <button type="submit">{words.send}</button>
      </form>
      <div class="tools">
        <Photo view={view} live={live} words={words} />
        <Aids view={view} live={live} words={words} />
      </div>
    </div>
  );
};

/** The conversation: on the server with `live` null, and the same in the browser. */
export const Chat = ({ view, live }: { view: ChatView; live: Live | null }): JSX.Element => {
  const words = pageWords[view.lang];
  return (
    <>
      <main>
        <Log view={view} live={live} words={words} />
        <Choices view={view} live={live} words={words} />
      </main>
      <Composer view={view} live={live} words={words} />
    </>
  );
};

/** Switches the language by a tap that the conversation understands at any time. */
export const LanguageSwitch = ({ view }: { view: ChatView }): JSX.Element => {
  const words = pageWords[view.lang];
  const other: Lang = view.lang === 'zh' ? 'en' : 'zh';
  return (
    <form class="language" method="post" action={`${view.path}/say`}>
      <Proof view={{ ...view, next: `${view.next}-lang` }} />
      <button type="submit" name="choice" value={words.tapForOther} lang={pageWords[other].htmlLang}>
        {words.otherLanguage}
      </button>
    </form>
  );
};
