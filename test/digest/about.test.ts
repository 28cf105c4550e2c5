import { expect, test } from 'vitest';
import { collectedBy, scopeName } from '../../src/digest/index.ts';

const sources = [
  { source: 'paper', messages: 50 },
  { source: 'demo:wechat', messages: 100 },
  { source: 'wechat', messages: 72 },
  { source: '来信.xlsx', messages: 60 },
];

test('messages are told by channel, whatever they are part of, and files by their name, most first', () => {
  expect(collectedBy(sources, 'zh')).toBe(
    '微信172件、文件“来信.xlsx”60件、纸质来信50件（其中100件为演示用的虚构留言）',
  );
  expect(collectedBy(sources, 'en')).toBe(
    'WeChat (172), the file “来信.xlsx” (60), paper (50) (100 of them invented for a demonstration)',
  );
});

test('a digest of invented messages says so before anything else', () => {
  const demo = [
    { source: 'demo:paper', messages: 20 },
    { source: 'demo:web-chat', messages: 30 },
  ];
  expect(collectedBy(demo, 'zh')).toBe('演示用的虚构留言，网页留言30件、纸质来信20件');
  expect(collectedBy(demo, 'en')).toBe('invented messages of a demonstration: web chat (30), paper (20)');
});

test('more than five sources are summed up, and no message is left out of the sum', () => {
  const many = Array.from({ length: 7 }, (_, at) => ({ source: `${at}.csv`, messages: 10 - at }));
  expect(collectedBy(many, 'en')).toBe(
    'the file “0.csv” (10), the file “1.csv” (9), the file “2.csv” (8), the file “3.csv” (7), other sources (15)',
  );
});

test('a scope is called by its place and topic, or all topics', () => {
  expect(scopeName({ topic: '农村智慧养老', place: null }, 'zh')).toBe('农村智慧养老');
  expect(scopeName({ topic: '农村智慧养老', place: '石桥镇' }, 'zh')).toBe('石桥镇·农村智慧养老');
  expect(scopeName({ topic: null, place: null }, 'en')).toBe('all topics');
});
