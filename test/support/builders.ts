import type { TopicDraft } from '../../src/topics/index.ts';

export const aTopic = (changes: Partial<TopicDraft> = {}): TopicDraft => ({
  key: 'rooftop-solar',
  source: 'residents',
  title: '屋顶光伏',
  brief: '村里的屋顶光伏怎么装、怎么并网。',
  phase: 'collection',
  opens: '2026-03-01T00:00:00.000Z',
  closes: '2026-04-01T00:00:00.000Z',
  aspects: [],
  places: [],
  ...changes,
});
