import type { JSX } from 'preact';
import type { Choice, InputHint, Lang } from '../../conversation/index.ts';
import { Camera, Down } from './icons.tsx';
import type { ChatView } from './line.ts';
import { type Live, langIn, newest, type Shown } from './live.ts';
import { pageWords } from './words.ts';

const Proof = ({ view }: { view: ChatView }): JSX.Element => (
  <>
    <input type="hidden" name="token" value={view.token} />
    <input type="hidden" name="id" value={view.next} />
  </>
);

// The page has a switch of its own in sight, and every button less is one less to read.
const LANGUAGE = /^(?:english|chinese)$/;

/** What the newest reply offers, unless something was said since. */
const offered = (view: ChatView, live: Live | null): readonly Choice[] => {
  if (live !== null && live.pending.length > 0) return [];
  const last = newest(view);
  return last?.from === 'office' ? last.reply.choices.filter(({ id }) => !LANGUAGE.test(id)) : [];
};

// What only goes on with what the resident is doing. Topics and other opinions never stand out: a coloured first one
// would be chosen more often.
const ONWARD = /^(?:agree|file:\d+|done|goOn|resume|keepWriting)$/;

// Ways out and aside: two in a row, and no rivals of what there is to choose from.
const ASIDE = /^(?:more|back|help|person|receipt|otherReceipt|cancel|rewrite:\d+|startOver|skip|withdraw)$/;

const kindOf = (id: string): string | undefined => {
  if (ONWARD.test(id)) return 'onward';
  return ASIDE.test(id) ? 'aside' : undefined;
};

/** A page has room for the whole of it. */
const labelOf = ({ detail, label }: Choice): string => detail ?? label;

export const Choices = ({ view, live, words }: Shown): JSX.Element | null => {
  const choices = offered(view, live);
  if (choices.length === 0) return null;
  return (
    <form class="choices" method="post" action={`${view.path}/say`} aria-label={words.choices}>
      <Proof view={view} />
      {choices.map((choice) => (
        <button
          key={choice.id}
          class={kindOf(choice.id)}
          type="submit"
          name="choice"
          value={choice.id}
          lang={langIn(labelOf(choice))}
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

const Photo = ({ view, live, words }: Shown): JSX.Element => {
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

/** What helps at any time and need not be typed; the conversation knows both everywhere. */
const aids = ['help', 'person'] as const;

const Aids = ({ view, live, words }: Shown): JSX.Element => (
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
  if (last?.from !== 'office') return 'short';
  // "Or write here" is said only where there is something to tap.
  return last.reply.hint === 'choose' && last.reply.choices.length === 0 ? 'short' : last.reply.hint;
};

// A line of the box holds about so many Chinese characters on a small phone.
const LINE = 12;

/**
 * Room for a long text where one is asked for; where there is much to choose from, the choices need the room more. What
 * could not be sent is seen whole: without a script the box does not grow by itself.
 */
const rowsOf = (view: ChatView, hint: InputHint): number => {
  const kept = view.kept.split('\n').reduce((sum, line) => sum + Math.ceil((line.length + 1) / LINE), 0);
  const asked = hint === 'long' && offered(view, null).length < 3 ? 2 : 1;
  return Math.max(asked, Math.min(kept, 6));
};

export const Composer = ({ view, live, words }: Shown): JSX.Element => {
  const hint = hintOf(view);
  return (
    <div class="composer">
      {live?.below ? (
        <button class="below" type="button" onClick={live.goBelow}>
          {words.below}
          <Down />
        </button>
      ) : null}
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
          rows={rowsOf(view, hint)}
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
