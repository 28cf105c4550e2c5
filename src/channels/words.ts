import type { Lang } from '../conversation/index.ts';

type ChannelWords = {
  /** Said where the conversation itself could not be reached. */
  readonly sorry: string;
  readonly typeNumber: string;
  readonly quote: (text: string) => string;
  /** Telegram's menu of commands; each is a word that the conversation understands as a text. */
  readonly commands: Readonly<
    Record<'menu' | 'receipt' | 'back' | 'cancel' | 'person' | 'language' | 'help', string>
  >;
};

/** The few words that belong to channels and not to the conversation. */
export const channelWords = {
  zh: {
    sorry: '对不起，我这里出了点毛病。前面写的都在。刚才这一句，请过几分钟再发一次。',
    typeNumber: '回一个数字就行：',
    quote: (text) => `「${text}」`,
    commands: {
      menu: '回到开头',
      receipt: '查回执',
      back: '上一步',
      cancel: '不写了',
      person: '找工作人员',
      language: '换语言 / Language',
      help: '怎么用',
    },
  },
  en: {
    sorry:
      'Sorry, something is wrong on my side. What you wrote before is kept. Please send your last message again in a few minutes.',
    typeNumber: 'Just answer with a number:',
    quote: (text) => `"${text}"`,
    commands: {
      menu: 'Back to the start',
      receipt: 'Look up a receipt',
      back: 'One step back',
      cancel: 'Stop writing',
      person: 'Ask for a person',
      language: 'Language / 换语言',
      help: 'How this works',
    },
  },
} as const satisfies Record<Lang, ChannelWords>;

export const sorryReply = (lang: Lang) => ({
  text: channelWords[lang].sorry,
  quotes: [],
  choices: [],
  hint: 'short' as const,
  secret: false,
  lang,
});
