import { describe, expect, test } from 'vitest';
import { codeFor, newState, pendingEffects, plainText, step } from '../../src/conversation/index.ts';
import { messageId } from '../../src/kernel/index.ts';
import {
  aChat,
  aContext,
  anAgreedChat,
  busTopic,
  parking,
  RECEIPT,
  saying,
  studio,
  studioWithTopics,
  twelveOthers,
} from './play.ts';

const noTopics = aContext({ door: { kind: 'open', venue: studio } });
const WHOLE = '花园小区5号楼前面的路灯坏了一个月，请修一修。';
const filesOf = (chat: ReturnType<typeof aChat>) => chat.effects.filter((effect) => effect.kind === 'file');

describe('from the code on the wall to the receipt', () => {
  test('two taps and one message are enough', () => {
    const chat = aChat({ context: noTopics });
    chat.scan();
    chat.tap('同意');
    chat.type(WHOLE);
    chat.tap('交上去');
    expect(chat.transcript).toEqual([
      '（扫码 k7m3p9）',
      '码 ◂ 您好！这里是龙都街道花园社区，王秀英代表的网上工作室。您有什么话想对代表说，写在这里就行。',
      expect.stringMatching(/手机号.*24个月.*删除我的数据/u),
      '     [1 同意] [2 不同意] [3 English]',
      '我 ▸ [同意]',
      '码 ◂ 请写给王秀英代表：什么事，在哪里，您希望怎么办。不会打字，用键盘上的话筒说。',
      '     [1 查回执]',
      `我 ▸ ${WHOLE}`,
      '码 ◂ 我会这样交给王秀英代表：',
      `     「${WHOLE}」`,
      '码 ◂ 这样交上去，对吗？要补充，接着写就行。',
      '     [1 交上去] [2 重写] [3 不写了]',
      '我 ▸ [交上去]',
      `码 ◂ 交上去了，谢谢您！这是您的回执号： / ${RECEIPT} / 请拍下来或者记在纸上，别告诉别人。`,
      '码 ◂ 接下来代表会看。有了消息，我在这里告诉您。您也可以用回执号来查。',
      '码 ◂ 还有别的事吗？',
      '     [1 再说一件事] [2 查回执]',
    ]);
    expect(filesOf(chat)).toEqual([
      {
        kind: 'file',
        ref: 2,
        message: {
          draft: 1,
          code: studio.code,
          topic: null,
          aspect: null,
          text: WHOLE,
          photos: [],
          lang: 'zh',
        },
      },
    ]);
  });

  test('a topic and its aspect are chosen by typed numbers of every kind', () => {
    const chat = anAgreedChat();
    chat.type('一');
    expect(saying(chat.type('２'))).toContain('好，说“乱停乱放”');
    chat.type('东门口天天乱停，救护车进不来，请交警管一管');
    chat.type('第1个');
    expect(filesOf(chat)[0]).toMatchObject({ message: { topic: parking.id, aspect: 2 } });
  });

  test('a topic that was left again is not that of what is written next', () => {
    const chat = anAgreedChat();
    chat.tap(busTopic.title);
    expect(saying(chat.type('返回'))).toContain('您想说哪件事');
    expect(saying(chat.type('花园小区东门的路灯坏了，请修一修'))).toContain('您说的是下面哪件事');
    chat.tap('都不是，是别的事');
    chat.tap('交上去');
    expect(filesOf(chat)[0]).toMatchObject({ message: { topic: null } });
  });

  test('in English, whoever cannot read the names of the topics is told what to tap', () => {
    const chat = anAgreedChat({ context: aContext({ lang: 'en' }) });
    const menu = saying(chat.type('back'));
    expect(menu).toContain('The topics have Chinese names. If you cannot read them, tap "Something else".');
    const english = { ...studio, topics: [{ ...busTopic, title: 'Which way should buses go?' }] };
    chat.meanwhile({ door: { kind: 'open', venue: english } });
    expect(saying(chat.type('back'))).not.toContain('Chinese');
  });

  test('who writes first chooses the topic afterwards, and writes nothing twice', () => {
    const chat = anAgreedChat();
    expect(saying(chat.type('东门口天天乱停车，救护车进不来，请管一管'))).toContain('您说的是下面哪件事');
    chat.tap(parking.title);
    chat.tap('交上去');
    expect(filesOf(chat)[0]).toMatchObject({
      message: { topic: parking.id, aspect: null, text: '东门口天天乱停车，救护车进不来，请管一管' },
    });
  });

  test('a message in pieces is collected until it is done', () => {
    const chat = anAgreedChat({ context: noTopics });
    for (const piece of ['路灯坏了', '在花园小区东门旁边，晚上看不见路', '请修一修'])
      expect(saying(chat.type(piece))).toContain('记下了');
    expect(saying(chat.type('写好了。'))).toContain('路灯坏了 / 在花园小区东门旁边，晚上看不见路 / 请修一修');
  });

  test('words typed before the notice was agreed to are not asked for again', () => {
    const chat = aChat({ context: noTopics });
    chat.scan();
    expect(saying(chat.type(WHOLE))).toContain('您写的我先留着');
    expect(chat.effects.map(({ kind }) => kind)).toEqual(['count', 'count']);
    expect(saying(chat.type('可以'))).toContain(`「${WHOLE}」`);
  });

  test('the place is asked for where it is missing, once, and may be skipped', () => {
    const chat = anAgreedChat({ context: noTopics });
    expect(saying(chat.type('路灯坏了好几天了，晚上黑，请快点修好'))).toContain('在什么地方');
    expect(saying(chat.type('不知道'))).toContain('这样交上去，对吗');
    expect(saying(chat.type('还有垃圾也没人收，请来收一收'))).toContain('这样交上去，对吗');
  });

  test('personal data are covered in what is shown, kept and filed', () => {
    const chat = anAgreedChat({ context: noTopics });
    const shown = saying(chat.type('花园小区东门路灯坏了，请修，我的电话是13812345678'));
    expect(shown).toContain('我的电话是〔手机号〕');
    expect(shown).toContain('我把手机号盖住了，别人看不到。');
    chat.tap('交上去');
    expect(JSON.stringify([chat.state, filesOf(chat)])).not.toContain('13812345678');
    expect(chat.effects).toContainEqual({
      kind: 'original',
      draft: 1,
      part: 0,
      text: '花园小区东门路灯坏了，请修，我的电话是13812345678',
    });
  });

  test('what is covered is named under the preview, and each mark explained in English, on the receipt too', () => {
    const said = '花园小区3号楼2单元501的路灯坏了，请修，我的电话是13812345678';
    const zh = anAgreedChat({ context: noTopics });
    expect(saying(zh.type(said))).toContain('我把门牌、手机号盖住了，别人看不到。');
    const text = '花园小区〔门牌〕的路灯坏了，请修，我的电话是〔手机号〕';
    const en = anAgreedChat({
      context: { ...noTopics, lang: 'en' },
      answers: {
        lookUp: {
          kind: 'found',
          trail: {
            message: messageId('m-1'),
            text,
            canWithdraw: true,
            steps: [{ kind: 'received', date: '2026-11-02' }],
          },
        },
      },
    });
    const marks = '〔门牌〕 is a door number. / 〔手机号〕 is a mobile number.';
    expect(saying(en.type(said))).toContain(`I have covered what others need not see: / ${marks}`);
    expect(filesOf(en)).toEqual([]);
    en.tap('Send it');
    expect(filesOf(en)).toMatchObject([{ message: { text } }]);
    expect(saying(en.type('MS-7KQ4-9FWD-X2PB'))).toContain(marks);
  });

  test('"me too" takes the place of filing', () => {
    const chat = anAgreedChat({ context: noTopics, answers: { findSimilar: twelveOthers } });
    const shown = saying(chat.type(WHOLE));
    expect(shown).toContain('已经有12个人说过差不多的事');
    expect(shown).toContain('「小区东门路灯一直不亮，老人出门怕摔。」');
    const told = saying(chat.tap('我也是'));
    expect(told).toContain('现在一共有13个人这样说');
    expect(told).toContain(RECEIPT);
    expect(filesOf(chat)).toEqual([]);
    expect(chat.effects.slice(-2)).toEqual([
      { kind: 'meToo', ref: 2, target: messageId('m-81'), draft: 1 },
      { kind: 'dropDraft', draft: 1 },
    ]);
  });

  test('whoever says "me too" is one more than was told before', () => {
    const chat = anAgreedChat({
      context: noTopics,
      answers: { findSimilar: twelveOthers, meToo: { kind: 'counted', receipt: RECEIPT, people: 2 } },
    });
    chat.type(WHOLE);
    expect(saying(chat.tap('我也是'))).toContain('现在一共有13个人这样说');
  });

  test('after filing, how many others said so is told', () => {
    const chat = anAgreedChat({
      context: noTopics,
      answers: {
        file: { kind: 'filed', receipt: RECEIPT, message: messageId('m-2'), held: true, others: 12 },
      },
    });
    chat.type(WHOLE);
    const told = saying(chat.tap('交上去'));
    expect(told).toContain('还有12个人说了差不多的事');
    expect(told).toContain('这条要先请工作人员看一下，没问题就交给代表。');
    // It may be set aside: that the deputy is going to read it is not said.
    expect(told).not.toContain('接下来代表会看');
    expect(told).toContain(RECEIPT);
  });

  test('a second confirmation files nothing more', () => {
    const chat = anAgreedChat({ context: noTopics });
    chat.type(WHOLE);
    const id = chat.idOf('交上去');
    chat.tapId(id);
    expect(saying(chat.tapId(id))).toContain('这个按钮已经用过了');
    chat.type('是的');
    expect(filesOf(chat)).toHaveLength(1);
  });

  test('a button of an older draft does not file the next one', () => {
    const chat = anAgreedChat({ context: noTopics });
    chat.type(WHOLE);
    const old = chat.idOf('交上去');
    chat.tap('重写');
    chat.type('花园小区西门的垃圾没人收，请安排人来收。');
    chat.tapId(old);
    expect(filesOf(chat)).toEqual([]);
    chat.tap('交上去');
    expect(filesOf(chat)[0]).toMatchObject({ message: { draft: 2 } });
  });

  test('up to three photos go with the words, each once', () => {
    const chat = anAgreedChat({ context: noTopics });
    expect(saying(chat.photo('p1'))).toContain('请写一句话');
    chat.photo('p1');
    chat.photo('p2');
    chat.photo('p3');
    expect(saying(chat.photo('p4'))).toContain('最多放3张');
    expect(saying(chat.type(WHOLE))).toContain('还有3张照片');
    chat.tap('交上去');
    expect(filesOf(chat)[0]).toMatchObject({ message: { photos: ['p1', 'p2', 'p3'] } });
  });

  test('a caption is the message of its photo, even where it reads like a command', () => {
    const chat = anAgreedChat({ context: noTopics });
    chat.photo('p1', '取消');
    expect(chat.state.draft?.parts).toEqual(['取消']);
  });
});

describe('a word that may mean two things', () => {
  const confirming = (answers = {}) => {
    const chat = anAgreedChat({ context: noTopics, answers });
    chat.type(WHOLE);
    return chat;
  };

  test.each(['写好了', '好了', '没有了', '没有', '不用了', '就这样', 'done'])(
    '"%s" files nothing: it may have been sent before the confirmation was seen',
    (word) => {
      const chat = confirming();
      expect(saying(chat.type(word))).toBe(
        '码 ◂ 好。要交给代表，就点“交上去”。\n     [1 交上去] [2 重写] [3 不写了]',
      );
      expect(filesOf(chat)).toEqual([]);
      expect(chat.state.draft?.parts).toEqual([WHOLE]);
      chat.type('交上去');
      expect(filesOf(chat)).toHaveLength(1);
    },
  );

  test.each(['交', '交吧', '提交', '发送', '是的', '对', '好的', 'send'])('"%s" files', (word) => {
    const chat = confirming();
    chat.type(word);
    expect(filesOf(chat)).toHaveLength(1);
  });

  test('"go on" at the confirmation asks for more words, which are then shown', () => {
    const chat = confirming();
    expect(saying(chat.type('继续'))).toContain('请接着写');
    expect(saying(chat.type('还有西门的也坏了'))).toContain(`「${WHOLE} / 还有西门的也坏了」`);
    expect(filesOf(chat)).toEqual([]);
  });

  test.each(['接着写', '继续', '交上去', '提交', 'go on', '写好了', '撤回'])(
    '"%s" does not delete what was to be deleted',
    (word) => {
      const chat = confirming();
      chat.type('不写了');
      chat.type(word);
      expect(chat.state.draft?.parts).toEqual([WHOLE]);
      expect(filesOf(chat)).toEqual([]);
    },
  );

  test.each(['继续', '提交', '写好了'])('"%s" deletes no data', (word) => {
    const chat = confirming();
    chat.type('删除我的数据');
    expect(saying(chat.type(word))).toContain('要删掉和您有关的东西吗');
    expect(chat.effects.filter(({ kind }) => kind === 'deleteData')).toEqual([]);
  });

  test('"no" to a draft of yesterday keeps it until it is clear what is wanted', () => {
    const begun = anAgreedChat({ context: noTopics });
    begun.type('路灯坏了');
    const chat = aChat({ context: noTopics, state: begun.state });
    chat.scan();
    expect(saying(chat.type('不'))).toContain('接着写，还是重写');
    expect(chat.state.draft?.parts).toEqual(['路灯坏了']);
  });

  test('"take it back" before anything was handed in means the draft', () => {
    const chat = confirming();
    expect(saying(chat.type('撤回'))).toContain('这些话会删掉');
  });

  test('"write it again" begins anew in the middle of writing too', () => {
    const chat = anAgreedChat({ context: noTopics });
    chat.type('路灯坏了');
    expect(saying(chat.type('重写'))).toContain('刚才的不要了');
    expect(chat.state.draft).toMatchObject({ number: 2, parts: [] });
  });

  test('"nothing more" after filing ends kindly, and the next words are a new message', () => {
    const chat = confirming();
    chat.tap('交上去');
    for (const word of ['没有了', '没有', '写好了', '再见'])
      expect(saying(chat.type(word))).toBe(
        '码 ◂ 好，再见！什么时候想说，再来写就行。\n     [1 再说一件事] [2 查回执]',
      );
    expect(saying(chat.type('花园小区西门的垃圾没人收，请安排人来收。'))).toContain('西门的垃圾');
  });

  test('"I do not know" is no message where a choice was asked for', () => {
    const chat = anAgreedChat();
    expect(saying(chat.type('不知道'))).toContain('您想说哪件事');
    expect(chat.state.draft).toBeNull();
  });
});

describe('at any time', () => {
  test('a command inside a sentence is a message', () => {
    const chat = anAgreedChat({ context: noTopics });
    chat.type('请帮助我们修一修花园小区东门的路灯');
    expect(chat.state.draft?.parts).toEqual(['请帮助我们修一修花园小区东门的路灯']);
    expect(saying(chat.type('帮助！'))).toContain('我帮您把话带给代表');
  });

  test('help, a person and another language leave the draft and the question where they were', () => {
    const chat = anAgreedChat({ context: noTopics });
    chat.type('路灯坏了好几天了，晚上黑，请快点修好');
    for (const word of ['幫助', '人工', 'English']) chat.type(word);
    expect(chat.state.stage).toEqual({ kind: 'followUp', about: 'place' });
    expect(saying(chat.type('back'))).toContain('So far you wrote');
    expect(chat.effects).toContainEqual({
      kind: 'callPerson',
      code: studio.code,
      text: '路灯坏了好几天了，晚上黑，请快点修好',
    });
    expect(saying(chat.type('中文'))).toContain('我们说中文');
  });

  test('cancelling asks before words are deleted', () => {
    const chat = anAgreedChat({ context: noTopics });
    chat.type(WHOLE);
    expect(saying(chat.type('算了'))).toContain('这些话会删掉');
    expect(saying(chat.tap('留着，接着写'))).toContain('都还在');
    chat.type('取消');
    expect(saying(chat.type('取消'))).toContain('已经删掉');
    expect(chat.state.draft).toBeNull();
    expect(chat.effects).toContainEqual({ kind: 'dropDraft', draft: 1 });
  });

  test('whoever refuses the notice has nothing kept', () => {
    const chat = aChat({ context: noTopics });
    chat.scan();
    chat.type(WHOLE);
    expect(saying(chat.tap('不同意'))).toContain('什么都不记');
    expect(JSON.stringify(chat.state)).not.toContain('路灯');
    expect(filesOf(chat)).toEqual([]);
  });

  test('deleting one’s data is asked once and begins anew', () => {
    const chat = anAgreedChat({ context: noTopics });
    chat.type(WHOLE);
    expect(saying(chat.type('删除我的数据'))).toContain('没人知道是您写的');
    expect(saying(chat.tap('删掉'))).toContain('您交过的1条话还在');
    expect(chat.state).toMatchObject({ consent: null, draft: null, stage: { kind: 'new' } });
    expect(saying(chat.type('你好'))).toContain('先说清楚');
  });

  test('thanks and greetings never become a message', () => {
    const chat = anAgreedChat({ context: noTopics });
    for (const word of ['你好', '谢谢！', '好的', 'hello']) chat.type(word);
    expect(chat.state.draft).toBeNull();
  });

  test('danger is answered first, with numbers, and flagged, before anything was agreed to', () => {
    const chat = aChat({ context: noTopics });
    chat.scan();
    const replies = chat.type('我不想活了');
    expect(replies[0]?.text).toContain('12356');
    expect(replies[0]?.text).toContain('12345');
    expect(chat.effects).toContainEqual({
      kind: 'flagUrgent',
      signs: ['selfHarm'],
      code: studio.code,
      draft: 1,
      text: '我不想活了',
    });
    chat.tap('同意');
    chat.type('不想活了，没人管我');
    expect(chat.effects.filter(({ kind }) => kind === 'flagUrgent')).toHaveLength(1);
  });

  test('whoever smells gas is not asked what they wish', () => {
    const chat = anAgreedChat({ context: noTopics });
    expect(saying(chat.type('花园小区5号楼楼道里有很重的煤气味'))).toMatch(/119[\s\S]*这样交上去，对吗/u);
  });

  test('what cannot be used is answered kindly', () => {
    const chat = anAgreedChat({ context: noTopics });
    expect(saying(chat.hear({ kind: 'other', media: 'voice' }))).toContain('键盘上的话筒');
    expect(saying(chat.hear({ kind: 'badPhoto', why: 'notAPhoto' }))).toContain('不是照片');
    expect(saying(chat.hear({ kind: 'badPhoto', why: 'tooBig' }))).toContain('太大');
    expect(saying(chat.hear({ kind: 'tooFast', minutes: 5 }))).toContain('过5分钟');
    expect(saying(chat.type(' \u0000 '))).toContain('没看到字');
  });
});

describe('later', () => {
  test('a draft is taken up next day, with what was just written or without', () => {
    const begun = anAgreedChat({ context: noTopics });
    begun.type('路灯坏了');
    const nextDay = { ...noTopics, away: true };
    const goesOn = aChat({ context: nextDay, state: begun.state });
    expect(saying(goesOn.type('在花园小区东门，请修一修'))).toContain('上次写到一半');
    goesOn.meanwhile({ away: false });
    expect(saying(goesOn.tap('接着写'))).toContain('路灯坏了 / 在花园小区东门，请修一修');
    const anew = aChat({ context: nextDay, state: begun.state });
    anew.type('花园小区西门的垃圾没人收，请安排人来收。');
    anew.meanwhile({ away: false });
    expect(saying(anew.type('重写'))).toContain('「花园小区西门的垃圾没人收，请安排人来收。」');
  });

  test('scanning again asks about the draft', () => {
    const chat = anAgreedChat({ context: noTopics });
    chat.type('路灯坏了');
    expect(saying(chat.scan())).toContain('接着写，还是重写');
  });

  test('a receipt is asked for, found, and withdrawn after a question; its code is not kept', () => {
    const chat = anAgreedChat({
      answers: {
        lookUp: {
          kind: 'found',
          trail: {
            message: messageId('m-7'),
            text: '路灯坏了',
            canWithdraw: true,
            steps: [
              { kind: 'received', date: '2026-11-02' },
              { kind: 'themed', date: '2026-11-03', theme: '路灯不亮', people: 31 },
              { kind: 'handling', date: '2026-11-20', office: '城管局', due: '2026-12-31' },
            ],
          },
        },
      },
    });
    chat.type('查回执');
    const told = saying(chat.type('ｍｓ ７ｋｑ４ ９ｆｗｄ-x2pb'));
    expect(chat.effects.at(-1)).toEqual({ kind: 'lookUp', ref: 1, receipt: 'MS7KQ49FWDX2PB' });
    expect(told).toContain(
      '2026年11月2日：收到了。 / 2026年11月3日：归在“路灯不亮”里，有31人说到。 / 2026年11月20日：城管局在办，2026年12月31日前办好。',
    );
    expect(JSON.stringify(chat.state)).not.toContain('7KQ4');
    chat.tap('撤回这条');
    expect(saying(chat.tap('撤回'))).toContain('撤回了');
    expect(chat.effects.at(-1)).toEqual({ kind: 'withdraw', ref: 2, message: messageId('m-7') });
  });

  test('a receipt that is sent unasked is looked up; a sentence in its place is kept as a message', () => {
    const chat = anAgreedChat({ context: noTopics });
    chat.tapId('another');
    chat.type('回执');
    chat.type('花园小区东门的路灯又坏了，请修一修');
    expect(chat.state.draft?.parts).toEqual(['花园小区东门的路灯又坏了，请修一修']);
    const other = anAgreedChat();
    other.type(RECEIPT);
    expect(other.effects.at(-1)).toMatchObject({ kind: 'lookUp' });
  });
});

describe('when something is in the way', () => {
  test.each([
    ['closed', '这个码已经不用了'],
    ['unknown', '我不认识这个码'],
    ['none', '请用手机扫一下'],
  ] as const)('a code that is %s says what to do, and words are kept', (kind, words) => {
    const chat = aChat({ context: aContext({ door: { kind } }) });
    expect(saying(chat.scan('zzz'))).toContain(words);
    expect(saying(chat.type(WHOLE))).toContain('您写的我先留着');
    chat.meanwhile({ door: { kind: 'open', venue: studio } });
    chat.scan();
    expect(saying(chat.tap('同意'))).toContain(WHOLE);
  });

  test('a replaced code leads on to the new one', () => {
    const chat = aChat({ context: aContext({ door: { kind: 'moved', venue: studioWithTopics } }) });
    expect(saying(chat.scan('old'))).toContain('已经换新了');
    expect(chat.state.code).toBe(studio.code);
  });

  test('a bad code does not take anyone away from the last deputy', () => {
    const chat = anAgreedChat({ context: noTopics });
    chat.type('路灯坏了');
    chat.meanwhile({ door: { kind: 'unknown' } });
    expect(codeFor(chat.state, { kind: 'start', code: 'zzz' })).toBe('zzz');
    chat.scan('zzz');
    expect(chat.state.code).toBe(studio.code);
    expect(codeFor(chat.state, { kind: 'text', text: 'x' })).toBe(studio.code);
    chat.meanwhile({ door: { kind: 'open', venue: studio } });
    expect(saying(chat.tap('接着来'))).toContain('路灯坏了');
  });

  test('what is too long is divided, and the rest waits for its turn', () => {
    const chat = anAgreedChat({
      context: { ...noTopics, limits: { characters: 20, draftCharacters: 100, photos: 3 } },
    });
    const shown = saying(chat.type('花园小区东门路灯坏了。请修一修。西门垃圾没人收，请安排人来收。'));
    expect(shown).toContain('一条最多20个字');
    expect(shown).toContain('「花园小区东门路灯坏了。请修一修。」');
    expect(saying(chat.tap('交上去'))).toContain('「西门垃圾没人收，请安排人来收。」');
    chat.tap('写好了');
    chat.tap('交上去');
    expect(filesOf(chat).map((effect) => effect.message.text)).toEqual([
      '花园小区东门路灯坏了。请修一修。',
      '西门垃圾没人收，请安排人来收。',
    ]);
    expect(saying(chat.type('很长'.repeat(60)))).toContain('没有记上');
  });

  test('a draft that could not be filed is still there, and is filed at the next try', () => {
    const chat = anAgreedChat({ context: noTopics, answers: { file: { kind: 'failed' } } });
    chat.type(WHOLE);
    expect(saying(chat.tap('交上去'))).toContain('您写的都在');
    chat.answer({ file: { kind: 'limited', minutes: 10 } });
    expect(saying(chat.tap('交上去'))).toContain('过10分钟');
    chat.answer({
      file: { kind: 'filed', receipt: RECEIPT, message: messageId('m-3'), held: false, others: 0 },
    });
    expect(saying(chat.tap('交上去'))).toContain(RECEIPT);
    expect(new Set(filesOf(chat).map((effect) => effect.message.draft))).toEqual(new Set([1]));
  });

  test('a topic that ended meanwhile, or is not open here, is told before filing to the deputy', () => {
    const chat = anAgreedChat();
    chat.type('1');
    chat.type('东门口天天乱停车，救护车进不来，请管一管');
    chat.meanwhile({ door: { kind: 'open', venue: studio } });
    expect(saying(chat.tap('交上去'))).toContain('不再收大家的话了。您写的都在');
    chat.tap('交上去');
    expect(filesOf(chat)[0]).toMatchObject({ message: { topic: null, aspect: null } });
  });

  test('a similar-search that fails does not stand in the way', () => {
    const chat = anAgreedChat({ context: noTopics, answers: { findSimilar: { kind: 'failed' } } });
    expect(saying(chat.type(WHOLE))).toContain('这样交上去，对吗');
  });

  test('what was being done when the machine stopped is done again, the same', () => {
    const chat = anAgreedChat({ context: noTopics });
    chat.type(WHOLE);
    const turn = step(chat.state, { kind: 'text', text: '交上去' }, noTopics);
    expect(turn.state.stage).toEqual({ kind: 'filing', ref: 2 });
    expect(turn.effects.filter(({ kind }) => kind === 'file')).toEqual(pendingEffects(turn.state, 'zh'));
    // Words that come before the outcome wait behind it.
    const spoken = step(turn.state, { kind: 'text', text: '西门垃圾没人收，请收一收' }, noTopics);
    expect(saying(spoken.replies)).toContain('我也留着');
    const done = step(
      spoken.state,
      {
        kind: 'outcome',
        ref: 2,
        outcome: { kind: 'filed', receipt: RECEIPT, message: messageId('m-1'), held: false, others: 0 },
      },
      noTopics,
    );
    expect(saying(done.replies)).toContain('「西门垃圾没人收，请收一收」');
  });

  test('an outcome that comes twice or too late changes nothing', () => {
    const chat = anAgreedChat({ context: noTopics });
    chat.type(WHOLE);
    const before = chat.state;
    const outcome = { kind: 'similar', people: 3, examples: [] } as const;
    expect(step(before, { kind: 'outcome', ref: 1, outcome }, noTopics)).toEqual({
      state: before,
      replies: [],
      effects: [],
    });
  });
});

test('where there are no buttons, choices are numbered lines with their whole names', () => {
  const { replies } = step(
    { ...newState, code: studio.code, consent: 1, stage: { kind: 'menu', page: 0 } },
    { kind: 'text', text: '你好' },
    aContext({
      door: {
        kind: 'open',
        venue: {
          ...studio,
          topics: [{ ...parking, title: '老旧小区停车难怎么解决才能让大家都满意又不多花钱' }],
        },
      },
    }),
  );
  expect(plainText(replies)).toBe(
    '您想说哪件事？点一下。直接写也行。\n回一个数字就行：\n1 老旧小区停车难怎么解决才能让大家都满意又不多花钱\n2 说说别的事\n3 查回执',
  );
  expect(replies[0]?.choices[0]?.label).toBe('老旧小区停车难怎么解决才能让大家都满…');
});
