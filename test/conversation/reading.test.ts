import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { looksLikeReceipt, readCommand, readRemarks, receiptOf } from '../../src/conversation/commands.ts';
import { missingIn, standsAlone } from '../../src/conversation/follow-up.ts';
import { readNumber } from '../../src/conversation/numerals.ts';
import { readTap, tapId } from '../../src/conversation/taps.ts';
import { clean, clip, cutAt, lengthOf } from '../../src/conversation/text.ts';
import { topicId } from '../../src/kernel/index.ts';

describe('commands', () => {
  test.each([
    ['帮助', 'help'],
    ['幫助！', 'help'],
    [' 帮 助 。', 'help'],
    ['？', 'help'],
    ['/help', 'help'],
    ['ＨＥＬＰ', 'help'],
    ['返回', 'back'],
    ['上一步', 'back'],
    ['取消', 'cancel'],
    ['算了', 'cancel'],
    ['人工', 'person'],
    ['转人工', 'person'],
    ['English', 'english'],
    ['英文', 'english'],
    ['中文', 'chinese'],
    ['语言', 'language'],
    ['删除我的数据', 'delete'],
    ['刪除我的數據', 'delete'],
    ['Delete my data.', 'delete'],
    ['查回执', 'receipt'],
    ['撤回', 'withdraw'],
    ['/start', 'menu'],
    ['帮\u200b助', 'help'],
  ])('%s is understood', (text, command) => {
    expect(readCommand(text)).toBe(command);
  });

  test.each([
    '请帮助我们修路灯',
    '小区里没有人工客服',
    '取消公交站牌是不对的',
    '他不肯返回押金',
    'Please help us with the street light',
    '。。。',
    '👍',
    '',
  ])('"%s" is no command', (text) => {
    expect(readCommand(text)).toBeNull();
  });

  test('a word may answer several questions', () => {
    expect([...readRemarks('没有了')]).toEqual(['done', 'skip']);
    expect([...readRemarks('好的。')]).toEqual(['yes']);
    expect([...readRemarks('好的路灯是什么样')]).toEqual([]);
  });
});

describe('numbers', () => {
  test.each([
    ['2', 2],
    ['２', 2],
    ['②', 2],
    ['(2)', 2],
    ['2.', 2],
    ['2、', 2],
    ['二', 2],
    ['贰', 2],
    ['第二个', 2],
    ['选2', 2],
    ['我选二', 2],
    ['2️⃣', 2],
    ['two', 2],
    ['Number 2', 2],
    ['no. 2', 2],
    ['十', 10],
    ['十二', 12],
    ['二十', 20],
    ['三十五', 35],
    ['１２', 12],
  ])('%s is %i', (text, number) => {
    expect(readNumber(text)).toBe(number);
  });

  test.each(['120', '2号楼', '二十二十', '1.5', '一些', 'no', 'no one', '两点半', '', '。'])(
    '"%s" is no number of a choice',
    (text) => {
      expect(readNumber(text)).toBeNull();
    },
  );
});

describe('receipts', () => {
  test('are read however they are written', () => {
    for (const text of [
      'MS-7KQ4-9FWD-X2PB',
      'ms 7kq4 9fwd x2pb',
      'ＭＳ７ＫＱ４９ＦＷＤＸ２ＰＢ',
      ' ms—7kq4—9fwd—x2pb。',
      '我的回执号是MS-7KQ4-9FWD-X2PB',
      'My receipt is MS-7KQ4-9FWD-X2PB',
    ]) {
      expect(receiptOf(text)).toBe('MS7KQ49FWDX2PB');
      expect(looksLikeReceipt(text)).toBe(true);
    }
    expect(looksLikeReceipt('7KQ4-9FWD-X2PB')).toBe(true);
  });

  test('are known without a digit too, as they are printed', () => {
    const body = fc.string({
      unit: fc.constantFrom(...Array.from('23456789ABCDEFGHJKLMNPQRSTUVWXYZABCDEFGHJKLMNPQRSTUVWXYZ')),
      minLength: 12,
      maxLength: 12,
    });
    fc.assert(
      fc.property(body, (twelve) => {
        const groups = [twelve.slice(0, 4), twelve.slice(4, 8), twelve.slice(8)];
        for (const text of [
          `MS-${groups.join('-')}`,
          `ms${twelve.toLowerCase()}`,
          groups.join('-'),
          `${groups.join('—').toLowerCase()}。`,
          `回执号是${twelve}`,
        ])
          expect(looksLikeReceipt(text)).toBe(true);
      }),
    );
    // Neither MS nor a hyphen nor a digit: a group without a vowel is no word.
    expect(looksLikeReceipt('WKQB NFWD XAPB')).toBe(true);
  });

  test('with a character misread, or one too few, are looked up all the same', () => {
    for (const text of ['MS-7KQ0-9FWD-X2PB', 'MS-7KQ4-9FWD-X2P', 'ms 7kq4 9fwd x2pbb'])
      expect(looksLikeReceipt(text)).toBe(true);
  });

  test.each([
    '13812345678',
    'the garden gate',
    'FENCENEEDSUS',
    'help help help',
    'supermarkets',
    'MS Word 2010',
    '路灯坏了7KQ49FWDX2PB',
    'A1',
    '回执',
    '',
  ])('"%s" is not taken for one', (text) => {
    expect(looksLikeReceipt(text)).toBe(false);
  });
});

describe('what is missing', () => {
  test.each([
    ['路灯坏了，请修一修', 'place'],
    ['垃圾没人收，希望天天收', 'place'],
    ['The street light is broken, please fix it', 'place'],
    ['花园小区东门的路灯坏了', 'wish'],
    ['人民路有个大坑', 'wish'],
    ['药太贵了', 'wish'],
    ['希望药便宜一点', null],
    ['花园小区东门的路灯坏了，请修一修', null],
    ['12路公交能不能晚上多开一小时', null],
    ['The lamp at the school gate is broken, please fix it', null],
    ['医保报销什么时候能在村里办', null],
  ])('%s: %s', (text, missing) => {
    expect(missingIn(text)).toBe(missing);
  });

  test('a long message is not followed up', () => {
    expect(missingIn('路灯坏了'.repeat(25))).toBeNull();
  });

  test.each([
    ['花园小区东门的路灯坏了，请修一修', true],
    ['路灯坏了', false],
    ['我要说三件事，第一件是路灯，', false],
    ['花园小区东门的路灯坏了，另外', false],
    ['The lamp at the gate is broken', true],
    ['The lamp', false],
  ])('%s stands alone: %s', (text, alone) => {
    expect(standsAlone(text)).toBe(alone);
  });
});

describe('choices', () => {
  test('an id says the same tap when it comes back', () => {
    for (const tap of [
      { kind: 'topic', topic: topicId('0b2f6a5e-30c1-4d5b-9c4e-52d1c2a1f001') },
      { kind: 'aspect', aspect: 12 },
      { kind: 'aspect', aspect: null },
      { kind: 'file', draft: 3 },
      { kind: 'agree' },
    ] as const)
      expect(readTap(tapId(tap))).toEqual(tap);
  });

  test.each(['', 'file', 'file:', 'file:x', 'aspect:-1', 'topic:', '__proto__', 'constructor'])(
    '"%s" is no choice',
    (id) => {
      expect(readTap(id)).toBeNull();
    },
  );
});

describe('text', () => {
  test('control characters and broken pairs go, everything else stays', () => {
    expect(clean(' a\u0000b\r\nc\td\ud800 👨‍👩‍👧 مرحبا ')).toBe('ab\nc\td� 👨‍👩‍👧 مرحبا');
  });

  test('a clipped text is short and whole in its characters', () => {
    expect(clip('一二三四五', 4)).toBe('一二三…');
    expect(clip('好👨‍👩‍👧好好', 6)).toBe('好…');
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 2, max: 40 }), (text, most) => {
        expect(clip(text, most).length).toBeLessThanOrEqual(most);
      }),
    );
  });

  test('a cut loses nothing, ends after a sentence where there is one, and spares masks', () => {
    expect(cutAt('路灯坏了。请修。谢谢', 9)).toEqual({ head: '路灯坏了。请修。', tail: '谢谢' });
    expect(cutAt('电话〔手机号〕谢谢', 5)).toEqual({ head: '电话', tail: '〔手机号〕谢谢' });
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 30 }), (text, most) => {
        const { head, tail } = cutAt(text, most);
        expect(lengthOf(head)).toBeLessThanOrEqual(most);
        expect((head + tail).replaceAll(/\s/gu, '')).toBe(text.replaceAll(/\s/gu, ''));
      }),
    );
  });
});
