import type { MaskKind, TrailStep } from '../intake/index.ts';
import type { Target, Words } from './words.ts';

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

const day = (date: string): string => {
  const [year, month, of] = date.split('-').map(Number);
  return `${of} ${months[(month ?? 1) - 1]} ${year}`;
};

const deputyOf = ({ venue }: Target): string =>
  venue.deputy === null ? 'the deputies' : `Deputy ${venue.deputy}`;

const hides = {
  mobile: 'a mobile number',
  landline: 'a phone number',
  identity: 'an ID number',
  bankCard: 'a bank card number',
  plate: 'a number plate',
  email: 'an e-mail address',
  wechat: 'a WeChat name',
  qq: 'a QQ number',
  door: 'a door number',
  name: 'a name',
} as const satisfies Record<MaskKind, string>;

const step = (at: TrailStep): string => {
  switch (at.kind) {
    case 'received':
      return `${day(at.date)}: it arrived.`;
    case 'held':
      return `${day(at.date)}: someone is reading it.`;
    case 'released':
      return `${day(at.date)}: it was read and passed on to the deputy.`;
    case 'setAside':
      return `${day(at.date)}: it was read and put aside. Any questions? Write "person".`;
    case 'themed':
      return `${day(at.date)}: it was put under "${at.theme}", raised by ${at.people} ${at.people === 1 ? 'person' : 'people'}.`;
    case 'digested':
      return `${day(at.date)}: it went into a report for the deputies, "${at.digest}".`;
    case 'discussed':
      return `${day(at.date)}: it was talked about at a meeting, "${at.meeting}".`;
    case 'planned':
      return `${day(at.date)}: there is a plan: ${at.measure}`;
    case 'handling':
      return at.due === null
        ? `${day(at.date)}: ${at.office} is working on it.`
        : `${day(at.date)}: ${at.office} is working on it, until ${day(at.due)}.`;
    case 'result':
      return `${day(at.date)}: ${at.office} answers: ${at.result}`;
    case 'withdrawn':
      return `${day(at.date)}: you took it back.`;
  }
};

export const en: Words = {
  greeting: (venue) =>
    venue.kind === 'station'
      ? `Hello! This is ${venue.name} in ${venue.place}. Write down here what is on your mind, and the deputies will read it.`
      : `Hello! This is the online office of ${deputyOf({ venue, topic: null })}, for ${venue.place}. Anything you want to tell your deputy, just write it here.`,
  again: (venue) =>
    venue.kind === 'station'
      ? `Hello again! This is ${venue.name} in ${venue.place}.`
      : `Hello again! This is the online office of ${deputyOf({ venue, topic: null })}, for ${venue.place}.`,
  moved: (venue) =>
    venue.kind === 'station'
      ? `The code you scanned has been replaced. I am taking you to ${venue.name} in ${venue.place} instead.`
      : `The code you scanned has been replaced. I am taking you to ${deputyOf({ venue, topic: null })} instead.`,
  lost: 'Sorry, I lost what you began last time. Please write it once more.',
  notice: (keep) =>
    `First: I keep your words and photos for the deputies and their staff.\nI do my best to cover phone and ID numbers, door numbers and names.\nTo answer you, I remember this chat, ${keep} months at most. Write "delete my data" at any time.\nIs that all right?`,
  holding: 'I am holding on to what you wrote.',
  agreeFirst:
    'I am holding on to what you wrote. If the lines above are all right, tap "I agree" and we go on.',
  declined:
    'All right, I keep nothing of what you wrote. If you change your mind, tap "I agree". If it is urgent, call 12345.',
  outside: {
    closed:
      'Sorry, this code is no longer in use. Please scan a new one near you. If it is urgent, call 12345.',
    unknown: 'I do not know this code. Please scan the code on the wall again. If it is urgent, call 12345.',
    none: 'Hello! Please scan a code in your community, so that I know which deputy to tell. If it is urgent, call 12345.',
    open: 'To go on, tap "Go on".',
  },
  kept: 'I am holding on to what you wrote. Scan a code and we go on.',
  menu: (chinese) =>
    chinese
      ? 'What is it about? Tap one, or just write. The topics have Chinese names. If you cannot read them, tap "Something else".'
      : 'What is it about? Tap one, or just write.',
  whichTopic: (chinese) =>
    chinese
      ? 'Got it. Which of these is it about? Tap one. The topics have Chinese names. If you cannot read them, tap "None of these".'
      : 'Got it. Which of these is it about? Tap one.',
  topic: (topic) => `"${topic.title}"\n${topic.brief}`,
  aspects: (count) =>
    count === 1
      ? 'There is one part to it. Tap it, or just write.'
      : `There are ${count} parts to it. Which one do you mean? Tap it, or just write.`,
  write: (target) =>
    target.topic === null
      ? `Please write to ${deputyOf(target)}: what is it, where is it, and what should be done? You can also speak with the microphone on your keyboard.`
      : 'Please write what you think and what should be done. You can also speak with the microphone on your keyboard.',
  writeAspect: (aspect) =>
    `All right, "${aspect}". Please write what you think and what should be done. You can also speak with the microphone on your keyboard.`,
  writeForPhoto: 'Please write a few words: what does the photo show?',
  rewrite: 'All right, that one is gone. Please write it again.',
  soFar: 'So far you wrote:',
  goOn: 'Got it. Write on if there is more. If not, tap "Done".',
  followUp: {
    place: 'One question: where is it? For example the street, the estate, or the building next to it.',
    wish: 'One question: what should be done? For example: do it soon, mend it, run one more bus.',
  },
  willFile: (target) =>
    target.topic === null
      ? `This is what I will give to ${deputyOf(target)}:`
      : `This is what I will give to ${deputyOf(target)}, about "${target.topic.title}":`,
  covered: () => 'I have covered what others need not see:',
  marks: (hidden) => hidden.map(({ kind, mark }) => `${mark} is ${hides[kind]}.`),
  photos: (count) => (count === 1 ? 'One photo goes with it.' : `${count} photos go with it.`),
  similar: (people) =>
    people === 1
      ? 'One other person said much the same:'
      : `${people} other people said much the same, for example:`,
  askFile: 'Shall I send it like this? To add something, just write on.',
  askFileOrJoin:
    'You can send it, or tap "Me too": then you are counted and need not send it. To add something, just write on.',
  tapToFile: 'Good. To give it to the deputy, tap "Send it".',
  writeOn: 'All right, please write on.',
  filed: (receipt) =>
    `It is sent. Thank you! This is your receipt:\n${receipt}\nPlease take a picture of it or write it down, and show it to nobody.`,
  held: 'The staff will read it first. If all is well, it goes to the deputy. Do not worry, it is not lost.',
  others: (people) =>
    people === 1
      ? 'One other person said much the same. The two will be read together.'
      : `${people} other people said much the same. All of it will be read together.`,
  next: (held) =>
    `${held ? '' : 'Next, the deputy will read it. '}When there is news, I tell you here. You can also ask me with your receipt.`,
  counted: (people) => (people > 1 ? `You are counted! Now ${people} people say so.` : 'You are counted!'),
  countedReceipt: (receipt) =>
    `This is your receipt:\n${receipt}\nPlease take a picture of it or write it down, and show it to nobody.`,
  anythingElse: 'Is there anything else?',
  stillHave: 'I still have this from you:',
  tooLong: (limit) =>
    `One message holds ${limit} characters. I send the first part now and keep the rest for the next one.`,
  full: 'That is a lot, and I cannot hold any more. I did not keep your last line. Please send the first part, then write on.',
  tooFast: (minutes) =>
    minutes === 1
      ? 'That was a bit fast for me. Please try again in a minute. I keep all you wrote before.'
      : `That was a bit fast for me. Please try again in ${minutes} minutes. I keep all you wrote before.`,
  topicClosed:
    'This topic takes no more messages here. I keep all you wrote: it can go straight to the deputy.',
  wait: 'I am working on it. Please wait a moment.',
  keptForLater: 'I am working on it. I also keep what you just wrote.',
  failedKept: 'Sorry, that did not work. All you wrote is still here. Please tap "Send it" again in a while.',
  failed: 'Sorry, that did not work. Please try again in a while.',
  stale: 'This button was used already.',
  noSuchNumber: 'There is no such number. Please look below and choose again.',
  empty: 'I see no words. Please type, or speak with the microphone on your keyboard.',
  photoTaken: (count) => (count === 1 ? 'I have your photo.' : `I have your photo, ${count} of them now.`),
  photosFull: (limit) =>
    limit === 1 ? 'There is room for one photo only.' : `There is room for ${limit} photos only.`,
  photoLater: 'I am working on it and did not keep this photo. Please send it again in a moment.',
  badPhoto: {
    tooBig: 'This photo is too big, I did not keep it. Please send a smaller one.',
    notAPhoto: 'This is not a photo I can open. Please send another one.',
  },
  media: {
    voice:
      'Sorry, I cannot listen yet. Please use the microphone on your keyboard: it turns speech into words.',
    video: 'Sorry, I cannot watch videos. Please send a photo and write a few words.',
    sticker: 'I do not understand this picture. Please tell me in words.',
    location: 'Sorry, I cannot read maps. Please tell me in words where it is.',
    file: 'Sorry, I cannot open files. Please write, or send a photo.',
    edited: 'Sorry, I cannot see what you changed after sending. Please write me one more line about it.',
    other: 'Sorry, I do not understand this. Please write, or send a photo.',
  },
  welcome: 'You are welcome!',
  farewell: 'Goodbye! Whenever there is something, just write to me again.',
  help: ({ characters, photos }) =>
    `I take your words to the deputy. You write, you tap "Send it", and it is sent. One message holds ${characters} characters and ${photos} photos.\nYou can write at any time: back, cancel, receipt, person, delete my data.`,
  person: (phone) =>
    phone === null
      ? 'All right, I am asking someone to look at this and answer you here.'
      : `All right, I am asking someone to look at this and answer you here. If it cannot wait, call ${phone}.`,
  language: 'All right, English it is.',
  askCancel: 'Do you want to stop? These words will be deleted:',
  cancelled: 'All right, nothing was sent, and what you wrote is deleted.',
  notCancelled: 'All right, it is all still here.',
  resume: 'Last time you stopped here:',
  resumeAdded: 'Go on, or write it again?',
  askReceipt: 'Please send me the receipt.',
  notFound: 'I cannot find this receipt. Please check it and send it again.',
  trail: 'You said:',
  afterTrail: 'What else can I do?',
  step,
  askWithdraw: 'If you take it back, the deputies will not see it any more. Do you want to take it back?',
  withdrawn: 'You took it back. It will not be in any later report.',
  cannotWithdraw: 'It was taken back before, or it is too late. Any questions? Write "person".',
  askDelete:
    'Shall I delete what tells who you are? I forget this chat, and what you did not send is deleted. What you sent stays, but nobody can tell that you wrote it.',
  deleted: (kept) => {
    if (kept === 0) return 'All deleted. If you want to say something again, just write to me.';
    return kept === 1
      ? 'Deleted: I do not know who you are any more. The message you sent stays, without your name. You can write to me again any time.'
      : `Deleted: I do not know who you are any more. The ${kept} messages you sent stay, without your name. You can write to me again any time.`;
  },
  urgent: {
    selfHarm: 'If you feel very bad, talk to someone first: call 12356. In danger, call 120 or 110 now.',
    violence: 'If someone is being hurt, call 110 now.',
    gas: 'If you smell gas: window open, no light, no flame, go out, then call 119.',
    fire: 'If there is a fire, get out and call 119.',
    child: 'If a child is in danger, call 110 now.',
    medical: 'If someone is hurt or very ill, call 120 now.',
  },
  urgentAfter: 'Other urgent things: 12345. I told the staff. Answers here are slow: call first.',
  news: 'There is news about what you told us:',
  staff: 'The staff answer you:',
  apology: {
    down: 'Sorry, something is broken here. All you wrote before is safe. Please send your last line again in a few minutes.',
    expired: 'You were away for long. Please scan the code again and we go on.',
    tooLarge: 'This is too big for me. Please send a smaller photo, or write in several goes.',
  },
  typeNumber: 'Just answer with a number:',
  quote: (text) => `"${text}"`,
  labels: {
    agree: 'I agree',
    disagree: 'I do not agree',
    own: 'Something else',
    none: 'None of these',
    more: 'More topics',
    receipt: 'Check a receipt',
    anyAspect: 'Just write',
    done: 'Done',
    skip: 'Skip this',
    file: 'Send it',
    meToo: 'Me too',
    rewrite: 'Write it again',
    cancel: 'Stop writing',
    drop: 'Stop and delete',
    keepWriting: 'Keep it, write on',
    goOn: 'Go on',
    back: 'Back',
    help: 'Help',
    person: 'Ask a person',
    deleteData: 'Delete my data',
    deleteYes: 'Delete it',
    deleteNo: 'Do not delete',
    withdraw: 'Take it back',
    withdrawYes: 'Take it back now',
    withdrawNo: 'Leave it',
    another: 'Say another thing',
    otherReceipt: 'Another receipt',
    resume: 'Go on writing',
  },
};
