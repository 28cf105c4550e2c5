import type { TrailStep } from '../intake/index.ts';
import type { Target, Words } from './words.ts';

const day = (date: string): string => {
  const [year, month, of] = date.split('-').map(Number);
  return `${year}年${month}月${of}日`;
};

const deputyOf = ({ venue }: Target): string => (venue.deputy === null ? '代表' : `${venue.deputy}代表`);

// Inside a sentence the spaces between a place's names would part it wrongly.
const placeOf = ({ place }: Target['venue']): string => place.replaceAll(' ', '');

// More names than this make a sentence that nobody reads to its end.
const NAMED = 3;

const step = (at: TrailStep): string => {
  switch (at.kind) {
    case 'received':
      return `${day(at.date)}：收到了。`;
    case 'held':
      return `${day(at.date)}：有人正在看这条留言。`;
    case 'released':
      return `${day(at.date)}：看过了，已经交给代表。`;
    case 'setAside':
      return `${day(at.date)}：看过了，这条先放在一边。有疑问，请写“人工”。`;
    case 'themed':
      return `${day(at.date)}：归在“${at.theme}”里，有${at.people}人说到。`;
    case 'digested':
      return `${day(at.date)}：写进了给代表看的材料“${at.digest}”。`;
    case 'discussed':
      return `${day(at.date)}：开会谈过了，会议是“${at.meeting}”。`;
    case 'planned':
      return `${day(at.date)}：定了办法：${at.measure}`;
    case 'handling':
      return at.due === null
        ? `${day(at.date)}：${at.office}在办。`
        : `${day(at.date)}：${at.office}在办，${day(at.due)}前办好。`;
    case 'result':
      return `${day(at.date)}：${at.office}回话：${at.result}`;
    case 'withdrawn':
      return `${day(at.date)}：您撤回了。`;
  }
};

export const zh: Words = {
  greeting: (venue) =>
    venue.kind === 'station'
      ? `您好！这里是${placeOf(venue)}的${venue.name}。您身边有什么事，有什么想法，在这里写下来，代表会看。`
      : `您好！这里是${placeOf(venue)}，${deputyOf({ venue, topic: null })}的网上工作室。您有什么话想对代表说，写在这里就行。`,
  again: (venue) =>
    venue.kind === 'station'
      ? `您好，又见面了！这里是${placeOf(venue)}的${venue.name}。`
      : `您好，又见面了！这里是${placeOf(venue)}，${deputyOf({ venue, topic: null })}的网上工作室。`,
  moved: (venue) =>
    venue.kind === 'station'
      ? `您扫的码已经换新了。我带您到${placeOf(venue)}的${venue.name}，照样可以说。`
      : `您扫的码已经换新了。我带您到${deputyOf({ venue, topic: null })}这里，照样可以说。`,
  lost: '对不起，上次写到一半的没能接上，请您再写一次。',
  notice: (months) =>
    `先说清楚：您写的话和照片，我记下来，给代表和工作人员看。\n手机号、身份证号、门牌、姓名，我尽量盖住。\n为了给您回话，我会记住这个聊天，最多${months}个月。写“删除我的数据”，随时能删。\n这样可以吗？`,
  holding: '您写的我先留着。',
  agreeFirst: '您写的我先留着。上面那些话，您觉得可以，就点“同意”，我接着办。',
  declined: '好的，那我什么都不记，写过的也不留。您改了主意，点“同意”就行。急事请打12345。',
  outside: {
    closed: '这个码已经不用了，对不起。请扫社区里新的码。急事请打12345。',
    unknown: '我不认识这个码。请再扫一次墙上的码。急事请打12345。',
    none: '您好！请用手机扫一下社区里的码，我就知道该把话带给哪位代表。急事请打12345。',
    open: '要接着说，点“接着来”。',
  },
  kept: '您写的我先留着，扫了码就接着办。',
  menu: () => '您想说哪件事？点一下。直接写也行。',
  whichTopic: () => '记下了。您说的是下面哪件事？点一下。',
  topic: (topic) => `“${topic.title}”\n${topic.brief}`,
  aspects: (count) => `这件事分${count}个方面，您想说哪个？点一下。直接写也行。`,
  write: (target) =>
    target.topic === null
      ? `请写给${deputyOf(target)}：什么事，在哪里，您希望怎么办。不会打字，用键盘上的话筒说。`
      : '请写：您怎么看，您希望怎么办。不会打字，用键盘上的话筒说。',
  writeAspect: (aspect) => `好，说“${aspect}”。请写：您怎么看，您希望怎么办。不会打字，用键盘上的话筒说。`,
  writeForPhoto: '请写一句话，说说照片上是什么事。',
  rewrite: '好，刚才的不要了。请重新写。',
  soFar: '您已经写了：',
  goOn: '记下了。还有就接着写，没有就点“写好了”。',
  followUp: {
    place: '问一句：在什么地方？比如哪条路、哪个小区、几号楼旁边。',
    wish: '问一句：您希望怎么办？比如快点办，修好它，多派一班车。',
  },
  willFile: (target) =>
    target.topic === null
      ? `我会这样交给${deputyOf(target)}：`
      : `我会这样交给${deputyOf(target)}，说的是“${target.topic.title}”：`,
  covered: (hidden) => {
    const names = hidden.map(({ mark }) => mark.slice(1, -1));
    return `我把${names.slice(0, NAMED).join('、')}${names.length > NAMED ? '这些' : ''}盖住了，别人看不到。`;
  },
  // They say in Chinese what they cover.
  marks: () => [],
  photos: (count) => `还有${count}张照片，一起交。`,
  similar: (people) => `已经有${people}个人说过差不多的事，比如：`,
  askFile: '这样交上去，对吗？要补充，接着写就行。',
  askFileOrJoin: '您可以交上去，也可以点“我也是”，算您一个，不用再交。要补充，接着写就行。',
  tapToFile: '好。要交给代表，就点“交上去”。',
  writeOn: '好，请接着写。',
  filed: (receipt) => `交上去了，谢谢您！这是您的回执号：\n${receipt}\n请拍下来或者记在纸上，别告诉别人。`,
  held: '这条要先请工作人员看一下，没问题就交给代表。您放心，没有丢。',
  others: (people) => `还有${people}个人说了差不多的事，会和您的放在一起看。`,
  next: (held) => `${held ? '' : '接下来代表会看。'}有了消息，我在这里告诉您。您也可以用回执号来查。`,
  counted: (people) => (people > 1 ? `好，算您一个！现在一共有${people}个人这样说。` : '好，算您一个！'),
  countedReceipt: (receipt) => `这是您的回执号：\n${receipt}\n请拍下来或者记在纸上，别告诉别人。`,
  anythingElse: '还有别的事吗？',
  stillHave: '您后面写的这些，我也留着：',
  tooLong: (limit) => `一条最多${limit}个字。前面的先交，后面的我留着，交完再接着办。`,
  full: '您写了很多，我一下子记不住了。刚才这一句没有记上。请先把前面的交上去，再接着写。',
  tooFast: (minutes) => `您发得有点快，我忙不过来了。请过${minutes}分钟再试。前面写的我都留着。`,
  topicClosed: '这个议题在这里不再收大家的话了。您写的都在，可以直接交给代表。',
  wait: '正在办，请稍等一下，马上就好。',
  keptForLater: '正在办，马上就好。您刚写的我也留着。',
  failedKept: '对不起，刚才没交成。您写的都在，请过一会儿再点“交上去”。',
  failed: '对不起，刚才没办成，请过一会儿再试。',
  stale: '这个按钮已经用过了。',
  noSuchNumber: '没有这个号。请看看下面的，再选一次。',
  empty: '我没看到字。请打字，或者用键盘上的话筒说。',
  photoTaken: (count) => (count === 1 ? '照片收到了。' : `照片收到了，现在有${count}张。`),
  photosFull: (limit) => `最多放${limit}张照片，这张放不下了。`,
  photoLater: '正在办，这张照片没有收下，请过一会儿再发。',
  badPhoto: {
    tooBig: '这张照片太大了，没有收下。请换一张小一点的。',
    notAPhoto: '这个不是照片，打不开。请换一张照片。',
  },
  media: {
    voice: '对不起，我还听不了语音。请用键盘上的话筒，它会把话变成字。',
    video: '对不起，我看不了视频。请拍一张照片，再写一句话。',
    sticker: '这个图我看不懂。请写字告诉我。',
    location: '对不起，我看不了地图位置。请写字告诉我在哪里。',
    file: '对不起，我打不开文件。请写字，或者发照片。',
    edited: '对不起，发出以后再改的字，我看不到。请再写一句告诉我。',
    other: '对不起，这个我看不懂。请写字，或者发照片。',
  },
  welcome: '不客气！',
  farewell: '好，再见！什么时候想说，再来写就行。',
  help: ({ characters, photos }) =>
    `我帮您把话带给代表。您写，我记，您点“交上去”，就交了。一条最多${characters}个字、${photos}张照片。\n随时可以写这些字：返回、取消、查回执、人工、删除我的数据。`,
  person: (phone) =>
    phone === null
      ? '好，我请工作人员来看，会在这里回您。'
      : `好，我请工作人员来看，会在这里回您。着急就打电话：${phone}。`,
  language: '好，我们说中文。',
  askCancel: '不写了吗？这些话会删掉：',
  cancelled: '好，不交了，刚才写的已经删掉。',
  notCancelled: '好，都还在。',
  resume: '您上次写到一半，是这样的：',
  resumeAdded: '接着写，还是重写？',
  askReceipt: '请把回执号发给我。',
  notFound: '没找到这个回执号。请看看有没有写错，再发一次。',
  trail: '您说的是：',
  afterTrail: '还要做什么？',
  step,
  askWithdraw: '撤回以后，代表以后就看不到这条了。真的要撤回吗？',
  withdrawn: '撤回了。以后给代表看的材料里，不会再有这条。',
  cannotWithdraw: '这条已经撤回了，或者不能撤回了。有疑问，请写“人工”。',
  askDelete:
    '要删掉和您有关的东西吗？我会忘掉这个聊天，没交的话也会删掉。交过的话会留下，但没人知道是您写的。',
  deleted: (kept) =>
    kept === 0
      ? '都删掉了。想再说话，随时写给我。'
      : `删掉了，我不知道您是谁了。您交过的${kept}条话还在，上面没有您的名字。想再说话，随时写给我。`,
  urgent: {
    selfHarm: '您心里难受，请先找人说说话：打12356，有人听您说。有危险马上打120或110。',
    violence: '有人打人、伤人，请马上打110。',
    gas: '闻到煤气味：开窗，别开灯，别点火，先出门，到外面打119。',
    fire: '着火了请马上离开，打119。',
    child: '孩子有危险，请马上打110。',
    medical: '有人受伤或病重，请马上打120。',
  },
  urgentAfter: '别的急事打12345。我也告诉工作人员了。这里回得慢，请先打电话。',
  news: '您说过的这件事，有消息了：',
  staff: '工作人员给您回话：',
  apology: {
    down: '对不起，我这里出了点毛病。前面写的都在。刚才这一句，请过几分钟再发一次。',
    expired: '您离开久了，请再扫一次码，我们接着说。',
    tooLarge: '这个太大了，我收不下。照片请换小一点的，话请分几次写。',
  },
  typeNumber: '回一个数字就行：',
  quote: (text) => `「${text}」`,
  labels: {
    agree: '同意',
    disagree: '不同意',
    own: '说说别的事',
    none: '都不是，是别的事',
    more: '看看还有哪些',
    receipt: '查回执',
    anyAspect: '不分哪个，直接写',
    done: '写好了',
    skip: '不说了，就这样',
    file: '交上去',
    meToo: '我也是',
    rewrite: '重写',
    cancel: '不写了',
    drop: '不写了，删掉',
    keepWriting: '留着，接着写',
    goOn: '接着来',
    back: '返回',
    help: '帮助',
    person: '找工作人员',
    deleteData: '删除我的数据',
    deleteYes: '删掉',
    deleteNo: '不删',
    withdraw: '撤回这条',
    withdrawYes: '撤回',
    withdrawNo: '不撤回',
    another: '再说一件事',
    otherReceipt: '查别的回执',
    resume: '接着写',
  },
};
