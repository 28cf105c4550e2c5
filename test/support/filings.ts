/** Builders for what residents do. */
import type { Filing, Person } from '../../src/intake/index.ts';
import { personOf } from '../../src/intake/index.ts';
import { secretOf } from '../../src/platform/index.ts';

export const aSecret = secretOf('a secret for tests, long enough to be one');

export const aPerson = (name = '甲', channel = 'web-chat'): Person => personOf(aSecret, channel, name);

export const aFiling = (changes: Partial<Filing> = {}): Filing => ({
  person: aPerson(),
  draft: 1,
  code: 'ABCD2345',
  topic: null,
  aspect: null,
  text: '东关社区卫生室门口的路灯坏了一个星期，晚上看不见路。',
  photos: [],
  lang: 'zh',
  place: '东关社区',
  ...changes,
});

/** Minutes after noon of 1 September 2026 in China. */
export const minute = (minutes: number): Date => new Date(Date.UTC(2026, 8, 1, 4, minutes));
