import type { CallbackQuery, Message, Update } from 'grammy/types';
import type { Lang, OtherMedia, Said } from '../../conversation/index.ts';
import { PHOTO_BYTES } from '../contract.ts';

/** A photo that is still at Telegram: `file` is what `getFile` wants. */
export type RemotePhoto = {
  readonly kind: 'remotePhoto';
  readonly file: string;
  readonly caption: string | null;
};

export type ReadUpdate = {
  readonly chat: number;
  readonly person: number;
  readonly lang: Lang;
  /** Seconds since 1970 as Telegram tells them; null for taps, which carry no time of their own. */
  readonly date: number | null;
  readonly said: Said | RemotePhoto;
  /** The tap that must be answered, and the message whose buttons it used up. */
  readonly tap: {
    readonly query: string;
    readonly message: number | null;
    readonly label: string | null;
  } | null;
};

/** A button that was tapped is kept as a mark of what was chosen; tapping the mark says nothing. */
export const SPENT = '·';

// Telegram allows 64 letters, digits, `_` and `-` in a start parameter. Whatever is typed there instead is a code too, and
// told to be unknown: it is no message to a deputy.
export const startText = /^\/start(?:@\w+)?(?:\s+([\w-]{1,64}))?\s*$/;
const oddStart = /^\/start(?:@\w+)?\s+(.{1,64})/su;

const media = [
  ['voice', 'voice'],
  ['audio', 'voice'],
  ['video', 'video'],
  ['video_note', 'video'],
  ['animation', 'video'], // comes with `document` too: asked before it
  ['sticker', 'sticker'],
  ['location', 'location'],
  ['venue', 'location'],
  ['document', 'file'],
  ['contact', 'other'],
  ['poll', 'other'],
  ['dice', 'other'],
  ['game', 'other'],
  ['story', 'other'],
  ['paid_media', 'other'],
  ['checklist', 'other'],
] as const satisfies readonly (readonly [string, OtherMedia])[];

/** Pure. Null for what no resident said: groups, channels, service messages, other bots. */
export const readUpdate = (update: Update, fallback: Lang): ReadUpdate | null => {
  const { callback_query: query, edited_message: edited } = update;
  const message = edited ?? update.message;
  if (query !== undefined) {
    if (query.data === undefined) return null;
    const shown = query.message;
    if (shown !== undefined && shown.chat.type !== 'private') return null;
    return {
      chat: shown?.chat.id ?? query.from.id,
      person: query.from.id,
      lang: langOf(query.from.language_code, fallback),
      date: null,
      said: { kind: 'choice', id: query.data },
      tap: { query: query.id, message: shown?.message_id ?? null, label: labelOf(shown, query.data) },
    };
  }
  if (message?.from === undefined || message.from.is_bot || message.chat.type !== 'private') return null;
  const said = edited === undefined ? saidIn(message) : editedIn(message);
  if (said === null) return null;
  return {
    chat: message.chat.id,
    person: message.from.id,
    lang: langOf(message.from.language_code, fallback),
    date: message.edit_date ?? message.date,
    said,
    tap: null,
  };
};

/**
 * What was handed in, or shown for handing in, stays as it was: the person is told to write once more. A place that
 * moves is an edit every few seconds, and nobody's word.
 */
const editedIn = ({ text, caption }: Message): Said | null =>
  text === undefined && caption === undefined ? null : { kind: 'other', media: 'edited' };

const saidIn = (message: Message): Said | RemotePhoto | null => {
  if (message.text !== undefined) {
    const start = startText.exec(message.text) ?? oddStart.exec(message.text);
    return start === null ? { kind: 'text', text: message.text } : { kind: 'start', code: start[1] ?? null };
  }
  const caption = message.caption ?? null;
  if (message.photo !== undefined) {
    // Sizes come in ascending order; the largest that may be kept shows most of the street lamp.
    const photo = message.photo.findLast((size) => (size.file_size ?? 0) <= PHOTO_BYTES);
    return photo === undefined
      ? { kind: 'badPhoto', why: 'tooBig' }
      : { kind: 'remotePhoto', file: photo.file_id, caption };
  }
  if (message.document?.mime_type?.startsWith('image/') === true && message.animation === undefined) {
    return (message.document.file_size ?? 0) > PHOTO_BYTES
      ? { kind: 'badPhoto', why: 'tooBig' }
      : { kind: 'remotePhoto', file: message.document.file_id, caption };
  }
  const found = media.find(([field]) => message[field] !== undefined);
  return found === undefined ? null : { kind: 'other', media: found[1] };
};

export const langOf = (code: string | undefined, fallback: Lang): Lang =>
  code === undefined ? fallback : code.startsWith('zh') ? 'zh' : 'en';

const labelOf = (shown: CallbackQuery['message'], data: string): string | null => {
  if (shown === undefined || !('reply_markup' in shown)) return null;
  for (const button of shown.reply_markup?.inline_keyboard.flat() ?? []) {
    if ('callback_data' in button && button.callback_data === data) return button.text;
  }
  return null;
};
