export {
  type Arrival,
  type Channel,
  type ChannelDeps,
  type ChannelName,
  channelNames,
  type Delivery,
  type HandleHttp,
  type Handler,
  type HttpChannel,
  type HttpRequest,
  type HttpResponse,
  type KeepPhoto,
  PHOTO_BYTES,
  type ReceivedPhoto,
  type SeenUpdates,
  type UpdateKey,
} from './contract.ts';
export * from './http-api/index.ts';
export type { ChatEvent, EventsAfter } from './outbox.ts';
export type { Taken } from './pulled.ts';
export { memorySeenUpdates } from './seen-updates.ts';
export * from './telegram/index.ts';
export * from './web-chat/index.ts';
export * from './wechat/index.ts';
