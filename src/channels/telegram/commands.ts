import type { Lang } from '../../conversation/index.ts';

type CommandName = 'menu' | 'receipt' | 'back' | 'cancel' | 'person' | 'language' | 'help';

/** The menu beside the text field. Each command is a word that the conversation understands as a text. */
export const commands = {
  zh: {
    menu: '回到开头',
    receipt: '查回执',
    back: '上一步',
    cancel: '不写了',
    person: '找工作人员',
    language: '换语言 / Language',
    help: '怎么用',
  },
  en: {
    menu: 'Back to the start',
    receipt: 'Look up a receipt',
    back: 'One step back',
    cancel: 'Stop writing',
    person: 'Ask for a person',
    language: 'Language / 换语言',
    help: 'How this works',
  },
} as const satisfies Record<Lang, Record<CommandName, string>>;
