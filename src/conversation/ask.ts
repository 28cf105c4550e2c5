import type { Command } from './commands.ts';
import { coveredIn } from './covered.ts';
import { hasContent, hasText, textOf, topicOf } from './draft.ts';
import { type Line, langOf, type Scene, venueOf, wordsOf } from './scene.ts';
import { commandId, type Tap, tapId } from './taps.ts';
import { clip, pack } from './text.ts';
import type { Draft, InputHint, Lang, OpenTopic, Venue } from './types.ts';
import { type LabelKey, languageNames, type Target } from './words.ts';

export type AskChoice = { readonly id: string; readonly label: string; readonly number?: number };

/** A stage's question: what is said, what may be chosen, what may be written. */
export type Ask = {
  readonly lines: readonly Line[];
  readonly choices: readonly AskChoice[];
  readonly hint: InputHint;
};

// Six topics and the other choices still fit on the first screen of a small phone.
const TOPICS_A_PAGE = 6;
/** Examples beside the resident's own words: two, short enough to be read at a glance. */
const EXAMPLES = 2;
const EXAMPLE = 60;
const REMINDER = 80;

const other: Readonly<Record<Lang, Lang>> = { zh: 'en', en: 'zh' };
const toLanguage: Readonly<Record<Lang, Command>> = { zh: 'chinese', en: 'english' };

const chooser = (scene: Scene) => {
  const { labels } = wordsOf(scene);
  return {
    tap: (key: LabelKey, tap: Tap): AskChoice => ({ id: tapId(tap), label: labels[key] }),
    command: (key: LabelKey, command: Command): AskChoice => ({ id: commandId(command), label: labels[key] }),
    language: (): AskChoice => {
      const lang = other[langOf(scene)];
      return { id: commandId(toLanguage[lang]), label: languageNames[lang] };
    },
  };
};

/** The question of the stage that the scene is in: total, so that every stage can be asked again at any time. */
export const ask = (scene: Scene): Ask => {
  const { stage, draft } = scene.state;
  const words = wordsOf(scene);
  const { tap, command, language } = chooser(scene);
  switch (stage.kind) {
    case 'new':
      return { lines: [], choices: [], hint: 'choose' };
    case 'outside':
      return askOutside(scene);
    case 'consent':
      return {
        lines: [{ text: words.notice(scene.context.keepMonths) }],
        choices: [tap('agree', { kind: 'agree' }), tap('disagree', { kind: 'disagree' }), language()],
        hint: 'choose',
      };
    case 'menu':
      return askMenu(scene, stage.page);
    case 'aspect': {
      const topic = venueOf(scene)?.topics.find(({ id }) => id === stage.topic);
      return topic === undefined ? askMenu(scene, 0) : askAspect(scene, topic);
    }
    case 'writing':
      return askWriting(scene);
    case 'followUp':
      return {
        lines: [{ text: words.followUp[stage.about] }],
        choices: [tap('skip', { kind: 'skip' })],
        hint: 'short',
      };
    case 'confirm':
      return hasText(draft) ? askConfirm(scene, draft) : askWriting(scene);
    case 'checking':
    case 'filing':
    case 'joining':
    case 'lookingUp':
    case 'withdrawing':
    case 'deleting':
      return { lines: [{ text: words.wait }], choices: [], hint: 'choose' };
    case 'filed':
      return {
        lines: [{ text: words.anythingElse }],
        choices: [tap('another', { kind: 'another' }), command('receipt', 'receipt')],
        hint: 'long',
      };
    case 'askReceipt':
      return { lines: [{ text: words.askReceipt }], choices: [command('back', 'back')], hint: 'receipt' };
    case 'trail':
      return {
        lines: [{ text: words.afterTrail }],
        choices: [
          tap('another', { kind: 'another' }),
          tap('otherReceipt', { kind: 'otherReceipt' }),
          ...(stage.canWithdraw ? [command('withdraw', 'withdraw')] : []),
        ],
        hint: 'long',
      };
    case 'askWithdraw':
      return {
        lines: [{ text: words.askWithdraw }],
        choices: [tap('withdrawYes', { kind: 'withdrawYes' }), tap('withdrawNo', { kind: 'withdrawNo' })],
        hint: 'choose',
      };
    case 'askCancel':
      return {
        lines: [{ text: words.askCancel, quotes: quoteOf(textOf(draft)) }],
        choices: [
          tap('keepWriting', { kind: 'keepWriting' }),
          tap('drop', { kind: 'drop', draft: draft?.number ?? 0 }),
        ],
        hint: 'choose',
      };
    case 'askDelete':
      return {
        lines: [{ text: words.askDelete }],
        choices: [tap('deleteNo', { kind: 'deleteNo' }), tap('deleteYes', { kind: 'deleteYes' })],
        hint: 'choose',
      };
    case 'resume':
      return {
        lines: [
          { text: words.resume, quotes: quoteOf(textOf(draft)) },
          ...(stage.added.length === 0
            ? []
            : [{ text: words.stillHave, quotes: quoteOf(stage.added.join('\n')) }]),
          { text: words.resumeAdded },
        ],
        choices: [tap('resume', { kind: 'resume' }), tap('rewrite', { kind: 'startOver' })],
        hint: 'choose',
      };
  }
};

/** Words that were kept, as a reminder. */
export const quoteOf = (text: string): readonly string[] => (text === '' ? [] : [clip(text, REMINDER)]);

const askOutside = (scene: Scene): Ask => {
  const words = wordsOf(scene);
  const { command, language } = chooser(scene);
  const { kind } = scene.context.door;
  const key = kind === 'moved' ? 'open' : kind;
  return {
    lines: [{ text: words.outside[key] }, ...(hasContent(scene.state.draft) ? [{ text: words.kept }] : [])],
    choices: [
      ...(key === 'open' ? [command('goOn', 'menu')] : []),
      command('receipt', 'receipt'),
      command('help', 'help'),
      language(),
    ],
    hint: 'choose',
  };
};

const askMenu = (scene: Scene, page: number): Ask => {
  const words = wordsOf(scene);
  const { tap, command } = chooser(scene);
  const topics = venueOf(scene)?.topics ?? [];
  const from = page * TOPICS_A_PAGE < topics.length ? page * TOPICS_A_PAGE : 0;
  const written = hasContent(scene.state.draft);
  const chinese = topics.some(({ title }) => /\p{Script=Han}/u.test(title));
  return {
    lines: [
      written
        ? { text: words.whichTopic(chinese), quotes: quoteOf(textOf(scene.state.draft)) }
        : { text: words.menu(chinese) },
    ],
    choices: [
      ...topics
        .slice(from, from + TOPICS_A_PAGE)
        .map(({ id, title }) => ({ id: tapId({ kind: 'topic', topic: id }), label: title })),
      tap(written ? 'none' : 'own', { kind: 'own' }),
      ...(topics.length > TOPICS_A_PAGE ? [tap('more', { kind: 'more' })] : []),
      written ? command('cancel', 'cancel') : command('receipt', 'receipt'),
    ],
    hint: 'long',
  };
};

const askAspect = (scene: Scene, topic: OpenTopic): Ask => {
  const words = wordsOf(scene);
  const { tap, command } = chooser(scene);
  return {
    lines: [{ text: words.topic(topic) }, { text: words.aspects(topic.aspects.length) }],
    choices: [
      ...topic.aspects.map(({ number, title }) => ({
        id: tapId({ kind: 'aspect', aspect: number }),
        label: title,
        number,
      })),
      tap('anyAspect', { kind: 'aspect', aspect: null }),
      command('back', 'back'),
    ],
    hint: 'long',
  };
};

/** Whom the draft is for; a resident without a venue is asked to scan before this is said. */
const targetOf = (scene: Scene): Target => {
  const nowhere: Venue = { code: '', kind: 'station', name: '', deputy: null, place: '', topics: [] };
  return { venue: venueOf(scene) ?? nowhere, topic: topicOf(scene) };
};

const askWriting = (scene: Scene): Ask => {
  const words = wordsOf(scene);
  const { tap, command } = chooser(scene);
  const { draft } = scene.state;
  const cancel = command('cancel', 'cancel');
  if (hasText(draft))
    return {
      lines: [{ text: words.goOn }],
      choices: [tap('done', { kind: 'done' }), cancel],
      hint: 'long',
    };
  if (hasContent(draft)) return { lines: [{ text: words.writeForPhoto }], choices: [cancel], hint: 'long' };
  const target = targetOf(scene);
  const aspect = target.topic?.aspects.find(({ number }) => number === draft?.aspect);
  return {
    lines: [{ text: aspect === undefined ? words.write(target) : words.writeAspect(aspect.title) }],
    choices: target.venue.topics.length === 0 ? [command('receipt', 'receipt')] : [command('back', 'back')],
    hint: 'long',
  };
};

const askConfirm = (scene: Scene, draft: Draft): Ask => {
  const words = wordsOf(scene);
  const { tap } = chooser(scene);
  const text = textOf(draft);
  const similar = draft.similar?.people ?? 0;
  const examples = (draft.similar?.examples ?? []).slice(0, EXAMPLES);
  const join = examples.length > 0;
  const { number } = draft;
  const remarks = [
    ...coveredIn(words, text),
    ...(draft.photos.length > 0 ? [words.photos(draft.photos.length)] : []),
  ];
  const said = (lines: readonly string[]): readonly Line[] => pack(lines).map((line) => ({ text: line }));
  return {
    lines: [
      { text: words.willFile(targetOf(scene)), quotes: [text] },
      ...(join
        ? [
            ...said(remarks),
            { text: words.similar(similar), quotes: examples.map((example) => clip(example.text, EXAMPLE)) },
            { text: words.askFileOrJoin },
          ]
        : said([...remarks, words.askFile])),
    ],
    choices: [
      tap('file', { kind: 'file', draft: number }),
      ...(join ? [tap('meToo', { kind: 'meToo', draft: number })] : []),
      tap('rewrite', { kind: 'rewrite', draft: number }),
      { id: commandId('cancel'), label: words.labels.cancel },
    ],
    hint: 'long',
  };
};

/** Help: how it works, and the commands as choices. */
export const askHelp = (scene: Scene): Ask => {
  const words = wordsOf(scene);
  const { tap, command, language } = chooser(scene);
  return {
    lines: [{ text: words.help(scene.context.limits) }],
    choices: [
      tap('goOn', { kind: 'goOn' }),
      command('receipt', 'receipt'),
      command('person', 'person'),
      language(),
      command('deleteData', 'delete'),
    ],
    hint: 'choose',
  };
};
