import type { InputHint, Lang } from '../../conversation/index.ts';

/** What the page itself says around the conversation, whose words are in `conversation`. */
export type PageWords = {
  readonly htmlLang: string;
  readonly title: string;
  readonly mark: string;
  readonly slogan: string;
  readonly conversation: string;
  readonly office: string;
  readonly you: string;
  readonly choices: string;
  readonly write: string;
  readonly placeholder: Readonly<Record<InputHint, string>>;
  readonly send: string;
  readonly sending: string;
  readonly photo: string;
  readonly photoPick: string;
  readonly photoSend: string;
  readonly photoSent: string;
  readonly photoTooBig: string;
  readonly photoFailed: string;
  readonly below: string;
  readonly photoOffline: string;
  readonly waiting: string;
  readonly offline: string;
  readonly trouble: string;
  readonly slowDown: string;
  readonly tooLong: string;
  readonly refresh: string;
  readonly aids: Readonly<Record<'help' | 'person', string>>;
  readonly otherLanguage: string;
  /** The choice of the conversation that changes the language. */
  readonly tapForOther: 'chinese' | 'english';
  readonly telegram: string;
  readonly problems: Readonly<Record<Problem, { readonly title: string; readonly text: string }>>;
  readonly keptText: string;
  readonly again: string;
  readonly toChat: string;
};

/** What a page may have to say instead of a conversation. */
const problems = [
  'noPage',
  'unknownCode',
  'closedCode',
  'badRequest',
  'expired',
  'notFromHere',
  'tooLarge',
  'wrongType',
  'tooFast',
  'down',
  'fault',
] as const;
export type Problem = (typeof problems)[number];

const zh: PageWords = {
  htmlLang: 'zh-CN',
  title: '我要找代表',
  mark: '码上',
  slogan: '代表码上见',
  conversation: '对话',
  office: '回话',
  you: '您',
  choices: '请选一个',
  write: '写在这里',
  placeholder: {
    choose: '也可以直接写在这里',
    short: '写在这里',
    long: '写在这里，说多少都行',
    receipt: '回执号写在这里',
  },
  send: '发送',
  sending: '正在发送…',
  photo: '照片',
  photoPick: '选一张照片（5 MB 以内）',
  photoSend: '发送照片',
  photoSent: '照片',
  photoTooBig: '这张照片太大了，没有发出去。请换一张小一点的。',
  photoFailed: '照片没有发成，请再试一次。',
  below: '下面还有',
  photoOffline: '现在没有网络，照片请等有网络时再发。',
  waiting: '等网络好了自动发送',
  offline: '现在没有网络。您写的都留着，有网络就自动发送。',
  trouble: '我这里出了点毛病。您写的都留着，一会儿自动再发。',
  slowDown: '您发得有点快。您写的都留着，一会儿自动再发。',
  tooLong: '这一条太长了，没有发出去。请分几次发。',
  refresh: '刷新，看看有没有新消息',
  aids: { help: '帮助', person: '找工作人员' },
  otherLanguage: 'English',
  tapForOther: 'english',
  telegram: '也可以在 Telegram 里说',
  problems: {
    noPage: { title: '没有这个页面', text: '请再扫一次墙上的二维码，就能找到代表。' },
    unknownCode: {
      title: '我不认识这个码',
      text: '请再扫一次墙上的二维码。如果还不行，请到社区问一问新的码在哪里。急事请打 12345。',
    },
    closedCode: {
      title: '这个码已经不用了',
      text: '对不起，这个码已经停用了。请扫社区里新的二维码。急事请打 12345。',
    },
    badRequest: { title: '这一步没有做成', text: '请返回上一页，再试一次。' },
    expired: {
      title: '这一页打开太久了',
      text: '您写的字还在下面，请再点一次“发送”。如果还是这样，请在浏览器里允许 Cookie，再扫一次码。',
    },
    notFromHere: {
      title: '这一步没有做成',
      text: '这个请求不是从我们的页面发来的，没有收下。请再扫一次墙上的二维码，从那里写。',
    },
    tooLarge: {
      title: '这个太大了',
      text: '我收不下这么大的东西。照片请换一张小一点的（5 MB 以内），话请分几次写。',
    },
    wrongType: { title: '这个打不开', text: '这种内容我收不了。请写字，或者发一张照片。' },
    tooFast: { title: '请稍等一下', text: '您发得有点快，我忙不过来了。请过一分钟再试，前面写的都留着。' },
    down: {
      title: '我这里出了点毛病',
      text: '前面写的都在。刚才写的在下面，请过几分钟再点一次“发送”。急事请打 12345。',
    },
    fault: {
      title: '我这里出了点毛病',
      text: '对不起，这不是您的错。前面写的都在，请过几分钟再试。急事请打 12345。',
    },
  },
  keptText: '您刚才写的：',
  again: '再试一次',
  toChat: '回到对话',
};

const en: PageWords = {
  htmlLang: 'en',
  title: 'Talk to my deputy',
  mark: '码上',
  slogan: 'Scan, talk, be heard',
  conversation: 'Conversation',
  office: 'Reply',
  you: 'You',
  choices: 'Choose one',
  write: 'Write here',
  placeholder: {
    choose: 'Or just write here',
    short: 'Write here',
    long: 'Write all you like',
    receipt: 'Your receipt code',
  },
  send: 'Send',
  sending: 'Sending…',
  photo: 'Photo',
  photoPick: 'Choose a photo (up to 5 MB)',
  photoSend: 'Send photo',
  photoSent: 'Photo',
  photoTooBig: 'This photo is too big and was not sent. Please choose a smaller one.',
  photoFailed: 'The photo was not sent. Please try again.',
  below: 'More below',
  photoOffline: 'There is no network. Please send the photo when it is back.',
  waiting: 'Will be sent when the network is back',
  offline: 'There is no network. What you wrote is kept and sent as soon as it is back.',
  trouble: 'Something is wrong on my side. What you wrote is kept and sent again in a moment.',
  slowDown: 'You are a little fast. What you wrote is kept and sent again in a moment.',
  tooLong: 'This one is too long and was not sent. Please send it in parts.',
  refresh: 'Refresh to look for news',
  aids: { help: 'Help', person: 'Ask a person' },
  otherLanguage: '中文',
  tapForOther: 'chinese',
  telegram: 'You can also talk on Telegram',
  problems: {
    noPage: {
      title: 'There is no such page',
      text: 'Please scan the code on the wall again to find your deputy.',
    },
    unknownCode: {
      title: 'I do not know this code',
      text: 'Please scan the code on the wall again. If that does not help, ask at your community where the new code hangs. If it is urgent, call 12345.',
    },
    closedCode: {
      title: 'This code is no longer used',
      text: 'Sorry, this code has ended. Please scan the new one at your community. If it is urgent, call 12345.',
    },
    badRequest: { title: 'That did not work', text: 'Please go back one page and try again.' },
    expired: {
      title: 'This page was open for too long',
      text: 'What you wrote is still below: please press “Send” again. If this happens again, allow cookies in your browser and scan the code once more.',
    },
    notFromHere: {
      title: 'That did not work',
      text: 'This request did not come from our page and was not taken. Please scan the code on the wall again and write there.',
    },
    tooLarge: {
      title: 'This is too large',
      text: 'I cannot take something this large. Choose a smaller photo (up to 5 MB), or write in several parts.',
    },
    wrongType: {
      title: 'I cannot open this',
      text: 'I cannot take content of this kind. Please write, or send a photo.',
    },
    tooFast: {
      title: 'One moment, please',
      text: 'You are a little fast for me. Please try again in a minute; what you wrote before is kept.',
    },
    down: {
      title: 'Something is wrong on my side',
      text: 'What you wrote before is safe. Your last words are below: please press “Send” again in a few minutes. If it is urgent, call 12345.',
    },
    fault: {
      title: 'Something is wrong on my side',
      text: 'Sorry, this is not your fault. What you wrote before is safe; please try again in a few minutes. If it is urgent, call 12345.',
    },
  },
  keptText: 'You wrote:',
  again: 'Try again',
  toChat: 'Back to the conversation',
};

export const pageWords = { zh, en } as const satisfies Record<Lang, PageWords>;

/** The resident's language as the browser tells it: the first of the two that it names, and otherwise Chinese. */
export const langOfBrowser = (acceptLanguage: string | undefined): Lang => {
  for (const part of (acceptLanguage ?? '').split(',')) {
    const tag = part.trim().toLowerCase();
    if (tag.startsWith('zh')) return 'zh';
    if (tag.startsWith('en')) return 'en';
  }
  return 'zh';
};
