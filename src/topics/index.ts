export { everything, type Scope, scopeKey } from './scope.ts';
export { findTopic, isCollecting, listTopics, upsertTopic } from './store.ts';
export {
  type Aspect,
  type Topic,
  type TopicDraft,
  type TopicPhase,
  type TopicSource,
  topicSources,
} from './topic.ts';
