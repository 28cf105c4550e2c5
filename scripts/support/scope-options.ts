import { InvalidArgumentError } from 'commander';
import { BadInput, midnight } from '../../src/kernel/index.ts';
import type { Db } from '../../src/platform/index.ts';
import { findTopic, listTopics, type Topic } from '../../src/topics/index.ts';

/** A day in China as the instant at which it begins or ends, in ISO 8601. */
export const day = (which: 'begins' | 'ends') => (value: string) => {
  const instant = midnight(value.trim(), which);
  if (instant === null)
    throw new InvalidArgumentError('应为日期，如 2026-09-30。Write a day such as 2026-09-30.');
  return instant.toISOString();
};

/** @throws BadInput where there is no such topic, with those there are. */
export const topicByKey = async (db: Db, key: string): Promise<Topic> => {
  const topic = await findTopic(db, key);
  if (topic !== null) return topic;
  const known = (await listTopics(db)).map((other) => other.key);
  throw new BadInput({
    zh: `没有代号为“${key}”的议题。${known.length > 0 ? `现有：${known.join('、')}。` : '现在一个议题也没有。'}新开议题：npm run topic -- open ${key} --title 名称`,
    en: `There is no topic “${key}”. ${known.length > 0 ? `There are: ${known.join(', ')}.` : 'There is none at all yet.'} Open it with: npm run topic -- open ${key} --title TITLE`,
  });
};

/** @throws BadInput where the period ends before it begins. */
export const checkPeriod = (from: string | undefined, to: string | undefined): void => {
  if (from !== undefined && to !== undefined && Date.parse(to) <= Date.parse(from))
    throw new BadInput({
      zh: '--to 的日期早于 --from；请对调。',
      en: 'The day of --to lies before that of --from: exchange them.',
    });
};
