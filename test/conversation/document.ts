import { messageId } from '../../src/kernel/index.ts';
import { aChat, aContext, studio, twelveOthers } from './play.ts';

/** The main ways; checked against conversations that were played. What may be asked at any time is told beside it. */
const ways = `stateDiagram-v2
  [*] --> new
  new --> consent: scan
  new --> outside: no code, or one that leads nowhere
  outside --> consent: a good code
  consent --> menu: agree
  consent --> writing: agree, no open topics
  menu --> aspect: a topic
  menu --> writing: something else
  aspect --> writing: an aspect
  menu --> checking: words that stand alone
  writing --> writing: pieces
  writing --> followUp: done, place or wish missing
  writing --> checking: done
  followUp --> checking: an answer, or skip
  checking --> confirm: what others said
  confirm --> checking: more words
  confirm --> writing: write it again
  confirm --> filing: send it
  confirm --> joining: me too
  filing --> filed: receipt
  filing --> confirm: failed, nothing lost
  joining --> filed: counted
  filed --> menu: another thing
  menu --> askReceipt: check a receipt
  askReceipt --> lookingUp: a code
  lookingUp --> trail: found
  lookingUp --> askReceipt: not found
  trail --> askWithdraw: take it back
  askWithdraw --> withdrawing: yes
  withdrawing --> menu: taken back
  writing --> askCancel: cancel
  askCancel --> menu: delete
  askCancel --> writing: keep
  writing --> resume: back after hours
  resume --> checking: go on
  menu --> askDelete: delete my data
  askDelete --> deleting: yes
  deleting --> new: forgotten`;

/** Arrows of the diagram: from, to. */
export const arrows: readonly (readonly [string, string])[] = Array.from(
  ways.matchAll(/^ {2}(\w+) --> (\w+)/gmu),
  ([, from = '', to = '']) => [from, to] as const,
);

const chinese = (): readonly string[] => {
  const chat = aChat({
    context: aContext(),
    answers: {
      findSimilar: twelveOthers,
      file: {
        kind: 'filed',
        receipt: 'MS-7KQ4-9FWD-X2PB',
        message: messageId('m-1'),
        held: false,
        others: 12,
      },
      lookUp: {
        kind: 'found',
        trail: {
          message: messageId('m-1'),
          text: '路灯坏了好几天\n在花园小区东门，我的电话是〔手机号〕',
          canWithdraw: true,
          steps: [
            { kind: 'received', date: '2026-11-02' },
            { kind: 'themed', date: '2026-11-03', theme: '小区路灯不亮', people: 31 },
            { kind: 'handling', date: '2026-11-20', office: '城管局', due: '2026-12-31' },
          ],
        },
      },
    },
  });
  chat.scan();
  chat.type('好');
  chat.type('三');
  chat.type('路灯坏了好几天');
  chat.type('在花园小区东门，我的电话是13812345678');
  chat.type('写好了');
  chat.type('快点修好');
  chat.tap('交上去');
  chat.type('谢谢');
  chat.type('查回执');
  chat.type('ms 7kq4 9fwd x2pb');
  return chat.transcript;
};

const english = (): readonly string[] => {
  const chat = aChat({ context: aContext({ lang: 'en', door: { kind: 'open', venue: studio } }) });
  chat.scan();
  chat.tap('I agree');
  chat.type('The street light is broken since last week, please fix it');
  chat.type('help');
  chat.type('At the school gate on Garden Road');
  chat.photo('photo-1');
  chat.type('yes');
  chat.type('delete my data');
  chat.type('yes');
  return chat.transcript;
};

const fenced = (lines: readonly string[], lang = ''): string => [`\`\`\`${lang}`, ...lines, '```'].join('\n');

export const document = (): string => `# The conversation

\`src/conversation\` is one pure function, \`step(state, input, context) → { state, replies, effects }\`: no clock, no
chance, no channel, no database. \`app\` saves the state, carries the effects out and feeds their outcomes back in.

This page is written by \`test/conversation/document.test.ts\` and compared at every run: \`npx vitest run
test/conversation/document.test.ts -u\` writes it anew.

## Where things are
| what | file |
| --- | --- |
| all types: what goes in, what comes out, what is remembered | \`types.ts\` |
| every sentence, one table a language, same keys | \`words-zh.ts\`, \`words-en.ts\`, \`words.ts\` |
| the question of each stage, with its choices | \`ask.ts\` |
| what a stage allows | \`stages.ts\` |
| typed words, tapped choices, commands, outcomes | \`hear-text.ts\`, \`hear-choice.ts\`, \`hear-command.ts\`, \`hear-outcome.ts\` |
| scans, retired and unknown codes | \`start.ts\` |
| the ways between stages | \`moves.ts\` |
| when one question is asked back | \`follow-up.ts\` |
| commands, remarks, numbers as people type them | \`commands.ts\`, \`numerals.ts\` |
| saved states, old ones too | \`state.ts\` |

## Stages
${fenced(ways.split('\n'), 'mermaid')}

At any time, typed or tapped: help, back, cancel, a person, 中文 or English, check a receipt, delete my data. What is
being filed, joined, withdrawn or deleted (\`filing\`, \`joining\`, \`withdrawing\`, \`deleting\`) is let finish first; words
that come meanwhile wait for the next message.

## What always holds
Each is a law in \`test/conversation/laws.test.ts\`, over any sequence of inputs, on any venue, with effects that fail,
are limited, come twice, or come only after a crash:
- it never throws, and always answers: under 300 characters, choices under 20, on the last reply only;
- no word is lost before it is filed, unless the resident cancels, rewrites, refuses the notice or deletes their data;
- nothing is filed but what was agreed to, shown word for word and confirmed, and that once;
- one question back at most for each draft;
- the state is plain JSON, holds nothing unmasked and no receipt, and reads back the same.

## Choices that were made
- **Least effort.** One message that stands alone goes straight to the confirmation: two taps and one message from the
  wall to the receipt, three taps where topics are open. Who writes in pieces says "写好了" once. Words before consent or before
  a topic is chosen are kept and never asked for again.
- **Topics are those of the place.** A topic with places is offered only behind codes that lie there. One that ends, or
  goes elsewhere, while somebody writes takes nothing more: the words are kept and may go to the deputy instead.
- **Similar messages are looked up before filing**, so that "me too" can take the place of filing; after filing the
  number is told again.
- **Danger is answered first** and flagged at once, before consent too; who is in danger is not asked what they wish.
- **A word that may mean two things files nothing and deletes nothing.** "写好了" at the confirmation may have been sent
  before it was seen: the answer points at "交上去". "继续" or "提交" where a deletion is asked about keeps what is there.
- **Receipts are looked up wherever they are typed**, as they are printed in any case; only twelve bare letters that
  read like words are taken for words.
- **Topics keep the names that the office gave them**, in English too: a translation that nobody checked could open
  another topic than the one that is discussed. English chats say so, and what to tap.
- **A typed number means what was seen**: the state keeps what the last reply offered. Buttons that end a draft carry
  its number, so an old button never files a new draft.
- **Originals**: only masked words are in the state. For an office that keeps sealed originals the words as typed leave
  once, as an effect, and only after consent.
- **Too long**: the first part is filed, cut after a sentence; the rest waits and is offered next.

## A visit in Chinese
${fenced(chinese())}

## A visit in English
${fenced(english())}
`;
